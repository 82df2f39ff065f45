package vt

import (
	"fmt"

	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// requestChecksum is DECRQCRA, Request Checksum of Rectangular Area.
//
//	CSI Pid ; Pp ; Pt ; Pl ; Pb ; Pr * y    a number for the answer, the page, the area
//
// See https://vt100.net/docs/vt510-rm/DECRQCRA.html. The answer is DECCKSR, DCS Pid ! ~ D...D ST, with the
// checksum in hexadecimal digits. DEC does not say how to compute it; this is how xterm 379 does by itself: the
// negated sum, in 16 bits, of the characters and their attributes, where empty cells count as spaces, and plain
// spaces at the end of a row not at all, but for the very first cell. Protection adds nothing. Beyond ASCII, where
// xterm adds parts of characters, it is code points.
func (t *Terminal) requestChecksum(p *parser.Params) {
	sum := 0
	if r, ok := t.rectangle(p, 2); ok {
		sum = t.checksum(r)
	}
	t.reply(fmt.Sprintf("\x1bP%d!~%04X\x1b\\", p.Get(0, 0), -sum&0xffff))
}

func (t *Terminal) checksum(r rectangle) (sum int) {
	for i := r.top; i <= r.bottom; i++ {
		blanks := 0
		for col, c := range t.grid.Row(i).Cells[r.left : r.right+1] {
			n := t.cellSum(c)
			if n == ' ' && (i > r.top || col > 0) {
				blanks += n
				continue
			}
			sum += blanks + n
			blanks = 0
		}
	}
	return sum
}

func (t *Terminal) cellSum(c grid.Cell) int {
	sum := attributeSum(t.tables.Style(c.Style()))
	t.cluster = t.tables.AppendText(t.cluster[:0], c)
	for _, r := range string(t.cluster) {
		sum += int(r)
	}
	return sum
}

// attributeSum is what the attributes of a cell add to a checksum, on a VT420.
func attributeSum(s grid.Style) (sum int) {
	for _, a := range []struct {
		attr grid.Attr
		n    int
	}{{grid.Conceal, 0x08}, {grid.Reverse, 0x20}, {grid.Blink, 0x40}, {grid.Bold, 0x80}} {
		if s.Has(a.attr) {
			sum += a.n
		}
	}
	if s.Underline != grid.UnderlineNone {
		sum += 0x10
	}
	return sum
}
