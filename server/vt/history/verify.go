package history

import (
	"unicode/utf8"

	"gmux/server/vt/grid"
	"gmux/server/vt/serial"
)

// maxRows bounds the rows that a line may say it had; each had a character but the last.
const maxRows = maxSegment

// decodeLine is parseLine for bytes that may be anything.
func decodeLine(d *serial.Decoder) (l line) {
	h := d.Uint(maxSegment << flagBits)
	l.rows = int(d.Uint(maxRows))
	if h&flagMark != 0 {
		l.mark = grid.Mark(d.Byte())
	}
	l.columns = int(h >> flagBits)
	text := l.columns
	if h&flagColumns != 0 {
		l.columns = int(d.Uint(maxSegment))
	}
	runs := 0
	if h&flagRuns != 0 {
		runs = int(d.Uint(maxSegment))
	}
	l.cut = h&flagCut != 0
	l.text, l.runs = d.Raw(text), d.Raw(runs)
	return l
}

// plainLine is the length of the encoded line at the beginning of p and the rows it had, if it is ASCII with
// nothing more to it, as most are; else 0.
func plainLine(p []byte) (n, rows int) {
	const most = 1 << 14 // of a length in two bytes
	if len(p) < 3 {
		return 0, 0
	}
	head, rest := int(p[0]), p[1:]
	if head >= 0x80 {
		head, rest = head&0x7f|int(p[1])<<7, p[2:]
	}
	text := head >> flagBits
	if head&(1<<flagBits-1) != 0 || head >= most || rest[0] >= 0x80 || 1+text > len(rest) {
		return 0, 0
	}
	if serial.ASCIILen(rest[1:1+text]) < text {
		return 0, 0
	}
	return len(p) - len(rest) + 1 + text, int(rest[0])
}

// verify tells d if the line's text is not printable, or its runs are not of its text, of its columns or of a
// table of that many styles. It returns how much text is behind the last run.
func (l *line) verify(d *serial.Decoder, styles int) (left int) {
	if n := serial.PrintableLen(l.text); n < len(l.text) {
		d.Fail("text with %x", l.text[n])
		return 0
	}
	text, columns := l.text, 0
	rd := serial.NewDecoder(l.runs)
	for rd.More() {
		v, style := rd.Uint(maxSegment<<kindBits), rd.Uint(uint64(styles-1))
		r := run{int(v >> kindBits), int(v & (1<<kindBits - 1)), uint32(style)}
		n := r.textLen(text)
		if rd.Err() != nil || n == 0 {
			d.Fail("run %x of style %d before %d bytes of text", v, style, len(text))
			return 0
		}
		text = text[n:]
		if r.kind&kindCluster != 0 {
			r.n = 1
		}
		columns += r.n * r.width()
	}
	if columns += utf8.RuneCount(text); columns != l.columns {
		d.Fail("%d columns, counted as %d", columns, l.columns)
	}
	return len(text)
}

// textLen is how many bytes of text the run has, 0 if there are not so many or they are not what it says.
func (r run) textLen(text []byte) int {
	if r.kind&kindCluster != 0 {
		if r.n > min(len(text), grid.MaxCluster) || !utf8.Valid(text[:r.n]) {
			return 0
		}
		return r.n
	}
	n := 0
	for range r.n {
		if n == len(text) {
			return 0
		}
		if text[n] < utf8.RuneSelf {
			n++
			continue
		}
		_, size := utf8.DecodeRune(text[n:])
		n += size
	}
	return n
}
