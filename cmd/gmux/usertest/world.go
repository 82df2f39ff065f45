//go:build linux

package usertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Patience is how long a wait may take before the test gives up. It is no measure of speed: it is set
// for a loaded machine, and a wait that is met returns at once.
func Patience() time.Duration {
	if Race {
		return 90 * time.Second
	}
	return 60 * time.Second
}

// A World is one test's private corner of the machine.
type World struct {
	t     testing.TB
	dir   string            // home, sock and bin of this test
	bin   string            // gmux and the probes
	env   map[string]string // what its processes start with
	mark  string            // the assignment that only its processes carry
	outer *outerTmux        // made with the first Screen
	ttys  int               // terminals made, for their names
	plain []*Plain
	tmux  bool                // a real tmux stands in for gmux
	user  *syscall.Credential // whose world it is; nil: of the user who runs the tests
	room  *exec.Cmd           // holds the mount namespace that EnterRoom made, or nil
}

// New makes a world for the test and takes it apart at its end; what is left over then fails the test.
func New(t testing.TB) *World {
	t.Helper()
	w, err := newWorld(t)
	if err != nil {
		t.Fatal(err)
	}
	w.cleanUp()
	return w
}

// NewTmux makes a world in which the installed tmux answers to the name of gmux, to compare with.
func NewTmux(t testing.TB) *World {
	t.Helper()
	Need(t, "tmux")
	w := New(t)
	tmux, err := exec.LookPath("tmux")
	if err == nil {
		err = os.Mkdir(w.Path("bin"), 0o755)
	}
	if err == nil {
		err = os.Symlink(tmux, w.Path("bin", "gmux"))
	}
	if err == nil {
		err = w.useTmux()
	}
	if err != nil {
		t.Fatal(err)
	}
	w.env["PATH"] = w.Path("bin") + ":" + w.env["PATH"]
	return w
}

// useTmux notes that a real tmux is driven, and gives it the settings in which gmux differs by design.
func (w *World) useTmux() error {
	w.tmux = true
	conf := "set -g default-terminal xterm-256color\nset -s escape-time 10\n"
	return os.WriteFile(w.Path("home", ".tmux.conf"), []byte(conf), 0o600)
}

func (w *World) cleanUp() {
	t := w.t
	t.Cleanup(func() {
		if t.Failed() {
			w.showLogs()
		}
		if err := w.close(); err != nil {
			t.Error(err)
		}
	})
}

func newWorld(t testing.TB) (*World, error) {
	bin := Bin(t)
	dir, err := os.MkdirTemp("", "gmux-t-") // short: a socket's path has 108 bytes
	if err != nil {
		return nil, err
	}
	w := &World{t: t, dir: dir, bin: bin, mark: "GMUX_TEST_ID=" + filepath.Base(dir)}
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, err
	}
	for _, sub := range []string{"home", "sock"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	w.env = map[string]string{
		"PATH":         bin + ":" + os.Getenv("PATH"),
		"HOME":         w.Path("home"),
		"GMUX_TMPDIR":  w.Path("sock"),
		"TMUX_TMPDIR":  w.Path("sock"),
		"GMUX_TEST_ID": filepath.Base(dir),
		"TERM":         "xterm-256color",
		"COLORTERM":    "truecolor",
		"LANG":         "C.UTF-8",
		"LC_ALL":       "C.UTF-8",
		"SHELL":        "/bin/sh",
		"PS1":          "$ ",
		"TZ":           "UTC",
		"USER":         "user",
		"LOGNAME":      "user",
		"HISTFILE":     "/dev/null",
		"GORACE":       "atexit_sleep_ms=0", // else every raced process takes a second to exit
	}
	if UnderTmux() {
		err = w.useTmux()
	}
	return w, err
}

// Path is a file below this test's own directory.
func (w *World) Path(elem ...string) string {
	return filepath.Join(append([]string{w.dir}, elem...)...)
}

// Probe is the path of a program of testdata/probes.
func (w *World) Probe(name string) string { return filepath.Join(w.bin, name) }

// Setenv changes what is started from now on.
func (w *World) Setenv(name, value string) { w.env[name] = value }

