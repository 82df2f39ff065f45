package history

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gmux/server/vt/grid"
)

// a feeder appends rows as a screen of some width would.
type feeder struct {
	h    *History
	tb   *grid.Tables
	ids  grid.IDs
	cols int
}

func newFeeder(limit, cols int) *feeder {
	return &feeder{h: New(limit), tb: grid.NewTables(), cols: cols}
}

// row appends one row of narrow text.
func (f *feeder) row(text string, wrapped bool) {
	r := grid.NewRow(f.cols, &f.ids)
	for i, c := range []rune(text) {
		r.Set(i, grid.NewCell(c, 1, 0))
	}
	r.Wrapped = wrapped
	f.h.Append(r, f.tb)
}

// line appends a logical line of cells, in as many rows as it takes.
func (f *feeder) line(cells []grid.Cell) {
	grid.Wrap(cells, f.cols, &f.ids, func(r *grid.Row, _ int) { f.h.Append(r, f.tb) })
}

func (f *feeder) styled(text string, width int, s grid.Style) []grid.Cell {
	id, _ := f.tb.StyleID(s)
	c, _ := f.tb.ClusterCell([]byte(text), width, id)
	if width == 2 {
		return []grid.Cell{c, grid.RightHalf(id)}
	}
	return []grid.Cell{c}
}

