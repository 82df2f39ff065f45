package vt

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// Colors are what the terminal's own colours are: those of the user's terminal, or of options. A colour that
// is default here means not known, and the built-in one is told instead.
type Colors struct {
	Foreground, Background, Cursor grid.Color
	Palette                        [16]grid.Color
	Scheme                         Scheme
}

// A Scheme is whether light text is on dark ground, or the other way round.
type Scheme uint8

// The schemes, numbered as in CSI ? 997 ; n n. With an unknown one the background says it.
const (
	SchemeUnknown Scheme = iota
	SchemeDark
	SchemeLight
)

// maxColorParts bounds how much one OSC may set or ask, so that the answers are bounded too.
const maxColorParts = 512

// The colours of OSC 10 to 19, in that order.
const (
	colorForeground = iota
	colorBackground
	colorCursor
	colorPointer
	colorPointerBackground
	colorTekForeground
	colorTekBackground
	colorHighlight
	colorTekCursor
	colorHighlightForeground
	numDynamic
)

// firstDynamic is the number of the OSC of the first of them, and firstReset of the one that resets it.
const (
	firstDynamic = 10
	firstReset   = 110
)

// The palette has 256 colours, and behind them xterm's special ones: of bold, underlined, blinking, reversed and
// italic text. Nobody draws with those; they are kept for who asks.
const (
	paletteSize = 256
	numSpecial  = 5
)

// The colours told when nobody said otherwise.
var (
	builtinForeground = grid.RGB(0xe5, 0xe5, 0xe5)
	builtinBackground = grid.RGB(0, 0, 0)
)

// colorSet is what a program changed: OSC 10 to 19, and OSC 4 and 5.
type colorSet struct {
	dynamic [numDynamic]grid.Color
	palette map[uint16]grid.Color
}

func (c *colorSet) reset() { *c = colorSet{} }

// SetColors says what colour queries are answered with. A program that asked for it (2031) is told of another scheme.
func (t *Terminal) SetColors(c Colors) {
	before := t.scheme()
	t.opt.Colors = c
	if t.modes.has(modeSchemeUpdates) && t.scheme() != before {
		t.reportScheme()
	}
}

// OwnColors are those that SetColors gave.
func (t *Terminal) OwnColors() Colors { return t.opt.Colors }

// Colors are the colours that the program set for itself (OSC 10, 11, 12), default where it did not.
func (t *Terminal) Colors() Colors {
	d := &t.colors.dynamic
	return Colors{Foreground: d[colorForeground], Background: d[colorBackground], Cursor: d[colorCursor]}
}

// Palette is the colour that the program gave palette entry i (OSC 4), if it did.
func (t *Terminal) Palette(i uint8) (grid.Color, bool) {
	c, ok := t.colors.palette[uint16(i)]
	return c, ok
}

// ColorVersion changes when the program gave a colour another look.
func (t *Terminal) ColorVersion() uint64 { return t.colorGen }

// recolored says that cells look different which did not change.
func (t *Terminal) recolored() {
	t.colorGen = t.gen
	t.touchAll()
}

// PaletteChanged reports whether the program gave any palette entry a colour of its own.
func (t *Terminal) PaletteChanged() bool { return len(t.colors.palette) > 0 }

// paletteColors is OSC 4: set and query palette entries. From 256 on they are those of OSC 5.
//
//	OSC 4 ; index ; spec ; ... ST    spec: a colour, or ? to ask
//
// See xterm ctlseqs.
func (t *Terminal) paletteColors(s []byte, bel bool) { t.indexedColors(4, 0, s, bel) }

// specialColors is OSC 5: set and query the special colours.
//
//	OSC 5 ; index ; spec ; ... ST    0 bold, 1 underline, 2 blink, 3 reverse, 4 italic
//
// See xterm ctlseqs.
func (t *Terminal) specialColors(s []byte, bel bool) { t.indexedColors(5, paletteSize, s, bel) }

func (t *Terminal) indexedColors(command, first int, s []byte, bel bool) {
	parts := strings.SplitN(string(s), ";", maxColorParts)
	for i := 0; i+1 < len(parts); i += 2 {
		n, ok := t.colorIndex(parts[i], first)
		if !ok {
			continue
		}
		if parts[i+1] == "?" {
			t.replyColor(fmt.Sprintf("%d;%d", command, int(n)-first), t.paletteColor(n), bel)
		} else if c, ok := t.parseColor(parts[i+1]); ok {
			if t.colors.palette == nil {
				t.colors.palette = map[uint16]grid.Color{}
			}
			t.colors.palette[n] = c
			t.recolored()
		}
	}
}

