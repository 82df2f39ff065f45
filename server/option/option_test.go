package option

import (
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gmux/server/style"
	"gmux/server/syntax"
)

// TestTable: every row is whole, and its default can be set.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Table() {
		if seen[e.Name] {
			t.Errorf("%s is there twice", e.Name)
		}
		seen[e.Name] = true
		if e.Help == "" || !strings.HasSuffix(e.Help, ".") || e.Scope == 0 {
			t.Errorf("%s: no help or no scope", e.Name)
		}
		if (e.Type == Choice) != (len(e.Choices) > 1) || (e.Type == Number) != (e.Max > e.Min) {
			t.Errorf("%s: choices or range do not fit the type", e.Name)
		}
		if _, err := filepath.Match(e.Pattern, ""); err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
		s := NewGlobal(e.Scope, Checks{})
		if text, _ := s.Get(e.Name); !e.Array && text != e.Default {
			t.Errorf("%s: default %q reads as %q", e.Name, e.Default, text)
		}
	}
	if len(seen) < 150 || !slices.IsSortedFunc(settings(), func(a, b *Entry) int { return int(a.Scope&^Pane) - int(b.Scope&^Pane) }) {
		t.Errorf("%d options, or not by scope", len(seen))
	}
}

// settings is the table without the hooks, whose order is tmux's too but not by scope.
func settings() []*Entry {
	return slices.DeleteFunc(slices.Clone(Table()), func(e *Entry) bool { return e.Hook })
}

func TestMatch(t *testing.T) {
	for _, tt := range []struct{ in, name, err string }{
		{"status", "status", ""},
		{"status-int", "status-interval", ""},
		{"status-l", "", "ambiguous option: status-l"},
		{"nosuch", "", "invalid option: nosuch"},
		{"", "", "ambiguous option: "},
		{"@any thing", "@any thing", ""},
		{"@", "@", ""},
		{"status-format[2]", "status-format", ""},
		{"status-format[x]", "", "ambiguous option: status-format[x]"},
		{"status-format[-1]", "", "ambiguous option: status-format[-1]"},
		{"status-format[1", "", "ambiguous option: status-format[1"},
		{"status-format[99999999999]", "", "ambiguous option: status-format[99999999999]"},
		{"[1]", "", "ambiguous option: [1]"},
		{"display-panes-color", "display-panes-colour", ""},
	} {
		ref, err := Match(tt.in)
		if ref.Name != tt.name || err == nil && tt.err != "" || err != nil && err.Error() != tt.err {
			t.Errorf("%q: %q, %v", tt.in, ref.Name, err)
		}
	}
	_, err := Match("status-le")
	var e *NameError
	if !errors.As(err, &e) || !slices.Equal(e.Could, []string{"status-left", "status-left-length", "status-left-style"}) {
		t.Errorf("%+v", e)
	}
}

func TestGetters(t *testing.T) {
	g := NewGlobal(Session, Checks{Key: keyNames})
	s := NewSet(g)
	set := func(s *Set, name, value string) {
		t.Helper()
		if err := s.Set(name, value, 0); err != nil {
			t.Fatal(err)
		}
	}
	set(g, "status-interval", " 5")
	set(g, "mouse", "YES")
	set(s, "prefix", "^a")
	set(s, "status-style", "bg=#{@colour},bold")
	set(g, "status-bg", "brightred")
	set(g, "@user", "text")
	set(s, "update-environment", "A B")
	if s.Number("status-interval") != 5 || !s.Flag("mouse") || s.Key("prefix") != "C-a" || g.Key("prefix") != "C-b" ||
		s.Choice("status") != "on" || s.Colour("status-bg") != style.Named(9) || s.String("status-left") != "[#{session_name}] " {
		t.Error("a getter is wrong")
	}
	expand := func(s string) string { return strings.ReplaceAll(s, "#{@colour}", "blue") }
	if got := s.Style("status-style", expand).String(); got != "bg=blue,bright" {
		t.Error(got)
	}
	if got := s.Style("status-style", nil); got != (style.Style{}) {
		t.Errorf("a style that is none is %v", got)
	}
	if got := s.Style("message-style", nil).String(); got != "fill=yellow,fg=black,bg=yellow" {
		t.Error(got)
	}
	if got := s.Strings("update-environment"); !slices.Equal(got, []string{"A", "B"}) {
		t.Error(got)
	}
	for _, tt := range []struct {
		name, want string
		ok         bool
	}{
		{"mouse", "1", true}, {"status", "on", true}, {"@user", "text", true}, {"update-environment[1]", "B", true},
		{"update-environment[9]", "", true}, {"update-environment", "A B", true}, {"nosuch", "", false}, {"", "", false},
		{"history-limit", "2000", true}, {"window-size", "", false},
	} {
		if got, ok := s.Variable(tt.name); got != tt.want || ok != tt.ok {
			t.Errorf("#{%s} is %q, %v", tt.name, got, ok)
		}
	}
	server := NewGlobal(Server, Checks{})
	if got := server.Command("default-client-command").String(); got != "new-session" {
		t.Error(got)
	}
	if NewGlobal(Window, Checks{}).Colour("cursor-colour") != style.None {
		t.Error("cursor-colour")
	}
	for _, bad := range []func(){
		func() { s.Number("mouse") }, func() { s.Flag("nosuch") }, func() { s.Choice("window-size") }, func() { s.Array("mouse") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a getter of the wrong type does not panic")
				}
			}()
			bad()
		}()
	}
}

