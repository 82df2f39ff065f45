package server

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gmux/server/layout"
	"gmux/server/model"
)

// TestBorders draws what is between panes: the characters first, then which of them are of the active pane's border.
func TestBorders(t *testing.T) {
	right := layout.Split{Dir: layout.LeftRight, Size: layout.Half}
	below := layout.Split{Dir: layout.TopBottom, Size: layout.Half}
	for _, tt := range []struct {
		name    string
		options string // name=value
		splits  []layout.Split
		active  int
		want    string
		of      string
	}{
		{"of two panes, the upper half is the left one's", "", []layout.Split{right}, 0, `
			|    │    |
			|    │    |
			|    │    |
			|    │    |
			|    │    |`, `
			|....a....|
			|....a....|
			|....a....|
			|.........|
			|.........|`},
		{"and the lower half the right one's", "", []layout.Split{right}, 1, `
			|    │    |
			|    │    |
			|    │    |
			|    │    |
			|    │    |`, `
			|.........|
			|.........|
			|.........|
			|....a....|
			|....a....|`},
		{"of two, one below the other", "pane-border-lines=heavy", []layout.Split{below}, 1, `
			|         |
			|         |
			|━━━━━━━━━|
			|         |
			|         |`, `
			|.........|
			|.........|
			|.....aaaa|
			|.........|
			|.........|`},
		{"three: all that touches the active pane", "", []layout.Split{right, below}, 2, `
			|    │    |
			|    │    |
			|────┤    |
			|    │    |
			|    │    |`, `
			|.........|
			|.........|
			|aaaaa....|
			|....a....|
			|....a....|`},
		{"plain characters", "pane-border-lines=simple", []layout.Split{right, below}, 0, `
			|    |    |
			|    |    |
			|----+    |
			|    |    |
			|    |    |`, `
			|....a....|
			|....a....|
			|aaaaa....|
			|.........|
			|.........|`},
		{"titles have a row on top", "pane-border-status=top pane-border-format=<#{pane_index}>", []layout.Split{below}, 1, `
			|──<0>────|
			|         |
			|──<1>────|
			|         |
			|         |`, `
			|.........|
			|.........|
			|aaaaaaaaa|
			|.........|
			|.........|`},
		{"a window that is smaller than the screen has a frame, and dots around it", "7x13 pane-border-indicators=off", []layout.Split{right}, 1, `
			|    │    │···|
			|    │    │···|
			|    │    │···|
			|    │    │···|
			|    │    │···|
			|────┴────┘···|
			|·············|`, `
			|....a........|
			|....a........|
			|....a........|
			|....a........|
			|....a........|
			|.............|
			|.............|`},
		{"only below, with a character of one's own", "7x9 fill-character=xyz", nil, 0, `
			|         |
			|         |
			|         |
			|         |
			|         |
			|─────────|
			|xxxxxxxxx|`, `
			|.........|
			|.........|
			|.........|
			|.........|
			|.........|
			|.........|
			|.........|`},
		{"around plain borders are plain dots", "7x9 pane-border-lines=simple", nil, 0, `
			|         |
			|         |
			|         |
			|         |
			|         |
			|---------|
			|.........|`, `
			|.........|
			|.........|
			|.........|
			|.........|
			|.........|
			|.........|
			|.........|`},
		{"titles at the bottom are the frame there", "7x10 pane-border-status=bottom pane-border-format=<>", nil, 0, `
			|         │|
			|         │|
			|         │|
			|         │|
			|──<>─────┘|
			|··········|
			|··········|`, `
			|..........|
			|..........|
			|..........|
			|..........|
			|aaaaaaaaa.|
			|..........|
			|..........|`},
		{"an arrow into the active pane", "pane-border-indicators=arrows", []layout.Split{right}, 1, `
			|    │    |
			|    →    |
			|    │    |
			|    │    |
			|    │    |`, `
			|....a....|
			|....a....|
			|....a....|
			|....a....|
			|....a....|`},
		{"and on the half that is the other pane's", "pane-border-indicators=both", []layout.Split{below}, 1, `
			|         |
			|         |
			|─↓───────|
			|         |
			|         |`, `
			|.........|
			|.........|
			|.....aaaa|
			|.........|
			|.........|`},
		{"arrows from two sides", "pane-border-indicators=arrows", []layout.Split{right, below}, 0, `
			|    │    |
			|    ←    |
			|─↑──┤    |
			|    │    |
			|    │    |`, `
			|....a....|
			|....a....|
			|aaaaa....|
			|.........|
			|.........|`},
		{"numbers of the panes whose borders they are", "pane-border-lines=number", []layout.Split{right, below}, 2, `
			|    0    |
			|    0    |
			|00000    |
			|    1    |
			|    1    |`, `
			|.........|
			|.........|
			|aaaaa....|
			|....a....|
			|....a....|`},
		{"a title covers what it is drawn on, blanks too", "pane-border-status=top pane-border-format=a#[align=right]b", []layout.Split{below}, 0, `
			|──a─────b|
			|         |
			|──a─────b|
			|         |
			|         |`, `
			|aaaaaaaaa|
			|.........|
			|.........|
			|.........|
			|.........|`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := model.New(model.Config{Started: time.Unix(1000, 0)}, nil)
			ses := m.AddSession(model.NewSession{Name: "s", Size: model.Size{Rows: 5, Cols: 9}})
			w := ses.Current.Window
			screen := model.Size{Rows: 5, Cols: 9}
			for o := range strings.FieldsSeq("pane-active-border-style=fg=red " + tt.options) {
				name, value, ok := strings.Cut(o, "=")
				if !ok { // the screen is of this size, and the window stays as it is
					if _, err := fmt.Sscanf(o, "%dx%d", &screen.Rows, &screen.Cols); err != nil {
						t.Fatal(err)
					}
					name, value = "window-size", "manual"
				}
				if err := m.WindowOption.Set(name, value, 0); err != nil {
					t.Fatal(err)
				}
			}
			c := m.AddClient(model.NewClient{TTY: "/dev/pts/1", Size: model.Size{Rows: screen.Rows + 1, Cols: screen.Cols}, UTF8: true})
			m.ShowSession(c, ses)
			m.LayOut(w)
			for _, s := range tt.splits {
				if m.SplitPane(m.Panes[0], s, false) == nil {
					t.Fatal("no room")
				}
			}
			m.SelectPane(m.Panes[model.PaneID(tt.active)])
			m.TakeEffects()
			s := &Server{model: m}
			rows, of := canvasOf(screen.Rows, screen.Cols, ' '), canvasOf(screen.Rows, screen.Cols, '.')
			for _, l := range s.borderLines(c, 0) {
				col := l.Col
				for _, cell := range l.Cells {
					rows[l.Row][col] = []rune(cell.Text)[0]
					if cell.Style.Fg.String() == "red" {
						of[l.Row][col] = 'a'
					}
					col += cell.Width
				}
			}
			if got := pictureOf(rows); got != trimmed(tt.want) {
				t.Errorf("\n%s", got)
			}
			if got := pictureOf(of); got != trimmed(tt.of) {
				t.Errorf("of the active pane\n%s", got)
			}
		})
	}
}

func canvasOf(rows, cols int, with rune) [][]rune {
	c := make([][]rune, rows)
	for i := range c {
		c[i] = []rune(strings.Repeat(string(with), cols))
	}
	return c
}

func pictureOf(rows [][]rune) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString("|" + string(r) + "|\n")
	}
	return b.String()
}

func trimmed(picture string) string {
	var b strings.Builder
	for line := range strings.Lines(picture) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}
