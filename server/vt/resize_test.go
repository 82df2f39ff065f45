package vt_test

import (
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/history"
	"gmux/server/vt/vttest"
)

func TestResize(t *testing.T) {
	for _, tt := range []struct {
		name          string
		rows, cols    int
		in            string
		toRows        int
		toCols        int
		want, history string
	}{
		{"narrower wraps", 3, 8, "abcdefg", 3, 4, `
			|abcd\
			|efg |@3
			|    |`, ""},
		{"wider joins what was wrapped", 3, 4, "abcdefg\r\nh", 3, 8, `
			|abcdefg |
			|h       |@1
			|        |`, ""},
		{"hard ends stay", 3, 4, "abcd\r\nefgh", 3, 8, `
			|abcd    |
			|efgh    |@4
			|        |`, ""},
		{"what no longer fits goes to the history", 3, 4, "a\r\nbcde\r\nf", 3, 2, `
			|bc\
			|de|
			|f |@1`, "|a|"},
		{"one line goes on from the history", 2, 4, "abcdefgh", 2, 2, `
			|ef\
			|gh|@1+`, "|ab\\\n|cd\\"},
		{"the cursor stays on its character", 3, 6, "abcdef\x1b[4G", 3, 2, `
			|ab\
			|cd\@1
			|ef|`, ""},
		{"a pending wrap is behind its character", 3, 4, "abcd", 3, 6, `
			|abcd  |@4
			|      |
			|      |`, ""},
		{"a cursor behind the text keeps its column", 2, 8, "ab\x1b[6G", 2, 6, `
			|ab    |@5
			|      |`, ""},
		{"a cursor beyond the new width is at the edge", 2, 8, "ab\x1b[8G", 2, 4, `
			|ab  |@3
			|    |`, ""},
		{"a wide character is not cut", 3, 6, "ab日本", 3, 5, `
			|ab日 \
			|本   |@2
			|     |`, ""},
		{"and its blank goes when there is room", 3, 5, "ab日本", 3, 6, `
			|ab日本|@5+
			|      |
			|      |`, ""},
		{"blank rows below the cursor go first", 4, 4, "a\r\nb", 2, 4, `
			|a   |
			|b   |@1`, ""},
		{"then rows above go to the history", 4, 4, "a\r\nb\r\nc\r\nd", 2, 4, `
			|c   |
			|d   |@1`, "|a|\n|b|"},
		{"but never the cursor's: rather rows below are lost", 4, 4, "a\r\nb\r\nc\r\nd\x1b[2;1H", 2, 4, `
			|b   |@0
			|c   |`, "|a|"},
		{"growing taller takes lines back", 2, 4, "a\r\nb\r\nc\r\nd", 3, 4, `
			|b   |
			|c   |
			|d   |@1`, "|a|"},
		{"only as many as the screen grew", 3, 4, "a\r\nb\r\nc\r\nd\x1b[H\x1b[J", 4, 4, `
			|a   |
			|    |@0
			|    |
			|    |`, ""},
		{"a long line is taken back in part", 1, 4, "abcdefghijkl\r\nx", 3, 4, `
			|efgh\
			|ijkl|
			|x   |@1`, "|abcd\\"},
		{"taller and narrower", 2, 6, "abcdef\r\nghijkl\r\nm", 4, 3, `
			|def|
			|ghi\
			|jkl|
			|m  |@1`, "|abc\\"},
		{"1x1", 2, 4, "ab\r\ncd", 1, 1, `
			|d|@0+`, "|a\\\n|b|\n|c\\"},
		{"margins go", 3, 4, "\x1b[2;3ra", 4, 4, `
			|a   |@1
			|    |
			|    |
			|    |`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			term := vttest.New(tt.rows, tt.cols, tt.in)
			term.Resize(tt.toRows, tt.toCols)
			vttest.Expect(t, term, tt.want)
			vttest.ExpectHistory(t, term, tt.toCols, tt.history)
			if err := term.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestResizeKeepsStylesAndLinks(t *testing.T) {
	term := vttest.New(2, 6, "\x1b[31mabc\x1b]8;;http://h/\adef\x1b]8;;\a\x1b[m\r\nx\r\ny")
	term.Resize(4, 3)
	vttest.Expect(t, term, `
		|abc\
		|def|
		|x  |
		|y  |@1`)
	vttest.ExpectStyles(t, term, `
		|aaa|
		|bbb|
		|...|
		|...|
		a: fg=colour1
		b: fg=colour1 link=http://h/`)
}

func TestResizeAlternateScreen(t *testing.T) {
	term := vttest.New(3, 6, "main line\x1b[?1049h\x1b[Habcdef\r\nghijkl\r\nm")
	term.Resize(2, 4)
	vttest.Expect(t, term, `
		|ghij|
		|m   |@1`)
	term.Resize(4, 5)
	vttest.Expect(t, term, `
		|ghij |
		|m    |@1
		|     |
		|     |`)
	vttest.Write(term, "\x1b[?1049l")
	vttest.Expect(t, term, `
		|main \
		|line |@4
		|     |
		|     |`)
}

func TestResizeMovesSavedCursor(t *testing.T) {
	term := vttest.New(3, 8, "abcdef\x1b7gh\r\nx")
	term.Resize(3, 4)
	vttest.Write(term, "\x1b8G")
	vttest.Expect(t, term, `
		|abcd\
		|efGh|@3
		|x   |`)
}

// Rows below the cursor make room for what the history has, also for what growing would leave there, and no row more.
func TestTrim(t *testing.T) {
	const in = "abcdef\r\ntwo\r\n3\r\n4\r\n5" // of 4 columns and 3 rows, so that three rows have gone
	for _, tt := range []struct{ name, in, want, history string }{
		{"from the top", "\x1b[H", `
			|ef  |
			|two |
			|3   |@0`, "|abcd\\"},
		{"from the middle", "\x1b[2H", `
			|two |
			|3   |
			|4   |@0`, "|abcd\\\n|ef|"},
		{"from the bottom", "", `
			|3   |
			|4   |
			|5   |@1`, "|abcd\\\n|ef|\n|two|"},
		{"the alternate screen", "\x1b[?1049h\x1b[Hx\x1b[H", `
			|x   |@0
			|    |
			|    |`, "|abcd\\\n|ef|\n|two|"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			term := vttest.New(3, 4, in+tt.in)
			term.Trim()
			vttest.Expect(t, term, tt.want)
			vttest.ExpectHistory(t, term, 4, tt.history)
		})
	}
	term := vttest.New(4, 4, "1\r\n2\r\n3\r\n4\r\n5\x1b[H")
	term.Trim()
	vttest.Expect(t, term, `
		|1   |
		|2   |@0
		|3   |
		|4   |`)
}

// Narrow and wide again, text is what it was, wherever it is by now.
func TestResizeLosesNothing(t *testing.T) {
	var want strings.Builder
	term := vt.New(vt.Options{Rows: 10, Cols: 40, HistoryLimit: 10000})
	for i := range 60 {
		line := strings.Repeat("word日本e\u0301 ", i%13) + "end" + itoa(i)
		want.WriteString(line + "\n")
		vttest.Write(term, line+"\r\n")
	}
	for _, size := range [][2]int{{10, 20}, {3, 2}, {50, 7}, {1, 200}, {24, 80}, {10, 3}, {7, 40}, {1, 1000}} {
		term.Resize(size[0], size[1])
		if err := term.Check(); err != nil {
			t.Fatal(err)
		}
	}
	var got strings.Builder
	var l history.Line
	for i := 0; term.History().Row(1000, i, &l); i++ {
		got.Write(l.Text)
		got.WriteByte('\n')
	}
	got.WriteString(strings.TrimRight(vttest.Text(term), "\n"))
	if strings.TrimRight(got.String(), "\n") != strings.TrimRight(want.String(), "\n") {
		t.Errorf("got\n%s", got.String())
	}
}

func TestSizeIsBounded(t *testing.T) {
	for _, tt := range [][2]int{{0, 0}, {-5, 3}, {1 << 30, 1 << 30}, {1, 1 << 20}} {
		rows, cols := vt.New(vt.Options{Rows: tt[0], Cols: tt[1]}).Size()
		if rows < 1 || cols < 1 || rows*cols > 1<<22 {
			t.Errorf("%v is %dx%d", tt, rows, cols)
		}
	}
}

func TestDigestTellsTerminalsApart(t *testing.T) {
	seen := map[[32]byte]string{}
	for _, in := range []string{
		"", "a", "b", "\x1b[1ma", "\x1b[1m", "\x1b[31m", "\x1b[H\n", "\x1b[?1h", "\x1b[?25l", "\x1b[2;3r", "\x1b[?69h", "\x1b]2;t\a", "\x1b]1;t\a",
		"\x1b[22t", "\x1b]4;1;#fff\a", "\x1b]10;#fff\a", "\x1b(0", "\x1b)0", "\x0e", "\x1bN", "\x1bH", "a\x1b7\x1b[H", "\x1b[3 q",
		"\x1b[?1049h", "\x1b[?1049h\x1b[?1049l", "\x1b[>1u", "\x1b[>0u", "\x1b[>4;1m", "\x1b]8;;http://a\a", "\x1b]7;x\a", "\x1b", "\x1b[", "\x1b[1",
		"\x1b[1;", "\x1b[?", "\x1b]2;", "\x1b]2;a", "\xe2", "\xe2\x82", "\x1bP$q", "a\r\n\n\n\n", "ab\x1b[?6s", "\x1b]133;A\a", "\x1b[?12h", "\x1b[?6h",
		"aaaa", "aaaa ", "\x1b[1\"q", "\x1b]12;#fff\a", "\x1b[?1s", "\xc2\x9b", "\x1b[4:3m", "\x1b[41m\x1b[K\x1b[m",
	} {
		if in == "\xc2\x9b" {
			continue // it is CSI, and the parser where it is after that
		}
		d := vttest.New(3, 4, in).Digest()
		if other, ok := seen[d]; ok {
			t.Errorf("%q and %q leave the same terminal", in, other)
		}
		seen[d] = in
	}
	if vttest.New(3, 4, "\xc2\x9b").Digest() != vttest.New(3, 4, "\x1b[").Digest() {
		t.Error("CSI in eight bits leaves another terminal than in seven")
	}
	// Where the numbers of styles come from does not matter.
	a := vttest.New(3, 4, "\x1b[31mx\x1b[32my")
	b := vttest.New(3, 4, "\x1b[35mz\x1b[32mz\x1b[H\x1b[31mx\x1b[32my")
	if a.Digest() != b.Digest() {
		t.Error("terminals that look the same are told apart")
	}
	if a.StyleOf(a.Row(0).Cells[0].Style()) != (grid.Style{Fg: grid.Indexed(1)}) {
		t.Error("the first cell is not red")
	}
}
