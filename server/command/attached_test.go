package command_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"gmux/protocol/key"
	"gmux/server/command"
	"gmux/server/model"
)

var size80 = model.Size{Rows: 25, Cols: 80}

func parse(t testing.TB, name string) key.Key {
	k, err := key.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// press presses keys at an attached client and returns the effects.
func (h *harness) press(c *model.Client, names ...string) []model.Effect {
	since := h.since()
	for _, name := range names {
		h.do(h.q.Input(c.ID, parse(h.t, name)))
	}
	return since()
}

func TestNewSessionAttaches(t *testing.T) {
	h := newHarness(t)
	since := h.since()
	c := h.attach(size80, "new", "-s", "work", "-e", "A=1")
	e := find[model.Spawn](since())
	if len(e) != 1 {
		t.Fatalf("spawned %d", len(e))
	}
	if got, want := e[0].Size, (model.Size{Rows: 24, Cols: 80}); got != want {
		t.Errorf("size %+v, want %+v: the status line takes a row", got, want)
	}
	env := strings.Join(e[0].Env, " ")
	for _, v := range []string{"A=1", "DISPLAY=:1", "PATH=/usr/bin", "GMUX_PANE=%0"} {
		if !strings.Contains(env, v) {
			t.Errorf("no %s in %s", v, env)
		}
	}
	if e[0].Cwd[0] != "/home/me/work" || e[0].Argv[0] != "-sh" {
		t.Errorf("%q in %q", e[0].Argv, e[0].Cwd)
	}
	if got := find[model.Attach](since()); !reflect.DeepEqual(got, []model.Attach{{Client: c.ID, Session: c.Session.ID}}) {
		t.Errorf("got %+v", got)
	}
	if h.of(c.ID).exited {
		t.Error("the client leaves")
	}
	if got := h.ok("ls", "-F", "#{session_name} #{session_attached} #{session_path}"); got != "work 1 /home/me/work" {
		t.Errorf("got %q", got)
	}
}

func TestNoArgumentsMakesASession(t *testing.T) {
	h := newHarness(t)
	if c := h.attach(size80); c.Session.Name != "0" {
		t.Errorf("shows %q", c.Session.Name)
	}
}

func TestCannotAttach(t *testing.T) {
	h := newHarness(t)
	h.attach(size80, "new", "-s", "work") // its pane is /dev/pts/90
	for _, tt := range []struct {
		name   string
		client model.NewClient
		argv   []string
		want   string
	}{
		{"without a terminal", model.NewClient{}, []string{"attach"}, "open terminal failed: not a terminal\n"},
		{"new neither", model.NewClient{}, []string{"new"}, "open terminal failed: not a terminal\n"},
		{"on a dumb one", model.NewClient{TTY: "/dev/pts/1", Term: "dumb"}, []string{"new"},
			"open terminal failed: terminal does not support clear\n"},
		{"inside a pane", model.NewClient{TTY: "/dev/pts/90", Env: []string{"GMUX=x,1,0"}}, []string{"attach"},
			"sessions should be nested with care, unset $GMUX to force\n"},
		{"new inside a pane", model.NewClient{TTY: "/dev/pts/90", Env: []string{"GMUX=x,1,0"}}, []string{"new"},
			"sessions should be nested with care, unset $GMUX to force\n"},
	} {
		c := h.m.AddClient(tt.client)
		h.do(h.q.Command(c.ID, tt.argv))
		if o := h.of(c.ID); o.stderr != tt.want || o.status != 1 || !o.exited {
			t.Errorf("%s: %+v", tt.name, o)
		}
	}
	if len(h.m.Sessions) != 1 {
		t.Errorf("%d sessions: a refused one was made", len(h.m.Sessions))
	}
}

func TestSpawnFails(t *testing.T) {
	h := newHarness(t)
	h.fail = errors.New("fork failed: Resource temporarily unavailable")
	o := h.run("new", "-d", "-s", "x")
	if want := "create window failed: fork failed: Resource temporarily unavailable\n"; o.stderr != want || o.status != 1 {
		t.Errorf("got %+v", o)
	}
	if len(h.m.Sessions) != 0 {
		t.Error("the session stays")
	}
}

func TestAttachDetach(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "one")
	h.ok("new", "-d", "-s", "two")
	a := h.attach(size80, "attach", "-t", "one")
	b := h.attach(model.Size{Rows: 40, Cols: 100}, "attach", "-t", "one")
	if got := h.m.SessionByName("one").Current.Window.Size; got.Cols != 100 || got.Rows != 39 {
		t.Errorf("size %+v: the latest client decides", got)
	}
	since := h.since()
	c := h.attach(size80, "attach", "-d", "-r", "-t", "one")
	want := []model.Detach{{Client: a.ID, Session: "one"}, {Client: b.ID, Session: "one"}}
	if got := find[model.Detach](since()); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if !c.ReadOnly || !c.IgnoreSize {
		t.Error("-r does not make it read-only")
	}
	if got := h.ok("lsc", "-F", "#{client_tty} #{client_session} #{client_readonly} #{client_flags}"); got !=
		c.Name+" one 1 attached,focused,ignore-size,read-only,UTF-8" {
		t.Errorf("got %q", got)
	}
	if o := h.run("detach", "-t", c.Name, "-P"); o.status != 0 {
		t.Errorf("got %+v", o)
	}
	if got := find[model.Detach](since()); got[2] != (model.Detach{Client: c.ID, Reason: model.DetachedHUP, Session: "one"}) {
		t.Errorf("got %+v", got)
	}
}