// colorIndex reads an index that counts from first.
func (t *Terminal) colorIndex(s string, first int) (uint16, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	return uint16(n) + uint16(first), err == nil && int(n)+first < paletteSize+numSpecial
}

// resetPalette is OSC 104, resetSpecial OSC 105: entries as they were, or all without an index.
//
//	OSC 104 ; index ; ... ST    OSC 105 ; index ; ... ST
//
// See xterm ctlseqs.
func (t *Terminal) resetPalette(s []byte, _ bool) { t.resetIndexed(0, paletteSize, s) }
func (t *Terminal) resetSpecial(s []byte, _ bool) {
	t.resetIndexed(paletteSize, paletteSize+numSpecial, s)
}

func (t *Terminal) resetIndexed(first, end int, s []byte) {
	t.recolored()
	if len(s) == 0 {
		for n := range t.colors.palette {
			if int(n) >= first && int(n) < end {
				delete(t.colors.palette, n)
			}
		}
		return
	}
	for _, part := range bytes.SplitN(s, []byte{';'}, maxColorParts) {
		if n, ok := t.colorIndex(string(part), first); ok {
			delete(t.colors.palette, n)
		}
	}
}

// dynamicColors is OSC 10 to 19: foreground, background, cursor, pointer and its background, Tektronix' foreground
// and background, background of the selection, Tektronix' cursor, foreground of the selection. Further parts are for
// the next colours.
//
//	OSC Ps ; spec ; ... ST    spec: a colour, or ? to ask
//
// See xterm ctlseqs.
func (t *Terminal) dynamicColors(first int, s []byte, bel bool) {
	parts := strings.SplitN(string(s), ";", numDynamic+1)
	for i, part := range parts[:min(len(parts), numDynamic-first)] {
		which := first + i
		if part == "?" {
			t.replyColor(strconv.Itoa(firstDynamic+which), t.dynamicColor(which), bel)
		} else if c, ok := t.parseColor(part); ok {
			t.colors.dynamic[which] = c
			t.recolored()
		}
	}
}

// resetDynamic is OSC 110 to 119.
func (t *Terminal) resetDynamic(which int) {
	t.colors.dynamic[which] = grid.ColorDefault
	t.recolored()
}

// dynamicColor is the program's, the terminal's, or what xterm would take instead.
func (t *Terminal) dynamicColor(which int) grid.Color {
	own := &t.opt.Colors
	var otherwise grid.Color
	switch which {
	case colorForeground:
		otherwise = known(own.Foreground, builtinForeground)
	case colorBackground:
		otherwise = known(own.Background, builtinBackground)
	case colorCursor:
		otherwise = known(own.Cursor, t.dynamicColor(colorForeground))
	case colorPointerBackground, colorTekBackground, colorHighlightForeground:
		otherwise = t.dynamicColor(colorBackground)
	default:
		otherwise = t.dynamicColor(colorForeground)
	}
	return known(t.colors.dynamic[which], otherwise)
}

func known(c, otherwise grid.Color) grid.Color {
	if c.IsDefault() {
		return otherwise
	}
	return c
}

// paletteColor is entry n of the palette, or a special colour: the foreground if the program gave it none.
func (t *Terminal) paletteColor(n uint16) grid.Color {
	c, ok := t.colors.palette[n]
	switch {
	case ok:
		return c
	case n >= paletteSize:
		return t.dynamicColor(colorForeground)
	case int(n) < len(t.opt.Colors.Palette):
		return known(t.opt.Colors.Palette[n], xtermColor(uint8(n)))
	}
	return xtermColor(uint8(n))
}

// replyColor answers a colour query in the form of the question, each part in 16 bits as xterm does.
func (t *Terminal) replyColor(what string, c grid.Color, bel bool) {
	r, g, b := t.rgb(c)
	t.reply(fmt.Sprintf("\x1b]%s;rgb:%02x%02x/%02x%02x/%02x%02x%s", what, r, r, g, g, b, b, terminator(bel)))
}

