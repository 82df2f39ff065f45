//go:build linux

package usertest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Cell is a character with what it looks like.
type Cell struct {
	Text  string
	Style string // canonical: "fg=1 bg=#ff8800 bold", "" for the terminal's own look
}

// Cells are the rows of a screen.
type Cells [][]Cell

// Text is the characters alone, blanks at the right of rows left out.
func (c Cells) Text() string {
	var b strings.Builder
	for _, row := range c {
		var line strings.Builder
		for _, cell := range row {
			line.WriteString(cell.Text)
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// Diff describes the cells that differ, "" for none; only the first few, since a shifted line differs
// everywhere.
func (c Cells) Diff(want Cells) string {
	var b strings.Builder
	count := 0
	for y := range max(len(c), len(want)) {
		var got, exp []Cell
		if y < len(c) {
			got = c[y]
		}
		if y < len(want) {
			exp = want[y]
		}
		for x := range max(len(got), len(exp)) {
			g, e := cellAt(got, x), cellAt(exp, x)
			if g == e {
				continue
			}
			if count++; count <= 12 {
				fmt.Fprintf(&b, "row %d column %d: got %q (%s), want %q (%s)\n", y, x, g.Text, g.Style, e.Text, e.Style)
			}
		}
	}
	if count > 12 {
		fmt.Fprintf(&b, "and %d cells more\n", count-12)
	}
	return b.String()
}

func cellAt(row []Cell, x int) Cell {
	if x < len(row) {
		return row[x]
	}
	return Cell{Text: " "}
}

// parseCells reads what capture-pane -e prints: text with SGR (ECMA-48 8.3.117), one line a row. Every
// row starts in the state in which the one before it ended. Shift out and in, which it prints around
// line drawing, become the characters they stand for.
func parseCells(text string, rows, cols int) Cells {
	cells := make(Cells, 0, rows)
	var pen pen
	graphics := false
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		var row []Cell
		for len(line) > 0 {
			switch {
			case strings.HasPrefix(line, "\x1b["):
				end := strings.IndexByte(line, 'm')
				if end < 0 {
					end = len(line) - 1
				}
				pen.apply(line[2:end])
				line = line[end+1:]
			case strings.HasPrefix(line, "\x1b]"): // a hyperlink: OSC 8, ended by ST
				_, rest, _ := strings.Cut(line, "\x1b\\")
				line = rest
			case line[0] == 0x0e || line[0] == 0x0f:
				graphics = line[0] == 0x0e
				line = line[1:]
			default:
				r, n := utf8.DecodeRuneInString(line)
				line = line[n:]
				if graphics {
					r = decGraphics(r)
				}
				row = append(row, pen.cell(string(r)))
			}
		}
		for len(row) < cols {
			row = append(row, Cell{Text: " "})
		}
		cells = append(cells, row)
	}
	return cells
}

// decGraphics is the DEC Special Graphics set, of which programs draw boxes.
func decGraphics(r rune) rune {
	const from = "`afgjklmnopqrstuvwxyz{|}~"
	to := []rune("◆▒°±┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")
	if i := strings.IndexRune(from, r); i >= 0 {
		return to[i]
	}
	return r
}

// A pen is the graphic rendition that characters get.
type pen struct {
	fg, bg, ul string
	attrs      [10]bool // by SGR parameter 1..9; 0 is overline
	underline  string   // kind: 1 single, 2 double, 3 curly …
}

var attrNames = [10]string{"overline", "bold", "dim", "italics", "", "blink", "blink", "reverse", "hidden", "strikethrough"}

// cell is what the pen writes, reduced to what can be seen: the colour and weight of a blank cannot,
// unless it is reversed or carries a line.
func (p *pen) cell(text string) Cell {
	var s []string
	lined := p.underline != "" || p.attrs[9] || p.attrs[0]
	blank := text == " "
	if p.fg != "" && (!blank || p.attrs[7] || lined) {
		s = append(s, "fg="+p.fg)
	}
	if p.bg != "" {
		s = append(s, "bg="+p.bg)
	}
	if p.underline != "" {
		s = append(s, "underline="+p.underline)
		if p.ul != "" {
			s = append(s, "ul="+p.ul)
		}
	}
	for i, on := range p.attrs {
		if !on || blank && !(i == 7 || lined && (i == 9 || i == 0)) {
			continue
		}
		s = append(s, attrNames[i])
	}
	return Cell{text, strings.Join(s, " ")}
}

func (p *pen) apply(params string) {
	fields := strings.Split(params, ";")
	for i := 0; i < len(fields); i++ {
		main, sub, _ := strings.Cut(fields[i], ":")
		n, _ := strconv.Atoi(main)
		switch {
		case n == 0:
			*p = pen{}
		case n == 4:
			p.underline = "1"
			if sub != "" {
				p.underline = strings.TrimPrefix(sub, "0")
			}
		case n >= 1 && n <= 9:
			p.attrs[n] = true
		case n == 21:
			p.underline = "2"
		case n == 22:
			p.attrs[1], p.attrs[2] = false, false
		case n == 24:
			p.underline = ""
		case n == 25:
			p.attrs[5], p.attrs[6] = false, false
		case n == 23 || n >= 27 && n <= 29:
			p.attrs[n-20] = false
		case n == 53 || n == 55:
			p.attrs[0] = n == 53
		case n >= 30 && n <= 37:
			p.fg = strconv.Itoa(n - 30)
		case n >= 90 && n <= 97:
			p.fg = strconv.Itoa(n - 90 + 8)
		case n >= 40 && n <= 47:
			p.bg = strconv.Itoa(n - 40)
		case n >= 100 && n <= 107:
			p.bg = strconv.Itoa(n - 100 + 8)
		case n == 38 || n == 48 || n == 58:
			colour, used := parseColour(sub, fields[i+1:])
			i += used
			*map[int]*string{38: &p.fg, 48: &p.bg, 58: &p.ul}[n] = colour
		case n == 39:
			p.fg = ""
		case n == 49:
			p.bg = ""
		case n == 59:
			p.ul = ""
		}
	}
}

// parseColour reads "5;n" or "2;r;g;b", as sub-parameters or as the parameters that follow, and says
// how many of those it took.
func parseColour(sub string, following []string) (colour string, used int) {
	list, inSub := following, sub != ""
	if inSub {
		list = strings.Split(sub, ":")
	}
	switch {
	case len(list) >= 2 && list[0] == "5":
		colour, used = list[1], 2
	case len(list) >= 4 && list[0] == "2":
		rgb := list[1:4]
		if inSub && len(list) >= 5 { // 2:colourspace:r:g:b
			rgb = list[2:5]
		}
		var v [3]int
		for i := range rgb {
			v[i], _ = strconv.Atoi(rgb[i])
		}
		colour, used = fmt.Sprintf("#%02x%02x%02x", v[0], v[1], v[2]), 4
	}
	if inSub {
		used = 0
	}
	return colour, used
}
