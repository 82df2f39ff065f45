package capture

import (
	"strconv"
	"strings"

	"gmux/server/vt/grid"
)

// transition is the SGR that leads from one style to another: after a reset where something has to be switched off.
func transition(from, to grid.Style) string {
	var codes []string
	lost := from.Attrs &^ to.Attrs &^ grid.Protected
	if lost != 0 || from.Underline != to.Underline && from.Underline != grid.UnderlineNone ||
		to.Fg.IsDefault() && !from.Fg.IsDefault() || to.Bg.IsDefault() && !from.Bg.IsDefault() ||
		to.Ul.IsDefault() && !from.Ul.IsDefault() {
		codes = append(codes, "0")
		from = grid.Style{}
	}
	for _, a := range attrCodes {
		if to.Has(a.attr) && !from.Has(a.attr) {
			codes = append(codes, a.code)
		}
	}
	if to.Underline != from.Underline {
		codes = append(codes, underlineCodes[to.Underline])
	}
	if to.Fg != from.Fg {
		codes = append(codes, colour(to.Fg, 30, "38;"))
	}
	if to.Bg != from.Bg {
		codes = append(codes, colour(to.Bg, 40, "48;"))
	}
	if to.Ul != from.Ul {
		codes = append(codes, strings.ReplaceAll(colour(to.Ul, -1, "58;"), ";", ":"))
	}
	if len(codes) == 0 {
		return ""
	}
	return "\x1b[" + strings.Join(codes, ";") + "m"
}

var attrCodes = []struct {
	attr grid.Attr
	code string
}{
	{grid.Bold, "1"}, {grid.Dim, "2"}, {grid.Italic, "3"}, {grid.Blink, "5"}, {grid.Reverse, "7"},
	{grid.Conceal, "8"}, {grid.Strike, "9"}, {grid.Overline, "53"},
}

var underlineCodes = [...]string{"24", "4", "4:2", "4:3", "4:4", "4:5"}

// colour is a colour's SGR; base is that of the first of the eight old colours, or -1 if they have no codes of their own.
func colour(c grid.Color, base int, long string) string {
	if i, ok := c.Index(); ok {
		switch {
		case base >= 0 && i < 8:
			return strconv.Itoa(base + int(i))
		case base >= 0 && i < 16:
			return strconv.Itoa(base + 60 + int(i) - 8)
		}
		return long + "5;" + strconv.Itoa(int(i))
	}
	if r, g, b, ok := c.RGB(); ok {
		return long + "2;" + strconv.Itoa(int(r)) + ";" + strconv.Itoa(int(g)) + ";" + strconv.Itoa(int(b))
	}
	return strconv.Itoa(base + 9)
}
