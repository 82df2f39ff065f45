package compose

import (
	"unicode/utf8"

	"gmux/protocol"
)

// A differ writes the operations that turn one picture into the next.
type differ struct {
	shifts   shiftFinder
	clusters *interner
	ops      []byte
	text     []byte // one cluster at a time
}

// maxGap is how many unchanged cells a run goes through rather than being cut in two: a cut costs a new header.
const maxGap = 4

// minFill is the length from which a run of one character is sent as a fill.
const minFill = 8

// diff returns the operations from old to new, which have one size and differ in rows that were drawn only, and leaves old equal to
// new. The bytes are valid until the next call.
func (d *differ) diff(old, new *canvas) []byte {
	d.ops = d.ops[:0]
	if s, ok := d.shifts.find(old, new); ok {
		n, down := s.n, false
		if n < 0 {
			n, down = -n, true
		}
		d.ops = protocol.AppendScroll(d.ops, s.top, s.bottom, n, down)
		old.scroll(s.top, s.bottom, s.n)
		fill(new.drawn[s.top:s.bottom], true)
	}
	for i, drawn := range new.drawn {
		if drawn {
			d.diffRow(i, old.row(i), new.row(i))
			copy(old.row(i), new.row(i))
			old.sources[i] = new.sources[i]
		}
	}
	clear(new.drawn)
	return d.ops
}

func (d *differ) diffRow(row int, old, new []cell) {
	for c := 0; c < len(new); {
		if old[c] == new[c] {
			c++
			continue
		}
		start := c
		for start > 0 && new[start].width == 0 { // a cluster is sent whole
			start--
		}
		end := changedEnd(old, new, c)
		d.appendSpan(row, start, new[start:end])
		c = end
	}
}

// changedEnd is where the changed span around column c ends: after it come more than maxGap equal cells, or the row's end.
func changedEnd(old, new []cell, c int) int {
	end := c + 1
	for i := c + 1; i < len(new) && i-end <= maxGap; i++ {
		if old[i] != new[i] {
			end = i + 1
		}
	}
	for end < len(new) && new[end].width == 0 {
		end++
	}
	return end
}

// appendSpan cuts a span into runs of one style and one kind.
func (d *differ) appendSpan(row, col int, span []cell) {
	for len(span) > 0 {
		n := 0
		switch {
		case fillLength(span) >= minFill:
			n = fillLength(span)
			d.ops = protocol.AppendFill(d.ops, row, col, span[0].style, n, byte(span[0].text))
		case isASCII(span[0]):
			n = d.appendASCII(row, col, span)
		default:
			n = d.appendText(row, col, span)
		}
		col += n
		span = span[n:]
	}
}

func isASCII(c cell) bool { return c.width == 1 && c.text >= 0x20 && c.text < 0x7f }

// fillLength is how many cells from the first on are all equal to it, if it is an ASCII character.
func fillLength(span []cell) int {
	if !isASCII(span[0]) {
		return 0
	}
	n := 1
	for n < len(span) && span[n] == span[0] {
		n++
	}
	return n
}

func (d *differ) appendASCII(row, col int, span []cell) int {
	d.text = d.text[:0]
	n := 0
	for n < len(span) && isASCII(span[n]) && span[n].style == span[0].style {
		if n > 0 && span[n] != span[n-1] && fillLength(span[n:]) >= minFill {
			break
		}
		d.text = append(d.text, byte(span[n].text))
		n++
	}
	d.ops = protocol.AppendASCII(d.ops, row, col, span[0].style, d.text)
	return n
}

func (d *differ) appendText(row, col int, span []cell) int {
	n, clusters := 0, 0
	for n < len(span) && !isASCII(span[n]) && span[n].style == span[0].style {
		n += max(1, int(span[n].width))
		clusters++
	}
	n = min(n, len(span))
	d.ops = protocol.AppendTextHeader(d.ops, row, col, span[0].style, clusters)
	for _, c := range span[:n] {
		if c.width == 0 {
			continue
		}
		d.text = d.appendCellText(d.text[:0], c)
		d.ops = protocol.AppendCluster(d.ops, int(c.width), d.text)
	}
	return n
}

func (d *differ) appendCellText(dst []byte, c cell) []byte {
	if c.text&clusterBit != 0 {
		return append(dst, d.clusters.cluster(c.text)...)
	}
	return utf8.AppendRune(dst, rune(c.text))
}
