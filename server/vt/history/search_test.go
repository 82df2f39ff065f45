package history_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/history"
	"gmux/server/vt/vttest"
)

// historyOf is the history of a terminal of 10 columns that text was written to, all of it but the last row.
func historyOf(text string) *history.History {
	t := vt.New(vt.Options{Rows: 1, Cols: 10, HistoryLimit: 1000})
	t.History().SetSegmentSize(100)
	vttest.Write(t, strings.ReplaceAll(text, "\n", "\r\n")+"\r\n")
	return t.History()
}

// found draws matches as line:from-to.
func found(h *history.History, q *history.Query, from history.Pos, back bool) string {
	var all []string
	for m := range h.Search(q, from, back) {
		if m.Found() {
			all = append(all, fmt.Sprintf("%d:%d-%d", m.From.Line, m.From.Cell, m.To.Cell))
		}
	}
	return strings.Join(all, " ")
}

var (
	oldest = history.Pos{}
	newest = history.Pos{Line: 1 << 40}
)

func TestSearch(t *testing.T) {
	const text = "one two one\nlong line that wraps over ONE row and is one line\n" +
		"日本語 one 日\ne\u0301te\u0301 \x1b[31mo\x1b[mne\n\nlast K\u212a \u00e4\u00f6"
	h := historyOf(text)
	regex := func(expr string, fold bool) *history.Query {
		q, err := history.Regexp(expr, fold)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	for _, tt := range []struct {
		name string
		q    *history.Query
		want string
	}{
		{"literal, as it is", history.Literal("one", false), "0:0-3 0:8-11 1:41-44 2:4-7 3:4-7"},
		{"literal in any case", history.Literal("one", true), "0:0-3 0:8-11 1:26-29 1:41-44 2:4-7 3:4-7"},
		{"over a soft wrap", history.Literal("that wraps", false), "1:10-20"},
		{"wide characters count as one", history.Literal("語 o", false), "2:2-5"},
		{"part of a cluster is the cluster", history.Literal("e", false), "0:2-3 0:10-11 1:8-9 1:23-24 1:43-44 1:48-49 2:6-7 3:0-1 3:2-3 3:6-7"},
		{"folding is Unicode's", history.Literal("kk", true), "5:5-7"},
		{"letters that are not ASCII fold too", history.Literal("\u00c4\u00d6", true), "5:8-10"},
		{"matches do not overlap", history.Literal("ee", true), ""},
		{"nothing is nowhere", history.Literal("", false), ""},
		{"nothing is nowhere in any case", history.Literal("", true), ""},
		{"regular expression", regex("o[a-z]e", false), "0:0-3 0:8-11 1:21-24 1:41-44 2:4-7 3:4-7"},
		{"anchors are the ends of logical lines", regex("^one|e$", true), "0:0-3 0:10-11 1:48-49 3:6-7"},
		{"matches of nothing are none", regex("x*", false), ""},
		{"regular expression in any case", regex("ONE", true), "0:0-3 0:8-11 1:26-29 1:41-44 2:4-7 3:4-7"},
		{"characters beyond ASCII", regex(`\p{Han}+`, false), "2:0-3 2:8-9"},
	} {
		on := found(h, tt.q, oldest, false)
		if on != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, on, tt.want)
		}
		back := strings.Fields(found(h, tt.q, newest, true))
		if slices.Reverse(back); strings.Join(back, " ") != on {
			t.Errorf("%s: backwards it is %s", tt.name, back)
		}
	}
	if _, err := history.Regexp("(", false); err == nil || !strings.HasPrefix(err.Error(), `search for "("`) {
		t.Errorf("( is %v", err)
	}
}

// A search begins anywhere, and both directions between them find everything once.
func TestSearchFrom(t *testing.T) {
	h := historyOf("one two one\none\nno\none one")
	q := history.Literal("one", false)
	all := found(h, q, oldest, false)
	for line := -1; line < 6; line++ {
		for cell := range 12 {
			at := history.Pos{Line: line, Cell: cell}
			before := strings.Fields(found(h, q, at, true))
			slices.Reverse(before)
			both := strings.TrimSpace(strings.Join(before, " ") + " " + found(h, q, at, false))
			if both != all {
				t.Errorf("from %v: %s, want %s", at, both, all)
			}
		}
	}
}

