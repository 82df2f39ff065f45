package syntax

import (
	"strings"
	"unicode/utf8"
)

const (
	maxName = 1022  // of a variable or user, as in tmux
	maxVar  = 16384 // of NAME=value
)

// A quoting is the kind of quotes a word is in.
type quoting int

const (
	start quoting = iota // before the first character
	plain
	double
	single
)

// A word is one token being put together.
type word struct {
	lx    *lexer
	buf   strings.Builder
	state quoting
	last  quoting // the quoting of the character before; ~ is special only where it changed
	bare  int     // bytes at the front that were written without quotes, escapes or expansion
	exact bool    // they still are all of buf
}

// word reads one word: quotes, escapes, ~ and variables undone. It ends before white space, a semicolon
// or a closing brace that is not quoted.
func (lx *lexer) word() (token, error) {
	t := token{kind: tokWord, line: lx.line}
	w := &word{lx: lx, state: plain, last: start, exact: true}
	var bad error // the first; the word is read to its end, so that the quotes stay balanced
	for {
		more, err := w.step()
		if bad == nil {
			bad = err
		}
		if !more {
			break
		}
	}
	// A quote left open on the last line ends there, as it does in tmux; over several lines it would
	// swallow the rest of a file without a word, so that is an error here.
	if w.state != plain && lx.line != t.line {
		return t, &unterminated{at: &Error{Line: t.line, Text: "unterminated quote"}}
	}
	if bad != nil {
		return t, bad
	}
	t.text = w.buf.String()
	if isAssignment(t.text, w.bare) {
		t.kind = tokAssign
	}
	return t, nil
}

// unterminated is an error that was only seen at the end of the text, long after its cause.
type unterminated struct {
	at    *Error
	block bool // it is a block that was left open
}

func (e *unterminated) Error() string { return e.at.Error() }
func (e *unterminated) Unwrap() error { return e.at }

// isAssignment is true for NAME=value whose name and = are among the first bare bytes.
func isAssignment(s string, bare int) bool {
	n := strings.IndexByte(s, '=')
	if n <= 0 || n >= bare {
		return false
	}
	for i := range n {
		if !isVar(s[i], i == 0) {
			return false
		}
	}
	return true
}

// isVar is true for a byte that may stand in a variable's name.
func isVar(ch byte, first bool) bool {
	switch {
	case ch == '_', ch >= 'a' && ch <= 'z', ch >= 'A' && ch <= 'Z':
		return true
	case ch >= '0' && ch <= '9':
		return !first
	}
	return false
}

func (w *word) add(s string) {
	w.buf.WriteString(s)
	w.exact = false
}

// step reads the next piece of the word; more is false at its end.
func (w *word) step() (more bool, err error) {
	lx := w.lx
	ch, ok := lx.peek()
	if !ok {
		return false, nil
	}
	if w.state == plain {
		switch ch {
		case ' ', '\t', '\n', ';', '}':
			return false, nil
		case '\r':
			if lx.crlf() {
				return false, nil
			}
		}
	}
	line := lx.line
	lx.get()
	switch {
	case ch == '\n':
		w.add("\n")
		w.indent()
		return true, nil
	case ch == '\'' && w.state != double:
		w.toggle(single)
		return true, nil
	case ch == '"' && w.state != single:
		w.toggle(double)
		return true, nil
	case w.state == single:
		w.add(string([]byte{ch}))
	case ch == '\\':
		err = w.escape(line)
	case ch == '~' && w.last != w.state:
		err = w.tilde(line)
	case ch == '$':
		err = w.variable(line)
	default:
		w.buf.WriteByte(ch)
		if w.exact = w.exact && w.state == plain; w.exact {
			w.bare = w.buf.Len()
		}
	}
	w.last = w.state
	return true, err
}

func (w *word) toggle(q quoting) {
	w.exact = false
	if w.state == q {
		w.state = plain
	} else {
		w.state = q
	}
}

