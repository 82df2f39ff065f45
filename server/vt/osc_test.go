package vt_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/vttest"
)

// events writes down every effect.
type events struct{ log []string }

func (e *events) add(format string, args ...any) { e.log = append(e.log, fmt.Sprintf(format, args...)) }

func (e *events) Reply(p []byte)                    { e.add("reply %q", p) }
func (e *events) Bell()                             { e.add("bell") }
func (e *events) Title(s string)                    { e.add("title %s", s) }
func (e *events) IconTitle(s string)                { e.add("icon %s", s) }
func (e *events) Cwd(url string)                    { e.add("cwd %s", url) }
func (e *events) Clipboard(sel string, data []byte) { e.add("clipboard %s %s", sel, data) }
func (e *events) Notify(title, body string)         { e.add("notify %s: %s", title, body) }
func (e *events) Prompt(m vt.PromptMark)            { e.add("prompt %c %d%s", m.Kind, m.Status, m.Aid) }
func (e *events) ClipboardRead(sel string, _ bool)  { e.add("clipboard %s?", sel) }
func (e *events) Progress(p vt.Progress)            { e.add("progress %d %d", p.State, p.Percent) }
func (e *events) Pointer(shape string)              { e.add("pointer %s", shape) }
func (e *events) UserVar(name, value string)        { e.add("var %s %s", name, value) }

func (e *events) Name(name string)     { e.add("name %s", name) }
func (e *events) Passthrough(p []byte) { e.add("pass %q", p) }

func TestEffects(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"\a", []string{"bell"}},
		{"\x1b]0;a\a", []string{"icon a", "title a"}},
		{"\x1b]1;a\a\x1b]2;b\x1b\\", []string{"icon a", "title b"}},
		{"\x1b]2;a\a\x1b]2;a\a", []string{"title a"}},
		{"\x1b]2;日本 \xff\x01\u0085x;y\a", []string{"title 日本 \ufffdx;y"}},
		{"\x1b]2;a\u009cb", []string{"title a"}},
		{"\x1b]0;a\a\x1b[22t\x1b]0;b\a\x1b[23t", []string{"icon a", "title a", "icon b", "title b", "icon a", "title a"}},
		{"\x1b]2;a\a\x1b[22;2t\x1b]2;b\a\x1b[23;2t\x1b[23t", []string{"title a", "title b", "title a"}},
		{"\x1b]7;file://host/tmp\a", []string{"cwd file://host/tmp"}},
		{"\x1b]7;file://h\u00e9/\a", nil},
		{"\x1b]52;c;aGk=\a", []string{"clipboard c hi"}},
		{"\x1b]52;;aGk=\a", []string{"clipboard  hi"}},
		{"\x1b]52;c;\a", []string{"clipboard c "}},
		{"\x1b]52;c;a'G k\a\x1b]52;c;aGk9a\a\x1b]52;c;!!!\a", []string{"clipboard c hi", "clipboard c hi=", "clipboard c "}},
		{"\x1b]52;x;aGk=\a\x1b]52\a", nil},
		{"\x1b]9;done\a", []string{"notify : done"}},
		{"\x1b]9;4;1;50\a\x1b]9;4;1;50\a\x1b]9;4;2\a\x1b]9;4;3\a\x1b]9;4;1;999\a\x1b]9;4;0\a\x1b]9;4;9;1\a\x1b]9;4;1;5\a\x1bc",
			[]string{"progress 1 50", "progress 2 50", "progress 3 0", "progress 1 100", "progress 0 0", "progress 1 5", "progress 0 0"}},
		{"\x1b]9;9;\"/tmp/a b\"\a\x1b]9;3;tab\a\x1b]9;20;x\a", []string{"cwd file:///tmp/a%20b", "notify : 20;x"}},
		{"\x1b]22;text\a\x1b]22;text\a\x1b]22;\a\x1b]22;a b\a", []string{"pointer text", "pointer "}},
		{"\x1b]99;;a;b\a\x1b]99;i=1:d=0;t\a\x1b]99;i=1:p=body;b\x1b\\\x1b]99;e=1;aGkK\a\x1b]99;p=icon;x\a\x1b]99;x\a",
			[]string{"notify a;b: ", "notify t: ", "notify : b", "notify hi: "}},
		{"\x1b]99;i=7:p=?;\x1b\\\x1b]99;i=rm -rf:p=?;\a", []string{`reply "\x1b]99;i=7:p=?;p=title,body\x1b\\"`, `reply "\x1b]99;i=0:p=?;p=title,body\a"`}},
		{"\x1b]1337;CurrentDir=/a\a\x1b]1337;SetUserVar=x=aGk=\a\x1b]1337;SetUserVar==aGk=\a\x1b]1337;File=x:aGk=\a\x1b]1337;ReportCellSize\a",
			[]string{"cwd file:///a", "var x hi", `reply "\x1b]1337;ReportCellSize=16.0;8.0;1.0\a"`}},
		{"\x1b]133;A;aid=42\a\x1b]133;D;0;aid=42\a", []string{"prompt A -142", "prompt D 042"}},
		{"\x1b]777;notify;a;b\a\x1b]777;other;a\a", []string{"notify a: b"}},
		{"\x1b]133;A\a\x1b]133;B\a\x1b]133;C\a\x1b]133;D;3\a\x1b]133;D\a\x1b]133;P;k=i\a\x1b]133;Z\a",
			[]string{"prompt A -1", "prompt B -1", "prompt C -1", "prompt D 3", "prompt D -1", "prompt A -1"}},
		{"\x1bkvim\x1b\\\x1bk\x1b\\\x1bka\x01\xff\x1b\\", []string{"name vim", "name ", "name a\ufffd"}},
		{"\x1bPtmux;\x1b\x1b]1337;x\a\x1b\\\x1bPtmux;a\x1b\\\x1bPt;a\x1b\\", []string{`pass "\x1b]1337;x\a"`, `pass "a"`}},
		{"\x1bPtmux;\x1b\x1b[5n\x1b\x1b\\\x1b\\", []string{`pass "\x1b[5n\x1b\\"`}},
		{"\x1b]l;x\a\x1b];x\a\x1b]99999999;x\a\x1b]12345;x\a", nil},
	} {
		e := &events{}
		vttest.Write(vt.New(vt.Options{Rows: 2, Cols: 9, Effects: e}), tt.in)
		if !slices.Equal(e.log, tt.want) {
			t.Errorf("%q:\ngot  %q\nwant %q", tt.in, e.log, tt.want)
		}
	}
}

