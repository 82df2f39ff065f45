package protocol

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gmux/protocol/wire"
)

func TestDecodeRefuses(t *testing.T) {
	identify := samples[1].(Identify)
	frame := samples[len(samples)-1].(Frame)
	for _, tt := range []struct {
		name string
		body []byte
		want error // nil: any
	}{
		{"nothing", nil, nil},
		{"no array", []byte{0x05}, wire.ErrKind},
		{"an empty array", []byte{0x90}, wire.ErrTruncated},
		{"a type we do not know", []byte{0x91, 0x3f}, ErrUnknownType},
		{"a type over a byte", []byte{0x91, 0xcd, 0x01, 0x01}, ErrUnknownType},
		{"a claim of 4 GB", []byte{0x92, byte(TypeStdin), 0xc6, 0xff, 0xff, 0xff, 0xff}, wire.ErrLimit},
		{"a claim of 64 M strings", []byte{0x92, byte(TypeCommand), 0xdd, 0x04, 0, 0, 0}, wire.ErrLimit},
		{"a string for a number", []byte{0x92, byte(TypeFrameAck), 0xa1, 'x'}, wire.ErrKind},
		{"bytes after the message", append(body(FrameAck{1}), 0), wire.ErrTrailing},
		{"a token of three bytes", []byte{0x92, byte(TypeIdentify), 0xc4, 3, 1, 2, 3}, nil},
		{"too many rows", body(Resize{Size{Rows: MaxRows + 1}}), wire.ErrLimit},
		{"an unknown mouse mode", body(with(frame, func(f *Frame) { f.Modes.Mouse = 1001 })), nil},
		{"an unknown cursor shape", body(with(frame, func(f *Frame) { f.Cursor.Shape = 7 })), wire.ErrLimit},
		{"termios of 4 KiB", body(with(identify, func(i *Identify) { i.Termios = make([]byte, 4096) })), wire.ErrLimit},
		{"a long reason", body(Bye{strings.Repeat("x", maxText+1)}), wire.ErrLimit},
		{"a small message made long", append([]byte{0x92, byte(TypeFrameAck), 0xc6, 0, 2, 0, 0}, make([]byte, 128<<10)...), wire.ErrLimit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Decode(tt.body)
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("decoded %+v, error %v, want %v", m, err, tt.want)
			}
		})
	}
}

func with[M any](m M, change func(*M)) M {
	change(&m)
	return m
}

func TestEveryTruncationIsAnError(t *testing.T) {
	for _, m := range samples {
		p := body(m)
		for n := range p {
			if got, err := Decode(p[:n]); err == nil {
				t.Fatalf("%v cut at %d of %d bytes gave %+v", m.Type(), n, len(p), got)
			}
		}
	}
}

// A drawing writes down what it is told.
type drawing struct{ strings.Builder }

func (d *drawing) Scroll(top, bottom, n int, down bool) {
	fmt.Fprintf(d, "scroll %d-%d by %d down=%v; ", top, bottom, n, down)
}
func (d *drawing) ASCII(row, col int, style uint32, text []byte) {
	fmt.Fprintf(d, "%d,%d #%d %q; ", row, col, style, text)
}
func (d *drawing) Cluster(row, col int, style uint32, width int, text []byte) {
	fmt.Fprintf(d, "%d,%d #%d %q/%d; ", row, col, style, text, width)
}
func (d *drawing) Fill(row, col int, style uint32, n int, c byte) {
	fmt.Fprintf(d, "%d,%d #%d %d*%q; ", row, col, style, n, c)
}

