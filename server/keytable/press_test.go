package keytable

import (
	"strings"
	"testing"
	"time"

	"gmux/protocol/key"
	"gmux/server/model"
	"gmux/server/syntax"
)

// keyboard is a client with the bindings of a test.
type keyboard struct {
	t *testing.T
	m *model.Model
	c *model.Client
}

func newKeyboard(t *testing.T) *keyboard {
	m := model.New(model.Config{Started: time.Unix(1000, 0)}, nil)
	s := m.AddSession(model.NewSession{Name: "s", Size: model.Size{Rows: 24, Cols: 80}})
	c := m.AddClient(model.NewClient{})
	m.ShowSession(c, s)
	k := &keyboard{t, m, c}
	k.bind(Prefix, "d", "detach-client", false)
	k.bind(Prefix, "Tab", "tab", false)
	k.bind(Prefix, "C-Up", "up", true)
	k.bind(Prefix, "C-Down", "down", true)
	k.bind(Root, "M-x", "root", false)
	k.bind(CopyMode, "q", "cancel", false)
	k.bind(CopyModeVi, "j", "down", false)
	return k
}

func (k *keyboard) bind(table, name, command string, repeat bool) {
	list, err := syntax.ParseString(command, syntax.Input{})
	if err != nil {
		k.t.Fatal(err)
	}
	parsed, err := key.Parse(name)
	if err != nil {
		k.t.Fatal(err)
	}
	k.m.Bind(table, model.Binding{Key: parsed, List: list, Repeat: repeat})
}

func (k *keyboard) option(t model.OptionTarget, name, value string) {
	if err := t.Set.Set(name, value, 0); err != nil {
		k.t.Fatal(err)
	}
}

// type presses keys and tells what becomes of each: the command, -> for the pane, . for nothing. A word
// of digits lets so many milliseconds pass.
func (k *keyboard) typed(keys string) string {
	var got []string
	for name := range strings.FieldsSeq(keys) {
		if d, err := time.ParseDuration(name); err == nil {
			k.m.Now = k.m.Now.Add(d)
			continue
		}
		parsed, err := key.Parse(name)
		if err != nil {
			k.t.Fatal(err)
		}
		switch a := Press(k.m, k.c, k.pane(), parsed); a.Outcome {
		case Run:
			got = append(got, a.Binding.List.String())
		case Forward:
			got = append(got, "->")
		default:
			got = append(got, ".")
		}
	}
	return strings.Join(got, " ")
}

func TestPress(t *testing.T) {
	none := func(*keyboard) {}
	for _, tt := range []struct {
		name  string
		setup func(*keyboard)
		keys  string
		want  string
	}{
		{"an ordinary key is the pane's", none, "a", "->"},
		{"the root table is asked first", none, "M-x a", "root ->"},
		{"the prefix waits for a key", none, "C-b d a", ". detach-client ->"},
		{"an unknown key after the prefix is swallowed", none, "C-b z a", ". . ->"},
		{"a root binding serves after the prefix", none, "C-b M-x", ". root"},
		{"the prefix twice begins anew where it is not bound", none, "C-b C-b d a", ". . detach-client ->"},
		{"a repeating key goes on without the prefix", none, "C-b C-Up C-Up C-Down", ". up up down"},
		{"until repeat-time is over", none, "C-b C-Up 501ms C-Up", ". up ->"},
		{"each repeat begins the time again", none, "C-b C-Up 400ms C-Up 400ms C-Up", ". up up up"},
		{"another key ends the repeat and is the pane's", none, "C-b C-Up a C-Up", ". up -> ->"},
		{"a binding that does not repeat ends it too", none, "C-b C-Up d", ". up ->"},
		{"the prefix ends the repeat", none, "C-b C-Up C-b d", ". up . detach-client"},
		{"repeat-time 0 is never", func(k *keyboard) { k.option(k.m.GlobalSessionTarget(), "repeat-time", "0") },
			"C-b C-Up C-Up", ". up ->"},
		{"initial-repeat-time counts for the first", func(k *keyboard) {
			k.option(k.m.GlobalSessionTarget(), "initial-repeat-time", "100")
		}, "C-b C-Up 200ms C-Up C-b C-Up 50ms C-Up 300ms C-Up", ". up -> . up up up"},
		{"prefix2", func(k *keyboard) { k.option(k.m.GlobalSessionTarget(), "prefix2", "M-p") }, "M-p d", ". detach-client"},
		{"no prefix", func(k *keyboard) { k.option(k.m.GlobalSessionTarget(), "prefix", "None") }, "C-b", "->"},
		{"prefix-timeout", func(k *keyboard) { k.option(k.m.ServerTarget(), "prefix-timeout", "1000") },
			"C-b 1001ms d C-b 999ms d", ". -> . detach-client"},
		{"key-table", func(k *keyboard) {
			k.option(k.m.GlobalSessionTarget(), "key-table", "mine")
			k.bind("mine", "x", "mine", false)
		}, "x M-x C-b d", "mine -> . detach-client"},
		{"switch-client -T is for one key", func(k *keyboard) {
			k.bind("mine", "x", "mine", false)
			k.m.SetKeyTable(k.c, "mine")
		}, "x x", "mine ->"},
		{"Any catches the rest", func(k *keyboard) { k.bind(Prefix, "Any", "any", false) }, "C-b z", ". any"},
		{"C-i is Tab to a table without it", none, "C-b C-i", ". tab"},
		{"but not where it is bound", func(k *keyboard) { k.bind(Prefix, "C-i", "own", false) }, "C-b C-i C-b Tab", ". own . tab"},
		{"copy mode has a table of its own", mode("emacs"), "q z M-x C-b d", "cancel . root . detach-client"},
		{"and another for vi", mode("vi"), "j q", "down ."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := newKeyboard(t)
			tt.setup(k)
			if got := k.typed(tt.keys); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.keys, got, tt.want)
			}
		})
	}
}

