package vt

import "gmux/server/vt/parser"

// lineFeed is what LF, VT and FF do, and IND, Index, does whatever the mode: down, scrolling at the bottom margin.
// Under LNM it is CR too.
func (t *Terminal) lineFeed() {
	if t.modes.has(modeLineFeedNewLine) {
		t.carriageReturn()
	}
	t.index(false)
}

// index moves down one row; at the bottom margin the region scrolls. Below the margin, or at it but outside of
// the left and right ones, nothing scrolls. soft: a character goes on in the next row.
func (t *Terminal) index(soft bool) {
	t.cur.pending = false
	t.last.ok = false
	switch {
	case t.cur.row != t.bottom:
		if t.cur.row < t.rows-1 {
			if soft && t.fullWidth() {
				t.touch(t.cur.row).Wrapped = true
			}
			t.cur.row++
		}
	case t.inColumns():
		t.grid.Row(t.bottom).Wrapped = soft && t.fullWidth()
		t.scrollUp(t.top, t.bottom, 1, true)
	}
}

// reverseIndex is RI, Reverse Line Feed.
//
//	ESC M
//
// See ECMA-48 8.3.104. Up one row; at the top margin the region scrolls down.
func (t *Terminal) reverseIndex() {
	switch {
	case t.cur.row != t.top:
		t.moveTo(t.cur.row-1, t.cur.col)
	case t.inColumns():
		t.scrollDown(t.top, t.bottom, 1)
		t.moveTo(t.cur.row, t.cur.col)
	default:
		t.moveTo(t.cur.row, t.cur.col)
	}
}

// nextLine is NEL, Next Line.
//
//	ESC E
//
// See ECMA-48 8.3.86.
func (t *Terminal) nextLine() {
	t.index(false)
	t.carriageReturn()
}

// scrollUpLines is SU, Scroll Up.
//
//	CSI Pn S    default 1
//
// See ECMA-48 8.3.147. The region moves, the active position does not. What leaves the top of the screen
// goes to the history, as with a line feed.
func (t *Terminal) scrollUpLines(p *parser.Params) {
	t.unwrap(t.bottom)
	t.scrollUp(t.top, t.bottom, p.Count(0), true)
	t.cur.pending = false
}

// scrollDownLines is SD, Scroll Down.
//
//	CSI Pn T    CSI Pn ^    default 1
//
// See ECMA-48 8.3.113. With five parameters CSI T is xterm's highlight mouse tracking, which we do not have.
func (t *Terminal) scrollDownLines(p *parser.Params) {
	if p.Len() > 1 {
		return
	}
	t.scrollDown(t.top, t.bottom, p.Count(0))
	t.cur.pending = false
}

// scrollUp moves the rows top to bottom, between the left and right margins, up by n. If save is set, rows
// that leave the top of the main screen whole go to the history. Whether the row at the bottom goes on in
// what comes below it is the caller's to say, beforehand.
func (t *Terminal) scrollUp(top, bottom, n int, save bool) {
	n = min(n, bottom-top+1)
	if !t.fullWidth() {
		t.shiftRows(top, bottom, n)
		return
	}
	if top == 0 && save && t.on == &t.main {
		for i := range n {
			t.history.Append(t.grid.Row(i), t.tables)
		}
	} else {
		t.unwrap(top - 1)
	}
	t.grid.ScrollUp(top, bottom, n, t.blank, t.gen)
}

// scrollDown moves the rows top to bottom, between the left and right margins, down by n.
func (t *Terminal) scrollDown(top, bottom, n int) {
	n = min(n, bottom-top+1)
	if !t.fullWidth() {
		t.shiftRows(top, bottom, -n)
		return
	}
	t.unwrap(top - 1)
	t.unwrap(bottom)
	t.grid.ScrollDown(top, bottom, n, t.blank, t.gen)
	t.unwrap(bottom) // the row that went on below the margin was pushed out
}

// unwrap ends the logical line at row i; -1 is the last row of the history.
func (t *Terminal) unwrap(i int) {
	if i >= 0 {
		t.touch(i).Wrapped = false
	} else if t.on == &t.main {
		t.history.Close()
	}
}

// shiftRows moves the cells between the left and right margins up by n rows, or down by -n. Rows stay what
// they are: no row is whole in the move.
func (t *Terminal) shiftRows(top, bottom, n int) {
	for i := top; i <= bottom; i++ {
		r := t.touch(i)
		r.Split(t.left)
		r.Split(t.right + 1)
		r.Wrapped = false
	}
	from, to, step := top, bottom+1, 1
	if n < 0 {
		from, to, step = bottom, top-1, -1
	}
	for i := from; i != to; i += step {
		dst := t.grid.Row(i)
		if src := i + n; src >= top && src <= bottom {
			dst.Copy(t.left, t.grid.Row(src), t.left, t.right+1)
		} else {
			dst.Fill(t.left, t.right+1, t.blank)
		}
	}
}
