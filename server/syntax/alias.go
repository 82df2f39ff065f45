package syntax

import "strings"

// ExpandAliases replaces each command whose name is an alias (an entry NAME=COMMANDS of command-alias) by
// what it stands for; the arguments go behind the last command of that. An alias is not expanded within
// an alias. Blocks are expanded too.
func (l List) ExpandAliases(alias func(name string) (string, bool), in Input) (List, []error) {
	var errs []error
	out := l.each(func(c Command) []Command {
		c.Args = append([]Arg(nil), c.Args...)
		for i, a := range c.Args {
			if a.Block != nil {
				b, es := a.Block.ExpandAliases(alias, in)
				c.Args[i], errs = Block(b), append(errs, es...)
			}
		}
		text, ok := alias(c.Name)
		if !ok {
			return []Command{c}
		}
		in.File, in.Line = c.File, c.Line
		l, err := ParseString(text, in)
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		var cs []Command
		for a := range l.Commands() {
			a.Line = c.Line
			cs = append(cs, a)
		}
		if n := len(cs); n > 0 {
			cs[n-1].Args = append(cs[n-1].Args, c.Args...)
		}
		return cs
	})
	return out, errs
}

// Substitute is the list with each %1, %2 … and each %% of its arguments replaced, blocks included: what
// the command prompt and the choosers do with their template.
func (l List) Substitute(values ...string) List {
	return l.each(func(c Command) []Command {
		c.Args = append([]Arg(nil), c.Args...)
		for i, a := range c.Args {
			if a.Block != nil {
				c.Args[i] = Block(a.Block.Substitute(values...))
			} else {
				c.Args[i] = Text(Substitute(a.Text, values...))
			}
		}
		return []Command{c}
	})
}

// Substitute puts values into a template: %N is the Nth, the first %% the first, the second %% the
// second and so on. With one more percent sign behind (%%%, %1%) the value is escaped for use inside
// double quotes. What has no value stays as it is.
func Substitute(template string, values ...string) string {
	var b strings.Builder
	pairs := 0
	for i := 0; i < len(template); {
		n, size := -1, 0
		if rest := template[i:]; len(rest) > 1 && rest[0] == '%' {
			switch d := rest[1]; {
			case d >= '1' && d <= '9':
				n, size = int(d-'1'), 2
			case d == '%' && pairs < len(values):
				n, size = pairs, 2
				pairs++
			}
		}
		if n < 0 || n >= len(values) {
			b.WriteByte(template[i])
			i++
			continue
		}
		i += size
		value := values[n]
		if i < len(template) && template[i] == '%' {
			i++
			value = escaper.Replace(value)
		}
		b.WriteString(value)
	}
	return b.String()
}

var escaper = strings.NewReplacer(`"`, `\"`, `\`, `\\`, `$`, `\$`, `;`, `\;`, `~`, `\~`)
