package command_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"gmux/protocol/key"
	"gmux/server/model"
)

// flags are the windows of a session with their flags.
func (h *harness) flags(session string) string {
	return strings.ReplaceAll(h.ok("lsw", "-t", session, "-F", "#{window_index}#{window_raw_flags}"), "\n", " ")
}

// later lets time pass, as the loop does.
func (h *harness) later(d time.Duration) {
	end := h.m.Now.Add(d)
	for {
		at, ok := h.m.Deadline()
		if !ok || at.After(end) {
			break
		}
		h.m.Now = at
		h.do(h.m.Tick())
		h.do(h.q.React())
	}
	h.m.Now = end
}

func (h *harness) bell(pane int) {
	h.do(h.m.PaneRang(model.PaneID(pane)))
}

func (h *harness) wrote(pane int) {
	h.do(h.m.PaneWrote(model.PaneID(pane), h.m.Now))
}

// TestAlerts: what each option makes of a bell, of output and of silence in the windows of a session that a client shows,
// of which 0 is current; and what the client gets, ! for a bell and its message.
func TestAlerts(t *testing.T) {
	for _, tt := range []struct {
		name, set string
		do        func(h *harness)
		flags     string // of the windows
		got       string // the client
		hooks     string
	}{
		{"a bell elsewhere", "", func(h *harness) { h.bell(1) }, "0* 1!- 2", "!", "alert-bell work:1"},
		{"a bell here", "", func(h *harness) { h.bell(0) }, "0* 1- 2", "!", "alert-bell work:0"},
		{"each bell is told", "", func(h *harness) { h.bell(1); h.bell(1) }, "0* 1!- 2", "!!", "alert-bell work:1,alert-bell work:1"},
		{"bells are not monitored", "setw -g monitor-bell off", func(h *harness) { h.bell(1) }, "0* 1- 2", "", ""},
		{"of that window only", "setw -t 1 monitor-bell off", func(h *harness) { h.bell(1); h.bell(2) }, "0* 1- 2!", "!", "alert-bell work:2"},
		{"bells of others only", "set -g bell-action other", func(h *harness) { h.bell(0); h.bell(2) }, "0* 1- 2!", "!", "alert-bell work:2"},
		{"bells of the current window only", "set -g bell-action current", func(h *harness) { h.bell(0); h.bell(2) }, "0* 1- 2!", "!", "alert-bell work:0"},
		{"no bells", "set -g bell-action none", func(h *harness) { h.bell(0); h.bell(2) }, "0* 1- 2!", "", ""},
		{"seen", "set -g visual-bell on", func(h *harness) { h.bell(2) }, "0* 1- 2!", "Bell in window 2", "alert-bell work:2"},
		{"seen here", "set -g visual-bell on", func(h *harness) { h.bell(0) }, "0* 1- 2", "Bell in current window", "alert-bell work:0"},
		{"seen and heard", "set -g visual-bell both", func(h *harness) { h.bell(2) }, "0* 1- 2!", "!Bell in window 2", "alert-bell work:2"},
		{"output is not monitored", "", func(h *harness) { h.wrote(1) }, "0* 1- 2", "", ""},
		{"output", "setw -g monitor-activity on", func(h *harness) { h.wrote(0); h.wrote(1) }, "0* 1#- 2", "!", "alert-activity work:1"},
		{"output is told once", "setw -g monitor-activity on", func(h *harness) { h.wrote(1); h.wrote(1); h.wrote(2) }, "0* 1#- 2#", "!!", "alert-activity work:1,alert-activity work:2"},
		{"output here", "setw -g monitor-activity on; set -g activity-action any; set -g visual-activity on", func(h *harness) { h.wrote(0) }, "0* 1- 2", "Activity in current window", "alert-activity work:0"},
		{"output and a bell", "setw -g monitor-activity on; set -g visual-bell on; set -g visual-activity on", func(h *harness) { h.wrote(1); h.bell(1) }, "0* 1#!- 2", "Bell in window 1", "alert-activity work:1,alert-bell work:1"},
		{"silence", "setw -t 2 monitor-silence 10; set -g visual-silence on", func(h *harness) { h.later(11 * time.Second) }, "0* 1- 2~", "", "alert-silence work:2"},
		{"not yet silent", "setw -t 2 monitor-silence 20", func(h *harness) { h.later(15 * time.Second); h.wrote(2); h.later(15 * time.Second) }, "0* 1- 2", "", ""},
		{"silence is told once", "setw -t 2 monitor-silence 3", func(h *harness) { h.later(20 * time.Second) }, "0* 1- 2~", "!", "alert-silence work:2"},
		{"silence here is told again", "setw -t 0 monitor-silence 5; set -g silence-action any", func(h *harness) { h.later(8 * time.Second) }, "0* 1- 2", "!!", "alert-silence work:0,alert-silence work:0"},
		{"looked at", "", func(h *harness) { h.bell(1); h.ok("selectw", "-t", "work:1") }, "0- 1* 2", "!", "alert-bell work:1"},
		{"cleared", "setw -g monitor-activity on", func(h *harness) { h.bell(1); h.wrote(2); h.ok("kill-session", "-C", "-t", "work") }, "0* 1- 2", "!!", "alert-bell work:1,alert-activity work:2"},
		{"output from before it was left", "setw -g monitor-activity on", func(h *harness) {
			at := h.m.Now
			h.ok("selectw", "-t", "work:1")
			h.do(h.m.PaneWrote(0, at))
		}, "0- 1* 2", "", ""},
		{"output from after it was left", "setw -g monitor-activity on", func(h *harness) {
			h.ok("selectw", "-t", "work:1")
			h.do(h.m.PaneWrote(0, h.m.Now))
		}, "0#- 1* 2", "!", "alert-activity work:0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t)
			h.ok("new", "-d", "-s", "work", ";", "neww", ";", "neww", "-d", ";", "selectw", "-t", "0")
			h.attach(size80, "attach")
			for _, line := range strings.Split(tt.set, "; ") {
				if line != "" {
					h.ok(strings.Fields(line)...)
				}
			}
			for _, hook := range []string{"alert-bell", "alert-activity", "alert-silence"} {
				h.ok("set-hook", "-g", hook, `set -gaF @hooks "#{hook} #{session_name}:#{window_index},"`)
			}
			c := h.m.Clients[0]
			since := h.since()
			tt.do(h)
			got := strings.Repeat("!", len(find[model.Ring](since())))
			if c.Message != nil {
				got += c.Message.Text
			}
			if got != tt.got {
				t.Errorf("the client has %q, want %q", got, tt.got)
			}
			if got := h.flags("work"); got != tt.flags {
				t.Errorf("windows %q, want %q", got, tt.flags)
			}
			if got := strings.TrimSuffix(h.ok("show", "-gqv", "@hooks"), ","); got != tt.hooks {
				t.Errorf("hooks %q, want %q", got, tt.hooks)
			}
		})
	}
}

