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
//	CSI Ps ; Ps ; Ps t    14: text area in pixels, 16: cell in pixels, 18 and 19: size in cells;
//	                      22 ; Ps and 23 ; Ps: save and restore titles (0 both, 1 icon, 2 window)
//
// See xterm ctlseqs. A pane is not a window: what would move, resize or raise it does nothing. Titles are
// not told (20, 21): a program could have put them there for another to read as typed.
func (t *Terminal) windowOperation(p *parser.Params) {
	w, h := t.CellSize()
	switch p.Get(0, 0) {
	case 14:
		t.reply(fmt.Sprintf("\x1b[4;%d;%dt", t.rows*h, t.cols*w))
	case 16:
		t.reply(fmt.Sprintf("\x1b[6;%d;%dt", h, w))
	case 18:
		t.reply(fmt.Sprintf("\x1b[8;%d;%dt", t.rows, t.cols))
	case 19:
		t.reply(fmt.Sprintf("\x1b[9;%d;%dt", t.rows, t.cols))
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
