package option

import (
	"strconv"
	"strings"
	"sync"
)

// Scope says whose an option is. An option of windows may be one of panes too.
type Scope uint8

const (
	Server Scope = 1 << iota
	Session
	Window
	Pane
)

// Type is the kind of value.
type Type uint8

const (
	String Type = iota
	Number
	Key
	Colour
	Flag
	Choice
	Command
)

// An Entry is one row of the table.
type Entry struct {
	Name      string
	Type      Type
	Scope     Scope
	Array     bool     // numbered values, each of Type
	Hook      bool     // commands that run when something happens; listed only where asked for
	Style     bool     // a String that style.Parse must take, unless it has formats in it
	Min, Max  int64    // of a Number
	Choices   []string // of a Choice
	Pattern   string   // of a String, for path.Match
	Default   string   // as show-options -v prints it
	Items     []string // default of an array
	Separator string   // between values given in one: appended styles, items of an array
	Unit      string
	Help      string
	Honoured  bool // something acts on it; the rest are taken so that configurations load
	Ours      bool // tmux has none of this name
}

// Table is every option, in the order in which show-options lists them.
func Table() []*Entry { return all() }

// The table is made when it is asked for: a client, which begins for each command, seldom does.
var all = sync.OnceValue(func() []*Entry {
	var es []*Entry
	for _, part := range [][]Entry{serverTable(), sessionTable(), windowTable(), hookTable()} {
		for i := range part {
			es = append(es, &part[i])
		}
	}
	return es
})

var byName = sync.OnceValue(func() map[string]*Entry {
	m := make(map[string]*Entry, len(all()))
	for _, e := range all() {
		m[e.Name] = e
	}
	return m
})

// spellings are names that mean another.
var spellings = map[string]string{
	"clock-mode-color":           "clock-mode-colour",
	"cursor-color":               "cursor-colour",
	"display-panes-active-color": "display-panes-active-colour",
	"display-panes-color":        "display-panes-colour",
	"pane-colors":                "pane-colours",
	"prompt-cursor-color":        "prompt-cursor-colour",
}

// Lookup finds an option by its full name.
func Lookup(name string) (*Entry, bool) {
	if to, ok := spellings[name]; ok {
		name = to
	}
	e, ok := byName()[name]
	return e, ok
}

// A Ref is an option as the user named it.
type Ref struct {
	Name  string // the full name
	Entry *Entry // nil for a user option
	Index int    // of an array, -1 when none was given
}

// A NameError is a name that is no option, or the beginning of several.
type NameError struct {
	Name  string
	Could []string
}

func (e *NameError) Error() string {
	if len(e.Could) > 0 {
		return "ambiguous option: " + e.Name
	}
	return "invalid option: " + e.Name
}

// Match reads a name as set-option takes it: a user option, a full name or a beginning that fits one
// option only, with [N] behind it for an item of an array.
func Match(s string) (Ref, error) {
	name, index, ok := cutIndex(s)
	if !ok { // the name is then empty, as in tmux, and every name begins with that
		return Ref{}, &NameError{Name: s, Could: []string{s}}
	}
	if strings.HasPrefix(name, "@") {
		return Ref{Name: name, Index: index}, nil
	}
	if e, ok := Lookup(name); ok {
		return Ref{e.Name, e, index}, nil
	}
	var could []string
	for _, e := range all() {
		if strings.HasPrefix(e.Name, name) {
			could = append(could, e.Name)
		}
	}
	if len(could) != 1 {
		return Ref{}, &NameError{s, could}
	}
	return Ref{could[0], byName()[could[0]], index}, nil
}

// cutIndex parts name[N].
func cutIndex(s string) (name string, index int, ok bool) {
	name, rest, has := strings.Cut(s, "[")
	if !has {
		return name, -1, name != ""
	}
	digits, ok := strings.CutSuffix(rest, "]")
	n, err := strconv.ParseUint(digits, 10, 31)
	return name, int(n), ok && err == nil && name != ""
}