func TestPrefixDDetaches(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	effects := h.press(c, "C-b", "d")
	if got := find[model.Detach](effects); !reflect.DeepEqual(got, []model.Detach{{Client: c.ID, Session: "work"}}) {
		t.Errorf("got %+v", effects)
	}
	if got := find[model.Write](effects); len(got) != 1 || got[0].Events[0] != (key.Focus{}) {
		t.Errorf("the keys reach the pane, or it is not told that nobody looks: %+v", got)
	}
	if h.m.SessionByName("work") == nil {
		t.Error("the session ends")
	}
}

func TestKeysReachThePane(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	typed := key.Key{Code: 'a', Text: "a", Base: 'q'}
	paste := key.Paste{Data: []byte("text"), First: true, Last: true}
	since := h.since()
	for _, ev := range []key.Event{typed, paste, key.Raw("\x1b[?"), key.Key{Code: 'a', Action: key.Release}} {
		h.do(h.q.Input(c.ID, ev))
	}
	var got []key.Event
	for _, w := range find[model.Write](since()) {
		got = append(got, w.Events...)
	}
	want := []key.Event{typed, paste, key.Raw("\x1b[?"), key.Key{Code: 'a', Action: key.Release}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if got := find[model.Write](h.press(c, "C-b", "C-b")); len(got) != 1 || got[0].Events[0] != parse(t, "C-b") {
		t.Errorf("send-prefix: %+v", got)
	}
}

func TestFocusNeedsItsOption(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	since := h.since()
	h.do(h.q.Input(c.ID, key.Focus{In: true}))
	if got := find[model.Write](since()); got != nil {
		t.Errorf("focus-events is off: %+v", got)
	}
	h.ok("set", "-s", "focus-events", "on")
	h.do(h.q.Input(c.ID, key.Focus{}))
	h.do(h.q.Input(c.ID, key.Focus{In: true}))
	if got := find[model.Write](since()); len(got) != 2 || got[1].Events[0] != (key.Focus{In: true}) {
		t.Errorf("focus-events is on: %+v", got)
	}
}

func TestReadOnlyClients(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work")
	c := h.attach(size80, "attach", "-r")
	if got := find[model.Write](h.press(c, "a")); got != nil {
		t.Errorf("types %+v", got)
	}
	h.ok("bind", "x", "kill-session")
	h.press(c, "C-b", "x")
	if c.Message == nil || c.Message.Text != "Client is read-only" || len(h.m.Sessions) != 1 {
		t.Errorf("message %+v, %d sessions", c.Message, len(h.m.Sessions))
	}
	if got := find[model.Detach](h.press(c, "C-b", "d")); len(got) != 1 {
		t.Error("it cannot detach itself")
	}
}

func TestCopyMode(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	p := h.m.Panes[0]
	effects := h.press(c, "C-b", "PPage")
	if got := find[model.EnterMode](effects); len(got) != 1 || !got[0].PageUp || got[0].Mode != "copy-mode" || p.Mode == nil {
		t.Errorf("got %+v", effects)
	}
	if got := h.ok("display", "-p", "#{pane_in_mode} #{pane_mode}"); got != "1 copy-mode" {
		t.Errorf("got %q", got)
	}
	effects = h.press(c, "Up", "z")
	want := []model.ModeCommand{{Pane: 0, Client: c.ID, Args: []string{"cursor-up"}, Count: 1}}
	if got := find[model.ModeCommand](effects); !reflect.DeepEqual(got, want) || len(find[model.Write](effects)) != 0 {
		t.Errorf("got %+v", effects)
	}
	h.ok("send-keys", "-N", "3")
	effects = h.press(c, "Down")
	if got := find[model.ModeCommand](effects); len(got) != 1 || got[0].Count != 3 {
		t.Errorf("-N 3: %+v", effects)
	}
	since := h.since()
	h.ok("send-keys", "q") // goes through the table of the mode
	if got := find[model.LeaveMode](since()); len(got) != 1 || p.Mode != nil {
		t.Errorf("got %+v", since())
	}
	if o := h.run("send-keys", "-X", "cancel"); o.stderr != "not in a mode\n" || o.status != 1 {
		t.Errorf("got %+v", o)
	}
}

func TestOutputForAnAttachedClientIsAView(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	h.ok("bind", "x", "display", "-p", "one\ntwo", `\;`, "ls", "-F", "#{session_name}")
	effects := h.press(c, "C-b", "x")
	want := []model.View{
		{Pane: 0, Lines: []string{"one", "two"}},
		{Pane: 0, Lines: []string{"work"}},
	}
	if got := find[model.View](effects); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", effects)
	}
	if mode := h.m.Panes[0].Mode; mode == nil || mode.Name != "view-mode" {
		t.Errorf("mode %+v", mode)
	}
}

