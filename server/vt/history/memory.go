package history

import (
	"fmt"
	"hash/crc32"
	"io"

	"gmux/server/vt/serial"
)

// A Memory is where sealed segments outlive the process. What was appended is never written again.
type Memory interface {
	// Append puts p behind all that was appended before and says where it is. To have a segment's memory back
	// whole once it is freed, begin each at a page.
	Append(p []byte) (at int64, err error)
	io.ReaderAt
}

// An Extent is a part of a Memory.
type Extent struct{ At, Len int64 }

func (x Extent) end() int64 { return x.At + x.Len }

// stored is what a History knows of its Memory.
//
//	drop ──▶ freed ──▶ (next checkpoint) ──▶ unneeded ──▶ Freed, when that checkpoint is written
type stored struct {
	end      int64    // of the last segment that was stored
	freed    []Extent // the newest checkpoint has them
	unneeded []Extent // it has not
}

// drop is told of a segment that the History has no more.
func (st *stored) drop(s *segment) {
	if s.in.Len > 0 {
		st.freed = append(st.freed, s.in)
	}
}

// skipTo is told that nothing before at is needed but what is known already.
func (st *stored) skipTo(at int64, d *serial.Decoder) {
	switch {
	case at < st.end:
		d.Fail("segment or end at %d, the one before ends at %d", at, st.end)
	case at > st.end:
		st.unneeded = append(st.unneeded, Extent{st.end, at - st.end})
		st.end = at
	}
}

// Freed takes the list of the parts of the Memory that the newest checkpoint does not need any more: their lines
// were trimmed, cleared or taken back to the screen before it. Call it when that checkpoint is safely written,
// under the same lock as AppendCheckpoint; if writing failed do not call it, the next checkpoint's list has them
// too. What is freed after the newest checkpoint was made is not in it.
//
// A History that was restored begins with the gaps between its segments, which a process before this one had
// freed or lost.
func (h *History) Freed() []Extent {
	x := h.stored.unneeded
	h.stored.unneeded = nil
	return x
}

// MemoryEnd is the end of the last segment that was stored. After Restore nothing behind it is needed, and the next
// Append may begin there.
func (h *History) MemoryEnd() int64 { return h.stored.end }

// castagnoli is the polynomial that processors know.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// store puts the sealed segments into m that are not there yet. They are encoded behind what e has.
func (h *History) store(e *serial.Encoder, m Memory) error {
	for _, s := range h.segs {
		if !s.sealed() || s.in.Len > 0 {
			continue
		}
		before := len(e.Out)
		s.encode(e)
		p := e.Out[before:]
		e.Out = e.Out[:before]
		at, err := m.Append(p)
		if err == nil && at < h.stored.end {
			err = fmt.Errorf("it is at %d, and the one before ends at %d", at, h.stored.end)
		}
		if err != nil {
			return fmt.Errorf("store history: %w", err)
		}
		s.in, s.sum = Extent{at, int64(len(p))}, crc32.Checksum(p, castagnoli)
		h.stored.end = s.in.end()
	}
	return nil
}

// A large segment is read only after its last byte was: what says how long it is may be damaged.
const (
	largeSegment = 1 << 20
	maxSegment   = 1 << 27 // far more than any row adds to one
)

// read returns the bytes of a stored segment.
func (x Extent) read(m Memory, sum uint32) ([]byte, error) {
	if x.Len > largeSegment {
		if n, err := m.ReadAt(make([]byte, 1), x.end()-1); n < 1 {
			return nil, fmt.Errorf("read history of %d bytes at %d: %w", x.Len, x.At, err)
		}
	}
	p := make([]byte, x.Len)
	if n, err := m.ReadAt(p, x.At); n < len(p) {
		return nil, fmt.Errorf("read history of %d bytes at %d: %w", x.Len, x.At, err)
	}
	if got := crc32.Checksum(p, castagnoli); got != sum {
		return nil, fmt.Errorf("%w: history at %d has checksum %x, want %x", serial.ErrDamaged, x.At, got, sum)
	}
	return p, nil
}
