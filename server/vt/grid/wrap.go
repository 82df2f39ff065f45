package grid

// Wrap cuts the cells of a logical line into rows of cols columns and calls row for each, from the top, with
// the index of its first cell in cells. Every row but the last is Wrapped; there is at least one. What
// lives in row belongs to the callee. A wide character that a row of one column cannot take is a blank.
func Wrap(cells []Cell, cols int, ids *IDs, row func(r *Row, start int)) {
	for start := 0; ; {
		r := NewRow(cols, ids)
		n := copy(r.Cells, cells[start:])
		r.used = n
		more := start+n < len(cells)
		switch {
		case more && cells[start+n].IsRight() && n > 1:
			n--
			r.Cells[n] = Pad(0)
		case n == 1 && r.Cells[0].IsWide():
			r.Cells[0] = Blank(r.Cells[0].Style())
			if more {
				n++ // the right half
				more = start+n < len(cells)
			}
		}
		r.Wrapped = more
		row(r, start)
		if start += n; !more {
			return
		}
	}
}
