package capture

import (
	"strconv"
	"strings"

	"gmux/server/vt/grid"
)

// transition is the sequences between two looks, as tmux writes them: one for the attributes, which begins with 0 where one is gone, and
// one for each colour.
func transition(from, to grid.Style) string {
	var b strings.Builder
	sequence := func(codes ...string) { b.WriteString("\x1b[" + strings.Join(codes, ";") + "m") }
	var codes []string
	lost := from.Attrs &^ to.Attrs &^ grid.Protected
	reset := lost != 0 || from.Underline != to.Underline && from.Underline != grid.UnderlineNone || to.Ul.IsDefault() && !from.Ul.IsDefault()
	if reset {
		codes = append(codes, "0")
		from = grid.Style{}
	}
	for _, a := range attrCodes {
		if a.underline != grid.UnderlineNone {
			if to.Underline == a.underline && from.Underline != a.underline {
				codes = append(codes, a.code)
			}
		} else if to.Has(a.attr) && !from.Has(a.attr) {
			codes = append(codes, a.code)
		}
	}
	if len(codes) > 0 {
		sequence(codes...)
	}
	if to.Fg != from.Fg {
		sequence(colour(to.Fg, 30, "38;"))
	}
	if to.Bg != from.Bg {
		sequence(colour(to.Bg, 40, "48;"))
	}
	if to.Ul != from.Ul {
		sequence(colour(to.Ul, -1, "58;"))
	}
	return b.String()
}

// attrCodes are in the order in which tmux writes them.
var attrCodes = []struct {
	attr      grid.Attr
	underline grid.UnderlineKind
	code      string
}{
	{attr: grid.Bold, code: "1"}, {attr: grid.Dim, code: "2"}, {attr: grid.Italic, code: "3"}, {underline: grid.UnderlineSingle, code: "4"},
	{attr: grid.Blink, code: "5"}, {attr: grid.Reverse, code: "7"}, {attr: grid.Conceal, code: "8"}, {attr: grid.Strike, code: "9"},
	{underline: grid.UnderlineDouble, code: "4:2"}, {underline: grid.UnderlineCurly, code: "4:3"},
	{underline: grid.UnderlineDotted, code: "4:4"}, {underline: grid.UnderlineDashed, code: "4:5"}, {attr: grid.Overline, code: "53"},
}

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
