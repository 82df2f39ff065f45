//go:build linux

package main_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// asBoth runs a test as root, whom the kernel lets do anything to a terminal, and as a user without rights.
func asBoth(t *testing.T, test func(t *testing.T, w *usertest.World, root bool)) {
	t.Parallel()
	for _, user := range []string{"root", "nobody"} {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			if user == "root" {
				usertest.NeedRoot(t)
			}
			test(t, worldOf(t, user), user == "root")
		})
	}
}

// bystanders are who has nothing to do with what happens in the pane work.
type bystanders struct {
	s                    *shell
	host, server, record int
}

// watched starts a shell in the pane work and somebody in another pane who writes down what happens to it.
func watched(t *testing.T, w *usertest.World) bystanders {
	s := newShell(t, w, "dash")
	w.Gmux("new-session", "-d", "-s", "other", "exec ttyprobe record "+s.file("other"))
	return bystanders{s, w.HostPid(), w.ServerPid(), recorded(t, w, "other")}
}

// unharmed fails if anything happened to them.
func (b bystanders) unharmed(t *testing.T) {
	t.Helper()
	if got := signalsOf(t, b.s.World, "other"); got != "" {
		t.Errorf("the program in another pane heard %s", got)
	}
	if !usertest.Alive(b.record) {
		t.Error("the program in another pane is gone")
	}
	host, server := b.s.HostPid(), b.s.ServerPid()
	if host != b.host || server != b.server {
		t.Errorf("host and server were %d and %d, and are %d and %d", b.host, b.server, host, server)
	}
	for _, pid := range []int{host, server} {
		if p, err := usertest.Stat(pid); err != nil || p.TTY != 0 || p.Session != pid {
			t.Errorf("host or server: terminal %d: %v, %v", p.TTY, p, err)
		}
	}
	idle(t, b.s.World)
}

// TestVhangup: a program hangs the tty of its pane up. The pane ends with the shell, which hears of it; nobody else does.
func TestVhangup(t *testing.T) {
	asBoth(t, func(t *testing.T, w *usertest.World, root bool) {
		b := watched(t, w)
		leader := w.Pid("#{pane_pid}", "-t", "work")
		b.s.enter("ttyprobe hangup")
		if !root {
			b.s.shows("refused: operation not permitted$")
			b.s.ready()
			b.unharmed(t)
			return
		}
		w.Eventually("the shell to hear of it", func() (bool, string) { return !usertest.Alive(leader), "it is alive" })
		b.s.tty.WaitFor(`\[exited\]`)
		b.unharmed(t)
	})
}

// TestVhangupAndDeaf: a leader that ignores SIGHUP has its tty hung up and keeps it open. It can be reached no more, but
// closed and respawned.
func TestVhangupAndDeaf(t *testing.T) {
	t.Parallel()
	usertest.NeedRoot(t)
	w := usertest.New(t)
	b := watched(t, w)
	leader := 0
	fmt.Sscan(w.Gmux("new-session", "-d", "-P", "-F", "#{pane_pid}", "-s", "deaf",
		"trap '' HUP; ttyprobe hangup; echo hung up >"+w.Path("home", "deaf")+"; while :; do sleep 1; done"), &leader)
	t.Cleanup(func() { killAtEnd(leader) })
	w.EventuallyFile("^hung up$", "home", "deaf")
	w.Gmux("send-keys", "-t", "deaf", "to nobody", "Enter")
	b.unharmed(t)
	if now := w.Pid("#{pane_pid}", "-t", "deaf"); now != leader || !usertest.Alive(leader) {
		t.Errorf("the leader was %d, and is %d", leader, now)
	}
	w.Gmux("respawn-pane", "-k", "-t", "deaf", "exec cat")
	w.Gmux("send-keys", "-t", "deaf", "a new tty", "Enter")
	w.WaitPane("deaf", "^a new tty\na new tty$")
	w.Gmux("kill-pane", "-t", "deaf")
	b.s.ready()
}

// TestVhangupAndOpen: login(1) and getty(8) hang their tty up and open it again; the pane goes on.
func TestVhangupAndOpen(t *testing.T) {
	t.Parallel()
	usertest.NeedRoot(t)
	usertest.NeedGmux(t, "it closes the pane at the first read that says so")
	w := usertest.New(t)
	b := watched(t, w)
	rounds := usertest.Count(200, 20000)
	leader := 0
	fmt.Sscan(w.Gmux("new-session", "-d", "-P", "-F", "#{pane_pid}", "-s", "login", fmt.Sprintf("exec ttyprobe reopen $(tty) %d", rounds)), &leader)
	w.WaitPane("login", fmt.Sprintf("^again %d$", rounds))
	w.Gmux("send-keys", "-t", "login", "hello", "Enter")
	w.WaitPane("login", "^heard hello$")
	if now := w.Pid("#{pane_pid}", "-t", "login"); now != leader || !usertest.Alive(leader) {
		t.Errorf("the leader was %d, and is %d", leader, now)
	}
	b.unharmed(t)
	w.Gmux("send-keys", "-t", "login", "C-d")
	w.Eventually("the pane to end", func() (bool, string) {
		list := w.Gmux("list-sessions", "-F", "#{session_name}")
		return !strings.Contains(list, "login"), list
	})
	b.s.ready()
}

