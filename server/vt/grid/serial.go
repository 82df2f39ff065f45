package grid

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"gmux/server/vt/serial"
)

// Which fields of a style are written: those that are not zero.
const (
	hasFg = 1 << iota
	hasBg
	hasUl
	hasAttrs
	hasUnderline
	hasLink
	styleFields = iota
)

// Encode appends a style: a byte that says which fields follow, colours in 4 bytes, attributes in 2, the
// underline in one, the link as a uint. Bytes are in little-endian order.
func (s Style) Encode(e *serial.Encoder) { e.Out = s.append(e.Out) }

func (s Style) append(dst []byte) []byte {
	out, at, which := append(dst, 0), len(dst), byte(0)
	if s.Fg != 0 {
		which |= hasFg
		out = binary.LittleEndian.AppendUint32(out, uint32(s.Fg))
	}
	if s.Bg != 0 {
		which |= hasBg
		out = binary.LittleEndian.AppendUint32(out, uint32(s.Bg))
	}
	if s.Ul != 0 {
		which |= hasUl
		out = binary.LittleEndian.AppendUint32(out, uint32(s.Ul))
	}
	if s.Attrs != 0 {
		which |= hasAttrs
		out = binary.LittleEndian.AppendUint16(out, uint16(s.Attrs))
	}
	if s.Underline != 0 {
		which |= hasUnderline
		out = append(out, byte(s.Underline))
	}
	if s.Link != 0 {
		which |= hasLink
		out = binary.AppendUvarint(out, uint64(s.Link))
	}
	out[at] = which
	return out
}

// DecodeStyle reads a style whose link is one of links.
func DecodeStyle(d *serial.Decoder, links int) (s Style) {
	which := d.Byte()
	if which >= 1<<styleFields {
		d.Fail("style with fields %x", which)
	}
	for i, c := range [...]*Color{&s.Fg, &s.Bg, &s.Ul} {
		if which&(hasFg<<i) != 0 {
			*c = DecodeColor(d)
		}
	}
	if p := d.Raw(size(which&hasAttrs != 0, 2)); len(p) > 0 {
		s.Attrs = Attr(binary.LittleEndian.Uint16(p))
	}
	if p := d.Raw(size(which&hasUnderline != 0, 1)); len(p) > 0 {
		s.Underline = UnderlineKind(p[0])
	}
	if which&hasLink != 0 {
		s.Link = uint32(d.Uint(1 << 31))
	}
	if s.Underline > UnderlineDashed || int(s.Link) >= max(links, 1) {
		d.Fail("style with underline %d and link %d of %d", s.Underline, s.Link, links)
		return Style{}
	}
	return s
}

func size(there bool, n int) int {
	if there {
		return n
	}
	return 0
}

// Encode appends a colour in 4 bytes.
func (c Color) Encode(e *serial.Encoder) { e.Out = binary.LittleEndian.AppendUint32(e.Out, uint32(c)) }

// DecodeColor reads a colour.
func DecodeColor(d *serial.Decoder) Color {
	p := d.Raw(4)
	if p == nil {
		return ColorDefault
	}
	c := Color(binary.LittleEndian.Uint32(p))
	r, g, b, rgb := c.RGB()
	if i, indexed := c.Index(); c != ColorDefault && !(indexed && c == Indexed(i)) && !(rgb && c == RGB(r, g, b)) {
		d.Fail("colour %x", uint32(c))
		return ColorDefault
	}
	return c
}

// Encode appends a link.
func (l Link) Encode(e *serial.Encoder) { e.String(l.URI, l.Params) }

// maxLinkText bounds each text of a link: more than a terminal takes in.
const maxLinkText = 1 << 12

// DecodeLink reads a link, of printable ASCII.
func DecodeLink(d *serial.Decoder) Link {
	l := Link{URI: d.String(maxLinkText), Params: d.String(maxLinkText)}
	for _, s := range [...]string{l.URI, l.Params} {
		if serial.ASCIILen([]byte(s)) < len(s) {
			d.Fail("link %.50q", s)
			return Link{}
		}
	}
	return l
}

// Bounds of tables in a checkpoint. Held tables grow beyond their limits, but there is only so much screen.
const (
	maxEntries   = 1 << 24
	maxLinkCount = 1 << 22
)

// Encode appends the tables: version, limits (least, styles, clusters), and the lists of links, styles and
// clusters, from number 1 where 0 is always the same.
func (t *Tables) Encode(e *serial.Encoder) {
	e.Uint(uint64(t.version), uint64(t.least), uint64(t.styleLimit), uint64(t.clusterLimit))
	e.Uint(uint64(len(t.links) - 1))
	for _, l := range t.links[1:] {
		l.Encode(e)
	}
	e.Uint(uint64(len(t.styles) - 1))
	out := slices.Grow(e.Out, 10*len(t.styles))
	for i := range t.styles[1:] {
		out = t.styles[1+i].append(out)
	}
	e.Out = out
	e.Uint(uint64(len(t.clusters)))
	for _, s := range t.clusters {
		e.String(s)
	}
}

// DecodeTables reads tables.
func DecodeTables(d *serial.Decoder) *Tables {
	t := NewTables()
	t.version = uint32(d.Uint(1<<32 - 1))
	for _, limit := range []*int{&t.least, &t.styleLimit, &t.clusterLimit} {
		*limit = int(d.Uint(maxEntries))
	}
	t.held = true
	defer func() { t.held = false }()
	for range d.Count(maxLinkCount, 2) {
		if id, _ := t.LinkID(DecodeLink(d)); int(id) != len(t.links)-1 || id == 0 {
			d.Fail("link twice")
			return t
		}
	}
	n := d.Count(maxEntries, 2)
	t.styles = append(make([]Style, 0, n+1), Style{})
	slots := initialSlots
	for slots < (n+1)*slotsPerEntry {
		slots *= 2
	}
	t.slots = make([]uint32, slots)
	for i := range n {
		if id, _ := t.StyleID(DecodeStyle(d, len(t.links))); int(id) != i+1 {
			d.Fail("style %d is style %d", i+1, id)
			return t
		}
	}
	for i := range d.Count(int(valueMask), 3) {
		text := d.Bytes(MaxCluster)
		if serial.PrintableLen(text) < len(text) || utf8.RuneCount(text) < 2 {
			d.Fail("cluster %q", text)
			return t
		}
		if t.ClusterCell(text, 1, 0); len(t.clusters) != i+1 {
			d.Fail("cluster %q twice", text)
			return t
		}
	}
	return t
}
