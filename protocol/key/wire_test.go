package key

import (
	"bytes"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// samples are one event of each shape.
var samples = []Event{
	Key{Code: 'a'},
	Key{Code: '中'},
	Key{Code: Enter},
	Key{Code: Left, Mods: Ctrl | Alt},
	Key{Code: F35, Action: Repeat},
	Key{Code: KPBegin, Mods: NumLock, Action: Release},
	Key{Code: ISOLevel5Shift, Mods: Shift},
	Key{Code: MuteVolume},
	Key{Code: User + 999},
	Key{Code: Any},
	Key{Code: 'a', Mods: Shift, Shifted: 'A', Base: 'q', Text: "A", Action: Repeat},
	Key{Code: 'с', Mods: Ctrl, Base: 'c'},
	Key{Text: strings.Repeat("å", MaxText/2)},
	Key{Code: MouseCode(MouseMoveKind, Button11, OnControl0+9)},
	Mouse{Button: ButtonLeft, Row: 3, Col: 79},
	Mouse{Action: MouseWheel, Button: ButtonWheelRight, Mods: Ctrl, Row: 300, Col: 500},
	Mouse{Action: MouseMotion, Row: 1, Col: 2, PixelX: 19, PixelY: MaxCoord, HasPixels: true},
	Mouse{Action: MouseRelease, Button: Button11, Mods: Shift, HasPixels: true},
	Paste{Data: []byte("one\r\ntwo\x1b"), First: true},
	Paste{Last: true},
	Paste{Data: []byte{0xff, 0}, First: true, Last: true},
	Focus{In: true},
	Focus{},
	Raw("\xff\xfe"),
	Raw(nil),
	Text("many characters, é€ too"),
}

func TestWire(t *testing.T) {
	var golden strings.Builder
	for _, e := range samples {
		p := AppendEvent(nil, e)
		fmt.Fprintf(&golden, "%s\t%T%+v\n", hex.EncodeToString(p), e, e)
		got, n, err := DecodeEvent(append(p, 'x'))
		if err != nil || n != len(p) || !equal(got, e) {
			t.Errorf("%#v decodes as %#v, %d of %d, %v", e, got, n, len(p), err)
		}
		for cut := range p {
			if e, _, err := DecodeEvent(p[:cut]); !errors.Is(err, errShort) {
				t.Errorf("%x of %x decodes as %#v, %v", p[:cut], p, e, err)
			}
		}
	}
	if *update {
		if err := os.WriteFile("testdata/wire.golden", []byte(golden.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/wire.golden")
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != golden.String() {
		t.Errorf("the encoding is not that of testdata/wire.golden, it is\n%s", golden.String())
	}
}

func equal(a, b Event) bool {
	switch a := a.(type) {
	case Paste:
		b, ok := b.(Paste)
		return ok && bytes.Equal(a.Data, b.Data) && a.First == b.First && a.Last == b.Last
	case Raw:
		b, ok := b.(Raw)
		return ok && bytes.Equal(a, b)
	}
	return reflect.DeepEqual(a, b)
}

func TestWireRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     error
	}{
		{"nothing", "", errShort},
		{"a paste that claims 4 GB", "\x03\xff\xff\xff\xff\x0f", errLimit},
		{"a paste of one byte too many", "\x03\x81\x80\x40", errLimit},
		{"raw of one byte too many", "\x05\x81\x80\x04", errLimit},
		{"typed text with a control character", "\x06\x02a\r", errValue},
		{"typed text that is not UTF-8", "\x06\x02a\xff", errValue},
		{"text of 65 bytes", "\x41a\x41" + strings.Repeat("a", 65), errLimit},
		{"text that is not UTF-8", "\x41a\x01\xff", errValue},
		{"a code that is none", "\x01\x80\x80\x84\x01", errLimit},
		{"a number without end", "\x01" + strings.Repeat("\xff", 11), errLimit},
		{"an action that is none", "\x81a\x03", errLimit},
		{"a button that is none", "\x02\x00\x0c\x00\x00", errLimit},
		{"a mouse action that is none", "\x02\x05\x00\x00\x00", errLimit},
		{"a place beyond", "\x02\x00\x00\x81\x80\x40\x00", errLimit},
	} {
		if e, n, err := DecodeEvent([]byte(tt.in)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %#v, %d, %v", tt.name, e, n, err)
		}
	}
	if e, _, err := DecodeEvent([]byte{0x0f}); err == nil {
		t.Errorf("kind 15 is %#v", e)
	}
}

func TestAppendEventKeepsTheLimits(t *testing.T) {
	for _, e := range []Event{
		Paste{Data: make([]byte, MaxPaste+1)}, Raw(make([]byte, MaxRaw+1)), Text(make([]byte, MaxTyped+1)), Key{Text: strings.Repeat("x", MaxText+1)}, Mouse{Row: -1}, Mouse{Col: MaxCoord + 1},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%T beyond its limit was encoded", e)
				}
			}()
			AppendEvent(nil, e)
		}()
	}
}

// FuzzDecodeEvent: any bytes are an event or an error; an event, encoded, decodes to itself.
func FuzzDecodeEvent(f *testing.F) {
	for _, e := range samples {
		f.Add(AppendEvent(nil, e))
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		e, n, err := DecodeEvent(p)
		if err != nil {
			return
		}
		if n < 1 || n > len(p) {
			t.Fatalf("took %d of %d", n, len(p))
		}
		again, _, err := DecodeEvent(AppendEvent(nil, e))
		if err != nil || !equal(again, e) {
			t.Errorf("%#v comes back as %#v, %v", e, again, err)
		}
	})
}

func BenchmarkWire(b *testing.B) {
	for _, e := range []Event{Key{Code: 'a'}, Key{Code: Left, Mods: Ctrl}, Mouse{Row: 10, Col: 20}, Paste{Data: make([]byte, 4096)}} {
		b.Run(fmt.Sprintf("%T", e), func(b *testing.B) {
			b.ReportAllocs()
			var p []byte
			for b.Loop() {
				p = AppendEvent(p[:0], e)
				if _, _, err := DecodeEvent(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
