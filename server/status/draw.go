package status

import (
	"gmux/server/format"
	"gmux/server/style"
)

// The segments of a line.
const (
	left = iota
	centre
	right
	absolute
	list
	leftMarker
	rightMarker
	after
	segments
)

// A drawer walks an expanded text and puts each character into its segment.
type drawer struct {
	parts     [segments]columns
	current   int
	of        [5]int // the segment that each alignment writes to
	ranges    [segments][]Range
	open      *Range // begins in segment openIn
	openIn    int
	listState listState
	listAlign style.Align
	focus     [2]int // of the list; -1 not yet
	fill      style.Colour

	look     style.Style // the style so far
	fallback style.Style // what default means
	base     style.Style // what it means after pop-default
}

type listState int

const (
	beforeList listState = iota
	inList
	behindList
)

// Draw draws an expanded format into a row of the given width. base is the style of what nothing is
// drawn on, and what default means. A style that is none is left out; one that never ends leaves the row
// empty.
func Draw(expanded string, base style.Style, width int) Row {
	return draw(expanded, base, blank(max(width, 0), base.Look()))
}

// DrawOver draws what lies over another row: where nothing is drawn and nothing fills it, that is seen (Cell.Clear).
func DrawOver(expanded string, base style.Style, width int) Row {
	row := make(columns, max(width, 0))
	for i := range row {
		row[i] = column{"", 1, base.Look()}
	}
	return draw(expanded, base, row)
}

func draw(expanded string, base style.Style, row columns) Row {
	d := &drawer{
		of:       [5]int{left, left, centre, right, absolute},
		focus:    [2]int{-1, -1},
		look:     base.Look(),
		fallback: base.Look(),
		base:     base.Look(),
	}
	if !d.walk(expanded) {
		return Row{Cells: row.cells()}
	}
	if d.fill != style.Default {
		row = blank(len(row), style.Style{Bg: d.fill})
	}
	ranges := d.layout(row)
	return Row{Cells: row.cells(), Ranges: ranges}
}

func (d *drawer) walk(s string) bool {
	for s != "" {
		p, rest, ok := format.Next(s)
		if !ok {
			return false
		}
		s = rest
		switch {
		case p.IsStyle && !d.look.Ignore:
			d.style(p.Style)
		case p.IsStyle:
			d.text(p.Raw)
		case p.Hashes:
			d.text(p.Text)
		default:
			d.parts[d.current] = d.parts[d.current].add(p.Text, p.Width, d.look.Look())
		}
	}
	return true
}

// text draws plain text.
func (d *drawer) text(s string) {
	for _, c := range Clusters(s) {
		_, w := format.Cluster(c)
		d.parts[d.current] = d.parts[d.current].add(c, w, d.look.Look())
	}
}

// style changes what comes next.
func (d *drawer) style(text string) {
	before := d.look
	next, err := d.look.Apply(d.fallback, text)
	if err != nil {
		return
	}
	d.look = next
	if next.Fill != style.Default {
		d.fill = next.Fill
	}
	switch next.Base {
	case style.BasePush:
		d.fallback = before.Look()
	case style.BasePop:
		d.fallback = d.base
	case style.BaseSet:
		d.base, d.fallback = before.Look(), before.Look()
	}
	d.look.Base = style.BaseKeep
	d.enter(next)
	d.mark(next.Range)
}

// enter goes to the segment that the style asks for.
func (d *drawer) enter(st style.Style) {
	switch st.List {
	case style.ListOn:
		if d.listState != inList {
			d.open, d.listState, d.listAlign = nil, inList, st.Align
		}
		d.endFocus()
		d.current = list
	case style.ListFocus:
		if d.listState == inList && d.focus[0] < 0 {
			d.focus[0] = len(d.parts[list])
		}
	case style.ListOff:
		if d.listState == inList {
			d.open, d.listState = nil, behindList
			d.endFocus()
			d.of[d.listAlign] = after
			if d.listAlign == style.AlignLeft {
				d.of[style.AlignDefault] = after
			}
		}
		d.current = d.of[st.Align]
	case style.ListLeftMarker:
		d.marker(leftMarker)
	case style.ListRightMarker:
		d.marker(rightMarker)
	}
}

func (d *drawer) endFocus() {
	if d.focus[0] >= 0 && d.focus[1] < 0 {
		d.focus[1] = len(d.parts[list])
	}
}

// marker begins one of the list's markers, of which the first counts.
func (d *drawer) marker(part int) {
	if d.listState != inList || len(d.parts[part]) > 0 {
		return
	}
	d.open = nil
	if d.focus[0] >= 0 && d.focus[1] < 0 {
		d.focus = [2]int{-1, -1}
	}
	d.current = part
}

// mark ends the range that was open and begins another, where they differ.
func (d *drawer) mark(r style.Range) {
	if d.open != nil && d.open.Is != r {
		d.open.Right = len(d.parts[d.openIn])
		if d.open.Right > d.open.Left {
			d.ranges[d.openIn] = append(d.ranges[d.openIn], *d.open)
		}
		d.open = nil
	}
	if d.open == nil && r.Kind != style.RangeNone {
		d.open, d.openIn = &Range{Left: len(d.parts[d.current]), Is: r}, d.current
	}
}