func TestErrorsForAnAttachedClientAreMessages(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	h.ok("bind", "x", "has", "-t", "nope", `\;`, "kill-server")
	h.press(c, "C-b", "x")
	if c.Message == nil || c.Message.Text != "Can't find session: nope" || !c.Message.Error || c.Message.Styled {
		t.Fatalf("message %+v", c.Message)
	}
	if h.m.Ending() {
		t.Error("the rest of the binding runs after an error")
	}
	if want := h.m.Now.Add(750 * time.Millisecond); !c.Message.Until.Equal(want) {
		t.Errorf("until %v, want %v: display-time", c.Message.Until, want)
	}
	if got := find[model.Write](h.press(c, "a")); len(got) != 1 || c.Message != nil {
		t.Errorf("the next key: %+v, message %+v", got, c.Message)
	}
}

func TestDisplayMessage(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work", "-n", "win")
	h.ok("display", "#{session_name} #{client_width}")
	if c.Message == nil || c.Message.Text != "work 80" || !c.Message.Styled {
		t.Errorf("message %+v", c.Message)
	}
	h.ok("display", "-d", "0", "-N", "stays")
	if c.Message == nil || !c.Message.Until.IsZero() {
		t.Errorf("message %+v", c.Message)
	}
	if got := find[model.Write](h.press(c, "a")); got != nil || c.Message == nil {
		t.Errorf("-N: the key goes to %+v", got)
	}
	h.ok("display", "-d", "100")
	if want := "[work] 0:win, current pane 0 - (07:08 06-May-24)"; c.Message.Text != want {
		t.Errorf("message %q, want %q", c.Message.Text, want)
	}
	h.ok("bind", "-T", "mine", "x", "display")
	h.ok("bind", "y", "switch-client", "-T", "mine")
	h.press(c, "C-b", "y")
	h.ok("display", "#{client_prefix} #{client_key_table}")
	if c.Message.Text != "1 mine" {
		t.Errorf("in another table: %q", c.Message.Text)
	}
	h.press(c, "C-b")
	all := h.ok("display", "-a", "-p")
	for _, line := range []string{"session_name=work", "pane_id=%0", "command=display-message", "client_width=80"} {
		if !strings.Contains("\n"+all+"\n", "\n"+line+"\n") {
			t.Errorf("-a has no %s", line)
		}
	}
}

