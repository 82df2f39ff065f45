package vt

import (
	"unicode/utf8"

	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
	"gmux/server/vt/width"
)

// lastPrinted is the character that a combining mark would join and REP would repeat.
type lastPrinted struct {
	ok       bool
	alone    bool // nothing that is alone itself joins it
	row, col int  // of its (left) cell
}

// alone reports whether a code point is one of the many that join only a few signs before them, none of
// which is alone itself: then there is no need to look for what it could join.
func alone(r rune) bool {
	return r < 0x300 || r >= 0x3041 && r < 0x3097 || r >= 0x30a1 && r < 0x30fb || r >= 0x4e00 && r < 0xa000 || r >= 0x2500 && r < 0x2580
}

// printASCII prints a run of 0x20 to 0x7e. This is the hot path: what is not plain text in a plain state is
// left to printRune.
func (t *Terminal) printASCII(p []byte) {
	if !t.cur.charsets.plain() || t.modes.has(modeInsert) {
		for _, b := range p {
			t.printTranslated(rune(b))
		}
		return
	}
	id := t.pen()
	for len(p) > 0 {
		t.wrapPending()
		edge := t.rightEdge() + 1
		n := min(len(p), edge-t.cur.col)
		r := t.touch(t.cur.row)
		col := t.cur.col
		end := col + n
		r.Split(col)
		r.Split(end)
		r.SetASCII(col, p[:n], id)
		p = p[n:]
		t.advance(r, end, edge)
		t.last = lastPrinted{true, true, t.cur.row, end - 1}
		if t.cur.pending || end < edge {
			continue
		}
		if len(p) > 1 { // no autowrap: the last column takes the rest, and only the last of it stays
			p = p[len(p)-1:]
		}
	}
}

// printTranslated prints what a character from 0x20 to 0x7e means in its set. Those of a set have one column, also
// where the user wants two for what is ambiguous: programs draw boxes of them.
func (t *Terminal) printTranslated(b rune) {
	r := t.cur.charsets.translate(b)
	if r == b {
		t.printRune(r)
		return
	}
	t.put(grid.NewCell(r, 1, t.pen()), 1)
	t.last.alone = alone(r)
}

// advance puts the active position behind what was printed up to column end.
func (t *Terminal) advance(r *grid.Row, end, edge int) {
	if end == t.cols {
		r.Wrapped = false // whatever it was before, this text goes on only if the next character wraps
	}
	if end < edge {
		t.cur.col = end
		return
	}
	t.cur.col = edge - 1
	t.cur.pending = t.modes.has(modeAutowrap)
}

// wrapPending does the wrap that the last column left to the next character.
func (t *Terminal) wrapPending() {
	if !t.cur.pending {
		return
	}
	t.index(true)
	t.cur.col = t.left
}

// printRune prints one code point, joining it to the character before where Unicode says so.
func (t *Terminal) printRune(r rune) {
	single := alone(r)
	if !(single && t.last.ok && t.last.alone) && t.join(r) {
		return
	}
	w := t.opt.Widths.Rune(r)
	if w == 0 {
		return // a mark with nothing to stand on
	}
	t.put(grid.NewCell(r, w, t.pen()), w)
	t.last.alone = single
}

// put writes one character of w columns at the active position.
func (t *Terminal) put(c grid.Cell, w int) {
	t.wrapPending()
	edge := t.rightEdge() + 1
	if w == 2 && t.cur.col+2 > edge {
		if !t.makeRoom(edge) {
			return
		}
		edge = t.rightEdge() + 1
	}
	if t.modes.has(modeInsert) {
		t.insertBlanks(w)
	}
	col := t.cur.col
	r := t.touch(t.cur.row)
	r.Split(col)
	r.Split(col + w)
	r.Set(col, c)
	if w == 2 {
		r.Set(col+1, grid.RightHalf(c.Style()))
	}
	t.last = lastPrinted{true, false, t.cur.row, col}
	t.advance(r, col+w, edge)
}

