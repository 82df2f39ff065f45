package syntax

import (
	"errors"
	"strings"
)

// condition reads %if to %endif. On lines of its own
//
//	%if FORMAT
//	commands
//	%elif FORMAT
//	commands
//	%else
//	commands
//	%endif
//
// or within one line, where it may stand among other commands: %if FORMAT a ; b %else c %endif. At most
// one branch is kept. Branches not taken are read, so their mistakes are seen, but their assignments are
// not carried out and their formats not expanded.
func (p *parser) condition(lines bool) (l List, multi bool, err error) {
	open := p.tok
	p.take()
	if p.nested == maxDepth {
		return nil, false, &Error{Line: open.line, Text: "conditions are nested too deeply"}
	}
	skip := p.skip
	p.nested++
	defer func() { p.skip = skip; p.nested-- }()

	holds, bad, err := p.choose(lines)
	if err != nil {
		return nil, false, err
	}
	t, err := p.peek()
	if err != nil {
		return nil, false, err
	}
	if multi = t.kind == tokNewline; multi && !lines {
		return nil, false, p.unexpected(t)
	}
	taken, last := bad, false // a branch was kept, or none can be; this is the one behind %else
	for {
		active := holds && !taken
		if p.skip = skip; !active {
			p.skip++
		}
		part, err := p.branch(multi)
		if err != nil {
			return nil, multi, err
		}
		if active {
			l, taken = part, true
		}
		p.skip = skip
		t := p.tok
		p.take()
		switch {
		case t.kind == tokEndif:
			return l, multi, nil
		case t.kind == tokEOF:
			p.report(&Error{Line: open.line, Text: "%if without %endif"})
			p.tok, p.ahead = t, true
			return l, multi, nil
		case last:
			return nil, multi, p.unexpected(t)
		case t.kind == tokElse:
			holds, last = true, true
		default:
			if taken {
				p.skip++ // its format is not wanted
			}
			holds, bad, err = p.choose(multi)
			if p.skip = skip; err != nil {
				return nil, multi, err
			}
			taken = taken || bad
		}
		if multi {
			if t, err := p.peek(); err != nil || t.kind != tokNewline && t.kind != tokEOF {
				return nil, multi, errors.Join(err, p.unexpected(t))
			}
		}
	}
}

// choose reads a condition's format. Where the branches stand on lines of their own a bad one is reported
// here, and then no branch from this one on can be chosen.
func (p *parser) choose(lines bool) (holds, bad bool, err error) {
	holds, err = p.test()
	rest, _, _ := strings.Cut(p.lx.text[p.lx.pos:], "\n")
	if err == nil || !lines || strings.Contains(rest, "%endif") {
		return holds, false, err
	}
	p.report(err)
	return false, true, p.skipStatement(func(kind) bool { return false })
}

// test reads a condition's format and says whether it holds.
func (p *parser) test() (bool, error) {
	t, err := p.peekAs(true)
	if err != nil {
		return false, err
	}
	if t.kind != tokWord && t.kind != tokFormat {
		return false, p.unexpected(t)
	}
	p.take()
	value := t.text
	if p.in.Expand != nil && p.skip == 0 {
		value = p.in.Expand(value)
	}
	return value != "" && value != "0", nil
}

// branch reads what stands between two of the words; the word itself is left in tok.
func (p *parser) branch(multi bool) (List, error) {
	stop := func(k kind) bool {
		return k == tokElif || k == tokElse || k == tokEndif || k == tokEOF
	}
	if multi {
		return p.statements(stop)
	}
	l, err := p.commands(false)
	if err != nil {
		return nil, err
	}
	if t, err := p.peek(); err != nil || !stop(t.kind) || t.kind == tokEOF {
		return nil, errors.Join(err, p.unexpected(t))
	}
	return l, nil
}
