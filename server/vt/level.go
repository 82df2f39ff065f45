package vt

import "gmux/server/vt/parser"

// maxLevel is the level of conformance that a terminal starts with and RIS goes back to: a VT500's.
const maxLevel = 5

// setLevel is DECSCL, Select Conformance Level.
//
//	CSI Pl ; Pc " p    Pl: 61 to 65, for a VT100 to a VT500; Pc: how answers are introduced
//
// See https://vt100.net/docs/vt510-rm/DECSCL.html. It resets as DECSTR does, as in xterm and DEC STD 070, where
// the manuals of later terminals have RIS. Below the level of a control it does nothing: levels, in dispatch.go,
// and modeTable say which. Answers are 7-bit always, as under S7C1T.
func (t *Terminal) setLevel(p *parser.Params) {
	n := p.Get(0, 0) - 60
	if n < 1 || n > maxLevel {
		return
	}
	t.softReset()
	t.level = n
}
