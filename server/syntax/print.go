package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// String prints the list on one line. Parse of it gives a list that prints the same, groups and blocks
// included: a semicolon stands within a group, two between groups.
func (l List) String() string { return l.print(" ; ", " ;; ") }

// Escaped prints the list as part of a bind-key command, the way list-keys does: the semicolons are
// arguments of that command, and the groups are one.
func (l List) Escaped() string { return l.print(` \; `, ` \; `) }

func (l List) print(within, between string) string {
	var b strings.Builder
	for _, g := range l {
		for i, c := range g {
			switch {
			case i > 0:
				b.WriteString(within)
			case b.Len() > 0:
				b.WriteString(between)
			}
			b.WriteString(c.String())
		}
	}
	return b.String()
}

// String prints the command so that it reads back as it is.
func (c Command) String() string {
	var b strings.Builder
	name := Quote(c.Name)
	if isAssignment(name, len(name)) {
		name = `"` + name + `"` // or it would be carried out, not run
	}
	b.WriteString(name)
	for _, a := range c.Args {
		b.WriteByte(' ')
		if a.Block != nil {
			b.WriteString("{ " + a.Block.String() + " }")
		} else {
			b.WriteString(Quote(a.Text))
		}
	}
	return b.String()
}

const (
	wantDouble = " #';${}%" // anything of these in it: double quotes
	wantSingle = `"`        // of these only: single quotes
)

// Quote prints one argument so that it reads back as it is, as show-options and list-keys print it.
// Control characters and bytes that are not UTF-8 become escapes.
func Quote(s string) string {
	if s == "" {
		return "''"
	}
	special := strings.ContainsAny(s, wantDouble)
	switch {
	case len(s) == 1 && s != " " && (special || s == `"` || s == "~"):
		return `\` + s
	case special:
		return `"` + tilde(s) + escape(s, true) + `"`
	case strings.ContainsAny(s, wantSingle) && escape(s, false) == s:
		return "'" + s + "'"
	case strings.ContainsAny(s, wantSingle):
		return `"` + tilde(s) + escape(s, true) + `"`
	}
	return tilde(s) + escape(s, false)
}

// tilde keeps a ~ at the front from being a home directory.
func tilde(s string) string {
	if s[0] == '~' {
		return `\`
	}
	return ""
}

// controls are the escapes with a letter; other control characters are written in octal.
var controls = map[byte]string{
	'\a': `\a`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\v': `\v`, '\\': `\\`,
}

func escape(s string, quoted bool) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		ch := s[i]
		if ch >= utf8.RuneSelf {
			if r, n := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || n > 1 {
				b.WriteString(s[i : i+n])
				i += n
				continue
			}
		}
		i++
		if e, ok := controls[ch]; ok {
			b.WriteString(e)
			continue
		}
		switch {
		case ch == '"' && quoted:
			b.WriteString(`\"`)
		case ch == '$' && i < len(s) && (s[i] == '{' || isVar(s[i], true)):
			b.WriteString(`\$`)
		case ch < ' ' || ch >= 0x7f:
			fmt.Fprintf(&b, `\%03o`, ch)
		default:
			b.WriteByte(ch)
		}
	}
	return b.String()
}
