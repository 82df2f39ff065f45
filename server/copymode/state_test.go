package copymode

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/history"
)

// extent has 100 rows of history above a screen of 10.
var extent = Extent{Rows: 10, Cols: 80, History: 100, Screen: 10}

func TestDo(t *testing.T) {
	for _, tt := range []struct {
		name     string
		commands []string
		top      int
		row, col int
		leave    bool
	}{
		{"begins at the screen", nil, 100, 5, 7, false},
		{"a page keeps two rows in sight", []string{"page-up"}, 92, 5, 7, false},
		{"two pages", []string{"page-up", "page-up"}, 84, 5, 7, false},
		{"a page down comes back", []string{"page-up", "page-down"}, 100, 5, 7, false},
		{"half a page", []string{"halfpage-up"}, 95, 5, 7, false},
		{"the top", []string{"history-top"}, 0, 0, 0, false},
		{"beyond the top the cursor moves", []string{"history-top", "bottom-line", "page-up"}, 0, 1, 0, false},
		{"the cursor scrolls at the edge", []string{"top-line", "cursor-up", "cursor-up"}, 98, 0, 0, false},
		{"the cursor stops at the end", []string{"bottom-line", "cursor-down"}, 100, 9, 0, false},
		{"the cursor stops at the left", []string{"start-of-line", "cursor-left"}, 100, 5, 0, false},
		{"the cursor stops at the right", []string{"end-of-line", "cursor-right"}, 100, 5, 79, false},
		{"and cancel leaves at the bottom", []string{"scroll-up", "scroll-down-and-cancel"}, 100, 5, 7, true},
		{"and cancel stays above it", []string{"page-up", "scroll-down-and-cancel"}, 93, 5, 7, false},
		{"cancel", []string{"page-up", "cancel"}, 92, 5, 7, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Enter(extent, 5, 7, Options{})
			var leave bool
			for _, c := range tt.commands {
				var known bool
				if s, leave, known = s.Do(extent, c, 1); !known {
					t.Fatalf("%s is not known", c)
				}
			}
			row, col := s.Cursor()
			if s.Top() != tt.top || row != tt.row || col != tt.col || leave != tt.leave {
				t.Errorf("top %d, cursor %d,%d, leave %v; want %d, %d,%d, %v",
					s.Top(), row, col, leave, tt.top, tt.row, tt.col, tt.leave)
			}
		})
	}
}

func TestUnknownCommand(t *testing.T) {
	s := Enter(extent, 0, 0, Options{})
	if _, _, known := s.Do(extent, "no-such-command", 1); known || Known("no-such-command") {
		t.Error("no-such-command is known")
	}
}

func TestExitAtBottom(t *testing.T) {
	s := Enter(extent, 0, 0, Options{PageUp: true, ExitBottom: true})
	if s.Top() != 92 {
		t.Fatalf("top %d after entering a page up", s.Top())
	}
	if _, leave, _ := s.Do(extent, "page-down", 1); !leave {
		t.Error("scrolling to the bottom does not leave")
	}
}

func TestWindowStandsStill(t *testing.T) {
	s := Enter(extent, 0, 0, Options{PageUp: true})
	grown := extent
	grown.History += 50
	if s = s.Fit(grown); s.Top() != 92 {
		t.Errorf("after 50 more rows the window moved to %d", s.Top())
	}
	trimmed := grown
	trimmed.Dropped, trimmed.History = 120, 30
	if s = s.Fit(trimmed); s.Top() != 120 {
		t.Errorf("after its rows were dropped the window is at %d, not at the oldest row, 120", s.Top())
	}
}

func TestResizeAtTheEndStaysThere(t *testing.T) {
	s := Enter(extent, 9, 79, Options{})
	narrow := Extent{Rows: 5, Cols: 40, History: 205, Screen: 5}
	s = s.Fit(narrow)
	if row, col := s.Cursor(); s.Top() != 205 || row != 4 || col != 39 {
		t.Errorf("top %d, cursor %d,%d", s.Top(), row, col)
	}
}

