package syntax

import (
	"fmt"
	"slices"
	"strings"
)

// Args are a command's arguments after the flags have been taken from them.
type Args struct {
	Spec  *Spec
	Rest  []Arg // what is left
	flags []given
	long  []string // without their dashes
}

type given struct {
	letter byte
	value  Arg
	has    bool // it has a value
}

// A UsageError is a command line that does not fit its Spec.
type UsageError struct {
	Command string
	Text    string
	Usage   bool // asked for with -?, Text is the usage
}

func (e *UsageError) Error() string {
	if e.Usage {
		return strings.TrimRight("usage: "+e.Command+" "+e.Text, " ")
	}
	return "command " + e.Command + ": " + e.Text
}

// ParseArgs takes the flags from the front of args, up to the first word that is none, or --.
func ParseArgs(spec *Spec, args []Arg) (*Args, error) {
	a := &Args{Spec: spec}
	fail := func(format string, v ...any) (*Args, error) {
		return nil, &UsageError{Command: spec.Name, Text: fmt.Sprintf(format, v...)}
	}
	for len(args) > 0 {
		word := args[0]
		if word.Block != nil || len(word.Text) < 2 || word.Text[0] != '-' {
			break
		}
		args = args[1:]
		if word.Text == "--" {
			break
		}
		if long := word.Text[2:]; word.Text[1] == '-' && slices.Contains(spec.Long, long) {
			a.long = append(a.long, long)
			continue
		}
		var err error
		if args, err = a.word(word.Text[1:], args); err != nil {
			return nil, err
		}
	}
	for i, arg := range args {
		kind := StringArg
		if spec.Block != nil {
			kind = spec.Block(a, i)
		}
		if kind == StringArg && arg.Block != nil {
			return fail("argument %d must be \"string\"", i+1)
		}
		if kind == CommandsArg && arg.Block == nil {
			return fail("argument %d must be { commands }", i+1)
		}
		a.Rest = append(a.Rest, arg)
	}
	if n := len(a.Rest); n < spec.MinArgs {
		return fail("too few arguments (need at least %d)", spec.MinArgs)
	} else if spec.MaxArgs >= 0 && n > spec.MaxArgs {
		return fail("too many arguments (need at most %d)", spec.MaxArgs)
	}
	return a, nil
}

// word takes the flags of one word, without its dash, and returns what follows their arguments.
func (a *Args) word(letters string, rest []Arg) ([]Arg, error) {
	fail := func(format string, v ...any) ([]Arg, error) {
		return nil, &UsageError{Command: a.Spec.Name, Text: fmt.Sprintf(format, v...)}
	}
	for i := range len(letters) {
		c := letters[i]
		if c == '?' {
			return nil, &UsageError{Command: a.Spec.Name, Text: a.Spec.Usage, Usage: true}
		}
		if !isVar(c, false) || c == '_' {
			return fail("invalid flag -%s", letters[i:i+1])
		}
		at := strings.IndexByte(a.Spec.Flags, c)
		if at < 0 {
			return fail("unknown flag -%c", c)
		}
		colons := a.Spec.Flags[at+1:]
		switch {
		case !strings.HasPrefix(colons, ":"):
			a.flags = append(a.flags, given{letter: c})
			continue
		case i+1 < len(letters):
			a.flags = append(a.flags, given{c, Text(letters[i+1:]), true})
			return rest, nil
		case len(rest) > 0 && rest[0].Block != nil:
			return fail("-%c argument must be a string", c)
		case len(rest) > 0:
			a.flags = append(a.flags, given{c, rest[0], true})
			return rest[1:], nil
		case strings.HasPrefix(colons, "::"):
			a.flags = append(a.flags, given{letter: c})
			return rest, nil
		}
		return fail("-%c expects an argument", c)
	}
	return rest, nil
}

// Has says whether a flag was given.
func (a *Args) Has(f byte) bool { return a.Count(f) > 0 }

// HasLong says whether a flag of a whole word was given.
func (a *Args) HasLong(name string) bool { return slices.Contains(a.long, name) }

// Count says how often it was given.
func (a *Args) Count(f byte) int {
	n := 0
	for _, fl := range a.flags {
		if fl.letter == f {
			n++
		}
	}
	return n
}

// Get is the argument of a flag, the last one when it was given several times.
func (a *Args) Get(f byte) (value string, ok bool) {
	for _, fl := range a.flags {
		if fl.letter == f && fl.has {
			value, ok = fl.value.Text, true
		}
	}
	return value, ok
}

// Value is Get with "" for none.
func (a *Args) Value(f byte) string {
	v, _ := a.Get(f)
	return v
}

// Values are all the arguments of a flag.
func (a *Args) Values(f byte) []string {
	var vs []string
	for _, fl := range a.flags {
		if fl.letter == f && fl.has {
			vs = append(vs, fl.value.Text)
		}
	}
	return vs
}

// Len counts the arguments that are not flags.
func (a *Args) Len() int { return len(a.Rest) }

// Text is argument i as text, a block printed; "" when there are fewer.
func (a *Args) Text(i int) string {
	if i >= len(a.Rest) {
		return ""
	}
	return a.Rest[i].String()
}

// Strings are the arguments that are not flags, as text.
func (a *Args) Strings() []string {
	ss := make([]string, len(a.Rest))
	for i, arg := range a.Rest {
		ss[i] = arg.String()
	}
	return ss
}

// Canonical writes the arguments in tmux's order: the flags without a value in one word, sorted, then
// those with one, then the rest. A rest that would look like a flag is kept from that with --.
func (a *Args) Canonical() []Arg {
	var out []Arg
	flags := slices.Clone(a.flags)
	slices.SortStableFunc(flags, func(x, y given) int { return int(x.letter) - int(y.letter) })
	word, missing := "", false
	optional := func(f given) bool { return !f.has && strings.Contains(a.Spec.Flags, string(f.letter)+":") }
	for _, f := range flags {
		if !f.has && !optional(f) {
			word += string(f.letter)
		}
	}
	if word != "" {
		out = append(out, Text("-"+word))
	}
	for _, name := range a.long {
		out = append(out, Text("--"+name))
	}
	for _, f := range flags {
		if f.has {
			out, missing = append(out, Text("-"+string(f.letter)), f.value), false
		} else if optional(f) {
			out, missing = append(out, Text("-"+string(f.letter))), true
		}
	}
	if missing || len(a.Rest) > 0 && a.Rest[0].Block == nil && len(a.Rest[0].Text) > 1 && a.Rest[0].Text[0] == '-' {
		out = append(out, Text("--"))
	}
	return append(out, a.Rest...)
}
