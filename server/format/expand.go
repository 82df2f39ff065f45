package format

import (
	"strings"
	"time"
)

// Vars are the values of names. An unknown name is not ok.
type Vars interface {
	Lookup(name string) (value string, ok bool)
}

// A Map is Vars that are all known beforehand.
type Map map[string]string

// Lookup finds a name in the map.
func (m Map) Lookup(name string) (string, bool) {
	v, ok := m[name]
	return v, ok
}

// Loops is implemented by Vars that know what the loops S, W and P go through, in the order of their
// indexes.
type Loops interface {
	Sessions() []Item
	Windows() []Item
	Panes() []Item
}

// ClientLoop is implemented by Vars that know what the loop L goes through.
type ClientLoop interface{ Clients() []Item }

// Searcher is implemented by Vars of a pane, for the modifier C: the rows of its screen.
type Searcher interface {
	Screen() []string
}

// An Item is one turn of a loop. Last is set by the loop, when the items have been put in order.
type Item struct {
	Vars   Vars
	Active bool // the current session, window or pane, for which the second template is used
	Last   bool
}

// Between is implemented by variables of a loop's items that know of those before and behind them; nil where there is none.
type Between interface {
	Between(before, behind Vars)
}

// Jobs run the commands of #(...). Job must not wait: it answers with the last line that an earlier run
// of the command printed, or with nothing.
type Jobs interface {
	Job(command string) string
}

// Context is what a template is expanded in.
type Context struct {
	Vars  Vars
	Time  time.Time         // now, in the zone in which times are shown
	Jobs  Jobs              // nil: #(...) is empty
	Trace func(step string) // told what the expansion does, for display-message -v; nil: nobody
	Work  *int              // bytes that all expansions which share it may read and write; nil: each has enough
}

const (
	maxDepth = 100     // of formats within formats
	maxWork  = 8 << 20 // bytes read and written by one expansion, all formats within it together
	perCall  = 32      // what an empty format counts as
)

// Expand expands a template.
func Expand(template string, c Context) string { return newExpander(c).whole(template) }

// ExpandTime expands a template after strftime has, as status lines and messages are.
func ExpandTime(template string, c Context) string {
	x := newExpander(c)
	x.timed = true
	return x.whole(template)
}

// whole expands a template that is in no other.
func (x *expander) whole(template string) string {
	return x.shares(func() string { return x.expand(template) })
}

// shares takes the work of an expansion from what is shared.
func (x *expander) shares(expand func() string) string {
	if x.shared == nil {
		return expand()
	}
	before := *x.work
	text := expand()
	*x.shared -= before - *x.work
	return text
}

// True says whether a condition holds: anything but nothing and 0.
func True(s string) bool { return s != "" && s != "0" }

// An expander is one expansion. Formats within formats are expanded by copies that share the work.
type expander struct {
	vars  Vars
	now   time.Time
	jobs  Jobs
	timed bool // strftime first
	last  bool // in the last turn of a loop
	trace func(string)
	depth int
	work  *int

	shared *int // nil: none
}

func newExpander(c Context) *expander {
	work := maxWork
	if c.Work != nil {
		work = min(work, *c.Work)
	}
	return &expander{vars: c.Vars, now: c.Time, jobs: c.Jobs, trace: c.Trace, work: &work, shared: c.Work}
}

// spend counts work; false means that there has been enough.
func (x *expander) spend(n int) bool {
	*x.work -= n
	return *x.work > 0
}

// letters are the short forms #S, #W and so on.
var letters = map[byte]string{
	'D': "pane_id", 'F': "window_flags", 'H': "host", 'I': "window_index", 'P': "pane_index",
	'S': "session_name", 'T': "pane_title", 'W': "window_name", 'h': "host_short",
}

