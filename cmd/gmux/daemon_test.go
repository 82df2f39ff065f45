//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestDaemon: host and server have sessions of their own and no terminal, and keep nothing of where
// they were started.
func TestDaemon(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	c := w.StartPlain(24, 80, "gmux", "new-session", "-s", "work", "cat")
	c.WaitFor(`\[work\]`)
	for role, pid := range map[string]int{"host": w.HostPid(), "server": w.ServerPid()} {
		p, err := usertest.Stat(pid)
		if err != nil {
			t.Fatal(err)
		}
		if p.Session != pid || p.TTY != 0 {
			t.Errorf("%s: session %d, terminal %d: %v", role, p.Session, p.TTY, p)
		}
		if usertest.UnderTmux() {
			continue // it keeps its working directory
		}
		if dir, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid)); err != nil || dir != "/" {
			t.Errorf("%s has the working directory %q, %v", role, dir, err)
		}
		for fd := range 3 {
			if file, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, fd)); err != nil || strings.HasPrefix(file, "/dev/pts/") {
				t.Errorf("%s: descriptor %d is %q, %v", role, fd, file, err)
			}
		}
	}
}

// TestOneServer: of many clients that find no server and start one at the same time, all end up on the
// same one.
func TestOneServer(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	const many = 12
	var wg sync.WaitGroup
	results := make([]usertest.Result, many)
	for i := range many {
		wg.Go(func() {
			results[i] = w.Run([]string{"gmux", "new-session", "-d", "-s", fmt.Sprintf("s%d", i), "cat"})
		})
	}
	wg.Wait()
	for i, res := range results {
		if res.Code != 0 {
			t.Errorf("client %d: exit status %d: %s", i, res.Code, res.Stderr)
		}
	}
	if n := strings.Count(w.Gmux("list-sessions", "-F", "#{session_name}")+"\n", "\n"); n != many {
		t.Errorf("%d sessions, want %d", n, many)
	}
	host := w.HostPid()
	for pid := range strings.FieldsSeq(w.Gmux("list-panes", "-a", "-F", "#{pane_pid}")) {
		var n int
		fmt.Sscan(pid, &n)
		if p, err := usertest.Stat(n); err != nil || p.PPid != host {
			t.Errorf("not a child of the host %d: %v, %v", host, p, err)
		}
	}
}

// TestStartIsNotDisturbed: a session is made although other clients ask for it the whole time, also in
// the moment between the server's start and the first command of the client that started it.
func TestStartIsNotDisturbed(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has the same trouble")
	for round := range 5 {
		w := usertest.New(t)
		made := make(chan struct{})
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				for {
					select {
					case <-made:
						return
					default:
						w.Run([]string{"gmux", "has-session", "-t", "work"})
					}
				}
			})
		}
		res := w.Run([]string{"gmux", "new-session", "-d", "-s", "work", "cat"})
		close(made)
		wg.Wait()
		if res.Code != 0 {
			t.Fatalf("round %d: exit status %d: %s%s", round, res.Code, res.Stdout, res.Stderr)
		}
		w.Gmux("has-session", "-t", "work")
	}
}

// TestStartAfterKill: a server can be started at once after one was ended.
func TestStartAfterKill(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it says that the server exited unexpectedly")
	w := usertest.New(t)
	for round := range 5 {
		if res := w.Run([]string{"gmux", "new-session", "-d", "-s", "work", "cat"}); res.Code != 0 {
			t.Fatalf("round %d: exit status %d: %s%s", round, res.Code, res.Stdout, res.Stderr)
		}
		w.Gmux("has-session", "-t", "work")
		w.Gmux("kill-server")
	}
}

// TestHangUpReadsConfiguration: SIGHUP means read the configuration again, to the host as to the server.
func TestHangUpReadsConfiguration(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it ends")
	w := usertest.New(t)
	conf := w.Path("home", ".gmux.conf")
	writeFile(t, conf, "set-option -g history-limit 1111\n", 0o600)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	w.WaitOutput(`1111`, "show-options", "-g", "history-limit")
	for role, pid := range map[string]int{"host": w.HostPid(), "server": w.ServerPid()} {
		limit := map[string]string{"host": "2222", "server": "3333"}[role]
		writeFile(t, conf, "set-option -g history-limit "+limit+"\n", 0o600)
		if err := syscall.Kill(pid, syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		w.WaitOutput(limit, "show-options", "-g", "history-limit")
		if w.Pid("#{pane_pid}", "-t", "work") == 0 {
			t.Errorf("no pane after SIGHUP to the %s", role)
		}
	}
}

// TestHarmlessSignals: SIGINT and SIGPIPE do nothing to host and server.
func TestHarmlessSignals(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "SIGINT ends it")
	w := usertest.New(t)
	s := w.Start(24, 80, "gmux", "new-session", "-s", "work", "cat")
	s.WaitFor(`^\[work\]`)
	host, server := w.HostPid(), w.ServerPid()
	for _, pid := range []int{host, server} {
		for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGPIPE} {
			if err := syscall.Kill(pid, sig); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.Type("still here\r")
	s.WaitFor("^still here\nstill here$")
	if h, sv := w.HostPid(), w.ServerPid(); h != host || sv != server {
		t.Errorf("host and server were %d and %d, and are %d and %d", host, server, h, sv)
	}
}

// TestTerminate: SIGTERM, to host or to server, ends in order: the client is told, the programs are
// hung up, one that ignores that is killed after a while, and what was set apart with nohup lives on.
func TestTerminate(t *testing.T) {
	for _, role := range []string{"host", "server"} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			w := usertest.New(t)
			s := w.Start(24, 80, "gmux", "new-session", "-s", "work", "cat")
			s.WaitFor(`^\[work\]`)
			w.Gmux("new-session", "-d", "-s", "recorder", w.Probe("sigrec"), w.Path("events"))
			w.Gmux("new-session", "-d", "-s", "jobs", "sh", "-c", "nohup sleep 98765 >/dev/null 2>&1 & trap '' HUP; echo ready; while :; do sleep 1; done")
			w.EventuallyFile("^pid ", "events")
			w.WaitPane("jobs", "^ready$")
			w.Eventually("the nohup job", func() (bool, string) { return running(w, "sleep 98765"), "" })
			host, server := w.HostPid(), w.ServerPid()
			leader := w.Pid("#{pane_pid}", "-t", "jobs")

			if err := syscall.Kill(map[string]int{"host": host, "server": server}[role], syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			s.WaitFor(`^\[(server exited|exited)\]$`)
			w.EventuallyFile("^signal SIGHUP$", "events")
			gone := func(pid int) func() (bool, string) {
				return func() (bool, string) { return !usertest.Alive(pid), fmt.Sprintf("%d is alive", pid) }
			}
			w.Eventually("the host to end", gone(host))
			w.Eventually("the server to end", gone(server))
			if !usertest.UnderTmux() {
				w.Eventually("the shell that ignores SIGHUP to be killed", gone(leader))
			}
			if !running(w, "sleep 98765") {
				t.Error("the nohup job is gone")
			}
			for _, p := range w.Processes() { // what outlives gmux on purpose
				if p.Command == "sleep 98765" || p.Pid == leader || strings.Contains(p.Command, "sigrec") {
					syscall.Kill(p.Pid, syscall.SIGKILL)
				}
			}
		})
	}
}