func TestTitleIsBounded(t *testing.T) {
	term := vttest.New(1, 1, "\x1b]0;"+strings.Repeat("日", 5000)+"\a")
	if n := len(term.Title()); n > 4096 || n < 4000 || !strings.HasSuffix(term.Title(), "日") {
		t.Errorf("%d bytes, ends in %q", n, term.Title()[n-3:])
	}
	for range 100 {
		vttest.Write(term, "\x1b[22t")
	}
	changes := &events{}
	term.SetEffects(changes)
	for i := range 100 {
		vttest.Write(term, fmt.Sprintf("\x1b]2;%d\a\x1b[23t", i))
	}
	if n := len(changes.log); n != 100+10 {
		t.Errorf("%d changes", n)
	}
}

func TestLinks(t *testing.T) {
	term := vttest.New(1, 6, "a\x1b]8;id=x;http://h/\x1b\\b\x1b[mc\x1b]8;;\x1b\\d\x1b]8;;http://h/\u00e9\ae\x1b]8;;"+strings.Repeat("x", 3000)+"\af")
	vttest.ExpectStyles(t, term, `
		|.aa...|
		a: link=http://h/`)
	uri, params := term.Link(term.StyleOf(term.Row(0).Cells[1].Style()).Link)
	if uri != "http://h/" || params != "id=x" {
		t.Errorf("link %q %q", uri, params)
	}
}

func TestPromptMarks(t *testing.T) {
	term := vttest.New(3, 10, "\x1b]133;A\a$ \x1b]133;B\als\r\n\x1b]133;C\aout\r\n\x1b]133;D;1\a")
	want := []grid.Mark{grid.MarkPrompt | grid.MarkInput, grid.MarkOutput, grid.MarkFailure}
	for i, m := range want {
		if got := term.Row(i).Mark; got != m {
			t.Errorf("row %d: %b", i, got)
		}
	}
}

func TestProgramColours(t *testing.T) {
	term := vttest.New(1, 1, "\x1b]10;rgb:ff/00/80\a\x1b]12;#102030\a\x1b]4;7;#abcdef\a")
	if c := term.Colors(); c.Foreground != grid.RGB(0xff, 0, 0x80) || !c.Background.IsDefault() || c.Cursor != grid.RGB(0x10, 0x20, 0x30) {
		t.Errorf("colours %+v", c)
	}
	if c, ok := term.Palette(7); !ok || c != grid.RGB(0xab, 0xcd, 0xef) {
		t.Errorf("palette entry 7 is %v", c)
	}
	vttest.Write(term, "\x1b]110\a\x1b]112\a\x1b]104\a")
	if term.Colors() != (vt.Colors{}) || term.PaletteChanged() {
		t.Error("colours were not reset")
	}
}
