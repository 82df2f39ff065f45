package vt

import "gmux/server/vt/parser"

// saveCursor is DECSC, Save Cursor, and SCOSC, Save Cursor on the SCO console.
//
//	ESC 7    CSI s
//
// See https://vt100.net/docs/vt510-rm/DECSC.html. Position, pending wrap, pen with DECSCA, character sets
// and DECOM are saved, for each screen by itself. CSI s is DECSLRM while DECLRMM is set.
func (t *Terminal) saveCursor() { t.on.saved = t.cur }

// restoreCursor is DECRC, Restore Cursor, and SCORC, Restore Cursor on the SCO console.
//
//	ESC 8    CSI u
//
// See https://vt100.net/docs/vt510-rm/DECRC.html. With nothing saved the cursor goes home with an ordinary
// pen. The row and column are those of the screen, even if DECOM came or went since.
func (t *Terminal) restoreCursor() {
	t.setCursor(t.on.saved)
}

func (t *Terminal) setCursor(c cursor) {
	pending := c.pending && t.modes.has(modeAutowrap)
	t.cur = c
	t.penKnown = false
	t.setBlank()
	t.moveTo(c.row, c.col)
	t.cur.pending = pending && t.cur.col == c.col
}

// saveOrMargins is SCOSC, or DECSLRM if DECLRMM is set.
func (t *Terminal) saveOrMargins(p *parser.Params) {
	if t.modes.has(modeLeftRight) {
		t.setLeftRightMargins(p)
		return
	}
	if p.Len() == 0 {
		t.saveCursor()
	}
}

func (t *Terminal) restoreCursorSCO(p *parser.Params) {
	if p.Len() == 0 {
		t.restoreCursor()
	}
}
