package grid

import "unicode/utf8"

// A Cell is one column of a row: a code point or the index of a cluster, how wide it is, and its style.
// The zero Cell is blank in the default style: never written, or erased.
//
// From the low bits: value (21 bits), cluster flag, kind (2 bits), unused (8 bits), style (32 bits). Checkpoints
// have cells in this form.
type Cell uint64

const (
	valueMask   Cell = 1<<21 - 1
	clusterFlag Cell = 1 << 21
	kindWide    Cell = 1 << 22 // the left half of a wide character, which holds the text
	kindRight   Cell = 2 << 22 // the right half of a wide character
	kindPad     Cell = 3 << 22 // the last column, left empty because a wide character did not fit
	kindMask    Cell = 3 << 22
	textMask    Cell = 1<<32 - 1
	styleShift       = 32
)

func (c Cell) text() Cell  { return c & textMask }
func (c Cell) value() Cell { return c & valueMask }

// NewCell is a cell that shows one code point of one or two columns. A wide cell must be followed by RightHalf.
func NewCell(r rune, width int, id StyleID) Cell {
	c := Cell(r)&valueMask | Blank(id)
	if width == 2 {
		c |= kindWide
	}
	return c
}

// clusterCell is a cell that shows entry i of the cluster table.
func clusterCell(i uint32, width int, id StyleID) Cell {
	return NewCell(rune(i), width, id) | clusterFlag
}

// Blank is an erased cell.
func Blank(id StyleID) Cell { return Cell(id) << styleShift }

// RightHalf stands to the right of a wide cell, in its style.
func RightHalf(id StyleID) Cell { return kindRight | Blank(id) }

// Pad is the last column of a row that a wide character did not fit into. It looks like a blank, and is
// left out where the row is joined with the next.
func Pad(id StyleID) Cell { return kindPad | Blank(id) }

// Style returns the cell's style.
func (c Cell) Style() StyleID { return StyleID(c >> styleShift) }

// WithStyle returns the cell in another style.
func (c Cell) WithStyle(id StyleID) Cell { return c.text() | Blank(id) }

// Width is 1, 2, or 0 for the right half of a wide character.
func (c Cell) Width() int {
	switch c & kindMask {
	case kindWide:
		return 2
	case kindRight:
		return 0
	}
	return 1
}

// IsWide, IsRight and IsPad tell the kinds of cell apart.
func (c Cell) IsWide() bool  { return c&kindMask == kindWide }
func (c Cell) IsRight() bool { return c&kindMask == kindRight }
func (c Cell) IsPad() bool   { return c&kindMask == kindPad }

// IsBlank reports whether the cell has no text: erased, never written, or a pad. Its style may still show.
func (c Cell) IsBlank() bool { return c.text() == 0 || c.text() == kindPad }

// IsASCII reports whether the text is one ASCII character, or the cell erased.
func (c Cell) IsASCII() bool { return c.text() < utf8.RuneSelf }

// IsCluster reports whether the text is more than one code point.
func (c Cell) IsCluster() bool { return c&clusterFlag != 0 }

// Rune is the cell's code point when it is exactly one.
func (c Cell) Rune() (rune, bool) {
	if c.IsBlank() || c.IsRight() || c.IsCluster() {
		return 0, false
	}
	return rune(c.value()), true
}
