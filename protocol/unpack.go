package protocol

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// ErrFrame is what every fault of a packed style or operation wraps.
var ErrFrame = errors.New("bad frame")

// An OpHandler is told the operations of a frame, one after the other. Positions are on the screen, and text is
// printable. Byte slices are parts of the frame.
type OpHandler interface {
	Scroll(top, bottom, n int, down bool)
	ASCII(row, col int, style uint32, text []byte)
	Cluster(row, col int, style uint32, width int, text []byte)
	Fill(row, col int, style uint32, n int, c byte)
}

// DecodeStyles calls define for each style of p.
func DecodeStyles(p []byte, define func(StyleDef)) error {
	u := unpacker{p: p}
	for len(u.p) > 0 && u.err == nil {
		s := StyleDef{
			ID: u.number(MaxStyles - 1),
			Fg: u.colour(), Bg: u.colour(), Ul: u.colour(),
			Attrs:     StyleAttr(u.number(uint32(attrAll))),
			Underline: uint8(u.number(maxUnderline)),
			Link:      string(u.link()),
		}
		if s.ID == 0 && s != (StyleDef{}) {
			u.fail("style 0 is the default one")
		}
		if u.err == nil {
			define(s)
		}
	}
	return u.err
}

// DecodeOps calls h for each operation of p on a screen of rows and cols. Operations before a fault have been handed
// on when the error returns; the picture is then of no more use.
func DecodeOps(p []byte, rows, cols int, h OpHandler) error {
	u := unpacker{p: p, rows: uint32(rows), cols: uint32(cols)}
	for len(u.p) > 0 && u.err == nil {
		switch op := u.number(opFill); op {
		case opScroll:
			u.scroll(h)
		case opASCII:
			u.ascii(h)
		case opText:
			u.text(h)
		case opFill:
			u.fill(h)
		default:
			u.fail("operation %d", op)
		}
	}
	return u.err
}

const (
	attrAll      = AttrOverline<<1 - 1
	maxUnderline = 5
)

// An unpacker reads packed numbers. The first fault sticks.
type unpacker struct {
	p          []byte
	rows, cols uint32
	err        error
}

func (u *unpacker) scroll(h OpHandler) {
	top := u.number(u.rows)
	bottom := u.number(u.rows)
	n := u.number(u.rows)
	down := u.number(1)
	if u.err == nil && (top >= bottom || n == 0 || n > bottom-top) {
		u.fail("scroll of the rows %d to %d by %d", top, bottom, n)
	}
	if u.err == nil {
		h.Scroll(int(top), int(bottom), int(n), down == 1)
	}
}

func (u *unpacker) ascii(h OpHandler) {
	row, col, style := u.start()
	text := u.bytes(u.number(u.cols - col))
	if len(text) == 0 {
		u.fail("empty run")
	}
	for _, c := range text {
		u.printable(c)
	}
	if u.err == nil {
		h.ASCII(int(row), int(col), style, text)
	}
}

func (u *unpacker) text(h OpHandler) {
	row, col, style := u.start()
	n := u.number(u.cols - col)
	if n == 0 {
		u.fail("empty run")
	}
	for ; n > 0 && u.err == nil; n-- {
		width := u.number(min(2, u.cols-col))
		text := u.bytes(u.number(MaxCluster))
		if width == 0 {
			u.fail("cluster without a column")
		}
		if u.err == nil && !ValidCluster(text) {
			u.fail("cluster %q", text)
		}
		if u.err == nil {
			h.Cluster(int(row), int(col), style, int(width), text)
		}
		col += width
	}
}

func (u *unpacker) fill(h OpHandler) {
	row, col, style := u.start()
	n := u.number(u.cols - col)
	c := u.bytes(1)
	if n == 0 {
		u.fail("empty run")
	}
	if u.err == nil {
		u.printable(c[0])
	}
	if u.err == nil {
		h.Fill(int(row), int(col), style, int(n), c[0])
	}
}

// start reads where a run begins: on the screen.
func (u *unpacker) start() (row, col, style uint32) {
	row, col, style = u.number(u.rows), u.number(u.cols), u.number(MaxStyles-1)
	if u.err == nil && (row == u.rows || col == u.cols) {
		u.fail("run at row %d, column %d of a screen of %dx%d", row, col, u.cols, u.rows)
	}
	return row, col, style
}

func (u *unpacker) printable(c byte) {
	if c < 0x20 || c > 0x7e {
		u.fail("byte %#02x in a run", c)
	}
}

// colour accepts the default, an index of 256, or 24 bits of RGB.
func (u *unpacker) colour() uint32 {
	c := u.number(ColourRGB | 0xffffff)
	if index := c &^ ColourIndex; c != 0 && c < ColourRGB && (c < ColourIndex || index > math.MaxUint8) {
		u.fail("colour %#x", c)
	}
	return c
}

// link accepts what can stand in OSC 8: printable ASCII.
func (u *unpacker) link() []byte {
	link := u.bytes(u.number(MaxLink))
	for _, c := range link {
		if c < 0x20 || c > 0x7e {
			u.fail("byte %#02x in a link", c)
		}
	}
	return link
}

// number reads a varint of at most limit.
func (u *unpacker) number(limit uint32) uint32 {
	if u.err != nil {
		return 0
	}
	v, n := binary.Uvarint(u.p)
	switch {
	case n <= 0:
		u.fail("cut short in a number")
		return 0
	case v > uint64(limit):
		u.fail("number %d, the limit is %d", v, limit)
		return 0
	}
	u.p = u.p[n:]
	return uint32(v)
}

func (u *unpacker) bytes(n uint32) []byte {
	if u.err != nil {
		return nil
	}
	if uint64(n) > uint64(len(u.p)) {
		u.fail("cut short in a text of %d bytes", n)
		return nil
	}
	text := u.p[:n:n]
	u.p = u.p[n:]
	return text
}

func (u *unpacker) fail(format string, args ...any) {
	if u.err == nil {
		u.err = fmt.Errorf("%w: %s", ErrFrame, fmt.Sprintf(format, args...))
	}
}

// ValidCluster says whether text can stand in a cell: UTF-8 of 1 to MaxCluster bytes without C0, DEL and C1
// controls, which the outer terminal would obey.
func ValidCluster(text []byte) bool {
	if len(text) == 0 || len(text) > MaxCluster {
		return false
	}
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if r == utf8.RuneError && n <= 1 || r < 0x20 || r >= 0x7f && r < 0xa0 {
			return false
		}
		text = text[n:]
	}
	return true
}
