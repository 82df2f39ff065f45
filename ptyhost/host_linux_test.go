//go:build !portable

package ptyhost

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/osproc"
	"gmux/protocol/transport"
	"gmux/ptyhost/spawn"
)

// TestMain plays the host and the server when it is called by their names, and a starter with a role.
func TestMain(m *testing.M) {
	switch {
	case os.Args[0] == hostmsg.HostName:
		os.Exit(Main(os.Args[1:]))
	case os.Args[0] == hostmsg.ServerName:
		os.Exit(fakeMain())
	case os.Getenv("PTYHOST_ROLE") != "":
		os.Exit(roleMain(os.Getenv("PTYHOST_ROLE")))
	}
	// The daemon's parent is the next subreaper: this process, which so learns how daemons end, and in
	// whose environment nothing is left behind.
	if err := spawn.BecomeSubreaper(); err != nil {
		panic(err)
	}
	code := m.Run()
	for { // what the tests' daemons have left to us
		if pid, err := unix.Wait4(-1, nil, unix.WNOHANG, nil); pid <= 0 && err != unix.EINTR {
			break
		}
	}
	os.Exit(code)
}

// roleMain is a user's gmux that starts a server, or a host by itself where nobody else reaps.
func roleMain(role string) int {
	os.Unsetenv("PTYHOST_ROLE")
	if role == "stays" {
		return stays()
	}
	if role == "blocked" { // as a parent would that blocks and ignores everything
		runtime.LockOSThread()
		var all unix.Sigset_t
		for i := range all.Val {
			all.Val[i]-- // from 0 to every bit
		}
		if err := unix.PthreadSigmask(unix.SIG_SETMASK, &all, nil); err != nil {
			return 1
		}
		ignoreAll()
		os.Setenv("PTYHOST_ROLE", "start")
		err := syscall.Exec("/proc/self/exe", os.Args, os.Environ())
		fmt.Println(err)
		return 1
	}
	if _, err := Start(os.Getenv("PTYHOST_SOCKET"), []string{"-f", "a file"}); err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

const deadline = 20 * time.Second

// A daemon is a host under test, with its fake server.
type daemon struct {
	t      *testing.T
	socket string
	pid    int // the host's
}

// starter prepares a user's gmux that will start a server on a socket of its own.
func starter(t *testing.T, socket string, env ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", "-test.run=^$")
	cmd.Env = append(os.Environ(), "PTYHOST_ROLE=start", "PTYHOST_SOCKET="+socket, "GORACE=atexit_sleep_ms=0")
	cmd.Env = append(cmd.Env, env...)
	cmd.Dir = t.TempDir()
	return cmd
}

func socketIn(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ptyhost") // short: a socket's path has 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "s")
}

func startDaemon(t *testing.T, env ...string) *daemon {
	t.Helper()
	socket := socketIn(t)
	return runDaemon(t, socket, starter(t, socket, env...))
}

func runDaemon(t *testing.T, socket string, cmd *exec.Cmd) *daemon {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("start: %v\n%s", err, out)
	}
	d := &daemon{t: t, socket: socket}
	p, err := osproc.Stat(d.do(order{Do: "status"}).PID)
	if err != nil {
		t.Fatal(err)
	}
	d.pid = p.Parent
	t.Cleanup(d.end)
	return d
}

// do gives the fake server an order.
func (d *daemon) do(o order) answer {
	d.t.Helper()
	var a answer
	until(d.t, "an answer of the server", func() bool { // which may be just starting again
		c, err := transport.Dial(d.socket)
		if err != nil {
			return false
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(deadline))
		body, err := json.Marshal(o)
		if err != nil {
			d.t.Fatal(err)
		}
		if c.WriteFrame(body) != nil {
			return false
		}
		body, _, err = c.ReadFrame(8 << 20)
		if o.Do == "shutdown" {
			return true
		}
		a = answer{}
		return err == nil && json.Unmarshal(body, &a) == nil
	})
	return a
}

