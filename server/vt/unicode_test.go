package vt_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

// TestEmojiSequences writes every sequence of Unicode's emoji-test.txt: one cell pair holds it, and what follows stands
// in the third column, also when each byte comes by itself.
func TestEmojiSequences(t *testing.T) {
	data, err := os.ReadFile("width/testdata/emoji-test.txt")
	if err != nil {
		t.Fatal(err)
	}
	right := map[string]int{}
	for line := range strings.Lines(string(data)) {
		points, status, ok := strings.Cut(strings.TrimSpace(line), ";")
		if !ok || line[0] == '#' {
			continue
		}
		var seq strings.Builder
		for _, p := range strings.Fields(points) {
			n, err := strconv.ParseUint(p, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			seq.WriteRune(rune(n))
		}
		if emojiIsRight(t, seq.String(), status == "U") {
			right[status]++
		}
	}
	if right["F"] != 3655 || right["M"] != 827 || right["U"] != 242 || right["C"] != 9 {
		t.Errorf("right: %v of fully-qualified, minimally-qualified, unqualified sequences and components", right)
	}
}

// emojiIsRight looks at one sequence. One that is not qualified may be meant as text, in one column.
func emojiIsRight(t *testing.T, seq string, narrow bool) bool {
	whole, bytewise := vttest.New(1, 6, seq+"|"), vttest.New(1, 6, "")
	for i := range len(seq) + 1 {
		bytewise.Write([]byte(seq + "|")[i : i+1])
	}
	for _, term := range []*vt.Terminal{whole, bytewise} {
		cells := term.Row(0).Cells
		columns := cells[0].Width()
		text, next := term.AppendText(nil, cells[0]), term.AppendText(nil, cells[columns])
		if string(text) != seq || string(next) != "|" || columns != 2 && !narrow || term.Cursor().Col != columns+1 {
			t.Errorf("%+q is %+q in %d columns, before %q, cursor in column %d", seq, text, columns, next, term.Cursor().Col)
			return false
		}
	}
	return true
}

// TestInvalidUTF8 has the examples of the Unicode Standard, chapter 3.9, tables 3-8 to 3-11: U+FFFD for each maximal
// subpart, however the bytes are cut.
func TestInvalidUTF8(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"non-shortest forms", "\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41", "????????A"},
		{"surrogates", "\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41", "????????A"},
		{"other ill-formed sequences", "\xf4\x91\x92\x93\xff\x41\x80\xbf\x42", "?????A??B"},
		{"truncated sequences", "\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", "????A"},
		{"a control within", "a\xe2\x82\rb\xf0\x9f\x98\nc", "b?\n  c"},
		{"an escape sequence within", "\xe2\x82\x1b[1mb\xf0\x9f\x98\x1b[mc", "?b?c"},
		{"a mark joins the replacement", "\xff\u0301x", "?\u0301x"},
		{"not yet the end", "a\xf0\x9f\x98", "a"},
	} {
		for cut := range len(tt.in) + 1 {
			term := vttest.New(2, 12, tt.in[:cut])
			vttest.Write(term, tt.in[cut:])
			var got []string
			for i := range 2 {
				var row []byte
				for _, c := range term.Row(i).Cells[:term.Row(i).Len()] {
					row = term.AppendText(row, c)
				}
				got = append(got, strings.ReplaceAll(string(row), "\ufffd", "?"))
			}
			if s := strings.TrimSuffix(strings.Join(got, "\n"), "\n"); s != tt.want {
				t.Errorf("%s, cut at %d: %q, want %q", tt.name, cut, s, tt.want)
			}
		}
	}
}

// TestMarksInALaterWrite: what belongs to a cluster joins it whenever it comes, also after the cursor went away and came
// back behind it; a control in between or another place keep it from joining.
func TestMarksInALaterWrite(t *testing.T) {
	for _, tt := range []struct {
		name   string
		writes []string
		want   string
	}{
		{"mark", []string{"e", "\u0301", "x"}, "|e\u0301x    |@2"},
		{"mark in two writes", []string{"e", "\xcc", "\x81", "x"}, "|e\u0301x    |@2"},
		{"emoji piece by piece", []string{"👩", "🏽", "\u200d", "🚀", "x"}, "|👩🏽\u200d🚀x   |@3"},
		{"text becomes emoji", []string{"❤", "x\b\b❤", "\ufe0f", "x"}, "|❤\ufe0fx   |@3"},
		{"emoji becomes text", []string{"⌚", "\ufe0e", "x"}, "|⌚\ufe0ex    |@2"},
		{"flag", []string{"🇩", "🇪", "🇫", "x"}, "|🇩🇪🇫x  |@4"},
		{"jamo", []string{"\u1112", "\u1161", "\u11ab", "x"}, "|\u1112\u1161\u11abx   |@3"},
		{"conjunct", []string{"\u0915", "\u094d", "\u0937", "x"}, "|\u0915\u094d\u0937x   |@3"},
		{"at the right edge", []string{"abcde", "e", "\u0301"}, "|abcdee\u0301|@5+"},
		{"behind the cursor, when nothing was printed there now", []string{"e", "\x1b[1;1H\x1b[1;2H", "\u0301"}, "|e\u0301     |@1"},
		{"not a letter that would join only what was just printed", []string{"👩\u200d", "\x1b[1;3H", "🚀"}, "|👩\u200d🚀  |@4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			term := vttest.New(1, 6, "")
			for _, w := range tt.writes {
				vttest.Write(term, w)
			}
			vttest.Expect(t, term, tt.want)
			if err := term.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func ExampleTerminal_Write() {
	t := vt.New(vt.Options{Rows: 1, Cols: 10})
	fmt.Fprint(t, "👩🏽\u200d🚀 is one")
	fmt.Println(t.Cursor().Col, t.Row(0).Cells[0].Width())
	// Output: 9 2
}
