package model

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gmux/protocol/key"
	"gmux/server/layout"
)

var start = time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)

func newModel(t *testing.T) *Model {
	t.Helper()
	m := New(Config{
		Socket: "/tmp/gmux-0/default", HostPID: 7, Version: "0.1", Hostname: "box", Home: "/home/me", Shell: "/bin/sh",
		Started: start,
	}, EnvironOf([]string{"LANG=C.UTF-8", "GMUX=old,1,2", "TMUX_PANE=%3", "LISTEN_FDS=1"}))
	t.Cleanup(func() {
		if err := m.Check(); err != nil {
			t.Error(err)
		}
	})
	return m
}

func (m *Model) session(name string) *Session {
	return m.AddSession(NewSession{Name: name, Size: Size{Rows: 24, Cols: 80}, Latest: NoClient})
}

func (m *Model) show(s *Session, rows, cols int) *Client {
	c := m.AddClient(NewClient{TTY: "/dev/pts/" + itoa(int(m.NextClient)), Size: Size{Rows: rows, Cols: cols}})
	m.ShowSession(c, s)
	return c
}

func set(t *testing.T, target OptionTarget, name, value string) {
	t.Helper()
	if err := target.Set.Set(name, value, 0); err != nil {
		t.Fatal(err)
	}
}

// only returns the effects of one type.
func only[E Effect](effects []Effect) []E {
	var list []E
	for _, e := range effects {
		if e, ok := e.(E); ok {
			list = append(list, e)
		}
	}
	return list
}

func TestIDsAreNeverGivenTwice(t *testing.T) {
	m := newModel(t)
	a := m.session("a")
	m.KillSession(a)
	b := m.session("b")
	if b.ID != 1 || b.Current.Window.ID != 1 || b.Current.Window.Active.ID != 1 {
		t.Errorf("got %v %v %v", b.ID, b.Current.Window.ID, b.Current.Window.Active.ID)
	}
}

func TestUnnamedSessionPassesOverTakenNames(t *testing.T) {
	m := newModel(t)
	m.session("1") // takes the id 0
	s := m.AddSession(NewSession{Unnamed: true})
	if s.Name != "2" || s.ID != 2 {
		t.Errorf("got %q %v", s.Name, s.ID)
	}
}

