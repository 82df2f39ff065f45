package vttest

import (
	"gmux/server/vt"
	"gmux/server/vt/grid"
)

// Shown is what can be seen of a style in a cell with this text: a blank has no colour of its own, DECSCA and hyperlinks
// are not drawn.
func Shown(text string, s grid.Style) grid.Style {
	s.Attrs &^= grid.Protected
	s.Link = 0
	if text == " " && s.Underline == grid.UnderlineNone && s.Attrs&(grid.Reverse|grid.Strike|grid.Overline) == 0 {
		return grid.Style{Bg: s.Bg}
	}
	return s
}

// DrawShown draws the screen and what can be seen of the styles.
func DrawShown(t *vt.Terminal) string {
	rows, _ := t.Size()
	styles := make([][]string, rows)
	for i := range rows {
		for _, c := range t.Row(i).Cells {
			text := string(t.AppendText(nil, c))
			styles[i] = append(styles[i], Describe(t, Shown(text, t.StyleOf(c.Style()))))
		}
	}
	return Draw(t) + StylePicture(styles)
}
