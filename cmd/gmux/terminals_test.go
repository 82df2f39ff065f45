//go:build linux

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// nobody is a user without rights.
const nobody = 65534

// shells are those whose jobs are looked at: bash hangs its jobs up itself when it is hung up, dash does not.
var shells = []string{"dash", "bash"}

// A shell is one that a user sits at in a pane named work, in a world of its own.
type shell struct {
	*usertest.World
	name string // bash or dash
	tty  *usertest.Plain
	said int // prompts that were asked for
}

// newShell starts a shell in a pane and types at it. A session named keep outlives what is done to it.
func newShell(t *testing.T, w *usertest.World, name string) *shell {
	t.Helper()
	usertest.Need(t, name)
	w.Setenv("ENV", "")
	w.Gmux("new-session", "-d", "-s", "keep", "cat")
	command := name + " -i"
	if name == "bash" {
		command = "bash --norc --noprofile -i"
	}
	s := &shell{World: w, name: name, tty: w.StartPlain(24, 80, "gmux", "new-session", "-s", "work", "exec "+command)}
	s.tty.WaitFor(`\[work\]`)
	s.ready()
	return s
}

// enter types a line.
func (s *shell) enter(line string) { s.tty.Type(line + "\r") }

// ready waits until the shell answers.
func (s *shell) ready() {
	s.said++
	s.enter(fmt.Sprintf("echo ready$((%d+100))", s.said))
	s.WaitPane("work", fmt.Sprintf("ready%d$", s.said+100)) // behind the prompt, when typed before it
}

// shows waits for a text in the pane.
func (s *shell) shows(pattern string) { s.WaitPane("work", pattern) }

// file is a path in the home of the world, which its user can write to.
func (s *shell) file(name string) string { return s.Path("home", name) }

// awaitState waits until a process is in one of the states of proc_pid_stat(5).
func awaitState(w *usertest.World, pid int, states string) {
	w.Eventually(fmt.Sprintf("process %d to be in a state of %q", pid, states), func() (bool, string) {
		p, err := usertest.Stat(pid)
		return err == nil && strings.IndexByte(states, p.State) >= 0, fmt.Sprint(p, err)
	})
}

// named waits for a process with these arguments and returns it.
func named(w *usertest.World, command string) (found usertest.Process) {
	w.Eventually(command+" to run", func() (bool, string) {
		for _, p := range w.Processes() {
			if p.Command == command {
				found = p
				return true, ""
			}
		}
		return false, fmt.Sprint(w.Processes())
	})
	return found
}

// recorded waits for the pid that a ttyprobe record wrote down, and has it end with the test.
func recorded(t *testing.T, w *usertest.World, file string) (pid int) {
	t.Helper()
	fmt.Sscanf(w.EventuallyFile(`^pid \d+\n`, "home", file), "pid %d", &pid)
	t.Cleanup(func() { killAtEnd(pid) })
	return pid
}

// killAtEnd ends what outlives gmux on purpose.
func killAtEnd(pid int) { syscall.Kill(pid, syscall.SIGKILL) }

// signalsOf is what a ttyprobe record has written down after its pid, in one line.
func signalsOf(t *testing.T, w *usertest.World, file string) string {
	t.Helper()
	data, err := os.ReadFile(w.Path("home", file))
	if err != nil {
		t.Fatal(err)
	}
	_, signals, _ := strings.Cut(string(data), "\n")
	return strings.TrimSpace(strings.NewReplacer("signal ", "", "\n", " ").Replace(signals))
}

// TestSessionLeader: the child is leader of a session of its own, whose controlling terminal is the pane's; what
// an interactive shell runs is the foreground process group of it.
func TestSessionLeader(t *testing.T) {
	t.Parallel()
	for _, user := range []string{"root", "nobody"} {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			w := worldOf(t, user)
			s := newShell(t, w, "dash")
			leader := s.Pid("#{pane_pid}", "-t", "work")
			s.enter("ttyprobe whoami")
			job := named(w, "ttyprobe whoami").Pid
			s.shows(fmt.Sprintf("pid %d sid %d pgid %d tcgetsid %d tcgetpgrp %d /dev/tty opens$", job, leader, job, leader, job))
			s.enter("") // it ends
			s.ready()
			s.enter("exec ttyprobe whoami") // another program in the place of the shell: the pane goes on, and ends with it
			s.shows(fmt.Sprintf("pid %d sid %d pgid %d tcgetsid %d tcgetpgrp %d /dev/tty opens$", leader, leader, leader, leader, leader))
			s.WaitOutput("^ttyprobe$", "display-message", "-p", "-t", "work", "#{pane_current_command}")
			s.enter("")
			s.tty.WaitFor(`\[exited\]`)
		})
	}
}

