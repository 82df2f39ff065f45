package screen

import (
	"strconv"

	"gmux/protocol"
)

// attrSGR are the parameters of SGR (ECMA-48 8.3.117) that set an attribute.
var attrSGR = []struct {
	attr protocol.StyleAttr
	on   uint32
}{
	{protocol.AttrBold, 1}, {protocol.AttrDim, 2}, {protocol.AttrItalic, 3}, {protocol.AttrBlink, 5},
	{protocol.AttrReverse, 7}, {protocol.AttrConceal, 8}, {protocol.AttrStrike, 9}, {protocol.AttrOverline, 53},
}

// appendSGR appends what changes the style from one to the other; links are not SGR's. What is to be
// taken away is taken away by a reset: the single offs differ between terminals (21 is one's bold off
// and the other's double underline), and 0 is rarely longer than two of them.
func appendSGR(dst []byte, from, to protocol.StyleDef) []byte {
	from.Link, to.Link = "", ""
	if from == to {
		return dst
	}
	p := sgr{dst: append(dst, "\x1b["...)}
	p.first = len(p.dst)
	if from.Attrs&^to.Attrs != 0 || from.Underline != 0 && to.Underline == 0 || from.Ul != 0 && to.Ul == 0 || to == (protocol.StyleDef{}) {
		if to == (protocol.StyleDef{}) {
			return append(p.dst, 'm')
		}
		p.param(0)
		from = protocol.StyleDef{}
	}
	p.attrs(from, to)
	if from.Fg != to.Fg {
		p.colour(to.Fg, 30)
	}
	if from.Bg != to.Bg {
		p.colour(to.Bg, 40)
	}
	if from.Ul != to.Ul {
		p.underlineColour(to.Ul)
	}
	return append(p.dst, 'm')
}

// An sgr is a sequence in the making.
type sgr struct {
	dst   []byte
	first int
}

func (p *sgr) param(n uint32) {
	p.separate()
	p.dst = strconv.AppendUint(p.dst, uint64(n), 10)
}

func (p *sgr) separate() {
	if len(p.dst) > p.first {
		p.dst = append(p.dst, ';')
	}
}

func (p *sgr) attrs(from, to protocol.StyleDef) {
	for _, a := range attrSGR {
		if to.Attrs&a.attr != 0 && from.Attrs&a.attr == 0 {
			p.param(a.on)
		}
	}
	if to.Underline != from.Underline {
		p.param(4)
		if to.Underline > 1 || from.Underline > 1 {
			p.sub(uint32(to.Underline))
		}
	}
}

// colour sets foreground (base 30) or background (base 40). The bright eight have codes of their own, which are
// shorter and which a terminal of 16 colours understands. RGB goes with semicolons: all take that form.
func (p *sgr) colour(c, base uint32) {
	index := c & 0xff
	switch {
	case c == 0:
		p.param(base + 9)
	case c >= protocol.ColourRGB:
		for _, n := range [...]uint32{base + 8, 2, c >> 16 & 0xff, c >> 8 & 0xff, c & 0xff} {
			p.param(n)
		}
	case index < 8:
		p.param(base + index)
	case index < 16:
		p.param(base + 60 + index - 8)
	default:
		p.param(base + 8)
		p.param(5)
		p.param(index)
	}
}

// underlineColour is SGR 58, which only exists with colons.
func (p *sgr) underlineColour(c uint32) {
	switch {
	case c >= protocol.ColourRGB:
		p.param(58)
		p.sub(2)
		p.dst = append(p.dst, ':') // no colour space
		p.sub(c >> 16 & 0xff)
		p.sub(c >> 8 & 0xff)
		p.sub(c & 0xff)
	default:
		p.param(58)
		p.sub(5)
		p.sub(c & 0xff)
	}
}

func (p *sgr) sub(n uint32) {
	p.dst = append(p.dst, ':')
	p.dst = strconv.AppendUint(p.dst, uint64(n), 10)
}
