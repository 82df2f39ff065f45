package vt

import (
	"fmt"

	"gmux/server/vt/parser"
)

// A cell whose size nobody told is this large, so that who asks is not left waiting.
const (
	defaultCellWidth  = 8
	defaultCellHeight = 16
)

// windowOperation is XTWINOPS, xterm's window operations.
//
//	CSI Ps ; Ps ; Ps t    11: open, not an icon; 13: position; 14: text area in pixels, 15: screen in pixels,
//	                      16: cell in pixels, 18: text area, 19: screen in cells; 20: icon title, 21: window title;
//	                      22 ; Ps and 23 ; Ps: save and restore titles (0 both, 1 icon, 2 window)
//
// See xterm ctlseqs. A pane is not a window: it fills its screen and is at 0,0 of it. What would move, resize, raise or
// hide it does nothing.
func (t *Terminal) windowOperation(p *parser.Params) {
	w, h := t.CellSize()
	switch p.Get(0, 0) {
	case 11:
		t.reply("\x1b[1t")
	case 13:
		t.reply("\x1b[3;0;0t")
	case 14:
		t.reply(fmt.Sprintf("\x1b[4;%d;%dt", t.rows*h, t.cols*w))
	case 15:
		t.reply(fmt.Sprintf("\x1b[5;%d;%dt", t.rows*h, t.cols*w))
	case 16:
		t.reply(fmt.Sprintf("\x1b[6;%d;%dt", h, w))
	case 18:
		t.reply(fmt.Sprintf("\x1b[8;%d;%dt", t.rows, t.cols))
	case 19:
		t.reply(fmt.Sprintf("\x1b[9;%d;%dt", t.rows, t.cols))
	case 20:
		t.reportTitle('L', t.titles.now.icon)
	case 21:
		t.reportTitle('l', t.titles.now.window)
	case 22:
		t.pushTitles(p.Get(1, 0))
	case 23:
		t.popTitles(p.Get(1, 0))
	}
}

// CellSize is the size of a cell in pixels, as told to who asks.
func (t *Terminal) CellSize() (width, height int) {
	if t.opt.CellWidth <= 0 || t.opt.CellHeight <= 0 {
		return defaultCellWidth, defaultCellHeight
	}
	return t.opt.CellWidth, t.opt.CellHeight
}

// reportSize tells the size, as mode 2048 asks: when the mode is set, and whenever the size is another.
//
//	CSI 48 ; rows ; columns ; height ; width t    height and width in pixels
//
// See https://gist.github.com/rockorager/e695fb2924d36b2bcf1fff4a3704bd83.
func (t *Terminal) reportSize() {
	w, h := t.CellSize()
	t.reply(fmt.Sprintf("\x1b[48;%d;%d;%d;%dt", t.rows, t.cols, t.rows*h, t.cols*w))
}

// setSizeReports is mode 2048.
func (t *Terminal) setSizeReports(on bool) {
	t.modes.set(modeSizeReports, on)
	if on {
		t.reportSize()
	}
}
