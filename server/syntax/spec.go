package syntax

import (
	"errors"
	"fmt"
	"strings"
)

// A Spec is the shape of one command. Flags is written as for getopt: a letter for each flag, a colon
// behind one that takes an argument, two where the argument may be missing at the end of the line. Every
// flag may be given several times; Args keeps each.
type Spec struct {
	Name, Alias      string
	Flags            string
	Long             []string // flags of a whole word without an argument, as --json
	MinArgs, MaxArgs int      // MaxArgs -1: any number
	Usage            string
	Block            func(a *Args, i int) ArgKind // what argument i may be; nil: always text
}

// An ArgKind says whether an argument may be a block.
type ArgKind int

const (
	StringArg        ArgKind = iota // text only
	CommandsArg                     // a block only
	CommandsOrString                // either: text is parsed later
)

// ErrUnknownCommand is behind the error for a name that is no command's.
var ErrUnknownCommand = errors.New("unknown command")

// A NameError is a name that means no command, or several.
type NameError struct {
	Name  string
	Could []string // the commands it could be, in the order of the table
}

func (e *NameError) Error() string {
	if len(e.Could) == 0 {
		return "unknown command: " + e.Name
	}
	return fmt.Sprintf("ambiguous command: %s, could be: %s", e.Name, strings.Join(e.Could, ", "))
}

func (e *NameError) Unwrap() error {
	if len(e.Could) == 0 {
		return ErrUnknownCommand
	}
	return nil
}

// Find looks a command up by its alias, its name, or a beginning of its name that no other has.
func Find(specs []*Spec, name string) (*Spec, error) {
	var found *Spec
	var could []string
	for _, s := range specs {
		if s.Name == name || s.Alias != "" && s.Alias == name {
			return s, nil
		}
		if strings.HasPrefix(s.Name, name) {
			found, could = s, append(could, s.Name)
		}
	}
	switch len(could) {
	case 1:
		return found, nil
	case 0:
		return nil, &NameError{Name: name}
	}
	return nil, &NameError{Name: name, Could: could}
}

// Canonical writes each command as tmux prints it: full name, flags sorted, those without an argument
// first and together. Names and flags are checked on the way; a command that is wrong is left out and
// its error says where it was written.
func (l List) Canonical(find func(name string) (*Spec, error)) (List, []error) {
	var errs []error
	out := l.each(func(c Command) []Command {
		c, es := canonical(c, find)
		if len(es) > 0 {
			errs = append(errs, es...)
			return nil
		}
		return []Command{c}
	})
	return out, errs
}

func canonical(c Command, find func(name string) (*Spec, error)) (Command, []error) {
	spec, err := find(c.Name)
	if err != nil {
		return c, []error{at(c, err)}
	}
	args, err := ParseArgs(spec, c.Args)
	if err != nil {
		return c, []error{at(c, err)}
	}
	c.Name, c.Args = spec.Name, args.Canonical()
	var errs []error
	for i, a := range c.Args {
		if a.Block == nil {
			continue
		}
		b, es := a.Block.Canonical(find)
		c.Args[i], errs = Block(b), append(errs, es...)
	}
	return c, errs
}
