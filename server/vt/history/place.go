package history

// PosAt is the character that row i has at a column when it is wrapped for a width. Behind the end of the row it
// is the one that would be next in the line.
func (h *History) PosAt(width, i, col int) (Pos, bool) {
	width = max(1, width)
	l, number, row, ok := h.lineOfRow(width, i)
	if !ok {
		return Pos{}, false
	}
	w := wrapper{chars: chars{text: l.text, runs: l.runs}, width: width}
	for w.advance() && (w.row < i-row || w.row == i-row && w.col+w.columns <= col) {
	}
	return Pos{number, w.cell}, true
}

// RowOf says where a character is when all is wrapped for a width; behind the last character of a line there is still
// a place.
func (h *History) RowOf(width int, p Pos) (i, col int, ok bool) {
	width = max(1, width)
	l, ok := h.lineAt(p.Line)
	if !ok {
		return 0, 0, false
	}
	w := wrapper{chars: chars{text: l.text, runs: l.runs}, width: width}
	for w.advance() && w.cell < p.Cell {
	}
	return h.rowsBefore(width, p.Line) + w.row, w.col, true
}

// rowsBefore is the number of rows of the lines before number n.
func (h *History) rowsBefore(width, n int) int {
	rows := 0
	for _, s := range h.segs {
		if n >= s.number+len(s.starts) {
			rows += s.rowsAt(width)
			continue
		}
		for i := s.first; i < n-s.number; i++ {
			l := s.line(i)
			rows += l.rowsAt(width)
		}
		break
	}
	return rows
}

// lineOfRow is the line that row i belongs to, its number and its first row.
func (h *History) lineOfRow(width, i int) (l line, number, row int, ok bool) {
	if i < 0 {
		return l, 0, 0, false
	}
	for _, s := range h.segs {
		if n := s.rowsAt(width); i >= row+n {
			row += n
			continue
		}
		for k := s.first; ; k++ {
			l := s.line(k)
			n := l.rowsAt(width)
			if i < row+n {
				return l, s.number + k, row, true
			}
			row += n
		}
	}
	if !h.open.active {
		return l, 0, 0, false
	}
	l = h.open.line()
	return l, h.seq, row, i < row+l.rowsAt(width)
}

// A wrapper walks through a line that is wrapped for a width, as decode wraps it.
type wrapper struct {
	chars
	width             int
	began             bool
	cell              int // the character the wrapper is at
	row, col, columns int // where it is, and its width
}

// advance goes to the next character. At the end of the line it stops behind the last one and reports false.
func (w *wrapper) advance() bool {
	if w.began {
		w.cell++
		w.col += w.columns
	}
	w.began = true
	_, columns, _, ok := w.next()
	if w.columns = min(columns, w.width); ok && w.col+w.columns > w.width {
		w.row, w.col = w.row+1, 0
	}
	return ok
}