func TestCleanName(t *testing.T) {
	for _, tt := range []struct {
		in, want string
		ok       bool
	}{
		{"work", "work", true},
		{"a:b.c", "a:b.c", true},
		{`back\slash`, `back\\slash`, true},
		{"日本", "日本", true},
		{"👩‍👧", "👩‍👧", true}, // with a joiner
		{"\ue62b vim", "\ue62b vim", true},
		{"no\u00a0break", "no\u00a0break", true},
		{"\U0003fffd", "\U0003fffd", true}, // not assigned
		{"", "", true},
		{"tab\there", "", false},
		{"c1\u009b", "", false},
		{"esc\x1b[m", "", false},
		{"bad\xff", "", false},
	} {
		if got, ok := CleanName(tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("%q: %q %v, want %q %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func TestUntrusted(t *testing.T) {
	for in, want := range map[string]string{
		"#(touch pwn)":     "_(touch pwn)",
		"###(a)#(b)":       "##_(a)_(b)",
		"#{pane_id} #[fg]": "#{pane_id} #[fg]", // tells nothing that a program may not know
		`back\slash`:       `back\\slash`,
	} {
		if got, ok := Untrusted(in); got != want || !ok {
			t.Errorf("%q: %q %v, want %q", in, got, ok, want)
		}
	}
	if got, ok := Untrusted("bad\xff"); ok {
		t.Errorf("%q is taken", got)
	}
}

func TestPaneRan(t *testing.T) {
	m := newModel(t)
	p := m.session("work").Current.Window.Active
	for argv0, want := range map[string]string{
		"npm run dev": "npm", "sshd: me/x y": "sshd:", "./rel/prog": "./rel/prog", "-bash": "bash", "/usr/bin/vim": "vim",
	} {
		if m.PaneRan(p.ID, argv0, "/"); p.Command != want {
			t.Errorf("%q is %q, want %q", argv0, p.Command, want)
		}
	}
}

func TestDefaultWindowName(t *testing.T) {
	for _, tt := range []struct {
		argv []string
		want string
	}{
		{nil, "zsh"},
		{[]string{"vim -u NONE file"}, "vim"},
		{[]string{"exec /usr/bin/top -d 1"}, "top"},
		{[]string{"/bin/sh", "-c", "x"}, "sh"},
		{[]string{"-zsh"}, "zsh"},
		{[]string{"/"}, "/"},
		{[]string{"bad\xff"}, ""},
	} {
		if got := DefaultWindowName(&Pane{Argv: tt.argv, Shell: "/usr/bin/zsh"}); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.argv, got, tt.want)
		}
	}
}

func TestWindowSizeFollowsItsClients(t *testing.T) {
	for _, tt := range []struct {
		name   string
		policy string
		change func(m *Model, clients []*Client)
		want   Size
	}{
		{"the latest client decides", "latest", func(*Model, []*Client) {}, Size{Rows: 29, Cols: 60}},
		{"whoever types becomes the latest", "latest", func(m *Model, c []*Client) { m.ClientTyped(c[0]) }, Size{Rows: 39, Cols: 100}},
		{"the only one left decides", "latest", func(m *Model, c []*Client) { m.RemoveClient(c[1].ID) }, Size{Rows: 39, Cols: 100}},
		{"the smallest in each direction", "smallest", func(m *Model, c []*Client) {
			m.ClientResized(c[0].ID, Size{Rows: 20, Cols: 100})
		}, Size{Rows: 19, Cols: 60}},
		{"the largest in each direction", "largest", func(m *Model, c []*Client) {
			m.ClientResized(c[1].ID, Size{Rows: 50, Cols: 60})
		}, Size{Rows: 49, Cols: 100}},
		{"manual stays", "manual", func(*Model, []*Client) {}, Size{Rows: 24, Cols: 80}},
		{"one that is ignored has no say", "latest", func(m *Model, c []*Client) { m.SetFlags(c[1], "ignore-size") }, Size{Rows: 39, Cols: 100}},
		{"unless it is alone", "latest", func(m *Model, c []*Client) {
			m.SetFlags(c[1], "ignore-size")
			m.RemoveClient(c[0].ID)
		}, Size{Rows: 29, Cols: 60}},
		{"a suspended one has no say", "smallest", func(m *Model, c []*Client) { m.SuspendClient(c[1]) }, Size{Rows: 39, Cols: 100}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newModel(t)
			s := m.session("s")
			set(t, m.GlobalWindowTarget(), "window-size", tt.policy)
			clients := []*Client{m.show(s, 40, 100), m.show(s, 30, 60)}
			m.TakeEffects()
			tt.change(m, clients)
			m.TakeEffects()
			if got := s.Current.Window.Size; got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if got := s.Current.Window.Active.Size; got != tt.want {
				t.Errorf("the pane: %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestStatusLinesTakeRows(t *testing.T) {
	for _, tt := range []struct {
		status string
		want   int
	}{{"off", 10}, {"on", 9}, {"2", 8}, {"5", 5}} {
		m := newModel(t)
		s := m.session("s")
		m.show(s, 10, 80)
		m.TakeEffects()
		set(t, s.OptionTarget(), "status", tt.status)
		m.OptionChanged(s.OptionTarget(), "status")
		effects := m.TakeEffects()
		if got := s.Current.Window.Size.Rows; got != tt.want {
			t.Errorf("status %s: %d rows, want %d", tt.status, got, tt.want)
		}
		if n := len(only[Resize](effects)); n != 1 && tt.status != "on" {
			t.Errorf("status %s: %d resizes", tt.status, n)
		}
	}
}

func TestTinyClientsLeaveOneRow(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	m.show(s, 1, 1)
	m.TakeEffects()
	if got := s.Current.Window.Size; got != (Size{Rows: 1, Cols: 1}) {
		t.Errorf("got %+v", got)
	}
}

func TestPixelsFollowTheWindow(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	c := m.show(s, 25, 80)
	m.ClientResized(c.ID, Size{Rows: 25, Cols: 80, XPixel: 800, YPixel: 500})
	if got, want := s.Current.Window.Size, (Size{Rows: 24, Cols: 80, XPixel: 800, YPixel: 480}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPaneDiedTakesAlongWhatIsEmpty(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	c := m.show(s, 24, 80)
	m.Serve()
	m.TakeEffects()
	p := s.Current.Window.Active
	effects := m.PaneDied(p.ID, ExitStatus{Known: true})
	want := []Effect{Detach{Client: c.ID, Reason: Exited, Session: "s"}, ClosePane{Pane: p.ID}}
	if !reflect.DeepEqual(effects, want) {
		t.Errorf("got %+v", effects)
	}
	if len(m.Sessions)+len(m.Windows)+len(m.Panes) != 0 {
		t.Error("something is left")
	}
	effects = m.RemoveClient(c.ID)
	if !reflect.DeepEqual(effects, []Effect{Shutdown{}}) {
		t.Errorf("the last client has gone: %+v", effects)
	}
	if effects = m.TakeEffects(); len(effects) != 0 {
		t.Errorf("once more: %+v", effects)
	}
}

func TestRemainOnExit(t *testing.T) {
	for _, tt := range []struct {
		option string
		exit   ExitStatus
		stays  bool
	}{
		{"off", ExitStatus{Known: true, Code: 1}, false},
		{"on", ExitStatus{Known: true}, true},
		{"key", ExitStatus{Known: true}, true},
		{"failed", ExitStatus{Known: true}, false},
		{"failed", ExitStatus{Known: true, Code: 2}, true},
		{"failed", ExitStatus{Known: true, Signal: 9}, true},
		{"failed", ExitStatus{}, true}, // nobody knows, so say so
	} {
		m := newModel(t)
		p := m.session("s").Current.Window.Active
		m.PaneSpawned(p.ID, 100, "/dev/pts/1", "/")
		set(t, p.OptionTarget(), "remain-on-exit", tt.option)
		m.PaneDied(p.ID, tt.exit)
		if got := m.Panes[p.ID] != nil; got != tt.stays {
			t.Errorf("%s, %+v: stays %v", tt.option, tt.exit, got)
		}
		if tt.stays && (!p.Dead || p.PID != 0 || !p.DeadAt.Equal(start)) {
			t.Errorf("%s: %+v", tt.option, p)
		}
	}
}

func TestDetachOnDestroy(t *testing.T) {
	for _, tt := range []struct {
		option string
		want   string // the session the client shows then, "" if it has left
	}{
		{"on", ""}, {"off", "recent"}, {"no-detached", "idle"}, {"next", "recent"}, {"previous", "busy"},
	} {
		m := newModel(t)
		names := map[string]*Session{}
		for i, name := range []string{"busy", "idle", "recent", "middle"} {
			names[name] = m.session(name)
			names[name].Activity = start.Add(time.Duration(i) * time.Minute)
		}
		dying := names["middle"] // between idle and recent
		names["recent"].Activity = start.Add(time.Hour)
		m.show(names["recent"], 24, 80)
		m.show(names["busy"], 24, 80)
		names["busy"].Activity = start.Add(30 * time.Minute)
		names["recent"].Activity = start.Add(time.Hour)
		if tt.option == "previous" {
			dying = names["idle"]
		}
		c := m.show(dying, 24, 80)
		if tt.option == "previous" {
			c.Session = dying
		}
		set(t, dying.OptionTarget(), "detach-on-destroy", tt.option)
		m.TakeEffects()
		m.KillSession(dying)
		effects := m.TakeEffects()
		if tt.want == "" {
			if c.Session != nil || len(only[Detach](effects)) != 1 {
				t.Errorf("%s: %v", tt.option, effects)
			}
			continue
		}
		if c.Session != names[tt.want] {
			t.Errorf("%s: shows %+v", tt.option, c.Session)
		}
		if c.LastSession != nil {
			t.Errorf("%s: remembers the dead one", tt.option)
		}
	}
}

func TestEnd(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	c, other := m.show(s, 24, 80), m.AddClient(NewClient{PID: 1})
	m.TakeEffects()
	m.End()
	effects := m.TakeEffects()
	want := []Effect{Detach{Client: c.ID, Reason: ServerExited, Session: "s"}, ClosePane{Pane: 0}}
	if !reflect.DeepEqual(effects, want) {
		t.Errorf("got %+v", effects)
	}
	m.RemoveClient(c.ID)
	if effects = m.RemoveClient(other.ID); !reflect.DeepEqual(effects, []Effect{Shutdown{}}) {
		t.Errorf("got %+v", effects)
	}
}

func TestExitEmptyWaitsForTheFirstClient(t *testing.T) {
	m := newModel(t)
	if effects := m.Tick(); len(effects) != 0 {
		t.Errorf("a new server ends: %v", effects)
	}
	set(t, m.ServerTarget(), "exit-empty", "off")
	c := m.AddClient(NewClient{})
	if effects := m.RemoveClient(c.ID); len(effects) != 0 {
		t.Errorf("exit-empty is off: %v", effects)
	}
}

func TestDestroyUnattached(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	set(t, s.OptionTarget(), "destroy-unattached", "on")
	m.TakeEffects()
	if m.Sessions[s.ID] == nil {
		t.Fatal("it ends while it is being made")
	}
	c := m.show(s, 24, 80)
	m.Made(s)
	m.TakeEffects()
	if m.Sessions[s.ID] == nil {
		t.Fatal("it ends though someone is there")
	}
	m.DetachClient(c, Detached, "")
	if m.TakeEffects(); m.Sessions[s.ID] != nil {
		t.Error("it stays")
	}
}

func TestSpawnArguments(t *testing.T) {
	for _, tt := range []struct {
		name     string
		argv     []string
		defaults string
		path     string
		args     []string
	}{
		{"nothing is a login shell", nil, "", "/bin/sh", []string{"-sh"}},
		{"default-command is for the shell", nil, "top -d 1", "/bin/sh", []string{"sh", "-c", "top -d 1"}},
		{"one word is for the shell", []string{"echo $HOME"}, "top", "/bin/sh", []string{"sh", "-c", "echo $HOME"}},
		{"several are as they are", []string{"vim", "a b"}, "", "vim", []string{"vim", "a b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newModel(t)
			s := m.session("s")
			set(t, s.OptionTarget(), "default-command", tt.defaults)
			m.Spawn(SpawnRequest{Pane: s.Current.Window.Active, Session: s, Argv: tt.argv, Cwd: "/proj"})
			e := only[Spawn](m.TakeEffects())[0]
			if e.Path != tt.path || !slices.Equal(e.Argv, tt.args) {
				t.Errorf("got %s %q", e.Path, e.Argv)
			}
			if want := []string{"/proj", "/home/me", "/"}; !slices.Equal(e.Cwd, want) {
				t.Errorf("directories %q", e.Cwd)
			}
		})
	}
}

func TestSpawnEnvironment(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	s.Env.Put("A=session")
	s.Env.Remove("LANG")
	s.Env["HIDDEN"] = Var{Value: "x", Hidden: true}
	c := m.AddClient(NewClient{Env: []string{"PATH=/opt/bin"}})
	m.Spawn(SpawnRequest{Pane: s.Current.Window.Active, Session: s, Client: c, Env: EnvironOf([]string{"B=own"})})
	got := strings.Join(only[Spawn](m.TakeEffects())[0].Env, " ")
	want := "A=session B=own COLORTERM=truecolor GMUX=/tmp/gmux-0/default,7,0 GMUX_PANE=%0 PATH=/opt/bin " +
		"SHELL=/bin/sh TERM=xterm-256color TERM_PROGRAM=gmux TERM_PROGRAM_VERSION=0.1"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	m.AsTmux = true
	m.Spawn(SpawnRequest{Pane: s.Current.Window.Active, Session: s})
	got = strings.Join(only[Spawn](m.TakeEffects())[0].Env, " ")
	for _, part := range []string{"TMUX=/tmp/gmux-0/default,7,0", "TMUX_PANE=%0", "PATH=/usr/bin:/bin", "TERM_PROGRAM=tmux"} {
		if !strings.Contains(got, part) {
			t.Errorf("no %s in %s", part, got)
		}
	}
	if strings.Contains(got, "GMUX") {
		t.Errorf("as tmux: %s", got)
	}
}

func TestRespawnKeepsCommandAndShell(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	p := s.Current.Window.Active
	m.Spawn(SpawnRequest{Pane: p, Session: s, Argv: []string{"vim"}, Cwd: "/proj"})
	m.PaneSpawned(p.ID, 5, "/dev/pts/1", "/")
	set(t, s.OptionTarget(), "default-shell", "/bin/other")
	m.Respawn(SpawnRequest{Pane: p, Session: s})
	effects := m.TakeEffects()
	if _, ok := effects[0].(ReplaceChild); !ok {
		t.Errorf("first %+v", effects[0])
	}
	e := only[Spawn](effects)[0]
	if want := []string{"sh", "-c", "vim"}; !slices.Equal(e.Argv, want) || e.Cwd[0] != "/proj" || p.PID != 0 {
		t.Errorf("got %+v", e)
	}
	if m.SpawnFailed(p.ID); !p.Dead {
		t.Error("a pane that had a child goes when another does not start")
	}
}

func TestEnvironUpdate(t *testing.T) {
	env := EnvironOf([]string{"DISPLAY=:0", "SSH_AUTH_SOCK=/old", "KEEP=1"})
	env.Update([]string{"DISPLAY", "SSH_*"}, EnvironOf([]string{"SSH_AUTH_SOCK=/new", "SSH_TTY=t"}))
	if got, want := strings.Join(env.Strings(), " "), "KEEP=1 SSH_AUTH_SOCK=/new SSH_TTY=t"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !env["DISPLAY"].Removed {
		t.Error("a variable that the client does not have stays")
	}
}

func TestDirtyIsTakenOnce(t *testing.T) {
	m := newModel(t)
	a, b := m.session("a"), m.session("b")
	ca, cb := m.show(a, 24, 80), m.show(b, 24, 80)
	m.TakeEffects()
	m.TakeDirty()
	m.PaneTitle(a.Current.Window.Active.ID, "title")
	if got := m.TakeDirty(); !slices.Equal(got, []ClientID{ca.ID}) {
		t.Errorf("a title in a: %v", got)
	}
	if got := m.TakeDirty(); got != nil {
		t.Errorf("again: %v", got)
	}
	m.DirtyAll()
	m.RemoveClient(cb.ID)
	if got := m.TakeDirty(); !slices.Equal(got, []ClientID{ca.ID}) {
		t.Errorf("one has gone: %v", got)
	}
}

func TestMessageAndStatusDeadlines(t *testing.T) {
	m := newModel(t)
	c := m.show(m.session("s"), 24, 80)
	m.TakeEffects()
	if at, ok := m.Deadline(); !ok || !at.Equal(start.Add(15*time.Second)) {
		t.Errorf("status-interval: %v %v", at, ok)
	}
	m.ShowMessage(c, Message{Text: "hello"}, 750*time.Millisecond)
	at, _ := m.Deadline()
	if !at.Equal(start.Add(750 * time.Millisecond)) {
		t.Errorf("message: %v", at)
	}
	m.TakeDirty()
	m.Now = at.Add(-time.Millisecond)
	if m.Tick(); c.Message == nil || m.TakeDirty() != nil {
		t.Error("the message ends too early")
	}
	m.Now = at
	if m.Tick(); c.Message != nil || len(m.TakeDirty()) != 1 {
		t.Error("the message stays")
	}
	m.Now = start.Add(15 * time.Second)
	if m.Tick(); len(m.TakeDirty()) != 1 {
		t.Error("the status line is not drawn again")
	}
	if at, _ = m.Deadline(); !at.Equal(start.Add(30 * time.Second)) {
		t.Errorf("the next status line: %v", at)
	}
	m.ShowMessage(c, Message{Text: "stays"}, 0)
	m.Now = start.Add(time.Hour)
	if m.Tick(); c.Message == nil {
		t.Error("a message without a time ends")
	}
}

func TestFirstClientIsToldOfErrors(t *testing.T) {
	m := newModel(t)
	m.AddCauses("gmux.conf:3: unknown command: nope")
	s := m.session("s")
	m.show(s, 24, 80)
	want := []View{{Pane: 0, Lines: []string{"gmux.conf:3: unknown command: nope"}}}
	if got := only[View](m.TakeEffects()); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	m.show(s, 24, 80)
	if got := only[View](m.TakeEffects()); got != nil {
		t.Errorf("the second one too: %+v", got)
	}
}

func TestNested(t *testing.T) {
	m := newModel(t)
	p := m.session("s").Current.Window.Active
	m.PaneSpawned(p.ID, 1, "/dev/pts/5", "/")
	for _, tt := range []struct {
		tty    string
		env    []string
		nested bool
		inPane bool
	}{
		{"/dev/pts/5", []string{"GMUX=x,1,0", "GMUX_PANE=%0"}, true, true},
		{"/dev/pts/5", nil, false, true}, // GMUX was unset to force it
		{"/dev/pts/9", []string{"GMUX=x,1,0", "GMUX_PANE=%0"}, false, true},
		{"/dev/pts/9", []string{"GMUX_PANE=%8"}, false, false},
		{"", []string{"TMUX_PANE=%0"}, false, true},
	} {
		c := m.AddClient(NewClient{TTY: tt.tty, Env: tt.env})
		if got := m.Nested(c); got != tt.nested {
			t.Errorf("%s %q: nested %v", tt.tty, tt.env, got)
		}
		if got := m.InPane(c) == p; got != tt.inPane {
			t.Errorf("%s %q: in the pane %v", tt.tty, tt.env, got)
		}
	}
}

func TestAdoptPane(t *testing.T) {
	m := newModel(t)
	m.session("s")
	for _, id := range []PaneID{4, 2} {
		m.AdoptPane(id, 100, "/dev/pts/4", []string{"vim"})
		p := m.Panes[id]
		if p == nil || p.Window.Name != "recovered" || p.PID != 100 || p.TTY != "/dev/pts/4" {
			t.Errorf("%v: %+v", id, p)
		}
	}
	s := m.SessionByName("recovered")
	if s == nil || len(s.Links) != 2 || m.NextPane != 5 {
		t.Errorf("session %+v, next %v", s, m.NextPane)
	}
	if m.AdoptPane(4, 1, "", nil); m.Panes[4].PID != 100 {
		t.Error("a pane that is known is adopted again")
	}
}

func TestKillPaneOfSeveral(t *testing.T) {
	m := newModel(t)
	w := m.session("s").Current.Window
	first := w.Active
	half := layout.Split{Dir: layout.LeftRight, Size: layout.Half}
	second, third := m.SplitPane(first, half, false), m.SplitPane(first, half, false)
	m.SelectPane(third)
	m.SelectPane(second)
	m.KillPane(second)
	if w.Active != third || !slices.Equal(w.Last, []*Pane{first}) {
		t.Errorf("active %v, last %v", w.Active.ID, w.Last)
	}
}

func TestClosingAWindowSelectsTheLastOne(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	for range 2 {
		w := m.addWindow(Size{Rows: 24, Cols: 80})
		m.addPane(w)
		s.link(w, 0)
	}
	m.SelectWindow(s.LinkAt(2))
	m.KillWindow(s.LinkAt(2).Window)
	if s.Current != s.LinkAt(0) {
		t.Errorf("current is %d", s.Current.Index)
	}
	set(t, s.OptionTarget(), "renumber-windows", "on")
	m.KillWindow(s.LinkAt(0).Window)
	if len(s.Links) != 1 || s.Current.Index != 0 {
		t.Errorf("%d windows, current %d", len(s.Links), s.Current.Index)
	}
}

func TestBindingOrder(t *testing.T) {
	m := newModel(t)
	for _, name := range []string{"M-a", "Up", "C-a", "a", "Escape", "S-Up", "BTab", "é", "Enter"} {
		k, _ := key.Parse(name)
		m.Bind("t", Binding{Key: k})
	}
	var got []string
	for _, b := range m.Tables["t"].BindingList() {
		got = append(got, b.Key.String())
	}
	if want := "Enter Escape a é BTab Up M-a C-a S-Up"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTablesGoWithTheirLastBinding(t *testing.T) {
	m := newModel(t)
	k, _ := key.Parse("a")
	m.MakeTable("prefix").Default = true
	m.Bind("mine", Binding{Key: k})
	m.Bind("prefix", Binding{Key: k})
	c := m.show(m.session("s"), 24, 80)
	m.SetKeyTable(c, "mine")
	m.Unbind("mine", k)
	m.Unbind("prefix", k)
	if m.Tables["mine"] != nil || m.Tables["prefix"] == nil {
		t.Errorf("left: %v", m.Tables)
	}
	m.Bind("mine", Binding{Key: k})
	if m.UnbindAll("mine"); c.KeyTable() != "root" {
		t.Errorf("the client is in %s", c.KeyTable())
	}
}
