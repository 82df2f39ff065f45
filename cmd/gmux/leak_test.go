//go:build linux

package main_test

import (
	"fmt"
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestNothingLeftBehind: sessions made and ended in a loop, in every way a session ends, leave no
// process below the host, no descriptor in host or server (and so no pseudo-terminal), no thread and no
// file.
func TestNothingLeftBehind(t *testing.T) {
	usertest.Long(t)
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "stays", "cat")
	cycle := func(i int) {
		name := fmt.Sprintf("s%d", i)
		switch i % 4 {
		case 0: // killed, with a background job
			w.Gmux("new-session", "-d", "-s", name, "sh", "-c", "sleep 1000 & exec cat")
			w.Gmux("kill-session", "-t", name)
		case 1: // ends by itself
			w.Gmux("new-session", "-d", "-s", name, "echo over")
		case 2: // shown, detached, killed
			c := w.StartPlain(24, 80, "gmux", "new-session", "-s", name, "cat")
			c.WaitFor(`\[` + name + `\]`)
			c.Keys("C-b", "d")
			c.WaitFor(`\[detached \(from session ` + name + `\)\]`)
			c.WaitExit()
			c.CloseTerminal()
			w.Gmux("kill-session", "-t", name)
		case 3: // shown, and its client's terminal closed
			c := w.StartPlain(24, 80, "gmux", "new-session", "-s", name, "cat")
			c.WaitFor(`\[` + name + `\]`)
			c.CloseTerminal()
			c.WaitExit()
			w.Gmux("kill-session", "-t", name)
		}
	}
	// The first rounds fill caches and pools, which is no leak.
	for i := range 8 {
		cycle(i)
	}
	w.WaitOutput(`\Astays\n\z`, "list-sessions", "-F", "#{session_name}")
	host, server := w.HostPid(), w.ServerPid()
	before := atRest(w, host, server)
	threads := threadCount(host, server)

	for i := range usertest.Count(20, 50) {
		cycle(i)
	}
	w.WaitOutput(`\Astays\n\z`, "list-sessions", "-F", "#{session_name}")
	w.Eventually("everything to be as before:\n"+before, func() (bool, string) {
		now := inventory(w, host, server)
		return now == before, now
	})
	// A runtime keeps the threads that calls into the kernel once needed; fifty more are a leak.
	if now := threadCount(host, server); now > threads+10 {
		t.Errorf("%d threads before, %d after", threads, now)
	}
}

// atRest is the inventory once it stays the same for a while: the connection of the last command is gone.
func atRest(w *usertest.World, host, server int) string {
	last, times := "", 0
	w.Eventually("host and server to be at rest", func() (bool, string) {
		now := inventory(w, host, server)
		if now != last {
			last, times = now, 0
		}
		times++
		return times == 5, now
	})
	return last
}

// inventory is what host and server have: children, descriptors and, where they tell, goroutines; and
// the files in the socket directory.
func inventory(w *usertest.World, host, server int) string {
	var b strings.Builder
	roles := map[string]int{"host": host}
	if server != host {
		roles["server"] = server
	}
	for _, role := range []string{"host", "server"} {
		pid, ok := roles[role]
		if !ok {
			continue
		}
		files, err := usertest.Files(pid)
		if err != nil {
			fmt.Fprintf(&b, "%s: %v\n", role, err)
		}
		counts := map[string]int{}
		for _, f := range files {
			counts[f]++
		}
		fmt.Fprintf(&b, "%s has open: %v\n", role, counts)
		for _, c := range usertest.Children(pid) {
			fmt.Fprintf(&b, "%s has the child %d %s, state %c\n", role, c.Pid, c.Command, c.State)
		}
	}
	for _, p := range w.Processes() {
		if !strings.Contains(p.Command, "display-message") {
			fmt.Fprintf(&b, "running: %d\n", p.Pid)
		}
	}
	if goroutines := w.Gmux("display-message", "-p", "#{server_goroutines}"); goroutines != "" {
		fmt.Fprintf(&b, "goroutines: %s\n", goroutines)
	}
	sockets, others := w.Sockets()
	fmt.Fprintf(&b, "sockets: %q\nfiles: %q\n", sockets, others)
	return b.String()
}

func threadCount(pids ...int) (n int) {
	for _, pid := range pids {
		if p, err := usertest.Stat(pid); err == nil {
			n += p.Threads
		}
	}
	return n
}
