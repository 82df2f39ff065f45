package complete

import (
	"slices"
	"strings"

	"gmux/server/command"
)

// A Candidate is one way to go on, with what it means.
type Candidate struct{ Text, Help string }

// Files says which files a word may be the beginning of.
type Files int

const (
	NoFiles Files = iota
	AnyFiles
	Directories
)

// An Answer is how the last word of a line could go on.
type Answer struct {
	Words []Candidate
	Files Files
	Ask   []string // a command whose lines, TEXT and after a tab HELP, are candidates too; nil: none
}

// A ProgramFlag is one of gmux's own flags, which stand before the command.
type ProgramFlag struct {
	Letter    byte
	Arg, Help string
}

// ProgramFlags are gmux's own flags.
var ProgramFlags = []ProgramFlag{
	{'2', "", "For tmux's habits: colours are found out"},
	{'f', "file", "Read this configuration file instead of the usual ones"},
	{'h', "", "Print the usage"},
	{'l', "", "For tmux's habits: gmux as a login shell"},
	{'L', "socket-name", "Use the server of this name"},
	{'N', "", "Do not start a server"},
	{'S', "socket-path", "Use the server at this socket"},
	{'T', "features", "For tmux's habits: features are found out"},
	{'u', "", "The terminal takes UTF-8"},
	{'v', "", "For tmux's habits: what goes wrong is logged anyway"},
	{'V', "", "Print the version"},
}

// Local are the words in a command's place that gmux answers without a server.
var Local = []Candidate{
	{"help", "Say what a command, an option, a variable or a hook is"},
	{"completion", "Print the completion script of a shell"},
}

// Shells are those that completion has a script for.
var Shells = []string{"bash", "zsh", "fish"}

// Line answers for words, those behind "gmux"; the last one, maybe empty, is the one to go on with. Server is what
// of them chooses the server.
func Line(words []string) (a Answer, server []string) {
	if len(words) == 0 {
		words = []string{""}
	}
	last := words[len(words)-1]
	before, server, wants := programFlags(words[:len(words)-1])
	switch {
	case wants == "file" || wants == "socket-path":
		a.Files = AnyFiles
	case wants != "":
	case len(before) > 0:
		a = inCommand(lastCommand(before), last)
	case strings.HasPrefix(last, "-"):
		for _, f := range ProgramFlags {
			a.Words = append(a.Words, Candidate{"-" + string(f.Letter), f.Help})
		}
	default:
		a.Words = append(commands(last), Local...)
	}
	a.Words = slices.DeleteFunc(a.Words, func(c Candidate) bool { return !strings.HasPrefix(c.Text, last) })
	return a, server
}

// programFlags takes gmux's own flags off the front. Wants is the argument that the last of them has yet to get.
func programFlags(words []string) (rest, server []string, wants string) {
	for len(words) > 0 && len(words[0]) > 1 && words[0][0] == '-' {
		word := words[0]
		words = words[1:]
		for i := 1; i < len(word); i++ {
			at := slices.IndexFunc(ProgramFlags, func(f ProgramFlag) bool { return f.Letter == word[i] })
			if at < 0 || ProgramFlags[at].Arg == "" {
				continue
			}
			value := word[i+1:]
			if value == "" {
				if len(words) == 0 {
					return nil, server, ProgramFlags[at].Arg
				}
				value, words = words[0], words[1:]
			}
			if word[i] == 'L' || word[i] == 'S' {
				server = append(server, "-"+word[i:i+1], value)
			}
			break
		}
	}
	return words, server, ""
}

// lastCommand is what stands behind the last semicolon.
func lastCommand(words []string) []string {
	for i, w := range slices.Backward(words) {
		if strings.HasSuffix(w, ";") {
			return words[i+1:]
		}
	}
	return words
}

// commands are the names of commands; their aliases only where no name begins so.
func commands(prefix string) []Candidate {
	var names, aliases []Candidate
	for _, e := range command.Entries() {
		if strings.HasPrefix(e.Name, prefix) {
			names = append(names, Candidate{e.Name, e.Help})
		} else if e.Alias != "" && strings.HasPrefix(e.Alias, prefix) {
			aliases = append(aliases, Candidate{e.Alias, e.Help})
		}
	}
	if len(names) > 0 {
		return names
	}
	return aliases
}

// inCommand answers for the word behind those of a command.
func inCommand(words []string, last string) Answer {
	if len(words) == 0 {
		return Answer{Words: commands(last)}
	}
	switch words[0] {
	case "help":
		return Answer{Words: commands(last)}
	case "completion":
		var a Answer
		for _, s := range Shells {
			a.Words = append(a.Words, Candidate{Text: s})
		}
		return a
	}
	e, err := command.Find(words[0])
	if err != nil {
		return Answer{}
	}
	rest, wants, flags := commandFlags(e, words[1:])
	switch {
	case wants != "":
		return argument(wants, nil)
	case flags && strings.HasPrefix(last, "-"):
		return Answer{Words: flagsOf(e)}
	}
	names := arguments(e)
	if len(names) == 0 {
		return Answer{}
	}
	if at := slices.Index(names, "command"); at >= 0 && len(rest) > at && names[len(names)-1] == "argument" {
		return inCommand(rest[at:], last) // that of a binding
	}
	name := names[min(len(rest), len(names)-1)]
	if name == "value" && names[0] != "option" {
		return Answer{}
	}
	return argument(name, rest)
}

// commandFlags takes the flags off a command's words; flags says that another could follow.
func commandFlags(e *command.Entry, words []string) (rest []string, wants string, flags bool) {
	for i, w := range words {
		if len(w) < 2 || w[0] != '-' {
			return words[i:], "", false
		}
		if w == "--" {
			return words[i+1:], "", false
		}
		for j := 1; j < len(w); j++ {
			arg := argOf(e, w[j])
			if arg == "" {
				continue
			}
			if j+1 < len(w) {
				break
			}
			if i+1 == len(words) {
				return nil, arg, true
			}
			return commandFlags(e, words[i+2:])
		}
	}
	return nil, "", true
}

func argOf(e *command.Entry, letter byte) string {
	for _, f := range e.Flags() {
		if f.Letter == letter {
			return f.Arg
		}
	}
	return ""
}

func flagsOf(e *command.Entry) []Candidate {
	var list []Candidate
	for _, f := range e.Flags() {
		list = append(list, Candidate{"-" + string(f.Letter), f.Arg})
	}
	if e.JSON() {
		list = append(list, Candidate{"--json", "print an array of objects"})
	}
	return list
}

// arguments are the names of what stands behind a command's flags.
func arguments(e *command.Entry) []string {
	var names []string
	for w := range strings.FieldsSeq(strings.NewReplacer("[", " ", "]", " ").Replace(e.Arguments())) {
		if w != "..." {
			names = append(names, w)
		}
	}
	return names
}