// wait asks for the server's status until it is as it should be.
func (d *daemon) wait(what string, ok func(a answer) bool) (a answer) {
	d.t.Helper()
	until(d.t, what, func() bool { a = d.do(order{Do: "status"}); return ok(a) })
	return a
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(deadline); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no %s within %v", what, deadline)
		}
	}
}

// spawn starts a pane and waits for the answer.
func (d *daemon) spawn(id uint32, argv ...string) *fakePane {
	d.t.Helper()
	return d.spawnSpec(hostmsg.Spawn{Pane: id, Argv: argv, Env: []string{"PATH=/usr/bin:/bin", "TERM=xterm", "LC_ALL=C"}, Cwd: "/tmp", Rows: 24, Cols: 80})
}

func (d *daemon) spawnSpec(s hostmsg.Spawn) *fakePane {
	d.t.Helper()
	before := d.do(order{Do: "status"}).Answers
	d.do(order{Do: "spawn", Spawn: s})
	a := d.wait("answer to spawn", func(a answer) bool { return a.Answers > before })
	p := a.Panes[s.Pane]
	if p == nil {
		d.t.Fatalf("spawn: %s", a.Failed)
	}
	return p
}

func (d *daemon) waitOutput(id uint32, pattern string) string {
	d.t.Helper()
	re := regexp.MustCompile(pattern)
	var out string
	defer func() {
		if d.t.Failed() {
			d.t.Logf("output of pane %d: %q", id, out)
		}
	}()
	d.wait("output "+pattern, func(a answer) bool { out = a.Panes[id].Output; return re.MatchString(out) })
	return strings.ReplaceAll(out, "\r\n", "\n")
}

func (d *daemon) waitExit(id uint32) *fakePane {
	d.t.Helper()
	return d.wait("exit of a pane", func(a answer) bool { return a.Panes[id].Exit != nil }).Panes[id]
}

// end shuts the daemon down, waits for it and checks that nothing of it stays.
func (d *daemon) end() {
	if d.pid == 0 {
		return
	}
	pid := d.pid
	d.pid = 0
	if unix.Kill(pid, 0) == nil {
		unix.Kill(pid, unix.SIGTERM)
	}
	d.awaitEnd(pid)
}

// awaitEnd reaps the host, which is our child since its starter ended.
func (d *daemon) awaitEnd(pid int) unix.WaitStatus {
	d.t.Helper()
	d.pid = 0
	var ws unix.WaitStatus
	until(d.t, "end of the host", func() bool {
		got, err := unix.Wait4(pid, &ws, unix.WNOHANG, nil)
		if err != nil && err != unix.EINTR {
			d.t.Fatalf("wait for host %d: %v", pid, err)
		}
		return got == pid
	})
	for _, path := range []string{d.socket, d.socket + ".lock"} {
		if _, err := os.Lstat(path); err == nil {
			d.t.Errorf("%s was left behind", path)
		}
	}
	return ws
}

func status(t *testing.T, pid int) map[string]string {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	return fields(string(data))
}

func fields(text string) map[string]string {
	m := map[string]string{}
	for l := range strings.Lines(text) {
		if k, v, ok := strings.Cut(l, ":"); ok {
			m[k] = strings.TrimSpace(v)
		}
	}
	return m
}

