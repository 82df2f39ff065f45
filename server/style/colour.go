package style

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Colour is what a style may say for fg, bg, us and fill. The zero Colour is Default.
type Colour uint32

// Kind tells what a Colour is given by.
type Kind uint8

const (
	DefaultKind  Kind = iota // what is underneath: the base style, in the end the terminal's own
	TerminalKind             // the terminal's own, whatever is underneath
	NoneKind                 // no colour at all, which only colour options can be
	IndexKind                // a place in the palette
	RGBKind
)

// The kind is in the top byte, an index or red, green and blue below it.
const (
	Default  Colour = 0
	Terminal        = Colour(TerminalKind) << 24
	None            = Colour(NoneKind) << 24

	named = 1 << 8 // an index that was written as a name: red, not colour1
)

// Index is palette entry n, written colourN.
func Index(n uint8) Colour { return Colour(IndexKind)<<24 | Colour(n) }

// Named is one of the sixteen colours with a name: 0 is black, 7 white, 8 brightblack, 15 brightwhite.
func Named(n uint8) Colour { return Index(n&15) | named }

// RGB is a colour by its three components.
func RGB(r, g, b uint8) Colour {
	return Colour(RGBKind)<<24 | Colour(r)<<16 | Colour(g)<<8 | Colour(b)
}

// Kind tells what the colour is given by.
func (c Colour) Kind() Kind { return Kind(c >> 24) }

// Index is the place in the palette of an IndexKind.
func (c Colour) Index() uint8 { return uint8(c) }

// RGB is the components of an RGBKind.
func (c Colour) RGB() (r, g, b uint8) { return uint8(c >> 16), uint8(c >> 8), uint8(c) }

var names = [...]string{
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"brightblack", "brightred", "brightgreen", "brightyellow",
	"brightblue", "brightmagenta", "brightcyan", "brightwhite",
}

func (c Colour) String() string {
	switch c.Kind() {
	case DefaultKind:
		return "default"
	case TerminalKind:
		return "terminal"
	case IndexKind:
		if c&named != 0 {
			return names[c.Index()]
		}
		return "colour" + strconv.Itoa(int(c.Index()))
	case RGBKind:
		return fmt.Sprintf("#%06x", uint32(c&0xffffff))
	}
	return "none"
}

// Components are the colour's red, green and blue, those that xterm's palette has for an index; ok is
// false for the other kinds.
func (c Colour) Components() (r, g, b uint8, ok bool) {
	switch c.Kind() {
	case RGBKind:
		r, g, b = c.RGB()
		return r, g, b, true
	case IndexKind:
		r, g, b = paletteRGB(int(c.Index()))
		return r, g, b, true
	}
	return 0, 0, 0, false
}

// paletteRGB is xterm's palette: sixteen colours, a cube of six levels a side, and 24 greys.
func paletteRGB(n int) (r, g, b uint8) {
	switch {
	case n >= 232:
		v := uint8(8 + 10*(n-232))
		return v, v, v
	case n >= 16:
		level := func(v int) uint8 {
			if v == 0 {
				return 0
			}
			return uint8(55 + 40*v)
		}
		n -= 16
		return level(n / 36), level(n / 6 % 6), level(n % 6)
	case n == 7:
		return 0xc0, 0xc0, 0xc0
	case n == 8:
		return 0x80, 0x80, 0x80
	}
	v := uint8(0x80)
	if n > 8 {
		v = 0xff
	}
	bit := func(i int) uint8 { return v * uint8(n>>i&1) }
	return bit(0), bit(1), bit(2)
}

// ErrColour is the error for a name that is no colour's. The caller knows what the user typed.
var ErrColour = errors.New("bad colour")

// ParseColour reads a colour: a name, the number SGR has for it (0-7, 90-97), colour0 to colour255,
// #rrggbb, default, terminal, or a name of X11.
func ParseColour(s string) (Colour, error) {
	low := lower(s)
	switch low {
	case "default":
		return Default, nil
	case "terminal":
		return Terminal, nil
	case "none":
		return 0, ErrColour // only colour options know it; they ask for it themselves
	}
	for i, n := range names {
		sgr := i
		if i > 7 {
			sgr += 90 - 8
		}
		if low == n || low == strconv.Itoa(sgr) {
			return Named(uint8(i)), nil
		}
	}
	if rest, ok := strings.CutPrefix(low, "colour"); ok {
		return palette(rest)
	}
	if rest, ok := strings.CutPrefix(low, "color"); ok {
		return palette(rest)
	}
	if len(low) == 7 && low[0] == '#' {
		n, err := strconv.ParseUint(low[1:], 16, 32)
		if err != nil {
			return 0, ErrColour
		}
		return RGB(uint8(n>>16), uint8(n>>8), uint8(n)), nil
	}
	if strings.TrimSpace(low) != low {
		return 0, ErrColour
	}
	if c, ok := x11(strings.ReplaceAll(low, " ", "")); ok {
		return c, nil
	}
	return 0, ErrColour
}

func palette(s string) (Colour, error) {
	n, err := strconv.ParseUint(s, 10, 8)
	if err != nil {
		return 0, ErrColour
	}
	return Index(uint8(n)), nil
}

// lower turns capitals of ASCII small and leaves every other byte, also of what is no UTF-8.
func lower(s string) string {
	b := []byte(s)
	for i, ch := range b {
		if ch >= 'A' && ch <= 'Z' {
			b[i] = ch + 'a' - 'A'
		}
	}
	return string(b)
}
