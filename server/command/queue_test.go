package command_test

import (
	"fmt"
	"strings"
	"testing"

	"gmux/server/command"
	"gmux/server/model"
	"gmux/server/syntax"
	"gmux/server/vars"
)

// config reads a configuration and returns what was wrong with it.
func (h *harness) config(text string) []string {
	h.files["/home/me/.gmux.conf"] = text
	h.do(h.q.LoadConfig([]string{"/home/me/.gmux.conf"}, true))
	causes := h.m.Causes
	h.m.Causes = nil
	return causes
}

func TestConfiguration(t *testing.T) {
	h := newHarness(t)
	causes := h.config(`# a comment
set -g history-limit 9000
bind-key x kill-session
nope
set -g nope 1
set -g @after yes ; has -t nothing ; set -g @never yes
NAME=value
set -g @name "$NAME"
set -g @home ~/x
%if #{==:#{version},3.7c}
set -g @if yes
%endif
new -d -s made
bind y {
	ls
	lsw
}
set -g command-alias[100] 'twice=ls ; ls'
`)
	want := []string{
		"/home/me/.gmux.conf:4: unknown command: nope",
		"/home/me/.gmux.conf:5: invalid option: nope",
		"/home/me/.gmux.conf:6: no current target",
	}
	if strings.Join(causes, "\n") != strings.Join(want, "\n") {
		t.Errorf("said\n%s", strings.Join(causes, "\n"))
	}
	got := h.ok("show", "-g", "@after", ";", "show", "-gq", "@never", ";", "show", "-g", "@name", ";",
		"show", "-g", "@home", ";", "show", "-g", "@if", ";", "show", "-g", "history-limit", ";", "ls", "-F", "#{session_name}")
	if want := "@after yes\n@name value\n@home /home/me/x\n@if yes\nhistory-limit 9000\nmade"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := h.ok("twice", "-F", "#{session_name}"); !strings.HasSuffix(got, "\nmade") {
		t.Errorf("the alias: %q", got)
	}
}

func TestMissingConfiguration(t *testing.T) {
	h := newHarness(t)
	h.do(h.q.LoadConfig([]string{"/none"}, true))
	if len(h.m.Causes) != 0 {
		t.Errorf("a default one: %q", h.m.Causes)
	}
	h.do(h.q.LoadConfig([]string{"/none"}, false))
	if len(h.m.Causes) != 1 || h.m.Causes[0] != "No such file or directory: /none" {
		t.Errorf("one that was asked for: %q", h.m.Causes)
	}
}

func TestReloadTellsAttachedClients(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new")
	since := h.since()
	h.files["/conf"] = "set -g status off\nnope\n"
	h.do(h.q.LoadConfig([]string{"/conf"}, true))
	if got := find[model.View](since()); len(got) != 1 || got[0].Pane != c.Session.Current.Window.Active.ID || got[0].Lines[0] != "/conf:2: unknown command: nope" {
		t.Errorf("got %+v", since())
	}
	h.ok("set", "-g", "status", "on")
	h.do(h.q.Reload())
	if got := h.ok("show", "-gv", "status"); got != "off" {
		t.Errorf("after Reload: %q", got)
	}
}

// TestClientsWaitForTheConfiguration: a command that comes while files are being read runs after them.
func TestClientsWaitForTheConfiguration(t *testing.T) {
	h := &harness{t: t, out: make(map[model.ClientID]*output)}
	h.m = model.New(model.Config{Home: "/"}, nil)
	h.q = command.NewQueue(h.m, h)
	effects := h.q.LoadConfig([]string{"/conf"}, true)
	token := find[model.ReadFile](effects)[0].Token
	c := h.m.AddClient(model.NewClient{UTF8: true})
	h.do(h.q.Command(c.ID, []string{"show", "-gv", "@x"}))
	if h.of(c.ID).exited {
		t.Fatal("it does not wait")
	}
	if h.q.Idle(c.ID) {
		t.Error("it is said to be idle")
	}
	h.do(h.q.Resume(token, command.Result{Files: []command.File{{Path: "/conf", Data: []byte("set -g @x y")}}}))
	if o := h.of(c.ID); o.stdout != "y\n" || !o.exited {
		t.Errorf("got %+v", o)
	}
	h.do(h.q.Resume(token, command.Result{})) // twice is once
}

