package compose

import (
	"gmux/protocol"
	"gmux/server/style"
	"gmux/server/view"
	"gmux/server/vt"
	"gmux/server/vt/grid"
)

// paneStyles translates one terminal's style ids into the connection's. It is made anew when the terminal
// compacts its table or reverses its screen.
type paneStyles struct {
	screen  view.Screen
	version uint32
	reverse bool
	colors  uint64 // Terminal.ColorVersion
	look    view.Look
	blank   cell     // where nothing was written
	serial  uint32   // tells two translations apart
	ids     []uint32 // by the terminal's id: the connection's id and 1, 0 not translated yet
}

func (p *painter) stylesOf(vp *view.Pane, t *vt.Terminal) *paneStyles {
	version, reverse, colors := t.StyleVersion(), t.Modes().ReverseScreen, t.ColorVersion()
	st := p.panes[vp.ID]
	if st == nil || st.screen != vp.Screen || st.version != version || st.reverse != reverse || st.colors != colors || !st.look.Same(vp.Look) {
		p.serial++
		st = &paneStyles{
			screen: vp.Screen, version: version, reverse: reverse, colors: colors, look: vp.Look, serial: p.serial,
		}
		st.blank = cell{text: ' ', width: 1, style: p.in.style(definition(st.recolored(t, grid.Style{}), ""))}
		p.panes[vp.ID] = st
	}
	return st
}

// styleID is the connection's id for a terminal's style.
func (p *painter) styleID(st *paneStyles, t *vt.Terminal, id grid.StyleID) uint32 {
	if int(id) < len(st.ids) && st.ids[id] != 0 {
		return st.ids[id] - 1
	}
	for int(id) >= len(st.ids) {
		st.ids = append(st.ids, 0)
	}
	s := st.recolored(t, t.StyleOf(id))
	uri := ""
	if s.Link != 0 {
		uri, _ = t.Link(s.Link)
	}
	d := definition(s, uri)
	if st.reverse {
		d.Attrs ^= protocol.AttrReverse
	}
	out := p.in.style(d)
	st.ids[id] = out + 1
	return out
}

// recolored has the colours that the program (OSC 4, 10 and 11) or an option gave another look in place of their numbers:
// the outer terminal's palette is everybody's. The default colours are the option's first, as in tmux, those of the palette
// the program's.
func (st *paneStyles) recolored(t *vt.Terminal, s grid.Style) grid.Style {
	own := t.Colors()
	look := func(c, instead grid.Color) grid.Color {
		if c.IsDefault() {
			c = instead
		}
		i, ok := c.Index()
		if !ok {
			return c
		}
		if changed, ok := t.Palette(i); ok {
			return changed
		}
		if p := st.look.Palette; p != nil && lineColour(p[i]) != 0 {
			return grid.Color(lineColour(p[i]))
		}
		return c
	}
	s.Fg, s.Bg = look(s.Fg, option(st.look.Fg, own.Foreground)), look(s.Bg, option(st.look.Bg, own.Background))
	s.Ul = look(s.Ul, grid.ColorDefault)
	return s
}

// option is the colour of an option, or where it has none another.
func option(c style.Colour, other grid.Color) grid.Color {
	if n := lineColour(c); n != 0 {
		return grid.Color(n)
	}
	return other
}

// drawnAttrs are the attributes that a client draws: all that the protocol has, whose bits are the grid's.
const drawnAttrs = protocol.AttrBold | protocol.AttrDim | protocol.AttrItalic | protocol.AttrBlink |
	protocol.AttrReverse | protocol.AttrConceal | protocol.AttrStrike | protocol.AttrOverline

// definition is a terminal's style as the protocol says it: the colours' encodings are the same.
func definition(s grid.Style, uri string) protocol.StyleDef {
	if len(uri) > protocol.MaxLink || !printable(uri) {
		uri = ""
	}
	return protocol.StyleDef{
		Fg: uint32(s.Fg), Bg: uint32(s.Bg), Ul: uint32(s.Ul),
		Attrs:     protocol.StyleAttr(s.Attrs) & drawnAttrs,
		Underline: uint8(s.Underline),
		Link:      uri,
	}
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// lineStyle is a status line's style as the protocol says it.
func lineStyle(s style.Style) protocol.StyleDef {
	d := protocol.StyleDef{Fg: lineColour(s.Fg), Bg: lineColour(s.Bg), Ul: lineColour(s.Us)}
	for _, a := range lineAttrs {
		if s.Attr&a.from != 0 {
			d.Attrs |= a.to
		}
	}
	for i, u := range lineUnderlines {
		if s.Attr&u != 0 {
			d.Underline = uint8(i + 1)
		}
	}
	return d
}

var lineAttrs = []struct {
	from style.Attr
	to   protocol.StyleAttr
}{
	{style.Bright, protocol.AttrBold},
	{style.Dim, protocol.AttrDim},
	{style.Italics, protocol.AttrItalic},
	{style.Blink, protocol.AttrBlink},
	{style.Reverse, protocol.AttrReverse},
	{style.Hidden, protocol.AttrConceal},
	{style.Strikethrough, protocol.AttrStrike},
	{style.Overline, protocol.AttrOverline},
}

// lineUnderlines are in the order of SGR 4:1 to 4:5.
var lineUnderlines = []style.Attr{
	style.Underscore, style.DoubleUnderscore, style.CurlyUnderscore, style.DottedUnderscore, style.DashedUnderscore,
}

func lineColour(c style.Colour) uint32 {
	switch c.Kind() {
	case style.IndexKind:
		return protocol.ColourIndex | uint32(c.Index())
	case style.RGBKind:
		r, g, b := c.RGB()
		return protocol.ColourRGB | uint32(r)<<16 | uint32(g)<<8 | uint32(b)
	}
	return 0
}
