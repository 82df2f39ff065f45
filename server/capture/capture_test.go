package capture

import (
	"strings"
	"testing"

	"gmux/server/vt"
)

func terminal(in string) *vt.Terminal {
	t := vt.New(vt.Options{Rows: 3, Cols: 10, HistoryLimit: 100})
	t.Write([]byte(in))
	return t
}

func TestText(t *testing.T) {
	const all = 1 << 30
	for _, tt := range []struct {
		name, in string
		o        Options
		want     string
	}{
		{"the screen, blanks at the ends left out", "one  \r\n\r\nthree", Options{To: 2}, "one\n\nthree\n"},
		{"one row", "one\r\ntwo\r\nthree", Options{From: 1, To: 1}, "two\n"},
		{"ends in the wrong order", "one\r\ntwo\r\nthree", Options{From: 1, To: 0}, "one\ntwo\n"},
		{"the history", "1\r\n2\r\n3\r\n4\r\n5", Options{From: -all, To: all}, "1\n2\n3\n4\n5\n"},
		{"part of the history", "1\r\n2\r\n3\r\n4\r\n5", Options{From: -1, To: 0}, "2\n3\n"},
		{"a wrapped line in two rows", "0123456789abc", Options{To: 1}, "0123456789\nabc\n"},
		{"a wrapped line joined", "0123456789abc", Options{To: 1, Join: true}, "0123456789abc\n"},
		{"wide characters", "日本", Options{}, "日本\n"},
		{"colours", "\x1b[1;31ma\x1b[mb", Options{Escapes: true}, "\x1b[1m\x1b[31ma\x1b[0mb\n"},
		{"direct colours", "\x1b[38;2;1;2;3;48;5;200ma", Options{Escapes: true}, "\x1b[38;2;1;2;3m\x1b[48;5;200ma\x1b[39m\x1b[49m\n"},
		{"escaped", "\x1b[31mé\\x", Options{Octal: true, Escapes: true}, `\033[31mé\\x\033[39m` + "\n"},
		{"blanks are kept as far as tmux has room", "abc", Options{Spaces: true}, "abc  \n"},
		{"and those that were written", "ab", Options{Spaces: true, Written: true}, "ab\n"},
		{"a look ends with its row", "\x1b[1;4mabc", Options{Escapes: true}, "\x1b[1;4mabc\x1b[0m\n"},
		{"unless the row is full", "\x1b[1;4m0123456789", Options{Escapes: true}, "\x1b[1;4m0123456789\n"},
		{"or its written cells are asked for", "\x1b[1mab", Options{Escapes: true, Written: true}, "\x1b[1mab\n"},
		{"the alternate screen", "main\x1b[?1049h\x1b[Halt", Options{}, "alt\n"},
		{"the main screen behind it", "main\x1b[?1049h\x1b[Halt", Options{Main: true}, "main\n"},
		{"with numbers", "1\r\n2\r\n3\r\n4", Options{From: -1, To: 2, Numbers: true}, "-1 1\n0 2\n1 3\n2 4\n"},
		{"of rows of a line that is joined too", "0123456789abc", Options{To: 1, Numbers: true, Join: true}, "0 01234567891 abc\n"},
		{"with flags", "0123456789abc\r\n  ", Options{To: 2, Flags: true}, "W 0123456789\n- abc\n- \n"},
		{"a prompt, output, a link, wide", "\x1b]133;A\ap\r\n\x1b]133;C\a日\r\n" + link("a", "x"), Options{To: 2, Flags: true, Numbers: true},
			"0 P p\n1 OX 日\n2 HX x\n"},
		{"the same in the history", "\x1b]133;A\ap\r\n\x1b]133;C\a日\r\n" + link("a", "x") + "\r\n\n\n", Options{From: -all, To: -1, Flags: true, Numbers: true},
			"-3 P p\n-2 OX 日\n-1 HX x\n"},
		{"direct colours and an overline are more than a byte has", "\x1b[38;2;1;2;3ma\x1b[m\r\n\x1b[53ma\x1b[m\r\n\x1b[1;4;7;31;48;5;100ma", Options{To: 2, Flags: true},
			"X a\nX a\n- a\n"},
		{"links", "a" + link("u", "x") + "b" + link("v", "日") + link("u", "y") + "\r\nplain\r\n" + link("u", "x") + link("w", "x"), Options{To: 2, Links: true},
			"u v\nw\n"},
		{"links of the history, with numbers and flags", link("u", "x") + "\r\n\n\n" + link("v", "x"), Options{From: -all, To: 2, Links: true, Numbers: true, Flags: true},
			"-1 HX u\n2 HX v\n"},
		{"no links", "a", Options{To: 2, Links: true}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Text(terminal(tt.in), tt.o); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func link(uri, text string) string { return "\x1b]8;;" + uri + "\x1b\\" + text + "\x1b]8;;\x1b\\" }

// TestRead: a text that is read in a window of three rows and 8 columns.
func TestRead(t *testing.T) {
	const all = 1 << 30
	for _, tt := range []struct {
		name, in string
		o        Options
		want     string
	}{
		{"a short one", "one", Options{To: all}, "one\n\n\n"},
		{"the end of a long one", "1\n2\n3\n4 \n5", Options{To: all}, "3\n4\n5\n"},
		{"all of it", "1\n2\n3\n日\n5", Options{From: -all, To: all, Numbers: true, Flags: true}, "-2 - 1\n-1 - 2\n0 - 3\n1 X 日\n2 - 5\n"},
		{"spaces kept", "1 ", Options{Spaces: true}, "1 \n"},
		{"backslashes", `\`, Options{Octal: true}, `\\` + "\n"},
		{"wrapped", "12345678abc", Options{To: all}, "12345678\nabc\n\n"},
		{"and joined", "12345678abc", Options{To: all, Join: true}, "12345678abc\n\n"},
		{"colours", "\x1b[31mred\x1b[m.", Options{Escapes: true}, "\x1b[31mred\x1b[39m.\n"},
		{"links", link("uri:a", "1"), Options{Links: true, To: all}, "uri:a\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := vt.New(vt.Options{Rows: 1, Cols: 80, HistoryLimit: 100})
			h.Write([]byte(strings.ReplaceAll(tt.in, "\n", "\r\n") + "\r\n"))
			if got := Read(h.History(), 3, 8, tt.o); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestMainScreenAfterResize(t *testing.T) {
	term := terminal("main\x1b[?1049h\x1b[Halt")
	term.Resize(6, 4)
	if got := Text(term, Options{To: 5, Main: true}); got != "main\n\n\n\n\n\n" {
		t.Errorf("got %q", got)
	}
}

func TestUnfinished(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "",
		"a\x1b[mé":            "",
		"\xc3":                "",
		"\x1b":                `\033`,
		"\x1b(":               `\033(`,
		"\x1b[":               `\033[`,
		"a\x1b[?1;2:3;":       `\033[?1;2:3;`,
		"\x1b[01;;$":          `\033[1;;$`,
		"\x1b]2;tit\\le":      `\033]2;tit\134le`,
		"\x1b]2;title\x1b":    `\033]2;title\033`,
		"\x1bP1$qm":           `\033P1$qm`,
		"\x1b[31mred\x1b[3":   `\033[3`,
		"\x1b]2;done\x1b\\ok": "",
	} {
		if got := Unfinished(terminal(in), true); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := Unfinished(terminal("\x1b]2;a\\"), false); got != "\x1b]2;a\\" {
		t.Errorf("got %q", got)
	}
}
