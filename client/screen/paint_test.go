package screen

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gmux/protocol"
	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/vttest"
)

// artist draws random frames, in a way that meets wide clusters, edges and scrolls often.
type artist struct {
	*rand.Rand
	rows, cols int
	id         uint64
	styles     int
}

var clusters = []struct {
	text  string
	width int
}{
	{"é", 1}, {"界", 2}, {"가", 2}, {"│", 1}, {"Ω", 1}, {"é", 1}, {"👍", 2}, {"👩‍👩‍👧", 2}, {"☺", 1}, {"☺️", 2}, {"🇩🇪", 2}, {"क्ष", 1}, {"\u0301", 1},
}

var inks = []protocol.StyleDef{
	{Fg: protocol.ColourIndex | 1}, {Bg: protocol.ColourIndex | 4}, {Attrs: protocol.AttrBold}, {Attrs: protocol.AttrReverse},
	{Underline: 1}, {Underline: 3, Ul: protocol.ColourRGB | 0x8040ff}, {Fg: protocol.ColourRGB | 0x102030, Bg: protocol.ColourIndex | 200},
	{Attrs: protocol.AttrDim | protocol.AttrItalic | protocol.AttrStrike, Fg: protocol.ColourIndex | 9}, {Link: "http://a/?x=1;y"},
	{Attrs: protocol.AttrOverline | protocol.AttrBlink, Link: "http://b/", Bg: protocol.ColourRGB | 0xffffff},
}

func (a *artist) frame() protocol.Frame {
	f := protocol.Frame{ID: a.id + 1, Base: a.id, Rows: uint16(a.rows), Cols: uint16(a.cols)}
	if a.IntN(20) == 0 {
		f.Base = 0
	}
	if f.Base == 0 {
		a.styles = 0
	}
	if a.IntN(3) == 0 || f.Base == 0 {
		a.styles = min(a.styles+1, 40)
		def := inks[a.IntN(len(inks))]
		def.ID = uint32(a.styles)
		f.Styles = protocol.AppendStyle(nil, def)
	}
	for range a.IntN(6) {
		f.Ops = a.op(f.Ops)
	}
	f.Cursor = protocol.Cursor{Row: uint16(a.IntN(a.rows)), Col: uint16(a.IntN(a.cols)), Visible: a.IntN(4) > 0}
	a.id++
	return f
}

func (a *artist) op(p []byte) []byte {
	row, col := a.IntN(a.rows), a.IntN(a.cols)
	style := uint32(a.IntN(a.styles + 1))
	room := a.cols - col
	switch a.IntN(6) {
	case 0:
		bottom := row + 1 + a.IntN(a.rows-row)
		return protocol.AppendScroll(p, row, bottom, 1+a.IntN(bottom-row), a.IntN(2) == 0)
	case 1:
		return protocol.AppendFill(p, row, col, style, 1+a.IntN(room), " -"[a.IntN(2)])
	case 2, 3:
		return protocol.AppendASCII(p, row, col, style, []byte(strings.Repeat("wide and narrow ", room/16+1)[:1+a.IntN(room)]))
	}
	var picked []int
	for n := 1 + a.IntN(6); n > 0; n-- {
		i := a.IntN(len(clusters))
		if room -= clusters[i].width; room < 0 {
			break
		}
		picked = append(picked, i)
	}
	if len(picked) == 0 {
		return p
	}
	p = protocol.AppendTextHeader(p, row, col, style, len(picked))
	for _, i := range picked {
		p = protocol.AppendCluster(p, clusters[i].width, []byte(clusters[i].text))
	}
	return p
}

// outerVT is a terminal of ours as the outer one.
type outerVT struct {
	*vt.Terminal
	writes int
}

func (o *outerVT) Write(p []byte) (int, error) {
	o.writes++
	return o.Terminal.Write(p)
}

func newOuter(rows, cols int) *outerVT {
	return &outerVT{Terminal: vttest.New(rows, cols, "")}
}

func modern24(term string) Terminal {
	t, err := NewTerminal(term, "truecolor", true)
	if err != nil {
		panic(err)
	}
	return t
}