// Lines keep their numbers while others are trimmed, and the line that goes on on the screen is searched as far as
// the history has it.
func TestSearchInTrimmedHistory(t *testing.T) {
	term := vt.New(vt.Options{Rows: 1, Cols: 10, HistoryLimit: 5})
	term.History().SetSegmentSize(40)
	for i := range 20 {
		vttest.Write(term, fmt.Sprintf("needle %d\r\n", i))
	}
	vttest.Write(term, "a needle in an open line")
	h := term.History()
	if got, want := found(h, history.Literal("needle", false), oldest, false), "17:0-6 18:0-6 19:0-6 20:2-8"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if text, ok := h.LineText(nil, 20); !ok || string(text) != "a needle in an open " {
		t.Errorf("open line is %q", text)
	}
	if _, ok := h.LineText(nil, 16); ok {
		t.Error("a trimmed line is there")
	}
}

// The consumer stops a search, also where nothing matches, and goes on from there.
func TestSearchIsStopped(t *testing.T) {
	term := vt.New(vt.Options{Rows: 1, Cols: 10, HistoryLimit: 20000})
	vttest.Write(term, strings.Repeat("nothing\r\n", 9000)+"needle\r\n"+strings.Repeat("nothing\r\n", 9000))
	h := term.History()
	for _, back := range []bool{false, true} {
		at, steps := oldest, 0
		if back {
			at = newest
		}
		for {
			var m history.Match
			for m = range h.Search(history.Literal("needle", false), at, back) {
				break
			}
			if at = m.From; m.Found() {
				break
			}
			if steps++; steps > 20 {
				t.Fatalf("back %v: still not found at %v", back, at)
			}
		}
		if steps < 5 || at != (history.Pos{Line: 9000}) {
			t.Errorf("back %v: found at %v after %d steps", back, at, steps)
		}
	}
}

// Places and rows are each other's inverse at every width.
func TestPlaces(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	var text strings.Builder
	for range 300 {
		text.WriteString([]string{"word ", "日本", "e\u0301", "👍🏽", "\n", "\x1b[31mred\x1b[m", "long line of text "}[rnd.IntN(7)])
	}
	h := historyOf(text.String())
	var l history.Line
	for width := range 14 {
		width++
		rows := 0
		for ; h.Row(width, rows, &l); rows++ {
			col := 0
			for i, c := range l.Cells {
				p, ok := h.PosAt(width, rows, col)
				row, at, found := h.RowOf(width, p)
				if !ok || !found || row != rows || at != col {
					t.Fatalf("width %d: row %d, column %d is %v, and that is at %d, %d", width, rows, col, p, row, at)
				}
				if whole, _ := h.LineText(nil, p.Line); width > 1 && !strings.Contains(string(whole), string(l.TextOf(i))) {
					t.Fatalf("width %d: line %d is %q", width, p.Line, whole)
				}
				col += int(c.Width)
			}
		}
		if _, ok := h.PosAt(width, rows, 0); ok || rows == 0 {
			t.Errorf("width %d: there is a row %d", width, rows)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	term := vt.New(vt.Options{Rows: 24, Cols: 80, HistoryLimit: 100000})
	for i := range 100100 {
		vttest.Write(term, fmt.Sprintf("%06d the quick brown fox jumps over the lazy dog, and a line has 80 columns\r\n", i))
	}
	bytes := int64(0)
	for i := range term.History().Lines() {
		l, _ := term.History().LineText(nil, term.History().FirstLine()+i)
		bytes += int64(len(l))
	}
	expr, _ := history.Regexp("c[au]t", false)
	for _, q := range []struct {
		name string
		q    *history.Query
	}{{"literal", history.Literal("cat", false)}, {"folded", history.Literal("Cat", true)}, {"regexp", expr}} {
		for _, back := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/back=%v", q.name, back), func(b *testing.B) {
				b.SetBytes(bytes)
				for b.Loop() {
					from := oldest
					if back {
						from = newest
					}
					for m := range term.History().Search(q.q, from, back) {
						if m.Found() {
							b.Fatal(m)
						}
					}
				}
			})
		}
	}
}