// TestWaitingHoldsUpItsOwnQueueOnly: while one client waits for its child, others go on, and what it said
// behind that comes after.
func TestWaitingHoldsUpItsOwnQueueOnly(t *testing.T) {
	h := newHarness(t)
	c := h.m.AddClient(model.NewClient{UTF8: true, Cwd: "/"})
	effects := h.q.Command(c.ID, []string{"new", "-d", "-s", "slow", ";", "display", "-p", "after"})
	spawn := find[model.Spawn](effects)[0]
	if got := h.ok("ls", "-F", "#{session_name}"); got != "slow" {
		t.Errorf("another client: %q", got)
	}
	if h.of(c.ID).stdout != "" {
		t.Error("it does not wait")
	}
	h.do(h.m.PaneSpawned(spawn.Pane, 5, "/dev/pts/5", "/"))
	h.do(h.q.Resume(spawn.Token, command.Result{}))
	if o := h.of(c.ID); o.stdout != "after\n" || !o.exited {
		t.Errorf("got %+v", o)
	}
}

func TestGoneWhileWaiting(t *testing.T) {
	h := newHarness(t)
	c := h.terminal(size80)
	effects := h.q.Command(c.ID, []string{"new", "-s", "x", ";", "kill-server"})
	spawn := find[model.Spawn](effects)[0]
	h.q.Gone(c.ID)
	h.do(h.m.RemoveClient(c.ID))
	h.do(h.m.PaneSpawned(spawn.Pane, 5, "/dev/pts/5", "/"))
	h.do(h.q.Resume(spawn.Token, command.Result{}))
	if h.m.Ending() {
		t.Error("the rest of its commands runs")
	}
	if h.m.SessionByName("x") == nil {
		t.Error("its session is gone")
	}
}

func TestChildEndsBeforeTheClientIsAttached(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "other")
	c := h.terminal(size80)
	effects := h.q.Command(c.ID, []string{"new", "-s", "x", "true"})
	spawn := find[model.Spawn](effects)[0]
	h.do(h.m.PaneSpawned(spawn.Pane, 5, "/dev/pts/5", "/"))
	h.do(h.m.PaneDied(spawn.Pane, model.ExitStatus{Known: true}))
	since := h.since()
	h.do(h.q.Resume(spawn.Token, command.Result{}))
	want := model.Detach{Client: c.ID, Reason: model.Exited, Session: "x"}
	if got := find[model.Detach](since()); len(got) != 1 || got[0] != want {
		t.Errorf("got %+v", since())
	}
}

// TestInputKeepsItsOrder: keys pressed while a binding waits come behind it.
func TestInputKeepsItsOrder(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "a")
	h.ok("bind", "x", "new", "-d", "-s", "b")
	h.press(c, "C-b")
	effects := h.q.Input(c.ID, parse(t, "x"))
	spawn := find[model.Spawn](effects)[0]
	if got := h.press(c, "y"); len(got) != 0 {
		t.Errorf("it does not wait: %+v", got)
	}
	h.do(h.m.PaneSpawned(spawn.Pane, 5, "/dev/pts/5", "/"))
	since := h.since()
	h.do(h.q.Resume(spawn.Token, command.Result{}))
	if got := find[model.Write](since()); len(got) != 1 {
		t.Errorf("got %+v", since())
	}
}

