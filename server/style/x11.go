package style

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

// The colours of X.Org's rgb.txt, without the spaces in names and without the numbered greys, which are
// computed.
//
//go:embed x11.txt
var x11Text string

var x11Names = sync.OnceValue(func() map[string]Colour {
	m := make(map[string]Colour)
	for line := range strings.Lines(x11Text) {
		hex, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.ParseUint(hex, 16, 24)
		if err != nil {
			panic("style: x11.txt: " + line)
		}
		m[name] = RGB(uint8(n>>16), uint8(n>>8), uint8(n))
	}
	return m
})

// X11 is the colour with a name of X11, in lower case and without spaces.
func X11(name string) (r, g, b uint8, ok bool) {
	c, ok := x11(name)
	if !ok {
		return 0, 0, 0, false
	}
	r, g, b = c.RGB()
	return r, g, b, true
}

// x11 is the colour with a name of X11, in lower case.
func x11(name string) (Colour, bool) {
	if c, ok := x11Names()[name]; ok {
		return c, true
	}
	digits, ok := strings.CutPrefix(name, "grey")
	if !ok {
		digits, ok = strings.CutPrefix(name, "gray")
	}
	n, err := strconv.ParseUint(digits, 10, 8)
	if !ok || err != nil || n > 100 {
		return 0, false
	}
	v := uint8(math.Round(2.55 * float64(n)))
	return RGB(v, v, v), true
}
