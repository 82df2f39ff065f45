package format

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"gmux/server/style"
	"gmux/server/syntax"
)

const (
	maxColumns = 10000 // of trimming and padding
	maxRepeat  = 10000
)

// A spec is what the modifiers of one #{...} ask for.
type spec struct {
	letters  [128]bool // modifiers that are only there or not
	loop     byte      // S, W, P or L
	order    modifier  // of the loop
	compare  *modifier // == != < > <= >= m
	logic    string    // && ||
	search   *modifier
	math     *modifier
	names    *modifier // N
	subs     []modifier
	limit    int
	marker   string
	marked   bool
	pad      int
	quote    byte // s shell, h style, a argument
	isTime   bool
	pretty   bool
	timeForm string
}

func newSpec(ms []modifier) *spec {
	sp := new(spec)
	for i := range ms {
		sp.add(&ms[i])
	}
	return sp
}

// is says whether a modifier without arguments is there.
func (sp *spec) is(letter byte) bool { return sp.letters[letter] }

func (sp *spec) add(m *modifier) {
	switch m.op {
	case "==", "!=", "<=", ">=", "<", ">", "m":
		sp.compare = m
	case "&&", "||":
		sp.logic = m.op
	case "!!":
		sp.letters['2'] = true
	case "S", "W", "P", "L":
		sp.loop, sp.order = m.op[0], *m
	case "C":
		sp.search = m
	case "N":
		if len(m.args) == 0 || m.has('w') || m.has('s') {
			sp.names = m
		}
	case "s":
		if len(m.args) >= 2 {
			sp.subs = append(sp.subs, *m)
		}
	case "=":
		if len(m.args) > 0 {
			sp.limit = columns(m.args[0])
		}
		if len(m.args) > 1 {
			sp.marker, sp.marked = m.args[1], true
		}
	case "p":
		if len(m.args) > 0 {
			sp.pad = columns(m.args[0])
		}
	case "e":
		if n := len(m.args); n >= 1 && n <= 3 {
			sp.math = m
		}
	case "q":
		sp.quote = quoteOf(m)
	case "t":
		sp.isTime = true
		if m.has('p') {
			sp.pretty = true
		} else if len(m.args) > 1 && m.has('f') {
			sp.timeForm = strip(m.args[1])
		}
	default:
		sp.letters[m.op[0]] = true
	}
}

// columns is a width argument, 0 when it is none.
func columns(s string) int {
	n, err := syntax.Number(s, -maxColumns, maxColumns)
	if err != nil {
		return 0
	}
	return int(n)
}

func quoteOf(m *modifier) byte {
	switch {
	case len(m.args) == 0:
		return 's'
	case m.has('e') || m.has('h'):
		return 'h'
	case m.has('a'):
		return 'a'
	}
	return 0
}

// replace puts in the value of what stands between #{ and }. It fails where the text has to end.
func (x *expander) replace(b *strings.Builder, key string) bool {
	ms, rest := x.modifiers(key)
	x.logModifiers(ms)
	sp := newSpec(ms)
	value, ok := x.value(sp, rest)
	if !ok {
		x.log("failed ", key)
		return false
	}
	value = x.finish(sp, value)
	x.log("replaced '", key, "' with '", value, "'")
	b.WriteString(value)
	return x.spend(len(value))
}

// value finds the value before it is expanded again, cut and padded.
func (x *expander) value(sp *spec, s string) (string, bool) {
	switch {
	case sp.is('l'):
		x.log("literal string is '", s, "'")
		return unescape(s), true
	case sp.is('a'):
		return character(x.expand(s)), true
	case sp.is('c'):
		return hexColour(x.expand(s)), true
	case sp.loop != 0:
		return x.repeatOver(sp, s)
	case sp.names != nil:
		return x.nameExists(sp.names, s)
	case sp.search != nil:
		return x.search(sp.search, s), true
	case sp.is('R'):
		return x.repeat(s)
	case sp.is('!'):
		return oneIf(!True(x.expand(s))), true
	case sp.is('2'):
		return oneIf(True(x.expand(s))), true
	case sp.logic != "":
		return x.logic(sp.logic == "&&", s), true
	case sp.compare != nil:
		return x.compare(sp.compare, s)
	case strings.HasPrefix(s, "?"):
		return x.conditional(sp, s[1:]), true
	case sp.math != nil:
		return x.math(sp.math, s), true
	case strings.Contains(s, "#{"):
		x.log("expanding inner format '", s, "'")
		return x.expand(s), true
	}
	value, ok := x.find(sp, s)
	if ok {
		x.log("format '", s, "' found: ", value)
	} else {
		x.log("format '", s, "' not found")
	}
	return value, true
}

// finish does what comes after the value is known, in the order that tmux does it.
func (x *expander) finish(sp *spec, value string) string {
	if sp.is('E') {
		value = x.expand(value)
	} else if sp.is('T') {
		in := *x
		in.timed = true
		value = in.expand(value)
	}
	for _, m := range sp.subs {
		left, right := x.expand(m.args[0]), x.expand(m.args[1])
		value = substitute(m, value, left, right, *x.work)
		x.log("substitute '", left, "' to '", right, "': ", value)
		if !x.spend(len(value)) {
			return ""
		}
	}
	if sp.limit != 0 {
		value = trim(value, sp.limit, sp.marker, sp.marked)
		x.log("applied length limit ", itoa(sp.limit), ": ", value)
	}
	if sp.pad != 0 {
		value = pad(value, sp.pad)
		x.log("applied padding width ", itoa(sp.pad), ": ", value)
	}
	if sp.is('n') {
		value = strconv.Itoa(len(value))
		x.log("replacing with length: ", value)
	}
	if sp.is('w') {
		value = strconv.Itoa(Width(value))
		x.log("replacing with width: ", value)
	}
	return value
}

