package option

import (
	"bufio"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The tables under testdata were recorded from a real tmux; the first line of each says which. To record
// anew: go test ./server/option -run Golden -tmux /path/to/tmux
var tmuxPath = flag.String("tmux", "", "record the golden tables from this tmux")

// tmux runs a server for a test and returns how to ask it.
func tmux(t *testing.T) func(args ...string) string {
	dir := t.TempDir()
	run := func(args ...string) string {
		cmd := exec.Command(*tmuxPath, append([]string{"-S", filepath.Join(dir, "s"), "-f", "/dev/null", "-u"}, args...)...)
		cmd.Env = []string{"PATH=/usr/bin:/bin", "TERM=xterm", "LC_ALL=C.UTF-8", "HOME=/root", "SHELL=/bin/sh"}
		out, err := cmd.CombinedOutput()
		if err != nil && len(out) == 0 {
			t.Fatalf("tmux %q: %v", args, err)
		}
		return strings.TrimSuffix(string(out), "\n")
	}
	run("new-session", "-d", "-s", "golden", "cat")
	t.Cleanup(func() { run("kill-server") })
	return run
}

func version(t *testing.T) string {
	out, err := exec.Command(*tmuxPath, "-V").Output()
	if err != nil {
		t.Fatal(err)
	}
	return "# recorded from " + strings.TrimSpace(string(out))
}

var scopes = []struct {
	flag  string
	scope Scope
}{{"-s", Server}, {"-g", Session}, {"-gw", Window}}

// TestGoldenDefaults compares every option and its default with show-options.
func TestGoldenDefaults(t *testing.T) {
	path := filepath.Join("testdata", "defaults.txt")
	if *tmuxPath != "" {
		ask := tmux(t)
		text := version(t) + ": show-options -s, -g and -gw\n"
		for _, s := range scopes {
			text += "## " + s.flag + "\n" + ask("show-options", s.flag) + "\n"
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(data), "## ")[1:]
	for i, s := range scopes {
		_, want, _ := strings.Cut(parts[i], "\n")
		// The terminal that a pane's program sees is not tmux's.
		want = strings.Replace(want, "default-terminal tmux-256color", "default-terminal xterm-256color", 1)
		got := strings.Join(slices.DeleteFunc(NewGlobal(s.scope, Checks{}).ShowAll(s.scope, 0), ours), "\n") + "\n"
		if got != want {
			t.Errorf("%s: %s", s.flag, difference(got, want))
		}
	}
}

// ours says that a line is of an option that tmux has not.
func ours(line string) bool {
	name, _, _ := strings.Cut(line, " ")
	return slices.ContainsFunc(Table(), func(e *Entry) bool { return e.Ours && e.Name == name })
}

// difference is the first lines that differ.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got\n" + g[i] + "\nwant\n" + w[i]
		}
	}
	return "one is longer"
}

// keyNames stands in for the package that knows keys.
func keyNames(name string) (string, bool) {
	s, ok := map[string]string{"C-a": "C-a", "^a": "C-a", "None": "None", "C-b": "C-b", "BSpace": "BSpace"}[name]
	return s, ok
}

// TestGoldenSet runs set-option, show-options and the like on one tree of sets, line after line.
func TestGoldenSet(t *testing.T) {
	path := filepath.Join("testdata", "set.tsv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var ask func(args ...string) string
	out := ""
	if *tmuxPath != "" {
		ask = tmux(t)
		out = version(t) + ": command, tab, what it prints with | for line ends\n"
	}
	checks := Checks{Key: keyNames, Shell: func(path string) bool { return path == "/bin/sh" }}
	tree := newTree(checks)
	n := 0
	for lines := bufio.NewScanner(strings.NewReader(string(data))); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "# ") {
			continue
		}
		n++
		command, want, _ := strings.Cut(lines.Text(), "\t")
		args := strings.Split(command, " ")
		for i, a := range args {
			args[i] = strings.NewReplacer("~", " ", "''", "").Replace(a) // ~ stands for a space
		}
		if ask != nil {
			want = strings.ReplaceAll(ask(args...), "\n", "|")
			out += command + "\t" + want + "\n"
		}
		if got := tree.run(args); got != want {
			t.Errorf("%s\n got %s\nwant %s", command, got, want)
		}
	}
	if n < 150 {
		t.Errorf("only %d commands", n)
	}
	if ask != nil {
		if err := os.WriteFile(path, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A tree is the sets of a server with one session, window and pane.
type tree struct{ server, globalSession, globalWindow, session, window, pane *Set }

func newTree(c Checks) *tree {
	tr := &tree{server: NewGlobal(Server, c), globalSession: NewGlobal(Session, c), globalWindow: NewGlobal(Window, c)}
	tr.session, tr.window = NewSet(tr.globalSession), NewSet(tr.globalWindow)
	tr.pane = NewSet(tr.window)
	return tr
}

// set is the set that flags and a name mean, as set-option has it.
func (tr *tree) set(flags, name string) (*Set, Scope) {
	has := func(f string) bool { return strings.Contains(flags, f) }
	scope := Session
	if ref, err := Match(name); err == nil && ref.Entry != nil {
		scope = ref.Entry.Scope
	} else {
		switch {
		case has("s"):
			scope = Server
		case has("p"):
			scope = Pane
		case has("w"):
			scope = Window
		}
	}
	switch {
	case scope == Server:
		return tr.server, Server
	case scope&Pane != 0 && has("p"):
		return tr.pane, Pane
	case scope&Window != 0 && has("g"):
		return tr.globalWindow, Window
	case scope&Window != 0:
		return tr.window, Window
	case has("g"):
		return tr.globalSession, Session
	}
	return tr.session, Session
}

func (tr *tree) run(args []string) string {
	flags := ""
	command, args := args[0], args[1:]
	if len(args) > 0 && strings.HasPrefix(args[0], "-") {
		flags, args = args[0], args[1:]
	}
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	s, scope := tr.set(flags, name)
	has := func(f string) bool { return strings.Contains(flags, f) }
	var lines []string
	var err error
	if command == "show-options" {
		f := ShowFlags(0)
		if has("v") {
			f |= ValueOnly
		}
		if has("A") {
			f |= Inherited
		}
		if name == "" {
			lines = s.ShowAll(scope, f)
		} else {
			lines, err = s.Show(name, f)
		}
	} else {
		f := SetFlags(0)
		if has("a") {
			f |= Append
		}
		if has("o") {
			f |= OnlyIfUnset
		}
		switch {
		case has("u"):
			err = s.Unset(name)
		case len(args) == 1:
			err = s.Toggle(name, f)
		default:
			err = s.Set(name, args[1], f)
		}
	}
	if err != nil {
		return err.Error()
	}
	return strings.Join(lines, "|")
}
