package history

import "gmux/server/vt/grid"

// A History is the lines above the screen.
type History struct {
	limit   int
	rows    int // as they were when they left the screen, the open line's too
	dropped int // rows that were trimmed
	lines   int // closed
	seq     int // the number of the next line to be closed, trimmed ones counted
	segs    []*segment
	spare   buffers // of a segment that was dropped, for the next new one
	open    open
	ids     styleIDs
	memo    memo
	stored  stored
	full    int // bytes at which a segment is
}

// New is an empty history that keeps about limit rows; with 0 it keeps nothing.
func New(limit int) *History { return &History{limit: max(0, limit), full: segmentSize} }

// SetSegmentSize makes segments full at n bytes already. Tests use it to have many.
func (h *History) SetSegmentSize(n int) { h.full = n }

// Limit is the number of rows to keep.
func (h *History) Limit() int { return h.limit }

// SetLimit changes it and drops what is now too much.
func (h *History) SetLimit(n int) {
	h.limit = max(0, n)
	if h.limit == 0 {
		h.Clear()
	}
	h.trim()
}

// Clear drops everything.
func (h *History) Clear() {
	for _, s := range h.segs {
		h.stored.drop(s)
	}
	*h = History{limit: h.limit, stored: h.stored, full: h.full}
}

// Lines is the number of logical lines, one that goes on on the screen included.
func (h *History) Lines() int {
	if h.open.active {
		return h.lines + 1
	}
	return h.lines
}

// Bytes is about the memory that the history takes.
func (h *History) Bytes() int {
	n := cap(h.open.text) + cap(h.open.runs) + cap(h.spare.buf) + 4*cap(h.spare.starts)
	for _, s := range h.segs {
		n += s.bytes()
	}
	return n
}

// Append takes the row that leaves the top of the screen. If it is wrapped, the next row goes on with it.
func (h *History) Append(r *grid.Row, tb *grid.Tables) {
	if h.limit == 0 {
		return
	}
	if h.addPlain(r) {
		h.trim()
		return
	}
	h.ids.bind(h.current(), tb)
	h.open.add(r.Joined(), &h.ids)
	h.open.mark |= r.Mark
	h.open.rows++
	h.rows++
	switch {
	case !r.Wrapped:
		h.close(false)
	case len(h.open.text) >= maxLine || len(h.open.runs) >= maxRuns:
		h.close(true)
	}
	h.trim()
}

// addPlain adds a row that is a logical line by itself and nothing but ASCII in the default style, without
// the detour over the open line.
func (h *History) addPlain(r *grid.Row) bool {
	if h.open.active || r.Wrapped || r.Mark != 0 || !h.current().addPlain(r.Cells[:r.Len()]) {
		return false
	}
	h.rows++
	h.lines++
	h.seq++
	return true
}

// Close ends the open line: what is on the screen is not its continuation any more.
func (h *History) Close() {
	if h.open.active {
		h.close(false)
		h.trim()
	}
}

func (h *History) close(cut bool) {
	l := h.open.line()
	l.cut = cut
	h.current().add(l)
	h.lines++
	h.seq++
	h.open.reset()
}

// current is the segment that lines are added to. One that is full is left only between lines, since the
// runs of the open line name styles of it.
func (h *History) current() *segment {
	if n := len(h.segs); n > 0 {
		last := h.segs[n-1]
		if h.open.active || !last.fullAt(h.full) && !last.sealed() {
			return last
		}
		last.seal()
	}
	s := newSegment(h.buffers(), h.seq)
	h.segs = append(h.segs, s)
	return s
}

// buffers are those for the next segment: spare ones, or new ones that will do if its lines are like the last one's.
func (h *History) buffers() buffers {
	b := h.spare
	h.spare = buffers{}
	if n := h.capacity(); cap(b.buf) < n {
		b.buf = make([]byte, 0, n)
	}
	if n := len(h.segs); n > 0 {
		if lines := len(h.segs[n-1].starts); cap(b.starts) < lines {
			b.starts = make([]uint32, 0, lines+lines/16)
		}
	}
	return b
}

// capacity is what the next segment begins with. Most histories stay small: the first grows as it must.
func (h *History) capacity() int {
	if len(h.segs) == 0 {
		return 0
	}
	return segmentSize + maxLine/8
}

// trim drops lines from the top while enough is left without them.
func (h *History) trim() {
	for h.lines > 0 && (h.rows > h.limit || h.segs[0].lines() == 0) {
		s := h.segs[0]
		if s.lines() == 0 {
			h.stored.drop(s)
			h.spare, h.segs = buffers{s.buf, s.starts}, h.segs[1:]
			h.memo = memo{}
			continue
		}
		rows := rowsOf(s.buf[s.starts[s.first]:])
		if h.rows-rows < h.limit {
			return
		}
		grid.Count(1)
		s.trim()
		h.rows -= rows
		h.dropped += rows
		h.lines--
		h.memo.valid = false
	}
}

// Dropped is how many rows, as they were when they left the screen, have gone because of the limit: who looks at a row
// finds it again by counting from there.
func (h *History) Dropped() int { return h.dropped }

// PopLine takes the last logical line away and decodes it, whole, into l, where Wrapped says whether it
// went on on the screen. It reports false if there is none.
func (h *History) PopLine(l *Line) bool {
	h.memo = memo{}
	if h.open.active {
		ln := h.open.line()
		ln.open = true
		l.decode(ln, h.current(), 0, 0)
		h.rows -= ln.rows
		h.open.reset()
		return true
	}
	for n := len(h.segs); n > 0; n = len(h.segs) {
		s := h.segs[n-1]
		if s.lines() == 0 {
			h.stored.drop(s)
			h.segs = h.segs[:n-1]
			continue
		}
		ln := s.line(len(s.starts) - 1)
		l.decode(ln, s, 0, 0)
		s.pop()
		h.rows -= ln.rows
		h.lines--
		h.seq--
		return true
	}
	return false
}

// Seq is the number of lines that were completed since the history was last cleared, less those that
// were taken away again by PopLine.
func (h *History) Seq() int { return h.seq }

// Open reports whether the last line goes on on the screen.
func (h *History) Open() bool { return h.open.active }