func TestSwitchClientKeepsZoom(t *testing.T) {
	h := newHarness(t)
	h.attach(size80, "new", "-s", "a")
	h.ok("splitw")
	h.ok("resizep", "-Z")
	w := h.m.SessionByName("a").Current.Window
	for _, tt := range []struct {
		argv   []string
		active int
		zoomed bool
	}{
		{[]string{"switchc", "-Z", "-t", ":.1"}, 1, true}, // it is the one
		{[]string{"switchc", "-Z", "-t", ":.0"}, 0, true},
		{[]string{"switchc", "-t", ":.1"}, 1, false},
		{[]string{"switchc", "-Z", "-t", ":.0"}, 0, false},
	} {
		h.ok(tt.argv...)
		if w.Zoomed != tt.zoomed || w.Active.Index() != tt.active {
			t.Errorf("%q: zoomed %v, pane %d", tt.argv, w.Zoomed, w.Active.Index())
		}
	}
}

func TestSwitchClient(t *testing.T) {
	h := newHarness(t)
	for _, name := range []string{"a", "b", "c"} {
		h.ok("new", "-d", "-s", name)
	}
	c := h.attach(size80, "attach", "-t", "a")
	for _, tt := range []struct {
		argv []string
		want string
	}{
		{[]string{"switch-client", "-n"}, "b"},
		{[]string{"switch-client", "-n"}, "c"},
		{[]string{"switch-client", "-n"}, "a"},
		{[]string{"switch-client", "-p"}, "c"},
		{[]string{"switch-client", "-l"}, "a"},
		{[]string{"switchc", "-t", "b"}, "b"},
		{[]string{"switchc", "-t", "c:0.0"}, "c"},
		{[]string{"switchc", "-c", c.Name, "-t", "$0"}, "a"},
		{[]string{"switchc", "-n", "-O", "index"}, "b"},
	} {
		since := h.since()
		h.ok(tt.argv...)
		if c.Session.Name != tt.want {
			t.Errorf("%q: shows %s, want %s", tt.argv, c.Session.Name, tt.want)
		}
		if got := find[model.Attach](since()); got != nil {
			t.Errorf("%q: attaches again", tt.argv)
		}
	}
	h.ok("switchc", "-r")
	if !c.ReadOnly {
		t.Error("-r does nothing")
	}
	h.ok("switchc", "-T", "copy-mode")
	if c.KeyTable() != "copy-mode" {
		t.Errorf("-T: %s", c.KeyTable())
	}
	if o := h.run("switchc", "-T", "nope"); o.stderr != "table nope doesn't exist\n" {
		t.Errorf("got %+v", o)
	}
}

