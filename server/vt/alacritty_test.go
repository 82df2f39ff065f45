//go:build conformance

package vt_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/history"
	"gmux/server/vt/vttest"
)

// Alacritty's sources have recorded sessions and the cells that it had after them. ALACRITTY names a checkout:
//
//	ALACRITTY=dir make conformance
//
// Text, styles and soft wraps of the screen are compared cell by cell, and the history where one was kept. What
// may differ is in testdata/alacritty.txt, a line each: the session, what differs, and why. Nothing may differ
// that is not there, and nothing may be there that does not differ.
func TestAlacritty(t *testing.T) {
	dir := os.Getenv("ALACRITTY")
	if dir == "" {
		t.Fatal("ALACRITTY does not name a checkout of Alacritty")
	}
	sessions, err := filepath.Glob(filepath.Join(dir, "alacritty_terminal/tests/ref/*/alacritty.recording"))
	if err != nil || len(sessions) == 0 {
		t.Fatal("no recordings there", err)
	}
	expected := readExpected(t, "testdata/alacritty.txt")
	var missing []string
	score, total := map[string]int{}, 0
	for _, file := range sessions {
		dir, name := filepath.Dir(file), filepath.Base(filepath.Dir(file))
		if _, err := os.Stat(filepath.Join(dir, "grid.json")); os.IsNotExist(err) {
			missing = append(missing, name)
			continue
		}
		total++
		differences := compareAlacritty(t, dir)
		for _, aspect := range []string{"text", "style", "wraps", "history"} {
			what := name + " " + aspect
			found := differences[aspect]
			reason, known := expected[what]
			delete(expected, what)
			switch {
			case len(found) == 0 && known:
				t.Errorf("%s does not differ any more; it did: %s", what, reason)
			case len(found) > 0 && !known:
				t.Errorf("%s differs:\n%s", what, strings.Join(found[:min(len(found), 20)], "\n"))
			}
			if len(found) == 0 {
				score[aspect]++
			}
		}
	}
	for what := range expected {
		t.Errorf("there is no %q", what)
	}
	t.Logf("of %d sessions the same: text %d, style %d, wraps %d, history %d; no reference screen in the checkout: %s",
		total, score["text"], score["style"], score["wraps"], score["history"], strings.Join(missing, " "))
}

// readExpected reads `session what: reason` lines.
func readExpected(t *testing.T, file string) map[string]string {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	expected := map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if what, reason, ok := strings.Cut(s.Text(), ": "); ok && !strings.HasPrefix(what, "#") {
			expected[what] = reason
		}
	}
	return expected
}

// alacrittyGrid is what grid.json has: rows from the bottom of the screen to the top of the history.
type alacrittyGrid struct {
	Raw struct {
		Inner []struct{ Inner []alacrittyCell }
	}
	Lines, Columns int
}

type alacrittyCell struct {
	C      string
	Fg, Bg alacrittyColor
	Flags  string
	Extra  *struct {
		Zerowidth []string
		Underline *alacrittyColor `json:"underline_color"`
		Hyperlink *struct{ Inner struct{ URI string } }
	}
}

type alacrittyColor struct {
	Named   string
	Indexed *uint8
	Spec    *struct{ R, G, B uint8 }
}

// compareAlacritty replays a session and lists the differences by what differs.
func compareAlacritty(t *testing.T, dir string) map[string][]string {
	var want alacrittyGrid
	var config struct {
		History int `json:"history_size"`
	}
	decodeFile(t, filepath.Join(dir, "grid.json"), &want)
	decodeFile(t, filepath.Join(dir, "config.json"), &config)
	term := vt.New(vt.Options{Rows: want.Lines, Cols: want.Columns, HistoryLimit: config.History})
	vttest.Write(term, string(read(t, filepath.Join(dir, "alacritty.recording"))))

	found := map[string][]string{}
	add := func(aspect, format string, args ...any) {
		found[aspect] = append(found[aspect], fmt.Sprintf(format, args...))
	}
	for i := range want.Lines {
		cells, row := want.Raw.Inner[want.Lines-1-i].Inner, term.Row(i)
		for col, w := range cells {
			c := row.Cells[col]
			if got, want := string(term.AppendText(nil, c)), w.text(); got != want {
				add("text", "%d,%d: %q, want %q", i, col, got, want)
			}
			style := term.StyleOf(c.Style())
			uri, _ := term.Link(style.Link)
			if got, want := alacrittyStyle(style, uri), w.style(); got != want {
				add("style", "%d,%d %s: %v, want %v", i, col, w.C, got, want)
			}
		}
		if wraps := cells[len(cells)-1].has("WRAPLINE"); wraps != row.Wrapped {
			add("wraps", "%d: %v, want %v", i, row.Wrapped, wraps)
		}
	}
	for i, row := range want.Raw.Inner[want.Lines:] {
		var text string
		for _, w := range row.Inner {
			text += w.text()
		}
		if got, want := historyText(term, want.Columns, i), strings.TrimRight(text, " "); got != want {
			add("history", "%d above the screen: %q, want %q", i+1, got, want)
		}
	}
	return found
}

