package syntax

import (
	"errors"
	"strings"
)

// An Environment is what words may ask of the world. Put is called for NAME=value while the text is read,
// so that the lines behind it see it.
type Environment interface {
	Get(name string) (value string, ok bool)
	Put(name, value string, hidden bool)
	Home(user string) (dir string, ok bool) // "" is the user themselves
}

// Input says where text comes from and what it may ask for. The zero Input reads text without a file
// name, in which variables expand to nothing.
type Input struct {
	File     string
	Line     int  // of the first line; 0 is 1
	OneGroup bool // lines do not start a new group, as in a prompt
	Env      Environment
	Expand   func(format string) string // the condition of %if; nil takes it as it stands
}

const (
	maxDepth   = 200 // of blocks and conditions
	maxRewinds = 50  // after braces and quotes that never close
)

// Parse reads configuration text. What a bad line says is reported and left out, the rest is read: the
// list holds every command that could be read, and errors come in the order in which they were met.
func Parse(text string, in Input) (List, []error) {
	p := &parser{in: in, lx: newLexer(text, in.Line, in.Env)}
	l, err := p.statements(func(k kind) bool { return k == tokEOF })
	if err != nil {
		p.report(err)
	}
	return l, p.errs
}

// ParseString reads a binding, a prompt's answer or an argument of if-shell: one group, and nothing at
// all when any of it is wrong. Only two semicolons side by side, which String prints, start another group.
func ParseString(text string, in Input) (List, error) {
	in.OneGroup = true
	l, errs := Parse(text, in)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return l, nil
}

// A parser is a recursive descent over the lexer's tokens. One token is looked at ahead, never more,
// because reading a word expands the variables in it.
type parser struct {
	in      Input
	lx      *lexer
	tok     token
	ahead   bool // tok has been read and not yet used
	errs    []error
	depth   int  // blocks around us
	nested  int  // conditions around us
	skip    int  // conditions around us that do not hold
	spoiled bool // a line inside the block being read was bad
	rewinds int
}

func (p *parser) peek() (token, error) { return p.peekAs(false) }

func (p *parser) peekAs(afterIf bool) (token, error) {
	if p.ahead {
		return p.tok, nil
	}
	t, err := p.lx.next(afterIf)
	if err != nil {
		return t, err
	}
	p.tok, p.ahead = t, true
	return t, nil
}

func (p *parser) take() { p.ahead = false }

func (p *parser) unexpected(t token) error { return &Error{Line: t.line, Text: "syntax error"} }

// report keeps an error, with the name of the file.
func (p *parser) report(err error) {
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Line: p.lx.line, Text: err.Error()}
	}
	e.File = p.in.File
	p.errs = append(p.errs, e)
}

// statements reads lines up to a token that stop knows, which it leaves to be read.
func (p *parser) statements(stop func(kind) bool) (List, error) {
	var l List
	for {
		begin, errs := p.lx.pos, len(p.errs)
		part, done, err := p.line(stop)
		if done {
			return l, nil
		}
		var open *unterminated
		switch {
		case err == nil:
			l = p.join(l, part)
		case !errors.As(err, &open):
			p.report(err)
			p.spoiled = true
			if err := p.skipStatement(stop); errors.As(err, &open) {
				if err := p.rewind(begin, errs+1, open); err != nil {
					return nil, err
				}
			}
		default:
			if err := p.rewind(begin, errs, open); err != nil {
				return nil, err
			}
		}
	}
}

// line reads one statement and the end of its line; done is true when there is none before stop.
func (p *parser) line(stop func(kind) bool) (l List, done bool, err error) {
	t, err := p.peek()
	if err != nil {
		return nil, false, err
	}
	if stop(t.kind) {
		return nil, true, nil
	}
	switch t.kind {
	case tokNewline:
		p.take()
		return nil, false, nil
	case tokHidden:
		err = p.hidden()
	default:
		l, err = p.commands(true)
	}
	if err != nil {
		return nil, false, err
	}
	if t, err = p.peek(); err != nil {
		return nil, false, err
	}
	if t.kind != tokNewline && !stop(t.kind) {
		return nil, false, p.unexpected(t)
	}
	return l, false, nil
}

// join puts the groups of one line behind those of the lines before it.
func (p *parser) join(a, b List) List {
	if p.in.OneGroup {
		return merge(a, b)
	}
	return append(a, b...)
}

// merge makes the last group of a and the first of b one.
func merge(a, b List) List {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	a[len(a)-1] = append(a[len(a)-1], b[0]...)
	return append(a, b[1:]...)
}

// rewind begins again behind a brace or a quote that never closes and so took the rest of the text with
// it. Inside a block there is nothing to begin again with: the outermost command does it.
func (p *parser) rewind(begin, errs int, open *unterminated) error {
	if p.depth > 0 {
		return open
	}
	p.errs = p.errs[:errs]
	p.report(open)
	p.take()
	if p.rewinds++; p.rewinds > maxRewinds {
		p.lx.seek(len(p.lx.text))
		return nil
	}
	p.lx.seek(begin)
	p.lx.resume(open)
	return nil
}

