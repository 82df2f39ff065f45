//go:build linux

package main_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// TestNoThreadLeft: from a moment on host, server and client get neither a process nor a thread. Go's runtime ends a process that
// wants a thread and gets none, so they must have had enough before: panes, clients and commands go on, and one that
// needs a process says so.
func TestNoThreadLeft(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has one thread")
	w := usertest.New(t)
	k := w.Kernel("clone", "clone3")
	startWork(w, k.Argv()...).CloseTerminal()
	c := w.StartPlain(24, 80, k.Argv("gmux", "attach-session", "-t", "work")...)
	c.WaitFor(`\[work\]`)
	const floods = 2
	for i := range floods {
		w.Gmux("new-session", "-d", "-s", fmt.Sprintf("flood%d", i), "cat; yes")
	}
	host, server := w.HostPid(), w.ServerPid()
	var threads atomic.Int64
	k.Set(func(call usertest.Call) (syscall.Errno, bool) {
		ours := by(call, host) || by(call, server) || by(call, c.Pid())
		if ours && !forks(call) {
			threads.Add(1)
		}
		return unix.EAGAIN, ours
	})
	for i := range floods {
		w.Gmux("send-keys", "-t", fmt.Sprintf("flood%d", i), "C-d")
	}
	for i := range usertest.Count(4, 200) {
		clearError(t, "no process", w.Run(making), "temporarily unavailable")
		echoes(c, fmt.Sprintf("typed%d", i))
		w.Gmux("capture-pane", "-p", "-t", "flood0")
		second := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "flood1")
		second.WaitFor(`\[flood1\]`)
		second.CloseTerminal()
	}
	k.Set(nil)
	w.Gmux(making[1:]...)
	if n := threads.Load(); n > 0 {
		t.Errorf("host, server and client wanted %d threads more", n)
	}
	if h, s := w.HostPid(), w.ServerPid(); h != host || s != server {
		t.Errorf("host and server were %d and %d, and are %d and %d", host, server, h, s)
	}
}

// TestProcessLimit: a user who may start no more processes (RLIMIT_NPROC, which root does not feel) is told so; everything
// that runs goes on, and when one more is allowed it starts.
func TestProcessLimit(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has no host")
	usertest.NeedRoot(t)
	w := usertest.New(t)
	usertest.Need(t, "prlimit")
	const user = 64321 // nobody else's
	for _, dir := range []string{"home", "sock"} {
		if err := os.Chown(w.Path(dir), user, user); err != nil {
			t.Fatal(err)
		}
	}
	socket := w.Path("sock", fmt.Sprintf("gmux-%d", user), "default")
	if res := w.Run([]string{"gmux", "new-session", "-d", "-s", "work", "cat"}, usertest.As(user, user)); res.Code != 0 {
		t.Fatalf("%+v", res)
	}
	c := w.StartPlain(24, 80, "gmux", "-S", socket, "attach-session", "-t", "work") // root may
	c.WaitFor(`\[work\]`)
	var host int
	if _, err := fmt.Sscan(w.Gmux("-S", socket, "display-message", "-p", "#{pid}"), &host); err != nil {
		t.Fatal(err)
	}
	limit := func(soft string) { // by the user: without CAP_SYS_RESOURCE not even root may
		if res := w.Run([]string{"prlimit", "--pid", fmt.Sprint(host), "--nproc=" + soft + ":"}, usertest.As(user, user)); res.Code != 0 {
			t.Fatalf("%+v", res)
		}
	}
	limit("1")
	for range 3 {
		clearError(t, "no process", w.Run(making, usertest.As(user, user)), "[Rr]esource temporarily unavailable")
		echoes(c, "typed")
	}
	limit("1000")
	if res := w.Run(making, usertest.As(user, user)); res.Code != 0 {
		t.Errorf("with the old limit: %+v", res)
	}
}

