package layout

import (
	"slices"
	"strings"
)

// A Preset is one of the named layouts, as an index into Presets.
type Preset int

// Presets are the names, in the order in which next-layout goes through them.
var Presets = []string{
	"even-horizontal", "even-vertical", "main-horizontal", "main-horizontal-mirrored", "main-vertical", "main-vertical-mirrored", "tiled",
}

// The presets by name.
const (
	EvenHorizontal Preset = iota
	EvenVertical
	MainHorizontal
	MainHorizontalMirrored
	MainVertical
	MainVerticalMirrored
	Tiled
)

// FindPreset looks a preset up by name or a beginning that no other has.
func FindPreset(name string) (Preset, bool) {
	if i := slices.Index(Presets, name); i >= 0 {
		return Preset(i), true
	}
	found := -1
	for i, p := range Presets {
		if strings.HasPrefix(p, name) {
			if found >= 0 {
				return 0, false
			}
			found = i
		}
	}
	return Preset(found), found >= 0
}

// Options are what the presets go by. Sizes are numbers or percentages, as the options of the same name have them.
type Options struct {
	MainHeight, MainWidth   string
	OtherHeight, OtherWidth string
	MaxColumns              int // of tiled; 0 is any
}

// Arrange puts panes, in that order, into a preset for a window of that size. A tree that needs more room is larger.
func (t *Tree) Arrange(p Preset, panes []int, rows, cols int, o Options) {
	if len(panes) < 2 {
		return
	}
	a := arranger{Tree: t, panes: panes, rows: rows, cols: cols}
	switch p {
	case EvenHorizontal:
		t.root = a.even(LeftRight)
	case EvenVertical:
		t.root = a.even(TopBottom)
	case MainHorizontal, MainHorizontalMirrored:
		t.root = a.main(TopBottom, o.MainHeight, o.OtherHeight, 24, p == MainHorizontalMirrored)
	case MainVertical, MainVerticalMirrored:
		t.root = a.main(LeftRight, o.MainWidth, o.OtherWidth, 80, p == MainVerticalMirrored)
	case Tiled:
		t.root = a.tiled(o.MaxColumns)
	}
	t.place()
}

type arranger struct {
	*Tree
	panes      []int
	rows, cols int
}

// line is a row or column of panes of the least size, to be spread once it is in the tree: only then is it known which of its
// cells are at an edge of the window.
func (a *arranger) line(d Dir, panes []int, along, across int) *cell {
	c := &cell{dir: d}
	c.setSize(d, along)
	c.setSize(d.across(), across)
	for _, p := range panes {
		n := &cell{pane: p, parent: c}
		n.setSize(d, minPane)
		n.setSize(d.across(), across)
		c.cells = append(c.cells, n)
	}
	return c
}

// room is what n panes need, at least size.
func room(n, size int) int { return max(n*(minPane+1)-1, size) }

func (a *arranger) even(d Dir) *cell {
	along, across := room(len(a.panes), a.cols), a.rows
	if d == TopBottom {
		along, across = room(len(a.panes), a.rows), a.cols
	}
	a.root = a.line(d, a.panes, along, across)
	a.spread(a.root)
	return a.root
}

// main is one large pane and the others in a line beside it.
func (a *arranger) main(d Dir, mainSize, otherSize string, otherwise int, mirrored bool) *cell {
	size, across := a.rows-1, a.cols
	if d == LeftRight {
		size, across = a.cols-1, a.rows
	}
	first, rest := mainAndOther(size, mainSize, otherSize, otherwise)
	others := a.panes[1:]
	across = room(len(others), across)

	root := &cell{dir: d}
	root.setSize(d, first+rest+1)
	root.setSize(d.across(), across)
	big := &cell{pane: a.panes[0], parent: root}
	big.setSize(d, first)
	big.setSize(d.across(), across)
	side := &cell{pane: others[0]}
	if len(others) > 1 {
		side = a.line(d.across(), others, across, rest)
	}
	side.parent = root
	side.setSize(d, rest)
	side.setSize(d.across(), across)
	root.cells = []*cell{big, side}
	if mirrored {
		slices.Reverse(root.cells)
	}
	a.root = root
	if len(others) > 1 {
		a.spread(side)
	}
	return root
}

// mainAndOther divides size by what the two options ask for. The larger wish of the main pane wins.
func mainAndOther(size int, mainSize, otherSize string, otherwise int) (main, other int) {
	main, ok := length(mainSize, size)
	if !ok {
		main = otherwise
	}
	if main+minPane >= size {
		return max(size-minPane, minPane), minPane
	}
	other, ok = length(otherSize, size)
	if !ok || other == 0 || size-other < main {
		return main, size - main
	}
	return size - other, other
}

func (a *arranger) tiled(maxCols int) *cell {
	nrows, ncols := 1, 1
	for nrows*ncols < len(a.panes) {
		nrows++
		if nrows*ncols < len(a.panes) && (maxCols == 0 || ncols < maxCols) {
			ncols++
		}
	}
	width := max((a.cols-(ncols-1))/ncols, minPane)
	height := max((a.rows-(nrows-1))/nrows, minPane)

	root := &cell{dir: TopBottom, Rect: Rect{Rows: max((height+1)*nrows-1, a.rows), Cols: max((width+1)*ncols-1, a.cols)}}
	a.root = root
	for panes := range slices.Chunk(a.panes, ncols) {
		row := &cell{pane: panes[0], Rect: Rect{Rows: height, Cols: root.Cols}}
		if len(panes) > 1 {
			row = a.line(LeftRight, panes, root.Cols, height)
			for _, c := range row.cells {
				c.Cols = width
			}
			end := last(row.cells)
			end.Cols += root.Cols - (len(panes)*(width+1) - 1)
		}
		row.parent = root
		root.cells = append(root.cells, row)
	}
	used := len(root.cells)*(height+1) - 1
	a.adjust(last(root.cells), TopBottom, root.Rows-used)
	return root
}