// rgb is what a colour that is not default looks like.
func (t *Terminal) rgb(c grid.Color) (r, g, b uint8) {
	if i, ok := c.Index(); ok {
		c = t.paletteColor(uint16(i))
		if i, ok := c.Index(); ok { // an entry that names another is none
			c = xtermColor(i)
		}
	}
	r, g, b, _ = c.RGB()
	return r, g, b
}

// terminator ends an answer as the question ended.
func terminator(bel bool) string {
	if bel {
		return "\a"
	}
	return "\x1b\\"
}

// scheme is the terminal's scheme.
func (t *Terminal) scheme() Scheme {
	if s := t.opt.Colors.Scheme; s != SchemeUnknown {
		return s
	}
	r, g, b := t.rgb(known(t.opt.Colors.Background, builtinBackground))
	if 299*int(r)+587*int(g)+114*int(b) > 127*1000 { // luma
		return SchemeLight
	}
	return SchemeDark
}

// reportScheme tells the scheme, when asked or, with mode 2031, when it is another.
//
//	CSI ? 996 n    answer: CSI ? 997 ; 1 n dark, CSI ? 997 ; 2 n light
//
// See https://contour-terminal.org/vt-extensions/color-palette-update-notifications. It is the scheme of the user's
// terminal: what the program sets by OSC 11 it knows itself.
func (t *Terminal) reportScheme() { t.reply(fmt.Sprintf("\x1b[?997;%dn", t.scheme())) }

// colorKeys are the names of OSC 21 for colours of OSC 10 to 19.
var colorKeys = map[string]int{
	"foreground": colorForeground, "background": colorBackground, "cursor": colorCursor,
	"selection_background": colorHighlight, "selection_foreground": colorHighlightForeground,
}

// namedColors is OSC 21, kitty's form of OSC 4 and 10 to 19.
//
//	OSC 21 ; key=spec ; ... ST    spec: a colour, ? to ask, nothing to reset; key: a name or an index
//
// See https://sw.kovidgoyal.net/kitty/color-stack. Of keys that are not known nothing is said: they are the program's.
func (t *Terminal) namedColors(s []byte, bel bool) {
	answer := ""
	for _, pair := range strings.SplitN(string(s), ";", maxColorParts) {
		key, spec, _ := strings.Cut(pair, "=")
		which, dynamic := colorKeys[key]
		n, err := strconv.ParseUint(key, 10, 8)
		if !dynamic && err != nil {
			continue
		}
		switch {
		case spec == "?" && dynamic:
			answer += ";" + key + "=" + t.shortColor(t.dynamicColor(which))
		case spec == "?":
			answer += fmt.Sprintf(";%d=%s", n, t.shortColor(t.paletteColor(uint16(n))))
		case spec == "" && dynamic:
			t.resetDynamic(which)
		case spec == "":
			t.resetIndexed(0, paletteSize, []byte(key))
		case dynamic:
			t.dynamicColors(which, []byte(spec), bel)
		default:
			t.paletteColors([]byte(key+";"+spec), bel)
		}
	}
	if answer != "" {
		t.reply("\x1b]21" + answer + terminator(bel))
	}
}

func (t *Terminal) shortColor(c grid.Color) string {
	r, g, b := t.rgb(c)
	return fmt.Sprintf("rgb:%02x/%02x/%02x", r, g, b)
}

// reportGraphics is XTSMGRAPHICS.
//
//	CSI ? Pi ; Pa ; Pv S    answer: CSI ? Pi ; 3 ; 0 S, there is none
//
// See xterm ctlseqs. There are no pictures, and so neither registers of their colours nor a size.
func (t *Terminal) reportGraphics(p *parser.Params) {
	t.reply(fmt.Sprintf("\x1b[?%d;3;0S", p.Get(0, 0)))
}

// xtermColor is colour i of xterm's palette: 16 of its own, a cube of 6x6x6, 24 greys.
func xtermColor(i uint8) grid.Color {
	switch {
	case i < 16:
		c := xterm16[i]
		return grid.RGB(uint8(c>>16), uint8(c>>8), uint8(c))
	case i < 232:
		level := func(n uint8) uint8 {
			if n == 0 {
				return 0
			}
			return 55 + 40*n
		}
		i -= 16
		return grid.RGB(level(i/36), level(i/6%6), level(i%6))
	}
	grey := 8 + 10*(i-232)
	return grid.RGB(grey, grey, grey)
}

var xterm16 = [16]uint32{
	0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
	0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
}
