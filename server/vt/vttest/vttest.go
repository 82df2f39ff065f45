// Package vttest draws screens as text, so that tests can say what a screen is by showing it.
//
//	|aaaa|       a row between its edges
//	|bbbb\       a row that a soft wrap continues in the next one
//	|cc  |@2     the cursor's row, and its column
//	|ddddd|@4+   ... with the wrap pending
//
// A second picture has the styles: a letter for each cell that is not in the default style, a dot for each
// that is, and below it what the letters mean.
//
//	|aab.|
//	a: bold fg=colour1
//	b: reverse
//
// Wide characters take two columns in the first picture and two letters in the second. Leading white space and
// empty lines do not matter. Rows of a wanted picture without any cursor leave it out of the comparison.
package vttest

import (
	"fmt"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/grid"
)

// New is a terminal that was written in.
func New(rows, cols int, in string) *vt.Terminal {
	t := vt.New(vt.Options{Rows: rows, Cols: cols, HistoryLimit: 1000})
	Write(t, in)
	return t
}

// Write writes s, which cannot fail.
func Write(t *vt.Terminal, s string) {
	if _, err := t.Write([]byte(s)); err != nil {
		panic(err)
	}
}

// Expect fails the test if the screen does not look like want.
func Expect(tb testing.TB, t *vt.Terminal, want string) {
	tb.Helper()
	got := Draw(t)
	if !strings.Contains(want, "@") {
		got = draw(t, false)
	}
	compare(tb, got, want)
}

// ExpectStyles fails the test if the styles on the screen are not those of want.
func ExpectStyles(tb testing.TB, t *vt.Terminal, want string) {
	tb.Helper()
	compare(tb, DrawStyles(t), want)
}

// ExpectHistory fails the test if the history, wrapped for a width, does not look like want.
func ExpectHistory(tb testing.TB, t *vt.Terminal, width int, want string) {
	tb.Helper()
	compare(tb, DrawHistory(t, width), want)
}

func compare(tb testing.TB, got, want string) {
	tb.Helper()
	if want = trim(want); got != want {
		tb.Errorf("got\n%swant\n%s", got, want)
	}
}

// trim takes away what does not matter in a wanted picture.
func trim(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// Draw draws the screen and the cursor.
func Draw(t *vt.Terminal) string { return draw(t, true) }

func draw(t *vt.Terminal, withCursor bool) string {
	var b strings.Builder
	rows, _ := t.Size()
	cur := t.Cursor()
	for i := range rows {
		r := t.Row(i)
		b.WriteByte('|')
		b.WriteString(RowText(t, r))
		b.WriteByte(edge(r.Wrapped))
		if withCursor && i == cur.Row {
			b.WriteString(CursorMark(cur.Col, cur.PendingWrap))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func edge(wrapped bool) byte {
	if wrapped {
		return '\\'
	}
	return '|'
}

// RowText is the text of a row, as wide as the screen.
func RowText(t *vt.Terminal, r *grid.Row) string {
	var b []byte
	for _, c := range r.Cells {
		b = t.AppendText(b, c)
	}
	return string(b)
}

// Text is the text of the screen without the spaces at the ends of rows.
func Text(t *vt.Terminal) string {
	var b strings.Builder
	rows, _ := t.Size()
	for i := range rows {
		b.WriteString(strings.TrimRight(RowText(t, t.Row(i)), " ") + "\n")
	}
	return b.String()
}

// DrawStyles draws the styles.
func DrawStyles(t *vt.Terminal) string {
	rows, _ := t.Size()
	styles := make([][]string, rows)
	names := map[grid.StyleID]string{}
	for i := range rows {
		for _, c := range t.Row(i).Cells {
			if _, ok := names[c.Style()]; !ok {
				names[c.Style()] = Describe(t, t.StyleOf(c.Style()))
			}
			styles[i] = append(styles[i], names[c.Style()])
		}
	}
	return StylePicture(styles)
}

// styleLetters are what styles are drawn as, the first found first.
var styleLetters = []rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

// StylePicture draws styles that are given in words, cell by cell; the default style is no words.
func StylePicture(styles [][]string) string {
	var picture, legend strings.Builder
	letters := map[string]rune{"": '.'}
	for _, row := range styles {
		picture.WriteByte('|')
		for _, words := range row {
			l, ok := letters[words]
			if !ok {
				if l = rune(len(letters)) + 0x2ff; len(letters) <= len(styleLetters) {
					l = styleLetters[len(letters)-1]
				}
				letters[words] = l
				fmt.Fprintf(&legend, "%c: %s\n", l, words)
			}
			picture.WriteRune(l)
		}
		picture.WriteString("|\n")
	}
	return picture.String() + legend.String()
}

var attrNames = []struct {
	attr grid.Attr
	name string
}{
	{grid.Bold, "bold"}, {grid.Dim, "dim"}, {grid.Italic, "italics"}, {grid.Blink, "blink"},
	{grid.Reverse, "reverse"}, {grid.Conceal, "hidden"}, {grid.Strike, "strikethrough"},
	{grid.Overline, "overline"}, {grid.Protected, "protected"},
}

var underlineNames = [...]string{"", "underscore", "double-underscore", "curly-underscore", "dotted-underscore", "dashed-underscore"}

// Describe says what a style is, in the words of tmux's styles.
func Describe(t *vt.Terminal, s grid.Style) string {
	var words []string
	for _, a := range attrNames {
		if s.Has(a.attr) {
			words = append(words, a.name)
		}
	}
	if s.Underline != grid.UnderlineNone {
		words = append(words, underlineNames[s.Underline])
	}
	for _, c := range []struct {
		name  string
		color grid.Color
	}{{"fg", s.Fg}, {"bg", s.Bg}, {"us", s.Ul}} {
		if !c.color.IsDefault() {
			words = append(words, c.name+"="+c.color.String())
		}
	}
	if s.Link != 0 {
		uri, _ := t.Link(s.Link)
		words = append(words, "link="+uri)
	}
	return strings.Join(words, " ")
}