func TestInheritance(t *testing.T) {
	g := NewGlobal(Window, Checks{})
	w, w2 := NewSet(g), NewSet(g)
	p := NewSet(w)
	before := p.Changed()
	if err := w.Set("remain-on-exit", "on", 0); err != nil {
		t.Fatal(err)
	}
	if p.Choice("remain-on-exit") != "on" || w2.Choice("remain-on-exit") != "off" || p.Own("remain-on-exit") || p.Changed() != before {
		t.Error("a pane does not see its window's")
	}
	if p.SetParent(w2); p.Choice("remain-on-exit") != "off" || p.Changed() == before {
		t.Error("a pane that moved still does")
	}
	if err := p.Set("mouse", "on", 0); err == nil || err.Error() != "invalid option: mouse" {
		t.Errorf("a session's option at a pane: %v", err)
	}
	if err := p.Set("window-style", "nonsense", 0); err == nil || p.Own("window-style") {
		t.Error("a bad value was kept")
	}
}

func TestAtomicArray(t *testing.T) {
	w := NewSet(NewGlobal(Window, Checks{}))
	if err := w.Set("pane-colours", "red nonsense", 0); err == nil || w.Own("pane-colours") {
		t.Errorf("half an array was set: %v", err)
	}
}

// TestSaved: what a set saves, another reads, and nothing else is left in it.
func TestSaved(t *testing.T) {
	g := NewGlobal(Session, Checks{})
	if got := g.Saved(); len(got) != 0 {
		t.Errorf("defaults are saved: %v", got)
	}
	for name, value := range map[string]string{
		"@a": "x y", "status": "2", "status-left": "#S", "status-format[4]": "x", "update-environment": "", "mouse": "on",
	} {
		if err := g.Set(name, value, 0); err != nil {
			t.Fatal(err)
		}
	}
	s := NewSet(g)
	if err := s.Set("update-environment", "A B", 0); err != nil {
		t.Fatal(err)
	}
	g2 := NewGlobal(Session, Checks{})
	s2 := NewSet(g2)
	if err := errors.Join(g2.Restore(g.Saved()), s2.Restore(s.Saved())); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(g.ShowAll(Session, 0), g2.ShowAll(Session, 0)) || !reflect.DeepEqual(s.Saved(), s2.Saved()) {
		t.Errorf("%v\n%v", g.ShowAll(Session, 0), g2.ShowAll(Session, 0))
	}
	err := g2.Restore([]Saved{{Name: "from-a-later-version", Value: "x"}, {Name: "mouse", Value: "maybe"}, {Name: "status-interval", Value: "3"}})
	if err == nil || strings.Count(err.Error(), "\n") != 1 || g2.Number("status-interval") != 3 {
		t.Errorf("what cannot be taken: %v", err)
	}
}

// FuzzSet: what show-options prints sets the same again.
func FuzzSet(f *testing.F) {
	f.Add("status-left", "a b$c'\"#[x]\x01", false)
	f.Add("status-format[3]", "x", true)
	f.Add("@user", "~{};\\", true)
	f.Add("message-style", "fg=red,bold", true)
	f.Fuzz(func(t *testing.T, name, value string, add bool) {
		s := NewGlobal(Session, Checks{})
		flags := SetFlags(0)
		if add {
			flags = Append
		}
		if err := s.Set(name, value, flags); err != nil {
			return
		}
		ref, err := Match(name)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := s.Show(ref.Name, 0)
		if err != nil {
			t.Fatal(err)
		}
		again := NewGlobal(Session, Checks{})
		if ref.Entry != nil && ref.Entry.Array {
			if err := again.Set(ref.Name, "", 0); err != nil {
				t.Fatal(err)
			}
		}
		for _, line := range lines {
			l, err := syntax.ParseString("set "+syntax.Quote(ref.Name)+line[len(ref.Name):], syntax.Input{})
			if strings.HasPrefix(line, ref.Name+"[") {
				l, err = syntax.ParseString("set "+line, syntax.Input{})
			}
			if err != nil || len(l) != 1 || len(l[0]) != 1 {
				t.Fatalf("%s does not read back: %v", line, err)
			}
			args := l[0][0].Args
			if len(args) == 1 { // an array without items
				continue
			}
			if err := again.Set(args[0].Text, args[1].Text, 0); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		}
		if got, _ := again.Show(ref.Name, 0); !slices.Equal(got, lines) {
			t.Errorf("%q, and then %q", lines, got)
		}
	})
}
