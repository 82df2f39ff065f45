//go:build linux

package main_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// TestSystemRefuses: the system refuses the host, in turn, each call that a child needs. The command fails in one line that
// says what could not be had, nothing of it stays, everything else works; and when the system gives it, it succeeds.
func TestSystemRefuses(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has no host")
	w := usertest.New(t)
	k := w.Kernel("openat", "memfd_create", "fallocate", "pipe2", "clone", "clone3", "accept4")
	c := startWork(w, k.Argv()...)
	host, server := w.HostPid(), w.ServerPid()
	k.Set(func(call usertest.Call) (syscall.Errno, bool) { return unix.EAGAIN, forks(call) && by(call, host) })
	clearError(t, "no process", w.Run(respawning), "temporarily unavailable") // which gives back what the first child had
	k.Set(nil)
	before := atRest(w, host, server)

	for _, tt := range []struct {
		what   string
		errno  syscall.Errno
		refuse func(usertest.Call) bool
		says   string
	}{
		{"no pseudo-terminal", unix.ENOSPC, opensPTY, "no pseudo-terminal is free"},
		{"no file for a pseudo-terminal in the system", unix.ENFILE, opensPTY, "[Tt]oo many open files in system"},
		{"no file for a memory in the system", unix.ENFILE, called("memfd_create"), "memory: .*too many open files in system"},
		{"no memory for one", unix.ENOMEM, called("memfd_create"), "memory: .*cannot allocate memory"},
		{"no page for one", unix.ENOSPC, called("fallocate"), "memory: .*no space left on device"},
		{"no pipe", unix.ENFILE, called("pipe2"), "too many open files in system"},
		{"no process", unix.EAGAIN, forks, "[Rr]esource temporarily unavailable"},
		{"no memory for a process", unix.ENOMEM, forks, "[Cc]annot allocate memory"},
	} {
		var refused atomic.Int64
		k.Set(func(call usertest.Call) (syscall.Errno, bool) {
			if tt.refuse(call) && by(call, host) {
				refused.Add(1)
				return tt.errno, true
			}
			return 0, false
		})
		clearError(t, tt.what, w.Run(making), tt.says)
		clearError(t, tt.what, w.Run(respawning), tt.says)
		c.Forget()
		c.Keys("F5")
		c.WaitFor("Create window failed: ") // the status line has no room for all
		echoes(c, "typed")
		if refused.Load() < 3 {
			t.Errorf("%s: the host was refused %d calls, which is no test", tt.what, refused.Load())
		}
		k.Set(nil)
		w.Gmux(making[1:]...)
		w.Gmux("kill-session", "-t", "made")
		asBefore(w, host, server, before)
	}
	w.Gmux(respawning[1:]...)
	w.WaitPane("ended", "again")
}

// TestSystemAcceptsNobody: while the system has no file for a connection nobody is let in, nobody is turned away, and
// the server does not spin.
func TestSystemAcceptsNobody(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it is tested for gmux")
	w := usertest.New(t)
	k := w.Kernel("accept4")
	c := startWork(w, k.Argv()...)
	server := w.ServerPid()
	var refused atomic.Int64
	k.Set(func(usertest.Call) (syscall.Errno, bool) { refused.Add(1); return unix.ENFILE, true })
	done := make(chan usertest.Result)
	go func() { done <- w.Run([]string{"gmux", "has-session", "-t", "work"}) }()
	w.Eventually("the server to try again", func() (bool, string) {
		echoes(c, "typed")
		n := refused.Load()
		return n >= 3, fmt.Sprintf("%d attempts", n)
	})
	began, first := time.Now(), refused.Load()
	time.Sleep(300 * time.Millisecond) // the time in which it could spin
	if n, tick := refused.Load()-first, int64(time.Since(began)/(10*time.Millisecond)); n > tick {
		t.Errorf("%d attempts in %v", n, time.Since(began))
	}
	k.Set(nil)
	if res := <-done; res.Code != 0 {
		t.Errorf("who waited was told %+v", res)
	}
	if now := w.ServerPid(); now != server {
		t.Errorf("the server was %d and is %d", server, now)
	}
}

// TestMemoryIsShort: for a while there is no memory for what is typed, for what a child prints, and for what is changed. All of
// it comes later, once and in order, although nobody does anything more.
func TestMemoryIsShort(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it keeps both elsewhere")
	w := usertest.New(t)
	k := w.Kernel("pwrite64", "splice")
	const in, out = 64, 200 << 10
	w.Run(k.Argv("gmux", "new-session", "-d", "-s", "in", "-x", "80", "-y", "23", w.Probe("flow"), "-in", fmt.Sprint(in), ";",
		"set-option", "-g", "history-limit", "10000"))
	c := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "in")
	c.WaitFor(`\[in\]`)
	w.WaitRaw("in")
	host, server := w.HostPid(), w.ServerPid()

	var output, input, changes atomic.Int64
	k.Set(func(call usertest.Call) (syscall.Errno, bool) {
		const page = 4096 // the first page of each is there from the beginning
		switch {
		case call.Name == "splice" && strings.HasPrefix(call.File(2), "/memfd:"):
			output.Add(1)
		case call.Name == "pwrite64" && call.Args[3] >= page && strings.HasPrefix(call.File(0), "/memfd:gmux-input"):
			input.Add(1)
		case call.Name == "pwrite64" && call.Args[3] >= page && strings.HasPrefix(call.File(0), "/memfd:gmux-model"):
			changes.Add(1)
		default:
			return 0, false
		}
		return unix.ENOSPC, true
	})
	w.Gmux("new-session", "-d", "-s", "out", "-x", "80", "-y", "23", w.Probe("flow"), "-out", fmt.Sprint(out))
	text := pasteText(in)
	c.Type(text)
	const attempts = 5 // more than messages in which so short a text can come
	w.Eventually("all of them to be refused and tried again", func() (bool, string) {
		o, i, ch := output.Load(), input.Load(), changes.Load()
		return o >= attempts && i >= attempts && ch > 0, fmt.Sprintf("%d times output, %d input, %d changes", o, i, ch)
	})
	k.Set(nil)

	if said, want := w.WaitPane("in", "^=DONE=$"), sumOf("IN", text); !strings.Contains(said, want) {
		t.Errorf("the program should have said %q; the pane shows\n%s", want, said)
	}
	if said, want := w.WaitPane("out", "^=DONE=$"), remembered(w, "out"); !strings.Contains(said, want) {
		t.Errorf("the pane remembers %q; it shows\n%s", want, said)
	}
	if h, s := w.HostPid(), w.ServerPid(); h != host || s != server {
		t.Errorf("host and server were %d and %d, and are %d and %d", host, server, h, s)
	}
}

func called(name string) func(usertest.Call) bool {
	return func(c usertest.Call) bool { return c.Name == name }
}

func opensPTY(c usertest.Call) bool { return c.Name == "openat" && c.Path(1) == "/dev/ptmx" }

// forks is a new process, and not a thread.
func forks(c usertest.Call) bool {
	return c.Name == "clone" && c.Args[0]&unix.CLONE_THREAD == 0 || c.Name == "clone3"
}

// by says whether a thread of the process makes the call.
func by(c usertest.Call, pid int) bool {
	_, err := usertest.Stat(pid)
	return err == nil && unix.Access(fmt.Sprintf("/proc/%d/task/%d", pid, c.Thread), unix.F_OK) == nil
}
