package parser

import (
	"bytes"
	"unicode/utf8"

	"gmux/server/vt/serial"
)

// MaxString bounds the payload of an OSC or DCS. A longer one is swallowed to its end. It is tmux's bound;
// what is worth sending that way (the clipboard) is below it.
const MaxString = 1 << 20

// keepString is how much of the string buffer stays allocated between strings.
const keepString = 1 << 16

// A Sequence is an escape sequence or a control sequence without its parameters.
type Sequence struct {
	Leader       byte // one of <=>? or 0
	Intermediate byte // 0x20 to 0x2f, or 0
	Final        byte
}

// A Handler is told what the bytes are. What it is passed is valid only during the call.
type Handler interface {
	ASCII(p []byte)                             // a run of 0x20 to 0x7e
	Rune(r rune)                                // a code point from U+00A0; U+FFFD for what is not UTF-8
	Execute(c byte)                             // a C0 control, or a C1 control that begins nothing
	CSI(s Sequence, p *Params)                  // a control sequence
	ESC(s Sequence)                             // an escape sequence
	OSC(p []byte, bel bool)                     // an operating system command; bel: it ended in BEL
	DCS(s Sequence, params *Params, str []byte) // a device control string that it has use for
	Collects(s Sequence) bool                   // whether it has; others, pictures above all, are swallowed and not kept
}

// A Parser holds the state between two calls of Feed. The zero value is ready.
type Parser struct {
	state         state
	from          state // the string state that stringEscape came from
	leader        byte
	inter         [maxIntermediates]byte
	ninter        int
	tooMany       bool // intermediates: the sequence is ignored
	final         byte // of a DCS
	params        Params
	str           []byte
	overflow      bool // str hit MaxString
	partial       [utf8.UTFMax]byte
	npartial      int
	pendingC1Lead bool // in a string: 0xc2 was the last byte, 0x9c would end it
}

// Feed parses p.
func (ps *Parser) Feed(h Handler, p []byte) {
	for len(p) > 0 {
		switch {
		case ps.inString():
			p = ps.feedString(h, p)
		case ps.npartial > 0 || p[0] >= utf8.RuneSelf:
			p = ps.feedUTF8(h, p)
		case ps.state == ground:
			p = ps.feedGround(h, p)
		default:
			ps.step(h, p[0])
			p = p[1:]
		}
	}
}

// feedGround takes text, controls, and control sequences as most are, until something else comes.
func (ps *Parser) feedGround(h Handler, p []byte) []byte {
	for len(p) > 0 && ps.state == ground {
		switch b := p[0]; {
		case b >= utf8.RuneSelf:
			p = ps.feedUTF8(h, p)
		case b == 0x1b:
			n := ps.simpleCSI(h, p)
			if n == 0 {
				ps.step(h, b)
				n = 1
			}
			p = p[n:]
		case b < 0x20: // one control, which cannot leave the ground state
			h.Execute(b)
			p = p[1:]
		case b == 0x7f: // DEL is nothing
			p = p[1:]
		default:
			n := serial.ASCIILen(p)
			h.ASCII(p[:n])
			p = p[n:]
		}
	}
	return p
}

func (ps *Parser) inString() bool { return ps.state >= dcsIgnore && ps.state <= otherString }