// draw is all rows at a width.
func draw(h *History, width int) string {
	var b strings.Builder
	var l Line
	for i := 0; h.Row(width, i, &l); i++ {
		b.Write(l.Text)
		if l.Wrapped {
			b.WriteByte('\\')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func expect(t *testing.T, h *History, width int, want string) {
	t.Helper()
	if got := draw(h, width); got != want {
		t.Errorf("at width %d got\n%swant\n%s", width, got, want)
	}
	if n := strings.Count(want, "\n"); h.Rows(width) != n {
		t.Errorf("at width %d there are %d rows, want %d", width, h.Rows(width), n)
	}
	if err := h.Check(); err != nil {
		t.Error(err)
	}
}

func TestRowsAreJoinedAndWrappedAnew(t *testing.T) {
	f := newFeeder(100, 4)
	f.row("ab", false)
	f.row("cdef", true)
	f.row("gh", false)
	f.row("", false)
	expect(t, f.h, 4, "ab\ncdef\\\ngh\n\n")
	expect(t, f.h, 3, "ab\ncde\\\nfgh\n\n")
	expect(t, f.h, 80, "ab\ncdefgh\n\n")
	expect(t, f.h, 1, "a\\\nb\nc\\\nd\\\ne\\\nf\\\ng\\\nh\n\n")
}

func TestOpenLine(t *testing.T) {
	f := newFeeder(100, 4)
	f.row("abcd", true)
	if !f.h.Open() || f.h.Lines() != 1 {
		t.Error("the line is not open")
	}
	expect(t, f.h, 4, "abcd\\\n")
	expect(t, f.h, 3, "abc\\\nd\\\n")
	f.row("e", false)
	expect(t, f.h, 80, "abcde\n")
	f.row("abcd", true)
	f.h.Close()
	f.row("x", false)
	expect(t, f.h, 80, "abcde\nabcd\nx\n")
}

func TestWideCharactersWrapWhole(t *testing.T) {
	f := newFeeder(100, 5)
	var cells []grid.Cell
	for _, s := range []string{"日", "本", "語"} {
		cells = append(cells, f.styled(s, 2, grid.Style{})...)
	}
	f.line(append(cells, f.styled("x", 1, grid.Style{})...))
	expect(t, f.h, 5, "日本\\\n語x\n")
	expect(t, f.h, 4, "日本\\\n語x\n")
	expect(t, f.h, 3, "日\\\n本\\\n語x\n")
	expect(t, f.h, 7, "日本語x\n")
	expect(t, f.h, 1, " \\\n \\\n \\\nx\n") // no room: a blank stands for each
}

func TestStylesLinksAndClusters(t *testing.T) {
	f := newFeeder(100, 10)
	red := grid.Style{Fg: grid.Indexed(1), Attrs: grid.Bold}
	link, _ := f.tb.LinkID(grid.Link{URI: "http://h/", Params: "id=1"})
	cells := f.styled("a", 1, grid.Style{})
	cells = append(cells, f.styled("e\u0301", 1, red)...)
	cells = append(cells, f.styled("👩\u200d👧", 2, red)...)
	cells = append(cells, f.styled("l", 1, grid.Style{Link: link})...)
	cells = append(cells, f.styled("é", 1, grid.Style{Link: link})...)
	f.line(cells)
	var l Line
	if !f.h.Row(10, 0, &l) {
		t.Fatal("no row")
	}
	want := []struct {
		text  string
		width uint8
		style grid.Style
		uri   string
	}{
		{"a", 1, grid.Style{}, ""}, {"e\u0301", 1, red, ""}, {"👩\u200d👧", 2, red, ""},
		{"l", 1, grid.Style{}, "http://h/"}, {"é", 1, grid.Style{}, "http://h/"},
	}
	if len(l.Cells) != len(want) {
		t.Fatalf("%d cells", len(l.Cells))
	}
	for i, w := range want {
		c := l.Cells[i]
		uri := l.Links[c.Style.Link].URI
		c.Style.Link = 0
		if string(l.TextOf(i)) != w.text || c.Width != w.width || c.Style != w.style || uri != w.uri {
			t.Errorf("cell %d: %q %+v %s", i, l.TextOf(i), c, uri)
		}
	}
}

// A compaction that gives styles other numbers does not change lines, neither those there nor those to come.
func TestStyleNumbersMayChange(t *testing.T) {
	f := newFeeder(100, 4)
	red := grid.Style{Fg: grid.Indexed(1)}
	f.styled("x", 1, grid.Style{Fg: grid.Indexed(2)}) // takes the first number, for nothing
	cells := f.styled("r", 1, red)
	f.line(cells)
	row := grid.NewRow(4, &f.ids)
	row.Set(0, cells[0])
	f.tb.Compact([]*grid.Row{row}, nil)
	f.h.Append(row, f.tb)
	var l Line
	for i := range 2 {
		if !f.h.Row(4, i, &l) || l.Cells[0].Style != red {
			t.Errorf("row %d: %+v", i, l.Cells)
		}
	}
}

func TestLimit(t *testing.T) {
	f := newFeeder(5, 4)
	for i := range 20 {
		f.row(fmt.Sprint(i), false)
	}
	expect(t, f.h, 4, "15\n16\n17\n18\n19\n")
	f.row("abcd", true)
	f.row("efgh", true)
	f.row("ijkl", true)
	f.row("x", false)
	expect(t, f.h, 4, "19\nabcd\\\nefgh\\\nijkl\\\nx\n")
	f.row("y", false)
	f.row("z", false)
	expect(t, f.h, 4, "abcd\\\nefgh\\\nijkl\\\nx\ny\nz\n") // a line goes whole, when enough is left without it
	if f.h.Dropped() != 17+3 {
		t.Errorf("%d rows dropped", f.h.Dropped())
	}
	f.h.SetLimit(2)
	expect(t, f.h, 4, "y\nz\n")
	f.h.SetLimit(0)
	f.row("a", false)
	f.row("abcd", true)
	expect(t, f.h, 4, "")
}

// However long a line is, memory and what one row costs to look at are bounded.
func TestEndlessLine(t *testing.T) {
	f := newFeeder(100, 80)
	for range 100_000 {
		f.row(strings.Repeat("x", 80), true)
	}
	if err := f.h.Check(); err != nil {
		t.Error(err)
	}
	if n := f.h.Bytes(); n > 1<<20 {
		t.Errorf("%d bytes", n)
	}
	if n := f.h.Rows(80); n < 100 || n > 100+2*maxLine/80 {
		t.Errorf("%d rows", n)
	}
	var l Line
	if !f.h.Row(80, 50, &l) || !l.Wrapped || len(l.Text) != 80 {
		t.Errorf("row 50 is %q", l.Text)
	}
}

func TestPopLine(t *testing.T) {
	f := newFeeder(100, 4)
	f.row("a", false)
	f.row("bcde", true)
	f.row("f", false)
	f.row("ghij", true)
	var l Line
	for _, want := range []struct {
		text    string
		wrapped bool
	}{{"ghij", true}, {"bcdef", false}, {"a", false}} {
		if !f.h.PopLine(&l) || string(l.Text) != want.text || l.Wrapped != want.wrapped {
			t.Errorf("got %q %v, want %v", l.Text, l.Wrapped, want)
		}
		if err := f.h.Check(); err != nil {
			t.Error(err)
		}
	}
	if f.h.PopLine(&l) || f.h.Lines() != 0 || f.h.Seq() != 0 {
		t.Error("there is more")
	}
	f.row("x", false)
	expect(t, f.h, 4, "x\n")
}

// Segments come and go, and rows at any width are counted right meanwhile.
func TestManySegments(t *testing.T) {
	f := newFeeder(6000, 80)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range 20000 {
		f.row(fmt.Sprintf("%d %s", i, strings.Repeat("word ", rnd.IntN(14))), false)
		switch {
		case i%997 == 0:
			f.h.Rows(20 + rnd.IntN(3))
		case i%1999 == 0:
			var l Line
			f.h.PopLine(&l)
		}
	}
	if err := f.h.Check(); err != nil {
		t.Fatal(err)
	}
	if len(f.h.segs) < 3 {
		t.Fatalf("%d segments", len(f.h.segs))
	}
	for _, width := range []int{80, 20, 7} {
		if got := strings.Count(draw(f.h, width), "\n"); got != f.h.Rows(width) {
			t.Errorf("at width %d %d rows are counted as %d", width, got, f.h.Rows(width))
		}
	}
	var l Line
	n := f.h.Rows(80)
	for _, i := range []int{0, n - 1, n / 2, n/2 + 1, n / 2, 3} { // in any order
		if !f.h.Row(80, i, &l) || !strings.HasPrefix(string(l.Text), "1") {
			t.Errorf("row %d is %q", i, l.Text)
		}
	}
	if f.h.Row(80, n, &l) || f.h.Row(80, -1, &l) {
		t.Error("there are rows that are not there")
	}
}

// A plain line costs little more than its text.
func TestBytesPerLine(t *testing.T) {
	f := newFeeder(100_000, 80)
	for i := range 100_000 {
		f.row(fmt.Sprintf("%06d %s", i, strings.Repeat("x", 73)), false)
	}
	if n := f.h.Bytes() / 100_000; n > 92 {
		t.Errorf("a line of 80 costs %d bytes", n)
	}
}

// FuzzHistory: what went in comes out, at the width it had, and at any other it is the same text.
func FuzzHistory(f *testing.F) {
	f.Add([]byte("abc\x00\x01de\x02\x02\x02日f\x03"), uint8(3), uint8(7), uint8(100))
	f.Add([]byte("\x01\x02\x03\x04\x05xyz\x01\x01\x01\x01\x01"), uint8(1), uint8(2), uint8(2))
	f.Fuzz(func(t *testing.T, in []byte, cols, width, limit uint8) {
		fd := newFeeder(int(limit), int(cols%20)+2)
		var want strings.Builder
		var cells []grid.Cell
		for i, b := range in {
			style := grid.Style{Fg: grid.Indexed(b / 16)}
			switch b % 8 {
			case 0:
				fd.line(cells)
				want.WriteByte('\n')
				cells = nil
			case 1:
				cells = append(cells, fd.styled("日", 2, style)...)
				want.WriteString("日")
			case 2:
				cells = append(cells, fd.styled("e\u0301", 1, style)...)
				want.WriteString("e\u0301")
			default:
				cells = append(cells, fd.styled(string(rune('a'+i%26)), 1, grid.Style{})...)
				want.WriteByte(byte('a' + i%26))
			}
		}
		if err := fd.h.Check(); err != nil {
			t.Fatal(err)
		}
		w := int(width%40) + 2
		got := draw(fd.h, w)
		if n := strings.Count(got, "\n"); n != fd.h.Rows(w) {
			t.Fatalf("%d rows are counted as %d", n, fd.h.Rows(w))
		}
		lines := strings.SplitAfter(want.String(), "\n")
		kept := strings.Join(lines[len(lines)-1-fd.h.Lines():len(lines)-1], "")
		if got = strings.ReplaceAll(got, "\\\n", ""); got != kept {
			t.Fatalf("got\n%swant\n%s", got, kept)
		}
	})
}

func BenchmarkRow(b *testing.B) {
	f := newFeeder(100_000, 80)
	for i := range 100_000 {
		f.row(fmt.Sprintf("%06d %s", i, strings.Repeat("x", i%73)), false)
	}
	var l Line
	b.Run("screen", func(b *testing.B) { // 50 rows, as copy mode looks at them
		for b.Loop() {
			n := f.h.Rows(60)
			for i := n / 2; i < n/2+50; i++ {
				f.h.Row(60, i, &l)
			}
		}
	})
	b.Run("new width", func(b *testing.B) {
		for w := 40; b.Loop(); w = 40 + (w+1)%80 {
			f.h.Rows(w)
		}
	})
}
