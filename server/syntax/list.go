package syntax

import "iter"

// A List is commands in the order in which they run, cut into groups.
type List []Group

// A Group is commands that stand or fall together: when one fails the rest of its group is dropped, and
// the next group goes on. A line of a configuration file makes one.
type Group []Command

// A Command is one command before anybody has looked up its name.
type Command struct {
	Name string
	Args []Arg
	File string // where it was written, "" for a prompt or the shell
	Line int    // counted from 1, the line on which it ended, as tmux counts; 0 when there is no text
}

// An Arg is text, or a block in braces when Block is not nil.
type Arg struct {
	Text  string
	Block *List
}

// Text is an argument that is text.
func Text(s string) Arg { return Arg{Text: s} }

// Texts is several of them.
func Texts(ss ...string) []Arg {
	args := make([]Arg, len(ss))
	for i, s := range ss {
		args[i] = Text(s)
	}
	return args
}

// Block is an argument in braces.
func Block(l List) Arg { return Arg{Block: &l} }

// IsBlock tells a block from text.
func (a Arg) IsBlock() bool { return a.Block != nil }

// String is the text as it is, or the block printed without its braces: what a command sees that takes
// either.
func (a Arg) String() string {
	if a.Block != nil {
		return a.Block.String()
	}
	return a.Text
}

// Commands walks every command of every group.
func (l List) Commands() iter.Seq[Command] {
	return func(yield func(Command) bool) {
		for _, g := range l {
			for _, c := range g {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// Len counts the commands, blocks not entered.
func (l List) Len() int {
	n := 0
	for _, g := range l {
		n += len(g)
	}
	return n
}

// Empty is true for a list without a command.
func (l List) Empty() bool { return l.Len() == 0 }

// each returns the list with f applied to each command; the groups stay, empty ones go.
func (l List) each(f func(Command) []Command) List {
	var out List
	for _, g := range l {
		var ng Group
		for _, c := range g {
			ng = append(ng, f(c)...)
		}
		if len(ng) > 0 {
			out = append(out, ng)
		}
	}
	return out
}