func TestSuspendAndRefresh(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	if got := find[model.Suspend](h.press(c, "C-b", "C-z")); len(got) != 1 || !c.Suspended {
		t.Errorf("got %+v", got)
	}
	if got := find[model.Write](h.press(c, "x")); len(got) != 1 {
		t.Errorf("what was typed before the client stopped: %+v", got)
	}
	h.do(h.m.ClientResumed(c.ID))
	h.m.TakeDirty()
	since := h.since()
	h.ok("refresh", "-S")
	if len(find[model.Redraw](since())) != 0 || len(h.m.TakeDirty()) != 1 {
		t.Error("-S draws more than the status line")
	}
	if got := find[model.Redraw](h.press(c, "C-b", "r")); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
}

// TestBufferForTheTerminal: -w gives a buffer to the clipboard of the client's terminal too, as long as there is one.
func TestBufferForTheTerminal(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d")
	since := h.since()
	h.ok("set-buffer", "-w", "nobody's")
	if got := find[model.SetClipboard](since()); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	c := h.attach(size80, "attach")
	since = h.since()
	h.ok("set-buffer", "-b", "mine", "kept")
	h.ok("set-buffer", "-w", "-a", "-b", "mine", " too")
	h.ok("set-buffer", "-w", "-t", c.Name, "-b", "mine", "-n", "renamed")
	got := find[model.SetClipboard](since())
	if len(got) != 1 || got[0] != (model.SetClipboard{Client: c.ID, Text: "kept too"}) {
		t.Errorf("got %+v", got)
	}
}

func TestDeadPaneGoesWithAKey(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	h.ok("set", "-g", "remain-on-exit", "key")
	h.do(h.m.PaneDied(0, model.ExitStatus{Known: true, Code: 3}))
	if got := h.ok("display", "-p", "#{pane_dead} #{pane_dead_status}"); got != "1 3" {
		t.Errorf("got %q", got)
	}
	h.press(c, "a")
	if len(h.m.Panes) != 0 || !h.of(c.ID).exited {
		t.Error("it stays")
	}
}

func TestRespawnPane(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work", "vim")
	if o := h.run("respawn-pane"); o.stderr != "respawn pane failed: pane work:0.0 still active\n" {
		t.Errorf("got %+v", o)
	}
	since := h.since()
	h.ok("respawnp", "-k", "-c", "sub", "-e", "B=2", "top", "-d", "1")
	if len(find[model.ReplaceChild](since())) != 1 {
		t.Error("the old child stays")
	}
	e := find[model.Spawn](since())[0]
	if !reflect.DeepEqual(e.Argv, []string{"top", "-d", "1"}) || e.Cwd[0] != "/tmp/sub" || !strings.Contains(strings.Join(e.Env, " "), "B=2") {
		t.Errorf("got %+v", e)
	}
}

func TestSendKeys(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d")
	for _, tt := range []struct {
		argv []string
		want []key.Event
	}{
		{[]string{"a", "Enter", "C-c"}, []key.Event{parse(t, "a"), parse(t, "Enter"), parse(t, "C-c")}},
		{[]string{"ls", "Up"}, []key.Event{key.Raw("ls"), parse(t, "Up")}},
		{[]string{"-l", "Up\n"}, []key.Event{key.Raw("Up\n")}},
		{[]string{"-l", "é\xff", ""}, []key.Event{key.Raw("é\xff")}},
		{[]string{"-H", "1b", "41", "zz"}, []key.Event{key.Raw{0x1b}, key.Raw{0x41}}},
		{[]string{"-H", "0x1b", "0X41", "0x", "0x0x41", "0x100"}, []key.Event{key.Raw{0x1b}, key.Raw{0x41}}},
		{[]string{"find", "Select", "menu", "pause", "user5"},
			[]key.Event{key.Raw("find"), key.Raw("Select"), key.Raw("menu"), key.Raw("pause"), key.Raw("user5")}},
		{[]string{"super-x", "KPEqual", "mediaplay", "LeftCtrl"},
			[]key.Event{key.Raw("super-x"), key.Raw("KPEqual"), key.Raw("mediaplay"), key.Raw("LeftCtrl")}},
		{[]string{"MouseDown1Pane", "end", "f13", "User5"},
			[]key.Event{key.Raw("MouseDown1Pane"), parse(t, "End"), parse(t, "F13"), parse(t, "User5")}},
		{[]string{"-N", "2", "x"}, []key.Event{parse(t, "x"), parse(t, "x")}},
		{[]string{"-F", "#{session_name}"}, []key.Event{key.Raw("#{session_name}")}}, // -F is for commands of modes
		{[]string{"-R"}, nil},
		{nil, nil},
	} {
		since := h.since()
		h.ok(append([]string{"send-keys"}, tt.argv...)...)
		var got []key.Event
		for _, w := range find[model.Write](since()) {
			got = append(got, w.Events...)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q: %+v, want %+v", tt.argv, got, tt.want)
		}
		if reset := len(find[model.Reset](since())) == 1; reset != (len(tt.argv) > 0 && tt.argv[0] == "-R") {
			t.Errorf("%q: reset %v", tt.argv, reset)
		}
	}
}