func TestTheHostIsADaemon(t *testing.T) {
	t.Parallel()
	socket := socketIn(t)
	cmd := starter(t, socket)
	stray, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer stray.Close()
	cmd.ExtraFiles = []*os.File{stray, stray} // what a user's shell may have open
	d := runDaemon(t, socket, cmd)
	st := status(t, d.pid)
	p, err := osproc.Stat(d.pid)
	if err != nil {
		t.Fatal(err)
	}
	if p.Parent != os.Getpid() || p.Session != d.pid || p.TTY != 0 || st["Umask"] != "0077" || st["SigIgn"] != strings.Repeat("0", 16) || p.Command != hostmsg.HostName {
		t.Errorf("host: parent %d (want %d), session %d (want %d), tty %d, umask %s, SigIgn %s, name %q",
			p.Parent, os.Getpid(), p.Session, d.pid, p.TTY, st["Umask"], st["SigIgn"], p.Command)
	}
	if cwd, err := osproc.Cwd(d.pid); cwd != "/" || err != nil {
		t.Errorf("cwd %s, %v", cwd, err)
	}
	for fd := range 3 {
		if to, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", d.pid, fd)); to != os.DevNull {
			t.Errorf("descriptor %d is %s, %v", fd, to, err)
		}
	}
	a := d.do(order{Do: "status"})
	if a.SID != a.PID || a.Generation != 1 || a.Umask != 0o022 || !slices.Equal(a.Args, []string{hostmsg.ServerName, "-f", "a file"}) {
		t.Errorf("server: session %d of %d, generation %d, umask %o, args %q", a.SID, a.PID, a.Generation, a.Umask, a.Args)
	}
	want := []string{"0 /dev/null", "1 /dev/null", "2 /memfd:gmux-stderr (deleted)", "3 socket"}
	if !slices.Equal(a.FDs, want) {
		t.Errorf("the server was started with %q, want %q", a.FDs, want)
	}
	if _, err := os.Lstat(d.socket + ".log"); err == nil {
		t.Error("there is a log and nothing to say")
	}
}

// A child must not see how gmux was started. The starters here are as bad as can be.
func TestChildrenStartClean(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"plain", "nohup", "blocked"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			socket := socketIn(t)
			cmd := starter(t, socket)
			switch how {
			case "nohup":
				nohup, err := exec.LookPath("nohup")
				if err != nil {
					t.Skip("no nohup:", err)
				}
				cmd.Path, cmd.Args = nohup, append([]string{"nohup", "/proc/self/exe"}, cmd.Args[1:]...)
				cmd.Args[1], err = os.Executable()
				if err != nil {
					t.Fatal(err)
				}
			case "blocked":
				cmd.Env = append(cmd.Env, "PTYHOST_ROLE=blocked")
			}
			d := runDaemon(t, socket, cmd)
			none := strings.Repeat("0", 16)
			d.spawn(1, "cat", "/proc/self/status")
			st := fields(d.waitOutput(1, `(?s)SigCgt.*\n`))
			if st["SigIgn"] != none || st["SigBlk"] != none || st["Umask"] != "0022" {
				t.Errorf("child: SigIgn %s, SigBlk %s, umask %s", st["SigIgn"], st["SigBlk"], st["Umask"])
			}
			d.spawn(2, "sh", "-c", "ulimit -Sn; ulimit -Hn; ls -l /proc/self/fd")
			out := regexp.MustCompile(`(?m)^total.*\n|^l.*:\d\d `).ReplaceAllString(d.waitOutput(2, `(?s)3 -> /proc/.*\n`), "")
			var limit unix.Rlimit
			if err := unix.Prlimit(os.Getppid(), unix.RLIMIT_NOFILE, nil, &limit); err != nil {
				t.Fatal(err)
			}
			want := fmt.Sprintf("%d\n%d\n", limit.Cur, limit.Max)
			if !strings.HasPrefix(out, want) || !regexp.MustCompile(`0 -> (/dev/pts/\d+)\n1 -> /dev/pts/\d+\n2 -> /dev/pts/\d+\n3 -> /proc/\d+/fd\n$`).MatchString(out) {
				t.Errorf("child's limits and descriptors:\n%s\nwant limits\n%s", out, want)
			}
			d.spawn(3, "sleep", "1000")
			pid := d.do(order{Do: "status"}).Panes[3].PID
			d.do(order{Do: "type", Pane: 3, Text: "\x03"})
			if x := d.waitExit(3).Exit; x.Signal != int(unix.SIGINT) || x.PID != pid {
				t.Errorf("Ctrl-C: %+v", x)
			}
		})
	}
}

