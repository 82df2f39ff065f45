package vt

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"gmux/server/vt/grid"
)

// Colors are what the terminal's own colours are: those of the user's terminal, or of options. A colour that
// is default here means not known, and the built-in one is told instead.
type Colors struct {
	Foreground, Background, Cursor grid.Color
}

// maxColorParts bounds how much one OSC may set or ask, so that the answers are bounded too.
const maxColorParts = 512

// The colours told when nobody said otherwise.
var builtinColors = [3]grid.Color{grid.RGB(0xe5, 0xe5, 0xe5), grid.RGB(0, 0, 0), grid.RGB(0xe5, 0xe5, 0xe5)}

// colorSet is what a program changed: OSC 10 to 12, and OSC 4.
type colorSet struct {
	dynamic [3]grid.Color
	palette map[uint8]grid.Color
}

func (c *colorSet) reset() { *c = colorSet{} }

// SetColors says what colour queries are answered with.
func (t *Terminal) SetColors(c Colors) { t.opt.Colors = c }

// Colors are the colours that the program set for itself (OSC 10, 11, 12), default where it did not.
func (t *Terminal) Colors() Colors {
	return Colors{t.colors.dynamic[0], t.colors.dynamic[1], t.colors.dynamic[2]}
}

// Palette is the colour that the program gave palette entry i (OSC 4), if it did.
func (t *Terminal) Palette(i uint8) (grid.Color, bool) {
	c, ok := t.colors.palette[i]
	return c, ok
}

// PaletteChanged reports whether the program gave any palette entry a colour of its own.
func (t *Terminal) PaletteChanged() bool { return len(t.colors.palette) > 0 }

// paletteColors is OSC 4: set and query palette entries.
//
//	OSC 4 ; index ; spec ; ... ST    spec: a colour, or ? to ask
func (t *Terminal) paletteColors(s []byte, bel bool) {
	parts := strings.SplitN(string(s), ";", maxColorParts)
	for i := 0; i+1 < len(parts); i += 2 {
		n, err := strconv.ParseUint(parts[i], 10, 8)
		if err != nil {
			continue
		}
		if parts[i+1] == "?" {
			t.replyColor(fmt.Sprintf("4;%d", n), t.paletteColor(uint8(n)), bel)
		} else if c, ok := parseColor(parts[i+1]); ok {
			if t.colors.palette == nil {
				t.colors.palette = map[uint8]grid.Color{}
			}
			t.colors.palette[uint8(n)] = c
			t.touchAll()
		}
	}
}

// resetPalette is OSC 104: entries as they were, or all without an index.
//
//	OSC 104 ; index ; ... ST
func (t *Terminal) resetPalette(s []byte, _ bool) {
	t.touchAll()
	if len(s) == 0 {
		t.colors.palette = nil
		return
	}
	for _, part := range bytes.SplitN(s, []byte{';'}, maxColorParts) {
		if n, err := strconv.ParseUint(string(part), 10, 8); err == nil {
			delete(t.colors.palette, uint8(n))
		}
	}
}

// dynamicColors is OSC 10, 11 and 12: foreground, background, cursor. Further parts are for the next colours.
//
//	OSC Ps ; spec ; ... ST    spec: a colour, or ? to ask
func (t *Terminal) dynamicColors(first int, s []byte, bel bool) {
	parts := strings.SplitN(string(s), ";", len(t.colors.dynamic)+1)
	for i, part := range parts[:min(len(parts), len(t.colors.dynamic)-first)] {
		which := first + i
		if part == "?" {
			t.replyColor(strconv.Itoa(10+which), t.dynamicColor(which), bel)
		} else if c, ok := parseColor(part); ok {
			t.colors.dynamic[which] = c
			t.touchAll()
		}
	}
}

// resetDynamic is OSC 110, 111 and 112.
func (t *Terminal) resetDynamic(which int) {
	t.colors.dynamic[which] = grid.ColorDefault
	t.touchAll()
}

func (t *Terminal) dynamicColor(which int) grid.Color {
	opt := [3]grid.Color{t.opt.Colors.Foreground, t.opt.Colors.Background, t.opt.Colors.Cursor}
	for _, c := range []grid.Color{t.colors.dynamic[which], opt[which], builtinColors[which]} {
		if !c.IsDefault() {
			return c
		}
	}
	return grid.ColorDefault
}

func (t *Terminal) paletteColor(i uint8) grid.Color {
	if c, ok := t.colors.palette[i]; ok {
		return c
	}
	return xtermColor(i)
}

// replyColor answers a colour query in the form of the question, each part in 16 bits as xterm does.
func (t *Terminal) replyColor(what string, c grid.Color, bel bool) {
	if i, ok := c.Index(); ok {
		c = t.paletteColor(i)
	}
	r, g, b, _ := c.RGB()
	end := "\x1b\\"
	if bel {
		end = "\a"
	}
	t.reply(fmt.Sprintf("\x1b]%s;rgb:%02x%02x/%02x%02x/%02x%02x%s", what, r, r, g, g, b, b, end))
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

// parseColor reads rgb:r/g/b, of one to four hexadecimal digits each, and #rgb, of one to four each and all
// the same. The forms and how they scale are XParseColor's: with # the digits are the high ones, and rgb:
// stretches them over the range.
func parseColor(s string) (grid.Color, bool) {
	var v [3]uint8
	if rest, ok := strings.CutPrefix(s, "rgb:"); ok {
		parts := strings.Split(rest, "/")
		if len(parts) != len(v) {
			return 0, false
		}
		for i, p := range parts {
			n, ok := hexDigits(p)
			if !ok {
				return 0, false
			}
			v[i] = uint8(n * 255 / (1<<(4*len(p)) - 1))
		}
		return grid.RGB(v[0], v[1], v[2]), true
	}
	rest, ok := strings.CutPrefix(s, "#")
	if !ok || len(rest)%3 != 0 {
		return 0, false
	}
	digits := len(rest) / 3
	for i := range v {
		n, ok := hexDigits(rest[i*digits : (i+1)*digits])
		if !ok {
			return 0, false
		}
		v[i] = uint8(n << 16 >> (4 * digits) >> 8)
	}
	return grid.RGB(v[0], v[1], v[2]), true
}

// hexDigits reads one to four hexadecimal digits.
func hexDigits(s string) (int, bool) {
	if len(s) < 1 || len(s) > 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 16, 16)
	return int(n), err == nil
}