// TestTIOCSTI: what a program types into its own tty reaches the shell of its own pane. Into that of another pane the
// kernel lets nobody but root.
func TestTIOCSTI(t *testing.T) {
	asBoth(t, func(t *testing.T, w *usertest.World, root bool) {
		b := watched(t, w)
		victim := w.Gmux("new-session", "-d", "-P", "-F", "#{pane_tty}", "-s", "victim", "cat")
		b.s.enter("ttyprobe sti 'echo typed$((6*7))\n' || echo $((6*7))refused")
		b.s.shows(`(typed42|42refused)$`) // refused: kernels from 6.2 with dev.tty.legacy_tiocsti=0
		b.s.ready()
		b.s.enter("ttyprobe sti 'from another\n' " + victim + " && echo $((6*7))done")
		if root {
			b.s.shows("42done$")
			w.WaitPane("victim", "^from another\nfrom another$")
		} else {
			b.s.shows("refused: ")
			w.Gmux("send-keys", "-t", "victim", "own", "Enter")
			w.WaitPane("victim", `\Aown\nown\n`) // nothing before it
		}
		b.unharmed(t)
	})
}

// TestTIOCEXCL: nobody else may open a tty. gmux opens none by its name: the pane can be attached to, closed and
// respawned, and a client on such a terminal works and leaves it in order however it ends.
func TestTIOCEXCL(t *testing.T) {
	asBoth(t, func(t *testing.T, w *usertest.World, root bool) {
		b := watched(t, w)
		b.s.enter("ttyprobe excl; cat - </dev/tty || echo $((6*7))closed")
		if !root { // root may open it nevertheless
			b.s.shows("42closed$")
		} else {
			named(w, "cat -")
			b.s.tty.Keys("C-c")
			b.s.shows(`\^C`)
		}
		c := w.StartPlain(30, 100, "gmux", "attach", "-t", "work")
		c.WaitFor(`\[work\]`)
		w.WaitOutput(`^100x29$`, "display-message", "-p", "-t", "work", "#{window_width}x#{window_height}")
		b.s.enter("")
		b.s.ready()
		w.Gmux("respawn-pane", "-k", "-t", "work", "exec dash -i")
		b.s.ready()
		b.s.enter("ttyprobe excl")
		b.s.ready()
		w.Gmux("kill-pane", "-t", "work")
		c.WaitFor(`\[exited\]`)
		b.unharmed(t)
	})
}

// TestTIOCEXCLOutside: a client on a terminal that nobody else may open attaches and detaches; when it is killed the
// server puts the terminal in order.
func TestTIOCEXCLOutside(t *testing.T) {
	asBoth(t, func(t *testing.T, w *usertest.World, root bool) {
		w.Gmux("new-session", "-d", "-s", "work", "cat")
		c := w.StartPlain(24, 80, "sh", "-c", "ttyprobe excl; gmux attach -t work; echo left; stty -a; read x; gmux attach -t work; read x; stty -a; echo end")
		c.WaitFor(`\[work\]`)
		c.Keys("C-b", "d")
		c.WaitFor(`left\r\n(?s:.*) icanon(?s:.*)\n`)
		c.Forget()
		c.Type("\r")
		c.WaitFor(`\[work\]`)
		if usertest.UnderTmux() {
			return // it restores nothing after SIGKILL
		}
		c.Forget()
		if err := syscall.Kill(w.Pid("#{client_pid}", "-t", "work"), syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		c.WaitFor(`\x1b\[\?1049l`)
		c.Type("\r")
		c.WaitFor(`[^-]icanon(?s:.*)end\r\n`)
	})
}

// TestTIOCSCTTY: nobody but root can take a terminal that is another session's, not even that of its own pane. What root
// takes the session there has lost for good, and goes on without job control until it is respawned; nobody else is harmed.
func TestTIOCSCTTY(t *testing.T) {
	asBoth(t, func(t *testing.T, w *usertest.World, root bool) {
		b := watched(t, w)
		victim := w.Gmux("new-session", "-d", "-P", "-F", "#{pane_tty}", "-s", "victim", "exec dash -i")
		leader := w.Pid("#{pane_pid}", "-t", "victim")
		w.WaitPane("victim", `^\$`)
		b.s.enter("ttyprobe steal " + victim)
		if !root {
			b.s.shows("refused: operation not permitted$")
			b.s.ready()
			b.s.enter("ttyprobe steal $(tty) || echo own $((6*7))too")
			b.s.shows("own 42too$")
			w.Gmux("send-keys", "-t", "victim", "ttyprobe whoami", "Enter")
			w.WaitPane("victim", fmt.Sprintf(`tcgetsid %d .* /dev/tty opens$`, leader))
			b.unharmed(t)
			return
		}
		b.s.shows("taken$")
		b.unharmed(t)
		w.Gmux("send-keys", "-t", "victim", "ttyprobe whoami", "Enter")
		w.WaitPane("victim", `Inappropriate ioctl`) // its shell still reads and writes there
		thief := named(w, w.Probe("ttyprobe")+" take "+victim).Pid
		if err := syscall.Kill(thief, syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		b.s.ready()
		w.Gmux("send-keys", "-t", "victim", "echo still$((6*7))", "Enter")
		w.WaitPane("victim", "still42$")
		w.Gmux("respawn-pane", "-k", "-t", "victim", "exec ttyprobe whoami")
		w.WaitPane("victim", `/dev/tty opens$`)
		w.Eventually("the shell that was robbed to end", func() (bool, string) { return !usertest.Alive(leader), "it is alive" })
		b.unharmed(t)
	})
}