// Environ is what this test's processes start with.
func (w *World) Environ() []string {
	var env []string
	for name, value := range w.env {
		env = append(env, name+"="+value)
	}
	slices.Sort(env)
	return env
}

// A Result is what a program that ran without a terminal left.
type Result struct {
	Stdout, Stderr string
	Code           int
}

// A RunOption changes how Run starts a program.
type RunOption func(*exec.Cmd)

// As runs the program as another user and group, without the rights of root, in the root directory,
// since the home of the test is closed to them.
func As(uid, gid uint32) RunOption {
	return func(c *exec.Cmd) {
		c.Dir = "/"
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	}
}

// Run runs a program without a terminal and waits for it.
func (w *World) Run(argv []string, options ...RunOption) Result {
	w.t.Helper()
	res, err := w.run(argv, options...)
	if err != nil {
		w.t.Fatal(err)
	}
	return res
}

func (w *World) run(argv []string, options ...RunOption) (Result, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*Patience())
	defer cancel()
	argv = w.inRoom(argv)
	cmd := exec.CommandContext(ctx, w.lookPath(argv[0]), argv[1:]...)
	cmd.Env, cmd.Dir = w.Environ(), w.Path("home")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: w.user}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	// A daemon that keeps its caller's standard output open would make the caller's caller wait for
	// ever; after this delay Run says so.
	cmd.WaitDelay = 3 * time.Second
	for _, o := range options {
		o(cmd)
	}
	err := cmd.Run()
	res := Result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || ctx.Err() != nil) {
		return res, fmt.Errorf("run %q: %w\nstdout: %.2000s\nstderr: %.2000s", argv, err, res.Stdout, res.Stderr)
	}
	return res, nil
}

// lookPath finds a program on the PATH of this world, not on that of the tests.
func (w *World) lookPath(name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	for _, dir := range filepath.SplitList(w.env["PATH"]) {
		path := filepath.Join(dir, name)
		if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() && st.Mode()&0o111 != 0 {
			return path
		}
	}
	return name
}

// Gmux runs gmux with the arguments, which must succeed, and returns what it printed without the last
// newline.
func (w *World) Gmux(args ...string) string {
	w.t.Helper()
	res := w.Run(append([]string{"gmux"}, args...))
	if res.Code != 0 {
		w.t.Fatalf("gmux %q: exit status %d\nstdout: %.2000s\nstderr: %.2000s", args, res.Code, res.Stdout, res.Stderr)
	}
	return strings.TrimSuffix(res.Stdout, "\n")
}

// Source has gmux carry out commands from a file, one a line: one process in the place of many.
func (w *World) Source(lines string) {
	w.t.Helper()
	path := w.Path("sourced")
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.Gmux("source-file", path)
}

// Pid asks gmux for a format that is a process id, such as "#{pid}" or "#{server_pid}".
func (w *World) Pid(format string, args ...string) int {
	w.t.Helper()
	out := w.Gmux(append(append([]string{"display-message", "-p"}, args...), format)...)
	pid, err := strconv.Atoi(out)
	if err != nil {
		w.t.Fatalf("display-message -p %q is no process id: %q", format, out)
	}
	return pid
}

// Eventually waits until the condition holds; what is named in the failure, with what the condition
// last said.
func (w *World) Eventually(what string, condition func() (ok bool, saw string)) {
	w.t.Helper()
	if err := eventually(what, Patience(), condition); err != nil {
		w.t.Fatal(err)
	}
}

// eventually looks again and again, the more seldom the dearer it is to look: tests that wait share the machine with what
// they wait for.
func eventually(what string, patience time.Duration, condition func() (bool, string)) error {
	pause := 5 * time.Millisecond
	for deadline := time.Now().Add(patience); ; {
		began := time.Now()
		ok, saw := condition()
		if ok {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waited %v for %s; last seen:\n%s", patience, what, saw)
		}
		time.Sleep(max(pause, min(3*time.Since(began), 500*time.Millisecond)))
		pause = min(2*pause, 50*time.Millisecond)
	}
}

