package vt

import "gmux/server/vt/grid"

// Resize changes the size, to at least 1x1. The main screen is wrapped anew for the new width, its cursor
// staying on its character; what no longer fits goes to the history, and a screen that grows taller takes
// lines back from there. The alternate screen is cut or extended: its program draws it again. Margins go,
// as in xterm and tmux.
func (t *Terminal) Resize(rows, cols int) { t.SetSize(rows, cols, 0, 0) }

// SetSize is Resize, and says how large a cell is in pixels; with 0 it stays as it was. A program that asked for it (2048)
// is told of what changes.
func (t *Terminal) SetSize(rows, cols, cellWidth, cellHeight int) {
	type size struct{ rows, cols, width, height int }
	before := size{t.rows, t.cols, t.opt.CellWidth, t.opt.CellHeight}
	t.resize(rows, cols)
	if cellWidth > 0 && cellHeight > 0 {
		t.opt.CellWidth, t.opt.CellHeight = cellWidth, cellHeight
	}
	if t.modes.has(modeSizeReports) && (size{t.rows, t.cols, t.opt.CellWidth, t.opt.CellHeight}) != before {
		t.reportSize()
	}
}

func (t *Terminal) resize(rows, cols int) {
	rows, cols = clampSize(rows, cols)
	if rows == t.rows && cols == t.cols {
		return
	}
	t.gen++
	t.last.ok = false
	t.resizeMain(rows, cols)
	if t.alt.exists {
		t.resizeAlt(rows, cols)
	}
	t.rows, t.cols = rows, cols
	t.resetMargins()
	t.resizeTabs()
}

// Trim has the rows below the cursor make room for lines of the history, as many as there are; the cursor stays on its character.
// On the alternate screen, which has no history, nothing happens.
func (t *Terminal) Trim() {
	if t.onAlt() {
		return
	}
	t.gen++
	t.last.ok = false
	floor := t.pullFloor
	t.pullFloor = 0
	t.relay(t.cols, &t.cur, func(f *reflow, cur *place) {
		f.keep(t.main.grid)
		f.pull(t.rows - 1 - t.cur.row)
		f.cut(t.rows)
	})
	t.pullFloor = min(floor, t.history.Seq())
}

// resizeAlt cuts the alternate screen at the right, and at the bottom unless the cursor is there, or makes
// it larger there.
func (t *Terminal) resizeAlt(rows, cols int) {
	cur := &t.alt.left
	if t.onAlt() {
		cur = &t.cur
	}
	all := t.alt.grid.AllRows()
	if cut := cur.row - rows + 1; cut > 0 {
		all = all[cut:]
		cur.row -= cut
		t.alt.saved.row -= cut
	}
	for len(all) < rows {
		all = append(all, grid.NewRow(cols, &t.ids))
	}
	all = all[:rows]
	for _, r := range all {
		r.Resize(cols)
		r.Gen = t.gen
	}
	t.alt.grid.SetRows(all, cols)
	for _, c := range []*cursor{cur, &t.alt.saved} {
		c.clamp(rows, cols)
	}
}

// clamp puts the cursor inside a screen of another size.
func (c *cursor) clamp(rows, cols int) {
	row, col := min(max(c.row, 0), rows-1), min(max(c.col, 0), cols-1)
	c.pending = c.pending && row == c.row && col == c.col && col == cols-1
	c.row, c.col = row, col
}
