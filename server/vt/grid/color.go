package grid

import "fmt"

// A Color is the default colour (the zero value), one of the 256 of the palette, or 24 bits of RGB. Checkpoints
// have colours in this form.
type Color uint32

const (
	colorIndexed Color = 1 << 24
	colorRGB     Color = 2 << 24
	colorKind    Color = 3 << 24
)

// ColorDefault is the terminal's own foreground, background or underline colour.
const ColorDefault Color = 0

// Indexed is colour i of the palette.
func Indexed(i uint8) Color { return colorIndexed | Color(i) }

// RGB is a colour given directly.
func RGB(r, g, b uint8) Color { return colorRGB | Color(r)<<16 | Color(g)<<8 | Color(b) }

// IsDefault reports whether c is the default colour.
func (c Color) IsDefault() bool { return c&colorKind == 0 }

// Index returns the palette index of c, if it has one.
func (c Color) Index() (uint8, bool) { return uint8(c), c&colorKind == colorIndexed }

// RGB returns the components of c, if it was given directly.
func (c Color) RGB() (r, g, b uint8, ok bool) {
	return uint8(c >> 16), uint8(c >> 8), uint8(c), c&colorKind == colorRGB
}

// String is default, colourN or #rrggbb, the forms that tmux options use.
func (c Color) String() string {
	if i, ok := c.Index(); ok {
		return fmt.Sprintf("colour%d", i)
	}
	if r, g, b, ok := c.RGB(); ok {
		return fmt.Sprintf("#%02x%02x%02x", r, g, b)
	}
	return "default"
}
