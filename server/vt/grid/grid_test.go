package grid

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"
)

func TestCellIsEightBytes(t *testing.T) {
	if n := unsafe.Sizeof(Cell(0)); n != 8 {
		t.Errorf("%d", n)
	}
}

func TestColor(t *testing.T) {
	for _, tt := range []struct {
		c    Color
		want string
	}{{ColorDefault, "default"}, {Indexed(0), "colour0"}, {Indexed(255), "colour255"}, {RGB(0, 0, 0), "#000000"}, {RGB(1, 0xab, 255), "#01abff"}} {
		if tt.c.String() != tt.want {
			t.Errorf("%v, want %s", tt.c, tt.want)
		}
	}
	if _, ok := RGB(0, 0, 5).Index(); ok {
		t.Error("RGB has an index")
	}
	if _, _, _, ok := Indexed(5).RGB(); ok || Indexed(0).IsDefault() || RGB(0, 0, 0).IsDefault() {
		t.Error("an index is RGB, or black the default")
	}
}

func TestCellKinds(t *testing.T) {
	tb := NewTables()
	id, _ := tb.StyleID(Style{Attrs: Bold})
	cluster, _ := tb.ClusterCell([]byte("e\u0301"), 1, id)
	for _, tt := range []struct {
		name         string
		c            Cell
		width        int
		blank, right bool
		text         string
	}{
		{"never written", 0, 1, true, false, " "},
		{"erased", Blank(id), 1, true, false, " "},
		{"pad", Pad(id), 1, true, false, " "},
		{"space", NewCell(' ', 1, id), 1, false, false, " "},
		{"narrow", NewCell('é', 1, id), 1, false, false, "é"},
		{"wide", NewCell('日', 2, id), 2, false, false, "日"},
		{"right half", RightHalf(id), 0, false, true, ""},
		{"cluster", cluster, 1, false, false, "e\u0301"},
		{"greatest", NewCell(0x10ffff, 2, 1<<32-1), 2, false, false, "\U0010ffff"},
	} {
		got := string(tb.AppendText(nil, tt.c))
		if tt.c.Width() != tt.width || tt.c.IsBlank() != tt.blank || tt.c.IsRight() != tt.right || got != tt.text {
			t.Errorf("%s: width %d, blank %v, right %v, text %q", tt.name, tt.c.Width(), tt.c.IsBlank(), tt.c.IsRight(), got)
		}
	}
	if NewCell('x', 1, id).Style() != id || RightHalf(id).Style() != id || NewCell('日', 2, 1<<32-1).Style() != 1<<32-1 {
		t.Error("a style is lost")
	}
	if r, ok := NewCell('x', 1, id).Rune(); !ok || r != 'x' {
		t.Error("no rune")
	}
	if _, ok := cluster.Rune(); ok {
		t.Error("a cluster is one rune")
	}
}

// rowOf is a row of text.
func rowOf(cols int, text string) *Row {
	r := NewRow(cols, &IDs{})
	r.SetASCII(0, []byte(text), 0)
	return r
}

func textOf(r *Row) string {
	tb := NewTables()
	var b []byte
	for _, c := range r.Cells {
		b = tb.AppendText(b, c)
	}
	return string(b)
}

func TestASCIIBothWays(t *testing.T) {
	for n := range 30 {
		text := strings.Repeat("0 z~!", 10)[:n]
		r := rowOf(40, text)
		if got := string(AppendASCII([]byte("x"), r.Cells[:n], 0)); got != "x"+text {
			t.Errorf("%q came back as %q", text, got)
		}
		if got := strings.TrimRight(textOf(r), " "); got != strings.TrimRight(text, " ") {
			t.Errorf("%q is on the row as %q", text, got)
		}
		for i, c := range map[int]Cell{n: Blank(1), n / 2: NewCell('é', 1, 0), n / 3: RightHalf(0), n / 4: Pad(0), 0: NewCell('a', 1, 1)} {
			q := rowOf(40, text)
			q.Set(i, c)
			if got := len(AppendASCII(nil, q.Cells, 0)); got != i {
				t.Errorf("run of %d ends at %d, want %d", n, got, i)
			}
		}
	}
	r := NewRow(20, &IDs{})
	r.Set(10, NewCell('x', 1, 0))
	if got := string(AppendASCII(nil, r.Cells, 0)); got != "          x         " {
		t.Errorf("blanks are %q", got)
	}
}

// Len is exact, and what is behind it blank, whatever was done to the row.
func TestLen(t *testing.T) {
	r := rowOf(10, "abcdefgh")
	steps := []struct {
		name string
		do   func()
		len  int
		text string
	}{
		{"written", func() {}, 8, "abcdefgh  "},
		{"erased in the middle", func() { r.Fill(2, 4, 0) }, 8, "ab  efgh  "},
		{"erased at the end", func() { r.Fill(6, 10, 0) }, 6, "ab  ef    "},
		{"shifted right", func() { r.Copy(3, r, 0, 6); r.Fill(0, 3, 0) }, 9, "   ab  ef "},
		{"shifted left", func() { r.Copy(0, r, 3, 10); r.Fill(7, 10, 0) }, 6, "ab  ef    "},
		{"set", func() { r.Set(9, NewCell('x', 1, 0)) }, 10, "ab  ef   x"},
		{"coloured blanks count", func() { r.Fill(5, 10, Blank(1)) }, 10, "ab  e     "},
		{"cut", func() { r.Resize(4) }, 2, "ab  "},
		{"extended", func() { r.Resize(6) }, 2, "ab    "},
		{"erased", func() { r.Fill(0, 6, 0) }, 0, "      "},
	}
	for _, s := range steps {
		s.do()
		if r.Len() != s.len || textOf(r) != s.text {
			t.Errorf("%s: length %d, %q", s.name, r.Len(), textOf(r))
		}
	}
}

