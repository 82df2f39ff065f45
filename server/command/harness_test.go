package command_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gmux/server/command"
	"gmux/server/keytable"
	"gmux/server/model"
	"gmux/server/vars"
)

// harness is a server without a world: effects are kept, and those that ask for an answer get one.
type harness struct {
	t       testing.TB
	m       *model.Model
	q       *command.Queue
	files   map[string]string
	fail    error // what the next Spawn ends with
	effects []model.Effect
	out     map[model.ClientID]*output
	nextPID int
	crowded bool // no program reads what is typed
	cwd     string
	jobDir  string // where jobs run
	blank   bool   // nothing has been printed in any pane
	facts   func() // told when a pane is looked at
	noJobs  bool   // jobs end at once, and none is run
	cut     bool   // they print more than is kept
}

// output is what a command client has got.
type output struct {
	stdout, stderr, hint string
	status               int
	exited, attached     bool
}

func newHarness(t testing.TB) *harness {
	start := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	h := &harness{t: t, cwd: "/tmp", files: make(map[string]string), out: make(map[model.ClientID]*output), nextPID: 1000}
	h.m = model.New(model.Config{
		Socket: "/tmp/gmux-0/default", HostPID: 77, ServerPID: 78, Version: "0.1", Hostname: "host.example",
		User: "me", Home: "/home/me", Shell: "/bin/sh", Started: start,
		IsShell: func(path string) bool { return path == "/bin/sh" },
	}, model.EnvironOf([]string{"HOME=/home/me", "PATH=/bin"}))
	keytable.Defaults(h.m)
	h.q = command.NewQueue(h.m, h)
	h.do(h.q.LoadConfig(nil, true))
	return h
}

// Facts are those of a terminal in which nothing was printed.
func (h *harness) Facts(id model.PaneID) vars.Facts {
	if h.facts != nil {
		h.facts()
	}
	f := vars.Facts{HistoryLimit: 2000, HistoryBytes: 960, Wrap: true, CursorShown: true, CursorCharacter: " "}
	if p := h.m.Panes[id]; p != nil {
		f.ScrollLower = p.Size.Rows - 1
		var tabs []string
		for col := 8; col < p.Size.Cols; col += 8 {
			tabs = append(tabs, strconv.Itoa(col))
		}
		f.Tabs = strings.Join(tabs, ",")
	}
	return f
}

func (h *harness) AtOnce(model.Effect) bool { return false }

func (h *harness) Takes(model.PaneID) bool { return !h.crowded }

func (h *harness) Capture(c command.Capture) (string, error) {
	if c.Alternate {
		return "", command.ErrNoAlternate
	}
	if h.blank {
		rows := command.Line(h.m.Panes[c.Pane].Size.Rows) - 1
		return strings.Repeat("\n", int(min(c.To, rows)-min(max(c.From, 0), rows)+1)), nil
	}
	return "first\nsecond\n\n", nil
}

func (h *harness) Home(user string) (string, bool) {
	if user == "root" {
		return "/root", true
	}
	return "/home/" + user, user == "me"
}

// do performs effects: children start, files are read, output is kept.
func (h *harness) do(effects []model.Effect) {
	for _, e := range effects {
		h.effects = append(h.effects, e)
		switch e := e.(type) {
		case model.Spawn:
			h.spawn(e)
		case model.ReadFile:
			h.do(h.q.Resume(e.Token, command.Result{Files: h.read(e.Paths)}))
		case model.WriteFile:
			h.do(h.q.Resume(e.Token, command.Result{Err: h.write(e)}))
		case model.ShowStdin:
			h.do(h.q.Resume(e.Token, command.Result{}))
		case model.Delay:
			h.do(h.q.Resume(e.Token, command.Result{}))
		case model.RunJob:
			h.do(h.q.Resume(e.Token, h.job(e)))
		case model.Upgrade:
			h.do(h.q.Resume(e.Token, command.Result{Err: errors.New("not upgraded")}))
		case model.Print:
			if e.Err {
				h.of(e.Client).stderr += e.Text
				h.of(e.Client).hint = e.Hint
			} else {
				h.of(e.Client).stdout += e.Text
			}
		case model.Exit:
			h.of(e.Client).status, h.of(e.Client).exited = e.Status, true
			h.leave(e.Client)
		case model.Detach:
			h.of(e.Client).exited = true
			h.leave(e.Client)
		case model.Attach:
			h.of(e.Client).attached = true
		}
	}
	if h.m.Happened() {
		h.do(h.q.React())
	}
	if err := h.m.Check(); err != nil {
		h.t.Fatal(err)
	}
}

