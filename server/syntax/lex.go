package syntax

import (
	"sort"
	"strings"
)

type kind int

const (
	tokEOF kind = iota
	tokNewline
	tokSemicolon // ; or ;;
	tokOpen
	tokClose
	tokWord
	tokAssign // NAME=value, the name and the = written plainly
	tokFormat // #{...} after a condition
	tokIf
	tokElif
	tokElse
	tokEndif
	tokHidden
)

type token struct {
	kind kind
	text string
	line int // where it starts
}

// conditions are the words after %. Any other word that starts with % and is more than percent signs and
// digits is an error; %% and %1 are plain words, because templates and pane ids are written so.
var conditions = map[string]kind{
	"%if": tokIf, "%elif": tokElif, "%else": tokElse, "%endif": tokEndif, "%hidden": tokHidden,
}

// A lexer turns joined text into tokens. Variables are expanded as words are read, so an assignment must
// have been carried out before the lexer goes on behind it: the parser asks for one token at a time.
type lexer struct {
	text  string
	joins []int // offsets in text at which a continued line was joined to the next
	first int   // the line number of the first line
	env   Environment
	pos   int
	line  int
}

func newLexer(text string, line int, env Environment) *lexer {
	lx := &lexer{first: max(line, 1), env: env}
	lx.text, lx.joins = join(text)
	lx.seek(0)
	return lx
}

// join takes every backslash-newline out of text and says where it did. A line goes on only when the
// run of backslashes before its end is odd, in quotes and comments as well.
func join(text string) (string, []int) {
	if !strings.Contains(text, "\\\n") {
		return text, nil
	}
	var b strings.Builder
	var joins []int
	for i := 0; i < len(text); {
		n := len(text[i:]) - len(strings.TrimLeft(text[i:], `\`))
		if n == 0 {
			b.WriteByte(text[i])
			i++
			continue
		}
		if n%2 == 1 && i+n < len(text) && text[i+n] == '\n' {
			b.WriteString(text[i : i+n-1])
			joins = append(joins, b.Len())
			i += n + 1
			continue
		}
		b.WriteString(text[i : i+n])
		i += n
	}
	return b.String(), joins
}

// seek goes to an offset and counts the lines before it anew.
func (lx *lexer) seek(pos int) {
	lx.pos = pos
	lx.line = lx.first + strings.Count(lx.text[:pos], "\n") + sort.SearchInts(lx.joins, pos+1)
}

// get takes one byte; ok is false at the end.
func (lx *lexer) get() (ch byte, ok bool) {
	if lx.pos == len(lx.text) {
		return 0, false
	}
	ch = lx.text[lx.pos]
	lx.pos++
	if ch == '\n' {
		lx.line++
	}
	if len(lx.joins) > 0 {
		at := sort.SearchInts(lx.joins, lx.pos)
		for ; at < len(lx.joins) && lx.joins[at] == lx.pos; at++ {
			lx.line++
		}
	}
	return ch, true
}

func (lx *lexer) peek() (ch byte, ok bool) { return lx.peekAt(0) }

func (lx *lexer) peekAt(n int) (ch byte, ok bool) {
	if lx.pos+n >= len(lx.text) {
		return 0, false
	}
	return lx.text[lx.pos+n], true
}

// skipLine goes to the start of the next line.
func (lx *lexer) skipLine() {
	for {
		if ch, ok := lx.get(); !ok || ch == '\n' {
			return
		}
	}
}

// resume goes to where the commands seem to go on behind something that was opened and never closed. What
// stands in it must not be run, so its lines have to be told from those behind: they are indented deeper
// than the line that the lexer is on, or there are none because it began and was meant to end on one line.
// When neither is so the rest of the text is lost.
func (lx *lexer) resume(open *unterminated) {
	indent := lx.indent()
	oneLine := false
	for lx.line <= open.at.Line && lx.pos < len(lx.text) {
		line, _, _ := strings.Cut(lx.text[lx.pos:], "\n")
		oneLine = strings.TrimRight(line, " \t\r{'\"") == strings.TrimRight(line, " \t\r")
		lx.skipLine()
	}
	for deeper := false; lx.pos < len(lx.text); lx.skipLine() {
		line, _, _ := strings.Cut(lx.text[lx.pos:], "\n")
		switch line = strings.Trim(line, " \t\r"); {
		case line == "" || line[0] == '}' || line[0] == '#':
		case lx.indent() > indent:
			deeper = true
		case deeper || oneLine:
			return
		default:
			lx.seek(len(lx.text))
			return
		}
	}
}

// indent is how much white space comes next.
func (lx *lexer) indent() int {
	rest := lx.text[lx.pos:]
	return len(rest) - len(strings.TrimLeft(rest, " \t"))
}

// fail is an error on the line reached.
func (lx *lexer) fail(line int, text string) error { return &Error{Line: line, Text: text} }

// next is the next token. A condition was just read when afterIf is true: then #{ opens a format rather
// than a comment.
func (lx *lexer) next(afterIf bool) (token, error) {
	for {
		t := token{line: lx.line}
		ch, ok := lx.peek()
		switch {
		case !ok:
			t.kind = tokEOF
			return t, nil
		case ch == ' ' || ch == '\t':
			lx.get()
		case ch == '\r' && lx.crlf():
			lx.get()
		case ch == '\n':
			lx.get()
			t.kind = tokNewline
			return t, nil
		case ch == ';' || ch == '{' || ch == '}':
			lx.get()
			t.kind = map[byte]kind{';': tokSemicolon, '{': tokOpen, '}': tokClose}[ch]
			if next, _ := lx.peek(); ch == ';' && next == ';' {
				lx.get()
				t.text = ";;"
			}
			return t, nil
		case ch == '#':
			if n, _ := lx.peekAt(1); afterIf && n == '{' {
				return lx.format()
			}
			for ch, ok := lx.peek(); ok && ch != '\n'; ch, ok = lx.peek() {
				lx.get()
			}
		case ch == '%':
			return lx.percent()
		default:
			return lx.word()
		}
	}
}

func (lx *lexer) crlf() bool {
	n, ok := lx.peekAt(1)
	return ok && n == '\n'
}

// percent reads a word that starts with %: a condition or a plain word.
func (lx *lexer) percent() (token, error) {
	t, start := token{line: lx.line}, lx.pos
	for {
		ch, ok := lx.peek()
		if !ok || strings.IndexByte(" \t\n;}", ch) >= 0 || ch == '\r' && lx.crlf() {
			break
		}
		lx.get()
	}
	t.text = lx.text[start:lx.pos]
	if k, ok := conditions[t.text]; ok {
		t.kind = k
		return t, nil
	}
	if strings.Trim(t.text, "%0123456789") != "" {
		return t, lx.fail(t.line, "syntax error")
	}
	t.kind = tokWord
	return t, nil
}

// format reads #{...} behind a condition, braces counted as formats count them: only #{ opens another.
func (lx *lexer) format() (token, error) {
	t, start, depth := token{kind: tokFormat, line: lx.line}, lx.pos, 0
	for {
		ch, ok := lx.peek()
		if !ok || ch == '\n' {
			return t, lx.fail(t.line, "syntax error")
		}
		lx.get()
		switch ch {
		case '#':
			n, ok := lx.peek()
			if !ok || n == '\n' {
				return t, lx.fail(t.line, "syntax error")
			}
			if n == '{' {
				depth++
			}
			lx.get()
		case '}':
			if depth--; depth == 0 {
				t.text = lx.text[start:lx.pos]
				return t, nil
			}
		}
	}
}
