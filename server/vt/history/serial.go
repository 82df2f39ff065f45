package history

import (
	"encoding/binary"
	"math"
	"slices"

	"gmux/server/vt/grid"
	"gmux/server/vt/serial"
)

// segmentVersion is the version of a segment's layout, see doc.go.
const segmentVersion = 1

// Encode appends the history, see doc.go, and puts the segments into m that are sealed since the last time.
func (h *History) Encode(e *serial.Encoder, m Memory) error {
	if err := h.store(e, m); err != nil {
		return err
	}
	st := &h.stored
	st.unneeded, st.freed = append(st.unneeded, st.freed...), st.freed[:0]
	e.Int(h.limit, h.seq, h.dropped)
	e.Uint(uint64(st.end))
	refs := h.segs
	last := h.last()
	if last != nil {
		refs = refs[:len(refs)-1]
	}
	e.Uint(uint64(len(refs)))
	for _, s := range refs {
		e.Uint(uint64(s.in.At), uint64(s.in.Len))
		e.Out = binary.LittleEndian.AppendUint32(e.Out, s.sum)
		e.Uint(uint64(s.first), uint64(len(s.starts)))
	}
	if e.Bool(last != nil); last != nil {
		e.Uint(uint64(last.first), uint64(len(last.starts)))
		e.Sized(func() { last.encode(e) })
	}
	if e.Bool(h.open.active); h.open.active {
		h.open.encode(e)
	}
	return nil
}

// last is the segment that lines are added to, if it is there and not sealed.
func (h *History) last() *segment {
	if n := len(h.segs); n > 0 && !h.segs[n-1].sealed() {
		return h.segs[n-1]
	}
	return nil
}

func (s *segment) encode(e *serial.Encoder) {
	e.Uint(segmentVersion, uint64(len(s.links)-1))
	for _, l := range s.links[1:] {
		l.Encode(e)
	}
	e.Uint(uint64(len(s.styles) - 1))
	for _, st := range s.styles[1:] {
		st.Encode(e)
	}
	e.Bytes(s.buf)
}

func (o *open) encode(e *serial.Encoder) {
	e.Int(o.rows, o.columns, int(o.mark), o.run.n, o.run.kind)
	e.Uint(uint64(o.run.style))
	e.Bytes(o.text)
	e.Bytes(o.runs)
}

// maxNumber bounds what is counted, so that counting on does not overflow.
const maxNumber = math.MaxInt64 / 4

// Decode reads a history whose stored segments are in m. An error that is not d's is m's.
func Decode(d *serial.Decoder, m Memory) (*History, error) {
	h := New(d.Int(0, math.MaxInt))
	h.seq, h.dropped = d.Int(0, maxNumber), d.Int(0, maxNumber)
	end := int64(d.Uint(maxNumber))
	const least = 8 // bytes of a reference
	for range d.Count(math.MaxInt32, least) {
		if err := h.decodeRef(d, m); err != nil {
			return nil, err
		}
	}
	h.stored.skipTo(end, d)
	if d.Bool() {
		first, lines := decodeLines(d)
		s := h.decodeSegment(d.Sized(), d, first, lines)
		s.index()
		s.buf = append(make([]byte, 0, h.capacity()), s.buf...) // d's until here
	}
	if d.Bool() {
		h.open.decode(d, h.last())
		h.rows += h.open.rows
	}
	h.number()
	if h.limit == 0 && h.Lines() > 0 {
		d.Fail("history without a limit has %d lines", h.Lines())
	}
	return h, d.Err()
}

// number counts the segments' lines back from Seq.
func (h *History) number() {
	n := h.seq
	for _, s := range slices.Backward(h.segs) {
		n -= len(s.starts)
		s.number = n
	}
}

func decodeLines(d *serial.Decoder) (first, lines int) {
	first, lines = int(d.Uint(maxSegment)), int(d.Uint(maxSegment))
	if first > lines {
		d.Fail("segment of %d lines without its first %d", lines, first)
	}
	return first, lines
}

