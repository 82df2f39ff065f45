package vt

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"gmux/server/vt/history"
	"gmux/server/vt/history/memorytest"
	"gmux/server/vt/vttest/traffic"
)

// FuzzRestore: whatever the bytes are, Restore takes them or says what is wrong; what it takes is a Terminal like
// any other, and has a checkpoint of its own.
func FuzzRestore(f *testing.F) {
	for _, term := range states() {
		if m := (&memorytest.Memory{}); !bytes.Contains(checkpoint(f, term, m), []byte(strings.Repeat("x", 1000))) {
			f.Add(checkpoint(f, term, m), m.P, []byte("more \x1b[31m日\r\n"))
		}
	}
	f.Fuzz(func(t *testing.T, p, memory, more []byte) {
		m := &memorytest.Memory{P: memory}
		term, err := Restore(Options{}, p, m)
		if err != nil {
			return
		}
		if err := term.check(); err != nil {
			t.Fatal(err)
		}
		if rows, cols := term.Size(); rows*cols > 1<<16 {
			return // slow, and no different
		}
		lookAtHistory(term)
		m = m.Clone()
		m.Truncate(min(term.history.MemoryEnd(), int64(len(m.P))))
		survive(t, term, m, more)
	})
}

func lookAtHistory(t *Terminal) {
	for _, width := range []int{1, 7} {
		t.history.Rows(width)
		t.history.Row(width, 3, &history.Line{})
	}
}

// survive does all that changes a Terminal, and looks whether it is whole and can be restored after each.
func survive(tb testing.TB, term *Terminal, m *memorytest.Memory, more []byte) {
	rows, cols := term.Size()
	for i, do := range []func(){
		func() {},
		func() { term.Write(more) },
		func() { term.Resize(rows+3, max(cols/2, 1)) },
		func() { term.Write([]byte("\x1b[?1049h" + seeds[0])); term.Write(more) },
		func() { term.Resize(max(rows/2, 1), cols+5) },
		func() { term.Write([]byte("\x1b[?1049l\x1b8" + strings.Repeat("\n", rows))) },
		func() { term.SetHistoryLimit(5) },
	} {
		do()
		if err := term.check(); err != nil {
			tb.Fatalf("step %d: %v", i, err)
		}
		if again := restore(tb, checkpoint(tb, term, m), m); again.Digest() != term.Digest() {
			tb.Fatalf("step %d: restored it is another terminal", i)
		}
	}
}

// TestRestoreDamaged does what the fuzzer would take long to find: a byte of a checkpoint is another one.
func TestRestoreDamaged(t *testing.T) {
	accepted := 0
	for _, term := range states() {
		m := &memorytest.Memory{}
		p := checkpoint(t, term, m)
		step := 1 + len(p)/300
		for i := 0; i < len(p); i += step {
			for _, b := range []byte{p[i] + 1, p[i] ^ 0x80, 0, 0xff} {
				q := bytes.Clone(p)
				q[i] = b
				got, err := Restore(Options{}, q, m)
				if err != nil {
					continue
				}
				if accepted++; accepted%20 == 0 {
					survive(t, got, m.Clone(), []byte("more\r\n"))
				} else if err := got.check(); err != nil {
					t.Fatalf("byte %d is %x: %v", i, b, err)
				}
			}
		}
	}
	if accepted == 0 {
		t.Error("none was taken: there is nothing to look at")
	}
}

// pictures are screens to measure by.
func pictures() map[string]*Terminal {
	colours := func(i int) string {
		return fmt.Sprintf("\x1b[38;2;%d;%d;%dm\x1b[48;5;%dm%c", i%256, i*7%256, i/256%256, i%256, 'a'+i%26)
	}
	text := func(t *Terminal, lines int) *Terminal {
		for i := range lines {
			t.Write(fmt.Appendf(nil, "%06d the quick brown fox jumps over the lazy dog, again and again\r\n", i))
		}
		return t
	}
	colourful := func(t *Terminal) *Terminal {
		for i := range t.rows * t.cols {
			t.Write([]byte(colours(i)))
		}
		return t
	}
	return map[string]*Terminal{
		"80x24 text":              text(New(Options{Rows: 24, Cols: 80}), 24),
		"80x24 text, 10k lines":   text(New(Options{Rows: 24, Cols: 80, HistoryLimit: 10000}), 30000),
		"80x24 text, 100k lines":  text(New(Options{Rows: 24, Cols: 80, HistoryLimit: 100000}), 110000),
		"200x60 colourful":        colourful(New(Options{Rows: 60, Cols: 200, HistoryLimit: 10000})),
		"1000x400 colourful":      colourful(New(Options{Rows: 400, Cols: 1000, HistoryLimit: 10000})),
		"80x24 truecolour flood":  flooded("truecolor"),
		"80x24 styled, 10k lines": flooded("sgr"),
	}
}

func flooded(kind string) *Terminal {
	t := New(Options{Rows: 24, Cols: 80, HistoryLimit: 10000})
	in := strings.ReplaceAll(traffic.Of(kind), "cd", "cd\r\n")
	for range 30 {
		t.Write([]byte(in))
	}
	return t
}

var pictureNames = []string{"80x24 text", "80x24 text, 10k lines", "80x24 text, 100k lines", "80x24 styled, 10k lines", "80x24 truecolour flood", "200x60 colourful", "1000x400 colourful"}

func BenchmarkCheckpoint(b *testing.B) {
	all := pictures()
	for _, name := range pictureNames {
		b.Run(name, func(b *testing.B) {
			m := &memorytest.Memory{}
			p := checkpoint(b, all[name], m)
			b.ReportAllocs()
			for b.Loop() {
				p, _ = all[name].AppendCheckpoint(p[:0], m)
			}
			b.ReportMetric(float64(len(p)), "bytes")
		})
	}
}

// BenchmarkCheckpointUnderFlood is what a pane does: output, and a checkpoint every 256 KiB of it. Compare it
// with itself without.
func BenchmarkCheckpointUnderFlood(b *testing.B) {
	in := []byte(strings.Repeat(traffic.Of("log"), 4))
	for _, with := range []bool{false, true} {
		b.Run(fmt.Sprintf("checkpoints=%t", with), func(b *testing.B) {
			t := New(Options{Rows: 24, Cols: 80, HistoryLimit: 10000})
			m := &endless{buf: make([]byte, 1<<20)}
			var p []byte
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				if t.Write(in); with {
					p, _ = t.AppendCheckpoint(p[:0], m)
					t.history.Freed()
				}
			}
		})
	}
}

// endless is a Memory that takes everything and keeps the last of it.
type endless struct {
	memorytest.Memory
	buf []byte
	end int64
}

func (m *endless) Append(p []byte) (int64, error) {
	m.end += int64(copy(m.buf, p))
	return m.end - int64(len(p)), nil
}

func BenchmarkRestore(b *testing.B) {
	all := pictures()
	for _, name := range pictureNames {
		b.Run(name, func(b *testing.B) {
			m := &memorytest.Memory{}
			p := checkpoint(b, all[name], m)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Restore(Options{}, p, m); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(m.P)), "stored")
		})
	}
}
