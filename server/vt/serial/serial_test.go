package serial

import (
	"errors"
	"strings"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	var e Encoder
	e.Uint(0, 300)
	e.Int(-5, 5)
	e.Bool(true, false)
	e.String("text", "")
	e.Section(1, func() { e.Uint(7) })
	d := NewDecoder(e.Out)
	if d.Uint(300) != 0 || d.Uint(300) != 300 || d.Int(-5, 5) != -5 || d.Int(-5, 5) != 5 || !d.Bool() || d.Bool() || d.String(4) != "text" || d.String(0) != "" {
		t.Error("what was read is not what was written")
	}
	s := d.Sections(2)
	if s[0] != nil || s[1].Uint(7) != 7 || s[1].More() || d.More() || d.Err() != nil {
		t.Errorf("sections: %v", d.Err())
	}
}

// The first thing that is wrong is the error, and after it everything is zero.
func TestDamage(t *testing.T) {
	for name, read := range map[string]func(*Decoder){
		"a number too large":            func(d *Decoder) { d.Uint(4) },
		"a number too small":            func(d *Decoder) { d.Int(0, 9) },
		"neither true nor false":        func(d *Decoder) { d.Bool() },
		"text too long":                 func(d *Decoder) { d.String(4) },
		"more text than there is":       func(d *Decoder) { d.String(100) },
		"more items than can be":        func(d *Decoder) { d.Count(100, 2) },
		"a section longer than all":     func(d *Decoder) { d.Sized() },
		"less than nothing":             func(d *Decoder) { d.Raw(-1) },
		"a section that is not there":   func(d *Decoder) { d.Raw(4); d.Sized() },
		"sections that are not such":    func(d *Decoder) { d.Sections(3) },
		"a number that does not end":    func(d *Decoder) { d.Raw(1); d.Uint(1 << 62) },
		"the same section two times":    func(d *Decoder) { *d = *NewDecoder([]byte{1, 0, 0, 0, 0, 1, 0, 0, 0, 0}); d.Sections(3) },
		"a section cut off":             func(d *Decoder) { *d = *NewDecoder([]byte{1, 2, 0, 0, 0, 1}); d.Sections(3) },
		"what the reader does not take": func(d *Decoder) { d.Fail("wrong") },
	} {
		d := NewDecoder([]byte{5, 0xff, 0xff, 0xff})
		read(d)
		first := d.Err()
		if !errors.Is(first, ErrDamaged) {
			t.Errorf("%s: %v", name, first)
		}
		if d.Uint(9) != 0 || d.Int(-9, 9) != 0 || d.Bool() || d.String(9) != "" || d.Count(9, 0) != 0 || d.More() || d.Err() != first {
			t.Errorf("%s: there is something after it", name)
		}
	}
}

// ASCII runs end exactly where they do, wherever in a word of eight that is.
func TestASCIILen(t *testing.T) {
	for n := range 40 {
		for _, stop := range []byte{0x00, 0x1b, 0x1f, 0x7f, 0x80, 0xff} {
			p := []byte(strings.Repeat("a ~", 20))
			p[n] = stop
			if got := ASCIILen(p); got != n {
				t.Fatalf("%#02x at %d: %d", stop, n, got)
			}
			if got := ASCIILen(p[:n]); got != n {
				t.Fatalf("%d bytes: %d", n, got)
			}
		}
	}
}

func TestPrintableLen(t *testing.T) {
	for in, want := range map[string]int{"": 0, "abc": 3, "a\x7fb": 1, "日本語\n": 9, "a\u009cb": 1, "a\xffb": 1, "\ufffd": 3, "a\u00a0": 3} {
		if got := PrintableLen([]byte(in)); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}