// decodeRef reads where a segment is, and the segment from there.
func (h *History) decodeRef(d *serial.Decoder, m Memory) error {
	s := Extent{int64(d.Uint(maxNumber)), int64(d.Uint(maxSegment))}
	var sum uint32
	if p := d.Raw(4); p != nil {
		sum = binary.LittleEndian.Uint32(p)
	}
	first, lines := decodeLines(d)
	h.stored.skipTo(s.At, d)
	if s.Len == 0 {
		d.Fail("segment of no bytes at %d", s.At)
	}
	if d.Err() != nil {
		return d.Err()
	}
	p, err := s.read(m, sum)
	if err != nil {
		return err
	}
	seg := h.decodeSegment(serial.NewDecoder(p), d, first, lines)
	seg.in, seg.sum = s, sum
	h.stored.end = s.end()
	return d.Err()
}

// decodeSegment adds a segment from p, which it keeps. It tells d what is wrong with it.
func (h *History) decodeSegment(p, d *serial.Decoder, first, lines int) *segment {
	s := &segment{first: first, links: make([]grid.Link, 1), styles: make([]grid.Style, 1)}
	if v := p.Uint(math.MaxUint32); v != segmentVersion {
		d.Fail("segment of version %d", v)
		return s
	}
	for range p.Count(maxSegment, 2) {
		s.links = append(s.links, grid.DecodeLink(p))
	}
	n := p.Count(maxSegment, 1)
	s.styles = append(make([]grid.Style, 0, n+1), grid.Style{})
	for range n {
		s.styles = append(s.styles, grid.DecodeStyle(p, len(s.links)))
	}
	s.buf = p.Bytes(maxSegment)
	rows := s.findLines(p, lines)
	if p.Err() != nil {
		d.Fail("segment: %v", p.Err())
		return s
	}
	h.segs = append(h.segs, s)
	h.lines += s.lines()
	h.rows += rows
	return s
}

// findLines fills starts, cuts off what is behind the last line, and counts the rows of those that were not trimmed.
func (s *segment) findLines(p *serial.Decoder, lines int) (rows int) {
	const least = 2 // bytes of a line
	if lines > len(s.buf)/least {
		p.Fail("%d lines in %d bytes", lines, len(s.buf))
		return 0
	}
	s.starts = make([]uint32, lines)
	at := 0
	for i := range s.starts {
		s.starts[i] = uint32(at)
		n, had := plainLine(s.buf[at:])
		if n == 0 {
			d := serial.NewDecoder(s.buf[at:])
			l := decodeLine(d)
			l.verify(d, len(s.styles))
			if n, had = len(s.buf)-at-d.Len(), l.rows; d.Err() != nil {
				p.Fail("line %d: %v", i, d.Err())
				return 0
			}
		}
		if at += n; i >= s.first {
			rows += had
		}
	}
	s.buf = s.buf[:at]
	return rows
}

// index makes what adding lines needs.
func (s *segment) index() {
	s.styleIndex, s.linkIndex = map[grid.Style]uint32{}, map[grid.Link]uint32{}
	for i, st := range s.styles {
		if _, ok := s.styleIndex[st]; !ok {
			s.styleIndex[st] = uint32(i)
		}
	}
	for i, l := range s.links {
		if _, ok := s.linkIndex[l]; !ok {
			s.linkIndex[l] = uint32(i)
			s.linkBytes += len(l.URI) + len(l.Params)
		}
	}
}

// decode reads the open line, whose runs name styles of s.
func (o *open) decode(d *serial.Decoder, s *segment) {
	if s == nil {
		d.Fail("an open line and no segment for it")
		return
	}
	o.active = true
	o.rows, o.columns, o.mark = d.Int(0, maxRows), d.Int(0, maxSegment), grid.Mark(d.Int(0, math.MaxUint8))
	o.run = run{d.Int(0, maxSegment), d.Int(0, 1<<kindBits-1), uint32(d.Uint(math.MaxUint32))}
	o.text = append(o.text, d.Bytes(maxSegment)...)
	o.runs = append(o.runs, d.Bytes(maxSegment)...)
	if o.run == (run{}) && len(o.text) == 0 && len(o.runs) == 0 && o.columns == 0 {
		return
	}
	l := o.line()
	l.runs = appendRun(o.runs[:len(o.runs):len(o.runs)], o.run) // verify wants the last one also where line leaves it out
	if left := l.verify(d, len(s.styles)); left > 0 || o.run.n == 0 {
		d.Fail("open line with %d bytes in no run", left)
	}
}
