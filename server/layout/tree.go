package layout

import "slices"

// A Dir is how the cells of a row or column follow each other.
type Dir uint8

const (
	LeftRight Dir = iota // side by side: split-window -h
	TopBottom            // one below the other: split-window -v
)

// A Status is where panes have a line for their titles: the option pane-border-status.
type Status uint8

const (
	StatusOff Status = iota
	StatusTop
	StatusBottom
)

// minPane is the least a pane has, in rows and in columns.
const minPane = 1

// A Rect is a part of the window. Rows and columns count from 0.
type Rect struct{ Row, Col, Rows, Cols int }

// A cell is one pane, or cells that follow each other in a direction.
type cell struct {
	Rect
	pane   int // of a leaf
	dir    Dir // of cells
	cells  []*cell
	parent *cell
}

// A Tree is how one window is divided.
type Tree struct {
	root *cell

	// Status is the option's value. It costs the panes at that edge of the window a row.
	Status Status
}

// New is a window with one pane.
func New(pane, rows, cols int) *Tree {
	return &Tree{root: &cell{Rect: Rect{Rows: rows, Cols: cols}, pane: pane}}
}

// Size is the rows and columns that all cells take together.
func (t *Tree) Size() (rows, cols int) { return t.root.Rows, t.root.Cols }

// Panes are the panes, as their cells come in the tree.
func (t *Tree) Panes() []int {
	var panes []int
	for _, c := range t.leaves() {
		panes = append(panes, c.pane)
	}
	return panes
}

// Has reports whether the pane is in the tree.
func (t *Tree) Has(pane int) bool { return t.leaf(pane) != nil }

// Clone is a copy that shares nothing with t.
func (t *Tree) Clone() *Tree { return &Tree{root: t.root.clone(nil), Status: t.Status} }

func (c *cell) clone(parent *cell) *cell {
	d := *c
	d.parent, d.cells = parent, nil
	for _, child := range c.cells {
		d.cells = append(d.cells, child.clone(&d))
	}
	return &d
}

// Pane is where a pane's terminal is: its cell, less the line for its title. A cell of one row has no room for that line.
func (t *Tree) Pane(pane int) (r Rect, title bool) {
	c := t.leaf(pane)
	if c == nil {
		return Rect{}, false
	}
	return t.inside(c)
}

// Whole is where the pane is while it is zoomed: all of the window, less the line for its title.
func (t *Tree) Whole() (r Rect, title bool) {
	alone := Tree{root: &cell{Rect: t.root.Rect}, Status: t.Status}
	return alone.inside(alone.root)
}

func (t *Tree) inside(c *cell) (r Rect, title bool) {
	r = c.Rect
	if title = t.titled(c) && r.Rows > minPane; title {
		r.Rows--
		if t.Status == StatusTop {
			r.Row++
		}
	}
	return r, title
}

// titled reports whether c loses a row to the title: it is at the edge of the window where there is no border to put it on.
func (t *Tree) titled(c *cell) bool {
	if t.Status == StatusOff {
		return false
	}
	for ; c.parent != nil; c = c.parent {
		edge := c.parent.cells[0]
		if t.Status == StatusBottom {
			edge = last(c.parent.cells)
		}
		if c.parent.dir == TopBottom && c != edge {
			return false
		}
	}
	return true
}

func (t *Tree) leaves() []*cell { return t.root.leaves(nil) }

func (c *cell) leaves(list []*cell) []*cell {
	if c.isLeaf() {
		return append(list, c)
	}
	for _, child := range c.cells {
		list = child.leaves(list)
	}
	return list
}

func (t *Tree) leaf(pane int) *cell {
	for _, c := range t.leaves() {
		if c.pane == pane {
			return c
		}
	}
	return nil
}

func (c *cell) isLeaf() bool { return len(c.cells) == 0 }

func (c *cell) size(d Dir) int {
	if d == LeftRight {
		return c.Cols
	}
	return c.Rows
}

func (c *cell) setSize(d Dir, n int) {
	if d == LeftRight {
		c.Cols = n
	} else {
		c.Rows = n
	}
}

// across is the other direction.
func (d Dir) across() Dir { return LeftRight + TopBottom - d }

// beside is the cell n places behind c in its parent, nil if there is none.
func (c *cell) beside(n int) *cell {
	if c.parent == nil {
		return nil
	}
	i := slices.Index(c.parent.cells, c) + n
	if i < 0 || i >= len(c.parent.cells) {
		return nil
	}
	return c.parent.cells[i]
}

// along is the nearest of c and the cells around it whose neighbours follow in direction d, nil if there is none.
func (c *cell) along(d Dir) *cell {
	for c.parent != nil && c.parent.dir != d {
		c = c.parent
	}
	if c.parent == nil {
		return nil
	}
	return c
}

func last(cells []*cell) *cell { return cells[len(cells)-1] }

// replace puts with where c is in the tree.
func (t *Tree) replace(c, with *cell) {
	with.parent = c.parent
	if c.parent == nil {
		t.root = with
		return
	}
	c.parent.cells[slices.Index(c.parent.cells, c)] = with
}

// place gives every cell its row and column, which follow from the sizes.
func (t *Tree) place() {
	t.root.Row, t.root.Col = 0, 0
	t.root.place()
}

func (c *cell) place() {
	row, col := c.Row, c.Col
	for _, child := range c.cells {
		child.Row, child.Col = row, col
		child.place()
		if c.dir == LeftRight {
			col += child.Cols + 1
		} else {
			row += child.Rows + 1
		}
	}
}
