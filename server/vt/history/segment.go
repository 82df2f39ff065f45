package history

import (
	"encoding/binary"

	"gmux/server/vt/grid"
)

// A segment is full at segmentSize bytes of lines, or when its tables are.
const (
	segmentSize   = 64 << 10
	segmentStyles = 1 << 14
	segmentLinks  = 1 << 18 // bytes
)

type segment struct {
	buf    []byte
	starts []uint32 // of each line in buf
	first  int      // lines before this one were trimmed
	number int      // of its first line, trimmed or not, as Seq counts
	styles []grid.Style
	links  []grid.Link

	styleIndex map[grid.Style]uint32
	linkIndex  map[grid.Link]uint32 // index in links
	linkBytes  int

	counts [2]count

	in  Extent // where a Memory has it; one that has is sealed, and may have lost lines at its end since
	sum uint32 // of what is there
}

// A count remembers the rows at a width of the lines from first to upto.
type count struct{ width, upto, rows int }

// buffers are the memory of a segment's lines.
type buffers struct {
	buf    []byte
	starts []uint32
}

// newSegment is an empty segment whose first line will have a number.
func newSegment(b buffers, number int) *segment {
	return &segment{
		number:     number,
		buf:        b.buf[:0],
		starts:     b.starts[:0],
		styles:     make([]grid.Style, 1),
		links:      make([]grid.Link, 1),
		styleIndex: map[grid.Style]uint32{{}: 0},
		linkIndex:  map[grid.Link]uint32{{}: 0},
	}
}

func (s *segment) fullAt(size int) bool {
	return len(s.buf) >= size || len(s.styles) >= segmentStyles || s.linkBytes >= segmentLinks
}

// seal ends the adding of lines for good and drops the indexes that only adding needs.
func (s *segment) seal() { s.styleIndex, s.linkIndex = nil, nil }

func (s *segment) sealed() bool { return s.styleIndex == nil }

// lines is how many lines there are.
func (s *segment) lines() int { return len(s.starts) - s.first }

// line is line i, counted from the start of the segment, trimmed ones too.
func (s *segment) line(i int) line { return parseLine(s.buf[s.starts[i]:]) }

func (s *segment) add(l line) {
	s.starts = append(s.starts, uint32(len(s.buf)))
	s.buf = appendLine(s.buf, l)
}

// addPlain adds a line of one row if its cells are all ASCII in the default style.
func (s *segment) addPlain(cells []grid.Cell) bool {
	start := len(s.buf)
	buf := append(binary.AppendUvarint(s.buf, uint64(len(cells)<<flagBits)), 1)
	head := len(buf)
	if buf = grid.AppendASCII(buf, cells, 0); len(buf) != head+len(cells) {
		return false
	}
	s.starts = append(s.starts, uint32(start))
	s.buf = buf
	return true
}

// pop takes the last line away. The slices of what line returned for it stay good until the next add.
func (s *segment) pop() {
	n := len(s.starts) - 1
	s.buf, s.starts = s.buf[:s.starts[n]], s.starts[:n]
	for i := range s.counts {
		if s.counts[i].upto > n {
			s.counts[i] = count{}
		}
	}
}

// trim takes the first line away.
func (s *segment) trim() {
	for i := range s.counts {
		if c := &s.counts[i]; c.upto > s.first {
			l := s.line(s.first)
			c.rows -= l.rowsAt(c.width)
		}
	}
	s.first++
}

// rowsAt is the number of rows of all lines at a width.
func (s *segment) rowsAt(width int) int {
	if s.counts[0].width != width {
		s.counts[0], s.counts[1] = s.counts[1], s.counts[0]
	}
	c := &s.counts[0]
	if c.width != width {
		*c = count{width: width}
	}
	c.upto = max(c.upto, s.first)
	for ; c.upto < len(s.starts); c.upto++ {
		l := s.line(c.upto)
		c.rows += l.rowsAt(width)
	}
	return c.rows
}

// style is the index in the segment of a style that links of tb belong to.
func (s *segment) style(st grid.Style, tb *grid.Tables) uint32 {
	if st.Link != 0 {
		st.Link = s.link(tb.Link(st.Link))
	}
	i, ok := s.styleIndex[st]
	if !ok {
		i = uint32(len(s.styles))
		s.styles = append(s.styles, st)
		s.styleIndex[st] = i
	}
	return i
}

func (s *segment) link(l grid.Link) uint32 {
	i, ok := s.linkIndex[l]
	if !ok {
		i = uint32(len(s.links))
		s.links = append(s.links, l)
		s.linkIndex[l] = i
		s.linkBytes += len(l.URI) + len(l.Params)
	}
	return i
}

// bytes is about what the segment occupies.
func (s *segment) bytes() int {
	return cap(s.buf) + 4*cap(s.starts) + 20*cap(s.styles) + 32*cap(s.links) + s.linkBytes
}
