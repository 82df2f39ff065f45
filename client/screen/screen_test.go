package screen

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"gmux/protocol"
	"gmux/protocol/outer"
	"gmux/server/vt/vttest"
)

// frame makes frames by hand, each changing the one before.
type frames struct{ id uint64 }

func (f *frames) next(rows, cols int, ops []byte, c protocol.Cursor) protocol.Frame {
	f.id++
	return protocol.Frame{ID: f.id, Base: f.id - 1, Rows: uint16(rows), Cols: uint16(cols), Ops: ops, Cursor: c}
}

func at(row, col int) protocol.Cursor {
	return protocol.Cursor{Row: uint16(row), Col: uint16(col), Visible: true}
}

func size(rows, cols int) protocol.Size {
	return protocol.Size{Rows: uint16(rows), Cols: uint16(cols)}
}

// A tape keeps what is written.
type tape struct {
	bytes.Buffer
	writes int
}

func (t *tape) Write(p []byte) (int, error) {
	t.writes++
	return t.Buffer.Write(p)
}

func (t *tape) take() string {
	s := t.String()
	t.Reset()
	return s
}

func TestBytesOfAFrame(t *testing.T) {
	ascii := func(row, col int, text string) []byte { return protocol.AppendASCII(nil, row, col, 0, []byte(text)) }
	for _, tt := range []struct {
		name, term string
		ops        []byte
		cursor     protocol.Cursor
		want       string
	}{
		{"one cell at the cursor", "xterm", ascii(2, 3, "x"), at(2, 4), "x"},
		{"one cell elsewhere", "xterm", ascii(0, 0, "x"), at(2, 3), "\x1b[Hx\x1b[3;4H"},
		{"nothing but the cursor", "xterm", nil, at(2, 6), "\x1b[3C"},
		{"nothing", "xterm", nil, at(2, 3), ""},
		{"the cursor is hidden", "xterm", nil, protocol.Cursor{}, "\x1b[?25l"},
		{"synchronized output where there is one", "foot", ascii(2, 3, "x"), at(2, 4), "\x1b[?2026hx\x1b[?2026l"},
		{"a long frame hides the cursor", "xterm", ascii(0, 0, strings.Repeat("x", 60)), at(2, 3), "\x1b[?25l\x1b[H" + strings.Repeat("x", 60) + "\x1b[3;4H\x1b[?25h"},
		{"the whole screen scrolls", "xterm", protocol.AppendScroll(nil, 0, 24, 1, false), at(0, 0), "\x1b[H\x1b[M"},
		{"the lower part scrolls down", "xterm", protocol.AppendScroll(nil, 3, 24, 2, true), at(3, 0), "\r\n\x1b[2L"},
		{"a region scrolls", "xterm", protocol.AppendScroll(nil, 1, 20, 3, false), at(0, 0), "\x1b[2;20r\x1b[3S\x1b[r"},
		{"a region scrolls down", "xterm", protocol.AppendScroll(nil, 1, 20, 1, true), at(0, 0), "\x1b[2;20r\x1b[T\x1b[r"},
		{"blanks to the edge are erased", "xterm", protocol.AppendFill(nil, 2, 3, 0, 77, ' '), at(2, 3), "\x1b[K"},
		{"blanks in the middle are erased", "xterm", protocol.AppendFill(nil, 2, 3, 0, 20, ' '), at(2, 3), "\x1b[20X"},
		{"few blanks are written", "xterm", protocol.AppendFill(nil, 2, 3, 0, 5, ' '), at(2, 8), "     "},
		{"after a doubtful cluster the cursor is placed", "xterm",
			append(protocol.AppendCluster(protocol.AppendTextHeader(nil, 2, 3, 0, 1), 2, []byte("👍")), ascii(2, 5, "x")...), at(2, 6),
			"  \x1b[3;4H👍\x1b[3;6Hx"},
		{"what a doubtful cluster may cover is drawn again", "xterm", protocol.AppendCluster(protocol.AppendTextHeader(nil, 2, 3, 0, 1), 1, []byte("☺")), at(2, 4), " \x1b[3;4H☺\x1b[3;5H \x1b[3;5H"},
		{"a lone mark goes onto a blank", "xterm", protocol.AppendCluster(protocol.AppendTextHeader(nil, 2, 79, 0, 1), 1, []byte("\u0301")), at(2, 4), "\x1b[76C \u0301\x1b[3;5H"},
		{"after an ideograph it is not", "xterm", protocol.AppendCluster(protocol.AppendTextHeader(nil, 2, 3, 0, 1), 2, []byte("界")), at(2, 5), "界"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var o tape
			s := New(modern24(tt.term), &o)
			must(t, s.Start(size(24, 80), ""))
			var f frames
			must(t, s.Apply(f.next(24, 80, nil, at(2, 3))))
			o.take()
			o.writes = 0
			must(t, s.Apply(f.next(24, 80, tt.ops, tt.cursor)))
			if got := o.take(); got != tt.want || o.writes > 1 {
				t.Errorf("%d writes, %q\nwant %q", o.writes, got, tt.want)
			}
		})
	}
}

