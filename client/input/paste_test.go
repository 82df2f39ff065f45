package input

import (
	"bytes"
	"strings"
	"testing"

	"gmux/protocol/key"
)

func TestPaste(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"whole", "a\x1b[200~one\rtwo\x1b[201~b", `a, paste "one\rtwo" first true, b`},
		{"empty", "\x1b[200~\x1b[201~x", `paste "" first true, x`},
		{"sequences within are data", "\x1b[200~\x1b[A\x1b]52;c;x\x07\x1b[200~\x1b[201\x1b[201~x", `paste "\x1b[A\x1b]52;c;x\a\x1b[200~\x1b[201" first true, x`},
		{"bytes within are data", "\x1b[200~\xff\xfe\x00\x1b[201~", `paste "\xff\xfe\x00" first true`},
		{"two", "\x1b[200~1\x1b[201~\x1b[200~2\x1b[201~", `paste "1" first true, paste "2" first true`},
		{"an end of none", "a\x1b[201~b", "a, b"},
		{"unfinished", "\x1b[200~abc", `paste "abc" first true, open`},
	} {
		check(t, tt.name, tt.in, tt.want)
	}
}

// TestPasteIsNotTimed: within a paste nothing is decided by time, not even with half a mark.
func TestPasteIsNotTimed(t *testing.T) {
	r := newRecorder()
	r.d.Feed([]byte("\x1b[200~abc\x1b[20"), r.emit)
	if r.d.Pending() {
		t.Error("a timer would run")
	}
	r.d.Flush(r.emit)
	r.d.Feed([]byte("1~x"), r.emit)
	if got, want := r.String(), `paste "abc" first true, x`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestPasteSpans(t *testing.T) {
	text := bytes.Repeat([]byte("0123456789abcdef\x1b"), 40_000)
	for _, size := range []int{1 << 30, 1 << 16, 1<<16 + 3, 4096, 5} {
		var d Decoder
		var got []byte
		firsts, lasts := 0, 0
		p := append(append([]byte("\x1b[200~"), text...), "\x1b[201~"...)
		for ; len(p) > 0; p = p[min(size, len(p)):] {
			d.Feed(p[:min(size, len(p))], func(e key.Event) {
				s := e.(key.Paste)
				if len(s.Data) > key.MaxPaste || len(s.Data) > maxSpan {
					t.Fatalf("a span of %d bytes", len(s.Data))
				}
				if s.First != (len(got) == 0 && firsts == 0) || lasts > 0 {
					t.Fatalf("first %v, last %v after %d bytes", s.First, s.Last, len(got))
				}
				if s.First {
					firsts++
				}
				if s.Last {
					lasts++
				}
				got = append(got, s.Data...)
			})
		}
		if !bytes.Equal(got, text) || firsts != 1 || lasts != 1 {
			t.Errorf("in pieces of %d: %d bytes of %d, %d first, %d last", size, len(got), len(text), firsts, lasts)
		}
	}
}

func BenchmarkFeed(b *testing.B) {
	plain := strings.Repeat("the quick brown fox jumps over the lazy dog\r", 1<<20/44)
	for _, bb := range []struct{ name, in string }{
		{"paste 10 MB", "\x1b[200~" + strings.Repeat(plain, 10) + "\x1b[201~"},
		{"paste 10 MB of ESC", "\x1b[200~" + strings.Repeat("\x1b[20", 10<<20/4) + "\x1b[201~"},
		{"typed", plain},
		{"C-Left", strings.Repeat("\x1b[1;5D", 1000)},
		{"mouse", strings.Repeat("\x1b[<35;100;40M", 1000)},
		{"kitty", strings.Repeat("\x1b[97:65;2:2;65u", 1000)},
		{"invalid", strings.Repeat("\xff\xfe", 1<<19)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			in := []byte(bb.in)
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			var d Decoder
			n := 0
			emit := func(key.Event) { n++ }
			for b.Loop() {
				for p := in; len(p) > 0; p = p[min(1<<15, len(p)):] {
					d.Feed(p[:min(1<<15, len(p))], emit)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/event")
		})
	}
}
