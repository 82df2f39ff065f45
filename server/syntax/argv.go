package syntax

import "strings"

// FromArgv is the list that the shell's words stand for. A word that ends in a semicolon ends a command;
// a word that ends in an escaped one has the semicolon in it.
//
//	gmux new-window ';' split-window        two commands
//	gmux new-window\; split-window          two commands
//	gmux send-keys 'a\;'                    one, which sends a;
func FromArgv(argv []string) List { return FromArgs(Texts(argv...), Command{}) }

// FromArgs does the same for the arguments of a command that takes a command, such as bind-key; the
// commands are said to be written where at is.
func FromArgs(args []Arg, at Command) List {
	var g Group
	var words []Arg
	end := func() {
		if len(words) > 0 {
			c := Command{Name: words[0].String(), Args: words[1:], File: at.File, Line: at.Line}
			g, words = append(g, c), nil
		}
	}
	for _, a := range args {
		last := false
		if a.Block == nil {
			a.Text, last = cutSemicolon(a.Text)
		}
		if !last || a.Text != "" {
			words = append(words, a)
		}
		if last {
			end()
		}
	}
	end()
	if len(g) == 0 {
		return nil
	}
	return List{g}
}

// cutSemicolon takes a separating semicolon off the end of a word.
func cutSemicolon(s string) (string, bool) {
	t, ok := strings.CutSuffix(s, ";")
	if !ok {
		return s, false
	}
	if u, ok := strings.CutSuffix(t, `\`); ok {
		return u + ";", false
	}
	return t, true
}

// FromRest is the list that the last arguments of a command such as bind-key or set-hook stand for: a
// block as it is, one word as text to be parsed, several as argv.
func FromRest(args []Arg, c Command, in Input) (List, error) {
	if len(args) != 1 {
		return FromArgs(args, c), nil
	}
	if args[0].Block != nil {
		return *args[0].Block, nil
	}
	in.File, in.Line = c.File, c.Line
	return ParseString(args[0].Text, in)
}