func TestStylesAsBytes(t *testing.T) {
	for _, tt := range []struct {
		name, term string
		style      protocol.StyleDef
		want       string
	}{
		{"bold red", "foot", protocol.StyleDef{Attrs: protocol.AttrBold, Fg: protocol.ColourIndex | 1}, "\x1b[1;31mx"},
		{"a bright background", "foot", protocol.StyleDef{Bg: protocol.ColourIndex | 12}, "\x1b[104mx"},
		{"256 colours", "foot", protocol.StyleDef{Fg: protocol.ColourIndex | 200}, "\x1b[38;5;200mx"},
		{"true colour", "foot", protocol.StyleDef{Bg: protocol.ColourRGB | 0x010203}, "\x1b[48;2;1;2;3mx"},
		{"true colour where there are 256", "xterm-256color", protocol.StyleDef{Fg: protocol.ColourRGB | 0xff0000}, "\x1b[38;5;196mx"},
		{"true colour where there are 8", "xterm", protocol.StyleDef{Fg: protocol.ColourRGB | 0xff0000}, "\x1b[1;31mx"}, // bright red
		{"a curly underline in a colour", "foot", protocol.StyleDef{Underline: 3, Ul: protocol.ColourRGB | 0x0a0b0c}, "\x1b[4:3;58:2::10:11:12mx"},
		{"a curly underline where there is only one", "xterm", protocol.StyleDef{Underline: 3, Ul: protocol.ColourIndex | 4}, "\x1b[4mx"},
		{"a link is closed at the end of the frame", "foot", protocol.StyleDef{Link: "http://a/"}, "\x1b]8;id=g15fd7ax;http://a/\x1b\\x\x1b]8;;\x1b\\"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var o tape
			term, err := NewTerminal(tt.term, "", true)
			must(t, err)
			term.Features &^= protocol.FeatureSync
			s := New(term, &o)
			must(t, s.Start(size(24, 80), ""))
			var f frames
			must(t, s.Apply(f.next(24, 80, nil, protocol.Cursor{})))
			o.take()
			fr := f.next(24, 80, protocol.AppendASCII(nil, 0, 0, 1, []byte("x")), protocol.Cursor{})
			tt.style.ID = 1
			fr.Styles = protocol.AppendStyle(nil, tt.style)
			must(t, s.Apply(fr))
			got := o.take()
			if i, j := strings.Index(got, "id="), strings.Index(tt.want, "id="); i >= 0 && j >= 0 {
				got = got[:i] + got[i+strings.IndexByte(got[i:], ';'):]
				tt.want = tt.want[:j] + tt.want[j+strings.IndexByte(tt.want[j:], ';'):]
			}
			if got != tt.want {
				t.Errorf("%q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestSGRChangesOnlyWhatDiffers(t *testing.T) {
	red, bold := protocol.StyleDef{Fg: protocol.ColourIndex | 1}, protocol.StyleDef{Fg: protocol.ColourIndex | 1, Attrs: protocol.AttrBold}
	for _, tt := range []struct {
		name     string
		from, to protocol.StyleDef
		want     string
	}{
		{"nothing", red, red, ""},
		{"bold on", red, bold, "\x1b[1m"},
		{"bold off needs a reset", bold, red, "\x1b[0;31m"},
		{"the default", bold, protocol.StyleDef{}, "\x1b[m"},
		{"a colour off", protocol.StyleDef{Fg: protocol.ColourIndex | 1, Bg: protocol.ColourIndex | 2}, red, "\x1b[49m"},
		{"one underline for another", protocol.StyleDef{Underline: 3}, protocol.StyleDef{Underline: 1}, "\x1b[4:1m"},
		{"the link alone", protocol.StyleDef{Link: "x"}, protocol.StyleDef{}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(appendSGR(nil, tt.from, tt.to)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestFramesMustFollowEachOther(t *testing.T) {
	s := New(modern24("foot"), &tape{})
	must(t, s.Start(size(4, 10), ""))
	var f frames
	must(t, s.Apply(f.next(4, 10, nil, protocol.Cursor{})))
	for name, bad := range map[string]protocol.Frame{
		"of another base": {ID: 5, Base: 3, Rows: 4, Cols: 10},
		"of another size": {ID: 2, Base: 1, Rows: 5, Cols: 10},
	} {
		if err := s.Apply(bad); !errors.Is(err, ErrBase) {
			t.Errorf("a frame %s: %v", name, err)
		}
	}
	bad := protocol.Frame{ID: 2, Base: 1, Rows: 4, Cols: 10, Ops: protocol.AppendASCII(nil, 9, 0, 0, []byte("x"))}
	if err := s.Apply(bad); !errors.Is(err, protocol.ErrFrame) {
		t.Errorf("a frame that draws outside: %v", err)
	}
	if id, _ := s.Shown(); id != 0 {
		t.Errorf("after a half drawn frame %d counts as shown", id)
	}
	must(t, s.Apply(protocol.Frame{ID: 9, Rows: 5, Cols: 10}))
}

func TestResizeMessageAndRestart(t *testing.T) {
	o := newOuter(4, 12)
	s := New(modern24("foot"), o)
	must(t, s.Start(size(4, 12), ""))
	var f frames
	ops := protocol.AppendASCII(nil, 0, 0, 0, []byte("first row"))
	ops = protocol.AppendASCII(ops, 3, 0, 0, []byte("status line"))
	must(t, s.Apply(f.next(4, 12, ops, at(0, 9))))
	expect := func(want string) {
		t.Helper()
		vttest.Expect(t, o.Terminal, want)
	}
	expect(`
		|first row   |@9
		|            |
		|            |
		|status line |`)

	must(t, s.Message("server lost"))
	expect(`
		|first row   |@9
		|            |
		|            |
		|server lost |`)
	must(t, s.Apply(f.next(4, 12, protocol.AppendScroll(nil, 0, 4, 1, false), at(1, 0))))
	expect(`
		|            |
		|            |@0
		|status line |
		|server lost |`)
	must(t, s.Message(""))
	expect(`
		|            |
		|            |@0
		|status line |
		|            |`)

	vttest.Write(o.Terminal, "\x1b[Hgarbage")
	o.Resize(3, 8)
	must(t, s.Resize(size(3, 8)))
	expect(`
		|        |
		|        |@0
		|status l|`)
	o.Resize(5, 14)
	must(t, s.Resize(size(5, 14)))
	expect(`
		|              |
		|              |@0
		|status line   |
		|              |
		|              |`)

	s.Stop()
	o.Terminal = vttest.New(5, 14, "shell$ fg")
	must(t, s.Start(size(5, 14), ""))
	expect(`
		|              |
		|              |@0
		|status line   |
		|              |
		|              |`)
}

func TestQueriesAreSentBeforeTheScreenIsCleared(t *testing.T) {
	var o tape
	s := New(modern24("xterm"), &o)
	must(t, s.Start(size(4, 12), "\x1b[c"))
	got := o.take()
	enter, query, clear := strings.Index(got, "\x1b[?1049h"), strings.Index(got, "\x1b[c"), strings.Index(got, "\x1b[2J")
	if enter < 0 || query < enter || clear < query {
		t.Errorf("%q", got)
	}
	plain := New(modern24("vt100"), &o)
	must(t, plain.Start(size(4, 12), "\x1b[c"))
	defer plain.Stop()
	if got := o.take(); strings.Contains(got, "\x1b[c") {
		t.Errorf("a plain terminal is asked: %q", got)
	}
}

func TestModes(t *testing.T) {
	all := protocol.FeatureMouse | protocol.FeatureFocus | protocol.FeatureKitty | protocol.FeatureOtherKeys
	var m modes
	for _, step := range []struct {
		name string
		want protocol.OuterModes
		can  protocol.Features
		sent string
	}{
		{"nothing", protocol.OuterModes{}, all, ""},
		{"mouse on", protocol.OuterModes{Mouse: 1000}, all, "\x1b[?1006h\x1b[?1000h"},
		{"another mouse mode", protocol.OuterModes{Mouse: 1003}, all, "\x1b[?1000l\x1b[?1003h"},
		{"mouse off, focus on", protocol.OuterModes{Focus: true}, all, "\x1b[?1003l\x1b[?1006l\x1b[?1004h"},
		{"kitty keys are pushed once", protocol.OuterModes{KittyFlags: 1, OtherKeys: 2}, all, "\x1b[?1004l\x1b[>1u"},
		{"then set", protocol.OuterModes{KittyFlags: 5}, all, "\x1b[=5;1u"},
		{"and cleared", protocol.OuterModes{}, all, "\x1b[=0;1u"},
		{"without kitty other keys", protocol.OuterModes{KittyFlags: 1, OtherKeys: 2}, all &^ protocol.FeatureKitty, "\x1b[>4;2m"},
		{"which go off too", protocol.OuterModes{}, all, "\x1b[>4m"},
		{"what the terminal has not is not asked for", protocol.OuterModes{Mouse: 1002, Focus: true, KittyFlags: 1, OtherKeys: 1}, 0, ""},
	} {
		if got := m.change(step.want, step.can); got != step.sent {
			t.Errorf("%s: %q, want %q", step.name, got, step.sent)
		}
	}
}

func TestFeaturesThatComeLaterAreUsed(t *testing.T) {
	var o tape
	s := New(modern24("xterm-256color"), &o)
	must(t, s.Start(size(4, 12), ""))
	fr := protocol.Frame{ID: 1, Rows: 4, Cols: 12, Modes: protocol.OuterModes{KittyFlags: 1}}
	fr.Styles = protocol.AppendStyle(nil, protocol.StyleDef{ID: 1, Underline: 3})
	fr.Ops = protocol.AppendASCII(nil, 0, 0, 1, []byte("x"))
	must(t, s.Apply(fr))
	if got := o.take(); strings.Contains(got, "4:3") || strings.Contains(got, "\x1b[>1u") {
		t.Errorf("used unasked: %q", got)
	}
	must(t, s.SetFeatures(s.terminal.Features|protocol.FeatureKitty|protocol.FeatureUnderlines))
	if got := o.take(); !strings.Contains(got, "\x1b[4:3mx") || !strings.Contains(got, "\x1b[>1u") {
		t.Errorf("not used: %q", got)
	}
}

func TestEffects(t *testing.T) {
	all := ^protocol.Features(0)
	for _, tt := range []struct {
		name string
		o    protocol.Outer
		can  protocol.Features
		want string
	}{
		{"bell", protocol.Outer{Kind: protocol.OuterBell}, 0, "\a"},
		{"title", protocol.Outer{Kind: protocol.OuterTitle, Text: "vim – x"}, all, "\x1b]2;vim – x\x1b\\"},
		{"a title cannot break out", protocol.Outer{Kind: protocol.OuterTitle, Text: "a\x1b\\\x1b[2J\u009cb\xff\n"}, all, "\x1b]2;a\\[2Jb\x1b\\"},
		{"a title where there is none", protocol.Outer{Kind: protocol.OuterTitle, Text: "x"}, 0, ""},
		{"clipboard", protocol.Outer{Kind: protocol.OuterClipboard, Text: "c", Data: []byte("hi")}, all, "\x1b]52;c;aGk=\x1b\\"},
		{"the clipboard is asked for", protocol.Outer{Kind: protocol.OuterReadClipboard, Text: "c"}, all, "\x1b]52;c;?\x1b\\\x1b[c"},
		{"a selection cannot break out", protocol.Outer{Kind: protocol.OuterClipboard, Text: "c;\x1b\\p"}, all, "\x1b]52;cp;\x1b\\"},
		{"a later kind", protocol.Outer{Kind: 99}, all, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := effect(tt.o, tt.can); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
	if got := Sanitise(strings.Repeat("é", 600), 1023); len(got) != 1022 {
		t.Errorf("cut to %d bytes", len(got))
	}
}

func TestTerminals(t *testing.T) {
	for _, tt := range []struct {
		term, colorterm string
		direct          bool
		depth           depth
	}{
		{"xterm", "", true, depth8}, {"xterm-256color", "", true, depth256}, {"xterm-256color", "truecolor", true, depthRGB},
		{"xterm-direct", "", true, depthRGB}, {"xterm-kitty", "", true, depthRGB}, {"xterm-mono", "", true, depthMono},
		{"xterm-16color", "", true, depth16},
		{"tmux-256color", "", true, depthRGB}, {"screen", "", true, depth8}, {"screen.xterm-256color", "", true, depth256},
		{"foot-extra", "", true, depthRGB}, {"rxvt-unicode-256color", "", true, depth256}, {"st-256color", "", true, depth256},
		{"stem", "", false, depth8}, {"linux", "", false, depth8}, {"vt220", "", false, depthMono}, {"never-heard-of", "", false, depth8},
		{"never-heard-of", "24bit", false, depthRGB},
		{"vt100", "truecolor", false, depthMono}, {"linux", "truecolor", false, depth8}, // left over from another terminal
	} {
		term, err := NewTerminal(tt.term, tt.colorterm, true)
		if err != nil || term.Direct != tt.direct || term.depth != tt.depth {
			t.Errorf("%s: direct %v, depth %d, %v; want %v, %d", tt.term, term.Direct, term.depth, err, tt.direct, tt.depth)
		}
	}
	for _, name := range []string{"", "dumb"} {
		if _, err := NewTerminal(name, "", true); err == nil || err.Error() != "open terminal failed: terminal does not support clear" {
			t.Errorf("TERM=%s: %v", name, err)
		}
	}
}

func TestColours(t *testing.T) {
	for _, tt := range []struct {
		from  uint32
		depth depth
		want  uint32
	}{
		{0, depth8, 0},
		{protocol.ColourRGB | 0xffffff, depth256, protocol.ColourIndex | 231},
		{protocol.ColourRGB | 0x808080, depth256, protocol.ColourIndex | 244},
		{protocol.ColourRGB | 0x5f87af, depth256, protocol.ColourIndex | 67},
		{protocol.ColourRGB | 0x000000, depth256, protocol.ColourIndex | 16},
		{protocol.ColourIndex | 9, depth256, protocol.ColourIndex | 9},
		{protocol.ColourIndex | 196, depth16, protocol.ColourIndex | 9},
		{protocol.ColourIndex | 9, depth8, protocol.ColourIndex | 1},
		{protocol.ColourRGB | 0x00ff00, depth8, protocol.ColourIndex | 2},
		{protocol.ColourIndex | 9, depthMono, 0},
	} {
		if got := tt.depth.colour(tt.from); got != tt.want {
			t.Errorf("%#x at depth %d is %#x, want %#x", tt.from, tt.depth, got, tt.want)
		}
	}
	for i := 16; i < 256; i++ { // a colour of the table is its own nearest, or looks the same
		c := rgb(i)
		near := nearest256(uint8(c[0]), uint8(c[1]), uint8(c[2]))
		if rgb(int(near)) != c {
			t.Errorf("colour %d became %d", i, near)
		}
	}
}

// TestNamesAgree: which terminals are painted directly is decided by the name here and by what the name takes there.
func TestNamesAgree(t *testing.T) {
	for _, f := range families {
		if caps, known := outer.CapsOf(f.prefix); !known || caps&outer.Xterm == 0 {
			t.Errorf("%s is painted directly and takes %b, known %v", f.prefix, caps, known)
		}
	}
	for _, o := range others {
		if caps, known := outer.CapsOf(o.prefix); !known || caps&outer.Xterm != 0 {
			t.Errorf("%s is painted by tcell and takes %b, known %v", o.prefix, caps, known)
		}
	}
}

// TestFewColours: with few colours what stood out still does.
func TestFewColours(t *testing.T) {
	const green, red, brightBlack = protocol.ColourIndex | 2, protocol.ColourIndex | 1, protocol.ColourIndex | 8
	for _, tt := range []struct {
		term       string
		from, want protocol.StyleDef
	}{
		{"vt100", protocol.StyleDef{Bg: green}, protocol.StyleDef{Attrs: protocol.AttrReverse}},
		{"vt100", protocol.StyleDef{Fg: red}, protocol.StyleDef{}},
		{"vt100", protocol.StyleDef{Attrs: protocol.AttrReverse}, protocol.StyleDef{Attrs: protocol.AttrReverse}},
		{"vt100", protocol.StyleDef{Fg: red, Attrs: protocol.AttrReverse}, protocol.StyleDef{}},
		{"linux", protocol.StyleDef{Fg: brightBlack}, protocol.StyleDef{Fg: protocol.ColourIndex, Attrs: protocol.AttrBold}},
		{"linux", protocol.StyleDef{Fg: red, Bg: brightBlack}, protocol.StyleDef{Fg: red, Bg: protocol.ColourIndex}},
	} {
		term, err := NewTerminal(tt.term, "", true)
		must(t, err)
		if got := term.adapt(tt.from); got != tt.want {
			t.Errorf("%s: %+v becomes %+v, want %+v", tt.term, tt.from, got, tt.want)
		}
	}
}

func TestWithoutUTF8(t *testing.T) {
	term, err := NewTerminal("xterm", "", false)
	must(t, err)
	for in, want := range map[string]string{
		"─": "\x1b(0q\x1b(B", "┃": "\x1b(0x\x1b(B", "┼": "\x1b(0n\x1b(B", "±": "\x1b(0g\x1b(B", "é": "_", "界": "__",
		"←": "<", "→": ">", "↑": "^", "↓": "v",
	} {
		width := 1
		if in == "界" {
			width = 2
		}
		if got := string(term.appendText(nil, in, width)); got != want {
			t.Errorf("%s becomes %q, want %q", in, got, want)
		}
	}
	if term, err = NewTerminal("ansi", "", false); err != nil || string(term.appendText(nil, "─", 1)) != "-" {
		t.Errorf("without a set of graphics a line is %q, %v", term.appendText(nil, "─", 1), err)
	}
	if got := string(term.appendText(nil, "\u009b", 1)); got != "?" {
		t.Errorf("a control becomes %q", got)
	}
}

func TestThePoolStaysBounded(t *testing.T) {
	s := New(modern24("foot"), &tape{})
	must(t, s.Start(size(2, 4), ""))
	var f frames
	must(t, s.Apply(f.next(2, 4, nil, protocol.Cursor{})))
	last := uint32(0)
	for range 3 * maxStyles / 1000 {
		fr := f.next(2, 4, nil, protocol.Cursor{})
		for id := range uint32(1000) {
			last++
			fr.Styles = protocol.AppendStyle(fr.Styles, protocol.StyleDef{ID: 1 + id, Fg: protocol.ColourRGB | last})
		}
		fr.Ops = protocol.AppendASCII(nil, 0, 0, 1000, []byte("x"))
		must(t, s.Apply(fr))
		if n := len(s.pool.styles); n > maxStyles+1001 {
			t.Fatalf("%d styles are kept", n)
		}
	}
	if got := s.pool.styles[s.shadow.row(0)[0].style].Fg; got != protocol.ColourRGB|last {
		t.Errorf("the cell's colour is %#x, want %#x", got, last)
	}
}

func TestTcellPainterShowsTheShadow(t *testing.T) {
	const rows, cols = 8, 20
	for seed := range uint64(10) {
		o := newOuter(rows, cols)
		s := New(modern24("never-heard-of"), o)
		must(t, s.Start(size(rows, cols), ""))
		a := &artist{Rand: rand.New(rand.NewPCG(seed, 2)), rows: rows, cols: cols}
		for range 40 {
			writes := o.writes
			must(t, s.Apply(a.frame()))
			if o.writes > writes+1 {
				t.Fatalf("a frame took %d writes", o.writes-writes)
			}
			if got, want := vttest.Text(o.Terminal), tcellText(s); got != want {
				t.Fatalf("seed %d: shows\n%swant\n%s", seed, got, want)
			}
		}
		s.Stop()
	}
}

// tcellText is the picture as tcell shows it: placeholders where it measures differently.
func tcellText(s *Screen) string {
	var b strings.Builder
	for row := range s.shadow.rows {
		var line []byte
		for _, c := range s.shadow.row(row) {
			if c.width > 0 {
				line = append(line, strings.Join(s.paint.(*tcellPainter).pieces(c, s.style(c.style)), "")...)
			}
		}
		b.WriteString(strings.TrimRight(string(line), " ") + "\n")
	}
	return b.String()
}
