//go:build linux

package main_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// pauseTime is how long host or server stand still: SIGSTOP, a debugger, a machine that swaps.
const pauseTime = 5 * time.Second

// TestServerStopped: the server stands still for 5 s while a program floods its pane and a user types. What is printed and
// what is typed comes later, but all of it; nobody says that the server is lost, and it is not replaced.
func TestServerStopped(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it is the parent of its panes")
	w := usertest.New(t)
	const out, in = 2 << 20, 64 << 10
	w.Gmux("start-server", ";", "set-option", "-g", "history-limit", "100000", ";", "new-session", "-d", "-s", "work", "-x", "80", "-y", "23",
		fmt.Sprintf("%s -out %d -in %d; sleep 1000", w.Probe("flow"), out, in))
	c := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "work")
	c.WaitFor(`\d{8}[a-z]{20}`)
	host, server := w.HostPid(), w.ServerPid()
	text := pasteText(in)
	wrote := make(chan error, 1)
	asked := make(chan usertest.Result, 1)
	stopped(t, w, server, func() {
		go func() { wrote <- c.Write(text) }()
		go func() { asked <- w.Run([]string{"gmux", "new-session", "-d", "-s", "more", "cat"}) }()
		time.Sleep(pauseTime)
	})
	if err := <-wrote; err != nil {
		t.Fatal(err)
	}
	said := w.WaitPane("work", "^=DONE=$")
	for _, want := range []string{sumOf("IN", text), remembered(w, "work")} {
		if !strings.Contains(said, want) {
			t.Errorf("the program should have said %q; the pane shows\n%s", want, said)
		}
	}
	if res := <-asked; res.Code != 0 {
		t.Errorf("a command that waited: %+v", res)
	}
	w.Gmux("has-session", "-t", "more")
	c.WaitFor("DONE=")
	undisturbed(t, w, c, host, server)
}

// TestHostStopped: the same for the host. It is not needed to type, to print or to look; a command that needs it waits for it.
func TestHostStopped(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has no host")
	w := usertest.New(t)
	c := startWork(w)
	host, server := w.HostPid(), w.ServerPid()
	asked := make(chan usertest.Result, 1)
	stopped(t, w, host, func() {
		go func() { asked <- w.Run(making) }()
		for began := time.Now(); time.Since(began) < pauseTime; time.Sleep(100 * time.Millisecond) {
			echoes(c, "typed")
			w.Gmux("display-message", "-p", "#{pid}")
		}
		select {
		case res := <-asked:
			t.Errorf("a child without a host: %+v", res)
			asked <- res
		default:
		}
	})
	if res := <-asked; res.Code != 0 {
		t.Errorf("a command that waited: %+v", res)
	}
	w.Gmux("has-session", "-t", "made")
	undisturbed(t, w, c, host, server)
}

// undisturbed checks that host and server are the same, and that the client was told nothing.
func undisturbed(t *testing.T, w *usertest.World, c *usertest.Plain, host, server int) {
	t.Helper()
	if h, s := w.HostPid(), w.ServerPid(); h != host || s != server {
		t.Errorf("host and server were %d and %d, and are %d and %d", host, server, h, s)
	}
	for _, word := range []string{"lost", "dropped", "reconnect"} {
		if strings.Contains(c.Output(), word) {
			t.Errorf("the client said %q: %q", word, c.Output())
		}
	}
}

// TestClockSetBack: the clock of host, server and client is set back by a day, and later set right again. Whoever looks at it
// sees the other date; nobody who waits for something waits a day for it; a server that dies then has a successor.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has no host")
	w := usertest.New(t)
	askingForTheTime(t, w)
	k := w.Kernel("clock_gettime:0") // CLOCK_REALTIME
	const day = 24 * time.Hour
	var offset atomic.Int64
	k.Set(func(call usertest.Call) (syscall.Errno, bool) {
		ts := unix.NsecToTimespec(time.Now().UnixNano() + offset.Load())
		p := unsafe.Slice((*byte)(unsafe.Pointer(&ts)), unsafe.Sizeof(ts))
		return 0, call.Store(1, p) == nil
	})
	s := w.Start(24, 80, k.Argv("gmux", "new-session", "-s", "work", "sh")...)
	s.WaitFor(`^[$#]`)
	w.Gmux("set-option", "-g", "status-interval", "1", ";", "set-option", "-g", "status-right", "%Y-%m-%d")
	date := func() string { return time.Now().Add(time.Duration(offset.Load())).UTC().Format("2006-01-02") }
	host, server := w.HostPid(), w.ServerPid()
	for i, now := range []time.Duration{-day, 0} {
		w.Gmux("display-message", "-d", "2000", "-t", "work", "a message for a moment")
		s.WaitFor("a message for a moment")
		offset.Store(int64(now))
		w.ServerPid() // an event, after which the server sets its timer anew, for a time that was fixed before
		s.WaitGone("a message for a moment")
		s.WaitFor(date() + "$") // the status line is drawn again by a timer that was set before
		s.Type(fmt.Sprintf("echo typed$((%d*7))\r", i))
		s.WaitFor(fmt.Sprintf("^typed%d$", i*7))
		w.Gmux("new-session", "-d", "-s", "short", "sleep 0.2")
		w.WaitOutput(`\Awork\n\z`, "list-sessions", "-F", "#{session_name}") // it came to its end
	}
	if h, sv := w.HostPid(), w.ServerPid(); h != host || sv != server {
		t.Errorf("host and server were %d and %d, and are %d and %d", host, server, h, sv)
	}
	offset.Store(int64(-day))
	syscall.Kill(server, syscall.SIGKILL)
	s.Type("echo after$((6*7))\r")
	s.WaitFor("^after42$")
	s.WaitFor(date() + "$")
	offset.Store(0)
	s.WaitFor(date() + "$")
	if now := w.HostPid(); now != host {
		t.Errorf("the host was %d and is %d", host, now)
	}
}

// askingForTheTime makes the World use a copy of gmux that asks the kernel for the time. Else the vDSO tells it, without a
// system call that a Kernel could answer; the copy looks for it under a name that no vDSO has, and is the same otherwise.
func askingForTheTime(t *testing.T, w *usertest.World) {
	t.Helper()
	binary, err := os.ReadFile(filepath.Join(usertest.Bin(t), "gmux"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range []string{"__vdso_clock_gettime", "__kernel_clock_gettime"} {
		found += bytes.Count(binary, []byte(name))
		binary = bytes.ReplaceAll(binary, []byte(name), []byte(name[:len(name)-1]+"E"))
	}
	if found == 0 {
		t.Fatal("the binary does not name the vDSO's function")
	}
	if err := errors.Join(os.Mkdir(w.Path("bin"), 0o755), os.WriteFile(w.Path("bin", "gmux"), binary, 0o755)); err != nil {
		t.Fatal(err)
	}
	w.Setenv("PATH", w.Path("bin")+":"+usertest.Bin(t)+":"+os.Getenv("PATH"))
}