// TestHistoryKeepsItsTopLine: when a pane is made narrower and wider, what was at the top of the window stays there, apart from the end,
// and so it does when rows were dropped.
func TestHistoryKeepsItsTopLine(t *testing.T) {
	term := vt.New(vt.Options{Rows: 3, Cols: 10, HistoryLimit: 30})
	for i := range 40 {
		fmt.Fprintf(term, "%02d is rather long\r\n", i)
	}
	look := func() Extent {
		rows, cols := term.Size()
		h := term.History()
		return Extent{Rows: rows, Cols: cols, Dropped: h.Dropped(), History: h.Rows(cols), Screen: rows, Lines: h}
	}
	top := func(s State) string {
		_, cols := term.Size()
		var l history.Line
		term.History().Row(cols, s.Top()-term.History().Dropped(), &l)
		return string(l.Text)
	}
	s := Enter(look(), 0, 0, Options{})
	s, _, _ = s.Do(look(), "scroll-up", 9) // the second row of a line
	if look().Dropped == 0 || top(s) != "er long" {
		t.Fatalf("%d rows were dropped, %q is at the top", look().Dropped, top(s))
	}
	for _, tt := range []struct {
		cols int
		want string
	}{{5, "er lo"}, {3, "her"}, {10, "34 is rath"}, {80, "34 is rather long"}, {10, "34 is rath"}} {
		term.Resize(3, tt.cols)
		if s = s.Fit(look()); top(s) != tt.want {
			t.Errorf("in %d columns %q is at the top, want %q", tt.cols, top(s), tt.want)
		}
	}
	for _, tt := range []struct {
		lines int
		want  string
	}{{4, "34 is rath"}, {40, ""}} {
		term.Resize(3, 20-tt.lines/4)
		for range tt.lines {
			fmt.Fprint(term, "more that is rather long\r\n")
		}
		term.Resize(3, 10)
		if s = s.Fit(look()); tt.want != "" && top(s) != tt.want {
			t.Errorf("with %d lines more %q is at the top, want %q", tt.lines, top(s), tt.want)
		}
	}
	if s.Top() != look().Dropped {
		t.Errorf("after its line was dropped it is at %d, not at the oldest row, %d", s.Top(), look().Dropped)
	}
	s, _, _ = s.Do(look(), "history-bottom", 1)
	term.Resize(2, 5)
	if s = s.Fit(look()); s.Top() != look().last() {
		t.Errorf("from the end it went to %d, not %d", s.Top(), look().last())
	}
}

// textOf is a text that was printed at a width.
func textOf(cols int, lines ...string) *Text {
	t := NewText(cols)
	t.Add(lines)
	return t
}

// rowAt is a row of the text that s reads.
func rowAt(s State, row int) string {
	var l history.Line
	s.Text().Row(s.extent.Cols, row, &l)
	return string(l.Text)
}

func TestReadText(t *testing.T) {
	s := Read(Extent{Rows: 3, Cols: 10, History: 50, Screen: 3}, textOf(10, "1", "2", "3", "4", "5"))
	s, _, _ = s.Do(Extent{Rows: 3, Cols: 10}, "page-down", 9)
	if s.Top() != 2 {
		t.Errorf("the end of five lines in three rows begins at %d, want 2", s.Top())
	}
	if above, most, ok := s.Position(); above != 0 || most != 2 || !ok {
		t.Errorf("position %d of %d, shown %v", above, most, ok)
	}
}

func TestTextKeepsItsTopLine(t *testing.T) {
	s := Read(Extent{Rows: 2, Cols: 10}, textOf(10, "0123456789abcde", "", "second", "0123456789", "third", "fourth", "fifth"))
	s, _, _ = s.Do(Extent{Rows: 2, Cols: 10}, "scroll-down", 1)
	for _, tt := range []struct {
		cols int
		top  string
	}{{5, "abcde"}, {3, "9ab"}, {4, "89ab"}, {80, "0123456789abcde"}, {10, "0123456789"}} {
		if s = s.Fit(Extent{Rows: 2, Cols: tt.cols}); rowAt(s, s.Top()) != tt.top {
			t.Errorf("in %d columns %q is at the top, want %q", tt.cols, rowAt(s, s.Top()), tt.top)
		}
	}
	s, _, _ = s.Do(Extent{Rows: 2, Cols: 10}, "scroll-down", 2)
	for _, cols := range []int{3, 80, 10} {
		if s = s.Fit(Extent{Rows: 2, Cols: cols}); rowAt(s, s.Top()) != "" || rowAt(s, s.Top()+1) == "" {
			t.Errorf("in %d columns %q is at the top, not the empty line", cols, rowAt(s, s.Top()))
		}
	}
	s, _, _ = s.Do(Extent{Rows: 2, Cols: 10}, "scroll-down", 2)
	for _, cols := range []int{3, 80, 4, 10} {
		if s = s.Fit(Extent{Rows: 2, Cols: cols}); !strings.HasPrefix("0123456789", rowAt(s, s.Top())) {
			t.Errorf("in %d columns %q is at the top", cols, rowAt(s, s.Top()))
		}
	}
}