func TestAChildHasItsTerminal(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	gone, err := os.MkdirTemp("", "gone")
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(gone)
	home := t.TempDir()
	p := d.spawnSpec(hostmsg.Spawn{
		Pane: 7, Argv: []string{"sh", "-c", `echo "$0|$PWD|$(pwd)|$(tty)|$(stty size)|$(ps -o tty= -o sid= -p $$)|$X"; stty -a`},
		Argv0: "-sh", Env: []string{"PATH=/usr/bin:/bin", "X=a=b", "PWD=/wrong"}, Cwd: gone, Home: home,
		Rows: 33, Cols: 101, XPixels: 7, YPixels: 9, CC: []byte{3, 28, 'X', 21},
	})
	out := d.waitOutput(7, `(?s)iutf8.*\n`)
	sid := regexp.MustCompile(`\s+`).ReplaceAllString(strings.TrimPrefix(p.TTY, "/dev/")+" "+fmt.Sprint(p.PID), " ")
	first, _, _ := strings.Cut(out, "\n")
	if got := regexp.MustCompile(`\s+`).ReplaceAllString(first, " "); got != "sh|"+home+"|"+home+"|"+p.TTY+"|33 101|"+sid+"|a=b" && got != "-sh|"+home+"|"+home+"|"+p.TTY+"|33 101|"+sid+"|a=b" {
		t.Errorf("child says %q", got)
	}
	for _, want := range []string{"\niutf8", "erase = ^?", "kill = ^U", "intr = ^C"} {
		if !strings.Contains(out, want) || strings.Contains(out, "-iutf8") {
			t.Errorf("stty says no %q:\n%s", want, out)
		}
	}
	if p.Cwd != home || p.Started.IsZero() || time.Since(p.Started) > deadline {
		t.Errorf("pane: cwd %s, started %v", p.Cwd, p.Started)
	}
	q := d.spawnSpec(hostmsg.Spawn{Pane: 8, Argv: []string{"/bin/pwd"}, Cwd: gone, Home: gone, Rows: 2, Cols: 3})
	if out := d.waitOutput(8, `\n`); out != "/\n" || q.Cwd != "/" {
		t.Errorf("neither cwd nor home: %q, %q", out, q.Cwd)
	}
}

func TestSpawnFails(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	d.spawn(1, "sleep", "1000")
	for _, tt := range []struct {
		spawn hostmsg.Spawn
		want  string
	}{
		{hostmsg.Spawn{Pane: 1, Argv: []string{"true"}}, "pane %1 exists"},
		{hostmsg.Spawn{Pane: 2}, "no command"},
		{hostmsg.Spawn{Pane: 2, Argv: []string{"no-such-command"}}, "no-such-command: command not found"},
		{hostmsg.Spawn{Pane: 2, Argv: []string{"/no/such/file"}}, "exec /no/such/file: No such file or directory"},
		{hostmsg.Spawn{Pane: 2, Argv: []string{"/etc/passwd"}}, "exec /etc/passwd: Permission denied"},
	} {
		before := d.do(order{Do: "status"}).Answers
		fds := len(hostFDs(t, d.pid))
		d.do(order{Do: "spawn", Spawn: tt.spawn})
		a := d.wait("answer", func(a answer) bool { return a.Answers > before })
		if a.Failed != tt.want {
			t.Errorf("spawn %q: %q, want %q", tt.spawn.Argv, a.Failed, tt.want)
		}
		if now := len(hostFDs(t, d.pid)); now != fds {
			t.Errorf("spawn %q: %d descriptors before, %d after", tt.spawn.Argv, fds, now)
		}
	}
}

func hostFDs(t *testing.T, pid int) []string {
	t.Helper()
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		to, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%s", pid, e.Name()))
		if err == nil {
			list = append(list, to)
		}
	}
	return list
}

func TestExitReports(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	for id, tt := range map[uint32]struct {
		argv   []string
		code   int
		signal unix.Signal
		core   bool
	}{
		1: {[]string{"true"}, 0, 0, false},
		2: {[]string{"sh", "-c", "exit 42"}, 42, 0, false},
		3: {[]string{"sh", "-c", "kill -TERM $$"}, 0, unix.SIGTERM, false},
		4: {[]string{"sh", "-c", "cd /tmp; ulimit -c 0; kill -SEGV $$"}, 0, unix.SIGSEGV, false},
		5: {[]string{"sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"}, 0, 0, false},
	} {
		d.spawn(id, tt.argv...)
		p := d.waitExit(id)
		x := p.Exit
		if !x.Known || x.PID != p.PID || x.Code != tt.code || x.Signal != int(tt.signal) || x.Core != tt.core || x.MaxRSS < 100<<10 || x.ExitedAt.Before(p.Started) {
			t.Errorf("%q: %+v", tt.argv, x)
		}
		if id == 5 && x.User+x.System < time.Millisecond {
			t.Errorf("%q used %v and %v of CPU", tt.argv, x.User, x.System)
		}
		d.do(order{Do: "forget", Pane: id})
	}
}

