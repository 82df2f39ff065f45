package format

import "strings"

// A modifier is what stands before the colon in #{...:...}: a letter or an operator, with the arguments
// that were given to it, expanded.
type modifier struct {
	op   string
	args []string
}

// has says whether the first argument has a letter in it.
func (m modifier) has(letter byte) bool {
	return len(m.args) > 0 && strings.IndexByte(m.args[0], letter) >= 0
}

const (
	bareLetters = "labcdnwETSWPL!<>" // may stand alone
	argLetters  = "mCLNPSst=pReqW"   // may have arguments
)

var operators = []string{"||", "&&", "!!", "!=", "==", "<=", ">="}

// modifiers takes the modifiers off the front of s. They are parted by semicolons and end with a colon.
//
//	#{=10:name}         one argument, written behind the letter
//	#{s/a/b/i:name}     several, between characters of the user's choice
//	#{==:one,two}       an operator, no arguments
//
// When there is no colon where one should be, s has no modifiers and is all name.
func (x *expander) modifiers(s string) (ms []modifier, rest string) {
	i := 0
	for i < len(s) && s[i] != ':' {
		if s[i] == ';' {
			i++
		}
		m, n := x.modifier(s[i:])
		if n == 0 {
			break
		}
		ms = append(ms, m)
		i += n
	}
	if i >= len(s) || s[i] != ':' {
		return nil, s
	}
	return ms, s[i+1:]
}

func isEnd(s string, i int) bool { return i < len(s) && (s[i] == ';' || s[i] == ':') }

// modifier reads one modifier; n is 0 when there is none.
func (x *expander) modifier(s string) (m modifier, n int) {
	if s == "" {
		return m, 0
	}
	if strings.IndexByte(bareLetters, s[0]) >= 0 && isEnd(s, 1) {
		return modifier{op: s[:1]}, 1
	}
	for _, op := range operators {
		if strings.HasPrefix(s, op) && isEnd(s, 2) {
			return modifier{op: op}, 2
		}
	}
	if strings.IndexByte(argLetters, s[0]) < 0 || len(s) == 1 {
		return m, 0
	}
	m.op = s[:1]
	if isEnd(s, 1) {
		return m, 1
	}
	if !isPunct(s[1]) || s[1] == '-' {
		end := skip(s[1:], ":;")
		if end < 0 {
			return m, 0
		}
		m.args = []string{x.expand(s[1 : 1+end])}
		return m, 1 + end
	}
	ends := s[1:2] + ";:"
	for i := 1; ; {
		if s[i] == ends[0] && isEnd(s, i+1) {
			return m, i + 1
		}
		end := skip(s[i+1:], ends)
		if end < 0 {
			return m, i
		}
		m.args = append(m.args, x.expand(s[i+1:i+1+end]))
		if i += 1 + end; isEnd(s, i) {
			return m, i
		}
	}
}

func isPunct(ch byte) bool {
	return ch > ' ' && ch < 0x7f && !(ch >= '0' && ch <= '9' || ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z')
}