func TestSendKeysIsBounded(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	if o := h.run("send-keys", "-N", "4000000000", "abc"); o.stderr != "repeat count too large\n" || o.status != 1 {
		t.Errorf("got %+v", o)
	}
	h.crowded = true
	if o := h.run("send-keys", "abc"); o.stderr != "pane %0 does not read its input\n" || o.status != 1 {
		t.Errorf("keys for a program that does not read: %+v", o)
	}
	h.crowded = false
	h.ok("bind", "-n", "x", "send-keys", "-K", "x")
	h.press(c, "x")
	if c.Message == nil || c.Message.Text != "Too many nested keys" {
		t.Errorf("message %+v", c.Message)
	}
	h.ok("bind", "-T", "copy-mode", "y", "send-keys", "y", `\;`, "send-keys", "y")
	h.ok("copy-mode")
	h.press(c, "y")
	h.ok("send-keys", "-X", "cancel")
}

func TestSendKeysToAClient(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	since := h.since()
	h.ok("send-keys", "-K", "-c", c.Name, "C-b", "d")
	if got := find[model.Detach](since()); len(got) != 1 {
		t.Errorf("got %+v", since())
	}
}

// TestRefreshPans: a client of 4x10 looks at a window of 10x30, whose cursor is in the corner.
func TestRefreshPans(t *testing.T) {
	h := newHarness(t)
	c := h.attach(model.Size{Rows: 4, Cols: 10}, "new")
	h.ok("resize-window", "-x", "30", "-y", "10")
	const corner = "#{window_bigger} #{window_offset_x},#{window_offset_y}"
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"-R", "3"}, "1 3,0"},
		{[]string{"-D"}, "1 3,1"},
		{[]string{"-R", "100"}, "1 20,1"},
		{[]string{"-D", "2147483647"}, "1 20,7"},
		{[]string{"-L", "2"}, "1 18,7"},
		{[]string{"-U", "100"}, "1 18,0"},
		{[]string{"-c"}, "1 0,0"},
	} {
		h.ok(append([]string{"refresh"}, tt.args...)...)
		if got := h.ok("lsc", "-F", corner); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.args, got, tt.want)
		}
	}
	for _, tt := range []struct {
		want string
		args []string
	}{
		{"adjustment too small", []string{"-U", "0"}},
		{"adjustment invalid", []string{"-L", "x"}},
		{"adjustment too large", []string{"-c", "99999999999"}},
		{"not a control client", []string{"-A", "%0:on"}},
		{"not a control client", []string{"-B", "a:b:c"}},
		{"not a control client", []string{"-C", "10x10"}},
	} {
		if o := h.run(append([]string{"refresh"}, tt.args...)...); o.status != 1 || o.stderr != tt.want+"\n" {
			t.Errorf("%v: %d %q", tt.args, o.status, o.stderr)
		}
	}

	h.ok("refresh", "-R", "3", ";", "refresh", "-D", "2", ";", "set", "-g", "mouse", "off")
	if got := h.mouseAt(c, key.Mouse{Action: key.MousePress, Button: key.ButtonLeft, Row: 1, Col: 5}); got != "%0 3,8" {
		t.Errorf("the mouse is at %q", got)
	}

	h.ok("resize-window", "-x", "10", "-y", "3")
	if got := h.ok("lsc", "-F", corner); got != "0 ," {
		t.Errorf("all of it is shown: %q", got)
	}
	since := h.since()
	h.ok("refresh", "-l")
	if got := find[model.AskClipboard](since()); len(got) != 1 || got[0].Client != c.ID {
		t.Errorf("got %+v", since())
	}
}

