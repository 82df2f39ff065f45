package client

import (
	"testing"

	"gmux/client/input"
	"gmux/protocol"
	"gmux/protocol/key"
)

// What the terminal answers is news once, when the round has ended.
func TestProbe(t *testing.T) {
	var p probe
	d := input.Decoder{OnReply: p.answer}
	d.Feed([]byte("\x1b]10;rgb:ff/00/00\a\x1b]11;rgb:0/0/f\x1b\\\x1b]12;rgb:1/2/3\a\x1b]4;15;rgb:4/5/6\a\x1b]4;16;rgb:4/5/6\a\x1b[?997;2n\x1b[6;20;10t\x1b[6;0;10t"), func(key.Event) {})
	if _, news := p.news(); news {
		t.Error("news before the last answer")
	}
	d.Feed([]byte("\x1b[?62c"), func(key.Event) {})
	want := protocol.TerminalInfo{Foreground: 0x1ff0000, Background: 0x10000ff, Cursor: 0x1112233, DarkScheme: 2}
	want.Palette[15] = 0x1445566
	if got, news := p.news(); !news || got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if _, news := p.news(); news {
		t.Error("the same news again")
	}
	if got, want := p.size(protocol.Size{Rows: 24, Cols: 80}), (protocol.Size{Rows: 24, Cols: 80, XPixel: 800, YPixel: 480}); got != want {
		t.Errorf("size %+v, want %+v", got, want)
	}
	if known := (protocol.Size{Rows: 24, Cols: 80, XPixel: 1, YPixel: 1}); p.size(known) != known {
		t.Error("the line knows better")
	}
}

func TestParseColour(t *testing.T) {
	for in, want := range map[string]uint32{
		"rgb:ffff/8080/0000": 0xff8000, "rgb:ff/80/00": 0xff8000, "rgb:f/8/0": 0xff8800, "rgba:ff/80/00/7f": 0xff8000, "rgb:fff/800/000": 0xff8000,
	} {
		if got, ok := parseColour(in); !ok || got != want {
			t.Errorf("%s is %#x, %v; want %#x", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "rgb:", "rgb:ff/80", "rgb:fffff/0/0", "rgb:gg/0/0", "red", "cmyk:1/2/3", "rgb:-1/0/0"} {
		if got, ok := parseColour(in); ok {
			t.Errorf("%q is %#x", in, got)
		}
	}
}
