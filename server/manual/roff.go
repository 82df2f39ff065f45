package manual

import (
	"fmt"
	"strings"
)

// A roff is a page being written with the macros of man(7).
type roff struct{ strings.Builder }

// request writes a macro with its arguments.
func (r *roff) request(name string, args ...string) {
	r.WriteString("." + name)
	for _, a := range args {
		r.WriteString(` "` + strings.ReplaceAll(escape(a), `"`, `\(dq`) + `"`)
	}
	r.WriteString("\n")
}

// text writes a paragraph's lines, in which *this* is bold and _that_ is italic.
func (r *roff) text(s string) {
	for line := range strings.Lines(strings.TrimSpace(s) + "\n") {
		line = fonts(strings.TrimSpace(line))
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		r.WriteString(line + "\n")
	}
}

// item writes a tagged paragraph.
func (r *roff) item(tag, text string) {
	r.WriteString(".TP\n")
	r.text(tag)
	r.text(text)
}

// fonts escapes a text and sets what stands between two * or two _ in another font; a mark counts at the edge of a word.
func fonts(s string) string {
	var b strings.Builder
	open := byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case open != 0 && c == open && (i+1 == len(s) || !isWord(s[i+1])):
			b.WriteString(`\fR`)
			open = 0
		case open == 0 && (c == '*' || c == '_') && (i == 0 || !isWord(s[i-1])) && i+1 < len(s) && s[i+1] != ' ' && s[i+1] != c &&
			strings.IndexByte(s[i+1:], c) > 0:
			if c == '*' {
				b.WriteString(`\fB`)
			} else {
				b.WriteString(`\fI`)
			}
			open = c
		default:
			b.WriteString(escape(s[i : i+1]))
		}
	}
	return b.String()
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}

// escape keeps characters from meaning something to roff, and ASCII what it is.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(s)
}

// bold is a text that is all bold, whatever is in it.
func bold(s string) string { return fmt.Sprintf(`\fB%s\fR`, escape(s)) }