func TestCapture(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d")
	if o := h.run("capture-pane", "-p"); o.stdout != "first\nsecond\n\n" {
		t.Errorf("got %q", o.stdout)
	}
	h.ok("capture-pane")
	h.ok("capture-pane", "-b", "mine")
	if got := h.ok("list-buffers", "-F", "#{buffer_name} #{buffer_sample}"); got != `mine first\nsecond\n\n`+"\n"+`buffer0 first\nsecond\n\n` {
		t.Errorf("kept as %q", got)
	}
}

// mouseAt is what the panes were typed for a mouse event: each pane's id and the event.
func (h *harness) mouseAt(c *model.Client, ev key.Mouse) string {
	since, got := h.since(), ""
	h.do(h.q.Input(c.ID, ev))
	for _, w := range find[model.Write](since()) {
		m := w.Events[0].(key.Mouse)
		got += fmt.Sprintf("%v %d,%d ", w.Pane, m.Row, m.Col)
	}
	return strings.TrimSuffix(got, " ")
}

func TestMouse(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	at := func(action key.MouseAction, row, col int) key.Mouse {
		return key.Mouse{Action: action, Button: key.ButtonLeft, Row: row, Col: col}
	}
	for _, set := range []string{"off", "on"} {
		h.ok("set", "-g", "mouse", set, ";", "set", "-g", "status-position", "bottom")
		for _, tt := range []struct {
			name string
			ev   key.Mouse
			want string
		}{
			{"over the pane", at(key.MousePress, 3, 5), "%0 3,5"},
			{"dragged onto the status line it is at the edge", at(key.MouseDrag, 24, 90), "%0 23,79"},
			{"and released there", at(key.MouseRelease, 24, 4), "%0 23,4"},
			{"over the status line", at(key.MousePress, 24, 4), ""},
			{"a drag from there is nobody's until it is over the pane", at(key.MouseDrag, 24, 4), ""},
			{"where it is that pane's", at(key.MouseDrag, 2, 4), "%0 2,4"},
		} {
			if got := h.mouseAt(c, tt.ev); got != tt.want {
				t.Errorf("mouse %s, %s: %q, want %q", set, tt.name, got, tt.want)
			}
		}
		h.ok("set", "-g", "status-position", "top")
		if got := h.mouseAt(c, at(key.MousePress, 3, 5)); got != "%0 2,5" {
			t.Errorf("mouse %s, below the status line: %q", set, got)
		}
		if got := h.mouseAt(c, at(key.MousePress, 0, 5)); got != "" {
			t.Errorf("mouse %s, on the status line: %q", set, got)
		}
	}
	wheel := key.Mouse{Action: key.MouseWheel, Button: key.ButtonWheelUp, Row: 5}
	h.ok("bind", "-n", "WheelUpPane", "copy-mode", "-e", ";", "set", "-g", "mouse", "off")
	if got := h.mouseAt(c, wheel); got != "%0 4,0" {
		t.Errorf("with mouse off bindings count for nothing: %q", got)
	}
	h.ok("set", "-g", "mouse", "on")
	since := h.since()
	h.do(h.q.Input(c.ID, wheel))
	if got := find[model.EnterMode](since()); len(got) != 1 || !got[0].ExitBottom {
		t.Errorf("got %+v", got)
	}
}

