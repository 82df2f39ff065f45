package parser

import (
	"encoding/binary"
	"unicode/utf8"

	"gmux/server/vt/serial"
)

// Encode appends everything that the bytes so far have left behind, in one form only:
//
//	byte    state
//	bytes   what there is of an unfinished code point
//	        and nothing more in the ground state, else
//	byte    the state the string was in, if the state is that behind its ESC
//	byte    leader
//	bytes   intermediates
//	byte    final, if it is of a DCS
//	bool    string too long, bool U+009C begun
//	uint    4 bytes of flags: parameter i is a subparameter; bool: there were too many
//	list    of ints, the parameters
//	bytes   string
func (ps *Parser) Encode(e *serial.Encoder) {
	e.Out = append(e.Out, byte(ps.state))
	e.Bytes(ps.partial[:ps.npartial])
	if ps.state == ground {
		return
	}
	if ps.state == stringEscape {
		e.Out = append(e.Out, byte(ps.from))
	}
	e.Out = append(e.Out, ps.leader)
	e.Bytes(ps.inter[:ps.ninter])
	if ps.hasFinal() {
		e.Out = append(e.Out, ps.final)
	}
	e.Bool(ps.overflow, ps.pendingC1Lead)
	ps.params.encode(e)
	e.Bytes(ps.str)
}

func (ps *Parser) hasFinal() bool { return ps.stringState() == dcsString }

// stringState is the state, of the string if its terminator has begun.
func (ps *Parser) stringState() state {
	if ps.state == stringEscape {
		return ps.from
	}
	return ps.state
}

// Decode makes the parser what Encode wrote.
func (ps *Parser) Decode(d *serial.Decoder) {
	*ps = Parser{state: state(d.Byte())}
	ps.npartial = copy(ps.partial[:], d.Bytes(utf8.UTFMax-1))
	switch {
	case ps.state >= numStates:
		d.Fail("parser in state %d", ps.state)
	case ps.npartial > 0 && utf8.FullRune(ps.partial[:ps.npartial]):
		d.Fail("code point %x is finished", ps.partial[:ps.npartial])
	case ps.npartial > 0 && ps.inString():
		d.Fail("code point cut within a string")
	case ps.state != ground:
		ps.decodeSequence(d)
	}
}

func (ps *Parser) decodeSequence(d *serial.Decoder) {
	if ps.state == stringEscape {
		ps.from = state(d.Byte())
		if ps.from < dcsEntry || ps.from >= stringEscape {
			d.Fail("string in state %d", ps.from)
		}
	}
	if ps.leader = d.Byte(); ps.leader != 0 && (ps.leader < '<' || ps.leader > '?') {
		d.Fail("leader %x", ps.leader)
	}
	ps.ninter = copy(ps.inter[:], d.Bytes(maxIntermediates))
	ps.tooMany = ps.ninter > 1
	for _, b := range ps.inter[:ps.ninter] {
		if b < 0x20 || b > 0x2f {
			d.Fail("intermediate %x", b)
		}
	}
	if ps.hasFinal() {
		ps.final = d.Byte()
	}
	ps.overflow, ps.pendingC1Lead = d.Bool(), d.Bool()
	ps.params.decode(d)
	ps.str = append(ps.str, d.Bytes(MaxString)...)
	collects := ps.stringState() == dcsString || ps.stringState() == oscString
	if len(ps.str) > 0 && (ps.overflow || !collects) {
		d.Fail("string in state %d", ps.state)
	}
	if ps.pendingC1Lead && !ps.inString() {
		d.Fail("end of a string in state %d", ps.state)
	}
}

func (p *Params) encode(e *serial.Encoder) {
	e.Out = binary.LittleEndian.AppendUint32(e.Out, p.sub)
	e.Bool(p.full)
	e.Uint(uint64(p.n))
	for _, v := range p.value[:p.n] {
		e.Int(int(v))
	}
}

func (p *Params) decode(d *serial.Decoder) {
	if sub := d.Raw(4); sub != nil {
		p.sub = binary.LittleEndian.Uint32(sub)
	}
	p.full = d.Bool()
	p.n = d.Count(maxParams, 1)
	for i := range p.n {
		p.value[i] = int32(d.Int(-1, maxValue))
	}
	if p.full && p.n < maxParams || p.sub&^(1<<p.n-1)|p.sub&1 != 0 {
		d.Fail("subparameters %x of %d", p.sub, p.n)
	}
}
