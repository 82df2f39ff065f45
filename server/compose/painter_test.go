package compose

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"weak"

	"gmux/protocol"
	"gmux/server/copymode"
	"gmux/server/status"
	"gmux/server/style"
	"gmux/server/view"
	"gmux/server/vt"
)

// screen is a terminal without a pane.
type screen struct {
	t    *vt.Terminal
	held bool
}

func (s *screen) Draw(f func(*vt.Terminal)) { f(s.t) }
func (s *screen) Held() bool                { return s.held }
func (s *screen) Watch(any, func())         {}
func (s *screen) Unwatch(any)               {}

func newScreen(rows, cols int) *screen {
	return &screen{t: vt.New(vt.Options{Rows: rows, Cols: cols, HistoryLimit: 100})}
}

// glass is a client that does what frames say and nothing else.
type glass struct {
	t          *testing.T
	rows, cols int
	text       [][]string
	style      [][]protocol.StyleDef
	styles     map[uint32]protocol.StyleDef
	bytes      int
}

func (g *glass) apply(f protocol.Frame) {
	g.t.Helper()
	if f.Base == 0 {
		g.rows, g.cols = int(f.Rows), int(f.Cols)
		g.styles = map[uint32]protocol.StyleDef{0: {}}
		g.text, g.style = nil, nil
		for range g.rows {
			g.text = append(g.text, blankRow(g.cols))
			g.style = append(g.style, make([]protocol.StyleDef, g.cols))
		}
	}
	g.bytes = len(f.Ops) + len(f.Styles)
	if err := protocol.DecodeStyles(f.Styles, func(d protocol.StyleDef) { id := d.ID; d.ID = 0; g.styles[id] = d }); err != nil {
		g.t.Fatalf("styles: %v", err)
	}
	if err := protocol.DecodeOps(f.Ops, g.rows, g.cols, g); err != nil {
		g.t.Fatalf("operations: %v", err)
	}
}

func blankRow(cols int) []string {
	r := make([]string, cols)
	for i := range r {
		r[i] = " "
	}
	return r
}

func (g *glass) put(row, col int, style uint32, text string, width int) {
	d, ok := g.styles[style]
	if !ok {
		g.t.Fatalf("style %d was never told", style)
	}
	g.text[row][col], g.style[row][col] = text, d
	if width == 2 {
		g.text[row][col+1], g.style[row][col+1] = "", d
	}
}

func (g *glass) Scroll(top, bottom, n int, down bool) {
	for range n {
		if down {
			copy(g.text[top+1:bottom], g.text[top:bottom-1])
			copy(g.style[top+1:bottom], g.style[top:bottom-1])
			g.text[top], g.style[top] = blankRow(g.cols), make([]protocol.StyleDef, g.cols)
			continue
		}
		copy(g.text[top:], g.text[top+1:bottom])
		copy(g.style[top:], g.style[top+1:bottom])
		g.text[bottom-1], g.style[bottom-1] = blankRow(g.cols), make([]protocol.StyleDef, g.cols)
	}
}

func (g *glass) ASCII(row, col int, style uint32, text []byte) {
	for i, b := range text {
		g.put(row, col+i, style, string(rune(b)), 1)
	}
}

func (g *glass) Cluster(row, col int, style uint32, width int, text []byte) {
	g.put(row, col, style, string(text), width)
}

func (g *glass) Fill(row, col int, style uint32, n int, c byte) {
	for i := range n {
		g.put(row, col+i, style, string(rune(c)), 1)
	}
}

func (g *glass) String() string {
	var b strings.Builder
	for _, r := range g.text {
		fmt.Fprintf(&b, "|%s|\n", strings.Join(r, ""))
	}
	return b.String()
}

// picture is a terminal read directly.
func picture(t *vt.Terminal) string {
	rows, cols := t.Size()
	var b strings.Builder
	for i := range rows {
		b.WriteByte('|')
		for _, c := range t.Row(i).Cells[:cols] {
			if !c.IsRight() {
				b.Write(t.AppendText(nil, c))
			}
		}
		b.WriteString("|\n")
	}
	return b.String()
}

func viewOf(s *screen) *view.View {
	rows, cols := s.t.Size()
	rect := view.Rect{Rows: rows, Cols: cols}
	return &view.View{Rows: rows, Cols: cols, Panes: []view.Pane{{ID: 0, Screen: s, Active: true, Rect: rect, Whole: rect}}}
}

