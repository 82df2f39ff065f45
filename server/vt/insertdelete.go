package vt

import "gmux/server/vt/parser"

// insertCharacters is ICH, Insert Character.
//
//	CSI Pn @    default 1
//
// See ECMA-48 8.3.64. What is pushed over the right margin is lost. Outside of the left and right margins
// it does nothing.
func (t *Terminal) insertCharacters(p *parser.Params) {
	t.cur.pending = false
	t.insertBlanks(p.Count(0))
}

func (t *Terminal) insertBlanks(n int) {
	if !t.inColumns() {
		return
	}
	r := t.touch(t.cur.row)
	col, end := t.cur.col, t.right+1
	n = min(n, end-col)
	r.Split(col)
	r.Split(end)
	r.Split(end - n) // a wide character across the margin's new edge is cut
	r.Copy(col+n, r, col, end-n)
	r.Fill(col, col+n, t.blank)
}

// deleteCharacters is DCH, Delete Character.
//
//	CSI Pn P    default 1
//
// See ECMA-48 8.3.26. What comes in at the right margin is blank. Outside of the left and right margins it
// does nothing.
func (t *Terminal) deleteCharacters(p *parser.Params) {
	t.cur.pending = false
	t.deleteChars(p.Count(0))
}

func (t *Terminal) deleteChars(n int) {
	if !t.inColumns() {
		return
	}
	r := t.touch(t.cur.row)
	col, end := t.cur.col, t.right+1
	n = min(n, end-col)
	r.Split(col)
	r.Split(col + n)
	r.Split(end)
	r.Copy(col, r, col+n, end)
	r.Fill(end-n, end, t.blank)
	if end == t.cols {
		r.Wrapped = false // the last column is blank now
	}
}

// insertLines is IL, Insert Line.
//
//	CSI Pn L    default 1
//
// See ECMA-48 8.3.67. The rows from the active one to the bottom margin move down, between the left and
// right margins. Outside of the margins it does nothing. The active position goes to the left margin, as
// in ECMA-48 and xterm; tmux leaves it where it is.
func (t *Terminal) insertLines(p *parser.Params) {
	if !t.inMargins() {
		return
	}
	t.scrollDown(t.cur.row, t.bottom, p.Count(0))
	t.moveTo(t.cur.row, t.left)
}

// deleteLines is DL, Delete Line.
//
//	CSI Pn M    default 1
//
// See ECMA-48 8.3.32. As IL, but the rows move up. Deleted rows never go to the history.
func (t *Terminal) deleteLines(p *parser.Params) {
	if !t.inMargins() {
		return
	}
	if t.fullWidth() {
		t.unwrap(t.bottom)
	}
	t.scrollUp(t.cur.row, t.bottom, p.Count(0), false)
	t.moveTo(t.cur.row, t.left)
}

// insertColumns is DECIC, Insert Column.
//
//	CSI Pn ' }    default 1
//
// See https://vt100.net/docs/vt510-rm/DECIC.html. It works on all rows between the margins.
func (t *Terminal) insertColumns(p *parser.Params) {
	t.eachRowInMargins(func() { t.insertBlanks(p.Count(0)) })
}

// deleteColumns is DECDC, Delete Column.
//
//	CSI Pn ' ~    default 1
//
// See https://vt100.net/docs/vt510-rm/DECDC.html.
func (t *Terminal) deleteColumns(p *parser.Params) {
	t.eachRowInMargins(func() { t.deleteChars(p.Count(0)) })
}

// scrollLeft is SL, Scroll Left.
//
//	CSI Pn SP @    default 1
//
// See ECMA-48 8.3.121. As in xterm it scrolls what is between the margins, and does nothing outside of them.
func (t *Terminal) scrollLeft(p *parser.Params) { t.shiftColumns(func() { t.deleteChars(p.Count(0)) }) }

// scrollRight is SR, Scroll Right.
//
//	CSI Pn SP A    default 1
//
// See ECMA-48 8.3.135.
func (t *Terminal) scrollRight(p *parser.Params) {
	t.shiftColumns(func() { t.insertBlanks(p.Count(0)) })
}

// shiftColumns calls f with the active position at the left margin of each row between the margins.
func (t *Terminal) shiftColumns(f func()) {
	col := t.cur.col
	t.eachRowInMargins(func() {
		t.cur.col = t.left
		f()
		t.cur.col = col
	})
}

// eachRowInMargins calls f with the active position in each row between the margins, in its column.
func (t *Terminal) eachRowInMargins(f func()) {
	if !t.inMargins() {
		return
	}
	row, col := t.cur.row, t.cur.col
	for t.cur.row = t.top; t.cur.row <= t.bottom; t.cur.row++ {
		f()
	}
	t.moveTo(row, col)
}

// backIndex is DECBI, Back Index.
//
//	ESC 6
//
// See https://vt100.net/docs/vt510-rm/DECBI.html. Left by one column; at the left margin the columns
// between the margins move right.
func (t *Terminal) backIndex() {
	if t.cur.col != t.left || !t.inMargins() {
		t.moveTo(t.cur.row, t.cur.col-1)
		return
	}
	t.eachRowInMargins(func() { t.insertBlanks(1) })
}

// forwardIndex is DECFI, Forward Index.
//
//	ESC 9
//
// See https://vt100.net/docs/vt510-rm/DECFI.html. Right by one column; at the right margin the columns
// between the margins move left.
func (t *Terminal) forwardIndex() {
	if t.cur.col != t.right || !t.inMargins() {
		t.moveTo(t.cur.row, t.cur.col+1)
		return
	}
	t.shiftColumns(func() { t.deleteChars(1) })
}
