package vt

import (
	"gmux/server/vt/grid"
	"gmux/server/vt/history"
)

// A reflow lays the main screen out for another size.
//
//	history's open line ┐
//	rows of the screen ─┴▶ logical lines ──▶ rows of the new width ──▶ the last of them are the screen,
//	                                                                    those above go to the history
//
// The marks are places that move with the text under them: the cursor, and what DECSC saved.
type reflow struct {
	t     *Terminal
	cols  int
	rows  []*grid.Row
	marks []*place
}

// A place is a cell: in the screen before, and in reflow.rows after.
type place struct {
	row, col int
	newRow   int
	newCol   int
	pending  bool // it is behind the last column
}

func (t *Terminal) resizeMain(rows, cols int) {
	g := t.main.grid
	cur := &t.main.left
	if !t.onAlt() {
		cur = &t.cur
	}
	below := t.rows - 1 - lastUsed(g, cur.row) // blank rows at the bottom, which stay there
	t.relay(cols, cur, func(f *reflow, at *place) {
		if cols != t.cols {
			f.rewrap(g)
		} else {
			f.keep(g)
		}
		f.fit(rows, below, at)
	})
}

// relay has lay make the main screen's rows anew, for so many columns, and puts the cursor and the saved one where their text is then.
func (t *Terminal) relay(cols int, cur *cursor, lay func(f *reflow, at *place)) {
	f := reflow{t: t, cols: cols}
	t.tables.Hold() // the cells on their way are on no screen, where a compaction would see them
	at, saved := f.mark(cur), f.mark(&t.main.saved)
	lay(&f, at)
	t.main.grid.SetRows(f.rows, cols)
	at.move(cur, len(f.rows), cols)
	saved.move(&t.main.saved, len(f.rows), cols)
	for _, r := range f.rows {
		r.Gen = t.gen
	}
	if t.tables.Release() {
		t.compact(&grid.Style{})
	}
}

// lastUsed is the last row with anything on it, or the cursor's if that is further down.
func lastUsed(g *grid.Screen, cursor int) int {
	i := g.Rows() - 1
	for i > cursor && g.Row(i).Len() == 0 {
		i--
	}
	return i
}

func (f *reflow) mark(c *cursor) *place {
	p := &place{row: c.row, col: c.col}
	if c.pending {
		p.col++
	}
	f.marks = append(f.marks, p)
	return p
}

// move puts a cursor where its place is now.
func (p *place) move(c *cursor, rows, cols int) {
	c.row, c.col, c.pending = p.newRow, p.newCol, p.pending
	c.clamp(rows, cols)
}

// keep takes the rows as they are.
func (f *reflow) keep(g *grid.Screen) {
	f.rows = g.AllRows()
	for _, m := range f.marks {
		f.put(m, m.row, m.col)
	}
}

// put says where a mark is now. A column behind the last one is a pending wrap.
func (f *reflow) put(m *place, row, col int) {
	m.newRow, m.newCol = row, min(col, f.cols-1)
	m.pending = col == f.cols && f.t.modes.has(modeAutowrap)
}

// rewrap wraps the screen's logical lines for the new width. The first of them may have begun in the history,
// which then has to give its part back.
func (f *reflow) rewrap(g *grid.Screen) {
	var cells []grid.Cell
	if f.t.history.Open() {
		cells, _, _ = f.pop()
	}
	for i := 0; i < g.Rows(); {
		first := i
		var starts []int // of each row's cells in the line
		var mark grid.Mark
		for ; i < g.Rows(); i++ {
			r := g.Row(i)
			starts = append(starts, len(cells))
			mark |= r.Mark
			cells = append(cells, r.Joined()...)
			if !r.Wrapped {
				i++
				break
			}
		}
		f.wrap(cells, first, starts, mark)
		cells = cells[:0]
	}
}

// wrap adds the rows of one logical line, whose old rows began with row first at cells starts.
func (f *reflow) wrap(cells []grid.Cell, first int, starts []int, mark grid.Mark) {
	base := len(f.rows)
	var heads []int
	grid.Wrap(cells, f.cols, &f.t.ids, func(r *grid.Row, start int) {
		f.rows = append(f.rows, r)
		heads = append(heads, start)
	})
	f.rows[base].Mark = mark
	for _, m := range f.marks {
		if k := m.row - first; k >= 0 && k < len(starts) {
			offset := starts[k] + m.col
			row := len(heads) - 1
			for row > 0 && heads[row] > offset {
				row--
			}
			f.put(m, base+row, offset-heads[row])
			m.pending = m.pending && row == len(heads)-1
		}
	}
}

// fit makes f.rows as many as the new screen has. Blank rows at the bottom go first, then rows at the top go
// to the history, but never the cursor's: rather than that, rows at the bottom are lost.
func (f *reflow) fit(rows, below int, cur *place) {
	used := len(f.rows)
	for used > cur.newRow+1 && f.rows[used-1].Len() == 0 {
		used--
	}
	if extra := used - rows; extra > 0 {
		extra = min(extra, cur.newRow)
		for _, r := range f.rows[:extra] {
			f.t.history.Append(r, f.t.tables)
		}
		f.shift(-extra)
		f.rows = f.rows[extra:]
	} else if want := rows - used - below; want > 0 {
		f.pull(want)
	}
	for len(f.rows) < rows {
		f.rows = append(f.rows, grid.NewRow(f.cols, &f.t.ids))
	}
	f.cut(rows)
}

// cut loses the rows at the bottom that are too many.
func (f *reflow) cut(rows int) {
	if len(f.rows) > rows {
		f.rows = f.rows[:rows]
		f.rows[rows-1].Wrapped = false
	}
}

func (f *reflow) shift(n int) {
	for _, m := range f.marks {
		m.newRow += n
	}
}

// pull takes up to want rows back from the history. What it takes too much of, since it takes whole lines,
// goes back there.
func (f *reflow) pull(want int) {
	h := f.t.history
	var got []*grid.Row
	for len(got) < want && (h.Open() || h.Seq() > f.t.pullFloor && h.Lines() > 0) {
		cells, mark, wrapped := f.pop()
		var rows []*grid.Row
		grid.Wrap(cells, f.cols, &f.t.ids, func(r *grid.Row, _ int) { rows = append(rows, r) })
		rows[0].Mark = mark
		rows[len(rows)-1].Wrapped = wrapped
		got = append(rows, got...)
	}
	if extra := len(got) - want; extra > 0 {
		for _, r := range got[:extra] {
			h.Append(r, f.t.tables)
		}
		got = got[extra:]
	}
	f.rows = append(got, f.rows...)
	f.shift(len(got))
}

// pop takes the last logical line out of the history, as cells, and whether the screen went on with it.
func (f *reflow) pop() ([]grid.Cell, grid.Mark, bool) {
	var l history.Line
	f.t.history.PopLine(&l)
	cells := make([]grid.Cell, 0, len(l.Cells))
	for i, c := range l.Cells {
		s := c.Style
		if s.Link != 0 {
			s.Link = f.t.linkID(l.Links[s.Link])
		}
		f.t.cluster = append(f.t.cluster[:0], l.TextOf(i)...)
		id := f.t.styleID(s)
		cell := f.t.clusterCell(int(c.Width), id)
		cells = append(cells, cell)
		if c.Width == 2 {
			cells = append(cells, grid.RightHalf(id))
		}
	}
	return cells, l.Mark, l.Wrapped
}
