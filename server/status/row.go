package status

import (
	"gmux/server/format"
	"gmux/server/style"
)

// A Cell is one character of a row. One of Width 2 covers the next column as well, for which there is no
// Cell: the widths of a row add up to its width.
type Cell struct {
	Text  string
	Width int
	Style style.Style // colours and attributes only
}

// Clear reports whether the cell shows what is under it.
func (c Cell) Clear() bool { return c.Text == "" }

// A Range is what a click means on the columns from Left up to but without Right.
type Range struct {
	Left, Right int
	Is          style.Range
}

// A Row is one line, drawn.
type Row struct {
	Cells  []Cell
	Ranges []Range
}

// At is what a click on a column means.
func (r Row) At(col int) (style.Range, bool) {
	for _, g := range r.Ranges {
		if col >= g.Left && col < g.Right {
			return g.Is, true
		}
	}
	return style.Range{}, false
}

// String is the text of the row.
func (r Row) String() string {
	var s []byte
	for _, c := range r.Cells {
		s = append(s, c.Text...)
	}
	return string(s)
}

// Clusters parts a text into what is drawn of it: characters with their marks; control characters go.
func Clusters(text string) []string {
	var out []string
	for text != "" {
		cluster, w := format.Cluster(text)
		if w > 0 {
			out = append(out, cluster)
		}
		text = text[len(cluster):]
	}
	return out
}

// A column is one column of a row or a segment while it is put together.
type column struct {
	text  string // "" in the second column of a wide character
	width int
	style style.Style
}

type columns []column

// add draws a character behind what is there.
func (cs columns) add(text string, width int, st style.Style) columns {
	if width == 0 {
		return cs
	}
	cs = append(cs, column{text, width, st})
	if width == 2 {
		cs = append(cs, column{"", 0, st})
	}
	return cs
}

func blank(width int, st style.Style) columns {
	cs := make(columns, width)
	for i := range cs {
		cs[i] = column{" ", 1, st}
	}
	return cs
}

// put copies columns into the row. Half of a wide character becomes a space, on both sides.
func (cs columns) put(at int, from columns) {
	for i, c := range from {
		if at+i >= 0 && at+i < len(cs) {
			cs[at+i] = c
		}
	}
}

// cells makes a row of the columns. Wide characters that were cut in two become spaces.
func (cs columns) cells() []Cell {
	out := make([]Cell, 0, len(cs))
	for i := 0; i < len(cs); i++ {
		c := cs[i]
		whole := c.width == 1 || c.width == 2 && i+1 < len(cs) && cs[i+1].width == 0
		if !whole {
			out = append(out, Cell{" ", 1, c.style})
			continue
		}
		out = append(out, Cell{c.text, c.width, c.style})
		i += c.width - 1
	}
	return out
}