// TestNoPseudoTerminal: a devpts instance gives out three terminals, and then no more until one is back.
func TestNoPseudoTerminal(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it says that the disk is full")
	w := usertest.New(t)
	w.EnterRoom("mount -t devpts -o newinstance,max=3,ptmxmode=0666 devpts /dev/pts; mount --bind /dev/pts/ptmx /dev/ptmx")
	c := startWork(w) // two, of which the dead one holds one
	w.Gmux(making[1:]...)
	host, server := w.HostPid(), w.ServerPid()
	before := atRest(w, host, server)
	for range 3 {
		clearError(t, "no terminal", w.Run([]string{"gmux", "new-session", "-d", "-s", "more", "cat"}), "create window failed: open pty: no pseudo-terminal is free")
		echoes(c, "typed")
	}
	asBefore(w, host, server, before)
	w.Gmux("kill-session", "-t", "made")
	w.Eventually("a key to make a session with the terminal that the killed one gives back when its program has died", func() (bool, string) {
		c.Keys("F5")
		names := w.Gmux("list-sessions", "-F", "#{session_name}")
		return strings.Contains(names, "made"), names
	})
}

// TestNoShell: the shell for new panes is gone. The command names it; what runs goes on; with the shell back it works. As a
// server's first command it fails the same way, and leaves no server.
func TestNoShell(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	shell := w.Path("home", "shell")
	if err := os.Symlink("/bin/sh", shell); err != nil {
		t.Fatal(err)
	}
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	w.Gmux("set-option", "-g", "default-shell", shell)
	w.Gmux("new-session", "-d", "-s", "shell")
	gone := regexp.QuoteMeta(shell) + ": No such file or directory"
	if err := os.Remove(shell); err != nil {
		t.Fatal(err)
	}
	if !usertest.UnderTmux() { // there the child says it, in its pane, where nobody reads it
		clearError(t, "no shell", w.Run([]string{"gmux", "new-session", "-d", "-s", "more"}), gone)
		w.Gmux("set-option", "-g", "remain-on-exit", "on")
		w.Gmux("send-keys", "-t", "shell", "exit", "Enter")
		w.WaitOutput("^1$", "list-panes", "-t", "shell", "-F", "#{pane_dead}")
		clearError(t, "no shell", w.Run([]string{"gmux", "respawn-pane", "-t", "shell"}), gone)
	}
	if err := os.Symlink("/bin/sh", shell); err != nil {
		t.Fatal(err)
	}
	if !usertest.UnderTmux() {
		w.Gmux("respawn-pane", "-t", "shell")
	}
	w.Gmux("new-session", "-d", "-s", "more")
	w.Gmux("has-session", "-t", "work")

	w.Gmux("kill-server")
	if usertest.UnderTmux() {
		return
	}
	if err := os.Remove(shell); err != nil {
		t.Fatal(err)
	}
	clearError(t, "no shell", w.Run([]string{"gmux", "new-session", "-d", shell, "-i"}), gone)
	w.Eventually("the server to end", func() (bool, string) {
		left := w.Processes()
		return len(left) == 0, fmt.Sprint(left)
	})
	writeFile(t, w.Path("home", ".gmux.conf"), "set-option -g default-shell "+shell+"\n", 0o600)
	w.Setenv("SHELL", shell) // one that cannot be run is passed over, and refused in a configuration
	w.Gmux("new-session", "-d", "-s", "work")
	w.WaitPane("work", `^[$#]`)
}

// TestNoDirectory: the directory where a pane was started, or a client is, has been removed. New children start at home, and
// know where they are.
func TestNoDirectory(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "a client without a directory is its own subject there")
	w := usertest.New(t)
	dir := w.Path("home", "gone")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	home := func(target string) {
		w.WaitPane(target, "^in "+regexp.QuoteMeta(w.Path("home"))+"="+regexp.QuoteMeta(w.Path("home"))+"$")
	}
	const where = `echo "in $PWD=$(pwd -P)"; exec cat`
	w.Gmux("set-option", "-g", "remain-on-exit", "on", ";", "new-session", "-d", "-s", "work", "-c", dir, "cat")
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	w.Gmux("respawn-pane", "-k", "-t", "work", where)
	home("work")
	w.Gmux("new-session", "-d", "-s", "named", "-c", dir, where)
	home("named")
	res := w.Run([]string{"/bin/sh", "-ec", `mkdir "$0"; cd "$0"; rmdir "$0"; exec gmux new-session -d -s client "$1"`, dir, where})
	if res.Code != 0 {
		t.Fatalf("a client without a directory: %+v", res)
	}
	home("client")
}