// TestAlertsOfADetachedSession: nobody looks at its current window either.
func TestAlertsOfADetachedSession(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work", ";", "neww", "-d")
	h.ok("setw", "-g", "monitor-activity", "on")
	h.bell(0)
	h.wrote(1)
	if got := h.flags("work"); got != "0!* 1#" {
		t.Errorf("got %q", got)
	}
	for format, want := range map[string]string{
		"#{session_alerts}": "0!,1#", "#{session_alert}": "!#", "#{session_bell_flag}": "1", "#{window_bell_flag}": "1",
		"#{window_flags}": "!*", "#{window_activity_flag}": "0", "#{session_activity_flag}": "0",
	} {
		if got := h.ok("display", "-pt", "work:0", format); got != want {
			t.Errorf("%s is %q, want %q", format, got, want)
		}
	}
	if got := h.ok("display", "-pt", "work:1", "#{window_flags} #{window_silence_flag}"); got != "## 0" {
		t.Errorf("got %q", got)
	}
	h.attach(size80, "attach")
	if got := h.flags("work"); got != "0* 1#" {
		t.Errorf("attached: %q", got)
	}
}

// TestNextAlert: next-window -a goes to the windows with alerts only, round the end.
func TestNextAlert(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work", ";", "neww", "-d", ";", "neww", "-d", ";", "neww", "-d")
	h.attach(size80, "attach")
	if o := h.run("next-window", "-a"); o.stderr != "no next window\n" || o.status != 1 {
		t.Errorf("got %+v", o)
	}
	if o := h.run("previous-window", "-a"); o.stderr != "no previous window\n" || o.status != 1 {
		t.Errorf("got %+v", o)
	}
	h.bell(1)
	h.bell(3)
	for _, step := range []struct{ command, flags string }{
		{"previous-window", "0- 1! 2 3*"}, {"previous-window", "0 1* 2 3-"}, {"next-window", ""},
	} {
		o := h.run(step.command, "-a")
		if got := h.flags("work"); step.flags != "" && got != step.flags || (step.flags == "") != (o.status == 1) {
			t.Errorf("%s -a: %q, want %q; %+v", step.command, got, step.flags, o)
		}
	}
}

// TestNextAlertKeys: M-n and M-p are bound to it.
func TestNextAlertKeys(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work", ";", "neww", "-d", ";", "neww", "-d", ";", "neww", "-d")
	c := h.attach(size80, "attach")
	h.bell(1)
	h.bell(2)
	h.bell(3)
	for _, step := range []struct{ key, flags string }{{"M-p", "0- 1! 2! 3*"}, {"M-n", "0 1* 2! 3-"}, {"M-n", "0 1- 2* 3"}} {
		h.press(c, "C-b", step.key)
		if got := h.flags("work"); got != step.flags {
			t.Errorf("%s: %q, want %q", step.key, got, step.flags)
		}
	}
}