// simpleCSI dispatches the control sequence that p begins with, without the table, and returns its length. It
// returns 0, and nothing has happened, if p does not begin with one that is whole and has nothing but a leader,
// parameters and a final byte.
func (ps *Parser) simpleCSI(h Handler, p []byte) int {
	if len(p) < 3 || p[1] != '[' {
		return 0
	}
	i, leader := 2, byte(0)
	if p[2]-'<' < 4 {
		i, leader = 3, p[2]
	}
	q := &ps.params
	q.reset()
	v := int32(-1)
	for ; i < len(p); i++ {
		switch b := p[i]; {
		case b-'0' <= 9:
			v = min(max(v, 0)*10+int32(b-'0'), maxValue)
		case b == ';' || b == ':':
			if q.n >= maxParams-1 {
				return 0
			}
			q.value[q.n] = v
			q.n++
			if v = -1; b == ':' {
				q.sub |= 1 << q.n
			}
		case b >= '@' && b <= '~':
			if q.n > 0 || v >= 0 {
				q.value[q.n] = v
				q.n++
			}
			h.CSI(Sequence{leader, 0, b}, q)
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// feedUTF8 takes a run of code points, and what there is of one that p does not hold whole.
func (ps *Parser) feedUTF8(h Handler, p []byte) []byte {
	if ps.npartial > 0 {
		return ps.finishPartial(h, p)
	}
	for len(p) > 0 && p[0] >= utf8.RuneSelf {
		r, n := utf8.DecodeRune(p)
		if r == utf8.RuneError && n == 1 {
			if !utf8.FullRune(p) {
				ps.npartial = copy(ps.partial[:], p)
				return nil
			}
			n = invalidLen(p)
		}
		p = p[n:]
		if ps.state == ground && r >= 0xa0 {
			h.Rune(r)
			continue
		}
		ps.rune(h, r)
		break
	}
	return p
}

// finishPartial adds bytes to a code point that an earlier call left unfinished until it is one or cannot be.
func (ps *Parser) finishPartial(h Handler, p []byte) []byte {
	for i, b := range p {
		n := ps.npartial
		ps.partial[n] = b
		if n++; !utf8.FullRune(ps.partial[:n]) {
			ps.npartial = n
			continue
		}
		r, size := utf8.DecodeRune(ps.partial[:n])
		ps.npartial = 0
		ps.rune(h, r)
		if r == utf8.RuneError && size == 1 {
			return p[i:] // b is not part of it
		}
		return p[i+1:]
	}
	return nil
}

// invalidLen is how many bytes one U+FFFD stands for: the longest beginning of a code point that goes
// wrong after it, or one byte (Unicode 3.9, "maximal subpart"). p is at least a full, invalid sequence.
func invalidLen(p []byte) int {
	n := 1
	for n < len(p) && n < utf8.UTFMax && !utf8.FullRune(p[:n]) {
		n++
	}
	if n > 1 {
		n-- // the byte that made it invalid is read again
	}
	return n
}

// rune handles a code point above U+007F outside of strings.
func (ps *Parser) rune(h Handler, r rune) {
	switch {
	case r < 0xa0:
		ps.c1(h, byte(r))
	case ps.state == ground:
		h.Rune(r)
	case ps.state == csiEntry || ps.state == csiParam || ps.state == csiIntermediate:
		ps.state = csiIgnore // text cannot be part of a sequence; it goes with it
	case ps.state == escape || ps.state == escapeIntermediate:
		ps.state = ground
	case ps.state == dcsEntry || ps.state == dcsParam || ps.state == dcsIntermediate:
		ps.state = dcsIgnore
	case ps.state == stringEscape:
		ps.state = ground
		ps.clear()
	}
}

// c1 is a C1 control: what ESC and the character 0x40 below it would be.
func (ps *Parser) c1(h Handler, c byte) {
	ps.clear()
	ps.state = escape
	switch e := table[escape][c-0x40]; e.action {
	case start, startOSC:
		ps.step(h, c-0x40)
	default:
		ps.state = ground
		h.Execute(c)
	}
}

// step runs the machine for one byte below 0x80.
func (ps *Parser) step(h Handler, b byte) {
	e := table[ps.state][b]
	from := ps.state
	ps.state = e.next
	switch e.action {
	case execute:
		h.Execute(b)
	case start, startOSC:
		ps.clear()
	case collect:
		ps.collect(b)
	case param:
		if b == ';' || b == ':' {
			ps.params.separator(b)
		} else {
			ps.params.digit(b)
		}
	case dispatchESC:
		if !ps.tooMany {
			h.ESC(Sequence{0, ps.inter[0], b})
		}
	case dispatchCSI:
		if !ps.tooMany {
			h.CSI(Sequence{ps.leader, ps.inter[0], b}, &ps.params)
		}
	case startString:
		ps.final = b
		if ps.tooMany || !h.Collects(Sequence{ps.leader, ps.inter[0], b}) {
			ps.state = dcsIgnore
		}
	case endString:
		ps.end(h, false)
	case resume:
		if b == 0x1b && ps.passesThrough() {
			ps.state = dcsString
			ps.put(b)
			return
		}
		ps.clear()
		ps.step(h, b)
	}
	if e.next == stringEscape {
		ps.from = from
	}
}

// passesThrough reports whether the string is one for the terminal outside, DCS tmux; in which tmux has each ESC doubled.
func (ps *Parser) passesThrough() bool {
	return ps.from == dcsString && ps.leader == 0 && ps.ninter == 0 && ps.final == 't' && (ps.overflow || bytes.HasPrefix(ps.str, []byte("mux;")))
}

// clear forgets what was collected: for a sequence, for a string too.
func (ps *Parser) clear() {
	ps.clearSequence()
	ps.str, ps.overflow, ps.pendingC1Lead = ps.str[:0], false, false
	if cap(ps.str) > keepString {
		ps.str = nil
	}
}

func (ps *Parser) clearSequence() {
	ps.leader, ps.inter, ps.ninter, ps.tooMany = 0, [maxIntermediates]byte{}, 0, false
	ps.params.reset()
}

func (ps *Parser) collect(b byte) {
	switch {
	case b >= '<':
		ps.leader = b
	case ps.ninter == maxIntermediates:
		ps.tooMany = true
	default:
		ps.inter[ps.ninter] = b
		ps.ninter++
		ps.tooMany = ps.ninter > 1 // nothing that terminals know has two
	}
}