func decodeFile(t *testing.T, file string, v any) {
	if err := json.Unmarshal(read(t, file), v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// historyText is the row that stands i rows above the lowest of the history, or nothing.
func historyText(term *vt.Terminal, width, i int) string {
	n := term.History().Rows(width)
	var line history.Line
	if i >= n || !term.History().Row(width, n-1-i, &line) {
		return ""
	}
	return strings.TrimRight(string(line.Text), " ")
}

func (c *alacrittyCell) has(flag string) bool {
	return slices.Contains(strings.Split(c.Flags, " | "), flag)
}

// text is the cell's text as ours: Alacritty keeps a tab where one was passed, and blanks right of wide characters.
func (c *alacrittyCell) text() string {
	switch {
	case c.has("WIDE_CHAR_SPACER"):
		return ""
	case c.C == "\t":
		return " "
	case c.Extra != nil:
		return c.C + strings.Join(c.Extra.Zerowidth, "")
	}
	return c.C
}

// A comparableStyle is what both terminals know of a style. Alacritty has neither blinking nor overlined text.
type comparableStyle struct {
	grid.Style
	uri string
}

func alacrittyStyle(s grid.Style, uri string) comparableStyle {
	s.Attrs &^= grid.Blink | grid.Overline | grid.Protected
	s.Link = 0
	return comparableStyle{s, uri}
}

var alacrittyAttrs = map[string]grid.Attr{
	"BOLD": grid.Bold, "DIM": grid.Dim, "ITALIC": grid.Italic, "INVERSE": grid.Reverse, "HIDDEN": grid.Conceal,
	"STRIKEOUT": grid.Strike,
}

var alacrittyUnderlines = map[string]grid.UnderlineKind{
	"UNDERLINE": grid.UnderlineSingle, "DOUBLE_UNDERLINE": grid.UnderlineDouble, "UNDERCURL": grid.UnderlineCurly,
	"DOTTED_UNDERLINE": grid.UnderlineDotted, "DASHED_UNDERLINE": grid.UnderlineDashed,
}

func (c *alacrittyCell) style() comparableStyle {
	s := comparableStyle{Style: grid.Style{Fg: c.Fg.color(), Bg: c.Bg.color()}}
	for _, flag := range strings.Split(c.Flags, " | ") {
		s.Attrs |= alacrittyAttrs[flag]
		if kind := alacrittyUnderlines[flag]; kind != 0 {
			s.Underline = kind
		}
	}
	if c.Extra != nil && c.Extra.Underline != nil {
		s.Ul = c.Extra.Underline.color()
	}
	if c.Extra != nil && c.Extra.Hyperlink != nil {
		s.uri = c.Extra.Hyperlink.Inner.URI
	}
	return s
}

var alacrittyNames = []string{
	"Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White",
	"BrightBlack", "BrightRed", "BrightGreen", "BrightYellow", "BrightBlue", "BrightMagenta", "BrightCyan", "BrightWhite",
}

func (c *alacrittyColor) color() grid.Color {
	switch {
	case c.Spec != nil:
		return grid.RGB(c.Spec.R, c.Spec.G, c.Spec.B)
	case c.Indexed != nil:
		return grid.Indexed(*c.Indexed)
	}
	if i := slices.Index(alacrittyNames, c.Named); i >= 0 {
		return grid.Indexed(uint8(i))
	}
	return grid.ColorDefault
}
