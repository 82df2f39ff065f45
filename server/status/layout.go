package status

import "gmux/server/style"

// A layout puts the segments of a drawer on a row.
type layout struct {
	*drawer
	row    columns
	width  [segments]int // what there is room for
	ranges []Range
}

// layout arranges the segments by where the list stands, and returns the ranges of the row.
func (d *drawer) layout(row columns) []Range {
	l := &layout{drawer: d, row: row}
	for i := range l.width {
		l.width[i] = len(d.parts[i])
	}
	switch d.listAlign {
	case style.AlignLeft:
		l.listLeft()
	case style.AlignCentre:
		l.listCentre()
	case style.AlignRight:
		l.listRight()
	case style.AlignAbsoluteCentre:
		l.listAbsolute()
	default: // a list that stands nowhere is not drawn
		l.noList()
	}
	return l.ranges
}

// shrink takes what is too much from the segments, from the first until nothing is left of it, then from
// the second and so on.
func (l *layout) shrink(order ...int) {
	over := -len(l.row)
	for _, part := range order {
		over += l.width[part]
	}
	for _, part := range order {
		if over > 0 {
			n := min(over, l.width[part])
			l.width[part] -= n
			over -= n
		}
	}
}

// put draws a segment, as much as there is room for, from one of its columns on.
func (l *layout) put(part, at, from int) {
	width := min(l.width[part], len(l.parts[part])-from)
	if width <= 0 {
		return
	}
	l.row.put(at, l.parts[part][from:from+width])
	for _, r := range l.drawer.ranges[part] {
		r.Left, r.Right = max(r.Left-from, 0), min(r.Right-from, width)
		r.Left, r.Right = max(r.Left+at, 0), min(r.Right+at, len(l.row))
		if r.Left < r.Right {
			l.ranges = append(l.ranges, r)
		}
	}
}

// end is the first column of a segment whose end is drawn.
func (l *layout) end(part int) int { return len(l.parts[part]) - l.width[part] }

// middle is the first column of a segment whose middle is drawn.
func (l *layout) middle(part int) int { return len(l.parts[part])/2 - l.width[part]/2 }

// noList keeps as much as possible of the left and the right, at the cost of the centre.
func (l *layout) noList() {
	l.shrink(centre, right, left)
	w, n := &l.width, len(l.row)
	l.put(left, 0, 0)
	l.put(right, n-w[right], l.end(right))
	l.put(centre, w[left]+(n-w[right]-w[left])/2-w[centre]/2, l.middle(centre))
	l.putAbsolute()
}

// putAbsolute draws over the middle of the whole row.
func (l *layout) putAbsolute() {
	w, n := &l.width, len(l.row)
	w[absolute] = min(w[absolute], n)
	l.put(absolute, (n-w[absolute])/2, 0)
}

// squeezed handles a list for which no room is left: what stands behind it goes to its neighbour.
func (l *layout) squeezed(neighbour int) bool {
	if l.width[list] > 0 {
		return false
	}
	l.parts[neighbour] = append(l.parts[neighbour], l.parts[after][:l.width[after]]...)
	for i := range l.width {
		l.width[i] = len(l.parts[i])
	}
	l.noList()
	return true
}

func (l *layout) listLeft() {
	l.shrink(centre, list, right, after, left)
	if l.squeezed(left) {
		return
	}
	w, n := &l.width, len(l.row)
	l.put(left, 0, 0)
	l.put(right, n-w[right], l.end(right))
	l.put(after, w[left]+w[list], 0)
	begin := w[left] + w[list] + w[after]
	l.put(centre, begin+(n-w[right]-begin)/2-w[centre]/2, l.middle(centre))
	l.putList(w[left], 0)
	l.putAbsolute()
}

func (l *layout) listCentre() {
	l.shrink(list, after, centre, right, left)
	if l.squeezed(centre) {
		return
	}
	w, n := &l.width, len(l.row)
	l.put(left, 0, 0)
	l.put(right, n-w[right], l.end(right))
	begin := w[left] + (n-w[right]-w[left])/2 - w[list]/2
	l.put(centre, begin-w[centre], 0)
	l.put(after, begin+w[list], 0)
	l.putList(begin, len(l.parts[list])/2)
	l.putAbsolute()
}

func (l *layout) listRight() {
	l.shrink(centre, list, right, after, left)
	if l.squeezed(right) {
		return
	}
	w, n := &l.width, len(l.row)
	l.put(left, 0, 0)
	l.put(after, n-w[after], l.end(after))
	begin := n - w[right] - w[list] - w[after]
	l.put(right, begin, 0)
	l.put(centre, w[left]+(begin-w[left])/2-w[centre]/2, l.middle(centre))
	l.putList(n-w[list]-w[after], 0)
	l.putAbsolute()
}

// listAbsolute puts the list, with what stands around it, in the middle of the whole row; it is drawn over
// the rest.
func (l *layout) listAbsolute() {
	l.shrink(centre, right, left)
	l.shrink(list, after, absolute)
	w, n := &l.width, len(l.row)
	l.put(left, 0, 0)
	l.put(right, n-w[right], l.end(right))
	l.put(centre, w[left]+(n-w[right]-w[left])/2-w[centre], 0)
	at := (n - w[list] - w[absolute]) / 2
	l.put(absolute, at, 0)
	l.putList(at+w[absolute], len(l.parts[list])/2)
	l.put(after, at+w[absolute]+w[list], 0)
}

// putList draws the list from a column on. When it has to be cut its focus stays in sight, as near to the
// middle as can be, and markers say that there is more. fallback is the focus of a list without one.
func (l *layout) putList(at, fallback int) {
	width, all := l.width[list], len(l.parts[list])
	if width >= all {
		l.put(list, at, 0)
		return
	}
	middle := fallback
	if l.focus[0] >= 0 && l.focus[1] >= 0 {
		middle = l.focus[0] + (l.focus[1]-l.focus[0])/2
	}
	from := min(max(middle-width/2, 0), all-width)
	if m := l.parts[leftMarker]; from != 0 && width > len(m) {
		l.row.put(at, m)
		at, from, width = at+len(m), from+len(m), width-len(m)
	}
	if m := l.parts[rightMarker]; from+width < all && width > len(m) {
		l.row.put(at+width-len(m), m)
		width -= len(m)
	}
	l.width[list] = width
	l.put(list, at, from)
}
