package command_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"gmux/protocol/key"
	"gmux/server/command"
	"gmux/server/model"
)

// types types a text, and keys between <>, at an attached client.
func (h *harness) types(c *model.Client, text string) {
	for text != "" {
		if name, rest, ok := strings.Cut(text, ">"); ok && text[0] == '<' {
			h.press(c, name[1:])
			text = rest
			continue
		}
		n := strings.IndexByte(text, '<')
		if n < 0 {
			n = len(text)
		}
		h.do(h.q.Input(c.ID, key.Text(text[:n])))
		text = text[n:]
	}
}

// asked is what a client is asked, its text with | for the cursor; "" for nothing.
func (h *harness) asked(c *model.Client) string {
	p := h.m.Prompt(c)
	if p == nil {
		return ""
	}
	return p.Label + p.Text[:p.At] + "|" + p.Text[p.At:]
}

// typedInto is what has been typed into panes since.
func typedInto(effects []model.Effect) string {
	var b strings.Builder
	for _, e := range find[model.Write](effects) {
		for _, ev := range e.Events {
			switch ev := ev.(type) {
			case key.Text:
				b.Write(ev)
			case key.Key:
				fmt.Fprintf(&b, "<%v>", ev)
			case key.Raw:
				b.Write(ev)
			}
		}
	}
	return b.String()
}

