package parser

import "gmux/server/vt/serial"

// feedString takes what belongs to a control string and stops at what does not.
func (ps *Parser) feedString(h Handler, p []byte) []byte {
	if ps.pendingC1Lead {
		ps.pendingC1Lead = false
		if p[0] == 0x9c { // U+009C, ST; 0xc2 only ever leads, so this is no part of a longer code point
			ps.endString(h)
			return p[1:]
		}
		ps.put(0xc2)
	}
	n := stringLen(p)
	ps.putRun(p[:n])
	if n == len(p) {
		return nil
	}
	if p[n] == 0xc2 {
		ps.pendingC1Lead = true
		return p[n+1:]
	}
	ps.stringControl(h, p[n])
	return p[n+1:]
}

// stringLen is the length of the run of string bytes that need no look: neither C0 controls nor 0xc2. Most of what is long
// is base64 or sixels.
func stringLen(p []byte) int {
	n := 0
	for n < len(p) {
		n += serial.ASCIILen(p[n:])
		for n < len(p) && p[n] >= 0x7f {
			if p[n] == 0xc2 {
				return n
			}
			n++
		}
		if n < len(p) && p[n] < 0x20 {
			return n
		}
	}
	return n
}

// stringControl handles a C0 control within a string.
func (ps *Parser) stringControl(h Handler, b byte) {
	e := table[ps.state][b]
	switch e.action {
	case put:
		ps.put(b)
	case endBEL:
		ps.end(h, true)
	case cancel:
		ps.clear()
	}
	if e.next == stringEscape {
		ps.from = ps.state
	}
	ps.state = e.next
}

// endString is ST as one control.
func (ps *Parser) endString(h Handler) {
	ps.from = ps.state
	ps.state = ground
	ps.end(h, false)
}

// end hands the string over. ps.from is the state it was collected in, unless BEL ended it.
func (ps *Parser) end(h Handler, bel bool) {
	from := ps.from
	if bel {
		from = oscString
	}
	switch {
	case ps.overflow:
	case from == oscString:
		h.OSC(ps.str, bel)
	case from == dcsString:
		h.DCS(Sequence{ps.leader, ps.inter[0], ps.final}, &ps.params, ps.str)
	}
	ps.clear()
}

func (ps *Parser) collecting() bool {
	return (ps.state == oscString || ps.state == dcsString) && !ps.overflow
}

func (ps *Parser) put(b byte) {
	if ps.collecting() {
		if len(ps.str) == MaxString {
			ps.overflow, ps.str = true, nil
			return
		}
		ps.str = append(ps.str, b)
	}
}

func (ps *Parser) putRun(p []byte) {
	if ps.collecting() {
		if len(ps.str)+len(p) > MaxString {
			ps.overflow, ps.str = true, nil
			return
		}
		ps.str = append(ps.str, p...)
	}
}