// skipStatement drops the rest of a bad line, with the whole of any block that begins on it.
func (p *parser) skipStatement(stop func(kind) bool) error {
	depth, open := 0, token{}
	for {
		t, err := p.peek()
		var never *unterminated
		switch {
		case errors.As(err, &never):
			return err
		case err != nil: // one error a line is enough
			continue
		case t.kind == tokEOF && depth > 0:
			return p.unclosed(open)
		case t.kind == tokOpen:
			if depth++; depth == 1 {
				open = t
			}
		case t.kind == tokClose && depth > 0:
			depth--
		case depth == 0 && (t.kind == tokNewline || t.kind == tokEOF || t.kind == tokClose && stop(t.kind)):
			return nil
		}
		p.take()
	}
}

func (p *parser) unclosed(open token) error {
	return &unterminated{at: &Error{Line: open.line, Text: "block is not closed"}, block: true}
}

// hidden reads %hidden NAME=value.
func (p *parser) hidden() error {
	p.take()
	t, err := p.peek()
	if err != nil {
		return err
	}
	if t.kind != tokAssign {
		return p.unexpected(t)
	}
	p.take()
	return p.put(t, true)
}

func (p *parser) put(t token, hidden bool) error {
	if len(t.text) > maxVar {
		return &Error{Line: t.line, Text: "environment variable is too long"}
	}
	if p.in.Env != nil && p.skip == 0 {
		name, value, _ := strings.Cut(t.text, "=")
		p.in.Env.Put(name, value, hidden)
	}
	return nil
}

// commands reads the commands of a line, and the conditions among them. Semicolons part them; two side by
// side start a new group. A condition over several lines stands alone and only where lines is true.
func (p *parser) commands(lines bool) (List, error) {
	var l List
	for n, apart := 0, false; ; n++ {
		t, err := p.peek()
		if err != nil {
			return nil, err
		}
		var part List
		multi := false
		switch t.kind {
		case tokWord, tokAssign:
			part, err = p.command()
		case tokIf:
			part, multi, err = p.condition(lines && n == 0)
		default:
			if n == 0 {
				err = p.unexpected(t)
			}
			return l, err
		}
		if err != nil {
			return nil, err
		}
		switch {
		case len(part) == 0:
		case apart:
			l, apart = append(l, part...), false
		default:
			l = merge(l, part)
		}
		more, group, err := p.semicolons()
		if err != nil || !more || multi {
			return l, err
		}
		apart = apart || group
	}
}

func (p *parser) semicolons() (more, group bool, err error) {
	for {
		t, err := p.peek()
		if err != nil || t.kind != tokSemicolon {
			return more, group, err
		}
		p.take()
		more, group = true, group || t.text == ";;"
	}
}

// command reads one command. An assignment before it is carried out first; one alone is no command.
func (p *parser) command() (List, error) {
	if p.depth == 0 {
		p.spoiled = false
	}
	t := p.tok
	p.take()
	if t.kind == tokAssign {
		if err := p.put(t, false); err != nil {
			return nil, err
		}
		var err error
		if t, err = p.peek(); err != nil {
			return nil, err
		}
		switch t.kind {
		case tokWord:
			p.take()
		case tokAssign, tokOpen:
			return nil, p.unexpected(t)
		default:
			return nil, nil
		}
	}
	c := Command{Name: t.text, File: p.in.File}
	if err := p.arguments(&c); err != nil {
		return nil, err
	}
	if p.skip > 0 || p.spoiled {
		return nil, nil
	}
	return List{Group{c}}, nil
}

func (p *parser) arguments(c *Command) error {
	for {
		t, err := p.peek()
		if err != nil {
			return err
		}
		switch t.kind {
		case tokWord, tokAssign:
			p.take()
			c.Args = append(c.Args, Text(t.text))
		case tokOpen:
			p.take()
			l, err := p.block(t)
			if err != nil {
				return err
			}
			c.Args = append(c.Args, Block(l))
		default:
			c.Line = t.line
			return nil
		}
	}
}

// block reads up to the closing brace. A bad line in it spoils the command that the block belongs to, but
// the block is read to its end all the same, so that what follows it is read rightly.
func (p *parser) block(open token) (List, error) {
	if p.depth == maxDepth {
		return nil, &unterminated{at: &Error{Line: open.line, Text: "blocks are nested too deeply"}}
	}
	p.depth++
	defer func() { p.depth-- }()
	l, err := p.statements(func(k kind) bool { return k == tokClose || k == tokEOF })
	if inner := new(unterminated); errors.As(err, &inner) && inner.block || err == nil && p.tok.kind == tokEOF {
		return nil, p.unclosed(open) // of several the outermost is told, it is where reading goes on
	}
	if err != nil {
		return nil, err
	}
	p.take()
	return l, nil
}