func TestCommandPrompt(t *testing.T) {
	set := func(h *harness, name string) string { return h.ok("show", "-gqv", name) }
	for _, tt := range []struct {
		name  string
		bind  string // what M-x runs
		typed string
		asked string // at the end
		a, b  string // of @a and @b
		pane  string // what the program got
	}{
		{name: "a command", bind: "command-prompt", typed: "<M-x>set -g @a one<Enter>", a: "one"},
		{name: "keys go to it, not to the program", bind: "command-prompt", typed: "<M-x>abc", asked: ":abc|"},
		{name: "and to the program when it is over", bind: "command-prompt", typed: "<M-x>x<Escape>abc", pane: "abc"},
		{name: "C-c leaves", bind: "command-prompt", typed: "<M-x>set -g @a x<C-c>", a: ""},
		{name: "a template", bind: "command-prompt 'set -g @a \"%%\"'", typed: "<M-x>x y<Enter>", a: "x y"},
		{name: "which is in the question", bind: "command-prompt 'set -g @a %%'", typed: "<M-x>", asked: "(set) |"},
		{name: "a block", bind: "command-prompt { set -g @a '%%' ; set -g @b '<%1>' }", typed: "<M-x>x; \"y<Enter>", a: `x; "y`, b: `<x; "y>`},
		{name: "whose first command is in the question", bind: "command-prompt { setw -g @a x }", typed: "<M-x>", asked: "(set-window-option) |"},
		{name: "several questions", bind: "command-prompt -p one,two { set -g @a '%1' ; set -g @b '%2' }", typed: "<M-x>x<Enter>y<Enter>", a: "x", b: "y"},
		{name: "one after the other", bind: "command-prompt -p one,two { set -g @a '%1' }", typed: "<M-x>x<Enter>y", asked: "two y|"},
		{name: "cancelled in the second nothing runs", bind: "command-prompt -p one,two { set -g @a '%1' }", typed: "<M-x>x<Enter>y<C-c>z", pane: "z"},
		{name: "with texts to begin with", bind: "command-prompt -p one,two -I '#S,b' { set -g @a '%1' ; set -g @b '%2' }", typed: "<M-x>x<Enter><Enter>", a: "workx", b: "b"},
		{name: "-l: a comma is one", bind: "command-prompt -l -p one,two -I a,b { set -g @a '%1' }", typed: "<M-x>", asked: "one,twoa,b|"},
		{name: "-F expands the template", bind: "command-prompt -F 'set -g @a #S-%%'", typed: "<M-x>x<Enter>", a: "work-x"},
		{name: "without it not", bind: "command-prompt 'set -g @a \"#S-%%\"'", typed: "<M-x>x<Enter>", a: "#S-x"},
		{name: "-1 is one key", bind: "command-prompt -1 { set -g @a '%%' }", typed: "<M-x>xy", a: "x", pane: "y"},
		{name: "-1 for several", bind: "command-prompt -1 -p one,two { set -g @a '%1-%2' }", typed: "<M-x>xyz", a: "x-y", pane: "z"},
		{name: "-k is a key's name", bind: "command-prompt -k { set -g @a '%%' }", typed: "<M-x><C-Up>", a: "C-Up"},
		{name: "-N are digits, the next key is its own", bind: "command-prompt -N { set -g @a '%%' }", typed: "<M-x>12q", a: "12", pane: "q"},
		{name: "-i runs at each change", bind: "command-prompt -i { set -ga @a '[%%]' }", typed: "<M-x><a><b>", a: "[=][=a][=ab]", asked: "(set-option) ab|"},
		{name: "and not at the end", bind: "command-prompt -i { set -ga @a '[%%]' }", typed: "<M-x><a><Enter>", a: "[=][=a]"},
		{name: "what follows waits", bind: "command-prompt { set -g @a '%%' } ; set -gF @b '#{@a}'", typed: "<M-x>x<Enter>", a: "x", b: "x"},
		{name: "and runs when it is cancelled", bind: "command-prompt { set -g @a '%%' } ; set -g @b y", typed: "<M-x>x<Escape>", b: "y"},
		{name: "-b does not wait", bind: "command-prompt -b { set -g @a '%%' } ; set -g @b y", typed: "<M-x>", asked: "(set-option) |", b: "y"},
		{name: "-b answers", bind: "command-prompt -b { set -g @a '%%' } ; set -g @b y", typed: "<M-x>x<Enter>z", a: "x", b: "y", pane: "z"},
		{name: "-e leaves with Backspace", bind: "command-prompt -e", typed: "<M-x>x<BSpace><BSpace>y", pane: "y"},
		{name: "a second is not asked", bind: "command-prompt -b ; command-prompt -p other", typed: "<M-x>", asked: ":|"},
		{name: "a wrong answer says so", bind: "command-prompt", typed: "<M-x>nonsense<Enter>x", pane: "x"},
		{name: "vi", bind: "set -g status-keys vi ; command-prompt { set -g @a '%%' }", typed: "<M-x>ab<Escape>i-<Enter>", a: "a-b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t)
			c := h.attach(size80, "new", "-s", "work")
			h.files["/tmp/bind"] = "bind -n M-x { " + tt.bind + " }\n"
			h.ok("source", "/tmp/bind")
			since := h.since()
			h.types(c, tt.typed)
			if got := h.asked(c); got != tt.asked {
				t.Errorf("asked %q, want %q", got, tt.asked)
			}
			if a, b := set(h, "@a"), set(h, "@b"); a != tt.a || b != tt.b {
				t.Errorf("@a %q and @b %q, want %q and %q", a, b, tt.a, tt.b)
			}
			if got := typedInto(since()); got != tt.pane {
				t.Errorf("the program got %q, want %q", got, tt.pane)
			}
		})
	}
}

func TestPromptErrors(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	h.types(c, "<C-b>:nonsense<Enter>")
	if c.Message == nil || c.Message.Text != "Unknown command: nonsense" {
		t.Errorf("shows %+v", c.Message)
	}
	h.types(c, "<C-b>:set -g no-such-option x<Enter>")
	if c.Message == nil || c.Message.Text != "Invalid option: no-such-option" {
		t.Errorf("shows %+v", c.Message)
	}
	for argv, want := range map[string]string{
		"command-prompt -T nothing":      "unknown type: nothing\n",
		"confirm-before -c yy kill-pane": "invalid confirm key\n",
		"confirm-before nonsense":        "unknown command: nonsense\n",
		"show-prompt-history -T x":       "invalid type: x\n",
		"clear-prompt-history -T x":      "invalid type: x\n",
	} {
		if o := h.run(strings.Fields(argv)...); o.stderr != want || o.status != 1 {
			t.Errorf("%s: %q, status %d", argv, o.stderr, o.status)
		}
	}
}

