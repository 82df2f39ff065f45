package vttest

import (
	"fmt"
	"strings"

	"gmux/server/vt"
	"gmux/server/vt/grid"
)

// Shown is what can be seen of a cell. Hidden text is blank, and has no columns of its own then; a blank has no colour of
// its own; DECSCA and hyperlinks are not drawn.
func Shown(text string, s grid.Style) (string, grid.Style) {
	s.Attrs &^= grid.Protected
	s.Link = 0
	if s.Has(grid.Conceal) {
		text = " "
		s.Attrs &^= grid.Conceal
	}
	if text == " " && s.Underline == grid.UnderlineNone && s.Attrs&(grid.Reverse|grid.Strike|grid.Overline) == 0 {
		s = grid.Style{Bg: s.Bg}
	}
	return text, s
}

// DrawShown draws what can be seen of the screen and its styles.
func DrawShown(t *vt.Terminal) string {
	var b strings.Builder
	rows, _ := t.Size()
	styles := make([][]string, rows)
	cur := t.Cursor()
	for i := range rows {
		b.WriteByte('|')
		for _, c := range t.Row(i).Cells {
			text, style := Shown(string(t.AppendText(nil, c)), t.StyleOf(c.Style()))
			b.WriteString(text)
			styles[i] = append(styles[i], Describe(t, style))
		}
		b.WriteByte(edge(t.Row(i).Wrapped))
		if i == cur.Row {
			b.WriteString(CursorMark(cur.Col, cur.PendingWrap))
		}
		b.WriteByte('\n')
	}
	return b.String() + StylePicture(styles)
}

// CursorMark is what stands behind the cursor's row.
func CursorMark(col int, pending bool) string {
	mark := fmt.Sprintf("@%d", col)
	if pending {
		mark += "+"
	}
	return mark
}
