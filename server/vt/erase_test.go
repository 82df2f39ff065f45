package vt_test

import (
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

func TestErase(t *testing.T) {
	pictures(t, 4, 4, four+"\x1b[2;3H", []picture{
		{"ED to the end", "\x1b[J", `
			|aaaa|
			|bb  |@2
			|    |
			|    |`},
		{"ED to the beginning", "\x1b[1J", `
			|    |
			|   b|@2
			|cccc|
			|dddd|`},
		{"ED of all leaves the cursor", "\x1b[2J", `
			|    |
			|    |@2
			|    |
			|    |`},
		{"an unknown ED does nothing", "\x1b[9J", `
			|aaaa|
			|bbbb|@2
			|cccc|
			|dddd|`},
		{"EL to the end", "\x1b[K", `
			|aaaa|
			|bb  |@2
			|cccc|
			|dddd|`},
		{"EL to the beginning", "\x1b[1K", `
			|aaaa|
			|   b|@2
			|cccc|
			|dddd|`},
		{"EL of all", "\x1b[2K", `
			|aaaa|
			|    |@2
			|cccc|
			|dddd|`},
		{"ECH", "\x1b[1;2H\x1b[2X", `
			|a  a|@1
			|bbbb|
			|cccc|
			|dddd|`},
		{"ECH stops at the end of the row", "\x1b[99X", `
			|aaaa|
			|bb  |@2
			|cccc|
			|dddd|`},
		{"margins do not matter", "\x1b[?69h\x1b[2;3s\x1b[2;3r\x1b[1;3H\x1b[J", `
			|aa  |@2
			|    |
			|    |
			|    |`},
		{"EL with a pending wrap erases the last column, as in xterm", "\x1b[4;1Hdddd\x1b[K", `
			|aaaa|
			|bbbb|
			|cccc|
			|ddd |@3`},
		{"DECALN", "\x1b[2;3r\x1b#8", `
			|EEEE|@0
			|EEEE|
			|EEEE|
			|EEEE|`},
	})
	pictures(t, 1, 6, "日本語", []picture{
		{"half a wide character takes the other half with it", "\x1b[2G\x1b[2X", `|    語|@1`},
		{"EL", "\x1b[4G\x1b[K", `|日    |@3`},
		{"EL 1", "\x1b[3G\x1b[1K", `|    語|@2`},
	})
	pictures(t, 2, 4, "abcdefgh\x1b[1;2H", []picture{
		{"EL to the end ends the logical line", "\x1b[K", `
			|a   |@1
			|efgh|`},
		{"EL to the beginning does not", "\x1b[1K", `
			|  cd\@1
			|efgh|`},
	})
}

func TestEraseColour(t *testing.T) {
	for _, tt := range []picture{
		{"EL", "\x1b[1;44mab\x1b[K", `
			|aabb|
			|....|
			a: bold bg=colour4
			b: bg=colour4`},
		{"scrolling", "\x1b[2;1Hx\x1b[41m\n", `
			|....|
			|aaaa|
			a: bg=colour1`},
		{"inserting", "ab\x1b[42m\x1b[1G\x1b[@\x1b[P", `
			|...a|
			|....|
			a: bg=colour2`},
		{"IL", "ab\x1b[7;42m\x1b[L", `
			|aaaa|
			|....|
			a: bg=colour2`},
		{"a background that was reset", "\x1b[44m\x1b[m\x1b[K", `
			|....|
			|....|`},
	} {
		t.Run(tt.name, func(t *testing.T) { vttest.ExpectStyles(t, vttest.New(2, 4, tt.in), tt.want) })
	}
}

func TestSelectiveErase(t *testing.T) {
	pictures(t, 2, 6, "\x1b[1\"qab\x1b[0\"qcd\r\nef\x1b[1\"qgh\x1b[2;4H", []picture{
		{"DECSED", "\x1b[?2J", `
			|ab    |
			|  gh  |@3`},
		{"DECSED to the end", "\x1b[1;2H\x1b[?J", `
			|ab    |@1
			|  gh  |`},
		{"DECSED to the beginning", "\x1b[?1J", `
			|ab    |
			|  gh  |@3`},
		{"DECSEL", "\x1b[?2K", `
			|abcd  |
			|  gh  |@3`},
		{"DECSEL to the beginning", "\x1b[?1K", `
			|abcd  |
			|  gh  |@3`},
		{"ED is not held back", "\x1b[2J", `
			|      |
			|      |@3`},
		{"SGR 0 leaves the protection", "\x1b[mi\x1b[?2K", `
			|abcd  |
			|  gi  |@4`},
	})
}

func TestClearMovesToHistory(t *testing.T) {
	term := vt.New(vt.Options{Rows: 4, Cols: 4, HistoryLimit: 10, KeepOnClear: true})
	vttest.Write(term, "a\r\nb\x1b[2J")
	vttest.ExpectHistory(t, term, 4, "|a|\n|b|")
	vttest.Expect(t, term, `
		|    |
		|    |@1
		|    |
		|    |`)
	term.Resize(6, 4)
	vttest.ExpectHistory(t, term, 4, "|a|\n|b|") // what was cleared away does not come back by itself
}
