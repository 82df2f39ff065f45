package vt

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// requestPresentation is DECRQPSR, Request Presentation State Report.
//
//	CSI Ps $ w    1: DECCIR, about the cursor; 2: DECTABSR, tab stops
//
// See https://vt100.net/docs/vt510-rm/DECRQPSR.html.
func (t *Terminal) requestPresentation(p *parser.Params) {
	switch p.Get(0, 0) {
	case 1:
		t.reply("\x1bP1$u" + t.cursorInformation() + "\x1b\\")
	case 2:
		t.reply("\x1bP2$u" + t.tabStops() + "\x1b\\")
	}
}

// restorePresentation is DECRSPS, Restore Presentation State: what DECRQPSR answered is made so again.
//
//	DCS Ps $ t Pt ST    1: DECCIR, 2: DECTABSR
//
// See https://vt100.net/docs/vt510-rm/DECRSPS.html. A report that is not whole changes nothing.
func (t *Terminal) restorePresentation(p *parser.Params, str []byte) {
	switch p.Get(0, 0) {
	case 1:
		t.restoreCursorInformation(string(str))
	case 2:
		t.restoreTabStops(str)
	}
}

// The bits of DECCIR's rendition, added to '@', and of its flags.
const (
	cirBold = 1 << iota
	cirUnderline
	cirBlink
	cirReverse
	cirConceal
)

const (
	cirOrigin = 1 << iota
	cirSS2
	cirSS3
	cirWrap
)

// cirAttrs are the attributes among them; the underline is a kind.
var cirAttrs = map[int]grid.Attr{cirBold: grid.Bold, cirBlink: grid.Blink, cirReverse: grid.Reverse, cirConceal: grid.Conceal}

// cursorInformation is DECCIR, Cursor Information Report: row, column, page, rendition, protection, flags, the sets in
// GL and GR, sizes of the sets, and the sets themselves. GR is said to be G2, as a terminal of 7 bits has it.
// See https://vt100.net/docs/vt510-rm/DECCIR.html.
func (t *Terminal) cursorInformation() string {
	c, rendition, flags := &t.cur, 0, 0
	for bit, a := range cirAttrs {
		if c.pen.Has(a) {
			rendition |= bit
		}
	}
	if c.pen.Underline != grid.UnderlineNone {
		rendition |= cirUnderline
	}
	for bit, on := range map[int]bool{cirOrigin: c.origin, cirSS2: c.charsets.single == 2, cirSS3: c.charsets.single == 3, cirWrap: c.pending} {
		if on {
			flags |= bit
		}
	}
	protected := 0
	if c.pen.Has(grid.Protected) {
		protected = 1
	}
	sets := ""
	for _, set := range c.charsets.g {
		sets += string(set.final())
	}
	return fmt.Sprintf("%d;%d;1;%c;%c;%c;%d;2;@;%s",
		t.originRow(c.row)+1, t.originCol(c.col)+1, '@'+rendition, '@'+protected, '@'+flags, c.charsets.gl, sets)
}

func (t *Terminal) restoreCursorInformation(s string) {
	parts := strings.Split(s, ";")
	if len(parts) != 10 || len(parts[9]) != 4 {
		return
	}
	row, err1 := strconv.Atoi(parts[0])
	col, err2 := strconv.Atoi(parts[1])
	gl, err3 := strconv.Atoi(parts[6])
	var bits [3]int
	for i, p := range parts[3:6] {
		if len(p) != 1 || p[0] < '@' || p[0] > 0x7e {
			return
		}
		bits[i] = int(p[0] - '@')
	}
	if err1 != nil || err2 != nil || err3 != nil || row < 1 || col < 1 || gl < 0 || gl > 3 {
		return
	}
	for i := range t.cur.charsets.g {
		t.cur.charsets.g[i] = charsetOf(parts[9][i])
	}
	t.cur.charsets.gl = uint8(gl)
	t.restoreRendition(bits[0], bits[1])
	t.restoreFlags(bits[2], min(row, maxSize), min(col, maxSize))
}

func (t *Terminal) restoreRendition(rendition, protected int) {
	pen := &t.cur.pen
	for bit, a := range cirAttrs {
		if pen.Attrs &^= a; rendition&bit != 0 {
			pen.Attrs |= a
		}
	}
	if pen.Underline = grid.UnderlineNone; rendition&cirUnderline != 0 {
		pen.Underline = grid.UnderlineSingle
	}
	if pen.Attrs &^= grid.Protected; protected&1 != 0 {
		pen.Attrs |= grid.Protected
	}
	t.penKnown = false
}

// restoreFlags puts the cursor to a row and a column that count from 1, by DECOM as it shall be.
func (t *Terminal) restoreFlags(flags, row, col int) {
	t.cur.origin = flags&cirOrigin != 0
	t.cur.charsets.single = 0
	switch {
	case flags&cirSS2 != 0:
		t.cur.charsets.single = 2
	case flags&cirSS3 != 0:
		t.cur.charsets.single = 3
	}
	t.goTo(row-1, col-1)
	t.cur.pending = flags&cirWrap != 0 && t.modes.has(modeAutowrap) && t.cur.col == t.rightEdge()
}

// tabStops is DECTABSR, Tab Stop Report: the columns, set off by slashes.
// See https://vt100.net/docs/vt510-rm/DECTABSR.html.
func (t *Terminal) tabStops() string {
	var stops []string
	for col, stop := range t.tabs {
		if stop {
			stops = append(stops, strconv.Itoa(col+1))
		}
	}
	return strings.Join(stops, "/")
}

func (t *Terminal) restoreTabStops(str []byte) {
	tabs := make([]bool, t.cols)
	for _, s := range bytes.FieldsFunc(str, func(r rune) bool { return r == '/' }) {
		col, err := strconv.Atoi(string(s))
		if err != nil {
			return
		}
		if col >= 1 && col <= t.cols {
			tabs[col-1] = true
		}
	}
	t.tabs = tabs
}