func (k *keyboard) pane() *model.Pane { return k.c.Session.Current.Window.Active }

// mode puts the pane into copy mode.
func mode(keys string) func(*keyboard) {
	return func(k *keyboard) {
		k.option(k.m.GlobalWindowTarget(), "mode-keys", keys)
		k.m.SetMode(k.m.Panes[0], &model.Mode{Name: "copy-mode"})
	}
}

func TestReleasesAndModifiersAreThePanes(t *testing.T) {
	k := newKeyboard(t)
	Press(k.m, k.c, k.pane(), key.Key{Code: 'b', Mods: key.Ctrl})
	for _, ev := range []key.Key{{Code: 'd', Action: key.Release}, {Code: key.LeftShift}} {
		if a := Press(k.m, k.c, k.pane(), ev); a.Outcome != Forward {
			t.Errorf("%+v: %v", ev, a.Outcome)
		}
	}
	if a := Press(k.m, k.c, k.pane(), key.Key{Code: 'd'}); a.Outcome != Run {
		t.Error("they ended the wait for a key")
	}
}

// TestOtherLayouts: a chord of another script's letter is that of the key in its place, if the letter itself has no binding.
func TestOtherLayouts(t *testing.T) {
	k := newKeyboard(t)
	press := func(ev key.Key) Outcome { return Press(k.m, k.c, k.pane(), ev).Outcome }
	if got := press(key.Key{Code: 'и', Mods: key.Ctrl, Base: 'b'}); got != Swallow {
		t.Errorf("the prefix on a Cyrillic keyboard: %v", got)
	}
	if got := press(key.Key{Code: 'd'}); got != Run {
		t.Errorf("d after it: %v", got)
	}
	for _, ev := range []key.Key{{Code: 'и', Base: 'b'}, {Code: 'n', Mods: key.Ctrl, Base: 'b'}, {Code: 'и', Mods: key.Ctrl}} {
		if got := press(ev); got != Forward {
			t.Errorf("%+v: %v", ev, got)
		}
	}
}

func TestDefaults(t *testing.T) {
	m := model.New(model.Config{Started: time.Unix(1000, 0)}, nil)
	Defaults(m)
	for _, d := range defaults {
		b, err := d.binding()
		if err != nil {
			t.Error(err)
		}
		if m.Tables[d.table].Bindings[b.Key] == nil {
			t.Errorf("%s %s is not there", d.table, d.key)
		}
	}
	m.TakeTouched()
	m.UnbindAll(Prefix)
	if got := m.TakeTouched(); len(got) != 1 || got[0] != (model.Ref{Kind: model.KindTable, Name: Prefix}) {
		t.Errorf("touched %v", got)
	}
}
