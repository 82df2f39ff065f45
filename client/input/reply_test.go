package input

import (
	"fmt"
	"strings"
	"testing"

	"gmux/protocol/key"
)

func TestReplies(t *testing.T) {
	for _, tt := range []struct {
		in     string
		kind   ReplyKind
		params string
		data   string
	}{
		{"\x1b[?62;22c", ReplyDA1, "[62 22]", ""},
		{"\x1b[>41;354;0c", ReplyDA2, "[41 354 0]", ""},
		{"\x1bP!|00000000\x1b\\", ReplyDA3, "[]", "00000000"},
		{"\x1bP>|XTerm(390)\x1b\\", ReplyXTVERSION, "[]", "XTerm(390)"},
		{"\x1b[?2026;2$y", ReplyDECRPM, "[2026 2]", ""},
		{"\x1b[4;1$y", ReplyANSIRPM, "[4 1]", ""},
		{"\x1bP1$r0;1m\x1b\\", ReplyDECRPSS, "[1]", "0;1m"},
		{"\x1bP1+r524742=38\x1b\\", ReplyXTGETTCAP, "[1]", "524742=38"},
		{"\x1bP0+r\x1b\\", ReplyXTGETTCAP, "[0]", ""},
		{"\x1b[24;80R", ReplyCPR, "[24 80]", ""},
		{"\x1b[1;40R", ReplyCPR, "[1 40]", ""},
		{"\x1b[?1;5;1R", ReplyDECXCPR, "[1 5 1]", ""},
		{"\x1b[0n", ReplyDSR, "[0]", ""},
		{"\x1b[?13n", ReplyDECDSR, "[13]", ""},
		{"\x1b[?997;1n", ReplyTheme, "[1]", ""},
		{"\x1b[?31u", ReplyKittyFlags, "[31]", ""},
		{"\x1b[>4;2m", ReplyModifyKeys, "[4 2]", ""},
		{"\x1b[8;24;80t", ReplyXTWINOPS, "[8 24 80]", ""},
		{"\x1b[48;24;80;384;640t", ReplyResize, "[24 80 384 640]", ""},
		{"\x1b[?1;0;256S", ReplyXTSMGRAPHICS, "[1 0 256]", ""},
		{"\x1b]11;rgb:0000/1111/ffff\x1b\\", ReplyColor, "[11]", "rgb:0000/1111/ffff"},
		{"\x1b]10;rgb:00/11/ff\x07", ReplyColor, "[10]", "rgb:00/11/ff"},
		{"\x1b]4;255;rgb:ee/ee/ee\x07", ReplyColor, "[4 255]", "rgb:ee/ee/ee"},
		{"\x1b]52;c;aGk=\x1b\\", ReplyClipboard, "[52]", "c;aGk="},
		{"\x1b]52;p;\x07", ReplyClipboard, "[52]", "p;"},
		{"\x1b]ltitle é\x1b\\", ReplyTitle, "[108]", "title é"},
		{"\x1b]5522;type=read\x1b\\", ReplyOSC, "[5522]", "type=read"},
		{"\x1b_Gi=31;OK\x1b\\", ReplyGraphics, "[]", "i=31;OK"},
		{"\x1b[?1;2;3y", ReplyUnknown, "[]", "\x1b[?1;2;3y"},
		{"\x1b[=1c", ReplyUnknown, "[]", "\x1b[=1c"},
		{"\x1bP9z\x1b\\", ReplyUnknown, "[]", "\x1bP9z"},
	} {
		want := fmt.Sprintf("x, reply %d %s %q, y", tt.kind, tt.params, tt.data)
		check(t, "reply", "x"+tt.in+"y", want)
	}
}

// TestF3 tells Ctrl+F3 from a cursor at row 1, column 5.
func TestF3(t *testing.T) {
	r := newRecorder()
	feed := func(s string) { r.d.Feed([]byte(s), r.emit) }
	feed("\x1b[1;5R")
	r.d.ExpectCursorPosition()
	feed("\x1b[1;5R\x1b[1;5R")
	r.d.ExpectCursorPosition()
	feed("\x1b[?1c\x1b[1;2R") // not answered, as DA1 says
	if got, want := r.String(), `F3+4, reply 9 [1 5] "", F3+4, reply 1 [1] "", F3+1`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestCutReplies: strings end with their terminator or are given up, and never come out as keys.
func TestCutReplies(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"broken off by a sequence", "\x1b]11;rgb:00\x1b[Ax", "Up, x"},
		{"broken off by CAN", "\x1b]11;rgb:00\x18x", "x"},
		{"OSC that never ends", "\x1b]11;rgb:00", ""},
		{"DCS that never ends", "\x1bP1+r5247", ""},
		{"APC that never ends", "\x1b_Gi=31", ""},
		{"BEL ends no DCS", "\x1bP>|a\x07b\x1b\\x", `reply 4 [] "a\ab", x`},
	} {
		check(t, tt.name, tt.in, tt.want)
	}
	for _, kind := range []string{"\x1b]52;c;", "\x1bP>|", "\x1b_G="} {
		long := kind + strings.Repeat("a", MaxString+5)
		for _, size := range []int{len(long) + 10, 4096, MaxString + 2 + len(kind)} {
			if got := decode(long+"\x1b\\x", size); got != "x" {
				t.Errorf("%q and more than the limit in pieces of %d is %.80s", kind, size, got)
			}
		}
		r := newRecorder()
		r.d.Feed([]byte(long), r.emit)
		if !r.d.Pending() || len(r.d.pending) > 0 {
			t.Errorf("%q: pending %v, %d bytes", kind, r.d.Pending(), len(r.d.pending))
		}
		r.d.Flush(r.emit) // it never ends
		r.d.Feed([]byte("x"), r.emit)
		if got := r.String(); got != "x" {
			t.Errorf("%q without end and then typing is %.80s", kind, got)
		}
	}
}

func TestNoOneListens(t *testing.T) {
	var d Decoder
	d.Feed([]byte("\x1b[?1c\x1b]11;x\x07"), func(e key.Event) { t.Errorf("%T%+v", e, e) })
}