// TestPromptForAnother: a command client waits until the attached one has answered, and ends as that says.
func TestPromptForAnother(t *testing.T) {
	for _, tt := range []struct {
		name, command, typed string
		status               int
		killed               bool
	}{
		{"yes", "confirm-before kill-session", "y", 0, true},
		{"no", "confirm-before kill-session", "n", 1, false},
		{"Escape is no", "confirm-before kill-session", "<Escape>", 1, false},
		{"Enter is no", "confirm-before kill-session", "<Enter>", 1, false},
		{"Enter is yes with -y", "confirm-before -y kill-session", "<Enter>", 0, true},
		{"another key with -c", "confirm-before -c Y kill-session", "Y", 0, true},
		{"y is no then", "confirm-before -c Y kill-session", "y", 1, false},
		{"an arrow is no answer", "confirm-before kill-session", "<Up>y", 0, true},
		{"a cancelled prompt is no failure", "command-prompt kill-session", "<Escape>", 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t)
			h.ok("new", "-d", "-s", "other")
			c := h.attach(size80, "new", "-s", "work")
			argv := strings.Fields(tt.command)
			o := h.run(argv...)
			if o.exited || h.m.Prompt(c) == nil {
				t.Fatalf("exited %v, asked %q", o.exited, h.asked(c))
			}
			h.types(c, tt.typed)
			if killed := h.m.SessionByName("work") == nil; !o.exited || o.status != tt.status || killed != tt.killed {
				t.Errorf("exited %v with %d, killed %v", o.exited, o.status, killed)
			}
		})
	}
}

// TestPromptOfTheGone: who waits for an answer goes on when the one who was asked leaves, and nobody is asked any more when
// the one who waits has gone.
func TestPromptOfTheGone(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "other")
	c := h.attach(size80, "new", "-s", "work")
	o := h.run("confirm-before", "kill-session")
	h.leave(c.ID)
	if !o.exited || o.status != 1 {
		t.Errorf("the asked one left: exited %v with %d", o.exited, o.status)
	}
	c = h.attach(size80, "attach", "-t", "work")
	asker := h.m.AddClient(model.NewClient{PID: 1})
	h.do(h.q.Command(asker.ID, []string{"confirm-before", "kill-session"}))
	if h.m.Prompt(c) == nil {
		t.Fatal("not asked")
	}
	h.leave(asker.ID)
	if h.m.Prompt(c) != nil {
		t.Error("still asked for one who has gone")
	}
	if len(h.m.Prompts) != 0 {
		t.Errorf("%d prompts are left", len(h.m.Prompts))
	}
}

// TestConfirmTakesThePlace: it comes in place of what was asked before, whose command goes on.
func TestConfirmTakesThePlace(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	first := h.run("command-prompt", "set -g @a %%")
	second := h.run("confirm-before", "set -g @b 1")
	if !first.exited || second.exited || !strings.HasPrefix(h.asked(c), "Confirm 'set-option'? (y/n) ") {
		t.Fatalf("%v, %v, %q", first.exited, second.exited, h.asked(c))
	}
	h.types(c, "y")
	if got := h.ok("show", "-gv", "@b"); !second.exited || got != "1" {
		t.Errorf("exited %v, @b %q", second.exited, got)
	}
}

