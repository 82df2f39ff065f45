package vt_test

import (
	"fmt"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

func TestModes(t *testing.T) {
	initial := vt.Modes{Autowrap: true}
	for _, tt := range []struct {
		in   string
		want func(m *vt.Modes)
	}{
		{"", func(m *vt.Modes) {}},
		{"\x1b[4;20h", func(m *vt.Modes) { m.Insert, m.LineFeedNewLine = true, true }},
		{"\x1b[?1;5;6;7h", func(m *vt.Modes) { m.AppCursor, m.ReverseScreen, m.Origin = true, true, true }},
		{"\x1b[?7l", func(m *vt.Modes) { m.Autowrap = false }},
		{"\x1b=", func(m *vt.Modes) { m.AppKeypad = true }},
		{"\x1b=\x1b>", func(m *vt.Modes) {}},
		{"\x1b[?66h", func(m *vt.Modes) { m.AppKeypad = true }},
		{"\x1b[?67h", func(m *vt.Modes) { m.BackarrowSendsBS = true }},
		{"\x1b[?45;69h", func(m *vt.Modes) { m.ReverseWraparound, m.LeftRightMargins = true, true }},
		{"\x1b[?9h", func(m *vt.Modes) { m.MouseTracking = 9 }},
		{"\x1b[?1000;1006h", func(m *vt.Modes) { m.MouseTracking, m.MouseEncoding = 1000, 1006 }},
		{"\x1b[?1000h\x1b[?1003;1005h", func(m *vt.Modes) { m.MouseTracking, m.MouseEncoding = 1003, 1005 }},
		{"\x1b[?1003h\x1b[?1000l", func(m *vt.Modes) {}},
		{"\x1b[?1002;1015;1016h", func(m *vt.Modes) { m.MouseTracking, m.MouseEncoding = 1002, 1016 }},
		{"\x1b[?1006h\x1b[?1005l", func(m *vt.Modes) { m.MouseEncoding = 1006 }},
		{"\x1b[?1006h\x1b[?1006l", func(m *vt.Modes) {}},
		{"\x1b[?1004;1007;2004;2026h", func(m *vt.Modes) {
			m.FocusEvents, m.AltScroll, m.BracketedPaste, m.SyncOutput = true, true, true, true
		}},
		{"\x1b[?47h", func(m *vt.Modes) { m.AltScreen = true }},
		{"\x1b[?1049h\x1b[?1049l", func(m *vt.Modes) {}},
		{"\x1b[>4;2m", func(m *vt.Modes) { m.ModifyOtherKeys = 2 }},
		{"\x1b[>4;2m\x1b[>4m", func(m *vt.Modes) {}},
		{"\x1b[>4;1m\x1b[>4n", func(m *vt.Modes) {}},
		{"\x1b[>1;2m", func(m *vt.Modes) {}},
		{"\x1b[>5u", func(m *vt.Modes) { m.KittyFlags = 5 }},
		{"\x1b[>5u\x1b[>1u\x1b[<u", func(m *vt.Modes) { m.KittyFlags = 5 }},
		{"\x1b[>5u\x1b[>1u\x1b[<2u", func(m *vt.Modes) {}},
		{"\x1b[>5u\x1b[<9u", func(m *vt.Modes) {}},
		{"\x1b[=5u\x1b[=2;2u", func(m *vt.Modes) { m.KittyFlags = 7 }},
		{"\x1b[=7u\x1b[=2;3u", func(m *vt.Modes) { m.KittyFlags = 5 }},
		{"\x1b[=255u", func(m *vt.Modes) { m.KittyFlags = 31 }},
		{"\x1b[>5u\x1b[?1049h", func(m *vt.Modes) { m.AltScreen = true }}, // each screen has its own
		{"\x1b[?2004h\x1b[?2004s\x1b[?2004l\x1b[?2004r", func(m *vt.Modes) { m.BracketedPaste = true }},
		{"\x1b[?2004h\x1b[?2004r", func(m *vt.Modes) { m.BracketedPaste = true }},
		{"\x1b[?1;66;2004h\x1b[4h\x1b[?7l\x1b[>4;2m\x1b[>1u\x1b[!p", func(m *vt.Modes) { m.BracketedPaste = true }},
		{"\x1b[?1;66;2004;1003;1006;1049h\x1b[4h\x1b[?7l\x1b[>4;2m\x1b[>1u\x1bc", func(m *vt.Modes) {}},
	} {
		want := initial
		tt.want(&want)
		if got := vttest.New(4, 4, tt.in).Modes(); got != want {
			t.Errorf("%q:\ngot  %+v\nwant %+v", tt.in, got, want)
		}
	}
}

func TestKittyStackIsBounded(t *testing.T) {
	term := vttest.New(1, 1, "")
	for i := range 1000 {
		vttest.Write(term, fmt.Sprintf("\x1b[>%du", i%32))
	}
	pops := 0
	for term.Modes().KittyFlags != 0 && pops < 1000 {
		vttest.Write(term, "\x1b[<u")
		pops++
	}
	if pops > 32 {
		t.Errorf("%d levels", pops)
	}
}

// TestNoAltScreen: where the user wants no alternate screen, programs draw on the main one, as if there were no other.
func TestNoAltScreen(t *testing.T) {
	term := vttest.New(2, 4, "ab\r\ncd")
	term.SetAllowed(vt.Allow{NoAltScreen: true})
	for _, in := range []string{"\x1b[?1049h", "\x1b[?47h", "\x1b[?1047h", "\x1b[?1047l", "\x1b[?1049l"} {
		vttest.Write(term, in)
		vttest.Expect(t, term, `
			|ab  |
			|cd  |@2`)
		if term.Modes().AltScreen {
			t.Errorf("%q enters it", in)
		}
	}
	term.SetAllowed(vt.Allow{})
	vttest.Write(term, "\x1b[?1049h")
	term.SetAllowed(vt.Allow{NoAltScreen: true})
	if vttest.Write(term, "\x1b[?1049l"); term.Modes().AltScreen {
		t.Error("there is no way back")
	}
}

func TestAltScreen(t *testing.T) {
	pictures(t, 2, 4, "ab\r\ncd", []picture{
		{"1049 shows an empty screen, the cursor where it was", "\x1b[?1049hx", `
			|    |
			|  x |@3`},
		{"and goes back to what there was", "\x1b[?1049hx\x1b[Hyz\x1b[?1049l", `
			|ab  |
			|cd  |@2`},
		{"entered again it is empty again", "\x1b[?1049hx\x1b[?1049l\x1b[?1049h", `
			|    |
			|    |@2`},
		{"leaving without entering does nothing", "\x1b[H\x1b[?1049l", `
			|ab  |@0
			|cd  |`},
		{"47 keeps what is on either, and moves no cursor", "\x1b[?47hx\x1b[?47l\x1b[?47h", `
			|    |
			|  x |@3`},
		{"1047 clears on leaving", "\x1b[?1047hx\x1b[?1047l\x1b[?47h", `
			|    |
			|    |@3`},
		{"each screen has its saved cursor", "\x1b[1;1H\x1b7\x1b[?47h\x1b[2;4H\x1b7\x1b[?47l\x1b8x", `
			|xb  |@1
			|cd  |`},
		{"a pending wrap comes back too", "ef\x1b[?1049hx\x1b[?1049lg", `
			|cdef\
			|g   |@1`},
		{"RIS leaves it", "\x1b[?1049hx\x1bc", `
			|    |@0
			|    |`},
	})
}

func TestReset(t *testing.T) {
	pictures(t, 3, 4, "ab\x1b[2;3r\x1b[?6h\x1b(0\x1b[4h\x1b[?69h\x1b[2;3s\x1b[31;44m", []picture{
		{"RIS clears and homes", "\x1bcqxy\x1b[1G1\n\n\n", `
			|    |
			|    |
			|    |@1`},
		{"DECSTR resets modes, margins and character sets, not the screen", "\x1b[!p\x1b[1;1Hqq\x1b[3;1H\nx", `
			|    |
			|    |
			|x   |@1`},
	})
	pictures(t, 2, 4, "ab", []picture{
		{"DECCOLM does nothing unless 40 allows it", "\x1b[?3h", `
			|ab  |@2
			|    |`},
		{"DECCOLM clears and homes", "\x1b[?40h\x1b[?3h", `
			|    |@0
			|    |`},
		{"DECCOLM takes the margins away, and DECLRMM", "\x1b[?69h\x1b[2;3s\x1b[?40;3hcd\x1b[1;4H\x1b[?40l\x1b[?3lx\x1b[2;3sy", `
			|cd x\
			|y   |@1`},
		{"but for DECNCSM", "\x1b[?40;95h\x1b[?3h", `
			|ab  |@0
			|    |`},
	})
	term := vttest.New(2, 4, "a\r\nb\r\nc\x1b]2;title\a\x1bc")
	vttest.ExpectHistory(t, term, 4, "|a|")
	if term.Title() != "title" {
		t.Errorf("title %q", term.Title())
	}
	fresh := vttest.New(2, 4, "")
	used := vttest.New(2, 4, "\x1b[31mab\x1b[?1049hx\x1b7\x1b[?1;6;69;2004h\x1b]4;1;#fff\a\x1b]11;#123\a\x1b[3g\x1b[5 q\x1b[>4;2m\x1bc")
	if fresh.Digest() != used.Digest() {
		t.Error("after RIS a terminal is not what it was in the beginning")
	}
}