func TestSourceFile(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work")
	h.files["/a"] = "set -g @a 1\nsource /b\nset -g @a 3\n"
	h.files["/b"] = "set -g @b \"#{current_file}\"\nset -gF @f '#{current_file}'\nset -g @a 2\n"
	if got := h.ok("source", "/a", ";", "show", "-gv", "@a", ";", "show", "-gv", "@f"); got != "3\n/b" {
		t.Errorf("got %q", got)
	}
	h.files["/bad"] = "set -g @a 4\nnope\n"
	o := h.run("source", "/bad", ";", "show", "-gv", "@a")
	if o.stdout != "/bad:2: unknown command: nope\n4\n" || o.status != 1 {
		t.Errorf("got %+v", o)
	}
	o = h.run("source", "-n", "-v", "/bad", ";", "show", "-gv", "@a")
	if want := "/bad:1: set-option -g @a 4\n"; !strings.HasPrefix(o.stdout, want) {
		t.Errorf("got %q", o.stdout)
	}
	h.files["/tmp/rel"] = "set -g @rel yes\n"
	if got := h.ok("source", "rel", ";", "show", "-gv", "@rel"); got != "yes" {
		t.Errorf("got %q", got)
	}
}

func TestSourceFileIsBounded(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work")
	h.files["/loop"] = "set -ga @n x\nsource /loop\n"
	o := h.run("source", "/loop", ";", "show", "-gv", "@n")
	if !strings.Contains(o.stderr, "too many nested files") || o.status != 1 {
		t.Errorf("got %+v", o)
	}
	if n := strings.Count(o.stdout, "x"); n != 50 {
		t.Errorf("%d levels", n)
	}
	if got := h.run("source", "/nope"); got.stderr != "No such file or directory: /nope\n" {
		t.Errorf("the depth is not given back: %+v", got)
	}
}

func TestErrorsStopTheirGroup(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work")
	o := h.run("display", "-p", "one", ";", "has", "-t", "nope", ";", "display", "-p", "two")
	if o.stdout != "one\n" || o.stderr != "can't find session: nope\n" || o.status != 1 {
		t.Errorf("got %+v", o)
	}
	o = h.run("display", "-p", "one", ";", "ls", "-Z", ";", "display", "-p", "two")
	if o.stdout != "" || o.stderr != "command list-sessions: unknown flag -Z\n" {
		t.Errorf("a slip anywhere: %+v", o)
	}
}

func TestRun(t *testing.T) {
	h := newHarness(t)
	list, err := syntax.ParseString("set -g @run yes ; has -t nope", syntax.Input{})
	if err != nil {
		t.Fatal(err)
	}
	h.do(h.q.Run(command.Request{Client: model.NoClient, List: list}))
	if len(h.m.Causes) != 1 || h.m.Causes[0] != "no current target" {
		t.Errorf("said %q", h.m.Causes)
	}
	c := h.attach(size80, "new")
	h.do(h.q.Run(command.Request{Client: c.ID, List: list}))
	if c.Message == nil || c.Message.Text != "Can't find session: nope" {
		t.Errorf("message %+v", c.Message)
	}
}

func TestOutputWithoutUTF8(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "café")
	c := h.m.AddClient(model.NewClient{})
	h.do(h.q.Command(c.ID, []string{"ls", "-F", "#{session_name}"}))
	if got := h.of(c.ID).stdout; got != "caf_\n" {
		t.Errorf("got %q", got)
	}
}

// BenchmarkListPanes lists 500 panes in 100 windows with every variable that there is.
func BenchmarkListPanes(b *testing.B) {
	h := newHarness(b)
	h.ok("new", "-d", "-x", "200", "-y", "49", "cat")
	for i := range 100 {
		window := fmt.Sprintf(":%d", i)
		if i > 0 {
			h.ok("neww", "-d", "cat")
		}
		for range 4 {
			h.ok("splitw", "-d", "-t", window, "cat")
			h.ok("selectl", "-t", window, "tiled")
		}
	}
	var template strings.Builder
	for _, name := range vars.Names() {
		fmt.Fprintf(&template, "#{%s}=", name)
	}
	b.ReportAllocs()
	b.ReportMetric(float64(len(vars.Names())), "variables")
	for b.Loop() {
		c := h.m.AddClient(model.NewClient{UTF8: true})
		h.q.Command(c.ID, []string{"lsp", "-a", "-F", template.String()})
		h.q.Gone(c.ID)
		h.m.RemoveClient(c.ID)
	}
}
