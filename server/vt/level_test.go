package vt_test

import (
	"testing"

	"gmux/server/vt"
)

func TestConformanceLevel(t *testing.T) {
	pictures(t, 2, 6, "abcdef\x1b[1;3H", []picture{
		{"the first is level 5, which has all", "\x1b['}", `
			|ab cde|@2
			|      |`},
		{"level 4 has columns and margins", "\x1b[64\"p\x1b[?69h\x1b[2;4s\x1b[2;2Hxyz\x1b[1;3H\x1b['}", `
			|ab cef|@2
			| x y  |`},
		{"level 3 has not", "\x1b[63\"p\x1b['}\x1b['~\x1b[3G\x1b6\x1b9\x1b[?69h\x1b[2;4s\x1b[1;2H\x1b[@", `
			|a bcde|@1
			|      |`},
		{"RIS goes back to level 5", "\x1b[61\"p\x1bcabcdef\x1b[1;3H\x1b['}", `
			|ab cde|@2
			|      |`},
		{"DECSTR does not", "\x1b[61\"p\x1b[!p\x1b['}", `
			|abcdef|@2
			|      |`},
		{"a level that there is not is nothing", "\x1b[4h\x1b[66\"p\x1b[60\"p\x1b[\"px\x1b['}", `
			|abx cd|@3
			|      |`},
		{"choosing one resets as DECSTR does", "\x1b[4h\x1b[65\"px", `
			|abxdef|@3
			|      |`},
		{"DECNCSM is of level 5", "\x1b[64\"p\x1b[?40;95h\x1b[?3h", `
			|      |@0
			|      |`},
	})
	var got replies
	term := vt.New(vt.Options{Rows: 2, Cols: 6, Effects: &got})
	term.Write([]byte("\x1b[62\"p\x1b[4$p\x1b[?7$p\x1b[63\"p\x1b[4$p"))
	if want := "\x1b[4;2$y"; got.String() != want {
		t.Errorf("DECRQM, of level 3: got %q, want %q", got.String(), want)
	}
}
