package layout

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// draw shows each pane as its last digit, borders as dots, and the rows that titles take as =.
func draw(t *Tree) string {
	rows, cols := t.Size()
	grid := make([][]byte, rows)
	for i := range grid {
		grid[i] = []byte(strings.Repeat(".", cols))
	}
	for _, c := range t.leaves() {
		r, title := t.inside(c)
		for row := range r.Rows {
			for col := range r.Cols {
				grid[r.Row+row][r.Col+col] = byte('0' + c.pane%10)
			}
		}
		for col := range r.Cols {
			switch {
			case title && t.Status == StatusTop:
				grid[r.Row-1][r.Col+col] = '='
			case title:
				grid[r.Row+r.Rows][r.Col+col] = '='
			}
		}
	}
	var b strings.Builder
	for _, row := range grid {
		fmt.Fprintf(&b, "|%s|\n", row)
	}
	return b.String()
}

func picture(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintln(&b, line)
		}
	}
	return b.String()
}

func TestPictures(t *testing.T) {
	for _, tt := range []struct {
		name       string
		rows, cols int
		commands   string
		want       string
	}{
		{"halves: the first gets the odd column", 2, 10, "split-window -h -d -t %0", `
			|00000.1111|
			|00000.1111|`},
		{"above, with a size", 6, 4, "split-window -v -b -l 2 -d -t %0", `
			|1111|
			|1111|
			|....|
			|0000|
			|0000|
			|0000|`},
		{"a third beside two shares with its neighbour only", 1, 11, "split-window -h -d -t %0; split-window -h -d -t %0", `
			|00.22.11111|`},
		{"along the whole window", 5, 7, "split-window -h -d -t %0; split-window -v -f -l 1 -d -t %0", `
			|000.111|
			|000.111|
			|000.111|
			|.......|
			|2222222|`},
		{"more than there is, before: the least there can be", 1, 7, "split-window -h -b -l 50 -d -t %0", `
			|1.00000|`},
		{"no room: two columns cannot be split", 3, 2, "split-window -h -d -t %0", `
			|00|
			|00|
			|00|`},
		{"3x2 can be split once side by side, and never one above the other", 2, 3,
			"split-window -v -d -t %0; split-window -h -d -t %0; split-window -h -d -t %0", `
			|0.1|
			|0.1|`},
		{"what a closed pane had goes to the one before it", 1, 11,
			"split-window -h -d -t %0; split-window -h -d -t %0; kill-pane -t %1", `
			|00.22222222|`},
		{"a smaller window takes from all in turn, and leaves each the least", 1, 11,
			"split-window -h -d -t %0; split-window -h -d -t %0; resize-window -x 7 -y 1", `
			|0.2.111|`},
		{"the tree stays larger than a window without room for it", 3, 9,
			"split-window -h -d -t %0; split-window -v -d -t %0; resize-window -x 2 -y 1", `
			|0.1|
			|..1|
			|2.1|`},
		{"the border of the last pane is the one before it", 1, 9, "split-window -h -d -t %0; resize-pane -t %1 -L 2", `
			|00.111111|`},
		{"titles on top: the uppermost panes lose a row", 5, 5,
			"setw pane-border-status top; split-window -h -d -t %0; split-window -v -d -t %0", `
			|==.==|
			|00.11|
			|...11|
			|22.11|
			|22.11|`},
		{"titles at the bottom", 5, 5, "setw pane-border-status bottom; split-window -v -d -t %0", `
			|00000|
			|00000|
			|.....|
			|11111|
			|=====|`},
		{"tiled: the last row takes what is left", 5, 9,
			"split-window -h -d -t %0; split-window -h -d -t %0; select-layout tiled", `
			|0000.2222|
			|0000.2222|
			|.........|
			|111111111|
			|111111111|`},
		{"main-vertical with a width", 3, 10,
			"setw main-pane-width 3; split-window -h -d -t %0; split-window -h -d -t %1; select-layout main-vertical", `
			|000.111111|
			|000.......|
			|000.222222|`},
		{"main-vertical-mirrored", 3, 10,
			"setw main-pane-width 3; split-window -h -d -t %0; split-window -h -d -t %1; select-layout main-vertical-m", `
			|111111.000|
			|.......000|
			|222222.000|`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWindow(tt.rows, tt.cols)
			for line := range strings.SplitSeq(tt.commands, "; ") {
				w.run(line)
			}
			if err := w.check(); err != nil {
				t.Error(err)
			}
			if got := draw(w.tree); got != picture(tt.want) {
				t.Errorf("%s\n%s", w.tree, got)
			}
		})
	}
}

