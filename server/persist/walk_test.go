package persist_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"gmux/protocol/key"
	"gmux/server/command"
	"gmux/server/keytable"
	"gmux/server/layout"
	"gmux/server/model"
	"gmux/server/persist"
	"gmux/server/vars"
)

func keyOf(t testing.TB, name string) key.Key {
	k, err := key.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// walker drives a server without a world through random commands and events.
type walker struct {
	t    testing.TB
	r    *rand.Rand
	m    *model.Model
	q    *command.Queue
	pid  int
	last []string

	failed bool // a command since this was cleared
}

func newWalker(t testing.TB, seed uint64) *walker {
	w := &walker{t: t, r: rand.New(rand.NewPCG(seed, seed))}
	w.m = model.New(model.Config{Started: time.Unix(1_700_000_000, 0), Hostname: "h", Home: "/"}, nil)
	keytable.Defaults(w.m)
	w.q = command.NewQueue(w.m, w)
	w.do(w.q.LoadConfig(nil, true))
	return w
}

func (w *walker) Facts(model.PaneID) vars.Facts { return vars.Facts{} }
func (w *walker) Takes(model.PaneID) bool       { return true }
func (w *walker) AtOnce(model.Effect) bool      { return false }

func (w *walker) Capture(command.Capture) (string, error) { return "text\n", nil }
func (w *walker) Home(string) (string, bool)              { return "", false }

func (w *walker) do(effects []model.Effect) {
	for _, e := range effects {
		switch e := e.(type) {
		case model.Spawn:
			w.pid++
			if w.r.IntN(20) == 0 {
				w.do(w.m.SpawnFailed(e.Pane))
				w.do(w.q.Resume(e.Token, command.Result{Err: fmt.Errorf("no more processes")}))
				continue
			}
			w.do(w.m.PaneSpawned(e.Pane, w.pid, fmt.Sprintf("/dev/pts/%d", w.pid), "/"))
			w.do(w.q.Resume(e.Token, command.Result{}))
		case model.ReadFile:
			w.do(w.q.Resume(e.Token, command.Result{Files: []command.File{{Path: "f", Data: []byte("set -g @f x\nnew -d -s fromfile\n")}}}))
		case model.ShowStdin:
			w.do(w.q.Resume(e.Token, command.Result{Err: fmt.Errorf("gone")}))
		case model.Exit:
			w.failed = w.failed || e.Status != 0
			w.q.Gone(e.Client)
			w.do(w.m.RemoveClient(e.Client))
		case model.Detach:
			w.q.Gone(e.Client)
			w.do(w.m.RemoveClient(e.Client))
		}
	}
}

func (w *walker) pick(list ...string) string { return list[w.r.IntN(len(list))] }

// step is one command or event.
func (w *walker) step() {
	w.m.Now = w.m.Now.Add(time.Duration(w.r.IntN(5000)) * time.Millisecond)
	switch w.r.IntN(10) {
	case 0:
		w.last = []string{"event"}
		w.event()
	case 1:
		w.last = []string{"keys"}
		w.press()
	default:
		w.command()
	}
}

func (w *walker) client() *model.Client {
	if len(w.m.Clients) == 0 {
		return nil
	}
	return w.m.Clients[w.r.IntN(len(w.m.Clients))]
}

func (w *walker) press() {
	c := w.client()
	if c == nil {
		return
	}
	for range 2 {
		w.do(w.q.Input(c.ID, keyOf(w.t, w.pick("a", "C-b", "d", "[", "q", "(", ")", "L", "C-z", "x", "?", ":", "$", "Enter", "Escape", "Up"))))
	}
}

func (w *walker) event() {
	if panes := w.m.PaneList(); len(panes) > 0 {
		p := panes[w.r.IntN(len(panes))]
		switch w.r.IntN(5) {
		case 4:
			w.m.SetMode(p, &model.Mode{Name: "copy-mode", Memo: w.pick("here", "there", "")})
			w.do(w.m.TakeEffects())
		case 0:
			w.do(w.m.PaneDied(p.ID, model.ExitStatus{Known: true, Code: w.r.IntN(3)}))
		case 1:
			w.do(w.m.PaneTitle(p.ID, w.pick("one", "two", "")))
		case 2:
			w.do(vars.PaneRan(w.m, w, p.ID, w.pick("vim", "sh", "less"), w.pick("/", "/tmp")))
		case 3:
			w.do(w.m.Tick())
		}
	}
	if c := w.client(); c != nil {
		switch w.r.IntN(5) {
		case 0:
			w.q.Gone(c.ID)
			w.do(w.m.RemoveClient(c.ID))
		case 1:
			w.do(w.m.ClientResumed(c.ID))
		default:
			w.do(w.m.ClientResized(c.ID, model.Size{Rows: w.r.IntN(60), Cols: w.r.IntN(200), XPixel: w.r.IntN(2000), YPixel: w.r.IntN(2000)}))
		}
		if w.m.PanTo(c, w.r.IntN(60), w.r.IntN(200)); w.r.IntN(4) == 0 {
			w.m.PanBack(c)
		}
	}
	if w.r.IntN(50) == 0 {
		w.do(w.m.AdoptPane(w.m.NextPane+model.PaneID(w.r.IntN(3)), 99, "/dev/pts/99", []string{"sh"}))
	}
}

func (w *walker) command() {
	s := w.pick("a", "b", "c", "d", "e", "a.b", "recovered")
	if list := w.m.SessionList(); len(list) > 0 && w.r.IntN(4) > 0 {
		s = "=" + list[w.r.IntN(len(list))].Name
	}
	name := strings.TrimPrefix(s, "=")
	commands := [][]string{
		{"new", "-d", "-s", name},
		{"new", "-A", "-s", name, "-e", "X=" + name, "cat"},
		{"new", "-d", "-x", "50", "-y", "7", "-n", name},
		{"attach", "-t", s},
		{"attach", "-d", "-r", "-t", s},
		{"switch-client", "-t", s},
		{"detach-client", "-a"},
		{"detach-client", "-s", s},
		{"kill-session", "-t", s},
		{"kill-pane", "-t", s + ":"},
		{"kill-window", "-t", s + ":"},
		{"new-window", w.pick("-a", "-b", "-d", "-k"), "-t", s + ":" + w.pick("0", "1", "5", ""), "cat"},
		{"new-window", "-t", s + ":"}, {"new-window", "-d", "-t", s + ":"}, {"split-window", "-t", s + ":"}, {"split-window", "-d", "-t", s + ":"},
		{w.pick("next", "prev", "last"), "-t", s},
		{"select-window", w.pick("-l", "-T", "-n"), "-t", s + ":" + w.pick("0", "1", "5", "")},
		{"split-window", w.pick("-h", "-v"), w.pick("-d", "-Z", "-f", "-b"), "-t", s + ":", "cat"},
		{"split-window", w.pick("-h", "-v"), "-l", w.pick("3", "20%", "900"), "-t", s + ":." + w.pick("0", "1", "2")},
		{"split-window", w.pick("-E", "-I", "-k", "-dE"), "-t", s + ":"},
		{"kill-pane", w.pick("-a", "-t"), s + ":." + w.pick("0", "1", "2")},
		{"select-pane", w.pick("-L", "-R", "-U", "-D", "-l", "-Z"), "-t", s + ":." + w.pick("0", "1", "2")},
		{"resize-pane", w.pick("-L", "-R", "-U", "-D"), "-t", s + ":." + w.pick("0", "1", "2"), w.pick("1", "7", "99")},
		{"resize-pane", w.pick("-x", "-y"), w.pick("1", "7", "50%"), "-t", s + ":." + w.pick("0", "1", "2")},
		{"resize-pane", "-Z", "-t", s + ":." + w.pick("0", "1", "2")},
		{"swap-pane", w.pick("-d", "-Z"), "-s", w.pick("a", "b") + ":", "-t", s + ":." + w.pick("0", "1", "2")},
		{"rotate-window", w.pick("-U", "-D", "-Z"), "-t", s + ":"},
		{"join-pane", w.pick("-h", "-v", "-d", "-b"), "-s", w.pick("a", "b") + ":", "-t", s + ":." + w.pick("0", "1")},
		{"break-pane", w.pick("-d", "-P"), "-s", s + ":." + w.pick("0", "1"), "-t", w.pick("a", "b") + ":"},
		{"select-layout", "-t", s + ":", w.pick("even-horizontal", "even-vertical", "main-h", "tiled", "main-vertical", "-E", "-o", "-n", "-p")},
		{"set", "-w", "-t", s + ":", "pane-border-status", w.pick("top", "bottom", "off")},
		{"respawn-pane", "-k", "-t", s + ":", "top"},
		{"respawn-window", "-k", "-t", s + ":", "top"},
		{"new", "-d", "-t", s, "-s", w.pick("a", "b", "c", "d", "e")},
		{"new", "-d", "-t", w.pick("group", s)},
		{"new", "-A", "-t", s, "-s", w.pick("c", "e")},
		{"kill-session", w.pick("-g", "-a"), "-t", s},
		{"link-window", w.pick("-a", "-b", "-d", "-k"), "-s", w.pick("a", "b", s) + ":" + w.pick("", "1"), "-t", s + ":" + w.pick("0", "1", "5", "")},
		{"move-window", w.pick("-a", "-b", "-d", "-k", "-r"), "-s", w.pick("a", "b", s) + ":" + w.pick("", "1"), "-t", s + ":" + w.pick("0", "1", "5", "")},
		{"swap-window", "-d", "-s", w.pick("a", "b", s) + ":", "-t", s + ":" + w.pick("0", "1", "5", "")},
		{"swap-window", "-t", s + ":" + w.pick("0", "1", "5", "")},
		{"unlink-window", "-t", s + ":" + w.pick("0", "1", "5", "")},
		{"unlink-window", "-k", "-t", s + ":" + w.pick("1", "5")},
		{"kill-window", w.pick("-a", "-t"), s + ":" + w.pick("0", "1")},
		{"resize-window", w.pick("-a", "-A", "-L", "-R", "-U", "-D"), "-t", s + ":", w.pick("1", "7", "99")},
		{"resize-window", w.pick("-x", "-y"), w.pick("1", "7", "200"), "-t", s + ":"},
		{"select-pane", w.pick("-m", "-M", "-d", "-e"), "-t", s + ":." + w.pick("0", "1", "2")},
		{"select-pane", "-m", "-t", s + ":"},
		{"join-pane", w.pick("-h", "-v", "-d"), "-t", s + ":." + w.pick("0", "1")},
		{"break-pane", w.pick("-a", "-b"), "-s", s + ":." + w.pick("0", "1"), "-t", w.pick("a", "b") + ":"},
		{"set", "-g", "renumber-windows", w.pick("on", "off")},
		{"set", "-w", "-t", s + ":", w.pick("window-size", "aggressive-resize"), w.pick("manual", "latest", "smallest", "on")},
		{"rename-session", "-t", s, w.pick("a", "b", "c", "x y", "é")},
		{"rename-window", "-t", s + ":", w.pick("one", "two")},
		{"set", "-g", "history-limit", w.pick("1", "100", "nope")},
		{"set", "-g", w.pick("status", "mouse", "exit-empty", "remain-on-exit", "window-size", "default-size", "detach-on-destroy"),
			w.pick("on", "off", "latest", "smallest", "largest", "90x30", "no-detached", "next")},
		{"set", "-t", s + ":", "destroy-unattached", w.pick("on", "off", "keep-last", "keep-group")},
		{"set", "-t", s, w.pick("status", "base-index", "@u", "update-environment[3]"), w.pick("on", "off", "3")},
		{"set", "-w", "-t", s + ":", w.pick("window-size", "mode-keys", "pane-base-index", "remain-on-exit"), w.pick("smallest", "vi", "1", "on")},
		{"set", "-p", "-t", s + ":", w.pick("remain-on-exit", "@p"), w.pick("on", "off", "key", "failed")},
		{"set", "-gu", w.pick("history-limit", "status", "@u")},
		{"set", "-u", "-t", s, "status"},
		{"setenv", "-t", s, w.pick("A", "B"), w.pick("1", "2")},
		{"setenv", "-g", "-r", w.pick("A", "B")},
		{"setenv", "-gu", w.pick("A", "B")},
		{"bind", "-T", w.pick("prefix", "root", "mine"), w.pick("a", "C-x", "F5"), "set", "-g", "@k", "a b", ";", "list-keys"},
		{"bind", "-r", "y", "if", "x"},
		{"unbind", "-T", w.pick("prefix", "root", "mine"), w.pick("a", "C-x", "F5")},
		{"unbind", "-a", "-T", w.pick("root", "mine")},
		{"send-keys", "-t", s + ":", "a", "Enter"},
		{"copy-mode", "-t", s + ":"},
		{"source-file", "/f"},
		{"display", "-p", "-t", s, "#{session_name}"},
		{"ls"}, {"lsp", "-a"}, {"lsc"}, {"list-keys"}, {"show", "-g"},
		{"set-buffer", "-a", "-b", name, w.pick("one", "two\n")},
		{"set-buffer", name},
		{"delete-buffer"},
		{"set-buffer", "-n", w.pick("x", "y")},
		{"wait-for", w.pick("-S", "-L", "-U"), name},
		{"set-hook", "-g", w.pick("session-created", "after-new-session", "window-renamed"), w.pick("set -ga @h x", "kill-session -t d", "rename-window h")},
	}
	argv := commands[w.r.IntN(len(commands))]
	n := model.NewClient{PID: w.r.IntN(1000), Cwd: "/tmp", UTF8: true, Env: []string{"DISPLAY=:" + s}}
	if w.r.IntN(2) == 0 {
		n.TTY, n.Term = fmt.Sprintf("/dev/pts/x%d", w.m.NextClient), "xterm"
		n.Size = model.Size{Rows: 1 + w.r.IntN(60), Cols: 1 + w.r.IntN(200)}
	}
	if len(w.m.Clients) > 8 {
		n.TTY = ""
	}
	c := w.m.AddClient(n)
	w.last = argv
	w.do(w.q.Command(c.ID, argv))
}

// TestWalk takes 10,000 random steps. After each the invariants hold, and the records so far, applied to
// the first snapshot, give the same model; every so often that model goes through a snapshot of its own.
func TestWalk(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newWalker(t, seed)
			rec := persist.NewRecorder()
			rec.Record(w.m)
			copied := decode(t, w.m)
			var most seen
			for i := range 2500 {
				w.step()
				most.look(w.m)
				if err := w.m.Check(); err != nil {
					t.Fatalf("step %d: %q: %v", i, w.last, err)
				}
				w.m.TakeDirty()
				if record := rec.Record(w.m); record != nil {
					if err := persist.Apply(copied, record); err != nil {
						t.Fatalf("step %d: %q: %v", i, w.last, err)
					}
				}
				if got, want := counters(copied), counters(w.m); got != want {
					t.Fatalf("step %d: %q: the copy counts %v, not %v", i, w.last, got, want)
				}
				if i%25 != 0 {
					continue
				}
				same(t, i, w.m, copied)
				if i%500 == 0 {
					copied = decode(t, w.m)
					same(t, i, w.m, copied)
				}
			}
			if most.sessions < 5 || most.grouped < 3 || most.linked < 2 || most.marked == 0 {
				t.Errorf("the walk saw too little: at most %d sessions, %d in groups, %d windows in several; %d steps with a mark",
					most.sessions, most.grouped, most.linked, most.marked)
			}
			t.Logf("%+v", most)
			t.Logf("%d sessions, %d clients, next pane %v, %d bytes", len(w.m.Sessions), len(w.m.Clients), w.m.NextPane, len(persist.Encode(w.m)))
		})
	}
}

