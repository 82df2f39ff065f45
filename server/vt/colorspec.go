package vt

import (
	"strconv"
	"strings"

	"gmux/server/vt/grid"
)

// parseColor reads a colour as XParseColor does: #rgb with one to four digits for each part, a colour space and
// three numbers, or a name. Case is nothing.
func (t *Terminal) parseColor(s string) (grid.Color, bool) {
	if digits, ok := strings.CutPrefix(s, "#"); ok {
		return parseHash(digits)
	}
	space, values, ok := strings.Cut(s, ":")
	if !ok {
		return t.namedColor(s)
	}
	switch space = strings.ToLower(space); space {
	case "rgb":
		return parseRGB(values, 3)
	case "rgba":
		return parseRGB(values, 4)
	}
	var v [3]float64
	if !parseNumbers(values, v[:]) {
		return 0, false
	}
	if space == "rgbi" {
		return ofIntensities(v)
	}
	toXYZ, ok := colorSpaces[space]
	if !ok {
		return 0, false
	}
	xyz, ok := toXYZ(v[0], v[1], v[2])
	if !ok {
		return 0, false
	}
	return ofXYZ(xyz), true
}

// parseHash reads the digits of #rgb, which are the high ones of each part.
func parseHash(digits string) (grid.Color, bool) {
	each := len(digits) / 3
	if len(digits)%3 != 0 {
		return 0, false
	}
	var v [3]uint8
	for i := range v {
		n, ok := hexDigits(digits[i*each : (i+1)*each])
		if !ok {
			return 0, false
		}
		v[i] = uint8(n << 16 >> (4 * each) >> 8)
	}
	return grid.RGB(v[0], v[1], v[2]), true
}

// parseRGB reads r/g/b, of one to four digits each that are stretched over the range, and /a, which is dropped:
// nothing here is translucent.
func parseRGB(values string, parts int) (grid.Color, bool) {
	list := strings.Split(values, "/")
	if len(list) != parts {
		return 0, false
	}
	var v [4]uint8
	for i, p := range list {
		n, ok := hexDigits(p)
		if !ok {
			return 0, false
		}
		v[i] = uint8(n * 255 / (1<<(4*len(p)) - 1))
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

// parseNumbers reads as many decimal numbers as v has places, set off by slashes.
func parseNumbers(s string, v []float64) bool {
	list := strings.Split(s, "/")
	if len(list) != len(v) {
		return false
	}
	for i, p := range list {
		if strings.Trim(p, "0123456789+-.eE") != "" { // ParseFloat takes infinities and more
			return false
		}
		n, err := strconv.ParseFloat(p, 64)
		if err != nil {
			return false
		}
		v[i] = n
	}
	return true
}

// namedColor is a colour by its name in X11's rgb.txt, which may have spaces.
func (t *Terminal) namedColor(name string) (grid.Color, bool) {
	if t.opt.ColorName == nil || len(name) > maxColorName {
		return 0, false
	}
	r, g, b, ok := t.opt.ColorName(strings.ToLower(strings.ReplaceAll(name, " ", "")))
	return grid.RGB(r, g, b), ok
}

// maxColorName is longer than any name.
const maxColorName = 64