func (h *harness) of(id model.ClientID) *output {
	if h.out[id] == nil {
		h.out[id] = new(output)
	}
	return h.out[id]
}

func (h *harness) leave(id model.ClientID) {
	h.q.Gone(id)
	h.do(h.m.RemoveClient(id))
}

func (h *harness) spawn(e model.Spawn) {
	if err := h.fail; err != nil {
		h.fail = nil
		h.do(h.m.SpawnFailed(e.Pane))
		h.do(h.q.Resume(e.Token, command.Result{Err: err}))
		return
	}
	h.nextPID++
	h.do(h.m.PaneSpawned(e.Pane, h.nextPID, "/dev/pts/9"+e.Pane.String()[1:], e.Cwd[0]))
	h.do(h.q.Resume(e.Token, command.Result{}))
}

func (h *harness) write(e model.WriteFile) error {
	if filepath.Dir(e.Path) != h.cwd {
		return fs.ErrNotExist
	}
	if !e.Append {
		h.files[e.Path] = ""
	}
	h.files[e.Path] += e.Data
	return nil
}

// job really runs a shell.
func (h *harness) job(e model.RunJob) command.Result {
	if h.noJobs {
		return command.Result{}
	}
	cmd := exec.Command("/bin/sh", "-c", e.Command)
	cmd.Dir, cmd.Env = e.Cwd, e.Env
	if e.Cwd == h.cwd {
		cmd.Dir = h.jobDir
	} else if _, err := os.Stat(e.Cwd); err != nil { // as job.Run does
		cmd.Dir = "/"
	}
	output := cmd.Output
	if e.Stderr {
		output = cmd.CombinedOutput
	}
	out, err := output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return command.Result{Err: err}
	}
	r := command.Result{Text: string(out), Cut: h.cut, Code: cmd.ProcessState.ExitCode()}
	if ws := cmd.ProcessState.Sys().(syscall.WaitStatus); ws.Signaled() {
		r.Code, r.Signal = 0, int(ws.Signal())
	}
	return r
}

func (h *harness) read(paths []string) []command.File {
	var files []command.File
	for _, p := range paths {
		found := false
		for _, name := range slices.Sorted(maps.Keys(h.files)) {
			if ok, err := filepath.Match(p, name); ok && err == nil {
				files, found = append(files, command.File{Path: name, Data: []byte(h.files[name])}), true
			}
		}
		if !found {
			files = append(files, command.File{Path: p, Err: fs.ErrNotExist})
		}
	}
	return files
}

// run runs argv as a command client without a terminal.
func (h *harness) run(argv ...string) *output {
	h.m.Now = h.m.Now.Add(time.Second)
	c := h.m.AddClient(model.NewClient{PID: 4000 + int(h.m.NextClient), Cwd: h.cwd, UTF8: true, Env: []string{"PATH=/bin"}})
	h.do(h.q.Command(c.ID, argv))
	return h.of(c.ID)
}

// ok is run for a command that must succeed, and returns what it printed.
func (h *harness) ok(argv ...string) string {
	h.t.Helper()
	o := h.run(argv...)
	if o.status != 0 || o.stderr != "" || !o.exited {
		h.t.Fatalf("%q: status %d, stderr %q, exited %v", argv, o.status, o.stderr, o.exited)
	}
	return strings.TrimSuffix(o.stdout, "\n")
}

// attach runs argv as a client on a terminal, which must end up attached.
func (h *harness) attach(size model.Size, argv ...string) *model.Client {
	h.t.Helper()
	c := h.terminal(size)
	h.do(h.q.Command(c.ID, argv))
	if c.Session == nil {
		h.t.Fatalf("%q is not attached: %+v", argv, h.of(c.ID))
	}
	return c
}

func (h *harness) terminal(size model.Size) *model.Client {
	h.m.Now = h.m.Now.Add(time.Second)
	id := h.m.NextClient
	return h.m.AddClient(model.NewClient{
		TTY: "/dev/pts/" + string(rune('a'+int(id))), Term: "xterm-256color", Size: size, UTF8: true,
		PID: 5000 + int(id), User: "me", Cwd: "/home/me/work", Env: []string{"PATH=/usr/bin", "DISPLAY=:1", "HOME=/home/me"},
	})
}

// since returns the effects from here on.
func (h *harness) since() func() []model.Effect {
	n := len(h.effects)
	return func() []model.Effect { return h.effects[n:] }
}

// find returns the effects of one type.
func find[E model.Effect](effects []model.Effect) []E {
	var found []E
	for _, e := range effects {
		if e, ok := e.(E); ok {
			found = append(found, e)
		}
	}
	return found
}