// expand is the whole of a template. Whatever has no end, or fails, ends the text.
func (x *expander) expand(s string) string {
	if s == "" || strings.IndexByte(s, '#') < 0 && !x.timed && x.trace == nil {
		return s
	}
	if x.depth == maxDepth {
		x.log("reached loop limit (", itoa(maxDepth), ")")
		return ""
	}
	if !x.spend(len(s) + perCall) {
		return ""
	}
	x.depth++
	defer func() { x.depth-- }()
	x.log("expanding format: ", s)
	if x.timed && strings.IndexByte(s, '%') >= 0 {
		before := s
		if s = Strftime(s, x.now); s != before {
			x.log("after time expanded: ", s)
		}
	}
	var b strings.Builder
	b.Grow(len(s))
	styleEnd := -1 // where the #[...] ends in which the letters mean nothing
	for i := 0; i < len(s); {
		plain := strings.IndexByte(s[i:], '#')
		if plain < 0 {
			b.WriteString(s[i:])
			break
		}
		b.WriteString(s[i : i+plain])
		i += plain
		if i+1 == len(s) {
			break
		}
		var ok bool
		switch ch := s[i+1]; ch {
		case '(':
			i, ok = x.job(&b, s, i)
		case '{':
			i, ok = x.braces(&b, s, i)
		case '[', '#':
			if n := hashes(s[i:]); i+n < len(s) && s[i+n] == '[' {
				x.log("found #*", itoa(n), "[")
				b.WriteString(s[i : i+n+1])
				styleEnd = i + skip(s[i:], "]")
				i += n + 1
			} else {
				x.log("found ##")
				b.WriteByte('#')
				i += 2
			}
			ok = true
		case '}', ',':
			x.log("found ", s[i:i+2])
			b.WriteByte(ch)
			i, ok = i+2, true
		default:
			name := letters[ch]
			if ok = true; name == "" || i+2 <= styleEnd {
				b.WriteString(s[i : i+2])
			} else {
				x.log("found ", s[i:i+2], ": ", name)
				ok = x.replace(&b, name)
			}
			i += 2
		}
		if !ok || *x.work <= 0 {
			break
		}
	}
	x.log("result is: ", b.String())
	return b.String()
}

// hashes counts the # at the front.
func hashes(s string) int { return len(s) - len(strings.TrimLeft(s, "#")) }

// braces expands #{...} at i and returns where it ends.
func (x *expander) braces(b *strings.Builder, s string, i int) (int, bool) {
	end := simpleEnd(s, i+2)
	if end < 0 || x.trace != nil {
		n := skip(s[i:], "}")
		if n < 0 {
			return i, false
		}
		end = i + n
		x.log("found #{}: ", s[i+2:end])
		return end + 1, x.replace(b, s[i+2:end])
	}
	value, _ := x.lookup(s[i+2 : end])
	b.WriteString(value)
	return end + 1, x.spend(len(value) + 1)
}

// simpleEnd is where a plain name ends with its brace; most formats are one.
func simpleEnd(s string, i int) int {
	for ; i < len(s); i++ {
		switch ch := s[i]; {
		case ch >= 'a' && ch <= 'z', ch == '_', ch >= '0' && ch <= '9', ch >= 'A' && ch <= 'Z', ch == '@', ch == '-':
		case ch == '}':
			return i
		default:
			return -1
		}
	}
	return -1
}

// lastFlag is 1 in the last turn of a loop.
const lastFlag = "loop_last_flag"

// lookup asks for a name; that of a loop's last turn is ours.
func (x *expander) lookup(name string) (string, bool) {
	if name == lastFlag {
		if x.last {
			return "1", true
		}
		return "0", true
	}
	if x.vars == nil {
		return "", false
	}
	return x.vars.Lookup(name)
}

// job puts in what a command printed the last time. The command and what it printed are formats too, but
// without jobs of their own.
func (x *expander) job(b *strings.Builder, s string, i int) (int, bool) {
	depth := 0
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '(':
			depth++
		case ')':
			if depth--; depth > 0 {
				continue
			}
			x.log("found #(): ", s[i+2:j])
			if x.jobs == nil {
				x.log("#() is disabled")
				return j + 1, true
			}
			in := *x
			in.jobs, in.timed = nil, false
			out := in.expand(x.jobs.Job(in.expand(s[i+2 : j])))
			x.log("#() result: ", out)
			b.WriteString(out)
			return j + 1, true
		}
	}
	return i, false
}
