package grid

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"gmux/server/vt/serial"
)

// maxNumber bounds row ids and generations, so that counting on never wraps.
const maxNumber = 1 << 62

// Encode appends the last id given.
func (ids *IDs) Encode(e *serial.Encoder) { e.Uint(ids.last) }

// Decode goes on behind the last id given.
func (ids *IDs) Decode(d *serial.Decoder) { ids.last = d.Uint(maxNumber) }

// Encode appends the rows from the top, at generation gen:
//
//	int    id, less that of the row above
//	uint   gen less the row's generation
//	bool   wrapped
//	byte   marks
//	uint   cells up to the last that shows anything
//	       the cells, as runs
//
// A run is
//
//	uint   number of cells << 1 | plain
//	       plain: uint style, a byte for each cell, ASCII or 0 for one that is erased
//	       else: 8 bytes a cell, as in cell.go, little-endian
func (s *Screen) Encode(e *serial.Encoder, gen uint64) {
	above := uint64(0)
	for i := range s.ring {
		r := s.Row(i)
		e.Int(int(r.ID - above))
		e.Uint(gen - r.Gen)
		e.Bool(r.Wrapped)
		cells := r.Cells[:r.Len()]
		e.Out = append(e.Out, byte(r.Mark))
		e.Uint(uint64(len(cells)))
		e.Out = appendCells(e.Out, cells)
		above = r.ID
	}
}

// minPlain is the length from which a plain run is worth its header.
const minPlain = 4

func appendCells(dst []byte, cells []Cell) []byte {
	for len(cells) > 0 {
		n := plainLen(cells)
		if n >= minPlain || n == len(cells) {
			dst = appendPlain(dst, cells[:n])
			cells = cells[n:]
			continue
		}
		for n = max(n, 1); n < len(cells); {
			k := plainLen(cells[n:min(n+minPlain, len(cells))])
			if k == minPlain {
				break
			}
			n += max(k, 1)
		}
		dst = binary.AppendUvarint(dst, uint64(n)<<1)
		out := grow(&dst, n*8)
		for i, c := range cells[:n] {
			binary.LittleEndian.PutUint64(out[i*8:], uint64(c))
		}
		cells = cells[n:]
	}
	return dst
}

// plainLen is how many cells at the beginning are ASCII or erased, in one style.
func plainLen(cells []Cell) int {
	base := Blank(cells[0].Style())
	for i, c := range cells {
		if (c^base)&^Cell(utf8.RuneSelf-1) != 0 {
			return i
		}
	}
	return len(cells)
}

func appendPlain(dst []byte, cells []Cell) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(cells))<<1|1)
	dst = binary.AppendUvarint(dst, uint64(cells[0].Style()))
	for i, out := 0, grow(&dst, len(cells)); i < len(out); i++ {
		out[i] = byte(cells[i])
	}
	return dst
}

// grow makes dst n bytes longer and returns those.
func grow(dst *[]byte, n int) []byte {
	at := len(*dst)
	*dst = slices.Grow(*dst, n)[:at+n]
	return (*dst)[at:]
}

// DecodeScreen reads the rows of a screen at generation gen, whose cells are of tables tb and whose ids were
// given by ids.
func DecodeScreen(d *serial.Decoder, rows, cols int, ids *IDs, gen uint64, tb *Tables) *Screen {
	const least = 5 // bytes of a row
	if d.Len() < rows*least {
		d.Fail("%d rows in %d bytes", rows, d.Len())
		return nil
	}
	s := &Screen{ring: make([]*Row, rows), cols: cols, ids: ids}
	all := make([]Row, rows)
	cells := make([]Cell, rows*cols)
	above := uint64(0)
	for i := range s.ring {
		r := &all[i]
		r.Cells = cells[i*cols : (i+1)*cols : (i+1)*cols]
		r.decode(d, above, gen, tb)
		if r.ID == 0 || r.ID > ids.last {
			d.Fail("row %d has id %d of %d", i, r.ID, ids.last)
		}
		if d.Err() != nil {
			return nil
		}
		above = r.ID
		s.ring[i] = r
	}
	return s
}

func (r *Row) decode(d *serial.Decoder, above, gen uint64, tb *Tables) {
	r.ID = above + uint64(d.Int(-maxNumber, maxNumber))
	r.Gen = gen - d.Uint(gen)
	r.Wrapped = d.Bool()
	r.Mark = Mark(d.Byte())
	r.used = int(d.Uint(uint64(len(r.Cells))))
	for cells := r.Cells[:r.used]; len(cells) > 0; {
		n := decodeRun(d, cells, tb)
		if n == 0 {
			return
		}
		cells = cells[n:]
	}
}

// decodeRun reads a run into the beginning of cells and returns its length, 0 if it is damaged.
func decodeRun(d *serial.Decoder, cells []Cell, tb *Tables) int {
	head := d.Uint(uint64(len(cells))<<1 | 1)
	n := int(head >> 1)
	if n == 0 {
		d.Fail("run of no cells")
		return 0
	}
	if head&1 != 0 {
		base := Blank(StyleID(d.Uint(uint64(len(tb.styles) - 1))))
		for i, b := range d.Raw(n) {
			if cells[i] = base | Cell(b); b != 0 && (b < 0x20 || b > 0x7e) {
				d.Fail("plain cell %x", b)
			}
		}
		return n
	}
	p := d.Raw(n * 8)
	for i := range len(p) / 8 {
		if cells[i] = Cell(binary.LittleEndian.Uint64(p[i*8:])); !cells[i].valid(tb) {
			d.Fail("cell %x", cells[i])
		}
	}
	return n
}

// valid reports whether the cell means something with these tables. That halves of wide characters stand
// together is for the row to say.
func (c Cell) valid(tb *Tables) bool {
	if int(c.Style()) >= len(tb.styles) || c&textMask&^(valueMask|clusterFlag|kindMask) != 0 {
		return false
	}
	v := c.value()
	switch {
	case c.IsRight(), c.IsPad():
		return c&(valueMask|clusterFlag) == 0
	case c.IsCluster():
		return int(v) < len(tb.clusters)
	case v == 0:
		return c.IsBlank()
	}
	return v >= 0x20 && v < 0x7f || v >= 0xa0 && utf8.ValidRune(rune(v))
}
