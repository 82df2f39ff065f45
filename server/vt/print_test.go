package vt_test

import (
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/vttest"
)

func TestAutowrap(t *testing.T) {
	pictures(t, 3, 4, "", []picture{
		{"the last column leaves the wrap pending", "abcd", `
			|abcd|@3+
			|    |
			|    |`},
		{"the next character wraps", "abcde", `
			|abcd\
			|e   |@1
			|    |`},
		{"wrapping at the bottom scrolls", "\x1b[2;1Habcdefgh\x1b[3;4Hxyz", `
			|abcd\
			|efgx\
			|yz  |@2`},
		{"without autowrap the last column is overwritten", "\x1b[?7labcdefg", `
			|abcg|@3
			|    |
			|    |`},
		{"switching autowrap off drops the pending wrap", "abcd\x1b[?7lx", `
			|abcx|@3
			|    |
			|    |`},
		{"a tab neither wraps nor drops the pending wrap", "abcd\te", `
			|abcd\
			|e   |@1
			|    |`},
		{"writing the last column again makes the end hard", "abcde\x1b[1;4HX", `
			|abcX|@3+
			|e   |
			|    |`},
		{"DEL and NUL print nothing", "a\x7fb\x00c", `
			|abc |@3
			|    |
			|    |`},
	})
}

func TestWide(t *testing.T) {
	pictures(t, 2, 5, "", []picture{
		{"two columns", "日x", `
			|日x  |@3
			|     |`},
		{"one column is not enough at the edge: it wraps and leaves a blank", "abcd日", `
			|abcd \
			|日   |@2`},
		{"exactly at the edge the wrap is pending", "abc日", `
			|abc日|@4+
			|     |`},
		{"without autowrap there is no room for it", "\x1b[?7labcd日x", `
			|abcdx|@4
			|     |`},
		{"the left half overwritten", "日本\x1b[1Gx", `
			|x 本 |@1
			|     |`},
		{"the right half overwritten", "日本\x1b[2Gx", `
			| x本 |@2
			|     |`},
		{"a wide one over two halves", "日本\x1b[2G語", `
			| 語  |@3
			|     |`},
		{"a run of text over halves at both ends", "日本\x1b[2Gxy", `
			| xy  |@3
			|     |`},
		{"wraps inside margins leave a blank that is no end of a row", "\x1b[?69h\x1b[1;4s\x1b[1;1Habc日", `
			|abc  |
			|日   |@2`},
	})
	pictures(t, 2, 1, "", []picture{
		{"a screen of one column has no room", "日x", `
			|x|@0+
			| |`},
	})
}

func TestClusters(t *testing.T) {
	pictures(t, 2, 6, "", []picture{
		{"combining marks join", "e\u0301x", "|e\u0301x    |@2\n|      |"},
		{"also in another write than their base, and after SGR", "e\x1b[1m\u0301x", "|e\u0301x    |@2\n|      |"},
		{"also on the last column", "abcdee\u0301x", "|abcdee\u0301\\\n|x     |@1"},
		{"also after a move, onto what is to the left", "e\x1b[2;1H\x1b[1;2H\u0301", "|e\u0301     |@1\n|      |"},
		{"a mark on nothing is dropped", "\u0301x", "|x     |@1\n|      |"},
		{"a family is one character of two columns", "👩\u200d👩\u200d👧x", "|👩\u200d👩\u200d👧x   |@3\n|      |"},
		{"a flag", "🇩🇪🇫🇷", "|🇩🇪🇫🇷  |@4\n|      |"},
		{"a skin tone", "👍🏽x", "|👍🏽x   |@3\n|      |"},
		{"VS16 makes a character wide", "☺\ufe0fx", "|☺\ufe0fx   |@3\n|      |"},
		{"VS16 at the edge moves it to the next row", "abcde☺\ufe0fx", "|abcde \\\n|☺\ufe0fx   |@3"},
		{"VS16 at the edge without autowrap has no room", "\x1b[?7labcde☺\ufe0f", "|abcde☺\ufe0f|@5\n|      |"},
		{"VS16 pushes in insert mode", "xy\x1b[1G\x1b[4h☺\ufe0f", "|☺\ufe0fxy  |@2\n|      |"},
		{"VS15 makes one narrow", "⌚\ufe0ex", "|⌚\ufe0ex    |@2\n|      |"},
		{"a keycap", "1\ufe0f\u20e3x", "|1\ufe0f\u20e3x   |@3\n|      |"},
		{"Hangul from jamo", "\u1100\u1161\u11a8x", "|\u1100\u1161\u11a8x   |@3\n|      |"},
		{"a wide one is not joined across a move", "🇩\x1b[1;3H🇪", "|🇩 🇪   |@3\n|      |"},
	})
	term := vttest.New(1, 10, "e"+strings.Repeat("\u0301", 1000)+"x")
	if got := term.AppendText(nil, term.Row(0).Cells[0]); len(got) > grid.MaxCluster {
		t.Errorf("a cluster of %d bytes", len(got))
	}
	if got := term.AppendText(nil, term.Row(0).Cells[1]); string(got) != "x" {
		t.Errorf("behind a long cluster there is %q", got)
	}
}

