package syntax

import "strings"

// Fill puts words into a template: %1 to %9 are the first to the ninth, and %% where it stands for the first time is the
// first, then the second and so on. One more % behind it, as in %1% and %%%, has what the parser would take apart escaped,
// so that the word stays within double quotes. What there is no word for stays.
//
// What is put in is not looked at again, other than in tmux, where a second answer can change the first.
func Fill(template string, words []string) string {
	var b strings.Builder
	next := 0 // the word for %%
	for i := 0; i < len(template); i++ {
		n := -1
		if template[i] == '%' && i+1 < len(template) {
			switch c := template[i+1]; {
			case c >= '1' && c <= '9' && int(c-'1') < len(words):
				n = int(c - '1')
			case c == '%' && next < len(words):
				n = next
				next++
			}
		}
		if n < 0 {
			b.WriteByte(template[i])
			continue
		}
		i++
		word := words[n]
		if i+1 < len(template) && template[i+1] == '%' {
			i++
			word = quoteFor(word)
		}
		b.WriteString(word)
	}
	return b.String()
}

// quoteFor escapes a word for double quotes.
func quoteFor(word string) string {
	var b strings.Builder
	for i := range len(word) {
		if strings.IndexByte("\"\\$;~", word[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(word[i])
	}
	return b.String()
}

// Fill puts words into every argument of a list, blocks included. find looks its commands up: a word does not become a
// flag, whatever it begins with.
func (l List) Fill(words []string, find func(name string) (*Spec, error)) List {
	return l.each(func(c Command) []Command {
		fill := func(a Arg) Arg {
			if a.Block != nil {
				return Block(a.Block.Fill(words, find))
			}
			return Text(Fill(a.Text, words))
		}
		spec, err := find(c.Name)
		if err == nil {
			var args *Args
			if args, err = ParseArgs(spec, c.Args); err == nil {
				args.each(fill)
				c.Args = args.Canonical()
				return []Command{c}
			}
		}
		filled := make([]Arg, len(c.Args)) // what is wrong with it is said when it runs
		for i, a := range c.Args {
			filled[i] = fill(a)
		}
		c.Args = filled
		return []Command{c}
	})
}

// each replaces the values of flags and the other arguments.
func (a *Args) each(f func(Arg) Arg) {
	for i := range a.flags {
		if a.flags[i].has {
			a.flags[i].value = f(a.flags[i].value)
		}
	}
	for i := range a.Rest {
		a.Rest[i] = f(a.Rest[i])
	}
}
