package screen

import "gmux/protocol"

// A painter brings cells onto a terminal. Positions are on the outer screen. What it is told goes out with flush.
type painter interface {
	// start takes the terminal: alternate screen, the modes that painting needs, a blank screen. preamble is
	// sent before the screen is cleared, so that what a terminal prints of a query which it does not know is gone.
	start(rows, cols int, preamble string) error
	// resize tells a new size; the screen's content is not known any more and is cleared.
	resize(rows, cols int)
	// clear blanks the screen.
	clear()
	// scroll moves rows as protocol.AppendScroll says. False: the terminal cannot, draw them instead.
	scroll(top, bottom, n int, down bool) bool
	// draw draws cells from row and col on; a wide cluster is given whole.
	draw(row, col int, cells []cell)
	// cursor says where the cursor is after the frame.
	cursor(protocol.Cursor)
	// raw sends seq, which moves neither cursor nor colours, with the frame.
	raw(seq string)
	// flush writes what there is, at once.
	flush() error
	// stop lets go of the terminal.
	stop()
}

// An appearance is what a painter reads of a screen: cells refer to it.
type appearance struct {
	shadow
	terminal Terminal
}

// style is what a cell's style looks like on this terminal.
func (a *appearance) style(i uint32) protocol.StyleDef { return a.terminal.adapt(a.pool.styles[i]) }

// text appends the cell's text, checked once more and as far as the terminal can show it.
func (a *appearance) text(dst []byte, c cell) []byte {
	if c.text&clusterBit != 0 {
		return a.terminal.appendText(dst, a.pool.clusters[c.text&^clusterBit], int(c.width))
	}
	if c.text >= 0x20 && c.text < 0x7f {
		return append(dst, byte(c.text))
	}
	return a.terminal.appendText(dst, string(rune(c.text)), int(c.width))
}
