package vt

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"gmux/server/vt/grid"
	"gmux/server/vt/history/memorytest"
	"gmux/server/vt/serial"
	"gmux/server/vt/width"
)

// A step is something that changes a Terminal.
type step struct {
	name string
	do   func(t *Terminal)
}

// randomStep is output, mostly, cut anywhere.
func randomStep(rnd *rand.Rand) step {
	num := func(n int) int { return rnd.IntN(n) }
	switch num(16) {
	case 0:
		rows, cols := 1+num(9), 1+num(20)
		return step{fmt.Sprintf("resize %d %d", rows, cols), func(t *Terminal) { t.Resize(rows, cols) }}
	case 1:
		switch num(10) {
		case 9:
			return step{"trim", (*Terminal).Trim}
		case 0:
			return step{"clear history", (*Terminal).ClearHistory}
		case 1:
			return step{"reset", (*Terminal).Reset}
		case 2:
			n := num(40)
			return step{fmt.Sprintf("limit %d", n), func(t *Terminal) { t.SetHistoryLimit(n) }}
		case 3:
			return step{"end sync", (*Terminal).EndSync}
		case 5:
			w := width.Parse([]string{"", "ambiguous=2", "U+65E5=1,U+E000-U+F8FF=2"}[num(3)])
			return step{"widths " + w.String(), func(t *Terminal) { t.SetWidths(w) }}
		case 4:
			n := num(20)
			return step{"cell size", func(t *Terminal) { t.SetSize(t.rows, t.cols, n, 2*n) }}
		case 6:
			n := num(8)
			return step{"allowed", func(t *Terminal) { t.SetAllowed(Allow{n&1 != 0, n&2 != 0, n&4 != 0}) }}
		case 7:
			on := num(2) == 1
			return step{"keep on clear", func(t *Terminal) { t.SetKeepOnClear(on) }}
		default:
			c := Colors{Foreground: grid.Indexed(uint8(num(256))), Cursor: grid.RGB(1, 2, uint8(num(256))), Scheme: Scheme(num(3))}
			return step{"colours", func(t *Terminal) { t.SetColors(c) }}
		}
	}
	var in []byte
	for range 1 + num(5) {
		switch num(8) {
		case 0:
			in = append(in, seeds[num(len(seeds))]...)
		case 1:
			in = fmt.Appendf(in, "\x1b]8;;http://%d/\a\x1b[48;5;%dmline %d\x1b[m of text\r\n", num(9), num(9), num(99))
		case 2:
			in = append(in, moreSeeds[num(len(moreSeeds))]...)
		default:
			in = append(in, randomPiece(rnd)...)
		}
	}
	if num(3) == 0 {
		in = in[:1+num(len(in))]
	}
	return step{fmt.Sprintf("write %q", in), func(t *Terminal) { t.Write(in) }}
}

// moreSeeds set what a screen does not show.
var moreSeeds = []string{
	"\x1b[?2004;1006;1002;1004;2026h\x1b[?1;7;25s", "\x1b[?2004;1006;1002l\x1b[?1;7;25r", "\x1b[>1u\x1b[>9u\x1b[=3;2u", "\x1b[>4;2m",
	"\x1b]4;5;#123456;9;#abcdef\a\x1b]11;#102030\a", "\x1b]104;5\a", "\x1b]0;one\a\x1b[22t\x1b]2;two\a", "\x1b]7;file://h/d\a", "\x1b[3 q",
	"\x1bP$q", "\x1b\\", "\x1b]2;half a ti", "tle\xc2", "\x9c", "\xf0\x9f\x91", "\x8d", "\x1b[38:2::1:", "2:3m", "\x1b[1;2;3;4;5", "\x1b( ", "\x1b[? $", "p",
}

// A walker takes random steps.
func walk(seed uint64, steps int) []step {
	rnd := rand.New(rand.NewPCG(seed, 3))
	all := make([]step, steps)
	for i := range all {
		all[i] = randomStep(rnd)
	}
	return all
}

// smallSegments is for tests: many segments, and tables that are full soon.
func smallSegments(t *Terminal) *Terminal {
	t.history.SetSegmentSize(60)
	return t
}

func restore(tb testing.TB, p []byte, m *memorytest.Memory) *Terminal {
	tb.Helper()
	t, err := Restore(Options{TermVersion: "gmux"}, p, m)
	if err != nil {
		tb.Fatal(err)
	}
	if err := t.check(); err != nil {
		tb.Fatal(err)
	}
	return smallSegments(t)
}

