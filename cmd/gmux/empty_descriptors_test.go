//go:build linux

package main_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// TestHostWithoutDescriptors: the host may open k files more, for every k up to what a window needs. Each attempt
// to make one fails in one line that says what is missing, nothing of it stays, and the panes that are there work.
func TestHostWithoutDescriptors(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has no host")
	w := usertest.New(t)
	c := startWork(w)
	host, server := w.HostPid(), w.ServerPid()
	before := atRest(w, host, server)

	k := 0
	for ; ; k++ {
		was := w.Limit(host, unix.RLIMIT_NOFILE, limitFor(t, host, k))
		res := w.Run(making)
		w.Limit(host, unix.RLIMIT_NOFILE, was)
		if res.Code == 0 || k == 40 {
			break
		}
		clearError(t, fmt.Sprintf("new-session with %d descriptors", k), res, "[Tt]oo many open files")
		echoes(c, fmt.Sprintf("typed%d", k))
	}
	if k < 6 || k == 40 {
		t.Errorf("the first of 40 attempts that succeeded was number %d", k)
	}
	w.Gmux("kill-session", "-t", "made")
	asBefore(w, host, server, before)

	// The pane that stays gives back what its first child had.
	was := w.Limit(host, unix.RLIMIT_NOFILE, limitFor(t, host, 0))
	clearError(t, "respawn-pane", w.Run(respawning), "[Tt]oo many open files")
	w.Limit(host, unix.RLIMIT_NOFILE, was)
	w.Gmux(respawning[1:]...)
	w.WaitPane("ended", "again")
	if now := w.HostPid(); now != host {
		t.Errorf("the host was %d and is %d", host, now)
	}
}

// Commands that start a child. The second is for the pane of startWork whose first child has ended.
var (
	making     = []string{"gmux", "new-session", "-d", "-s", "made", "cat"}
	respawning = []string{"gmux", "respawn-pane", "-t", "ended", "echo again; exec cat"}
)

// startWork is a client on a session in which cat runs, beside one whose program has ended and whose pane stays. F5 makes
// a session in which cat runs.
func startWork(w *usertest.World, prefix ...string) *usertest.Plain {
	w.Run(append(slices.Clone(prefix), "gmux", "new-session", "-d", "-s", "ended", "exec sleep 0.1", ";", "set-option", "-g", "remain-on-exit", "on", ";",
		"bind-key", "-n", "F5", "new-session", "-d", "-s", "made", "cat"))
	w.WaitOutput("^1$", "list-panes", "-t", "ended", "-F", "#{pane_dead}")
	c := w.StartPlain(24, 80, "gmux", "new-session", "-s", "work", "cat")
	c.WaitFor(`\[work\]`)
	return c
}

// TestServerWithoutDescriptors: the same for the server. Who cannot be let in waits without costing the server
// anything, and comes in when there is room.
func TestServerWithoutDescriptors(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "its server ends")
	w := usertest.New(t)
	c := startWork(w)
	host, server := w.HostPid(), w.ServerPid()
	before := atRest(w, host, server)

	k := 1 // the first is the connection
	for ; ; k++ {
		was := w.Limit(server, unix.RLIMIT_NOFILE, limitFor(t, server, k))
		res := w.Run(making)
		w.Limit(server, unix.RLIMIT_NOFILE, was)
		if res.Code == 0 || k == 40 {
			break
		}
		clearError(t, fmt.Sprintf("new-session with %d descriptors", k), res, "[Tt]oo many open files")
		echoes(c, fmt.Sprintf("typed%d", k))
	}
	if k < 6 || k == 40 {
		t.Errorf("the first of 40 attempts that succeeded was number %d", k)
	}
	w.Gmux("kill-session", "-t", "made")
	asBefore(w, host, server, before)
	if h, s := w.HostPid(), w.ServerPid(); h != host || s != server {
		t.Errorf("host and server were %d and %d, and are %d and %d", host, server, h, s)
	}
}