// counters are what ids are taken from: a copy that is behind, for one step only, would give one twice.
func counters(m *model.Model) [5]int {
	return [5]int{int(m.NextSession), int(m.NextWindow), int(m.NextPane), int(m.NextClient), m.NextBuffer}
}

func decode(t *testing.T, m *model.Model) *model.Model {
	t.Helper()
	back, err := persist.Decode(persist.Encode(m), m.Config)
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func same(t *testing.T, step int, want, got *model.Model) {
	t.Helper()
	if err := got.Check(); err != nil {
		t.Fatalf("step %d: the copy: %v", step, err)
	}
	if !bytes.Equal(persist.Encode(want), persist.Encode(got)) {
		t.Fatalf("step %d: the copy differs\n%s", step, difference(want, got))
	}
}

// difference names the first session, window or pane that is not the same.
func difference(want, got *model.Model) string {
	for id, s := range want.Sessions {
		if o := got.Sessions[id]; o == nil {
			return fmt.Sprintf("session %v is missing", id)
		} else if fmt.Sprint(s.Name, s.Cwd, len(s.Links), s.Env, s.Options.Saved(), s.Activity.UnixNano(), s.LastAttached.UnixNano()) !=
			fmt.Sprint(o.Name, o.Cwd, len(o.Links), o.Env, o.Options.Saved(), o.Activity.UnixNano(), o.LastAttached.UnixNano()) {
			return fmt.Sprintf("session %v: %+v is %+v", id, s, o)
		}
	}
	for id, p := range want.Panes {
		o := got.Panes[id]
		if o == nil {
			return fmt.Sprintf("pane %v is missing", id)
		}
		if fmt.Sprint(p.Size, p.PID, p.TTY, p.Title, p.Argv, p.Command, p.Dead, p.Exit, memo(p), p.Options.Saved()) !=
			fmt.Sprint(o.Size, o.PID, o.TTY, o.Title, o.Argv, o.Command, o.Dead, o.Exit, memo(o), o.Options.Saved()) {
			return fmt.Sprintf("pane %v: %+v is %+v", id, p, o)
		}
	}
	return fmt.Sprintf("in the rest: next %v/%v, %d sessions, %d windows, %d panes, %d tables; %v/%v, %d, %d, %d, %d",
		want.NextSession, want.NextPane, len(want.Sessions), len(want.Windows), len(want.Panes), len(want.Tables),
		got.NextSession, got.NextPane, len(got.Sessions), len(got.Windows), len(got.Panes), len(got.Tables))
}

func TestDecodeRefuses(t *testing.T) {
	w := newWalker(t, 1)
	for range 50 {
		w.step()
	}
	data := persist.Encode(w.m)
	for _, n := range []int{0, 1, 5, len(data) / 2, len(data) - 1} {
		if _, err := persist.Decode(data[:n], w.m.Config); err == nil {
			t.Errorf("the first %d of %d bytes are taken", n, len(data))
		}
	}
	newer := bytes.Clone(data)
	newer[1] = 2 // the version is behind the array's head
	if _, err := persist.Decode(newer, w.m.Config); err == nil {
		t.Error("a newer version is taken")
	}
}

// TestIDsAreRecorded: what takes an id says so in its own record. An id that was given twice, once before a death and once after,
// made one window of two.
func TestIDsAreRecorded(t *testing.T) {
	w := newWalker(t, 1)
	size := model.Size{Rows: 24, Cols: 80}
	first := w.m.AddSession(model.NewSession{Name: "s", Size: size})
	split := w.m.SplitPane(first.Current.Window.Active, layout.Split{}, true)
	copied := decode(t, w.m)
	rec := persist.NewRecorder()
	rec.Record(w.m)
	for name, take := range map[string]func(){
		"a window that is broken off":       func() { w.m.BreakPane(split) },
		"a session that joins another":      func() { w.m.AddSession(model.NewSession{Name: "t", Size: size, With: first}) },
		"a buffer without a name":           func() { w.m.AddBuffer("text") },
		"a client that is not attached yet": func() { w.m.AddClient(model.NewClient{}) },
	} {
		take()
		if err := persist.Apply(copied, rec.Record(w.m)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, want := counters(copied), counters(w.m); got != want {
			t.Errorf("%s: the copy counts %v, not %v", name, got, want)
		}
	}
}

// TestRestored shows that a model read back goes on: nothing ends before the clients had their time.
func TestRestored(t *testing.T) {
	w := newWalker(t, 1)
	w.m.AddSession(model.NewSession{Name: "s", Size: model.Size{Rows: 24, Cols: 80}})
	back := decode(t, w.m)
	if err := back.Options.Set("exit-unattached", "on", 0); err != nil {
		t.Fatal(err)
	}
	back.Served = true
	if got := back.Tick(); len(got) != 0 {
		t.Errorf("before the clients are back: %v", got)
	}
	at, ok := back.Deadline()
	if !ok || !at.Equal(back.Now.Add(15*time.Second)) {
		t.Errorf("deadline %v, now %v", at, back.Now)
	}
	back.Now = at
	if got := back.Tick(); len(got) != 2 {
		t.Errorf("then: %v, want the pane closed and Shutdown", got)
	}
}

// memo is what is written of a pane's mode.
func memo(p *model.Pane) string {
	if p.Mode == nil || p.Mode.Memo == "" {
		return ""
	}
	return p.Mode.Name + " " + p.Mode.Memo
}

// seen is how much there was at a time, so that a walk which lost all its sessions early is noticed.
type seen struct{ sessions, grouped, linked, marked int }

func (n *seen) look(m *model.Model) {
	grouped, linked := 0, 0
	for _, s := range m.Sessions {
		if s.Group != "" {
			grouped++
		}
	}
	for _, win := range m.Windows {
		if len(m.Links(win)) > 1 {
			linked++
		}
	}
	n.sessions, n.grouped, n.linked = max(n.sessions, len(m.Sessions)), max(n.grouped, grouped), max(n.linked, linked)
	if _, ok := m.Marked(); ok {
		n.marked++
	}
}