// A process that dumps core where it may says so.
func TestExitReportCoreFlag(t *testing.T) {
	t.Parallel()
	pattern, err := os.ReadFile("/proc/sys/kernel/core_pattern")
	if err != nil || strings.HasPrefix(string(pattern), "|") {
		t.Skipf("core_pattern %q: %v", pattern, err)
	}
	d := startDaemon(t)
	dir := t.TempDir()
	d.spawn(1, "sh", "-c", "cd "+dir+" && ulimit -c unlimited && kill -QUIT $$")
	if x := d.waitExit(1).Exit; x.Signal != int(unix.SIGQUIT) || !x.Core {
		t.Errorf("%+v", x)
	}
}

// An orphan (its parent died, it has a session of its own or not) comes to the host and is reaped.
func TestOrphansAreReaped(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	q := d.spawn(2, "sh", "-c", "(trap '' HUP; sh -c 'read x < "+fifo+"; exit 7' & ) ; exit 3")
	if x := d.waitExit(2).Exit; x.Code != 3 {
		t.Errorf("the leader: %+v", x)
	}
	f, err := os.OpenFile(fifo, os.O_WRONLY, 0) // waits until the orphan reads
	if err != nil {
		t.Fatal(err)
	}
	var orphan int
	until(t, "adoption of the orphan", func() bool {
		members, err := osproc.Sessions(map[int]bool{q.PID: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			if m.Parent == d.pid {
				orphan = m.PID
			}
		}
		return orphan > 0
	})
	fmt.Fprintln(f)
	f.Close()
	d.wait("report of the orphan", func(a answer) bool {
		return slices.ContainsFunc(a.Orphans, func(o hostmsg.OrphanExited) bool {
			return o.Exit.PID == orphan && o.Exit.Code == 7 && o.Session == q.PID
		})
	})
	noZombies(t, d.pid)
}

func noZombies(t *testing.T, parent int) {
	t.Helper()
	until(t, "end of zombies", func() bool {
		all, err := osproc.Processes()
		if err != nil {
			t.Fatal(err)
		}
		return !slices.ContainsFunc(all, func(p osproc.Process) bool { return p.Parent == parent && p.Zombie() })
	})
}

// A server is killed: the next has everything, and no child has noticed.
func TestServerIsStartedAgain(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	p := d.spawn(1, "sh", "-c", "trap 'echo hup' HUP; echo one; while read x; do echo got $x; done")
	d.spawn(2, "sh", "-c", "echo bye; exit 5")
	d.waitExit(2)
	d.waitOutput(1, "one")
	for i := range 6 {
		a := d.do(order{Do: "status"})
		if err := unix.Kill(a.PID, unix.SIGKILL); err != nil {
			t.Fatal(err)
		}
		b := d.wait("next server", func(b answer) bool { return b.PID != a.PID })
		if b.Generation != a.Generation+1 || b.Adopted != 2 || b.Deaths != 0 {
			t.Errorf("generation %d after %d, %d panes adopted, %d deaths", b.Generation, a.Generation, b.Adopted, b.Deaths)
		}
		if q := b.Panes[1]; q == nil || q.PID != p.PID || q.TTY != p.TTY || !slices.Equal(q.Argv, p.Argv) || !q.Started.Equal(p.Started) || !q.Adopt || q.Exit != nil {
			t.Fatalf("pane 1 came as %+v", q)
		}
		if q := b.Panes[2]; q == nil || q.Exit == nil || q.Exit.Code != 5 {
			t.Fatalf("pane 2 came as %+v", q)
		}
		d.waitOutput(2, "^bye\r\n$")
		d.do(order{Do: "type", Pane: 1, Text: fmt.Sprintf("line%d\n", i)})
		d.waitOutput(1, fmt.Sprintf("got line%d\r\n", i))
	}
	if out := d.waitOutput(1, "line5\r\n"); strings.Contains(out, "hup") || strings.Count(out, "one") != 1 {
		t.Errorf("output %q", out)
	}
	if log, err := os.ReadFile(d.socket + ".log"); err != nil || strings.Count(string(log), "was killed by signal 9") != 6 {
		t.Errorf("log %q, %v", log, err)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	var b backoff
	var got []string
	for _, lived := range []time.Duration{0, 0, 0, 0, 0, 0, 0, 0, 9 * time.Second, 11 * time.Second, 0} {
		got = append(got, b.next(lived, true).String())
	}
	if want := "0s 50ms 100ms 200ms 400ms 800ms 1.6s 2s 2s 0s 50ms"; strings.Join(got, " ") != want {
		t.Errorf("delays %v, want %s", got, want)
	}
	got = nil
	for range 5 {
		got = append(got, b.next(0, false).String())
	}
	if want := "100ms 100ms 100ms 100ms 100ms"; strings.Join(got, " ") != want {
		t.Errorf("delays after kills %v, want %s", got, want)
	}
}

// A server that closes its socket and stays is no server.
func TestServerThatHasLeftIsReplaced(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	a := d.do(order{Do: "status"})
	c, err := transport.Dial(d.socket)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	body, _ := json.Marshal(order{Do: "mute"})
	if err := c.WriteFrame(body); err != nil {
		t.Fatal(err)
	}
	d.wait("next server", func(b answer) bool { return b.PID != a.PID })
}

func TestSignals(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	script := "trap 'echo leader usr1' USR1; trap 'echo leader hup' HUP; set -m; sh -c 'trap \"echo job usr1\" USR1; trap \"echo job hup\" HUP; trap \"echo job cont\" CONT; echo job; while :; do sleep 0.05; done' & echo ready; while :; do sleep 0.05; done"
	d.spawn(1, "bash", "-c", script)
	d.waitOutput(1, `(?s)job\r.*ready|ready.*job\r`)
	d.do(order{Do: "signal", Pane: 1, Sig: int(unix.SIGUSR1), Scope: hostmsg.Leader})
	if out := d.waitOutput(1, "leader usr1"); strings.Contains(out, "job usr1") {
		t.Errorf("a signal for the leader: %q", out)
	}
	d.do(order{Do: "signal", Pane: 1, Sig: int(unix.SIGUSR1), Scope: hostmsg.Session})
	d.waitOutput(1, "(?s)leader usr1.*leader usr1")
	d.waitOutput(1, "job usr1")
	d.do(order{Do: "signal", Pane: 1, Sig: int(unix.SIGHUP), Scope: hostmsg.Session})
	d.waitOutput(1, "leader hup")
	d.waitOutput(1, "job hup")
	d.waitOutput(1, "job cont")
	d.do(order{Do: "signal", Pane: 1, Sig: int(unix.SIGKILL), Scope: hostmsg.Session})
	d.waitExit(1)
	d.do(order{Do: "signal", Pane: 1, Sig: int(unix.SIGKILL), Scope: hostmsg.Leader}) // its pid may be another's
	d.do(order{Do: "signal", Pane: 99, Sig: int(unix.SIGKILL), Scope: hostmsg.Leader})
	d.spawn(2, "bash", "-c", "set -m; sh -c 'echo job; exec sleep 1000'; echo after; sleep 1000")
	d.waitOutput(2, "job") // by then it is in the foreground
	d.do(order{Do: "signal", Pane: 2, Sig: int(unix.SIGTERM), Scope: hostmsg.Foreground})
	d.waitOutput(2, "after")
}

func TestHostSignals(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	d.spawn(1, "sleep", "1000")
	for _, sig := range []unix.Signal{unix.SIGINT, unix.SIGPIPE, unix.SIGHUP} {
		unix.Kill(d.pid, sig)
	}
	d.wait("reload", func(a answer) bool { return a.Reloads == 1 })
	unix.Kill(d.pid, unix.SIGHUP)
	d.wait("second reload", func(a answer) bool { return a.Reloads == 2 })
	if a := d.do(order{Do: "status"}); a.Panes[1].Exit != nil || a.Terms != 0 {
		t.Errorf("after INT, PIPE and HUP: %+v", a)
	}
	pid := d.pid
	unix.Kill(pid, unix.SIGTERM)
	if ws := d.awaitEnd(pid); ws.ExitStatus() != 0 {
		t.Errorf("the host ended with %v", ws)
	}
}

// The end in order: hang-up for every group, jobs that said nohup or setsid live, a leader that does
// not listen is killed.
func TestShutdown(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"server", "SIGTERM", "SIGTERM without a server"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			d := startDaemon(t)
			mark := filepath.Join(t.TempDir(), "mark")
			p := d.spawn(1, "bash", "-c", "trap '' HUP; nohup sleep 1234 >/dev/null 2>&1 & echo A=$!; setsid sleep 1234 >/dev/null 2>&1 & echo B=$!; trap - HUP; trap 'echo hup >> "+mark+"; exit' HUP; set -m; sleep 1234 & echo C=$!; while :; do sleep 0.05; done")
			d.spawn(2, "sh", "-c", "trap '' HUP; echo deaf; while :; do sleep 0.1; done")
			out := d.waitOutput(1, `C=\d+\r`)
			d.waitOutput(2, "deaf")
			pids := map[string]int{}
			for _, m := range regexp.MustCompile(`([ABC])=(\d+)`).FindAllStringSubmatch(out, -1) {
				n, err := strconv.Atoi(m[2])
				if err != nil {
					t.Fatal(err)
				}
				pids[m[1]] = n
			}
			until(t, "start of the jobs", func() bool { // before exec a job still has the shell's handlers
				for _, pid := range pids {
					if name, err := osproc.Command(pid); err != nil || name != "sleep" {
						return false
					}
				}
				return true
			})
			deaf := d.do(order{Do: "status"}).Panes[2].PID
			forgotten := d.spawn(3, "sh", "-c", "trap '' HUP; echo deaf; while :; do sleep 0.1; done").PID
			d.waitOutput(3, "deaf")
			d.do(order{Do: "signal", Pane: 3, Sig: int(unix.SIGHUP), Scope: hostmsg.Session})
			d.do(order{Do: "forget", Pane: 3})
			pid, began := d.pid, time.Now()
			switch how {
			case "server":
				d.do(order{Do: "shutdown"})
			case "SIGTERM":
				unix.Kill(pid, unix.SIGTERM)
			default:
				server := d.do(order{Do: "status"}).PID
				unix.Kill(server, unix.SIGSTOP) // hung: it will not answer to Terminate
				unix.Kill(pid, unix.SIGTERM)
				defer unix.Kill(server, unix.SIGKILL)
			}
			d.awaitEnd(pid)
			took := time.Since(began)
			for _, gone := range []int{p.PID, deaf, forgotten, pids["C"]} {
				if st, err := osproc.Stat(gone); err == nil && !st.Zombie() {
					t.Errorf("%d (%s) lives", gone, st.Command)
				}
			}
			for _, job := range []string{"A", "B"} {
				st, err := osproc.Stat(pids[job])
				if err != nil || st.Zombie() || st.Command != "sleep" {
					t.Errorf("job %s: %+v, %v", job, st, err)
				}
				unix.Kill(pids[job], unix.SIGKILL)
			}
			if got, err := os.ReadFile(mark); string(got) != "hup\n" {
				t.Errorf("the shell heard %q, %v", got, err)
			}
			if took < killLimit || took > killLimit+termLimit+reapLimit+2*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestTwoStartsOneHost(t *testing.T) {
	t.Parallel()
	socket := socketIn(t)
	const starters = 8
	var wg sync.WaitGroup
	for range starters {
		cmd := starter(t, socket)
		wg.Go(func() {
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("start: %v\n%s", err, out)
			}
		})
	}
	wg.Wait()
	d := runDaemon(t, socket, starter(t, socket)) // and one more, that finds it running
	until(t, "end of the other hosts", func() bool {
		all, err := osproc.Processes()
		if err != nil {
			t.Fatal(err)
		}
		return !slices.ContainsFunc(all, func(p osproc.Process) bool {
			cmdline, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", p.PID))
			return strings.Contains(string(cmdline), socket) && p.PID != d.pid && !p.Zombie()
		})
	})
	if st, err := osproc.Stat(d.pid); err != nil || st.Zombie() {
		t.Errorf("the host that answered is gone: %+v, %v", st, err)
	}
}

func TestStartFails(t *testing.T) {
	t.Parallel()
	held := socketIn(t)
	lock, err := transport.Lock(transport.LockPath(held))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(lock) }) // the subtests run behind this function's end
	taken := socketIn(t)
	other, err := transport.Listen(taken)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(other) })
	file := socketIn(t)
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, socket, env, want string }{
		{"a lock without a socket", held, "", "lock SOCKET.lock is held, but no server answers on SOCKET"},
		{"another program's socket", taken, "", "another program answers on SOCKET"},
		{"a file in the place of the socket", file, "", "error creating SOCKET (File exists)"},
		{"no directory", "/no/such/dir/s", "", "couldn't open lock SOCKET.lock (No such file or directory)"},
		{"a server that says why", socketIn(t), "FAKE_FAILS=conf:3: unknown command: foo", "conf:3: unknown command: foo"},
		{"a server that dies", socketIn(t), "FAKE_DIES=panic: oh no", "server exited unexpectedly"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out, err := starter(t, tt.socket, tt.env).CombinedOutput()
			var exit *exec.ExitError
			if got := strings.ReplaceAll(string(out), tt.socket, "SOCKET"); !errors.As(err, &exit) || exit.ExitCode() != 1 || got != tt.want+"\n" {
				t.Errorf("got %q, %v", got, err)
			}
			if tt.socket != held {
				if _, err := os.Lstat(tt.socket + ".lock"); err == nil && tt.env == "" {
					t.Error("the lock was left behind")
				}
			}
			if tt.env == "" {
				return
			}
			for _, path := range []string{tt.socket, tt.socket + ".lock"} {
				until(t, "removal of "+path, func() bool { _, err := os.Lstat(path); return err != nil })
			}
			log, _ := os.ReadFile(tt.socket + ".log")
			if _, words, dies := strings.Cut(tt.env, "FAKE_DIES="); dies && !strings.Contains(string(log), words) {
				t.Errorf("the log has not the server's last words: %q", log)
			}
		})
	}
}