// indent drops the white space, and a comment, with which a line inside quotes begins, so that a long
// quoted command can be laid out. What formats write with # is not a comment.
func (w *word) indent() {
	lx := w.lx
	for ch, ok := lx.peek(); ok && (ch == ' ' || ch == '\t'); ch, ok = lx.peek() {
		lx.get()
	}
	if ch, ok := lx.peek(); !ok || ch != '#' {
		return
	}
	if n, ok := lx.peekAt(1); ok && strings.IndexByte(",#{}:", n) >= 0 {
		return
	}
	for ch, ok := lx.peek(); ok && ch != '\n'; ch, ok = lx.peek() {
		lx.get()
	}
}

// escapes are the letters of C and two more.
var escapes = map[byte]byte{
	'a': '\a', 'b': '\b', 'e': '\x1b', 'f': '\f', 's': ' ', 'v': '\v', 'r': '\r', 'n': '\n', 't': '\t',
}

// escape reads what follows a backslash: a letter of the table, three octal digits, \u and four or \U
// and eight hexadecimal ones, or any other character, which stands for itself.
func (w *word) escape(line int) error {
	ch, ok := w.lx.get()
	switch {
	case !ok:
		return w.lx.fail(line, "syntax error")
	case ch >= '0' && ch <= '7':
		return w.octal(ch, line)
	case ch == 'u':
		return w.unicode(ch, 4, line)
	case ch == 'U':
		return w.unicode(ch, 8, line)
	}
	if c, ok := escapes[ch]; ok {
		ch = c
	}
	w.add(string([]byte{ch}))
	return nil
}

func (w *word) octal(ch byte, line int) error {
	n := int(ch - '0')
	for range 2 {
		d, ok := w.lx.peek()
		if !ok || d < '0' || d > '7' {
			return w.lx.fail(line, "invalid octal escape")
		}
		w.lx.get()
		n = n*8 + int(d-'0')
	}
	if n > 0xff {
		return w.lx.fail(line, "invalid octal escape")
	}
	w.add(string([]byte{byte(n)}))
	return nil
}

func (w *word) unicode(letter byte, size, line int) error {
	bad := w.lx.fail(line, `invalid \`+string(letter)+` argument`)
	var r uint32
	for range size {
		ch, ok := w.lx.peek()
		d := strings.IndexByte("0123456789abcdef", ch|0x20)
		if !ok || d < 0 || ch < '0' {
			return bad
		}
		w.lx.get()
		r = r<<4 | uint32(d)
	}
	if r > utf8.MaxRune || !utf8.ValidRune(rune(r)) {
		return bad
	}
	w.add(string(rune(r)))
	return nil
}

// variable reads $NAME or ${NAME}. A $ before anything else is itself. What the environment does not
// have expands to nothing.
func (w *word) variable(line int) error {
	lx, begin := w.lx, w.lx.pos
	ch, ok := lx.peek()
	braces := ok && ch == '{'
	switch {
	case braces:
		lx.get()
		begin++
	case !ok || !isVar(ch, true):
		w.add("$")
		return nil
	}
	for {
		ch, ok := lx.peek()
		if ok && isVar(ch, false) {
			lx.get()
			continue
		}
		if braces && (!ok || ch != '}') {
			return lx.fail(line, "invalid environment variable")
		}
		break
	}
	name := lx.text[begin:lx.pos]
	if braces {
		lx.get()
	}
	if len(name) >= maxName {
		return lx.fail(line, "environment variable is too long")
	}
	w.exact = false
	if lx.env != nil {
		value, _ := lx.env.Get(name)
		w.add(value)
	}
	return nil
}

// tilde reads ~ or ~user, up to a slash, white space or a quote.
func (w *word) tilde(line int) error {
	lx, begin := w.lx, w.lx.pos
	for ch, ok := lx.peek(); ok && strings.IndexByte("/ \t\n\"'", ch) < 0; ch, ok = lx.peek() {
		lx.get()
	}
	user := lx.text[begin:lx.pos]
	if len(user) >= maxName {
		return lx.fail(line, "user name is too long")
	}
	home, ok := "", false
	if lx.env != nil {
		home, ok = lx.env.Home(user)
	}
	if !ok {
		return lx.fail(line, "no home directory: ~"+user)
	}
	w.add(home)
	return nil
}
