package layout

import "slices"

// A Split says how a pane is divided.
type Split struct {
	Dir    Dir
	Before bool // the new pane is left of or above the old one
	Full   bool // it goes along the whole window
	Size   int  // of the new pane; Half for half
}

// Half is the size of a new pane that nobody asked a size for.
const Half = -1

// Nobody is the number of a cell whose pane is still elsewhere: join-pane makes room first, and Rename moves in.
const Nobody = -1

// Split makes room for the pane new beside the pane at, and reports whether there was any.
func (t *Tree) Split(at, new int, s Split) bool {
	c := t.leaf(at)
	if s.Full {
		c = t.root
	}
	size := c.size(s.Dir)
	if size < 2*minPane+t.least(c, s.Dir) {
		return false
	}
	first, second := s.sizes(size)
	mine, others := second, first
	if s.Before {
		mine, others = first, second
	}
	across := s.Dir.across()
	if s.Full && (!t.fits(c, s.Dir, others) || !t.fits(c, across, c.size(across))) { // share does both, and tmux's numbers go below 0
		return false
	}
	n := &cell{pane: new, Rect: c.Rect}
	n.setSize(s.Dir, mine)
	if s.Full && !c.isLeaf() && c.dir == s.Dir {
		c.setSize(s.Dir, others)
		t.share(c)
		c.setSize(s.Dir, size)
		s.insert(c, n, nil)
	} else {
		if c.parent == nil || c.parent.dir != s.Dir {
			t.wrap(c, s.Dir)
		}
		c.setSize(s.Dir, others)
		s.insert(c.parent, n, c)
		if s.Full {
			t.share(c)
		}
	}
	t.place()
	return true
}

// sizes are what the first and the second of the two cells get.
func (s Split) sizes(size int) (first, second int) {
	switch {
	case s.Size < 0:
		second = (size+1)/2 - 1
	case s.Before && s.Size > size-1:
		second = size - 2 // as in tmux: more than there is becomes the least there can be
	case s.Before:
		second = size - s.Size - 1
	default:
		second = s.Size
	}
	second = min(max(second, minPane), size-2)
	return size - 1 - second, second
}

// insert puts a new cell beside one of parent's, or at the end of them.
func (s Split) insert(parent, n, beside *cell) {
	at := len(parent.cells)
	switch {
	case beside != nil && s.Before:
		at = slices.Index(parent.cells, beside)
	case beside != nil:
		at = slices.Index(parent.cells, beside) + 1
	case s.Before:
		at = 0
	}
	n.parent = parent
	parent.cells = slices.Insert(parent.cells, at, n)
}

// wrap puts a row or column around c.
func (t *Tree) wrap(c *cell, d Dir) {
	around := &cell{Rect: c.Rect, dir: d}
	t.replace(c, around)
	c.parent, around.cells = around, []*cell{c}
}

// Remove takes a pane away; what it had goes to the cell before it, or behind if it was the first. The last pane stays.
func (t *Tree) Remove(pane int) {
	if c := t.leaf(pane); c != nil && c.parent != nil {
		t.remove(c)
		t.place()
	}
}

func (t *Tree) remove(c *cell) {
	p := c.parent
	heir := c.beside(-1)
	if heir == nil {
		heir = c.beside(1)
	}
	t.adjust(heir, p.dir, c.size(p.dir)+1)
	p.cells = slices.DeleteFunc(p.cells, func(o *cell) bool { return o == c })
	if len(p.cells) == 1 {
		t.replace(p, p.cells[0])
	}
}

// Rename puts the pane to[i] where the pane from[i] is: swapping, rotating, and joining from elsewhere.
func (t *Tree) Rename(from, to []int) {
	for _, c := range t.leaves() {
		if i := slices.Index(from, c.pane); i >= 0 {
			c.pane = to[i]
		}
	}
}