// makeRoom wraps because a wide character does not fit in the last column, which stays empty. Without
// autowrap, and between margins that are one column apart, there is no room at all and the character is
// dropped, as in tmux.
func (t *Terminal) makeRoom(edge int) bool {
	if !t.canWrapWide() {
		return false
	}
	r := t.touch(t.cur.row)
	r.Split(edge - 1)
	r.Split(edge)
	if edge == t.cols {
		r.Set(edge-1, grid.Pad(t.blank.Style()))
	} else { // a margin is no end of a row
		r.Set(edge-1, t.blank)
	}
	t.cur.col, t.cur.pending = edge-1, true
	t.wrapPending()
	return t.cur.col+2 <= t.rightEdge()+1
}

// join adds r to the cluster before it and reports whether it did. That cluster is the one just printed;
// if the cursor was moved since, a character without columns of its own joins what stands to its left.
func (t *Terminal) join(r rune) bool {
	at := t.last
	if !at.ok {
		if t.opt.Widths.Rune(r) > 0 {
			return false
		}
		at = t.beforeCursor()
		if !at.ok {
			return false
		}
	}
	cell := t.grid.Row(at.row).Cells[at.col]
	t.cluster = t.tables.AppendText(t.cluster[:0], cell)
	if !width.Joins(t.cluster, r) {
		return false
	}
	if len(t.cluster)+utf8.RuneLen(r) > grid.MaxCluster {
		return true // swallowed: a cell has its bounds
	}
	t.last.alone = false
	t.cluster = utf8.AppendRune(t.cluster, r)
	t.replaceLast(at, cell)
	return true
}

// beforeCursor is the character to the left of the active position.
func (t *Terminal) beforeCursor() lastPrinted {
	col := t.cur.col - 1
	if t.cur.pending {
		col++
	}
	if col < 0 {
		return lastPrinted{}
	}
	r := t.grid.Row(t.cur.row)
	if r.Cells[col].IsRight() && col > 0 {
		col--
	}
	return lastPrinted{!r.Cells[col].IsBlank(), false, t.cur.row, col}
}

// replaceLast puts t.cluster in place of the character at. If its width changes, the cursor, which stands
// behind it, moves along.
func (t *Terminal) replaceLast(at lastPrinted, old grid.Cell) {
	w := max(1, t.opt.Widths.Cluster(t.cluster))
	r := t.touch(at.row)
	if w == 2 && old.Width() == 1 {
		t.widen(at, old)
		return
	}
	c := t.clusterCell(w, old.Style())
	r.Set(at.col, c)
	if w == 1 && old.Width() == 2 {
		r.Set(at.col+1, grid.Blank(c.Style()))
		if t.last.ok {
			t.cur.col, t.cur.pending = at.col+1, false
		}
	}
}

// widen prints t.cluster again where it stood, as a character of two columns. Where it has no room it
// stays one column wide.
func (t *Terminal) widen(at lastPrinted, old grid.Cell) {
	r := t.touch(at.row)
	if !t.last.ok { // the cursor is elsewhere by now: nothing else may move
		w := 1
		if at.col+1 < t.cols && r.Cells[at.col+1].IsBlank() {
			w = 2
			r.Set(at.col+1, grid.RightHalf(old.Style()))
		}
		r.Set(at.col, t.clusterCell(w, old.Style()))
		return
	}
	t.cur.col, t.cur.pending = at.col, false
	if edge := t.rightEdge() + 1; at.col+2 > edge && !t.canWrapWide() {
		r.Set(at.col, t.clusterCell(1, old.Style()))
		t.advance(r, at.col+1, edge)
		return
	}
	if t.modes.has(modeInsert) {
		t.deleteChars(1)
	}
	t.put(t.clusterCell(2, old.Style()), 2)
}

// canWrapWide reports whether the next row has room for a wide character that this one has not.
func (t *Terminal) canWrapWide() bool {
	return t.modes.has(modeAutowrap) && t.right > t.left
}

// repeat is REP, Repeat.
//
//	CSI Pn b    default 1
//
// See ECMA-48 8.3.103. It repeats the character just printed, clusters whole, as if it were printed again;
// anything but SGR in between makes it nothing. More than fill the screen are not repeated.
func (t *Terminal) repeat(p *parser.Params) {
	if !t.last.ok {
		return
	}
	n := min(p.Count(0), t.rows*t.cols)
	cell := t.grid.Row(t.last.row).Cells[t.last.col]
	text := t.tables.AppendText(nil, cell)
	for range n {
		id := t.pen()
		t.cluster = append(t.cluster[:0], text...)
		t.put(t.clusterCell(cell.Width(), id), cell.Width())
	}
}
