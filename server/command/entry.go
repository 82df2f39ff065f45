package command

import (
	"errors"
	"slices"
	"strings"

	"gmux/server/option"
	"gmux/server/syntax"
	"gmux/server/target"
)

// An Entry is one command of the table.
type Entry struct {
	Name  string
	Alias string
	Usage string // without the name
	Help  string // one line

	flags    string // as in syntax.Spec
	min, max int    // arguments beside the flags; max -1 is any number
	block    func(a *syntax.Args, i int) syntax.ArgKind

	target, source want
	client         clientWant
	readOnly       bool   // a read-only client may say it
	json           bool   // a list, which --json prints as JSON
	startsServer   bool   // gmux starts a server for it
	after          string // the command whose after-hook it sets off; "": its own

	exec func(*call) outcome
	spec *syntax.Spec
}

// want is what a command does with -t or -s.
type want struct {
	flag    byte // 0: it has no such target
	kind    target.Kind
	flags   target.Flags
	canFail bool // a target that is not found is left empty, without an error
}

// clientWant is how a command finds the client it is about.
type clientWant struct {
	flag    byte // c or t; 0: the current client, if there is one
	canFail bool
}

// An outcome is how a command ended.
type outcome int

const (
	done    outcome = iota
	failed          // the rest of the group is dropped
	waiting         // until Resume
)

// Usage of the flags that many commands share.
const (
	usageClient  = "[-t target-client]"
	usageSession = "[-t target-session]"
	usageWindow  = "[-t target-window]"
	usagePane    = "[-t target-pane]"
)

// Targets that many commands share.
var (
	onSession = want{flag: 't', kind: target.Session}
	onWindow  = want{flag: 't', kind: target.Window}
	onPane    = want{flag: 't', kind: target.Pane}
)

// orNone is a target that may be missing.
func orNone(w want) want {
	w.canFail = true
	return w
}

// families are the parts of the table; each is in a file of its own.
var families = [][]*Entry{
	sessionCommands, attachCommands, windowCommands, listCommands, keyCommands, paneCommands,
	newWindowCommands, linkCommands, splitCommands, layoutCommands, optionCommands, environmentCommands, displayCommands, serverCommands, bufferCommands,
	shellCommands, waitCommands, hookCommands, promptCommands, messageCommands,
}

var (
	entries []*Entry // by name
	specs   []*syntax.Spec
	bySpec  = make(map[*syntax.Spec]*Entry)
)

func init() {
	for _, family := range families {
		entries = append(entries, family...)
	}
	slices.SortFunc(entries, func(a, b *Entry) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	for _, e := range entries {
		e.spec = &syntax.Spec{
			Name: e.Name, Alias: e.Alias, Flags: e.flags,
			MinArgs: e.min, MaxArgs: e.max, Usage: e.Usage, Block: e.block,
		}
		if e.json {
			e.spec.Long = []string{jsonFlag}
		}
		specs = append(specs, e.spec)
		bySpec[e.spec] = e
	}
}

// Entries is the table, by name.
func Entries() []*Entry { return slices.Clone(entries) }

// Find looks a command up by name, alias or the beginning of a name.
func Find(name string) (*Entry, error) {
	spec, err := findSpec(name)
	if err != nil {
		return nil, err
	}
	return bySpec[spec], nil
}

func findSpec(name string) (*syntax.Spec, error) { return syntax.Find(specs, name) }

// StartsServer reports whether argv may start a server where none runs: no command at all, or one that
// makes something new. For an unknown command there is no need of a server either way, but the answer
// to it should come from one place, so that aliases of the configuration have their say.
func StartsServer(argv []string) bool {
	if len(argv) == 0 {
		return true
	}
	for c := range syntax.FromArgv(argv).Commands() {
		if e, err := Find(c.Name); err == nil && e.startsServer {
			return true
		}
	}
	return false
}

// names are all that may be typed for a command, for the hint after a slip.
func names() []string {
	var list []string
	for _, e := range entries {
		list = append(list, e.Name)
		if e.Alias != "" {
			list = append(list, e.Alias)
		}
	}
	return list
}

// hint is what to try instead, "" if nothing is near.
func hint(err error) string {
	if name, ok := strings.CutPrefix(err.Error(), "unknown command: "); ok {
		return didYouMean(target.Near(name, names()))
	}
	var o *option.NameError
	if errors.As(err, &o) && len(o.Could) == 0 {
		return didYouMean(target.Near(o.Name, optionNames()))
	}
	var t *target.Error
	if errors.As(err, &t) && t.Near != "" {
		return didYouMean(t.Near) + " (gmux " + lister(t.Kind) + ")"
	}
	return ""
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return "did you mean " + name + "?"
}

func optionNames() []string {
	var list []string
	for _, e := range option.Table() {
		list = append(list, e.Name)
	}
	return list
}

// lister is the command that shows what there is of a kind.
func lister(k target.ErrorKind) string {
	switch k {
	case target.NoWindow:
		return "list-windows -a"
	case target.NoPane:
		return "list-panes -a"
	case target.NoClient:
		return "list-clients"
	}
	return "list-sessions"
}