func TestDefaultPrompts(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "other")
	c := h.attach(size80, "new", "-s", "work", "-n", "win")
	h.types(c, "<C-b>$")
	if got := h.asked(c); got != "(rename-session) work|" {
		t.Errorf("$: %q", got)
	}
	h.types(c, "<C-u>neue; wörk<Enter><C-b>,<C-u>-t x<Enter>")
	if got := h.ok("display", "-p", "-t", "neue; wörk", "#S #W"); got != "neue; wörk -t x" {
		t.Errorf("renamed to %q", got)
	}
	h.types(c, "<C-b>c<C-b>'0<Enter>")
	if got := h.ok("display", "-p", "-t", "neue; wörk", "#I"); got != "0" {
		t.Errorf("' went to %q", got)
	}
	h.types(c, "<C-b>&")
	if got := h.asked(c); got != "kill-window #W? (y/n) |" {
		t.Errorf("&: %q", got)
	}
	h.types(c, "n")
	if n := len(c.Session.Links); n != 2 {
		t.Fatalf("n to &: %d windows", n)
	}
	h.types(c, "<C-b>&y")
	if n := len(c.Session.Links); n != 1 {
		t.Errorf("y to &: %d windows", n)
	}
	h.types(c, "<C-b>%<C-b>xy")
	if n := len(c.Session.Current.Window.Panes); n != 1 {
		t.Errorf("y to x: %d panes", n)
	}
}

func TestPromptHistory(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	h.types(c, "<C-b>:set -g @a 1<Enter><C-b>:set -g @a 1<Enter><C-b>:nonsense<Enter><C-b>:cancelled<Escape>")
	h.types(c, "<C-b>'0<Enter>")
	want := "History for command:\n\n1: set -g @a 1\n2: nonsense\n\nHistory for search:\n\n\nHistory for target:\n\n\nHistory for window-target:\n\n1: 0\n"
	if got := h.ok("show-prompt-history"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	h.types(c, "<C-b>:<Up><Up><BSpace>2<Enter>")
	if got := h.ok("show", "-gv", "@a"); got != "2" {
		t.Errorf("@a %q", got)
	}
	h.ok("set", "-g", "prompt-history-limit", "2")
	h.types(c, "<C-b>:set -g @a 3<Enter>")
	if got := h.ok("showphist", "-T", "command"); got != "History for command:\n\n1: set -g @a 2\n2: set -g @a 3\n" {
		t.Errorf("with a limit of 2: %q", got)
	}
	h.ok("clearphist", "-T", "command")
	if got := h.ok("showphist", "-T", "command"); got != "History for command:\n\n" {
		t.Errorf("cleared: %q", got)
	}
	if len(h.m.History[model.PromptWindowTarget]) != 1 {
		t.Error("the others were cleared too")
	}
	h.ok("clearphist")
	if len(h.m.History[model.PromptWindowTarget]) != 0 {
		t.Error("they were not cleared")
	}
}

func TestHistoryFile(t *testing.T) {
	h := newHarness(t)
	h.m.Home, h.cwd = "/home/me", "/home/me"
	h.files["/home/me/history"] = "command:one:two\nsearch:text\nof old\nwindow-target:3\n"
	h.files["/conf"] = "set -g history-file ~/history\n"
	h.do(h.q.LoadConfig([]string{"/conf"}, false))
	for pt, want := range map[model.PromptType]string{
		model.PromptCommand: "[one:two of old]", model.PromptSearch: "[text]", model.PromptTarget: "[]", model.PromptWindowTarget: "[3]",
	} {
		if got := fmt.Sprint(h.m.History[pt]); got != want {
			t.Errorf("%v: %s, want %s", pt, got, want)
		}
	}
	c := h.attach(size80, "new", "-s", "work")
	h.types(c, "<C-b>:list-keys <Enter>")
	if got, want := h.files["/home/me/history"], "command:one:two\ncommand:of old\ncommand:list-keys \nsearch:text\nwindow-target:3\n"; got != want {
		t.Errorf("the file is %q, want %q", got, want)
	}
	h.do(h.q.LoadConfig([]string{"/conf"}, false))
	if n := len(h.m.History[model.PromptCommand]); n != 3 {
		t.Errorf("%d lines after the configuration was read again", n)
	}
	h.ok("set", "-g", "history-file", "/not/there")
	h.types(c, "<C-b>:list-keys<Enter>")
	if got := h.m.Log[len(h.m.Log)-1].Text; !strings.HasPrefix(got, "history-file: ") || !strings.Contains(got, fs.ErrNotExist.Error()) {
		t.Errorf("a file that cannot be written: %q", got)
	}
}

func TestCompletion(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "other")
	c := h.attach(size80, "new", "-s", "work")
	h.ok("set", "-s", "command-alias[50]", "zzz=list-keys")
	for _, tt := range []struct{ keys, typed, want string }{
		{":", "sw", "swap-pane|"},
		{":", "zz", "zzz |"},
		{":", "rename-s", "rename-session |"},
		{":", "set status-ke", "set status-keys |"},
		{":", "select-layout til", "select-layout tiled|"},
		{":", "tiled", "tiled|"},
		{":", "attach -tw", "attach -twork:|"},
		{":", "attach -twork:", "attach -twork:0|"},
		{":", "attach -t$", "attach -t$|"},
		{"'", "", "0|"},
	} {
		h.types(c, "<C-b>"+tt.keys+tt.typed+"<Tab>")
		_, got, _ := strings.Cut(h.asked(c), h.m.Prompt(c).Label)
		if got != tt.want && tt.typed != "sw" || !strings.HasPrefix(got, tt.typed) {
			t.Errorf("%q and Tab: %q, want %q", tt.typed, got, tt.want)
		}
		h.types(c, "<Escape>")
	}
}

