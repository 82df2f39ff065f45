package server

import (
	"fmt"
	"strings"

	"gmux/server/model"
	"gmux/server/status"
	"gmux/server/style"
	"gmux/server/vars"
)

// epitaph scrolls the screen by a line, writes remain-on-exit-format on the last one, if there is any, and hides the cursor.
func (s *Server) epitaph(p *model.Pane) string {
	template := p.Options.String("remain-on-exit-format")
	if template == "" {
		return "\x1b[?25l"
	}
	text := vars.New(s.model, s, vars.Scope{Pane: p}).ExpandTime(template)
	return "\x1b[?6l\x1b[?69l\x1b[r\x1b[m\x1b[9999;1H\n\r\x1b[?7l" + drawn(text, p.Size.Cols) + "\x1b[?25l"
}

// drawn is an expanded format as a terminal draws it from the beginning of an empty row of cols columns.
func drawn(expanded string, cols int) string {
	var b strings.Builder
	var last style.Style
	col, at := 0, 0
	for _, c := range status.DrawOver(expanded, style.Style{}, cols).Cells {
		if !c.Clear() {
			if c.Style != last {
				b.WriteString(sgr(c.Style))
				last = c.Style
			}
			if at != col {
				fmt.Fprintf(&b, "\x1b[%dG", col+1)
			}
			b.WriteString(c.Text)
			at = col + c.Width
		}
		col += c.Width
	}
	return b.String()
}

var sgrAttrs = []struct {
	attr style.Attr
	code string
}{
	{style.Bright, "1"}, {style.Dim, "2"}, {style.Italics, "3"}, {style.Underscore, "4"}, {style.Blink, "5"}, {style.Reverse, "7"},
	{style.Hidden, "8"}, {style.Strikethrough, "9"}, {style.DoubleUnderscore, "4:2"}, {style.CurlyUnderscore, "4:3"},
	{style.DottedUnderscore, "4:4"}, {style.DashedUnderscore, "4:5"}, {style.Overline, "53"},
}

// sgr is SGR for a style, whatever was before it.
func sgr(st style.Style) string {
	codes := []string{"0"}
	for _, a := range sgrAttrs {
		if st.Attr&a.attr != 0 {
			codes = append(codes, a.code)
		}
	}
	for _, c := range []struct {
		code   string
		colour style.Colour
	}{{"38", st.Fg}, {"48", st.Bg}, {"58", st.Us}} {
		switch c.colour.Kind() {
		case style.IndexKind:
			codes = append(codes, fmt.Sprintf("%s;5;%d", c.code, c.colour.Index()))
		case style.RGBKind:
			r, g, b := c.colour.RGB()
			codes = append(codes, fmt.Sprintf("%s;2;%d;%d;%d", c.code, r, g, b))
		}
	}
	return "\x1b[" + strings.Join(codes, ";") + "m"
}
