package vt_test

import (
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

func TestCursorMoves(t *testing.T) {
	pictures(t, 4, 6, "", []picture{
		{"CUP counts from one", "\x1b[2;3Hx", `
			|      |
			|  x   |@3
			|      |
			|      |`},
		{"CUP stays on the screen", "\x1b[99;99Hx", `
			|      |
			|      |
			|      |
			|     x|@5+`},
		{"0 is 1", "\x1b[3;3H\x1b[0;0Hx", `
			|x     |@1
			|      |
			|      |
			|      |`},
		{"CUU, CUD, CUF, CUB with and without a number", "\x1b[2;2H\x1b[A1\x1b[2B2\x1b[C3\x1b[3D4", `
			| 1    |
			|      |
			|  4 3 |@3
			|      |`},
		{"CNL and CPL go to the first column", "\x1b[2;4H\x1b[E1\x1b[2F2", `
			|2     |@1
			|      |
			|1     |
			|      |`},
		{"CHA, HPA, VPA, HPR, VPR", "\x1b[4G1\x1b[2`2\x1b[3d3\x1b[2a4\x1b[5;1H\x1b[A\x1b[e5", `
			| 2 1  |
			|      |
			|  3  4|
			|5     |@1`},
		{"HVP is CUP", "\x1b[2;2fx", `
			|      |
			| x    |@2
			|      |
			|      |`},
		{"BS stops at the first column", "ab\b\b\bc", `
			|cb    |@1
			|      |
			|      |
			|      |`},
		{"a move drops the pending wrap", "abcdef\x1b[Ax", `
			|abcdex|@5+
			|      |
			|      |
			|      |`},
		{"SGR keeps the pending wrap", "abcdef\x1b[1mx", `
			|abcdef\
			|x     |@1
			|      |
			|      |`},
		{"BS drops the pending wrap and goes back, as in xterm", "abcdef\bx", `
			|abcdxf|@5
			|      |
			|      |
			|      |`},
		{"CR drops the pending wrap", "abcdef\rx", `
			|xbcdef|@1
			|      |
			|      |
			|      |`},
		{"LF drops the pending wrap and keeps the column", "abcdef\nx", `
			|abcdef|
			|     x|@5+
			|      |
			|      |`},
		{"NEL", "ab\x1bEc", `
			|ab    |
			|c     |@1
			|      |
			|      |`},
		{"LNM makes LF a new line", "\x1b[20hab\nc\x1b[20l\nd", `
			|ab    |
			|c     |
			| d    |@2
			|      |`},
		{"VT and FF are LF", "a\vb\fc", `
			|a     |
			| b    |
			|  c   |@3
			|      |`},
		{"reverse wraparound goes back over a soft wrap", "\x1b[?45habcdefgh\x1b[4DX", `
			|abcdXf\@5
			|gh    |
			|      |
			|      |`},
		{"reverse wraparound stops at a hard end", "\x1b[?45habc\r\nd\x1b[4DX", `
			|abc   |
			|X     |@1
			|      |
			|      |`},
		{"and in the first row", "\x1b[?45habcd\x1b[9DX", `
			|Xbcd  |@1
			|      |
			|      |
			|      |`},
		{"a pending wrap is a column of it", "\x1b[?45habcdef\bX", `
			|abcdeX|@5+
			|      |
			|      |
			|      |`},
		{"without it a pending wrap is not", "abcdef\bX", `
			|abcdXf|@5
			|      |
			|      |
			|      |`},
		{"it goes back over several rows", "\x1b[?45habcdefghijklmn\x1b[11DX", `
			|abcXef\@4
			|ghijkl\
			|mn    |
			|      |`},
		{"not without DECAWM", "\x1b[?45habcdefgh\x1b[?7l\x1b[4DX", `
			|abcdef\
			|Xh    |@1
			|      |
			|      |`},
		{"1045 goes back over any end", "\x1b[?1045habc\r\nd\x1b[4DX", `
			|abcX  |@4
			|d     |
			|      |
			|      |`},
		{"and from the first row to the last", "\x1b[?1045h\bX", `
			|      |
			|      |
			|      |
			|     X|@5+`},
		{"in circles", "\x1b[?1045h\x1b[1;3H\x1b[50DX", `
			|X     |@1
			|      |
			|      |
			|      |`},
		{"a pending wrap is a column of that too", "\x1b[?1045habcdef\x1b[2DX", `
			|abcdXf|@5
			|      |
			|      |
			|      |`},
		{"not without DECAWM either", "\x1b[?1045;7l\x1b[?1045h\r\n\bX", `
			|      |
			|X     |@1
			|      |
			|      |`},
		{"DECSTR ends both", "\x1b[?45;1045h\x1b[!p\r\n\bX", `
			|      |
			|X     |@1
			|      |
			|      |`},
	})
	pictures(t, 4, 7, "\x1b[?69h\x1b[3;5s\x1b[2;3r\x1b[?1045h", []picture{
		{"1045 stays between the margins", "\x1b[2;3H\bX", `
			|       |
			|       |
			|    X  |@4+
			|       |`},
		{"in circles there", "\x1b[3;4H\x1b[8DX", `
			|       |
			|    X  |@4+
			|       |
			|       |`},
		{"or comes there", "\x1b[3;1H\bX", `
			|       |
			|    X  |@4+
			|       |
			|       |`},
	})
}

func TestCursorMovesInMargins(t *testing.T) {
	const lr = "\x1b[?69h\x1b[2;3r\x1b[3;5s" // rows 2 to 3, columns 3 to 5 of 4x7
	pictures(t, 4, 7, lr, []picture{
		{"inside, moves stop at the margins", "\x1b[2;4H\x1b[9A1\x1b[9B2\x1b[3;4H\x1b[9C3\x1b[3;4H\x1b[9D4", `
			|       |
			|   1   |
			|  4 3  |@3
			|       |`},
		{"outside, moves stop at the screen", "\x1b[1;1H\x1b[9D1\x1b[4;7H\x1b[9B\x1b[9C2\x1b[1;6H\x1b[9A3\x1b[1;2H\x1b[9D\x1b[4;2H4", `
			|1    3 |
			|       |
			|       |
			| 4    2|@2`},
		{"DECOM homes to the margins and counts from them", "\x1b[?6h1\x1b[2;2H2\x1b[9;9H3\x1b[1G4", `
			|       |
			|  1    |
			|  423  |@3
			|       |`},
		{"CR goes to the left margin, or to the first column from left of it", "\x1b[2;4H\r1\x1b[2;2H\r2", `
			|       |
			|2 1    |@1
			|       |
			|       |`},
		{"text wraps between the margins", "\x1b[2;3Habcde", `
			|       |
			|  abc  |
			|  de   |@4
			|       |`},
		{"text right of the margins runs to the edge of the screen", "\x1b[2;6Habc", `
			|       |
			|     ab|
			|  c    |@3
			|       |`},
		{"HT stops at the right margin", "\x1b[2;3H\tx", `
			|       |
			|    x  |@4+
			|       |
			|       |`},
		{"BS stops at the left margin", "\x1b[2;4H\b\b\bx", `
			|       |
			|  x    |@3
			|       |
			|       |`},
		{"DECSLRM without room is ignored", "\x1b[4;4s\x1b[2;3Habcde", `
			|       |
			|  abc  |
			|  de   |@4
			|       |`},
		{"resetting DECLRMM frees the columns", "\x1b[?69l\x1b[2;3Habcde", `
			|       |
			|  abcde|@6+
			|       |
			|       |`},
	})
}

func TestSaveCursor(t *testing.T) {
	pictures(t, 3, 6, "", []picture{
		{"DECSC and DECRC", "ab\x1b7\x1b[3;3Hx\x1b8c", `
			|abc   |@3
			|      |
			|  x   |`},
		{"SCOSC and SCORC", "ab\x1b[s\x1b[3;3Hx\x1b[uc", `
			|abc   |@3
			|      |
			|  x   |`},
		{"with nothing saved DECRC goes home", "ab\x1b8c", `
			|cb    |@1
			|      |
			|      |`},
		{"the pending wrap is saved", "abcdef\x1b7\x1b[3;3Hx\x1b8g", `
			|abcdef\
			|g     |@1
			|  x   |`},
		{"so are origin mode and character sets", "\x1b[2;3r\x1b[?6h\x1b(0\x1b7\x1b[?6l\x1b(B\x1b8q\x1b[1;2Hq", `
			|      |
			|──    |@2
			|      |`},
		{"1048 does the same", "ab\x1b[?1048h\x1b[3;3Hx\x1b[?1048lc", `
			|abc   |@3
			|      |
			|  x   |`},
	})
	term := vttest.New(1, 4, "\x1b[1;31m\x1b7\x1b[ma\x1b8b")
	vttest.ExpectStyles(t, term, `
		|a...|
		a: bold fg=colour1`)
}

func TestCursorStyle(t *testing.T) {
	for _, tt := range []struct {
		in    string
		shape vt.CursorShape
		blink bool
	}{
		{"", vt.CursorDefault, false},
		{"\x1b[1 q", vt.CursorBlock, true},
		{"\x1b[2 q", vt.CursorBlock, false},
		{"\x1b[3 q", vt.CursorUnderline, true},
		{"\x1b[6 q", vt.CursorBar, false},
		{"\x1b[5 q\x1b[ q", vt.CursorDefault, false},
		{"\x1b[4 q\x1b[9 q", vt.CursorUnderline, false},
		{"\x1b[2 q\x1b[?12h", vt.CursorBlock, true},
		{"\x1b[5 q\x1b[!p", vt.CursorDefault, false},
	} {
		if c := vttest.New(2, 2, tt.in).Cursor(); c.Shape != tt.shape || c.Blink != tt.blink {
			t.Errorf("%q: got %+v", tt.in, c)
		}
	}
	if vttest.New(2, 2, "\x1b[?25l").Cursor().Visible || !vttest.New(2, 2, "\x1b[?25l\x1b[?25h").Cursor().Visible {
		t.Error("DECTCEM does not hide and show the cursor")
	}
}
