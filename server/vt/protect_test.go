package vt_test

import "testing"

// The areas of ISO are spared by every erasure but DECSERA, and DECSCA's by those of DEC alone: see rectangle_test.go
// and TestSelectiveErase too.
func TestGuardedAreas(t *testing.T) {
	pictures(t, 2, 6, "\x1bVab\x1bWcd\r\nef\x1bVgh\x1bW\x1b[2;3H", []picture{
		{"ED", "\x1b[2J", `
			|ab    |
			|  gh  |@2`},
		{"ED to the end", "\x1b[1;1H\x1b[J", `
			|ab    |@0
			|  gh  |`},
		{"ED to the beginning", "\x1b[1J", `
			|ab    |
			|  gh  |@2`},
		{"EL", "\x1b[2K", `
			|abcd  |
			|  gh  |@2`},
		{"ECH", "\x1b[1G\x1b[9X", `
			|abcd  |
			|  gh  |@0`},
		{"DECSED", "\x1b[?2J", `
			|ab    |
			|  gh  |@2`},
		{"DECSEL", "\x1b[?2K", `
			|abcd  |
			|  gh  |@2`},
		{"after DECSCA only the erasures of DEC spare them", "\x1b[0\"q\x1b[2J", `
			|      |
			|      |@2`},
		{"DECSTR ends it", "\x1b[!p\x1b[?2J", `
			|      |
			|      |@2`},
		{"they can be written over", "xyz\x1b[2K", `
			|abcd  |
			|      |@5`},
		{"and moved", "\x1b[1G\x1b[P\x1b[2K", `
			|abcd  |
			| gh   |@0`},
		{"DECSC has whether it is on", "\x1bV\x1b7\x1bWxx\x1b8yy\x1b[2K", `
			|abcd  |
			|  yy  |@4`},
		{"a parameter that DECSCA does not have is nothing", "\x1b[3\"q\x1b[2J", `
			|ab    |
			|  gh  |@2`},
	})
	pictures(t, 2, 6, "\x1b[1\"qab\x1b[0\"qcd", []picture{
		{"SPA after DECSCA guards what DECSCA protected", "\x1bV\x1bW\x1b[2J", `
			|ab    |@4
			|      |`},
		{"C1 too", "\u0096x\u0097y\x1b[2J", `
			|ab  x |@5
			|      |`},
		{"RIS ends it", "\x1bV\x1bcab\x1b[?2J", `
			|      |@2
			|      |`},
	})
	pictures(t, 2, 4, "abcdef", []picture{
		{"a protected last column goes on in the next row", "\x1b[1;4H\x1b[1\"qD\x1b[2;1He\x1b[0\"q\x1b[?2J", `
			|   D|
			|e   |@1`},
	})
}