// EventuallyFile waits until a file below this test's directory matches, and returns its text.
func (w *World) EventuallyFile(pattern string, elem ...string) string {
	w.t.Helper()
	re := compile(pattern)
	var text string
	w.Eventually(fmt.Sprintf("%s to match %q", w.Path(elem...), pattern), func() (bool, string) {
		data, err := os.ReadFile(w.Path(elem...))
		text = string(data)
		return err == nil && re.Match(data), text
	})
	return text
}

// Processes lists the living processes of this world.
func (w *World) Processes() []Process { return marked(w.mark) }

// Sockets lists the sockets and other files gmux has below the socket directory.
func (w *World) Sockets() (sockets, others []string) {
	filepath.WalkDir(w.root()+w.Path("sock"), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir():
		case d.Type()&fs.ModeSocket != 0:
			sockets = append(sockets, withoutRoot(path, w.root()))
		default:
			others = append(others, path)
		}
		return nil
	})
	return sockets, others
}

// close ends everything in the world the way a user would (close the terminals, kill-server) and then
// says what is left.
func (w *World) close() error {
	for _, p := range w.plain {
		p.CloseTerminal()
	}
	sockets, _ := w.Sockets()
	for _, socket := range sockets {
		// No server on it is no error here: the test may have ended it. What counts is what is left.
		if _, err := w.run([]string{"gmux", "-S", socket, "kill-server"}); err != nil {
			w.t.Error(err)
		}
	}
	if w.outer != nil {
		w.outer.close()
	}
	w.leaveRoom()
	err := w.leftovers()
	return errors.Join(err, os.RemoveAll(w.dir))
}

func (w *World) leftovers() error {
	err := eventually("every process of the test to end", Patience(), func() (bool, string) {
		left := w.Processes()
		var b strings.Builder
		for _, p := range left {
			fmt.Fprintln(&b, p)
		}
		return len(left) == 0, b.String()
	})
	if err != nil {
		for _, p := range w.Processes() {
			syscall.Kill(p.Pid, syscall.SIGKILL)
		}
	}
	if w.tmux { // tmux leaves its socket behind
		return err
	}
	if sockets, _ := w.Sockets(); len(sockets) > 0 {
		err = errors.Join(err, fmt.Errorf("sockets left behind: %q", sockets))
	}
	return err
}

// showLogs puts what gmux logged into the report of a failed test.
func (w *World) showLogs() {
	_, files := w.Sockets()
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil || len(data) == 0 {
			continue
		}
		if len(data) > 4000 {
			data = data[len(data)-4000:]
		}
		w.t.Logf("%s ends with:\n%s", path, data)
	}
}

// HostPid is the process that keeps the terminals; of a real tmux, its server.
func (w *World) HostPid() int {
	w.t.Helper()
	return w.Pid("#{pid}")
}

// ServerPid is the process that runs the commands.
func (w *World) ServerPid() int {
	w.t.Helper()
	if w.tmux {
		return w.HostPid()
	}
	return w.Pid("#{server_pid}")
}

// WaitPane waits until the text of a pane matches, as gmux itself tells it: for tests whose subject is
// not what the screen shows.
func (w *World) WaitPane(target, pattern string) string {
	w.t.Helper()
	re := compile(pattern)
	var text string
	w.Eventually(fmt.Sprintf("%q in pane %s", pattern, target), func() (bool, string) {
		res, err := w.run([]string{"gmux", "capture-pane", "-p", "-t", target})
		if err != nil {
			return false, err.Error()
		}
		text = res.Stdout
		return res.Code == 0 && re.MatchString(text), text + res.Stderr
	})
	return text
}

// WaitOutput waits until what a gmux command prints matches.
func (w *World) WaitOutput(pattern string, args ...string) string {
	w.t.Helper()
	re := compile(pattern)
	var text string
	w.Eventually(fmt.Sprintf("%q from gmux %q", pattern, args), func() (bool, string) {
		res, err := w.run(append([]string{"gmux"}, args...))
		if err != nil {
			return false, err.Error()
		}
		text = res.Stdout
		return res.Code == 0 && re.MatchString(text), text + res.Stderr
	})
	return text
}
