package vt

import (
	"math"

	"gmux/server/vt/grid"
)

// Colours that are given by what the eye sees need a display to be shown on. XParseColor supposes that of Xlib: a
// Trinitron tube with a white of 9300 K and its own curves. So do these, since xterm answers with what comes of it.
// Libraries have sRGB's display only.

// An xyz is a colour in the space CIE XYZ, with a Y of 1 for white.
type xyz struct{ x, y, z float64 }

// The chromaticities of the display, x and y, and what follows from them.
var (
	phosphors = [3][2]float64{{0.625, 0.340}, {0.280, 0.595}, {0.155, 0.070}}
	whiteXYZ  = ofChromaticity(0.283, 0.298, 1)
	whiteUV   = [2]float64{u(whiteXYZ), v(whiteXYZ)}
	toRGB     = inverse(displayMatrix())
)

func ofChromaticity(x, y, lightness float64) xyz {
	if y == 0 {
		return xyz{x, lightness, 1 - x - y}
	}
	return xyz{x * lightness / y, lightness, (1 - x - y) * lightness / y}
}

// u and v are the coordinates u' and v' of CIE 1976.
func u(c xyz) float64 { return 4 * c.x / (c.x + 15*c.y + 3*c.z) }
func v(c xyz) float64 { return 9 * c.y / (c.x + 15*c.y + 3*c.z) }

type matrix [3][3]float64

// displayMatrix takes intensities of the phosphors to XYZ: each is as bright as it must be for all three to be white.
func displayMatrix() (m matrix) {
	for i, p := range phosphors {
		c := ofChromaticity(p[0], p[1], p[1])
		m[0][i], m[1][i], m[2][i] = c.x, c.y, c.z
	}
	share := inverse(m).times([3]float64{whiteXYZ.x, whiteXYZ.y, whiteXYZ.z})
	for row := range m {
		for i := range share {
			m[row][i] *= share[i]
		}
	}
	return m
}

func (m matrix) times(a [3]float64) (b [3]float64) {
	for row := range m {
		for i := range a {
			b[row] += m[row][i] * a[i]
		}
	}
	return b
}

func inverse(m matrix) (out matrix) {
	cofactor := func(r, c int) float64 {
		a, b, d, e := m[(r+1)%3][(c+1)%3], m[(r+2)%3][(c+2)%3], m[(r+1)%3][(c+2)%3], m[(r+2)%3][(c+1)%3]
		return a*b - d*e
	}
	det := 0.0
	for c := range 3 {
		det += m[0][c] * cofactor(0, c)
	}
	for r := range 3 {
		for c := range 3 {
			out[c][r] = cofactor(r, c) / det
		}
	}
	return out
}

// A curve says which value of a colour's part makes an intensity: a polynomial of its root, fitted to Xlib's table to
// half a step of 255. No intensity at all is least; one step more is the first that can be seen.
type curve struct {
	least  float64
	first  float64
	root   float64
	factor [6]float64
}

var curves = [3]curve{
	{0x09, 0.000936, 0.10, [6]float64{4.741196, -246.408429, 860.106987, -1008.277232, 644.751094}},
	{0x13, 0.000832, 0.26, [6]float64{10.377826, -9.043006, 506.749369, -483.900409, 230.763358}},
	{0x0e, 0.001341, 0.17, [6]float64{-129.585624, 997.063281, -2968.263961, 5081.813645, -4041.639716, 1315.580139}},
}

func (c *curve) value(intensity float64) uint8 {
	if intensity < c.first {
		return uint8(math.Round(c.least + intensity/c.first))
	}
	s, value := math.Pow(intensity, c.root), 0.0
	for i := len(c.factor) - 1; i >= 0; i-- {
		value = value*s + c.factor[i]
	}
	return uint8(min(max(math.Round(value), c.least), 255))
}

// ofIntensities is rgbi: how bright each phosphor is, from 0 to 1.
func ofIntensities(in [3]float64) (grid.Color, bool) {
	var out [3]uint8
	for i, n := range in {
		if n < 0 || n > 1 {
			return 0, false
		}
		out[i] = curves[i].value(n)
	}
	return grid.RGB(out[0], out[1], out[2]), true
}

