package model

import (
	"fmt"
	"strings"
	"testing"
)

// TestSizesOfTwoWindows gives a session with two windows and another of its group to two clients, a of 100x30 and b of 60x20, and says
// how large the windows are then. The answers are tmux 3.7c's but for one.
func TestSizesOfTwoWindows(t *testing.T) {
	for _, tt := range []struct{ name, steps, want string }{
		{"what nobody looks at keeps its size", "a:0", "100x29 80x24"},
		{"until somebody does", "a:0 a:1", "100x29 100x29"},
		{"the one who came last decides", "a:0 b:0", "60x19 80x24"},
		{"one that nobody typed in takes the size of who looks at it; in tmux it has the last one's who was alone with it", "a:0 b:0 b:1", "60x19 60x19"},
		{"and so in all policies: largest", "a:0 b:1 window-size=largest", "100x29 100x29"},
		{"smallest", "a:0 b:1 window-size=smallest", "60x19 60x19"},
		{"manual is the size it was made with", "a:0 b:1 window-size=manual", "80x24 80x24"},
		{"unless aggressive-resize is on: largest", "a:0 b:1 aggressive-resize=on window-size=largest", "100x29 60x19"},
		{"smallest with it", "a:0 b:1 aggressive-resize=on window-size=smallest", "100x29 60x19"},
		{"latest with it: only who typed there", "a:0 b:0 b:1 aggressive-resize=on", "60x19 60x19"},
		{"both have", "a:0 b:0 b:1 aggressive-resize=on a:type b:type", "100x29 60x19"},
		{"one whose clients have gone keeps its size", "a:0 b:0 b:leave a:leave", "100x29 80x24"},
		{"resized by hand it stays", "a:0 resize=33x11 a:type", "33x11 80x24"},
		{"until it follows its clients again", "a:0 resize=33x11 0:window-size=latest", "100x29 80x24"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newModel(t)
			s := m.session("s")
			second := m.NewWindow(s, -1, NoClient).Window
			g := m.AddSession(NewSession{Name: "g", With: s})
			m.Made(s)
			m.Made(g)
			first := s.Current.Window
			clients := make(map[string]*Client)
			for step := range strings.FieldsSeq(tt.steps) {
				if name, value, ok := strings.Cut(step, "="); ok {
					target := m.GlobalWindowTarget()
					if one, ok := strings.CutPrefix(name, "0:"); ok {
						target, name = first.OptionTarget(), one
					}
					if name == "resize" {
						var size Size
						if _, err := fmt.Sscanf(value, "%dx%d", &size.Cols, &size.Rows); err != nil {
							t.Fatal(err)
						}
						m.ResizeWindow(first, size.Rows, size.Cols)
					} else {
						set(t, target, name, value)
						m.OptionChanged(target, name)
					}
				} else {
					who, what, _ := strings.Cut(step, ":")
					sizesStep(m, clients, map[string]*Session{"a": s, "b": g}, who, what)
				}
				m.TakeEffects()
				if err := m.Check(); err != nil {
					t.Fatal(err)
				}
			}
			got := fmt.Sprintf("%dx%d %dx%d", first.Size.Cols, first.Size.Rows, second.Size.Cols, second.Size.Rows)
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func sizesStep(m *Model, clients map[string]*Client, sessions map[string]*Session, who, what string) {
	s := sessions[who]
	switch what {
	case "type":
		m.ClientTyped(clients[who])
	case "leave":
		m.RemoveClient(clients[who].ID)
	default:
		m.SelectWindow(s.Links[int(what[0]-'0')])
		if clients[who] == nil && who == "a" {
			clients[who] = m.show(s, 30, 100)
		} else if clients[who] == nil {
			clients[who] = m.show(s, 20, 60)
		}
	}
}

// TestSessionsOfAGroupGo: which sessions of a group destroy-unattached leaves, of three and one beside them, and which ends with
// its last window.
func TestSessionsOfAGroupGo(t *testing.T) {
	for _, tt := range []struct{ option, want string }{
		{"off", "a b c other"},
		{"on", ""},
		{"keep-last", "c other"},
		{"keep-group", "c"},
	} {
		m := newModel(t)
		a := m.session("a")
		made := []*Session{a}
		for _, name := range []string{"b", "c"} {
			made = append(made, m.AddSession(NewSession{Name: name, With: a}))
		}
		made = append(made, m.session("other"))
		for _, s := range made {
			m.Made(s)
			set(t, s.OptionTarget(), "destroy-unattached", tt.option)
		}
		m.TakeEffects()
		var names []string
		for _, s := range m.SessionList() {
			names = append(names, s.Name)
		}
		if got := strings.Join(names, " "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.option, got, tt.want)
		}
		if err := m.Check(); err != nil {
			t.Error(err)
		}
	}
	m := newModel(t)
	a := m.session("a")
	m.AddSession(NewSession{Name: "b", With: a})
	other := m.session("other")
	c := m.show(m.SessionByName("b"), 24, 80)
	set(t, m.SessionByName("b").OptionTarget(), "detach-on-destroy", "off")
	m.KillWindow(a.Current.Window)
	m.TakeEffects()
	if len(m.Sessions) != 1 || c.Session != other {
		t.Errorf("%d sessions, the client shows %+v", len(m.Sessions), c.Session)
	}
}