func TestParse(t *testing.T) {
	sum := func(s string) string { return withChecksum(s) }
	for _, tt := range []struct {
		name, in string
		panes    []int
		want     string // a layout, or the error
	}{
		{"panes come in their order, numbers of the string do not matter", "8205,80x24,0,0{40x24,0,0,0,39x24,41,0,1}", []int{7, 5},
			sum("80x24,0,0{40x24,0,0,7,39x24,41,0,5}")},
		{"without numbers", sum("5x5,0,0[5x2,0,0,5x2,0,3]"), []int{1, 2}, sum("5x5,0,0[5x2,0,0,1,5x2,0,3,2]")},
		{"places follow from sizes", sum("5x5,9,9[5x2,9,9,1,5x2,9,9,2]"), []int{1, 2}, sum("5x5,0,0[5x2,0,0,1,5x2,0,3,2]")},
		{"a wrong size of the window is put right", sum("9x9,0,0[5x2,0,0,1,5x2,0,3,2]"), []int{1, 2}, sum("5x5,0,0[5x2,0,0,1,5x2,0,3,2]")},
		{"cells too many go from the end", sum("9x5,0,0{4x5,0,0,0,4x5,5,0[4x2,5,0,1,4x2,5,3,2]}"), []int{3, 4},
			sum("9x5,0,0{4x5,0,0,3,4x5,5,0,4}")},
		{"cells too few", "8205,80x24,0,0{40x24,0,0,0,39x24,41,0,1}", []int{1, 2, 3}, "have 3 panes but need 2"},
		{"sizes that do not add up", sum("80x24,0,0{40x24,0,0,0,39x23,41,0,1}"), []int{1, 2}, "size mismatch after applying layout"},
		{"wrong checksum", "8206,80x24,0,0{40x24,0,0,0,39x24,41,0,1}", []int{1, 2}, "invalid layout"},
		{"empty", "", []int{1}, "invalid layout"},
		{"nothing behind the checksum", "0000,", []int{1}, "invalid layout"},
		{"a cell of one", sum("8x2,0,0{8x2,0,0,1}"), []int{1}, "invalid layout"},
		{"the wrong bracket", sum("8x2,0,0{4x2,0,0,1,3x2,5,0,2]"), []int{1, 2}, "invalid layout"},
		{"more behind the end", sum("8x2,0,0,1}"), []int{1}, "invalid layout"},
		{"a pane without rows", sum("8x0,0,0,1"), []int{1}, "invalid layout"},
		{"too large", sum("80000000000x2,0,0,1"), []int{1}, "invalid layout"},
		{"too deep", sum(strings.Repeat("1x1,0,0{", 2000)), []int{1}, "invalid layout"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree, err := Parse(tt.in, tt.panes, StatusOff)
			got := fmt.Sprint(err)
			if err == nil {
				got = tree.String()
				if err := tree.Check(); err != nil {
					t.Error(err)
				}
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	var count *CountError
	if _, err := Parse("8205,80x24,0,0{40x24,0,0,0,39x24,41,0,1}", []int{1, 2, 3}, StatusOff); !errors.As(err, &count) {
		t.Errorf("%v is no CountError", err)
	}
}

func TestNeighbours(t *testing.T) {
	w := newWindow(11, 21)
	for line := range strings.SplitSeq("split-window -h -d -t %0; split-window -v -d -t %1; split-window -v -d -t %2", "; ") {
		w.run(line)
	}
	// 0 is on the left; 1, 2 and 3 are on the right, one below the other.
	for _, tt := range []struct {
		pane int
		side Side
		want []int
	}{
		{0, Right, []int{1, 2, 3}}, {0, Left, []int{1, 2, 3}}, {0, Up, []int{0}[:0]}, {1, Left, []int{0}}, {1, Right, []int{0}},
		{1, Down, []int{2}}, {1, Up, []int{3}}, {3, Down, []int{1}}, {2, Up, []int{1}}, {9, Up, nil},
	} {
		if got := w.tree.Neighbours(tt.pane, tt.side, w.panes); len(got) != len(tt.want) || len(got) > 0 && !reflect.DeepEqual(got, tt.want) {
			t.Errorf("side %d of %d: %v, want %v", tt.side, tt.pane, got, tt.want)
		}
	}
}

// TestSpreadWithoutRoom is where tmux 3.7c never comes back: the equal part is less than what a neighbour needs.
func TestSpreadWithoutRoom(t *testing.T) {
	tree, err := Restore(withChecksum("9x7,0,0{7x7,0,0[7x3,0,0{1x3,0,0,1,1x3,2,0,2,1x3,4,0,3,1x3,6,0,4},7x3,0,4,5],1x7,8,0,6}"), StatusOff)
	if err != nil {
		t.Fatal(err)
	}
	before := tree.String()
	tree.Spread(6)
	if got := tree.String(); got != before {
		t.Errorf("%s became %s", before, got)
	}
}

// FuzzLayoutString shows that what is accepted holds together, prints as itself, and stands every operation.
func FuzzLayoutString(f *testing.F) {
	f.Add("8205,80x24,0,0{40x24,0,0,0,39x24,41,0,1}", uint8(0))
	f.Add("80x24,0,0[80x12,0,0{40x12,0,0,1,39x12,41,0,2},80x11,0,13,3]", uint8(1))
	f.Fuzz(func(t *testing.T, s string, n uint8) {
		for _, text := range []string{s, withChecksum(s)} {
			tree, err := Parse(text, []int{1, 2, 3, 4}[:1+n%4], Status(n/4%3))
			if err != nil {
				continue
			}
			if err := tree.Check(); err != nil {
				t.Fatal(err)
			}
			back, err := Restore(tree.String(), tree.Status)
			if err != nil || back.String() != tree.String() {
				t.Fatalf("%s comes back as %s: %v", tree, back, err)
			}
			for i, p := range tree.Panes() {
				tree.Split(p, 10+i, Split{Dir: Dir(n % 2), Full: n%3 == 0, Before: n%5 == 0, Size: int(n) - 3})
				tree.Resize(p, Dir(i%2), int(n)-100)
				tree.Spread(p)
				tree.SetSize(1+int(n)/3, 1+int(n))
				if err := tree.Check(); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
