package layout

import "math"

// least is what a leaf cannot go below.
func (t *Tree) least(c *cell, d Dir) int {
	if d == TopBottom && t.titled(c) {
		return minPane + 1
	}
	return minPane
}

// spare is by how much c can shrink.
func (t *Tree) spare(c *cell, d Dir) int {
	if c.isLeaf() {
		return max(0, c.size(d)-t.least(c, d))
	}
	total, least := 0, math.MaxInt
	for _, child := range c.cells {
		n := t.spare(child, d)
		total += n
		least = min(least, n)
	}
	if c.dir == d {
		return total
	}
	return least
}

// adjust changes a cell's size and, a cell at a time in turn, that of those within it. It may not be asked to shrink by more
// than is spare.
func (t *Tree) adjust(c *cell, d Dir, by int) {
	c.setSize(d, c.size(d)+by)
	if c.dir != d {
		for _, child := range c.cells {
			t.adjust(child, d, by)
		}
		return
	}
	for by != 0 && !c.isLeaf() {
		before := by
		for _, child := range c.cells {
			switch {
			case by > 0:
				t.adjust(child, d, 1)
				by--
			case by < 0 && t.spare(child, d) > 0:
				t.adjust(child, d, -1)
				by++
			}
		}
		if by == before {
			panic("layout: a cell is to shrink by more than is spare")
		}
	}
}

// SetSize gives the window another size. Panes keep the least they need, so the tree may stay larger than asked for; Size tells.
func (t *Tree) SetSize(rows, cols int) {
	for _, d := range []Dir{LeftRight, TopBottom} {
		want := rows
		if d == LeftRight {
			want = cols
		}
		t.adjust(t.root, d, max(want-t.root.size(d), -t.spare(t.root, d)))
	}
	t.place()
}

// Resize moves the border behind a pane, or before it if it is the last in its row or column, as resize-pane -L -R -U -D do:
// by columns to the right or rows down, negative to the left or up.
func (t *Tree) Resize(pane int, d Dir, by int) {
	c := t.leaf(pane).along(d)
	if c == nil {
		return
	}
	if c.beside(1) == nil {
		c = c.beside(-1)
	}
	t.moveBorder(c, d, by)
}

// ResizeTo gives a pane, or the part of the window it belongs to in that direction, a size (resize-pane -x and -y).
func (t *Tree) ResizeTo(pane int, d Dir, size int) {
	c := t.leaf(pane).along(d)
	if c == nil {
		return
	}
	by := size - c.size(d)
	if c.beside(1) == nil {
		by = -by
	}
	t.Resize(pane, d, by)
}

// moveBorder moves the border behind c as far as there is room.
func (t *Tree) moveBorder(c *cell, d Dir, by int) {
	for by > 0 {
		n := t.widen(c, d, by)
		if n == 0 {
			break
		}
		by -= n
	}
	for by < 0 {
		n := t.narrow(c, d, -by)
		if n == 0 {
			break
		}
		by += n
	}
	t.place()
}

// widen takes from the nearest cell behind c that can give, else from the nearest before it, and says how much that was.
func (t *Tree) widen(c *cell, d Dir, by int) int {
	for _, step := range []int{1, -1} {
		for from := c.beside(step); from != nil; from = from.beside(step) {
			if n := min(by, t.spare(from, d)); n > 0 {
				t.adjust(c, d, n)
				t.adjust(from, d, -n)
				return n
			}
		}
	}
	return 0
}

// narrow takes from c, or the nearest cell before it that can give, for the cell behind c.
func (t *Tree) narrow(c *cell, d Dir, by int) int {
	to := c.beside(1)
	if to == nil {
		return 0
	}
	for from := c; from != nil; from = from.beside(-1) {
		if n := min(by, t.spare(from, d)); n > 0 {
			t.adjust(to, d, n)
			t.adjust(from, d, -n)
			return n
		}
	}
	return 0
}

// Least is the smallest size that SetSize can give the window.
func (t *Tree) Least() (rows, cols int) {
	return t.root.Rows - t.spare(t.root, TopBottom), t.root.Cols - t.spare(t.root, LeftRight)
}