// TestClientsWaitForDescriptors: with no descriptor left in the server a new client waits, the attached one works, also by
// a key that makes a window, and nobody spins. When there is room again the one that waited is served.
func TestClientsWaitForDescriptors(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "its server ends")
	w := usertest.New(t)
	c := startWork(w)
	host, server := w.HostPid(), w.ServerPid()
	before := atRest(w, host, server)
	was := w.Limit(server, unix.RLIMIT_NOFILE, limitFor(t, server, 0))

	waits := make(chan usertest.Result)
	go func() { waits <- w.Run([]string{"gmux", "list-sessions", "-F", "#{session_name}"}) }()
	began, used := time.Now(), w.CPUTime(server)
	c.Keys("F5")
	c.WaitFor("(?i)too many open files")
	for i := range 10 {
		echoes(c, fmt.Sprintf("typed%d", i))
		time.Sleep(50 * time.Millisecond) // the time in which it could spin
	}
	if cpu, time := w.CPUTime(server)-used, time.Since(began); cpu > time/2 {
		t.Errorf("the server computed for %v in %v", cpu, time)
	}
	select {
	case res := <-waits:
		t.Errorf("who should wait was told %+v", res)
		waits = nil
	default:
	}
	w.Limit(server, unix.RLIMIT_NOFILE, was)
	if waits != nil {
		if res := <-waits; res.Code != 0 || sorted(res.Stdout) != "ended\nwork" {
			t.Errorf("who waited was told %+v", res)
		}
	}
	asBefore(w, host, server, before)

	// One descriptor: the connection takes it, and the client's terminal has no place. The server may close one between
	// the look and the attempt (of a program whose name it read); then the client comes in, and the next one is the test.
	w.Eventually("a client whose terminal has no place to fail", func() (bool, string) {
		w.Limit(server, unix.RLIMIT_NOFILE, limitFor(t, server, 1))
		second := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "work")
		second.WaitFor(`(?i)too many open files|\[work\]`)
		if strings.Contains(second.Output(), "[work]") {
			second.CloseTerminal()
			return false, "it came in"
		}
		if code := second.WaitExit(); code == 0 {
			t.Error("a client whose terminal could not be taken had success")
		}
		return true, ""
	})
	w.Limit(server, unix.RLIMIT_NOFILE, was)
	third := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "work")
	third.WaitFor(`\[work\]`)
	if h, s := w.HostPid(), w.ServerPid(); h != host || s != server {
		t.Errorf("host and server were %d and %d, and are %d and %d", host, server, h, s)
	}
}

// TestServerRestartsWithoutDescriptors: the server dies while the host cannot open a file. The next one is started as soon
// as it can; until then the child lives and the client waits, and what was typed meanwhile arrives.
func TestServerRestartsWithoutDescriptors(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "its server is the parent of the panes")
	w := usertest.New(t)
	c := startWork(w)
	host, server := w.HostPid(), w.ServerPid()
	child := w.Pid("#{pane_pid}")
	was := w.Limit(host, unix.RLIMIT_NOFILE, limitFor(t, host, 0))
	used, began := w.CPUTime(host), time.Now()
	unix.Kill(server, unix.SIGKILL)
	c.WaitFor("server lost")
	c.Type("meanwhile\r")
	w.Eventually("a second attempt to start a server", func() (bool, string) {
		time := time.Since(began)
		return time > time500, time.String()
	})
	if cpu, time := w.CPUTime(host)-used, time.Since(began); cpu > time/2 {
		t.Errorf("the host computed for %v in %v", cpu, time)
	}
	w.Limit(host, unix.RLIMIT_NOFILE, was)
	w.WaitPane("work", "^meanwhile\nmeanwhile$")
	if now := w.HostPid(); now != host || !usertest.Alive(child) {
		t.Errorf("the host was %d and is %d, the child is alive: %v", host, now, usertest.Alive(child))
	}
}

const time500 = 500 * time.Millisecond

// limitFor is the limit under which a process may open k files more: descriptors are the lowest free numbers below it.
// Those count that stay for a while, not the connection of the last command, which is being closed.
func limitFor(t *testing.T, pid, k int) uint64 {
	t.Helper()
	used := descriptors(t, pid)
	for looks := 1; looks < 10; looks++ {
		time.Sleep(20 * time.Millisecond)
		now := descriptors(t, pid)
		stayed := slices.DeleteFunc(slices.Clone(used), func(fd int) bool { return !slices.Contains(now, fd) })
		if len(stayed) < len(used) {
			used, looks = stayed, 0
		}
	}
	limit := 0
	for {
		if _, found := slices.BinarySearch(used, limit); !found {
			if k == 0 {
				return uint64(limit)
			}
			k--
		}
		limit++
	}
}

// descriptors are the open ones of a process, sorted.
func descriptors(t *testing.T, pid int) []int {
	t.Helper()
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatal(err)
	}
	var open []int
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil {
			open = append(open, n)
		}
	}
	slices.Sort(open)
	return open
}

// clearError checks that a command failed in one line that says why.
func clearError(t *testing.T, what string, res usertest.Result, why string) {
	t.Helper()
	if line := strings.TrimSuffix(res.Stderr, "\n"); res.Code == 0 || res.Stdout != "" || strings.Contains(line, "\n") || !regexp.MustCompile(why).MatchString(line) {
		t.Errorf("%s: exit status %d, it should have said %q in one line:\n%s%s", what, res.Code, why, res.Stdout, res.Stderr)
	} else {
		t.Logf("%s: %s", what, line)
	}
}

// echoes types a line into a cat and waits for it to come back to this client.
func echoes(c *usertest.Plain, line string) {
	c.Forget()
	c.Type(line + "\r")
	c.WaitFor(`(?s)` + line + `.*` + line)
}