func TestRepeat(t *testing.T) {
	pictures(t, 2, 6, "", []picture{
		{"REP", "a\x1b[3bc", `
			|aaaac |@5
			|      |`},
		{"it wraps", "ab\x1b[6b", `
			|abbbbb\
			|bb    |@2`},
		{"wide", "日\x1b[b", `
			|日日  |@4
			|      |`},
		{"a whole cluster", "e\u0301\x1b[b", "|e\u0301e\u0301    |@2\n|      |"},
		{"nothing was printed", "a\r\n\x1b[3b", `
			|a     |
			|      |@0`},
		{"in margins", "\x1b[?69h\x1b[2;4s\x1b[1;2Ha\x1b[4b", `
			| aaa  |
			| aa   |@3`},
	})
	term := vttest.New(2, 6, "a\x1b[65535b")
	vttest.Expect(t, term, "|aaaaaa\\\n|a     |@1") // 12 cells are repeated, more would be in vain
}

func TestCharsets(t *testing.T) {
	pictures(t, 2, 8, "", []picture{
		{"DEC graphics in G0", "\x1b(0lqk\x1b(Blqk", `
			|┌─┐lqk  |@6
			|        |`},
		{"SO and SI", "\x1b)0\x0ex\x0fx", `
			|│x      |@2
			|        |`},
		{"SS2 and SS3 are for one character", "\x1b*0\x1b+A\x1bNqq\x1bO#", `
			|─q£     |@3
			|        |`},
		{"LS2 and LS3", "\x1b*0\x1bnq\x1b+B\x1boq", `
			|─q      |@2
			|        |`},
		{"what is not in the set is itself", "\x1b(0ABC日", `
			|ABC日   |@5
			|        |`},
		{"all of the graphics", "\x1b(0`afghijk\r\nlmno~{|}", `
			|◆▒°±␤␋┘┐|
			|┌└┼⎺·π≠£|@7+`},
	})
}

func TestTabs(t *testing.T) {
	pictures(t, 1, 20, "", []picture{
		{"every eighth column", "\ta\tb", `|        a       b   |@17`},
		{"the last column ends it", "\t\t\tx", `|                   x|@19+`},
		{"HTS and TBC", "\x1b[3G\x1bH\r\ta\x1b[3G\x1b[g\r\tb", `|  a     b           |@9`},
		{"TBC of all", "\x1b[3g\tx", `|                   x|@19+`},
		{"DECST8C", "\x1b[3g\x1b[?5W\tx", `|        x           |@9`},
		{"CHT and CBT", "\x1b[2Ia\x1b[2Zb\x1b[Zc", `|        c       a   |@9`},
		{"a tab leaves what it jumps over", "abc\r\tx", `|abc     x           |@9`},
		{"CBT ignores the left margin", "\x1b[?69h\x1b[5;15s\x1b[1;7H\x1b[Zx", `|x                   |@1`},
		{"but not under DECOM", "\x1b[?69h\x1b[5;15s\x1b[?6h\x1b[1;3H\x1b[Zx", `|    x               |@5`},
	})
	pictures(t, 2, 10, "abcdefghij", []picture{
		{"a tab leaves a pending wrap", "\tx", `
			|abcdefghij\
			|x         |@1`},
		{"but does it under mode 41", "\x1b[?41h\tx", `
			|abcdefghij\
			|        x |@9`},
	})
	term := vttest.New(1, 10, "\x1b[3G\x1bH")
	term.Resize(1, 20)
	vttest.Write(term, "\r\ta\tb\tc")
	vttest.Expect(t, term, `|  a     b       c   |@17`)
}

// A table of styles, clusters or links that is full is compacted, and nothing on the screen changes by it.
func TestCompaction(t *testing.T) {
	term := vttest.New(3, 10, "\x1b[1;31mred\x1b[m\x1b]8;;http://a/\ae\u0301\x1b]8;;\a\x1b7\x1b[44m\r\n")
	version := term.StyleVersion()
	for i := range 10000 {
		r := i % 256
		vttest.Write(term, "\r\x1b[38;2;"+itoa(r)+";"+itoa(i/256)+";1mx"+string(rune('a'+i%26))+string(rune(0x300+i%100)))
	}
	if term.StyleVersion() == version {
		t.Fatal("there was no compaction")
	}
	if err := term.Check(); err != nil {
		t.Fatal(err)
	}
	vttest.Write(term, "\x1b[2K\x1b8\x1b]8;;http://b/\af")
	vttest.ExpectStyles(t, term, `
		|aaabc.....|
		|dddddddddd|
		|..........|
		a: bold fg=colour1
		b: link=http://a/
		c: link=http://b/
		d: bg=colour4`)
}

// More links than the table may have are no links, and cost no compaction each.
func TestTooManyLinks(t *testing.T) {
	term := vt.New(vt.Options{Rows: 200, Cols: 100})
	for i := range 20000 {
		vttest.Write(term, "\x1b]8;;http://host/"+itoa(i)+"\ax")
	}
	if err := term.Check(); err != nil {
		t.Fatal(err)
	}
	if v := term.StyleVersion(); v > 10 {
		t.Errorf("%d compactions", v)
	}
}