// TestAlertsOfLinkedWindows: a window that two sessions have is told of in both, and forgotten in both.
func TestAlertsOfLinkedWindows(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "a")
	h.ok("new", "-d", "-s", "b")
	b := h.m.SessionByName("b")
	h.m.LinkWindow(b, h.m.SessionByName("a").Current.Window, 5)
	h.bell(0)
	if got := h.flags("a") + ", " + h.flags("b"); got != "0!*, 0* 5!" {
		t.Errorf("got %q", got)
	}
	h.ok("selectw", "-t", "b:5")
	if got := h.flags("a") + ", " + h.flags("b"); got != "0*, 0- 5*" {
		t.Errorf("got %q", got)
	}
}

// TestFocusHooks: who has the focus, by clients, windows and panes, and what programs and hooks are told of it.
func TestFocusHooks(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "work", ";", "splitw", "-d", ";", "neww", "-d")
	for _, hook := range []string{"client-focus-in", "client-focus-out", "client-active"} {
		h.ok("set-hook", "-g", hook, `set -gaF @hooks "#{hook},"`)
	}
	for _, hook := range []string{"pane-focus-in", "pane-focus-out"} {
		h.ok("set-hook", "-gw", hook, `set -gaF @hooks "#{hook} #{hook_pane},"`)
	}
	var c *model.Client
	for _, tt := range []struct {
		name  string
		do    func()
		hooks string
	}{
		{"attached", func() { c = h.attach(size80, "attach") }, "pane-focus-in %0"},
		{"inside nothing is told without the option", func() { h.ok("selectp", "-t", "work:0.1") }, ""},
		{"with it", func() { h.ok("set", "-s", "focus-events", "on"); h.ok("selectp", "-t", "work:0.0") }, ""},
		{"another pane", func() { h.ok("selectp", "-t", "work:0.1") }, "pane-focus-out %0,pane-focus-in %1"},
		{"another window", func() { h.ok("selectw", "-t", "work:1") }, "pane-focus-out %1,pane-focus-in %2"},
		{"the terminal is left", func() { h.do(h.q.Input(c.ID, key.Focus{})) }, "client-focus-out,pane-focus-out %2"},
		{"a window that nobody sees", func() { h.ok("selectw", "-t", "work:0") }, ""},
		{"the terminal is back", func() { h.do(h.q.Input(c.ID, key.Focus{In: true})) }, "client-focus-in,pane-focus-in %1"},
		{"the pane is killed", func() { h.ok("killp", "-t", "work:0.1") }, "pane-focus-in %0"},
		{"another client", func() { h.attach(size80, "attach") }, ""},
		{"the first is used again", func() { h.press(c, "a") }, "client-active"},
	} {
		h.ok("set", "-g", "@hooks", "")
		since := h.since()
		tt.do()
		hooks := strings.TrimSuffix(h.ok("show", "-gv", "@hooks"), ",")
		if hooks != tt.hooks {
			t.Errorf("%s: %q, want %q", tt.name, hooks, tt.hooks)
		}
		var told []string
		for _, w := range find[model.Write](since()) {
			if f, ok := w.Events[0].(key.Focus); ok {
				told = append(told, fmt.Sprintf("pane-focus-%s %v", map[bool]string{true: "in", false: "out"}[f.In], w.Pane))
			}
		}
		var want []string
		for hook := range strings.SplitSeq(tt.hooks, ",") {
			if strings.HasPrefix(hook, "pane-") {
				want = append(want, hook)
			}
		}
		if !reflect.DeepEqual(told, want) {
			t.Errorf("%s: programs are told %q, want %q", tt.name, told, want)
		}
	}
}

// TestTerminalHooks: what clients' terminals and programs tell.
func TestTerminalHooks(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	for _, hook := range []string{"client-light-theme", "client-dark-theme", "pane-set-clipboard"} {
		h.ok("set-hook", "-g", hook, `set -gaF @hooks "#{hook} #{session_name},"`)
	}
	h.do(h.m.ClientTerminal(c.ID, "XTerm(390)", []string{"256", "title"}, "dark"))
	h.do(h.m.ClientTerminal(c.ID, "XTerm(390)", []string{"256", "title"}, "dark"))
	h.do(h.m.ClientTerminal(c.ID, "XTerm(390)", []string{"256", "title"}, "light"))
	h.do(h.m.PaneClipboard(0, "copied"))
	if got := h.ok("show", "-gv", "@hooks"); got != "client-dark-theme work,client-light-theme work,pane-set-clipboard work," {
		t.Errorf("hooks %q", got)
	}
	if got := h.ok("display", "-p", "-c", c.Name, "#{client_termtype} #{client_termfeatures} #{client_theme} #{client_discarded}"); got != "XTerm(390) 256,title light 0" {
		t.Errorf("got %q", got)
	}
	if got := h.ok("showb"); got != "copied" {
		t.Errorf("the buffer is %q", got)
	}
}