// TestMouseInItsPane: an event goes to the pane under the mouse, in that pane's own coordinates, a drag to the pane where it
// began, and to no other even where typing is synchronized.
func TestMouseInItsPane(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	h.ok("split-window", "-h", "-d")
	h.ok("set", "-w", "synchronize-panes", "on")
	for _, tt := range []struct {
		name string
		ev   key.Mouse
		want string
	}{
		{"left", key.Mouse{Button: key.ButtonLeft, Row: 1, Col: 39}, "%0 1,39"},
		{"dragged over the other", key.Mouse{Action: key.MouseDrag, Button: key.ButtonLeft, Row: 2, Col: 60}, "%0 2,39"},
		{"the wheel is where the mouse is", key.Mouse{Action: key.MouseWheel, Button: key.ButtonWheelUp, Row: 2, Col: 60}, "%1 2,19"},
		{"the drag goes on", key.Mouse{Action: key.MouseRelease, Button: key.ButtonLeft, Row: 2, Col: 60}, "%0 2,39"},
		{"and ends", key.Mouse{Action: key.MouseRelease, Button: key.ButtonLeft, Row: 2, Col: 60}, "%1 2,19"},
		{"border", key.Mouse{Button: key.ButtonLeft, Row: 1, Col: 40}, ""},
		{"right", key.Mouse{Button: key.ButtonLeft, Row: 1, Col: 41}, "%1 1,0"},
		{"motion", key.Mouse{Action: key.MouseMotion, Row: 1, Col: 0}, "%0 1,0"},
	} {
		if got := h.mouseAt(c, tt.ev); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestKillServer(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	since := h.since()
	o := h.run("kill-server")
	if o.status != 0 || !h.of(c.ID).exited {
		t.Errorf("got %+v", o)
	}
	effects := since()
	if len(find[model.Shutdown](effects)) != 1 || len(find[model.ClosePane](effects)) != 1 {
		t.Errorf("got %+v", effects)
	}
	if o := h.run("new", "-d"); o.stderr != "server is exiting\n" {
		t.Errorf("a new session: %+v", o)
	}
}

func TestHints(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work")
	for _, tt := range []struct {
		argv []string
		hint string
	}{
		{[]string{"attach", "-t", "wrok"}, "did you mean work? (gmux list-sessions)"},
		{[]string{"lsit-keys"}, "did you mean list-keys?"},
		{[]string{"set", "-g", "histroy-limit", "1"}, "did you mean history-limit?"},
		{[]string{"showenv", "-t", "wokr"}, "did you mean work? (gmux list-sessions)"},
		{[]string{"has", "-t", "nothing-like-it"}, ""},
		{[]string{"l"}, ""},
	} {
		if o := h.run(tt.argv...); o.hint != tt.hint || o.status != 1 {
			t.Errorf("%q: %+v", tt.argv, o)
		}
	}
}

func TestEntries(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range command.Entries() {
		if e.Help == "" || seen[e.Name] {
			t.Errorf("%s: help %q, twice %v", e.Name, e.Help, seen[e.Name])
		}
		seen[e.Name] = true
		if found, err := command.Find(e.Name); err != nil || found.Name != e.Name {
			t.Errorf("%s is not found: %v", e.Name, err)
		}
		if found, err := command.Find(e.Alias); e.Alias != "" && (err != nil || found.Name != e.Name) {
			t.Errorf("%s is not found by %s", e.Name, e.Alias)
		}
	}
	for _, tt := range []struct {
		argv []string
		want bool
	}{{nil, true}, {[]string{"new", "-d"}, true}, {[]string{"attach"}, true}, {[]string{"ls"}, false}, {[]string{"start", ";", "ls"}, true}, {[]string{"nope"}, false}} {
		if got := command.StartsServer(tt.argv); got != tt.want {
			t.Errorf("%q starts a server: %v", tt.argv, got)
		}
	}
}
