package screen

import (
	"hash/fnv"
	"io"
	"strconv"

	"gmux/protocol"
)

// A direct painter speaks xterm's language. It knows what the terminal's cursor and style are and says what differs.
type direct struct {
	*appearance
	w          io.Writer
	rows, cols int

	buf, out []byte
	row, col int               // the active position; col is unknown after what terminals disagree about
	style    protocol.StyleDef // the terminal's
	last     uint32            // the pool's index that style came from, in this epoch
	epoch    uint32
	shown    protocol.Cursor // as the terminal has it
	want     protocol.Cursor // after the frame
}

const unknown = -1

func newDirect(a *appearance, w io.Writer) *direct { return &direct{appearance: a, w: w} }

func (d *direct) start(rows, cols int, preamble string) error {
	d.rows, d.cols = rows, cols
	d.buf = append(d.buf[:0], "\x1b[?1049h"+ // the alternate screen; the cursor is saved
		"\x1b[22;0;0t"+ // XTWINOPS: the titles are saved
		preamble+
		"\x1b[?1h\x1b="+ // application cursor keys and keypad: every key can be told from every other
		"\x1b[?2004h"+ // bracketed paste
		"\x1b[?69l\x1b[?6l\x1b[r\x1b[4l"+ // margins, origin, insertion: as a screen should be
		"\x1b(B\x0f"+ // ASCII in G0
		"\x1b[?7l"+ // no autowrap: the last column is a column like the others
		"\x1b[?25l"...)
	d.shown = protocol.Cursor{}
	d.clear()
	return nil
}

func (d *direct) stop() {}

func (d *direct) resize(rows, cols int) {
	d.rows, d.cols = rows, cols
	// Some terminals reset the margins, some do not; and none say where the cursor is.
	d.buf = append(d.buf, "\x1b[r"...)
	d.clear()
}

func (d *direct) clear() {
	d.resetStyle()
	d.buf = append(d.buf, "\x1b[H\x1b[2J"...)
	d.row, d.col = 0, 0
}

// resetStyle makes erased cells blank where erasing takes the background colour.
func (d *direct) resetStyle() {
	d.closeLink()
	d.buf = append(d.buf, "\x1b[m"...)
	d.style, d.last, d.epoch = protocol.StyleDef{}, 0, d.pool.epoch
}

func (d *direct) closeLink() {
	if d.style.Link != "" {
		d.buf = append(d.buf, "\x1b]8;;\x1b\\"...)
		d.style.Link = ""
		d.last = unknownStyle
	}
}

// unknownStyle is no index of the pool.
const unknownStyle = ^uint32(0)

// scroll uses DL and IL where the region ends at the bottom of the screen, else a scroll region with SU and SD.
//
// See ECMA-48 8.3.32 (DL), 8.3.67 (IL), 8.3.147 (SU), 8.3.113 (SD); DECSTBM moves the cursor home.
func (d *direct) scroll(top, bottom, n int, down bool) bool {
	if d.style != (protocol.StyleDef{}) {
		d.resetStyle()
	}
	if bottom == d.rows {
		d.move(top, 0)
		d.csi(n, choose(down, 'L', 'M'))
		return true
	}
	d.buf = append(d.buf, "\x1b["...)
	d.buf = strconv.AppendInt(d.buf, int64(top+1), 10)
	d.buf = append(d.buf, ';')
	d.buf = strconv.AppendInt(d.buf, int64(bottom), 10)
	d.buf = append(d.buf, 'r')
	d.csi(n, choose(down, 'T', 'S'))
	d.buf = append(d.buf, "\x1b[r"...)
	d.row, d.col = 0, 0
	return true
}

func choose(down bool, yes, no byte) byte {
	if down {
		return yes
	}
	return no
}

// csi appends CSI n final, without n where it is 1.
func (d *direct) csi(n int, final byte) {
	d.buf = append(d.buf, "\x1b["...)
	if n != 1 {
		d.buf = strconv.AppendInt(d.buf, int64(n), 10)
	}
	d.buf = append(d.buf, final)
}

func (d *direct) draw(row, col int, cells []cell) {
	for i := 0; i < len(cells); {
		c := cells[i]
		if n := d.erasable(col+i, cells[i:]); n > 0 {
			d.move(row, col+i)
			d.setStyle(c.style)
			d.erase(col+i, n)
			i += n
			continue
		}
		d.move(row, col+i)
		d.setStyle(c.style)
		if c.text < 0x7f {
			i += d.putASCII(cells[i:])
			continue
		}
		d.put(c)
		i += max(1, int(c.width))
	}
}

