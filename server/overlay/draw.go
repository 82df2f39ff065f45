package overlay

import (
	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/status"
	"gmux/server/style"
)

// Draw is a prompt behind its label, an expanded format, in so many columns, and the column of the cursor. Where the text
// is too long for what the label leaves, it is shown up to the cursor.
func Draw(p *model.Prompt, label string, base style.Style, width int) (cells []status.Cell, cursor int) {
	row := status.DrawOver(label, base, width)
	start := min(format.Width(label), width)
	text, cursor := drawText(p, base.Look(), width-start)
	return over(row.Cells, start, text), max(0, min(start+cursor, width-1))
}

// drawText draws what was typed in so many columns.
func drawText(p *model.Prompt, look style.Style, width int) (cells []status.Cell, cursor int) {
	before, behind := shown(p.Text[:p.At], look), shown(p.Text[p.At:], look)
	if p.Quote {
		behind = append([]status.Cell{{Text: "^", Width: 1, Style: look}}, behind...)
	}
	cursor = columns(before)
	skip := max(0, cursor-width+1)
	col := 0 // of the text
	for _, c := range append(before, behind...) {
		switch {
		case col+c.Width > skip+width:
			return cells, cursor - skip
		case col >= skip:
			cells = append(cells, c)
		case col+c.Width > skip: // half of it is left
			cells = append(cells, status.Cell{Text: " ", Width: 1, Style: look})
		}
		col += c.Width
	}
	return cells, cursor - skip
}

// shown is text as cells, a control character as ^ and a letter.
func shown(text string, look style.Style) []status.Cell {
	var cells []status.Cell
	for text != "" {
		c, w := format.Cluster(text)
		text = text[len(c):]
		switch {
		case w > 0:
			cells = append(cells, status.Cell{Text: c, Width: w, Style: look})
		case c[0] < ' ' || c[0] == 0x7f:
			for _, r := range []byte{'^', c[0] ^ 0x40} {
				cells = append(cells, status.Cell{Text: string(rune(r)), Width: 1, Style: look})
			}
		}
	}
	return cells
}

func columns(cells []status.Cell) int {
	n := 0
	for _, c := range cells {
		n += c.Width
	}
	return n
}

// over puts text into a row. A wide character of the row that it covers half of becomes a space.
func over(row []status.Cell, at int, text []status.Cell) []status.Cell {
	end := at + columns(text)
	var out, tail []status.Cell
	col := 0
	for _, c := range row {
		next := col + c.Width
		blank := status.Cell{Text: " ", Width: 1, Style: c.Style}
		switch {
		case next <= at:
			out = append(out, c)
		case col >= end:
			tail = append(tail, c)
		case col < at:
			out = append(out, blank)
		case next > end && c.Width == 2:
			tail = append(tail, blank)
		}
		col = next
	}
	return append(append(out, text...), tail...)
}
