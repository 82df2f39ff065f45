package screen

import (
	"sync"

	"gmux/protocol"
)

// A depth is how many colours a terminal has.
type depth uint8

const (
	depthMono depth = iota
	depth8
	depth16
	depth256
	depthRGB
)

// colour returns the nearest colour that there is at this depth, in protocol's form.
func (d depth) colour(c uint32) uint32 {
	if c == 0 || d == depthRGB {
		return c
	}
	if d == depthMono {
		return 0
	}
	index := uint8(c)
	if c >= protocol.ColourRGB {
		index = nearest256(uint8(c>>16), uint8(c>>8), uint8(c))
	}
	if d < depth256 {
		index = table16()[index]
	}
	if d < depth16 {
		index &= 7
	}
	return protocol.ColourIndex | uint32(index)
}

// monochrome makes a background that is not black a reversed cell, as tmux does: else a status line could not be told
// from what is above it. What is reversed in another colour than white is bright on dark, and so not reversed.
func monochrome(s protocol.StyleDef) protocol.StyleDef {
	const black, white = protocol.ColourIndex, protocol.ColourIndex | 7
	switch reverse := s.Attrs&protocol.AttrReverse != 0; {
	case reverse && s.Fg != 0 && s.Fg != white:
		s.Attrs &^= protocol.AttrReverse
	case !reverse && s.Bg != 0 && s.Bg != black:
		s.Attrs |= protocol.AttrReverse
	}
	s.Fg, s.Bg, s.Ul = 0, 0, 0
	return s
}

// eight has the bright colours as bold ones, as tmux does: bright black would be black on black.
func eight(s protocol.StyleDef) protocol.StyleDef {
	if fg := depth16.colour(s.Fg); fg != 0 && fg&0xff >= 8 {
		s.Attrs |= protocol.AttrBold
	}
	s.Fg, s.Bg, s.Ul = depth8.colour(s.Fg), depth8.colour(s.Bg), depth8.colour(s.Ul)
	return s
}

// levels are the steps of xterm's 6x6x6 cube, the indexes 16 to 231; 232 to 255 are greys from 8 in steps of 10.
var levels = [6]int{0, 95, 135, 175, 215, 255}

// nearest256 finds the nearest colour of cube and greys. The first 16 are left out: users change those.
func nearest256(r, g, b uint8) uint8 {
	cr, cg, cb := level(r), level(g), level(b)
	cube := [3]int{levels[cr], levels[cg], levels[cb]}
	step := min(max((int(r)+int(g)+int(b))/3-3, 0)/10, 23)
	grey := 8 + 10*step
	want := [3]int{int(r), int(g), int(b)}
	if distance(want, [3]int{grey, grey, grey}) < distance(want, cube) {
		return uint8(232 + step)
	}
	return uint8(16 + 36*cr + 6*cg + cb)
}

// level is the cube's nearest step.
func level(v uint8) int {
	switch {
	case v < 48:
		return 0
	case v < 115:
		return 1
	}
	return (int(v) - 35) / 40
}

func distance(a, b [3]int) int {
	r, g, bl := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return 2*r*r + 4*g*g + 3*bl*bl // the eye sees green best
}

// table16 maps the 256 colours to the first 16, as xterm has them by default.
var table16 = sync.OnceValue(func() (table [256]uint8) {
	for i := range table {
		if i < 16 {
			table[i] = uint8(i)
			continue
		}
		best := 0
		for j := range first16 {
			if distance(rgb(i), first16[j]) < distance(rgb(i), first16[best]) {
				best = j
			}
		}
		table[i] = uint8(best)
	}
	return table
})

var first16 = [16][3]int{
	{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
	{127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255},
}

// rgb is what the indexes from 16 on look like.
func rgb(i int) [3]int {
	if i >= 232 {
		grey := 8 + 10*(i-232)
		return [3]int{grey, grey, grey}
	}
	i -= 16
	return [3]int{levels[i/36], levels[i/6%6], levels[i%6]}
}