// TestDirectPainterShowsTheShadow draws many random frames and compares the outer terminal, cell by cell, with the picture.
func TestDirectPainterShowsTheShadow(t *testing.T) {
	for _, tt := range []struct {
		name                       string
		rows, cols, shownR, shownC int
	}{
		{"of the same size", 8, 20, 8, 20},
		{"larger than the screen", 12, 31, 8, 20},
		{"smaller than the screen", 5, 13, 8, 20},
		{"one cell wide", 8, 1, 8, 1},
		{"one row", 1, 20, 1, 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for seed := range uint64(9) {
				a := &artist{Rand: rand.New(rand.NewPCG(seed, 1)), rows: tt.rows, cols: tt.cols}
				o := newOuter(tt.shownR, tt.shownC)
				s := New(modern24([]string{"foot", "xterm-256color", "screen-256color"}[seed%3]), o)
				must(t, s.Start(protocol.Size{Rows: uint16(tt.shownR), Cols: uint16(tt.shownC)}, ""))
				for range 40 {
					writes := o.writes
					f := a.frame()
					must(t, s.Apply(f))
					if o.writes > writes+1 {
						t.Fatalf("frame %d took %d writes", f.ID, o.writes-writes)
					}
					if text := differs(s, o); text != "" {
						t.Fatalf("seed %d, frame %d: %s\n%s", seed, f.ID, text, vttest.Draw(o.Terminal))
					}
				}
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// differs says where the outer terminal does not show what the screen holds.
func differs(s *Screen, o *outerVT) string {
	for row := range s.rows {
		cells := o.Row(row).Cells
		for col := range s.cols {
			want, skip := s.wanted(row, col)
			if skip {
				continue
			}
			got := look(string(o.AppendText(nil, cells[col])), shown(o, cells[col]))
			if got != want {
				return fmt.Sprintf("row %d, column %d shows %s, want %s", row, col, got, want)
			}
		}
	}
	c := s.clipped(s.frame.Cursor)
	if got := o.Cursor(); c.Visible && (got.Row != int(c.Row) || got.Col != int(c.Col)) {
		return fmt.Sprintf("cursor at %d,%d, want %d,%d", got.Row, got.Col, c.Row, c.Col)
	}
	return ""
}

// wanted is what a column should look like. Columns of clusters that terminals disagree about are skipped: what matters is
// that they do no harm to their neighbours.
func (s *Screen) wanted(row, col int) (text string, skip bool) {
	if row >= s.shadow.rows || col >= s.shadow.cols {
		return look(" ", protocol.StyleDef{}), false
	}
	cells := s.shadow.row(row)
	c := cells[col]
	if c.width == 0 {
		return look("", s.style(c.style)), s.contested(cells[col-1])
	}
	if s.contested(c) {
		return "", true
	}
	if c.width == 2 && col+1 == s.cols { // cut by the edge
		return look(" ", protocol.StyleDef{}), false
	}
	return look(string(s.text(nil, c)), s.style(c.style)), false
}

// look describes what one sees: of a blank, no foreground.
func look(text string, d protocol.StyleDef) string {
	if text == " " && d.Attrs&(protocol.AttrReverse|protocol.AttrStrike|protocol.AttrOverline) == 0 && d.Underline == 0 && d.Link == "" {
		d.Fg, d.Ul, d.Attrs = 0, 0, 0
	}
	if text == "" { // the right half has no style of its own everywhere
		return "right half"
	}
	return fmt.Sprintf("%q %+v", text, d)
}

// shown translates a cell's style back.
func shown(o *outerVT, c grid.Cell) (d protocol.StyleDef) {
	s := o.StyleOf(c.Style())
	for _, a := range []struct {
		have grid.Attr
		want protocol.StyleAttr
	}{
		{grid.Bold, protocol.AttrBold}, {grid.Dim, protocol.AttrDim}, {grid.Italic, protocol.AttrItalic}, {grid.Blink, protocol.AttrBlink},
		{grid.Reverse, protocol.AttrReverse}, {grid.Conceal, protocol.AttrConceal}, {grid.Strike, protocol.AttrStrike}, {grid.Overline, protocol.AttrOverline},
	} {
		if s.Has(a.have) {
			d.Attrs |= a.want
		}
	}
	d.Fg, d.Bg, d.Ul = colourOf(s.Fg), colourOf(s.Bg), colourOf(s.Ul)
	d.Underline = uint8(s.Underline)
	d.Link, _ = o.Link(s.Link)
	return d
}

func colourOf(c grid.Color) uint32 {
	if i, ok := c.Index(); ok {
		return protocol.ColourIndex | uint32(i)
	}
	if r, g, b, ok := c.RGB(); ok {
		return protocol.ColourRGB | uint32(r)<<16 | uint32(g)<<8 | uint32(b)
	}
	return 0
}
