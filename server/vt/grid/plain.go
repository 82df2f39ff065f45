package grid

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// Text comes and goes mostly as ASCII in one style. The functions of this file are where a terminal spends its
// time then, so ASCII goes eight cells at once.

// AppendASCII appends the text of the cells at the beginning of cells that are ASCII or blank and of style
// id, a byte a cell.
func AppendASCII(dst []byte, cells []Cell, id StyleID) []byte {
	const (
		ones  = 0x0101010101010101
		ascii = Cell(utf8.RuneSelf - 1)
	)
	base := Blank(id)
	start := len(dst)
	dst = slices.Grow(dst, len(cells))[:start+len(cells)]
	out := dst[start:]
	n := 0
	for ; n+8 <= len(cells) && (cells[n+7]^base)&^ascii == 0; n += 8 { // short runs are not worth looking at eight
		c := (*[8]Cell)(cells[n:])
		c0, c1, c2, c3 := c[0]^base, c[1]^base, c[2]^base, c[3]^base
		c4, c5, c6, c7 := c[4]^base, c[5]^base, c[6]^base, c[7]^base
		if (c0|c1|c2|c3|c4|c5|c6|c7)&^ascii != 0 {
			break
		}
		w := uint64(c0 | c1<<8 | c2<<16 | c3<<24 | c4<<32 | c5<<40 | c6<<48 | c7<<56)
		// Bytes are below 0x80, so adding 0x7f sets the high bit of all but the zero ones: those become spaces.
		w |= (^(w + 0x7f*ones) & (0x80 * ones)) >> 2
		binary.LittleEndian.PutUint64(out[n:], w)
	}
	for ; n < len(cells) && (cells[n]^base)&^ascii == 0; n++ {
		out[n] = max(byte(cells[n]), ' ')
	}
	Count(n)
	return dst[:start+n]
}

// AppendText appends the text of the cells at the beginning of cells that are one code point each, of style id
// and as wide as the first of them. It returns how many there are: one at least, which must not be a cluster or
// a right half. A pad is a space by itself.
func AppendText(dst []byte, cells []Cell, id StyleID) (text []byte, n int) {
	switch c := cells[0]; {
	case c.IsWide():
		return appendWide(dst, cells, id)
	case c.IsPad():
		return append(dst, ' '), 1
	}
	base := Blank(id)
	for {
		if (cells[n]^base)&^Cell(utf8.RuneSelf-1) == 0 {
			start := len(dst)
			dst = AppendASCII(dst, cells[n:], id)
			n += len(dst) - start
		}
		for n < len(cells) && (cells[n]^base)&^valueMask == 0 && cells[n].value() >= utf8.RuneSelf {
			dst = utf8.AppendRune(dst, rune(cells[n].value()))
			n++
		}
		if n == len(cells) || (cells[n]^base)&^valueMask != 0 {
			return dst, n
		}
	}
}

func appendWide(dst []byte, cells []Cell, id StyleID) (text []byte, n int) {
	base := Blank(id) | kindWide
	for ; len(cells) > 0 && (cells[0]^base)&^valueMask == 0; cells = cells[2:] {
		dst = utf8.AppendRune(dst, rune(cells[0].value()))
		n++
	}
	return dst, n
}

// SetASCII makes the columns from col on show p, one byte each, in style id.
func (r *Row) SetASCII(col int, p []byte, id StyleID) {
	base := Blank(id)
	Count(len(p))
	cells := r.Cells[col : col+len(p)]
	i := 0
	for ; i+8 <= len(cells); i += 8 {
		w := Cell(binary.LittleEndian.Uint64(p[i:]))
		c := (*[8]Cell)(cells[i:])
		c[0], c[1], c[2], c[3] = base|w&0xff, base|w>>8&0xff, base|w>>16&0xff, base|w>>24&0xff
		c[4], c[5], c[6], c[7] = base|w>>32&0xff, base|w>>40&0xff, base|w>>48&0xff, base|w>>56
	}
	for ; i < len(cells); i++ {
		cells[i] = base | Cell(p[i])
	}
	r.used = max(r.used, col+len(p))
}