func TestScreenScrolls(t *testing.T) {
	for _, tt := range []struct {
		name           string
		top, bottom, n int
		down           bool
		want           string
	}{
		{"all up", 0, 4, 2, false, "cde.."},
		{"all down", 0, 4, 1, true, ".abcd"},
		{"region up", 1, 3, 1, false, "acd.e"},
		{"region down", 1, 3, 2, true, "a..be"},
		{"top region", 0, 2, 1, false, "bc.de"},
		{"all of it", 0, 4, 9, false, "....."},
		{"all of a region", 1, 3, 3, true, "a...e"},
	} {
		for turn := range 5 { // wherever the ring begins
			s := NewScreen(5, 1, &IDs{})
			s.ScrollUp(0, 4, turn, 0, 1)
			for i := range 5 {
				s.Row(i).Set(0, NewCell(rune('a'+i), 1, 0))
			}
			if tt.down {
				s.ScrollDown(tt.top, tt.bottom, tt.n, NewCell('.', 1, 0), 2)
			} else {
				s.ScrollUp(tt.top, tt.bottom, tt.n, NewCell('.', 1, 0), 2)
			}
			var got string
			for _, r := range s.AllRows() {
				got += textOf(r)
			}
			if got != tt.want {
				t.Errorf("%s, ring at %d: %s, want %s", tt.name, turn, got, tt.want)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	wide := func(s string) (cells []Cell) {
		for _, r := range s {
			if r > 0x7f {
				cells = append(cells, NewCell(r, 2, 0), RightHalf(0))
			} else {
				cells = append(cells, NewCell(r, 1, 0))
			}
		}
		return cells
	}
	for _, tt := range []struct {
		in   string
		cols int
		want string
	}{
		{"", 3, "   |"},
		{"abc", 3, "abc|"},
		{"abcd", 3, `abc\d  |`},
		{"a日本", 3, `a日\本 |`},
		{"日本", 3, `日 \本 |`},
		{"日x", 1, ` \x|`},
		{"日", 1, ` |`},
	} {
		got, at := "", 0
		Wrap(wide(tt.in), tt.cols, &IDs{}, func(r *Row, start int) {
			if start < at {
				t.Errorf("%q: row starts at %d", tt.in, start)
			}
			at = start
			got += textOf(r)
			if r.Wrapped {
				got += `\`
			} else {
				got += "|"
			}
		})
		if got != tt.want {
			t.Errorf("%q at %d: %s, want %s", tt.in, tt.cols, got, tt.want)
		}
	}
}

func TestTablesAreBoundedAndCompacted(t *testing.T) {
	tb := NewTables()
	r := NewRow(3, &IDs{})
	keepLink, _ := tb.LinkID(Link{URI: "http://keep/"})
	var full int
	for i := range 3 * minLimit {
		s := Style{Fg: RGB(uint8(i), uint8(i>>8), 7), Link: keepLink}
		id, ok := tb.StyleID(s)
		if !ok {
			full++
			continue
		}
		c, ok := tb.ClusterCell(fmt.Appendf(nil, "x%d", i), 1, id)
		if i == 100 && ok {
			r.Set(1, c)
		}
	}
	if full == 0 || tb.Styles() > minLimit {
		t.Fatalf("%d styles, %d refused", tb.Styles(), full)
	}
	tb.LinkID(Link{URI: "http://drop/"})
	pen := Style{Link: keepLink}
	version := tb.Version()
	tb.Compact([]*Row{r}, []*Style{&pen})
	if err := tb.Check(); err != nil {
		t.Fatal(err)
	}
	c := r.Cells[1]
	if tb.Version() == version || tb.Styles() != 2 || len(tb.links) != 2 || len(tb.clusters) != 1 {
		t.Errorf("version %d, %d styles, %d links, %d clusters", tb.Version(), tb.Styles(), len(tb.links), len(tb.clusters))
	}
	if tb.Style(c.Style()).Fg != RGB(100, 0, 7) || string(tb.AppendText(nil, c)) != "x100" || tb.Link(pen.Link).URI != "http://keep/" ||
		tb.Link(tb.Style(c.Style()).Link).URI != "http://keep/" {
		t.Errorf("cell is %q in %+v, pen %+v", tb.AppendText(nil, c), tb.Style(c.Style()), pen)
	}
}

func TestHeldTablesGrow(t *testing.T) {
	tb := NewTables()
	tb.Hold()
	for i := range minLimit + 10 {
		if _, ok := tb.StyleID(Style{Fg: RGB(uint8(i), uint8(i>>8), 7)}); !ok {
			t.Fatal("a held table refuses")
		}
	}
	if !tb.Release() {
		t.Error("it has not grown beyond its limit")
	}
	if _, ok := tb.StyleID(Style{Attrs: Bold}); ok {
		t.Error("a released table takes more than its limit")
	}
}
