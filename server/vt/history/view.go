package history

import "gmux/server/vt/grid"

// A Line is one row of the history, or one logical line, for looking at.
type Line struct {
	Text    []byte      // of all cells
	Cells   []Cell      // one for each character, from the left; what follows the last is blank
	Links   []grid.Link // what Style.Link of a cell is an index in
	Wrapped bool        // the next row goes on with this line
	Mark    grid.Mark   // on the first row of a logical line
	Plain   bool        // Text is nothing but ASCII in the default style, a byte for each of Cells
}

// A Cell is a character of a Line: one column, or two.
type Cell struct {
	Start, End uint32 // of its text in Line.Text
	Width      uint8
	Style      grid.Style // Link is an index in Line.Links
}

// TextOf is the text of cell i.
func (l *Line) TextOf(i int) []byte { return l.Text[l.Cells[i].Start:l.Cells[i].End] }

// memo is where the last Row was found, since rows are mostly asked for one after the other.
type memo struct {
	width     int
	seg, line int
	row       int // first row of the line, over all
	valid     bool
}

// Rows is the number of rows at a width.
func (h *History) Rows(width int) int {
	width = max(1, width)
	n := 0
	for _, s := range h.segs {
		n += s.rowsAt(width)
	}
	if h.open.active {
		l := h.open.line()
		n += l.rowsAt(width)
	}
	return n
}

// Row decodes row i at a width into l, 0 being the oldest. It reports false if there is no such row.
func (h *History) Row(width, i int, l *Line) bool {
	if width = max(1, width); i < 0 {
		return false
	}
	if h.memo.valid && h.memo.width == width && i >= h.memo.row {
		if h.rowFrom(h.memo.seg, h.memo.line, h.memo.row, width, i, l) {
			return true
		}
	}
	row := 0
	for si, s := range h.segs {
		n := s.rowsAt(width)
		if i < row+n {
			return h.rowFrom(si, s.first, row, width, i, l)
		}
		row += n
	}
	if !h.open.active {
		return false
	}
	ln := h.open.line()
	ln.open = true
	if i >= row+ln.rowsAt(width) {
		return false
	}
	l.decode(ln, h.current(), width, i-row)
	return true
}

// rowFrom looks for row i in one segment from a line on whose first row is number row.
func (h *History) rowFrom(si, li, row, width, i int, l *Line) bool {
	s := h.segs[si]
	for ; li < len(s.starts); li++ {
		ln := s.line(li)
		n := ln.rowsAt(width)
		if i < row+n {
			h.memo = memo{width: width, seg: si, line: li, row: row, valid: true}
			l.decode(ln, s, width, i-row)
			return true
		}
		row += n
	}
	return false
}

// decode makes l row k of ln at a width; at width 0 it is the whole line.
func (l *Line) decode(ln line, s *segment, width, k int) {
	*l = Line{Text: l.Text[:0], Cells: l.Cells[:0], Links: s.links}
	if ln.plain() {
		l.decodePlain(ln, width, k)
		return
	}
	c := chars{text: ln.text, runs: ln.runs}
	col, row := 0, 0
	for {
		text, w, style, ok := c.next()
		if !ok {
			l.Wrapped = ln.open || ln.cut
			break
		}
		if width > 0 && col+min(w, width) > width {
			if row == k {
				l.Wrapped = true
				break
			}
			row, col = row+1, 0
		}
		if width == 1 && w == 2 {
			text, w = []byte{' '}, 1 // there is no room for it
		}
		if row == k {
			start := uint32(len(l.Text))
			l.Text = append(l.Text, text...)
			l.Cells = append(l.Cells, Cell{start, uint32(len(l.Text)), uint8(w), s.styles[style]})
		}
		col += w
	}
	if k == 0 {
		l.Mark = ln.mark
	}
}

// decodePlain is decode for what most lines are: many rows are looked at at once, by capture-pane and by searches.
func (l *Line) decodePlain(ln line, width, k int) {
	text := ln.text
	if width > 0 {
		text = text[min(k*width, len(text)):]
		l.Wrapped = len(text) > width
		text = text[:min(width, len(text))]
	}
	l.Text, l.Plain = append(l.Text, text...), true
	l.Wrapped = l.Wrapped || ln.open || ln.cut
	for i := range uint32(len(text)) {
		l.Cells = append(l.Cells, Cell{Start: i, End: i + 1, Width: 1})
	}
	if k == 0 {
		l.Mark = ln.mark
	}
}
