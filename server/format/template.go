package format

import "strings"

// A Template is a format that is expanded again and again, each time with other Vars of the same type: the lines of a list. If it is
// nothing but text and names, as programs that drive tmux ask for, it is taken apart and its names are looked for once.
type Template struct {
	text   string
	pieces []piece // nil: it is expanded as any other format
	size   int     // bytes of the longest expansion so far
}

// A piece is text and what stands behind it.
type piece struct {
	text string
	name string            // "" behind the last
	get  func(Vars) string // nil: looked up each time
}

// NewTemplate takes a format apart. resolve, which may be nil, gives the function that knows a name's value for any Vars, or nil where
// that depends on them.
func NewTemplate(text string, resolve func(name string) func(Vars) string) *Template {
	t := &Template{text: text}
	var pieces []piece
	for rest := text; ; {
		plain, after, found := strings.Cut(rest, "#")
		if !found && len(pieces) == 0 {
			return t
		}
		if !found {
			t.pieces = append(pieces, piece{text: plain})
			return t
		}
		end := -1
		if strings.HasPrefix(after, "{") {
			end = simpleEnd(after, 1)
		}
		if end <= 1 || after[1:end] == lastFlag {
			return t
		}
		p := piece{text: plain, name: after[1:end]}
		if resolve != nil {
			p.get = resolve(p.name)
		}
		pieces, rest = append(pieces, p), after[end+1:]
	}
}

// Expand is what Expand makes of the text.
func (t *Template) Expand(c Context) string {
	x := newExpander(c)
	if t.pieces == nil || x.trace != nil {
		return x.whole(t.text)
	}
	text := x.shares(func() string { return x.fill(t) })
	t.size = max(t.size, len(text))
	return text
}

// fill is expand for a template that was taken apart.
func (x *expander) fill(t *Template) string {
	if !x.spend(len(t.text) + perCall) {
		return ""
	}
	var b strings.Builder
	b.Grow(t.size)
	for i := range t.pieces {
		p := &t.pieces[i]
		b.WriteString(p.text)
		if p.name == "" {
			break
		}
		var value string
		if p.get != nil {
			value = p.get(x.vars)
		} else {
			value, _ = x.lookup(p.name)
		}
		b.WriteString(value)
		if !x.spend(len(value) + 1) {
			break
		}
	}
	return b.String()
}
