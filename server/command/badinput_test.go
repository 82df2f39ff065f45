package command_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"gmux/server/command"
	"gmux/server/model"
)

// badValues are what no flag and no argument is meant to get: nothing, numbers of all sizes, control characters, formats and
// blocks without an end, places that there are none of.
var badValues = []string{
	"", " ", "-1", "0", "99999999999999999999", "-99999999999999999999", "2147483648", "1e400", "NaN", "0x10", "%", "50%", "100000%", "-5%",
	"a\x1b[2Jb\n\x07", "\xff\xfe", "\x00", "\u202e", "é日", strings.Repeat("x", 70000), "#{E:@loop}", "#(sleep 1000)", "#{", "#[", "%H%",
	"{", "}", "'", `"`, `\`, ";", "%99", "@99", "$99", "=", ":.", "{last}", "{mouse}", "~", "!", "+9", "work:0.0", "[", "@", "@x[", "/", "C-", "C-M-S-",
}

// badWorld has two sessions, one of them attached, and an option that is itself without an end.
func badWorld(t *testing.T) *harness {
	h := newHarness(t)
	h.noJobs = true
	h.attach(model.Size{Rows: 24, Cols: 80}, "new", "-s", "work")
	h.ok("new", "-d", "-s", "other", ";", "split-window", "-t", "other", ";", "set", "-g", "@loop", "#{E:@loop}")
	return h
}

// picture is what must not change where a command fails.
func (h *harness) picture() string {
	var b strings.Builder
	say := func(what ...any) { fmt.Fprintln(&b, what...) }
	say(h.m.Options.Changed(), h.m.SessionOption.Changed(), h.m.WindowOption.Changed(), h.m.Env)
	for _, s := range h.m.SessionList() {
		say(s.ID, s.Name, s.Cwd, s.Current.Index, s.Options.Changed(), len(s.Env))
		for _, l := range s.Links {
			w := l.Window
			say(l.Index, w.ID, w.Name, w.Size, w.Active.ID, w.Options.Changed(), w.Layout.String())
			for _, p := range w.Panes {
				say(p.ID, p.Title, p.Size, p.Dead, p.Mode != nil, p.Options.Changed())
			}
		}
	}
	for _, c := range h.m.Clients {
		if c.Session != nil {
			say(c.Name, c.Session.ID, c.ReadOnly, c.Keys.Table)
		}
	}
	for _, buf := range h.m.BufferList() {
		say(buf.Name, len(buf.Data))
	}
	for _, t := range h.m.TableList() {
		say(t.Name, len(t.Bindings))
	}
	return b.String()
}

// tried says argv, finds fault with the answer, and reports whether it failed as it should.
func (h *harness) tried(argv ...string) (failed bool) {
	h.t.Helper()
	o := h.run(argv...)
	short := fmt.Sprintf("%.60q", argv)
	shell := argv[0] == "run-shell" || argv[0] == "if-shell" // its status is that of another
	for _, c := range h.m.Clients {
		if !o.exited && h.m.Prompt(c) != nil {
			if h.press(c, "Escape"); !o.exited { // it waits for an answer, and goes on without one
				h.t.Fatalf("%s: waits on", short)
			}
			return false
		}
	}
	switch {
	case !o.exited && argv[0] == "wait-for":
		return false // that waits for ever is what it is for
	case !o.exited && !o.attached:
		h.t.Fatalf("%s: no answer", short)
	case o.status == 0 && o.stderr != "" || o.status != 0 && o.stderr == "" && o.stdout == "" && !shell:
		h.t.Errorf("%s: status %d and %q", short, o.status, o.stderr)
	}
	lines := strings.SplitAfter(o.stderr, "\n")
	for i, line := range lines {
		text, ended := strings.CutSuffix(line, "\n")
		several := i > 0 && argv[0] != "source-file" // which has one for each file
		if line != "" && (!ended || text == "" || several || strings.IndexFunc(text, unicode.IsControl) >= 0) {
			h.t.Errorf("%s: %q is not one clear line", short, o.stderr)
			break
		}
	}
	return o.status != 0 && !shell
}

// TestMissingArguments takes the argument from every flag that wants one.
func TestMissingArguments(t *testing.T) {
	h := badWorld(t)
	for _, e := range command.Entries() {
		for _, f := range e.Flags() {
			if f.Arg == "" {
				continue
			}
			o := h.run(e.Name, "-"+string(f.Letter))
			if want := fmt.Sprintf("command %s: -%c expects an argument\n", e.Name, f.Letter); o.stderr != want || o.status != 1 {
				t.Errorf("%s -%c: status %d, %q", e.Name, f.Letter, o.status, o.stderr)
			}
		}
	}
}

// TestBadValues gives every flag and every argument of every command what does not fit: the answer is one clear line, what
// fails changes nothing, and invariants hold (do checks them).
func TestBadValues(t *testing.T) {
	for _, e := range command.Entries() {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			h := badWorld(t)
			first := h.picture()
			try := func(argv ...string) {
				failed := h.tried(argv...)
				if !h.m.Ending() && h.picture() == first {
					return
				}
				if failed {
					t.Errorf("%.60q failed, and yet changed something\n%s\n%s", argv, first, h.picture())
				}
				h = badWorld(t)
				first = h.picture()
			}
			for _, v := range badValues {
				try(e.Name, v)
				try(e.Name, v, v)
				try(e.Name, "--", v, "x", v)
				for _, f := range e.Flags() {
					if f.Arg == "" {
						try(e.Name, "-"+string(f.Letter), v)
						continue
					}
					try(e.Name, "-"+string(f.Letter), v)
					try(e.Name, "-"+string(f.Letter)+v, "x", "y")
				}
			}
		})
	}
}

// TestEndless: what runs itself, in whatever way, ends with one error; the server goes on, and so does whoever else is there.
func TestEndless(t *testing.T) {
	for _, tt := range []struct {
		name  string
		setup []string
		run   []string
	}{
		{"a hook that runs itself", []string{"set-hook", "-g", "@h", "set-hook -R @h"}, []string{"set-hook", "-R", "@h"}},
		{"twice itself", []string{"set-hook", "-g", "@h", "set-hook -R @h ; set-hook -R @h"}, []string{"set-hook", "-R", "@h"}},
		{"an option that runs itself", []string{"set", "-g", "@a", `run-shell -C "#{@a}"`}, []string{"run-shell", "-C", "#{@a}"}},
		{"many times", []string{"set", "-g", "@a", strings.Repeat(`run-shell -C "#{@a}" ; `, 50) + "display -p x"}, []string{"run-shell", "-C", "#{@a}"}},
		{"in the background", []string{"set", "-g", "@a", `run-shell -bC "#{@a}"`}, []string{"run-shell", "-bC", "#{@a}"}},
		{"an alias that runs itself", []string{"set", "-s", "command-alias[9]", "x=run-shell -C x"}, []string{"x"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := badWorld(t)
			h.ok(tt.setup...)
			before := h.picture()
			o := h.run(tt.run...)
			background := tt.name == "in the background" // who started it has gone, and is not told
			if !o.exited || !background && (o.stderr != "too many nested commands\n" || o.status != 1) {
				t.Errorf("exited %v, status %d, %q", o.exited, o.status, o.stderr)
			}
			if got := h.picture(); got != before {
				t.Errorf("%s\n%s", before, got)
			}
		})
	}
}

// TestExplodingFormats: a template that blows itself up costs a command so much and no more, for one line as for a thousand.
func TestExplodingFormats(t *testing.T) {
	h := badWorld(t)
	h.ok("set", "-g", "@b", "#{E:@b}#{E:@b}")
	look := 0
	h.facts = func() { look++ }
	h.ok("list-panes", "-t", "other", "-F", "#{E:@b}")
	for range 60 {
		h.ok("new-window", "-d", "-t", "other:")
	}
	h.ok("set", "-g", "@b", "#{cursor_x}#{E:@b}#{E:@b}")
	if got := h.ok("list-panes", "-a", "-F", "#{E:@b}"); len(strings.Split(got, "\n")) != 63 {
		t.Errorf("%d lines", len(strings.Split(got, "\n")))
	}
	if look > 30 { // a pane whose line has nothing left to be spent is not looked at
		t.Errorf("%d panes were looked at", look)
	}
}

// TestHooksOfHooks: what the commands of a hook cause is not told to hooks, in the background neither.
func TestHooksOfHooks(t *testing.T) {
	for _, hook := range []string{
		"after-set-option 'set -g @n 1'", "after-set-option 'set -ag @n x'", "after-set-option 'run -bC \"set -ag @n x\"'",
		"command-error 'kill-session -t none'", "window-renamed 'rename-window -t other: b'",
		"window-renamed 'run -bC \"rename-window -t other: b ; rename-window -t other: c\"'", "after-display-message 'display -p y'",
		"after-set-hook 'set-hook -g after-set-hook \"display -p z\"'",
	} {
		t.Run(hook, func(t *testing.T) {
			h := badWorld(t)
			name, commands, _ := strings.Cut(hook, " ")
			h.ok("set-hook", "-g", name, strings.Trim(commands, "'"))
			for _, argv := range [][]string{
				{"set", "-g", "@n", "0"}, {"kill-session", "-t", "none"}, {"rename-window", "-t", "other:", "a"}, {"display", "-p", "x"},
				{"set-hook", "-g", "@x", "display y"},
			} {
				if o := h.run(argv...); !o.exited {
					t.Fatalf("%q: no answer", argv)
				}
			}
			if got := h.ok("show", "-gqv", "@n"); len(got) > 2 {
				t.Errorf("ran %d times", len(got))
			}
		})
	}
}

// FuzzCommand: any command line is answered, and invariants hold (do checks them).
func FuzzCommand(f *testing.F) {
	for _, s := range []string{
		"new -d -s x -x 10 -y 5", "splitw -h -l 50% ; lsp -F '#{E:@loop}'", "bind x set -g @x { display -p a }", "set -g @a \"#{q:@a}\" ; show -g @a",
		"joinp -s work: -t other: ; killp -a", "selectp -t {up-of}", "send -N 3 -l 'a;b'", "%if 1\ndisplay -p x\n%endif", "lsw --json -a",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h := newHarness(t)
		h.ok("new", "-d", "-s", "work")
		h.ok("new", "-d", "-s", "other")
		h.files["/tmp/fuzz.conf"] = s
		for _, shell := range []string{"run", "if", "source", "load", "save"} { // no commands of the system
			if strings.Contains(s, shell) {
				return
			}
		}
		h.run("source-file", "/tmp/fuzz.conf")
		h.run(strings.Fields(s)...)
		if !h.m.Ending() {
			h.ok("start-server")
		}
	})
}
