package vt

import (
	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// selectGraphicRendition is SGR, Select Graphic Rendition.
//
//	CSI Ps ; ... m    default 0
//
// See ECMA-48 8.3.117 and xterm ctlseqs. Colours of 38, 48 and 58 may have their parts set off by colons,
// with or without a colour space (38:2::r:g:b, 38:2:r:g:b), or by semicolons. An underline's kind needs the
// colon (4:3). Unknown parameters are skipped with their subparameters. The DECSCA bit is not SGR's.
func (t *Terminal) selectGraphicRendition(p *parser.Params) {
	pen := &t.cur.pen
	bg := pen.Bg
	if p.Len() == 0 {
		resetPen(pen)
	}
	for i := 0; i < p.Len(); {
		i += applySGR(pen, p, i)
	}
	t.penKnown = false
	if pen.Bg != bg {
		t.setBlank()
	}
}

// resetPen is SGR 0, which touches neither a hyperlink nor the protection.
func resetPen(pen *grid.Style) {
	*pen = grid.Style{Attrs: pen.Attrs & grid.Protected, Link: pen.Link}
}

// sgrAttrs are the parameters that turn one attribute on.
var sgrAttrs = [...]grid.Attr{
	1: grid.Bold, 2: grid.Dim, 3: grid.Italic, 5: grid.Blink, 6: grid.Blink, 7: grid.Reverse,
	8: grid.Conceal, 9: grid.Strike,
}

// sgrClears are the attributes that a parameter from 22 turns off.
var sgrClears = [...]grid.Attr{
	grid.Bold | grid.Dim, grid.Italic, 0, grid.Blink, 0, grid.Reverse, grid.Conceal, grid.Strike,
}

// applySGR applies parameter i and returns how many it used up.
func applySGR(pen *grid.Style, p *parser.Params, i int) int {
	subs := p.Subs(i)
	switch n := p.Get(i, 0); n { // constant cases, for a jump table
	case 0:
		resetPen(pen)
	case 1, 2, 3, 5, 6, 7, 8, 9:
		pen.Attrs |= sgrAttrs[n]
	case 4:
		setUnderline(pen, p, i, subs)
	case 21:
		pen.Underline = grid.UnderlineDouble
	case 22, 23, 25, 27, 28, 29:
		pen.Attrs &^= sgrClears[n-22]
	case 24:
		pen.Underline = grid.UnderlineNone
	case 30, 31, 32, 33, 34, 35, 36, 37:
		pen.Fg = grid.Indexed(uint8(n - 30))
	case 38:
		return setColor(&pen.Fg, p, i, subs)
	case 39:
		pen.Fg = grid.ColorDefault
	case 40, 41, 42, 43, 44, 45, 46, 47:
		pen.Bg = grid.Indexed(uint8(n - 40))
	case 48:
		return setColor(&pen.Bg, p, i, subs)
	case 49:
		pen.Bg = grid.ColorDefault
	case 53:
		pen.Attrs |= grid.Overline
	case 55:
		pen.Attrs &^= grid.Overline
	case 58:
		return setColor(&pen.Ul, p, i, subs)
	case 59:
		pen.Ul = grid.ColorDefault
	case 90, 91, 92, 93, 94, 95, 96, 97:
		pen.Fg = grid.Indexed(uint8(n - 90 + 8))
	case 100, 101, 102, 103, 104, 105, 106, 107:
		pen.Bg = grid.Indexed(uint8(n - 100 + 8))
	}
	return 1 + subs
}

// setUnderline is SGR 4 and 4:n.
func setUnderline(pen *grid.Style, p *parser.Params, i, subs int) {
	kind := 1
	if subs > 0 {
		kind = p.Get(i+1, 1)
	}
	if kind <= int(grid.UnderlineDashed) {
		pen.Underline = grid.UnderlineKind(kind)
	}
}

// setColor is SGR 38, 48 and 58 at parameter i. Parts that are missing or out of range leave the colour as
// it is.
func setColor(c *grid.Color, p *parser.Params, i, subs int) int {
	if subs > 0 {
		setColorParts(c, p, i+1, subs, subs >= 5)
		return 1 + subs
	}
	n := 2
	switch p.Get(i+1, 0) {
	case 5:
		n = 3
	case 2:
		n = 5
	}
	n = min(n, p.Len()-i)
	setColorParts(c, p, i+1, n-1, false)
	return n
}

// setColorParts reads 5;n or 2;r;g;b from the n parameters at i; space says that a colour space comes
// before r.
func setColorParts(c *grid.Color, p *parser.Params, i, n int, space bool) {
	switch kind := p.Get(i, 0); {
	case kind == 5 && n >= 2:
		if v := p.Get(i+1, 0); v <= 255 {
			*c = grid.Indexed(uint8(v))
		}
	case kind == 2 && n >= 4:
		if space {
			i++
		}
		r, g, b := p.Get(i+1, 0), p.Get(i+2, 0), p.Get(i+3, 0)
		if max(r, g, b) <= 255 {
			*c = grid.RGB(uint8(r), uint8(g), uint8(b))
		}
	}
}