func TestShowMessages(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	h.ok("display", "-c", c.Name, "hello")
	h.types(c, "<C-b>n")
	lines := strings.Split(h.ok("show-messages"), "\n")
	for i, want := range []string{
		"client-4002 command: show-messages",
		c.Name + " message: No next window",
		c.Name + " key n: next-window",
		c.Name + " message: hello",
		"client-4001 command: display-message -c " + c.Name + " hello",
		c.Name + " command: new-session -s work",
	} {
		if _, got, _ := strings.Cut(lines[i], ": "); got != want {
			t.Errorf("line %d: %q, want %q", i, got, want)
		}
	}
	h.ok("set", "-g", "message-limit", "2")
	if got := strings.Count(h.ok("showmsgs"), "\n"); got != 1 {
		t.Errorf("%d lines with a limit of 2", got+1)
	}
	if got := h.ok("showmsgs", "-T"); got != "Terminal 0: xterm-256color for "+c.Name {
		t.Errorf("-T: %q", got)
	}
}

// TestTypedAhead: what is typed before a prompt is there waits for the command before it, and is the prompt's then.
func TestTypedAhead(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	h.ok("bind", "-n", "M-x", "if-shell -F 1 { command-prompt { set -g @a '%%' } }")
	h.types(c, "<M-x>ab<Enter>")
	if got := h.ok("show", "-gv", "@a"); got != "ab" {
		t.Errorf("@a %q", got)
	}
	if !h.q.Idle(c.ID) {
		t.Error("something waits")
	}
	h.types(c, "<C-b>:")
	if h.q.Idle(c.ID) || !h.q.Hears(c.ID) {
		t.Errorf("at a prompt: idle %v, hears %v", h.q.Idle(c.ID), h.q.Hears(c.ID))
	}
}

// TestPromptOutlivesTheQueue: the next server, which has the model and no command that waits, asks on and runs what is answered.
func TestPromptOutlivesTheQueue(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	h.types(c, "<C-b>:set -g @a x")
	h.m.Prompt(c).Token = model.NoToken // as persist leaves it
	h.q = command.NewQueue(h.m, h)
	h.do(h.q.LoadConfig(nil, true))
	h.types(c, "y<Enter>z")
	if got := h.ok("show", "-gv", "@a"); got != "xy" {
		t.Errorf("@a %q", got)
	}
}