// putASCII draws the first cells as far as they are ASCII of one style, up to the next blank, which might be one of
// many, and returns how many there are.
func (d *direct) putASCII(cells []cell) int {
	n, style := 0, cells[0].style
	for n < len(cells) && cells[n].text < 0x7f && cells[n].style == style && (n == 0 || cells[n].text != ' ') {
		d.buf = append(d.buf, byte(cells[n].text))
		n++
	}
	d.advance(n)
	return n
}

// put draws one cluster at the active position.
func (d *direct) put(c cell) {
	if d.contested(c) {
		d.putContested(c)
		return
	}
	d.buf = d.text(d.buf, c)
	d.advance(int(c.width))
}

// putContested clears the cluster's columns first, since the terminal may not cover them all, and gives up
// knowing where the cursor is. A lone mark goes onto the blank.
func (d *direct) putContested(c cell) {
	row, col := d.row, d.col
	d.buf = append(d.buf, "  "[:c.width]...)
	text := d.text(nil, c)
	if standsAlone(text) || c.width > 1 {
		d.col = unknown
		d.move(row, col)
	}
	d.buf = append(d.buf, text...)
	d.col = unknown
}

// advance moves the known position. Beyond the last column it stays unknown: without autowrap a terminal may
// be on the column or behind it.
func (d *direct) advance(width int) {
	if d.col += width; d.col >= d.cols {
		d.col = unknown
	}
}

// erasable is how many of the first cells ECH or EL can draw, if that is shorter than drawing them.
func (d *direct) erasable(col int, cells []cell) int {
	first := cells[0]
	if first.text != ' ' || first.width != 1 || !d.isPlain(first.style) {
		return 0
	}
	n := 1
	for n < len(cells) && cells[n] == first {
		n++
	}
	if col+n == d.cols && n > 3 || n > 12 {
		return n
	}
	return 0
}

// isPlain says whether a blank of this style is what erasing leaves: at most a background colour, where the
// terminal erases with it.
func (d *direct) isPlain(index uint32) bool {
	s := d.appearance.style(index)
	s.Fg, s.Ul = 0, 0
	s.Attrs &^= protocol.AttrBold | protocol.AttrDim | protocol.AttrItalic | protocol.AttrBlink
	if d.terminal.bce {
		s.Bg = 0
	}
	return s == protocol.StyleDef{}
}

// erase is EL (ECMA-48 8.3.41) up to the right edge and ECH (8.3.38) elsewhere; neither moves the cursor.
func (d *direct) erase(col, n int) {
	if col+n == d.cols {
		d.buf = append(d.buf, "\x1b[K"...)
		return
	}
	d.csi(n, 'X')
}

// move goes to a position, the shortest way of those that every terminal knows.
func (d *direct) move(row, col int) {
	switch {
	case row == d.row && col == d.col:
		return
	case row == d.row && col == 0:
		d.buf = append(d.buf, '\r')
	case row == d.row && d.col != unknown && col > d.col:
		d.csi(col-d.col, 'C')
	case row == d.row+1 && col == 0:
		d.buf = append(d.buf, '\r', '\n')
	default:
		d.buf = append(d.buf, "\x1b["...)
		if row > 0 || col > 0 {
			d.buf = strconv.AppendInt(d.buf, int64(row+1), 10)
		}
		if col > 0 {
			d.buf = append(d.buf, ';')
			d.buf = strconv.AppendInt(d.buf, int64(col+1), 10)
		}
		d.buf = append(d.buf, 'H')
	}
	d.row, d.col = row, col
}

func (d *direct) setStyle(index uint32) {
	if index == d.last && d.epoch == d.pool.epoch {
		return
	}
	want := d.appearance.style(index)
	d.buf = appendSGR(d.buf, d.style, want)
	if want.Link != d.style.Link {
		d.buf = appendLink(d.buf, want.Link)
	}
	d.style, d.last, d.epoch = want, index, d.pool.epoch
}

// appendLink is OSC 8. The id makes a link of several runs one, which is lit up as a whole.
func appendLink(dst []byte, uri string) []byte {
	if uri == "" {
		return append(dst, "\x1b]8;;\x1b\\"...)
	}
	h := fnv.New32a()
	io.WriteString(h, uri)
	dst = append(dst, "\x1b]8;id=g"...)
	dst = strconv.AppendUint(dst, uint64(h.Sum32()), 36)
	dst = append(dst, ';')
	dst = append(dst, uri...)
	return append(dst, "\x1b\\"...)
}

func (d *direct) raw(seq string) { d.buf = append(d.buf, seq...) }

func (d *direct) cursor(c protocol.Cursor) { d.want = c }