func TestOps(t *testing.T) {
	cluster := func(width int, text string) []byte {
		return AppendCluster(AppendTextHeader(nil, 0, 0, 0, 1), width, []byte(text))
	}
	for _, tt := range []struct {
		name string
		ops  []byte
		want string // "" is an error
	}{
		{"one of each", sampleOps(), `scroll 0-23 by 1 down=false; 22,0 #0 "plain"; 3,4 #3 "界"/2; 3,6 #3 "é"/1; 5,10 #3 70*' '; `},
		{"the last cell", AppendASCII(nil, 23, 79, 0, []byte("x")), `23,79 #0 "x"; `},
		{"a whole-screen scroll down", AppendScroll(nil, 0, 24, 24, true), `scroll 0-24 by 24 down=true; `},
		{"below the screen", AppendASCII(nil, 24, 0, 0, []byte("x")), ""},
		{"right of the screen", AppendASCII(nil, 0, 80, 0, []byte("x")), ""},
		{"over the right edge", AppendASCII(nil, 0, 79, 0, []byte("xy")), ""},
		{"a fill over the right edge", AppendFill(nil, 0, 79, 0, 2, ' '), ""},
		{"a wide cluster over the right edge", AppendCluster(AppendTextHeader(nil, 0, 79, 0, 1), 2, []byte("界")), ""},
		{"an empty run", AppendASCII(nil, 0, 0, 0, nil), ""},
		{"an empty fill", AppendFill(nil, 0, 0, 0, 0, ' '), ""},
		{"no clusters", AppendTextHeader(nil, 0, 0, 0, 0), ""},
		{"fewer clusters than announced", AppendCluster(AppendTextHeader(nil, 0, 0, 0, 2), 1, []byte("x")), ""},
		{"a cluster of no columns", cluster(0, "x"), ""},
		{"a cluster of three columns", cluster(3, "x"), ""},
		{"an empty cluster", cluster(1, ""), ""},
		{"a cluster that is too long", cluster(1, strings.Repeat("x", MaxCluster+1)), ""},
		{"a control byte in a run", AppendASCII(nil, 0, 0, 0, []byte("a\x1bb")), ""},
		{"a control byte in a fill", AppendFill(nil, 0, 0, 0, 2, '\n'), ""},
		{"a C1 control in a cluster", cluster(1, "\u009b"), ""},
		{"DEL in a cluster", cluster(1, "a\x7f"), ""},
		{"invalid UTF-8", cluster(1, "\xe7\x95"), ""},
		{"a style that cannot be", AppendFill(nil, 0, 0, MaxStyles, 1, ' '), ""},
		{"an empty region", AppendScroll(nil, 5, 5, 1, false), ""},
		{"a region over the bottom", AppendScroll(nil, 5, 25, 1, false), ""},
		{"a scroll by nothing", AppendScroll(nil, 0, 5, 0, false), ""},
		{"a scroll by more than the region", AppendScroll(nil, 0, 5, 6, false), ""},
		{"an unknown operation", []byte{5}, ""},
		{"a number that never ends", bytes.Repeat([]byte{0x80}, 20), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var d drawing
			err := DecodeOps(tt.ops, 24, 80, &d)
			if tt.want == "" {
				if !errors.Is(err, ErrFrame) {
					t.Errorf("drawn %s, error %v", d.String(), err)
				}
			} else if err != nil || d.String() != tt.want {
				t.Errorf("drawn %s, error %v\nwant  %s", d.String(), err, tt.want)
			}
		})
	}
}

