package vt

import (
	"unicode/utf8"

	"gmux/server/vt/parser"
)

// A charset is one of the sets of 94 characters that can stand in G0 to G3. Checkpoints have these numbers.
type charset uint8

const (
	charsetASCII charset = iota
	charsetGraphics
	charsetUK
)

// charsets says which set each code range means. GR is not here: with UTF-8 the bytes above 0x7f are text.
type charsets struct {
	g      [4]charset
	gl     uint8
	single uint8 // G2 or G3 for one character (SS2 or SS3), or 0
}

// plain reports whether ASCII is just ASCII.
func (c *charsets) plain() bool { return c.single == 0 && c.g[c.gl] == charsetASCII }

// graphics are the DEC Special Graphics from 0x5f, the blank, to 0x7e.
var graphics = []rune(" ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")

// translate is what a character from 0x20 to 0x7e means now. It uses up a single shift.
func (c *charsets) translate(r rune) rune {
	set := c.g[c.gl]
	if c.single != 0 {
		set, c.single = c.g[c.single], 0
	}
	return set.rune(r)
}

// rune is what a character from 0x20 to 0x7e means in the set.
func (set charset) rune(r rune) rune {
	switch {
	case set == charsetGraphics && r >= 0x5f && r < utf8.RuneSelf-1:
		return graphics[r-0x5f]
	case set == charsetUK && r == '#':
		return '£'
	}
	return r
}

// designate is SCS, Select Character Set: one of the sets becomes G0 to G3.
//
//	ESC ( F    ESC ) F    ESC * F    ESC + F    F: B ASCII, 0 DEC Special Graphics, A United Kingdom
//
// See https://vt100.net/docs/vt510-rm/SCS.html. Any other set counts as ASCII, as in xterm without
// national replacement sets.
func (t *Terminal) designate(s parser.Sequence) {
	t.cur.charsets.g[s.Intermediate-'('] = charsetOf(s.Final)
}

func charsetOf(final byte) charset {
	switch final {
	case '0', '2':
		return charsetGraphics
	case 'A':
		return charsetUK
	}
	return charsetASCII
}

// final is what designates the set.
func (c charset) final() byte {
	return [...]byte{charsetASCII: 'B', charsetGraphics: '0', charsetUK: 'A'}[c]
}

// shift is LS0 (SI), LS1 (SO), LS2, Locking Shift Two (ESC n), and LS3, Locking Shift Three (ESC o): which of G0
// to G3 text is in.
func (t *Terminal) shift(g uint8) { t.cur.charsets.gl = g }

// singleShift is SS2, Single Shift Two (ESC N), and SS3, Single Shift Three (ESC O): the next character is of G2
// or G3.
func (t *Terminal) singleShift(g uint8) { t.cur.charsets.single = g }
