package vt_test

import (
	"testing"

	"gmux/server/vt"
)

// What is ASCII was asked of xterm 379 with the same bytes.
func TestChecksum(t *testing.T) {
	for _, tt := range []struct{ name, in, ask, want string }{
		{"one cell", "a", "1;1;1;1;1;1", "1!~FF9F"},
		{"an empty cell is a space", "", "7;1;3;3;3;3", "7!~FFE0"},
		{"the sum is negated, in 16 bits", "ab", "1;1;1;1;1;2", "1!~FF3D"},
		{"spaces at the end of rows do not count", "ab", "1;1;1;1;4;8", "1!~FF3D"},
		{"but for the first cell", "\x1b[1;2H", "1;1;1;3;1;8", "1!~FFE0"},
		{"spaces within do", "\x1b[4mb\x1b[m  c", "1;1;1;1;1;4", "1!~FEEB"},
		{"attributes add", "\x1b[1ma\x1b[m\x1b[4mb\x1b[m  c", "1;1;1;1;1;5", "1!~FE0A"},
		{"also to spaces", "\x1b[1 \x1b[m\x1b[1m \x1b[m\x1b[4m ", "1;1;1;1;1;2", "1!~FF30"},
		{"conceal, blink, reverse", "\x1b[8mA\x1b[0;5mB\x1b[0;7mC", "1;1;1;1;1;3", "1!~FED2"},
		{"protection does not", "\x1b[1\"qa\x1b[0\"qb", "1;1;1;1;1;1", "1!~FF9F"},
		{"italic and colours do not", "\x1b[3;31;42ma", "1;1;1;1;1;1", "1!~FF9F"},
		{"without sides it is the screen", "ab\r\n\r\nc", "3", "3!~FEDA"},
		{"beyond the screen is its edge", "\x1b[4;8Hx", "3;1;4;8;99;99", "3!~FF88"},
		{"an area that ends before it begins has nothing", "ab", "3;1;1;2;1;1", "3!~0000"},
		{"a wide character counts once", "\u65e5", "1;1;1;1;1;2", "1!~9A1B"},
		{"clusters count whole", "e\u0301", "1;1;1;1;1;1", "1!~FC9A"},
		{"under DECOM it counts from the margins", "ab\r\ncd\x1b[?69h\x1b[2;5s\x1b[2;3r\x1b[?6h", "1;1;1;1;1;1", "1!~FF9C"},
		{"not below level 4", "a\x1b[63\"p", "1;1;1;1;1;1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want != "" {
				want = "\x1bP" + want + "\x1b\\"
			}
			var got replies
			term := vt.New(vt.Options{Rows: 4, Cols: 8, Effects: &got})
			term.Write([]byte(tt.in + "\x1b[" + tt.ask + "*y"))
			if got.String() != want {
				t.Errorf("got %q, want %q", got.String(), want)
			}
		})
	}
}