func TestTextReadToItsEndStaysThere(t *testing.T) {
	s := Read(Extent{Rows: 3, Cols: 10}, textOf(10, "1", "2", "3", "4", "5"))
	if s = s.Fit(Extent{Rows: 1, Cols: 10}); s.Top() != 0 {
		t.Errorf("at its beginning it went to %d", s.Top())
	}
	s, _, _ = s.Do(Extent{Rows: 3, Cols: 10}, "history-bottom", 1)
	for _, tt := range []struct{ rows, top int }{{2, 3}, {4, 1}, {9, 0}, {2, 0}} {
		if s = s.Fit(Extent{Rows: tt.rows, Cols: 5}); s.Top() != tt.top {
			t.Errorf("in %d rows it is at %d, want %d", tt.rows, s.Top(), tt.top)
		}
	}
}

func TestTextIsWrapped(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"short", "short"},
		{"", ""},
		{"0123456789", "0123456789"},
		{"0123456789a", "0123456789|a"},
		{"012345678日本", "012345678|日本"},
		{"a\tb", "a       b"},
		{"\x1b[1;31mred\x1b[m \x1b]8;;x\x1b\\link\x1b(B.\r\x1b[", "red link."},
		{"10%\r20%", "20%"},
		{"日日日日日日", "日日日日日|日"},
		{"\x1b[?1049hno other screen", "no other s|creen"},
	} {
		s := Read(Extent{Rows: 3, Cols: 10}, textOf(10, tt.text))
		var rows []string
		for i := range s.extent.Screen {
			rows = append(rows, rowAt(s, i))
		}
		if got := strings.Join(rows, "|"); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
	text := textOf(10, "0123456789abc")
	s := Read(Extent{Rows: 3, Cols: 10}, text)
	text.Add([]string{"x"})
	if s = s.Fit(Extent{Rows: 3, Cols: 5}); rowAt(s, 2) != "abc" || rowAt(s, 3) != "x" || s.extent.Screen != 4 {
		t.Errorf("in five columns: %q, %q and %d rows", rowAt(s, 2), rowAt(s, 3), s.extent.Screen)
	}
	if s = s.Fit(Extent{Rows: 3, Cols: 1}); rowAt(s, 0) != "0" {
		t.Errorf("in one column: %q", rowAt(s, 0))
	}
}

// TestTextHasColours: they go on in the next line, as on a terminal.
func TestTextHasColours(t *testing.T) {
	text := textOf(10, "a\x1b[31mb", "c\x1b]8;;uri:x\ad")
	var first, second history.Line
	text.Row(10, 0, &first)
	text.Row(10, 1, &second)
	red := first.Cells[1].Style
	if i, ok := red.Fg.Index(); !ok || i != 1 || second.Cells[0].Style != red {
		t.Errorf("b is in %+v, c in %+v", red, second.Cells[0].Style)
	}
	if n := second.Cells[1].Style.Link; n == 0 || second.Links[n].URI != "uri:x" {
		t.Errorf("d is in %+v, links %q", second.Cells[1].Style, second.Links)
	}
}

func TestRecall(t *testing.T) {
	s := Enter(extent, 3, 7, Options{PageUp: true, ExitBottom: true})
	back, err := Recall(s.Memo(), extent, nil)
	if err != nil || !reflect.DeepEqual(back, s) {
		t.Errorf("%+v came back as %+v, %v", s, back, err)
	}
	grown := extent
	grown.History += 50
	if back, err = Recall(s.Memo(), grown, nil); err != nil || back.Top() != s.Top() {
		t.Errorf("after 50 more rows the window is at %d, not %d: %v", back.Top(), s.Top(), err)
	}
	text := textOf(80, strings.Fields(strings.Repeat("line ", 100))...)
	s, _, _ = Read(extent, text).Do(extent, "page-down", 1)
	if back, err = Recall(s.Memo(), extent, text); err != nil || back != s || back.Top() != 8 {
		t.Errorf("%+v came back as %+v, %v", s, back, err)
	}
	for _, memo := range []string{"", "1", "2 1 1 1 1 1 1 1 1 true true", "1 x"} {
		if _, err := Recall(memo, extent, nil); err == nil {
			t.Errorf("%q was understood", memo)
		}
	}
}