func itoa(n int) string { return strconv.Itoa(n) }

func oneIf(is bool) string {
	if is {
		return "1"
	}
	return "0"
}

// conditional is #{?condition,value,condition,value,...,otherwise}. A condition is first taken for a
// name; what is no name and does not change when it is expanded is false.
func (x *expander) conditional(sp *spec, s string) string {
	whole := s
	for {
		condition, rest, ok := cut(s)
		if !ok {
			x.log("no condition matched in '", whole, "'; using last arg")
			return x.expand(s)
		}
		x.log("condition is: ", condition)
		found, known := x.find(sp, condition)
		if known {
			x.log("condition '", condition, "' found: ", found)
		} else if found = x.expand(condition); found == condition {
			x.log("condition '", condition, "' not found; assuming false")
			found = ""
		}
		value, rest, more := cut(rest)
		if True(found) {
			x.log("condition '", condition, "' is true")
			return x.expand(value)
		}
		x.log("condition '", condition, "' is false")
		if !more {
			x.log("no condition matched in '", whole, "'; using empty string")
			return ""
		}
		s = rest
	}
}

// logic is && or || over any number of operands; those behind the one that decides are not expanded.
func (x *expander) logic(and bool, s string) string {
	operator := "operator ||"
	if and {
		operator = "operator &&"
	}
	for {
		operand, rest, more := cut(s)
		value := x.expand(operand)
		x.log(operator, " has operand: ", value)
		if True(value) != and {
			return oneIf(!and)
		}
		if !more {
			return oneIf(and)
		}
		s = rest
	}
}

// compare is the comparison of two texts.
func (x *expander) compare(m *modifier, s string) (string, bool) {
	left, right, ok := cut(s)
	if !ok {
		x.log("compare ", m.op, " syntax error: ", s)
		return "", false
	}
	left, right = x.expand(left), x.expand(right)
	x.log("compare ", m.op, " left is: ", left)
	x.log("compare ", m.op, " right is: ", right)
	switch m.op {
	case "==":
		return oneIf(left == right), true
	case "!=":
		return oneIf(left != right), true
	case "<":
		return oneIf(left < right), true
	case ">":
		return oneIf(left > right), true
	case "<=":
		return oneIf(left <= right), true
	case ">=":
		return oneIf(left >= right), true
	}
	if m.has('r') {
		return oneIf(matchRegex(left, right, m.has('i'))), true
	}
	return oneIf(Match(left, right, m.has('i'))), true
}

// repeat is #{R:text,times}.
func (x *expander) repeat(s string) (string, bool) {
	text, times, ok := cut(s)
	if !ok {
		x.log("repeat syntax error: ", s)
		return "", false
	}
	text, times = x.expand(text), x.expand(times)
	n, err := syntax.Number(times, 1, maxRepeat)
	if err != nil || !x.spend(len(text)*int(n)) {
		return "", true
	}
	return strings.Repeat(text, int(n)), true
}

// search is the number, from 1, of the row of the pane's screen on which the pattern stands, 0 if there is none.
func (x *expander) search(m *modifier, s string) string {
	pattern := x.expand(s)
	v, ok := x.vars.(Searcher)
	if pane, known := x.lookup("pane_id"); ok && known {
		x.log("search '", pattern, "' pane ", pane)
	} else {
		x.log("search '", pattern, "' but no pane")
	}
	if !ok {
		return "0"
	}
	found := func(line string) bool { return Match("*"+pattern+"*", line, m.has('i')) }
	if m.has('r') {
		re := regex(pattern, m.has('i'))
		if re == nil {
			return "0"
		}
		found = re.MatchString
	}
	for i, line := range v.Screen() {
		if !x.spend(len(line)) {
			break
		}
		if found(strings.TrimRight(line, " \t")) {
			return strconv.Itoa(i + 1)
		}
	}
	return "0"
}

// character is the printable character with a number.
func character(s string) string {
	n, err := syntax.Number(s, 32, 126)
	if err != nil {
		return ""
	}
	return string(rune(n))
}

// hexColour is a colour as six hexadecimal digits.
func hexColour(s string) string {
	c, err := style.ParseColour(s)
	if err != nil {
		return ""
	}
	r, g, b, ok := c.Components()
	if !ok {
		return ""
	}
	return fmt.Sprintf("%02x%02x%02x", r, g, b)
}

// pad fills up with spaces: behind the text, or before it when n is negative.
func pad(s string, n int) string {
	width := 0
	for rest := s; rest != ""; {
		cluster, w := Cluster(rest)
		if w == 0 && !utf8.ValidString(cluster) {
			w = 1 // a byte that is no character still is one column
		}
		width, rest = width+w, rest[len(cluster):]
	}
	if n < 0 {
		return strings.Repeat(" ", max(-n-width, 0)) + s
	}
	return s + strings.Repeat(" ", max(n-width, 0))
}
