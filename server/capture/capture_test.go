package capture

import (
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
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Text(terminal(tt.in), tt.o); got != tt.want {
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
