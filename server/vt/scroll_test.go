package vt_test

import (
	"testing"

	"gmux/server/vt/vttest"
)

func TestScroll(t *testing.T) {
	pictures(t, 4, 4, four, []picture{
		{"line feed at the bottom scrolls", "\r\nee", `
			|bbbb|
			|cccc|
			|dddd|
			|ee  |@2`},
		{"line feed at the bottom margin scrolls only the region", "\x1b[2;3r\x1b[3;1H\n", `
			|aaaa|
			|cccc|
			|    |@0
			|dddd|`},
		{"line feed below the region does not scroll", "\x1b[1;2r\x1b[4;1H\nx", `
			|aaaa|
			|bbbb|
			|cccc|
			|xddd|@1`},
		{"a one-row region is ignored, the cursor stays", "\x1b[2;2r", `
			|aaaa|
			|bbbb|
			|cccc|
			|dddd|@3+`},
		{"memory lock keeps the rows above", "\x1b[3;2H\x1bl\n\n", `
			|aaaa|
			|bbbb|
			|dddd|
			|    |@1`},
		{"memory unlock lets them go", "\x1b[3;2H\x1bl\x1bm\n\n", `
			|bbbb|
			|cccc|
			|dddd|
			|    |@1`},
		{"memory lock below the region is nothing", "\x1b[1;2r\x1b[2;1H\x1bl\n", `
			|bbbb|
			|    |@0
			|cccc|
			|dddd|`},
		{"DECSTBM goes home", "\x1b[2;3r", `
			|aaaa|@0
			|bbbb|
			|cccc|
			|dddd|`},
		{"DECSTBM beyond the screen ends at its last row", "\x1b[3;99r\x1b[4;1H\n", `
			|aaaa|
			|bbbb|
			|dddd|
			|    |@0`},
		{"RI at the top scrolls down", "\x1b[H\x1bM", `
			|    |@0
			|aaaa|
			|bbbb|
			|cccc|`},
		{"RI at the top margin scrolls only the region", "\x1b[2;3r\x1b[2;1H\x1bM", `
			|aaaa|
			|    |@0
			|bbbb|
			|dddd|`},
		{"RI above the region does not scroll", "\x1b[2;3r\x1b[H\x1bMx", `
			|xaaa|@1
			|bbbb|
			|cccc|
			|dddd|`},
		{"IND is LF without LNM", "\x1b[20h\x1bD", `
			|bbbb|
			|cccc|
			|dddd|
			|    |@3`},
		{"SU scrolls the region and leaves the cursor", "\x1b[2;4r\x1b[3;2H\x1b[2S", `
			|aaaa|
			|dddd|
			|    |@1
			|    |`},
		{"SD scrolls the region and leaves the cursor", "\x1b[1;3r\x1b[3;2H\x1b[2T", `
			|    |
			|    |
			|aaaa|@1
			|dddd|`},
		{"SD has a second form", "\x1b[H\x1b[^", `
			|    |@0
			|aaaa|
			|bbbb|
			|cccc|`},
		{"more than there is scrolls everything out", "\x1b[2;3r\x1b[99S", `
			|aaaa|@0
			|    |
			|    |
			|dddd|`},
		{"IL", "\x1b[2;3H\x1b[L", `
			|aaaa|
			|    |@0
			|bbbb|
			|cccc|`},
		{"IL in a region", "\x1b[2;3r\x1b[2;3H\x1b[9L", `
			|aaaa|
			|    |@0
			|    |
			|dddd|`},
		{"IL outside of the region does nothing", "\x1b[2;3r\x1b[1;3H\x1b[L", `
			|aaaa|@2
			|bbbb|
			|cccc|
			|dddd|`},
		{"DL", "\x1b[2;3H\x1b[2M", `
			|aaaa|
			|dddd|@0
			|    |
			|    |`},
		{"DL in a region", "\x1b[1;3r\x1b[2;3H\x1b[M", `
			|aaaa|
			|cccc|@0
			|    |
			|dddd|`},
	})
}

