package history

import (
	"encoding/binary"
	"unicode/utf8"

	"gmux/server/vt/grid"
)

// maxLine bounds the text, and maxRuns the runs, of one line. A longer logical line is stored in pieces.
const (
	maxLine = 32 << 10
	maxRuns = 32 << 10
)

// An encoded line is
//
//	uvarint  length of the text << 4 | flags
//	uvarint  rows it had when it left the screen
//	byte     marks, if flagMark
//	uvarint  columns, if flagColumns; else as many as bytes of text
//	uvarint  length of the runs, if flagRuns
//	         text, runs
//
// A run is
//
//	uvarint  number << 2 | kind
//	uvarint  style, an index in the segment's table
//
// where number counts code points, each a character of the kind's width, or is the length in bytes of one
// cluster. What follows the last run is narrow and in the default style.
const (
	flagRuns = 1 << iota
	flagMark
	flagColumns
	flagCut  // the line was cut here, the next one goes on with it
	flagBits = iota
)

// Kinds of runs.
const (
	kindWide = 1 << iota
	kindCluster
	kindBits = iota
)

// A line is a decoded header and what it heads, as slices of the segment.
type line struct {
	text, runs []byte
	columns    int
	rows       int
	mark       grid.Mark
	cut        bool // goes on in the next line
	open       bool // goes on on the screen
}

// parseLine reads the encoded line at the beginning of p.
func parseLine(p []byte) (l line) {
	h, p := uvarint(p)
	text := h >> flagBits
	l.rows, p = uvarint(p)
	if h&flagMark != 0 {
		l.mark = grid.Mark(p[0])
		p = p[1:]
	}
	l.columns = text
	if h&flagColumns != 0 {
		l.columns, p = uvarint(p)
	}
	runs := 0
	if h&flagRuns != 0 {
		runs, p = uvarint(p)
	}
	l.cut = h&flagCut != 0
	l.text, l.runs = p[:text], p[text:text+runs]
	return l
}

// uvarint reads an integer, which mostly is one of one or two bytes.
func uvarint(p []byte) (int, []byte) {
	switch {
	case p[0] < 0x80:
		return int(p[0]), p[1:]
	case p[1] < 0x80:
		return int(p[0]&0x7f) | int(p[1])<<7, p[2:]
	}
	v, n := binary.Uvarint(p)
	return int(v), p[n:]
}

// rowsOf reads from an encoded line only how many rows it had.
func rowsOf(p []byte) int {
	_, p = uvarint(p)
	rows, _ := uvarint(p)
	return rows
}

// appendLine encodes l.
func appendLine(dst []byte, l line) []byte {
	flags := 0
	if len(l.runs) > 0 {
		flags |= flagRuns
	}
	if l.mark != 0 {
		flags |= flagMark
	}
	if l.columns != len(l.text) {
		flags |= flagColumns
	}
	if l.cut {
		flags |= flagCut
	}
	dst = binary.AppendUvarint(dst, uint64(len(l.text)<<flagBits|flags))
	dst = binary.AppendUvarint(dst, uint64(l.rows))
	if flags&flagMark != 0 {
		dst = append(dst, byte(l.mark))
	}
	if flags&flagColumns != 0 {
		dst = binary.AppendUvarint(dst, uint64(l.columns))
	}
	if flags&flagRuns != 0 {
		dst = binary.AppendUvarint(dst, uint64(len(l.runs)))
	}
	return append(append(dst, l.text...), l.runs...)
}

// A run is a decoded run.
type run struct {
	n     int
	kind  int
	style uint32
}

func (r run) width() int {
	if r.kind&kindWide != 0 {
		return 2
	}
	return 1
}

func appendRun(dst []byte, r run) []byte {
	if n := r.n<<kindBits | r.kind; n|int(r.style) < 0x80 { // most are
		return append(dst, byte(n), byte(r.style))
	}
	dst = binary.AppendUvarint(dst, uint64(r.n<<kindBits|r.kind))
	return binary.AppendUvarint(dst, uint64(r.style))
}

func parseRun(p []byte) (r run, rest []byte) {
	v, p := uvarint(p)
	s, p := uvarint(p)
	return run{v >> kindBits, v & (1<<kindBits - 1), uint32(s)}, p
}

// plain reports whether the line is ASCII in the default style: without runs all is narrow and in that style.
func (l *line) plain() bool { return len(l.runs) == 0 && l.columns == len(l.text) }

// rowsAt is the number of rows that the line takes at a width. It reads the runs, not the text.
func (l *line) rowsAt(width int) int {
	if len(l.runs) == 0 {
		return max(1, (l.columns+width-1)/width)
	}
	rows, col, left := 1, 0, l.columns
	add := func(n, w int) {
		left -= n * w
		w = min(w, width)
		if fit := (width - col) / w; n <= fit {
			col += n * w
		} else {
			n -= fit
			perRow := width / w
			more := (n + perRow - 1) / perRow
			rows += more
			col = (n - (more-1)*perRow) * w
		}
	}
	for p := l.runs; len(p) > 0; {
		var r run
		if r, p = parseRun(p); r.kind&kindCluster != 0 {
			r.n = 1
		}
		add(r.n, r.width())
	}
	add(left, 1)
	return rows
}

// chars walks through the characters of a line.
type chars struct {
	text, runs []byte
	run        run
}

func (c *chars) next() (text []byte, width int, style uint32, ok bool) {
	if len(c.text) == 0 {
		return nil, 0, 0, false
	}
	for c.run.n == 0 {
		if len(c.runs) == 0 {
			c.run = run{n: len(c.text)}
			break
		}
		c.run, c.runs = parseRun(c.runs)
	}
	n := c.run.n
	if c.run.kind&kindCluster == 0 {
		_, n = utf8.DecodeRune(c.text)
		c.run.n--
	} else {
		c.run.n = 0
	}
	text, c.text = c.text[:n], c.text[n:]
	return text, c.run.width(), c.run.style, true
}