func TestStyles(t *testing.T) {
	good := StyleDef{ID: 1, Fg: ColourIndex | 255, Bg: ColourRGB, Ul: ColourRGB | 0xffffff, Attrs: attrAll, Underline: 5, Link: "http://x/?a b"}
	for _, tt := range []struct {
		name string
		def  StyleDef
		ok   bool
	}{
		{"everything", good, true},
		{"an id over the limit", with(good, func(s *StyleDef) { s.ID = MaxStyles }), false},
		{"the default style redefined", with(good, func(s *StyleDef) { s.ID = 0 }), false},
		{"an index over 255", with(good, func(s *StyleDef) { s.Fg = ColourIndex | 256 }), false},
		{"a colour without its kind", with(good, func(s *StyleDef) { s.Fg = 7 }), false},
		{"more than 24 bits", with(good, func(s *StyleDef) { s.Bg = 3 << 24 }), false},
		{"an unknown attribute", with(good, func(s *StyleDef) { s.Attrs = attrAll + 1 }), false},
		{"an unknown underline", with(good, func(s *StyleDef) { s.Underline = 6 }), false},
		{"ST in a link", with(good, func(s *StyleDef) { s.Link = "x\x1b\\" }), false},
		{"a link of 3 KB", with(good, func(s *StyleDef) { s.Link = strings.Repeat("x", MaxLink+1) }), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []StyleDef
			err := DecodeStyles(AppendStyle(nil, tt.def), func(s StyleDef) { got = append(got, s) })
			if ok := err == nil && len(got) == 1 && got[0] == tt.def; ok != tt.ok {
				t.Errorf("told %+v, error %v", got, err)
			}
		})
	}
}

// within fails on everything that is not on a screen of 24x80.
type within struct{ t *testing.T }

func (w within) Scroll(top, bottom, n int, down bool) {
	if top < 0 || bottom > 24 || n < 1 || n > bottom-top {
		w.t.Fatalf("scroll %d-%d by %d", top, bottom, n)
	}
}
func (w within) ASCII(row, col int, style uint32, text []byte) { w.span(row, col, len(text)) }
func (w within) Fill(row, col int, style uint32, n int, c byte) {
	w.span(row, col, n)
	if c < 0x20 || c > 0x7e {
		w.t.Fatalf("fill with %#x", c)
	}
}
func (w within) Cluster(row, col int, style uint32, width int, text []byte) {
	w.span(row, col, width)
	if !ValidCluster(text) {
		w.t.Fatalf("cluster %q", text)
	}
}
func (w within) span(row, col, n int) {
	if row < 0 || row >= 24 || col < 0 || n < 1 || col+n > 80 {
		w.t.Fatalf("%d cells at %d,%d", n, row, col)
	}
}

func FuzzOps(f *testing.F) {
	f.Add(sampleOps(), samples[len(samples)-1].(Frame).Styles)
	f.Fuzz(func(t *testing.T, ops, styles []byte) {
		if err := DecodeOps(ops, 24, 80, within{t}); err != nil && !errors.Is(err, ErrFrame) {
			t.Fatal(err)
		}
		var packed []byte
		err := DecodeStyles(styles, func(s StyleDef) { packed = AppendStyle(packed, s) })
		if err == nil && len(packed) > len(styles) { // varints may be written longer than they need to be, never shorter
			t.Fatalf("%x became %x", styles, packed)
		}
	})
}

type nowhere struct{ n int }

func (w *nowhere) Scroll(top, bottom, n int, down bool)                       { w.n++ }
func (w *nowhere) ASCII(row, col int, style uint32, text []byte)              { w.n += len(text) }
func (w *nowhere) Cluster(row, col int, style uint32, width int, text []byte) { w.n += width }
func (w *nowhere) Fill(row, col int, style uint32, n int, c byte)             { w.n += n }

// BenchmarkFrame packs, encodes, decodes and unpacks a text frame of 200x50 in runs of 16 cells.
func BenchmarkFrame(b *testing.B) {
	const rows, cols = 50, 200
	line := []byte("the quick brown ")
	var ops []byte
	var e wire.Encoder
	var n nowhere
	b.ReportAllocs()
	for b.Loop() {
		ops = ops[:0]
		for row := range rows {
			for col := 0; col+len(line) <= cols; col += len(line) {
				ops = AppendASCII(ops, row, col, uint32(col/16), line)
			}
		}
		Append(&e, Frame{ID: 1, Rows: rows, Cols: cols, Ops: ops})
		m, err := Decode(e.Body())
		if err == nil {
			err = DecodeOps(m.(Frame).Ops, rows, cols, &n)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(e.Body())))
}