func worldOf(t *testing.T, user string) *usertest.World {
	t.Helper()
	if user == "nobody" {
		return usertest.NewAs(t, nobody, nobody)
	}
	return usertest.New(t)
}

// psColumns are what POSIX and everybody else's ps tell of sessions and terminals.
const psColumns = "ppid=,pid=,pgid=,sid=,tty=,tpgid=,stat="

// ps is one process as ps sees it, blanks made one.
func ps(w *usertest.World, pid int) string {
	res := w.Run([]string{"ps", "-o", psColumns, "-p", fmt.Sprint(pid)})
	return strings.Join(strings.Fields(res.Stdout), " ")
}

// TestPs: ps shows host and server as leaders of sessions of their own without a terminal, also after they have had
// to do with the terminals of clients that died, and the child as leader on its pane's.
func TestPs(t *testing.T) {
	t.Parallel()
	usertest.Need(t, "ps")
	w := usertest.New(t)
	s := newShell(t, w, "dash")
	host, leader := w.HostPid(), w.Pid("#{pane_pid}", "-t", "work")
	tty := strings.TrimPrefix(w.Gmux("display-message", "-p", "-t", "work", "#{pane_tty}"), "/dev/")
	looks := func(when string, pid int, pattern string) {
		t.Helper()
		w.Eventually(fmt.Sprintf("ps of %d %s to match %q", pid, when, pattern), func() (bool, string) {
			line := ps(w, pid)
			return matches(pattern, line), line
		})
	}
	daemons := func(when string) {
		t.Helper()
		server := w.ServerPid()
		looks(when, host, fmt.Sprintf(`^\d+ %d %d %d \? -1 Ss`, host, host, host))
		if server != host {
			looks(when, server, fmt.Sprintf(`^%d %d %d %d \? -1 Ss`, host, server, server, server))
		}
	}
	daemons("with a client")
	looks("at its prompt", leader, fmt.Sprintf(`^%d %d %d %d %s %d Ss\+`, host, leader, leader, leader, tty, leader))
	s.enter("sleep 1000")
	job := named(w, "sleep 1000").Pid
	looks("with a job in the foreground", leader, fmt.Sprintf(`^%d %d %d %d %s %d Ss$`, host, leader, leader, leader, tty, job))
	looks("in the foreground", job, fmt.Sprintf(`^%d %d %d %d %s %d S\+`, leader, job, job, leader, tty, job))

	s.tty.Kill(syscall.SIGKILL)
	w.WaitOutput(`\A\z`, "list-clients")
	daemons("after a client was killed")
	c := w.StartPlain(24, 80, "gmux", "attach", "-t", "work")
	c.WaitFor(`\[work\]`)
	c.CloseTerminal()
	w.WaitOutput(`\A\z`, "list-clients")
	daemons("after a client's terminal was closed")
	if usertest.UnderTmux() {
		return
	}
	if err := syscall.Kill(w.ServerPid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	daemons("after the server was killed")
}

// TestOrphans: a process whose parent has gone comes to the host, and its end is not left as a zombie for a second
// longer than this test takes to notice the end of a child of its own.
func TestOrphans(t *testing.T) {
	usertest.NeedGmux(t, "orphans go to init")
	w := usertest.New(t)
	s := newShell(t, w, "dash")
	host := w.HostPid()
	var worst, control time.Duration
	for n := range usertest.Count(10, 200) {
		file, fork := fmt.Sprintf("orphan%d", n), ""
		if n%2 == 1 {
			fork = "setsid " // a daemon
		}
		s.enter(fmt.Sprintf("(%ssh -c 'echo pid $$ >%s; exec sleep 1000' &)", fork, s.file(file)))
		pid := recorded(t, w, file)
		w.Eventually("the host to adopt it", func() (bool, string) {
			p, err := usertest.Stat(pid)
			return err == nil && p.PPid == host, fmt.Sprint(p, err)
		})
		worst = max(worst, timeToReap(t, w, pid))
		own := exec.Command("sleep", "1000")
		if err := own.Start(); err != nil {
			t.Fatal(err)
		}
		go own.Wait()
		control = max(control, timeToReap(t, w, own.Process.Pid))
	}
	if worst > control+time.Second {
		t.Errorf("an orphan was reaped after %v, a child of this process after %v at most", worst, control)
	}
	for _, p := range usertest.Children(host) {
		if p.State == 'Z' {
			t.Errorf("a zombie: %v", p)
		}
	}
	t.Logf("soak: orphans reaped within %v, own children within %v", worst, control)
}

// timeToReap kills a process and waits until nothing is left of it.
func timeToReap(t *testing.T, w *usertest.World, pid int) time.Duration {
	t.Helper()
	start := time.Now()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for time.Since(start) < usertest.Patience() {
		if _, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); os.IsNotExist(err) {
			return time.Since(start)
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("%d is still there", pid)
	return 0
}
