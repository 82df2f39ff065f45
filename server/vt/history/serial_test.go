package history

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gmux/server/vt/grid"
	"gmux/server/vt/history/memorytest"
	"gmux/server/vt/serial"
)

// stores appends lines of every kind and puts what is sealed into a memory.
func stores(t testing.TB, f *feeder, m *memorytest.Memory, lines int) {
	for i := range lines {
		f.row(fmt.Sprintf("line %d", i), i%5 == 4)
		f.line(append(f.styled("e\u0301", 1, grid.Style{Fg: grid.Indexed(uint8(i))}), f.styled("日", 2, grid.Style{})...))
	}
	written(t, f.h, m)
}

func written(t testing.TB, h *History, m *memorytest.Memory) []byte {
	t.Helper()
	var e serial.Encoder
	if err := h.Encode(&e, m); err != nil {
		t.Fatal(err)
	}
	return e.Out
}

func small(limit int) *feeder {
	f := newFeeder(limit, 8)
	f.h.SetSegmentSize(50)
	return f
}

// same fails the test if a history that is read from m and p is not h.
func same(t *testing.T, h *History, p []byte, m *memorytest.Memory) *History {
	t.Helper()
	d := serial.NewDecoder(p)
	got, err := Decode(d, m)
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Check(); err != nil {
		t.Error(err)
	}
	var a, b serial.Encoder
	h.Canonical(&a)
	got.Canonical(&b)
	if !bytes.Equal(a.Out, b.Out) || got.Seq() != h.Seq() || got.Limit() != h.Limit() || draw(got, 5) != draw(h, 5) {
		t.Errorf("got\n%swant\n%s", draw(got, 5), draw(h, 5))
	}
	return got
}

// A segment is stored once; what is popped from it, or trimmed, is so by the reference.
func TestSegmentsAreStoredOnce(t *testing.T) {
	f, m := small(40), &memorytest.Memory{}
	stores(t, f, m, 40)
	before := len(m.P)
	if before == 0 || len(f.h.segs) < 3 {
		t.Fatalf("%d bytes of %d segments are stored", before, len(f.h.segs))
	}
	var l Line
	for f.h.last() != nil {
		f.h.PopLine(&l)
	}
	f.h.PopLine(&l)
	f.h.SetLimit(f.h.rows - 1)
	p := written(t, f.h, m)
	if len(m.P) != before {
		t.Errorf("%d bytes more were stored", len(m.P)-before)
	}
	got := same(t, f.h, p, m)
	f.h = got
	stores(t, f, m, 3)
	same(t, f.h, written(t, f.h, m), m)
}

// What a checkpoint needs is not freed before there is one without it.
func TestFreed(t *testing.T) {
	f, m := small(20), &memorytest.Memory{}
	stores(t, f, m, 20)
	old := written(t, f.h, m)
	was := slices.Clone(f.h.segs)
	kept := same(t, f.h, old, m)
	f.h.Freed()
	f.h.SetLimit(3)
	if x := f.h.Freed(); len(x) > 0 {
		t.Errorf("the newest checkpoint still has %v", x)
	}
	same(t, kept, old, m)
	p := written(t, f.h, m)
	f.h.Clear()
	first := f.h.Freed()
	if len(first) == 0 || first[0] != was[0].in {
		t.Errorf("%v is freed, not %v", first, was[0].in)
	}
	for _, x := range first {
		m.Punch(x.At, x.Len)
	}
	again, err := Decode(serial.NewDecoder(p), m)
	if err != nil {
		t.Fatal(err)
	}
	if again.MemoryEnd() != f.h.MemoryEnd() {
		t.Errorf("the memory ends at %d, not at %d", again.MemoryEnd(), f.h.MemoryEnd())
	}
	total := int64(0)
	for _, x := range again.Freed() {
		total += x.Len
	}
	for _, s := range again.segs {
		total += s.in.Len
	}
	if total != again.MemoryEnd() {
		t.Errorf("gaps and segments are %d bytes of %d", total, again.MemoryEnd())
	}
}

// A reference to what another has is damaged, and so memory is never taken twice.
func TestReferencesAscend(t *testing.T) {
	f, m := small(100), &memorytest.Memory{}
	stores(t, f, m, 20)
	f.h.segs[1].in, f.h.segs[1].sum = f.h.segs[0].in, f.h.segs[0].sum
	if _, err := Decode(serial.NewDecoder(written(t, f.h, m)), m); err == nil || !strings.Contains(err.Error(), "the one before ends at") {
		t.Error(err)
	}
}

// FuzzSegment: a segment is refused, or it is one like any other. Checksums would keep the fuzzer away from it.
func FuzzSegment(f *testing.F) {
	h, m := small(100), &memorytest.Memory{}
	stores(f, h, m, 30)
	for _, s := range h.h.segs {
		var e serial.Encoder
		s.encode(&e)
		f.Add(e.Out, uint(s.first), uint(len(s.starts)))
	}
	f.Fuzz(func(t *testing.T, p []byte, first, lines uint) {
		d := serial.NewDecoder(nil)
		h := New(1000)
		h.decodeSegment(serial.NewDecoder(p), d, int(min(first, lines, 1<<20)), int(min(lines, 1<<20)))
		if d.Err() != nil {
			return
		}
		h.number()
		for _, s := range h.segs {
			s.seal()
		}
		if err := h.Check(); err != nil {
			t.Fatal(err)
		}
		draw(h, 3)
		var l Line
		for h.PopLine(&l) {
		}
		if err := h.Check(); err != nil {
			t.Fatal(err)
		}
	})
}
