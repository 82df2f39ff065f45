package layout

// share gives the cells within c, which has another size now, parts of it in the proportion they had before.
func (t *Tree) share(c *cell) {
	if c.isLeaf() {
		return
	}
	before := len(c.cells) - 1
	for _, child := range c.cells {
		before += child.size(c.dir)
	}
	left := c.size(c.dir)
	for i, child := range c.cells {
		child.setSize(c.dir.across(), c.size(c.dir.across()))
		child.setSize(c.dir, t.part(child, c.dir, before, c.size(c.dir), len(c.cells)-i, left))
		left -= child.size(c.dir) + 1
		t.share(child)
	}
}

// part is what a cell gets when its parent of size before becomes size: count cells, it included, share what is left.
func (t *Tree) part(c *cell, d Dir, before, size, count, left int) int {
	if count == 1 {
		return left
	}
	reserve := max((minPane+1)*(count-1), c.size(d)-t.spare(c, d))
	n := c.size(d) * size / before
	if left >= reserve { // else there is no telling; tmux's numbers wrap around then, which lets n be
		n = min(n, left-reserve)
	}
	return max(n, minPane)
}

// fits reports whether c and all within it can have a size.
func (t *Tree) fits(c *cell, d Dir, size int) bool {
	if c.isLeaf() {
		return size >= minPane
	}
	if c.dir != d {
		for _, child := range c.cells {
			if !child.isLeaf() && !t.fits(child, d, size) {
				return false
			}
		}
		return true
	}
	if size < 2*len(c.cells)-1 {
		return false
	}
	left := size
	for i, child := range c.cells {
		count := len(c.cells) - i
		n := t.part(child, d, c.size(d), size, count, left)
		border := min(count-1, 1)
		if n+border > left || !t.fits(child, d, n) {
			return false
		}
		left -= n + border
	}
	return true
}

// Spread evens out a pane and its neighbours, or the first cells around them that are uneven (select-layout -E).
func (t *Tree) Spread(pane int) {
	for c := t.leaf(pane).parent; c != nil; c = c.parent {
		if t.spread(c) {
			t.place()
			return
		}
	}
}

// spread gives the cells within c equal parts and reports whether anything changed.
func (t *Tree) spread(c *cell) bool {
	by, ok := t.evenly(c)
	changed := false
	for i, n := range by {
		if ok && n != 0 {
			t.adjust(c.cells[i], c.dir, n)
			changed = true
		}
	}
	return changed
}

// evenly is what each cell within c gets or gives for equal parts, the first ones one more where it does not come out even; false
// if a cell cannot give that much. Tmux would then try for ever.
func (t *Tree) evenly(c *cell) (by []int, ok bool) {
	n, size := len(c.cells), c.size(c.dir)
	if c.dir == TopBottom && t.titled(c) {
		size--
	}
	each := (size - (n - 1)) / n
	if size < n-1 || each == 0 {
		return nil, false
	}
	more := size - n*(each+1) + 1
	for _, child := range c.cells {
		want := each
		if c.dir == TopBottom && t.titled(child) {
			want++
		}
		if more > 0 {
			want++
			more--
		}
		change := want - child.size(c.dir)
		if -change > t.spare(child, c.dir) {
			return nil, false
		}
		by = append(by, change)
	}
	return by, true
}
