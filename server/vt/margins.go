package vt

import "gmux/server/vt/parser"

// setTopBottomMargins is DECSTBM, Set Top and Bottom Margins.
//
//	CSI Pt ; Pb r    defaults 1 and the last row
//
// See https://vt100.net/docs/vt510-rm/DECSTBM.html.
//
// A region of fewer than two rows is ignored, as in xterm and tmux; libvterm resets to the full screen,
// which would lose the margins of the program before. The active position goes home (to the margins under
// DECOM) even when the margins stay as they were.
func (t *Terminal) setTopBottomMargins(p *parser.Params) {
	top, bottom := p.Count(0)-1, p.Get(1, 0)-1
	if bottom < 0 || bottom >= t.rows {
		bottom = t.rows - 1
	}
	if top >= bottom {
		return
	}
	t.top, t.bottom = top, bottom
	t.goTo(0, 0)
}

// setLeftRightMargins is DECSLRM, Set Left and Right Margins.
//
//	CSI Pl ; Pr s    defaults 1 and the last column
//
// See https://vt100.net/docs/vt510-rm/DECSLRM.html. It works only while DECLRMM is set. A region of
// fewer than two columns is ignored.
func (t *Terminal) setLeftRightMargins(p *parser.Params) {
	left, right := p.Count(0)-1, p.Get(1, 0)-1
	if right < 0 || right >= t.cols {
		right = t.cols - 1
	}
	if left >= right {
		return
	}
	t.left, t.right = left, right
	t.goTo(0, 0)
}

// lockMemory is HP's Memory Lock, as xterm has it for the meml of its terminfo entry: the rows above the active
// position stay where they are, that is, the top margin is at the active position. On the last row of the region
// it does nothing.
//
//	ESC l
//
// See xterm ctlseqs.
func (t *Terminal) lockMemory() {
	if t.cur.row < t.bottom {
		t.top = t.cur.row
	}
}

// unlockMemory is HP's Memory Unlock (memu): the top margin is the first row again.
//
//	ESC m
//
// See xterm ctlseqs.
func (t *Terminal) unlockMemory() { t.top = 0 }

func (t *Terminal) resetMargins() {
	t.top, t.bottom = 0, t.rows-1
	t.left, t.right = 0, t.cols-1
}

// fullWidth reports whether the margins leave whole rows, so that rows may move without their cells.
func (t *Terminal) fullWidth() bool { return t.left == 0 && t.right == t.cols-1 }

// inMargins reports whether the active position is between all four margins.
func (t *Terminal) inMargins() bool {
	return t.cur.row >= t.top && t.cur.row <= t.bottom && t.inColumns()
}

func (t *Terminal) inColumns() bool { return t.cur.col >= t.left && t.cur.col <= t.right }
