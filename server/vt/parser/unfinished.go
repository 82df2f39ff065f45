package parser

import "strconv"

// Unfinished is a sequence that has begun and not ended, as it would be written today: a C1 control as ESC and its letter,
// numbers without leading zeros. What is only swallowed, and not kept, is left out; so is the beginning of a code point.
func (ps *Parser) Unfinished() []byte {
	var out []byte
	switch ps.stringState() {
	case ground:
		return nil
	case escape, escapeIntermediate, otherString:
		out = append(out, '\x1b')
	case csiEntry, csiParam, csiIntermediate, csiIgnore:
		out = append(out, "\x1b["...)
	case oscString:
		out = append(out, "\x1b]"...)
	default:
		out = append(out, "\x1bP"...)
	}
	if ps.leader != 0 {
		out = append(out, ps.leader)
	}
	out = ps.params.appendTo(out)
	out = append(out, ps.inter[:ps.ninter]...)
	if ps.hasFinal() {
		out = append(out, ps.final)
	}
	out = append(out, ps.str...)
	if ps.state == stringEscape {
		out = append(out, '\x1b')
	}
	return out
}

func (p *Params) appendTo(out []byte) []byte {
	for i := range p.n {
		switch {
		case i == 0:
		case p.sub&(1<<i) != 0:
			out = append(out, ':')
		default:
			out = append(out, ';')
		}
		if p.value[i] >= 0 {
			out = strconv.AppendInt(out, int64(p.value[i]), 10)
		}
	}
	return out
}
