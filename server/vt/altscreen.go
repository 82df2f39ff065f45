package vt

import "gmux/server/vt/grid"

func (t *Terminal) onAlt() bool { return t.on == &t.alt }

// setAlt is mode 47: the alternate screen or the main one, with what is on it. The cursor stays where it is.
func (t *Terminal) setAlt(on bool) {
	if on == t.onAlt() || on && t.opt.Allow.NoAltScreen {
		return
	}
	t.on.left = t.cur
	t.on = &t.main
	if on {
		t.on = &t.alt
		t.makeAlt()
	}
	t.on.left = cursor{} // the cursor is here: what it was last time would only keep its link alive
	t.grid = t.on.grid
	t.last.ok = false
	t.touchAll()
}

// makeAlt gives the alternate screen its rows when it is first used; most panes of shells never do.
func (t *Terminal) makeAlt() {
	if !t.alt.exists {
		t.alt.grid, t.alt.exists = grid.NewScreen(t.rows, t.cols, &t.ids), true
	}
}

// setAltClear is mode 1047: as 47, and what is on the alternate screen is cleared on leaving it.
func (t *Terminal) setAltClear(on bool) {
	if !on && t.onAlt() {
		t.eraseRows(0, t.rows)
	}
	t.setAlt(on)
}

// setAltCursor is mode 1049: DECSC, the alternate screen, cleared; and back, DECRC. Leaving what was not
// entered does nothing, as in tmux: xterm would still move the cursor.
func (t *Terminal) setAltCursor(on bool) {
	switch {
	case on && t.opt.Allow.NoAltScreen: // or the main screen would be cleared
	case on:
		t.saveCursor()
		t.setAlt(true)
		t.eraseRows(0, t.rows)
		t.cur.pending = false
	case t.onAlt():
		t.setAlt(false)
		t.restoreCursor()
	}
}