// Cleaners of /tmp delete what looks old; the server must not become unreachable, and no second one
// may come beside it.
func TestDeletedFilesComeBack(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	d.spawn(1, "sleep", "1000")
	server := d.do(order{Do: "status"}).PID
	for _, gone := range []string{d.socket, d.socket + ".lock", filepath.Dir(d.socket)} {
		away := gone + ".away"
		if err := os.Rename(gone, away); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(away) })
		until(t, "return of "+gone, func() bool {
			fd, err := transport.Lock(d.socket + ".lock")
			if err == nil { // we were faster than the host, which tries again
				unix.Close(fd)
			}
			return errors.Is(err, transport.ErrLocked) && answers(d.socket)
		})
		if a := d.do(order{Do: "status"}); a.PID != server || a.Panes[1].Exit != nil {
			t.Errorf("after %s was deleted: server %d, want %d", gone, a.PID, server)
		}
	}
}

// Fifty panes made and forgotten leave nothing in the host.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	d := startDaemon(t)
	round := func(id uint32) {
		d.spawn(id, "true")
		d.waitExit(id)
		d.do(order{Do: "forget", Pane: id})
	}
	round(1)
	before := hostFDs(t, d.pid)
	for id := uint32(2); id < 52; id++ {
		round(id)
	}
	until(t, fmt.Sprintf("return to %d descriptors", len(before)), func() bool { return len(hostFDs(t, d.pid)) <= len(before) })
	noZombies(t, d.pid)
}