func checkpoint(tb testing.TB, t *Terminal, m *memorytest.Memory) []byte {
	tb.Helper()
	p, err := t.AppendCheckpoint(nil, m)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// walks is how many random walks the tests take.
func walks() uint64 {
	if testing.Short() {
		return 20
	}
	return 150
}

// A Terminal that was restored after any step is the same to the last bit, and so after the next.
func TestCheckpointsAreExact(t *testing.T) {
	for seed := range walks() {
		m := &memorytest.Memory{}
		term := smallSegments(terminalOf(1+int(seed%7), 1+int(seed*5%23)))
		if seed%2 == 0 {
			term.tables.SetLimit(2 + int(seed%5))
		}
		var twin *Terminal
		var twinMemory *memorytest.Memory
		for i, s := range walk(seed, 60) {
			before := term.gen
			s.do(term)
			p := checkpoint(t, term, m)
			if twin != nil {
				s.do(twin)
				if err := twin.check(); err != nil {
					t.Fatalf("walk %d, step %d, %s: %v", seed, i, s.name, err)
				}
				if !bytes.Equal(checkpoint(t, twin, twinMemory), p) || !bytes.Equal(m.P, twinMemory.P) {
					t.Fatalf("walk %d, step %d, %s: after generation %d a restored terminal has another checkpoint", seed, i, s.name, before)
				}
			}
			twinMemory = m.Clone()
			twin = restore(t, p, twinMemory)
			if twin.Digest() != term.Digest() {
				t.Fatalf("walk %d, step %d, %s: the digest is another", seed, i, s.name)
			}
		}
	}
}

// The steps since any checkpoint, done again, give the same terminal: this is what recovery does.
func TestReplayFromAnyCheckpoint(t *testing.T) {
	for seed := range walks() / 2 {
		m := &memorytest.Memory{}
		term := smallSegments(terminalOf(5, 12))
		term.tables.SetLimit(4)
		steps := walk(1000+seed, 40)
		var points [][]byte
		for _, s := range steps {
			points = append(points, checkpoint(t, term, m))
			s.do(term)
		}
		want := term.Digest()
		for i, p := range points {
			again := restore(t, p, m.Clone())
			for _, s := range steps[i:] {
				s.do(again)
			}
			if again.Digest() != want {
				t.Fatalf("walk %d: from step %d on it is another terminal", seed, i)
			}
		}
	}
}

// A server that writes checkpoints, fails to, gives freed memory back and dies, all at random, loses nothing, and
// in the end its memory holds the history and no more.
func TestMemoryIsFreedInTime(t *testing.T) {
	for seed := range walks() {
		rnd := rand.New(rand.NewPCG(seed, 4))
		whole, term := smallSegments(terminalOf(4, 12)), smallSegments(terminalOf(4, 12))
		m := &memorytest.Memory{}
		free := func() {
			for _, x := range term.history.Freed() {
				m.Punch(x.At, x.Len)
			}
		}
		newest := checkpoint(t, term, m)
		var since []step
		for i, s := range walk(2000+seed, 80) {
			s.do(whole)
			s.do(term)
			since = append(since, s)
			switch rnd.IntN(6) {
			case 0: // it dies
				term = restore(t, newest, m)
				m.Truncate(term.history.MemoryEnd())
				for _, s := range since {
					s.do(term)
				}
			case 1: // the checkpoint could not be written
				checkpoint(t, term, m)
			case 2: // nor could its history
				m.Fail = true
				if p, err := term.AppendCheckpoint([]byte("x"), m); err != nil && (!errors.Is(err, memorytest.ErrFull) || string(p) != "x") {
					t.Fatalf("%q, %v", p, err)
				}
				m.Fail = false
			case 3, 4:
				newest, since = checkpoint(t, term, m), nil
				if rnd.IntN(2) == 0 {
					randomStep(rnd).do(restore(t, newest, m.Clone())) // must not matter
				}
				free()
			}
			if term.Digest() != whole.Digest() {
				t.Fatalf("walk %d, step %d, %s: it is another terminal", seed, i, s.name)
			}
		}
		checkpoint(t, term, m)
		free()
		used := m.Used()
		term.ClearHistory()
		checkpoint(t, term, m)
		free()
		if left := m.Used(); left > 0 {
			t.Fatalf("walk %d: %d pieces of memory of %d are left without history", seed, left, used)
		}
	}
}

// A version with other sections is read as far as it is understood.
func TestUnknownAndMissingSections(t *testing.T) {
	m := &memorytest.Memory{}
	term := New(Options{Rows: 2, Cols: 4, HistoryLimit: 9})
	term.Write([]byte("ab\x1b]2;title\a"))
	p := checkpoint(t, term, m)
	d := serial.NewDecoder(p)
	d.Uint(1)
	more := serial.Encoder{}
	more.Uint(checkpointVersion)
	more.Section(77, func() { more.String("of the future") })
	for tag, s := range d.Sections(numSections) {
		if s != nil {
			more.Section(uint64(tag), func() { more.Out = append(append(more.Out, s.Raw(s.Len())...), 1, 2, 3) })
		}
	}
	if got := restore(t, more.Out, m); got.Digest() != term.Digest() {
		t.Error("with more sections and fields it is another terminal")
	}
	d = serial.NewDecoder(p)
	d.Uint(1)
	less := serial.Encoder{}
	less.Uint(checkpointVersion)
	for tag, s := range d.Sections(numSections) {
		if tag == secState || tag == secMain {
			less.Section(uint64(tag), func() { less.Out = append(less.Out, s.Raw(s.Len())...) })
		}
	}
	if got := restore(t, less.Out, m); got.Title() != "" || got.history.Lines() != 0 {
		t.Error("what is missing is not as in the beginning")
	}
	for _, p := range [][]byte{{}, {checkpointVersion}, p[:len(p)-1], p[:40]} {
		if _, err := Restore(Options{}, p, m); !errors.Is(err, serial.ErrDamaged) {
			t.Errorf("%d bytes: %v", len(p), err)
		}
	}
	if _, err := Restore(Options{}, []byte{99}, m); !errors.Is(err, ErrVersion) {
		t.Errorf("version 99: %v", err)
	}
}

// Memory that was lost or changed is noticed.
func TestDamagedHistory(t *testing.T) {
	m := &memorytest.Memory{}
	term := smallSegments(terminalOf(2, 10))
	for i := range 50 {
		term.Write(fmt.Appendf(nil, "line %d\r\n", i))
	}
	p := checkpoint(t, term, m)
	if len(m.P) == 0 {
		t.Fatal("nothing was stored")
	}
	damaged := m.Clone()
	damaged.P[len(m.P)-1] ^= 1
	if _, err := Restore(Options{}, p, damaged); !errors.Is(err, serial.ErrDamaged) {
		t.Error(err)
	}
	m.Truncate(int64(len(m.P) - 1))
	if _, err := Restore(Options{}, p, m); err == nil {
		t.Error("restored from memory that is not there")
	}
}