func TestFramesAddUpToTheScreen(t *testing.T) {
	pieces := []string{
		"hello", "\r\n", "\n", "\x1b[31mred\x1b[m", "日本語", "e\u0301", "👩‍👩‍👧", "\x1b[2J", "\x1b[K", "\x1b[H", "\x1b[5;3H",
		"\x1b[2;6r", "\x1b[r", "\x1bM", "\x1b[3L", "\x1b[2M", "\x1b[4@", "\x1b[2P", "\x1b[?5h", "\x1b[?5l", "\x1b[?1049h", "\x1b[?1049l",
		"\x1b[48;2;1;2;3m", "\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\", "x\x1b[70b", "\x1b[3S", "\x1b[2T", "\t", "~",
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		s := newScreen(8, 30)
		v := viewOf(s)
		p := newPainter()
		g := &glass{t: t}
		for step := range 200 {
			var in string
			for range 1 + rng.IntN(12) {
				in += pieces[rng.IntN(len(pieces))]
			}
			s.t.Write([]byte(in))
			if f, changed := p.paint(v, rng.IntN(50) == 0); changed {
				g.apply(f)
			}
			if got, want := g.String(), picture(s.t); got != want {
				t.Fatalf("step %d, after %q the client shows\n%swhere the terminal has\n%s", step, in, got, want)
			}
		}
	}
}

// What is drawn piece by piece is what would be drawn anew: panes beside each other, lines over them and over each other.
func TestPanesAreDrawnInPart(t *testing.T) {
	pieces := []string{"hello", "\r\n", "\x1b[31mred\x1b[m", "日本", "\x1b[2J", "\x1b[K", "\x1b[3;3H", "\x1bM", "\x1b[2L", "\x1b[?5h", "\x1b[?5l", "\x1b]4;1;#123\a", "\n"}
	rng := rand.New(rand.NewPCG(3, 4))
	over := [][]view.Line{
		nil,
		{lineOf(2, 6, "over both panes")},
		{lineOf(1, 0, "under"), lineOf(1, 3, "above"), lineOf(4, 0, "message")},
		{{Row: 0, Col: 15, Cursor: 1, Cells: lineOf(0, 0, "at the edge").Cells}},
	}
	for _, lines := range over {
		left, right := newScreen(5, 9), newScreen(5, 11)
		views := []*view.View{beside(left, right), beside(left, right)}
		views[1].Lines = append(views[1].Lines, lines...)
		p, g := newPainter(), &glass{t: t}
		for step := range 300 {
			v := views[step/30%2]
			for _, s := range []*screen{left, right}[rng.IntN(2):] {
				s.t.Write([]byte(pieces[rng.IntN(len(pieces))]))
			}
			f, changed := p.paint(v, rng.IntN(50) == 0)
			if changed {
				g.apply(f)
			}
			anew := &glass{t: t}
			whole, _ := newPainter().paint(v, true)
			anew.apply(whole)
			if g.String() != anew.String() || !reflect.DeepEqual(g.style, anew.style) || f.Cursor != whole.Cursor {
				t.Fatalf("step %d, with lines %v: the client shows\n%swith the cursor %+v, and would anew\n%swith %+v", step, lines, g, f.Cursor, anew, whole.Cursor)
			}
		}
	}
}

func TestScrollIsSentAsOne(t *testing.T) {
	s := newScreen(24, 80)
	v := viewOf(s)
	p := newPainter()
	g := &glass{t: t}
	for i := range 24 {
		fmt.Fprintf(s.t, "\r\nline %d %s", i, strings.Repeat("x", 60))
	}
	f, _ := p.paint(v, false)
	g.apply(f)
	whole := g.bytes
	fmt.Fprintf(s.t, "\r\nnew line")
	f, _ = p.paint(v, false)
	g.apply(f)
	if got, want := g.String(), picture(s.t); got != want {
		t.Fatalf("the client shows\n%swhere the terminal has\n%s", got, want)
	}
	if g.bytes > whole/20 {
		t.Errorf("one line more took %d bytes, the whole screen %d", g.bytes, whole)
	}
}

func TestNothingChangedSendsNothing(t *testing.T) {
	s := newScreen(5, 20)
	v := viewOf(s)
	p := newPainter()
	s.t.Write([]byte("hello"))
	if _, changed := p.paint(v, false); !changed {
		t.Fatal("the first frame is missing")
	}
	s.t.Write([]byte("\x1b[1;1Hhello"))
	if f, changed := p.paint(v, false); changed {
		t.Errorf("the same text again sent %d bytes", len(f.Ops))
	}
	s.t.Write([]byte("\x1b[3;3H"))
	if f, changed := p.paint(v, false); !changed || len(f.Ops) != 0 || f.Cursor.Row != 2 || f.Cursor.Col != 2 {
		t.Errorf("a moved cursor gave changed=%v, %d bytes, cursor %d,%d", changed, len(f.Ops), f.Cursor.Row, f.Cursor.Col)
	}
}

func TestStylesReachTheClient(t *testing.T) {
	s := newScreen(2, 10)
	p := newPainter()
	g := &glass{t: t}
	s.t.Write([]byte("\x1b[1;38;5;9;44ma\x1b[m\x1b[4:3;58:2::1:2:3mb\x1b[m\x1b[38;2;7;8;9mc"))
	f, _ := p.paint(viewOf(s), false)
	g.apply(f)
	want := []protocol.StyleDef{
		{Fg: protocol.ColourIndex | 9, Bg: protocol.ColourIndex | 4, Attrs: protocol.AttrBold},
		{Ul: protocol.ColourRGB | 0x010203, Underline: 3},
		{Fg: protocol.ColourRGB | 0x070809},
	}
	for i, w := range want {
		if g.style[0][i] != w {
			t.Errorf("column %d has %+v, want %+v", i, g.style[0][i], w)
		}
	}
}

// A style that was first met where a line lies over the pane is told with the first frame that is sent, be it later.
func TestStylesOfWhatIsCoveredAreTold(t *testing.T) {
	s := newScreen(2, 10)
	bare, covered := viewOf(s), viewOf(s)
	covered.Lines = []view.Line{lineOf(1, 0, "covered up")}
	p, g := newPainter(), &glass{t: t}
	f, _ := p.paint(covered, false)
	g.apply(f)
	s.t.Write([]byte("\x1b7\x1b[2;1H\x1b[38;5;201mpink\x1b8"))
	if f, changed := p.paint(covered, false); changed {
		t.Errorf("what is under the line is sent: %+v", f)
	}
	f, _ = p.paint(bare, false)
	g.apply(f)
	if want := "|          |\n|pink      |\n"; g.String() != want {
		t.Errorf("shows\n%swant\n%s", g, want)
	}
	if d := g.style[1][0]; d.Fg != protocol.ColourIndex|201 {
		t.Errorf("the text is drawn as %+v", d)
	}
}

// Styles that nothing shows do not wait for ever, since one message has to carry them.
func TestCoveredStylesDoNotPileUp(t *testing.T) {
	s := newScreen(2, 10)
	v := viewOf(s)
	v.Lines = []view.Line{lineOf(1, 0, "covered up")}
	p, g := newPainter(), &glass{t: t}
	f, _ := p.paint(v, false)
	g.apply(f)
	for i := range 100 {
		fmt.Fprintf(s.t, "\x1b7\x1b[2;1H\x1b]8;;http://x/%d/%s\x1b\\x\x1b]8;;\x1b\\\x1b8", i, strings.Repeat("x", 1900))
		if f, changed := p.paint(v, false); changed {
			g.apply(f)
		}
		if n := len(p.in.told); n > maxTold {
			t.Fatalf("%d bytes of styles wait", n)
		}
	}
}

// A terminal that is shown no more, with all its history, is nobody's on account of having been drawn.
func TestWhatIsNotShownIsNotKept(t *testing.T) {
	p := newPainter()
	show := func() weak.Pointer[screen] {
		s := newScreen(2, 10)
		s.t.Write([]byte("\x1b[31mred"))
		v := viewOf(s)
		v.Panes[0].ID = p.serial
		p.paint(v, false)
		return weak.Make(s)
	}
	gone := []weak.Pointer[screen]{show(), show()}
	now := show()
	runtime.GC()
	for i, s := range gone {
		if s.Value() != nil {
			t.Errorf("screen %d is still held", i)
		}
	}
	if now.Value() == nil || len(p.panes) != 1 {
		t.Errorf("the translations of %d screens are kept, of that on the screen: %v", len(p.panes), now.Value() != nil)
	}
	runtime.KeepAlive(p)
}

func TestTablesBeginAgainWhenFull(t *testing.T) {
	s := newScreen(4, 20)
	v := viewOf(s)
	p := newPainter()
	g := &glass{t: t}
	whole := 0
	for i := range 3 * maxStyles {
		fmt.Fprintf(s.t, "\x1b[H\x1b[38;2;%d;%d;%dmx", i>>16, i>>8&255, i&255)
		f, changed := p.paint(v, false)
		if !changed {
			t.Fatalf("frame %d is missing", i)
		}
		if f.Base == 0 {
			whole++
		}
		g.apply(f)
		if len(p.in.styles) > maxStyles {
			t.Fatalf("the table has %d styles", len(p.in.styles))
		}
	}
	if whole < 3 {
		t.Errorf("%d whole frames for %d styles", whole, 3*maxStyles)
	}
}

func TestLooksBack(t *testing.T) {
	s := newScreen(3, 10)
	for i := range 10 {
		fmt.Fprintf(s.t, "row %d\r\n", i)
	}
	v := viewOf(s)
	e := Extent(s.t, v.Panes[0].Rect)
	state := copymode.Enter(e, 0, 0, copymode.Options{})
	state, _, _ = state.Do(e, "history-top", 1)
	v.Panes[0].Mode = &state
	p := newPainter()
	g := &glass{t: t}
	f, _ := p.paint(v, false)
	g.apply(f)
	want := "|row 0     |\n|row 1     |\n|row 2     |\n"
	if g.String() != want {
		t.Errorf("the top of the history shows\n%swant\n%s", g, want)
	}
}

func TestLineOverAPane(t *testing.T) {
	s := newScreen(3, 10)
	s.t.Write([]byte("one\r\ntwo\r\nthree"))
	with := viewOf(s)
	with.Lines = []view.Line{{Row: 2, Cursor: -1, Cells: []status.Cell{{Text: "m", Width: 1}, {Text: "日", Width: 2}}}}
	p := newPainter()
	g := &glass{t: t}
	f, _ := p.paint(with, false)
	g.apply(f)
	if want := "|one       |\n|two       |\n|m日ee     |\n"; g.String() != want {
		t.Errorf("with the message\n%swant\n%s", g, want)
	}
	f, _ = p.paint(viewOf(s), false)
	g.apply(f)
	if want := "|one       |\n|two       |\n|three     |\n"; g.String() != want {
		t.Errorf("without it\n%swant\n%s", g, want)
	}
}

// beside is a view of panes next to each other with borders between them, and a status line below.
func beside(screens ...*screen) *view.View {
	v := &view.View{}
	for i, s := range screens {
		rows, cols := s.t.Size()
		if v.Rows = rows + 1; i > 0 {
			for row := range rows {
				v.Lines = append(v.Lines, lineOf(row, v.Cols, "│"))
			}
			v.Cols++
		}
		rect := view.Rect{Col: v.Cols, Rows: rows, Cols: cols}
		v.Panes = append(v.Panes, view.Pane{ID: uint32(i), Screen: s, Active: i == 0, Rect: rect, Whole: rect})
		v.Cols += cols
	}
	v.Lines = append(v.Lines, lineOf(v.Rows-1, 0, strings.Repeat("s", v.Cols)))
	return v
}

func lineOf(row, col int, text string) view.Line {
	l := view.Line{Row: row, Col: col, Cursor: -1}
	for _, r := range text {
		l.Cells = append(l.Cells, status.Cell{Text: string(r), Width: 1})
	}
	return l
}

// A program that holds its output back is not drawn on its own account, but a view of another shape is of all panes.
func TestHeldPane(t *testing.T) {
	s := newScreen(2, 10)
	s.t.Write([]byte("one\r\ntwo"))
	plain, message := viewOf(s), viewOf(s)
	message.Lines = []view.Line{lineOf(1, 0, "message")}
	p, g := newPainter(), &glass{t: t}
	f, _ := p.paint(plain, false)
	g.apply(f)
	s.held = true
	s.t.Write([]byte("\x1b[Hhalf"))
	for _, tt := range []struct {
		name string
		view *view.View
		want string
	}{
		{"output alone", plain, "|one       |\n|two       |\n"},
		{"a message", message, "|half      |\n|message   |\n"},
		{"none again", plain, "|half      |\n|two       |\n"},
	} {
		if f, changed := p.paint(tt.view, false); changed {
			g.apply(f)
		}
		if g.String() != tt.want {
			t.Errorf("%s: shows\n%swant\n%s", tt.name, g, tt.want)
		}
	}
}

// TestPromptOverAPane: what nothing is drawn on shows what is under it, no half of a character is left, and the cursor is the prompt's.
func TestPromptOverAPane(t *testing.T) {
	s := newScreen(2, 10)
	s.t.Write([]byte("one\r\n日本語日本"))
	v := viewOf(s)
	look := view.CursorLook{Shape: 6, Colour: 1<<24 | 0xff0000}
	v.Lines = []view.Line{{Row: 1, Col: 1, Cells: []status.Cell{{Text: ":", Width: 1}, {Text: "x", Width: 1}, {Width: 1}}, Cursor: 2, Look: look}}
	p, g := newPainter(), &glass{t: t}
	f, _ := p.paint(v, false)
	g.apply(f)
	if want := "|one       |\n| :x 語日本|\n"; g.String() != want {
		t.Errorf("shows\n%swant\n%s", g, want)
	}
	if want := (protocol.Cursor{Row: 1, Col: 3, Visible: true, Shape: 6, Colour: 1<<24 | 0xff0000}); f.Cursor != want {
		t.Errorf("cursor %+v, want %+v", f.Cursor, want)
	}
	v = viewOf(s)
	v.Lines = []view.Line{{Row: 0, Cells: []status.Cell{{Text: "m", Width: 1}}, Cursor: view.HideCursor}}
	if f, _ = p.paint(v, false); f.Cursor.Visible {
		t.Errorf("cursor %+v under a message", f.Cursor)
	}
}

func BenchmarkPaint(b *testing.B) {
	const scroll = "\r\nabcdefgh %c the quick brown fox jumps over the lazy dog"
	one := func() *view.View { return viewOf(newScreen(50, 200)) }
	four := func() *view.View {
		return beside(newScreen(49, 49), newScreen(49, 49), newScreen(49, 50), newScreen(49, 49))
	}
	for _, kind := range []struct {
		name, text string
		view       func() *view.View
	}{
		{"one cell", "\x1b[H%c", one},
		{"scroll", scroll, one},
		{"one cell of four panes", "\x1b[H%c", four},
		{"scroll one of four panes", scroll, four},
	} {
		b.Run(kind.name, func(b *testing.B) {
			v := kind.view()
			term := v.Panes[0].Screen.(*screen).t
			for _, pane := range v.Panes {
				pane.Screen.(*screen).t.Write([]byte(strings.Repeat("some \x1b[32mgreen\x1b[m text and more\r\n", 60)))
			}
			p := newPainter()
			p.paint(v, false)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				fmt.Fprintf(term, kind.text, 'a'+rune(i%26))
				p.paint(v, false)
			}
		})
	}
}

// A colour that the program gave another look is drawn so, and again when it has its own back; so are the default ones and
// the cursor's.
func TestProgramsColours(t *testing.T) {
	s := newScreen(1, 3)
	p, g := newPainter(), &glass{t: t}
	v := viewOf(s)
	paint := func(out string) protocol.Frame {
		s.t.Write([]byte(out))
		f, _ := p.paint(v, false)
		g.apply(f)
		return f
	}
	looks := func(col int, fg, bg uint32) {
		t.Helper()
		if d := g.style[0][col]; d.Fg != fg || d.Bg != bg {
			t.Errorf("column %d: %x on %x, want %x on %x", col, d.Fg, d.Bg, fg, bg)
		}
	}
	paint("\x1b[31ma\x1b[mb")
	looks(0, protocol.ColourIndex|1, 0)
	f := paint("\x1b]4;1;#102030\a\x1b]10;#405060\a\x1b]11;#708090\a\x1b]12;#a0b0c0\a")
	looks(0, protocol.ColourRGB|0x102030, protocol.ColourRGB|0x708090)
	looks(1, protocol.ColourRGB|0x405060, protocol.ColourRGB|0x708090)
	looks(2, protocol.ColourRGB|0x405060, protocol.ColourRGB|0x708090)
	if f.Cursor.Colour != 1<<24|0xa0b0c0 {
		t.Errorf("the cursor is %x", f.Cursor.Colour)
	}
	f = paint("\x1b]104\a\x1b]110\a\x1b]111\a\x1b]112\a")
	looks(0, protocol.ColourIndex|1, 0)
	looks(2, 0, 0)
	if f.Cursor.Colour != 0 {
		t.Errorf("the cursor is still %x", f.Cursor.Colour)
	}
}

// What options say of a pane's colours and cursor holds where its program says nothing else, and no longer than the option.
func TestLooksOfOptions(t *testing.T) {
	s := newScreen(1, 3)
	p, g := newPainter(), &glass{t: t}
	paint := func(out string, l view.Look) protocol.Frame {
		s.t.Write([]byte(out))
		v := viewOf(s)
		v.Panes[0].Look = l
		f, _ := p.paint(v, false)
		g.apply(f)
		return f
	}
	look := view.Look{
		Fg: style.RGB(1, 2, 3), Bg: style.Index(4), Cursor: style.RGB(7, 8, 9), CursorShape: 5,
		Palette: &[256]style.Colour{1: style.RGB(0x11, 0x12, 0x13), 2: style.Index(200)},
	}
	const rgb, index = protocol.ColourRGB, protocol.ColourIndex
	for _, tt := range []struct {
		name, out string
		look      view.Look
		fg, bg    uint32 // of the first cell
		cursor    uint32
		shape     uint8
		blank     uint32 // background where nothing was written
	}{
		{"none", "a", view.Look{}, 0, 0, 0, 0, 0},
		{"default colours", "\ra", look, rgb | 0x010203, index | 4, 1<<24 | 0x070809, 5, index | 4},
		{"the palette", "\r\x1b[31;42ma", look, rgb | 0x111213, index | 200, 1<<24 | 0x070809, 5, index | 4},
		{"the program's palette", "\x1b]4;1;#aabbcc\a", look, rgb | 0xaabbcc, index | 200, 1<<24 | 0x070809, 5, index | 4},
		{"the program's cursor", "\x1b[4 q\x1b]12;#101010\a", look, rgb | 0xaabbcc, index | 200, 1<<24 | 0x101010, 4, index | 4},
		{"its default colours count less", "\x1b]11;#0f0f0f\a\r\x1b[ma", look, rgb | 0x010203, index | 4, 1<<24 | 0x101010, 4, index | 4},
		{"but more than nothing", "", view.Look{}, 0, rgb | 0x0f0f0f, 1<<24 | 0x101010, 4, rgb | 0x0f0f0f},
		{"terminal is none", "\x1b]111\a\x1b[m\ra", view.Look{Bg: style.Terminal}, 0, 0, 1<<24 | 0x101010, 4, 0},
	} {
		f := paint(tt.out, tt.look)
		if d := g.style[0][0]; d.Fg != tt.fg || d.Bg != tt.bg {
			t.Errorf("%s: %x on %x, want %x on %x", tt.name, d.Fg, d.Bg, tt.fg, tt.bg)
		}
		if d := g.style[0][2]; d.Bg != tt.blank {
			t.Errorf("%s: nothing is %x, want %x", tt.name, d.Bg, tt.blank)
		}
		if f.Cursor.Colour != tt.cursor || f.Cursor.Shape != tt.shape {
			t.Errorf("%s: cursor %x, shape %d, want %x, %d", tt.name, f.Cursor.Colour, f.Cursor.Shape, tt.cursor, tt.shape)
		}
	}
	text := copymode.NewText(3)
	text.Add([]string{"\x1b[31mx"})
	state := copymode.Read(copymode.Extent{Rows: 1, Cols: 3}, text)
	v := viewOf(s)
	v.Panes[0].Look, v.Panes[0].Mode = look, &state
	f, _ := p.paint(v, false)
	g.apply(f)
	if d := g.style[0][2]; d.Bg != index|4 || g.text[0][0] != "x" || g.style[0][0].Fg != rgb|0xaabbcc {
		t.Errorf("a mode is drawn %x, %q in %x", d.Bg, g.text[0][0], g.style[0][0].Fg)
	}
}
