package status

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gmux/server/format"
	"gmux/server/option"
	"gmux/server/style"
)

// TestDefaultLine is what a new session shows: session, window, host and time.
func TestDefaultLine(t *testing.T) {
	session, windows := option.NewGlobal(option.Session, option.Checks{}), option.NewGlobal(option.Window, option.Checks{})
	m := format.Map{"session_name": "0", "window_index": "0", "window_name": "bash", "window_flags": "*", "pane_title": "host"}
	vars := oneWindow{window{m, windows, session}}
	now := time.Date(2026, 11, 22, 12, 34, 0, 0, time.UTC)
	rows := Lines(session, format.Context{Vars: vars, Time: now}, 60)
	want := "|[0] 0:bash*                           \"host\" 12:34 22-Nov-26|\n0-59 fg=black,bg=green"
	if got := picture(rows[0].Cells); len(rows) != 1 || got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	for _, tt := range []struct {
		col  int
		kind style.RangeKind
	}{{0, style.RangeLeft}, {3, style.RangeLeft}, {4, style.RangeWindow}, {10, style.RangeWindow}, {11, style.RangeNone}, {37, style.RangeNone}, {38, style.RangeRight}, {59, style.RangeRight}, {60, style.RangeNone}} {
		if r, _ := rows[0].At(tt.col); r.Kind != tt.kind {
			t.Errorf("column %d is %v", tt.col, r)
		}
	}
}

// oneWindow is a session with one window.
type oneWindow struct{ window }

func (w oneWindow) Windows() []format.Item {
	return []format.Item{{Vars: w.window, Active: true}}
}

func TestRanges(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		width    int
		want     string
	}{
		{"one after the other", "a#[range=window|1]bb#[range=window|2]cc#[norange]d", 10, "1-3 window|1 3-5 window|2"},
		{"one that does not end is none", "#[range=user|x]abc", 10, ""},
		{"an empty one is none", "#[range=left]#[norange]abc", 10, ""},
		{"they move with their segment", "#[align=right]x#[range=pane|%5]yz#[norange].", 10, "7-9 pane|%5"},
		{"and are cut with it", "#[range=session|$1]abcdef#[norange]g", 4, "0-4 session|$1"},
		{"what is cut off altogether is gone", "#[align=right]#[range=user|a]ab#[range=user|c]cd#[norange]", 2, "0-2 user|c"},
		{"wide characters count twice", "#[range=control|3]日本#[norange]x", 10, "0-4 control|3"},
		{"the end may be in another segment", "#[range=left]ab#[align=right norange]c", 10, "0-2 left"},
	} {
		var got []string
		for _, r := range Draw(tt.in, style.Style{}, tt.width).Ranges {
			got = append(got, fmt.Sprintf("%d-%d %v", r.Left, r.Right, r.Is))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}

func TestMessage(t *testing.T) {
	opts := option.NewGlobal(option.Session, option.Checks{})
	c := format.Context{Vars: optionVars{opts}, Time: time.Unix(0, 0).UTC()}
	for _, tt := range []struct {
		name, text string
		styled     bool
		want       string
	}{
		{"what it leaves empty is filled", "hello", false, "|hello     |\n0-4 fg=black,bg=yellow\n5-9 bg=yellow"},
		{"its own styles are text", "a#[fg=red]b", false, "|a#[fg=red]|\n0-9 fg=black,bg=yellow"},
		{"unless they are wanted", "a#[fg=red]b", true, "|ab        |\n0-0 fg=black,bg=yellow\n1-1 fg=red,bg=yellow\n2-9 bg=yellow"},
		{"formats in it are not expanded", "#{session_name} 5%H", false, "|#{session_|\n0-9 fg=black,bg=yellow"},
		{"a long one is cut", "0123456789abc", false, "|0123456789|\n0-9 fg=black,bg=yellow"},
		{"control characters are not drawn", "a\x1b[1mb\tc", false, "|a[1mbc    |\n0-5 fg=black,bg=yellow\n6-9 bg=yellow"},
	} {
		if got := picture(Message(opts, c, tt.text, tt.styled, 10).Cells); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

type optionVars struct{ *option.Set }

func (v optionVars) Lookup(name string) (string, bool) { return v.Variable(name) }

func TestHeight(t *testing.T) {
	opts := option.NewGlobal(option.Session, option.Checks{})
	for value, want := range map[string]int{"off": 0, "on": 1, "2": 2, "5": 5} {
		if err := opts.Set("status", value, 0); err != nil {
			t.Fatal(err)
		}
		if got := Height(opts); got != want {
			t.Errorf("status %s is %d lines", value, got)
		}
	}
}

func TestClusters(t *testing.T) {
	if got := Clusters("a\x01e\u0301日\xff👩‍👩‍👧"); !slices.Equal(got, []string{"a", "e\u0301", "日", "👩‍👩‍👧"}) {
		t.Errorf("%q", got)
	}
}

// FuzzDraw: whatever is drawn, the row is exactly as wide as asked, and ranges lie within it, in order.
func FuzzDraw(f *testing.F) {
	for _, s := range []string{
		"a#[list=on align=left]#[list=left-marker]<#[list=right-marker]>#[list=on]b#[list=focus]c#[list=on]d#[nolist]e#[align=right]f",
		"#[range=user|x]日本#[norange align=absolute-centre]語#[fill=red push-default]##[x", "#[list=on align=absolute-centre]abc#[align=centre]d",
		"#[list=on]x#[list=on align=centre]#[list=right-marker]日", "#[ignore]#[fg=red]x",
	} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		width %= 200
		row := Draw(s, style.Style{Bg: style.Named(2)}, width)
		sum := 0
		for _, c := range row.Cells {
			sum += c.Width
			if c.Width < 1 || c.Width > 2 || c.Text == "" || c.Style != c.Style.Look() {
				t.Errorf("cell %+v", c)
			}
		}
		if sum != max(width, 0) {
			t.Errorf("%d columns, not %d", sum, width)
		}
		for _, r := range row.Ranges {
			if r.Left < 0 || r.Left >= r.Right || r.Right > width {
				t.Errorf("range %+v of %d columns", r, width)
			}
		}
	})
}

// manyWindows is a session with a hundred windows.
type manyWindows struct{ window }

func (w manyWindows) Windows() []format.Item {
	items := make([]format.Item, 100)
	for i := range items {
		m := format.Map{"window_index": fmt.Sprint(i), "window_name": "bash", "window_flags": ""}
		items[i] = format.Item{Vars: window{m, w.options, w.session}, Active: i == 50}
	}
	return items
}

func BenchmarkLines(b *testing.B) {
	session, windows := option.NewGlobal(option.Session, option.Checks{}), option.NewGlobal(option.Window, option.Checks{})
	base := window{format.Map{"session_name": "0", "pane_title": "host"}, windows, session}
	for name, vars := range map[string]format.Vars{"1": oneWindow{base}, "100": manyWindows{base}} {
		b.Run(name+" windows", func(b *testing.B) {
			b.ReportAllocs()
			c := format.Context{Vars: vars, Time: time.Unix(0, 0)}
			for b.Loop() {
				Lines(session, c, 200)
			}
		})
	}
}