// ofXYZ is the colour on the display. What it cannot show loses chroma until it can, with the same hue and lightness.
func ofXYZ(c xyz) grid.Color {
	rgb := toRGB.times([3]float64{c.x, c.y, c.z})
	if !within(rgb, gamutSlack) {
		rgb = lessChroma(c)
	}
	for i, n := range rgb {
		if rgb[i] = min(max(n, 0), 1); math.IsNaN(n) { // of numbers without sense
			rgb[i] = 0
		}
	}
	out, _ := ofIntensities(rgb)
	return out
}

// gamutSlack is how much too much of a phosphor is not worth another colour.
const gamutSlack = 0.001

func within(rgb [3]float64, slack float64) bool {
	return min(rgb[0], rgb[1], rgb[2]) >= -slack && max(rgb[0], rgb[1], rgb[2]) <= 1+slack
}

// lessChroma goes as far from grey towards c as the display does.
func lessChroma(c xyz) [3]float64 {
	best := [3]float64{c.y, c.y, c.y}
	if c.y <= 0 || c.y >= 1 {
		return best
	}
	du, dv := u(c)-whiteUV[0], v(c)-whiteUV[1]
	inside, outside := 0.0, 1.0
	for range 40 { // far below a step of 255
		middle := (inside + outside) / 2
		less := ofUV(whiteUV[0]+middle*du, whiteUV[1]+middle*dv, c.y)
		if rgb := toRGB.times([3]float64{less.x, less.y, less.z}); within(rgb, 0) {
			inside, best = middle, rgb
		} else {
			outside = middle
		}
	}
	return best
}

// ofUV is the colour of u', v' and Y.
func ofUV(u, v, lightness float64) xyz {
	div := 6*u - 16*v + 12
	if div == 0 {
		return ofUV(whiteUV[0], whiteUV[1], lightness)
	}
	return ofChromaticity(9*u/div, 4*v/div, lightness)
}

// colorSpaces are the ways to say an XYZ, by XParseColor's prefix.
var colorSpaces = map[string]func(a, b, c float64) (xyz, bool){
	"ciexyz": func(x, y, z float64) (xyz, bool) { return xyz{x, y, z}, y >= 0 && y <= 1 },
	"cieuvy": func(u, v, y float64) (xyz, bool) { return ofUV(u, v, y), y >= 0 && y <= 1 },
	"ciexyy": func(x, y, lightness float64) (xyz, bool) {
		return ofChromaticity(x, y, lightness), lightness >= 0 && lightness <= 1
	},
	"cielab": ofLab,
	"cieluv": ofLuv,
	"tekhvc": ofTekHVC,
}

// ofLab is CIE L*a*b*. Xlib takes a* and b* a hundredfold, and dark lightness too; so then do its programs.
func ofLab(l, a, b float64) (xyz, bool) {
	f := (l + 16) / 116
	y := f * f * f
	if y < 0.008856 {
		y = l / 9.03292
		return xyz{whiteXYZ.x * (y + a/3893.5), y, whiteXYZ.z * (y - b/1557.4)}, l >= 0
	}
	return xyz{whiteXYZ.x * math.Pow(f+a/5, 3), y, whiteXYZ.z * math.Pow(f-b/2, 3)}, l <= 100
}

// ofLuv is CIE L*u*v*, with u* and v* a hundredfold too.
func ofLuv(l, us, vs float64) (xyz, bool) {
	if l <= 0 || l > 100 {
		return xyz{}, l == 0
	}
	scale := 13 * l / 100
	return ofUV(whiteUV[0]+us/scale, whiteUV[1]+vs/scale, lightnessY(l)), true
}

// lightnessY is the Y of a lightness L*.
func lightnessY(l float64) float64 {
	if l < 8 {
		return l / 903.29
	}
	return math.Pow((l+16)/116, 3)
}

// bestRed is where the hues of TekHVC are counted from, in u' and v'; chromaScale is how far a chroma of 1 goes.
var bestRed = [2]float64{0.7127, 0.4931}

const chromaScale = 7.50725

// ofTekHVC is Tektronix' hue in degrees, value and chroma, around the display's white.
func ofTekHVC(hue, value, chroma float64) (xyz, bool) {
	if value <= 0 || value >= 100 || chroma < 0 {
		return ofUV(whiteUV[0], whiteUV[1], value/100), (value == 0 || value == 100) && chroma >= 0
	}
	angle := hue*math.Pi/180 + math.Atan((bestRed[1]-whiteUV[1])/(bestRed[0]-whiteUV[0]))
	far := chroma / (value * chromaScale)
	return ofUV(whiteUV[0]+far*math.Cos(angle), whiteUV[1]+far*math.Sin(angle), lightnessY(value)), true
}