func TestScrollBetweenLeftAndRight(t *testing.T) {
	const lr = four + "\x1b[?69h\x1b[2;3s" // columns 2 to 3
	pictures(t, 4, 4, lr, []picture{
		{"LF at the bottom", "\x1b[4;2H\n", `
			|abba|
			|bccb|
			|cddc|
			|d  d|@1`},
		{"LF at the bottom but left of the margins", "\x1b[4;1H\n", `
			|aaaa|
			|bbbb|
			|cccc|
			|dddd|@0`},
		{"RI at the top", "\x1b[1;2H\x1bM", `
			|a  a|@1
			|baab|
			|cbbc|
			|dccd|`},
		{"RI at the top but right of the margins", "\x1b[1;4H\x1bM", `
			|aaaa|@3
			|bbbb|
			|cccc|
			|dddd|`},
		{"SU", "\x1b[2S", `
			|acca|@0
			|bddb|
			|c  c|
			|d  d|`},
		{"SD with top and bottom margins", "\x1b[2;3r\x1b[T", `
			|aaaa|@0
			|b  b|
			|cbbc|
			|dddd|`},
		{"IL", "\x1b[2;3H\x1b[L", `
			|aaaa|
			|b  b|@1
			|cbbc|
			|dccd|`},
		{"IL outside does nothing", "\x1b[2;1H\x1b[L", `
			|aaaa|
			|bbbb|@0
			|cccc|
			|dddd|`},
		{"DL", "\x1b[2;3H\x1b[2M", `
			|aaaa|
			|bddb|@1
			|c  c|
			|d  d|`},
	})
	pictures(t, 3, 6, "日本語\r\n日本語\r\n日本語\x1b[?69h", []picture{
		{"a wide character across a margin is cut, those inside move whole", "\x1b[2;5s\x1b[S", `
			|  本  |@0
			|  本  |
			|      |`},
		{"margins beside wide characters cut nothing", "\x1b[3;4s\x1b[T", `
			|日  語|@0
			|日本語|
			|日本語|`},
	})
}

// Text that leaves the top of the screen goes to the history when whole rows of the main screen scroll up there.
func TestScrollToHistory(t *testing.T) {
	for _, tt := range []picture{
		{"line feeds", "\r\ne\r\nf", "|aaaa|\n|bbbb|"},
		{"a region at the top", "\x1b[1;3r\x1b[3;1H\n\n", "|aaaa|\n|bbbb|"},
		{"a region below the top does not", "\x1b[2;4r\x1b[4;1H\n\n", ""},
		{"narrow margins do not", "\x1b[?69h\x1b[1;3s\x1b[4;1H\n\n", ""},
		{"SU", "\x1b[2S", "|aaaa|\n|bbbb|"},
		{"DL does not", "\x1b[H\x1b[2M", ""},
		{"the alternate screen does not", "\x1b[?1049h\n\n\n\n\n\n", ""},
		{"ED 3 clears the history", "\x1b[2S\x1b[3J", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			vttest.ExpectHistory(t, vttest.New(4, 4, four+tt.in), 4, tt.want)
		})
	}
}

// Rows keep their identity when they scroll, and their generation; rows that come in have new ones.
func TestScrollKeepsRows(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		from     [4]int // the row that stands here now stood there; -1: a new one
	}{
		{"screen up", "\x1b[2S", [4]int{2, 3, -1, -1}},
		{"screen down", "\x1b[T", [4]int{-1, 0, 1, 2}},
		{"region up", "\x1b[2;3r\x1b[S", [4]int{0, 2, -1, 3}},
		{"region down", "\x1b[2;4r\x1b[2T", [4]int{0, -1, -1, 1}},
		{"IL", "\x1b[2;1H\x1b[L", [4]int{0, -1, 1, 2}},
		{"DL", "\x1b[2;1H\x1b[M", [4]int{0, 2, 3, -1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			term := vttest.New(4, 4, four)
			var ids [4]uint64
			seen := map[uint64]bool{}
			for i := range ids {
				ids[i] = term.Row(i).ID
				seen[ids[i]] = true
			}
			gen := term.Generation()
			vttest.Write(term, tt.in)
			for i, from := range tt.from {
				r := term.Row(i)
				switch {
				case from < 0 && (seen[r.ID] || r.Gen <= gen):
					t.Errorf("row %d is not new", i)
				case from >= 0 && r.ID != ids[from]:
					t.Errorf("row %d is not row %d of before", i, from)
				}
			}
		})
	}
}
