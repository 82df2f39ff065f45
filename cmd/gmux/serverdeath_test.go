//go:build linux

package main_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestServerKilled: the server is killed with SIGKILL, again and again, while cat of a large file runs
// in one pane and a shell waits in another. No program loses its life or its terminal, the output goes
// on to its end, names and sessions are back, and the attached client comes back by itself.
func TestServerKilled(t *testing.T) {
	usertest.Long(t)
	usertest.NeedGmux(t, "its server is the parent of the panes")
	w := usertest.New(t)
	big := w.Path("big")
	size := writeLines(t, big, 160<<20)

	s := w.Start(24, 80, "gmux", "new", "-s", "quiet", "sh")
	s.WaitFor(`^\$`)
	w.Gmux("rename-session", "-t", "quiet", "renamed")
	s.WaitFor(`^\[renamed\]`)
	w.Gmux("new-session", "-d", "-s", "flood", "sh", "-c", "cat "+big+"; echo; echo =FLOOD OVER=; exec cat")
	flood := w.StartPlain(24, 80, "gmux", "attach", "-t", "flood")
	flood.WaitFor(`\[flood\]`)

	const kills = 3
	names := w.Gmux("list-sessions", "-F", "#{session_name}")
	panes := w.Gmux("list-panes", "-a", "-F", "#{session_name} #{pane_id} #{pane_pid}")
	clients := w.Gmux("list-clients", "-F", "#{client_pid} #{session_name}")
	host, server := w.HostPid(), w.ServerPid()
	for kill := range kills {
		at := readPosition(t, w, "cat "+big, int64(kill+1)*size/(2*kills))
		if at >= size {
			t.Fatalf("the flood was over before kill %d", kill+1)
		}
		if err := syscall.Kill(server, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		var next int
		w.Eventually("another server", func() (bool, string) {
			res := w.Run([]string{"gmux", "display-message", "-p", "#{server_pid}"})
			fmt.Sscan(res.Stdout, &next)
			return res.Code == 0 && next != 0 && next != server, res.Stdout + res.Stderr
		})
		server = next
	}

	// Both programs answer: the shell to its user, the other when its flood is over.
	s.WaitFor(`^\[renamed\]`)
	s.Type("echo alive$((6*7))\r")
	s.WaitFor("^alive42$")
	w.WaitPane("flood", "^=FLOOD OVER=$")
	flood.Type("echoed\r")
	w.WaitPane("flood", "^echoed$")

	for _, was := range []struct{ what, before, now string }{
		{"host", fmt.Sprint(host), fmt.Sprint(w.HostPid())},
		{"session names", names, w.Gmux("list-sessions", "-F", "#{session_name}")},
		{"panes", panes, w.Gmux("list-panes", "-a", "-F", "#{session_name} #{pane_id} #{pane_pid}")},
		{"clients", sorted(clients), sorted(w.WaitOutput(`(?s)\A.*\n.*\n\z`, "list-clients", "-F", "#{client_pid} #{session_name}"))},
	} {
		if was.now != was.before {
			t.Errorf("%s: before the kills\n%s\nafter them\n%s", was.what, was.before, was.now)
		}
	}
	flood.Keys("C-d")
	flood.WaitFor(`\[exited\]`)
	s.Type("exit\r")
	s.WaitFor(`^\[exited\]$`)
}

// TestServerKilledWhileIdle: with nothing going on, the screen, the typed line and the client are back.
func TestServerKilledWhileIdle(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "its server is the parent of the panes")
	w := usertest.New(t)
	s := w.Start(24, 80, "gmux", "new", "-s", "work", "sh")
	s.WaitFor(`^\$`)
	client := s.Pid()
	server := w.ServerPid()
	if err := syscall.Kill(server, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	s.Type("echo typed$((6*7))\r") // perhaps while nobody serves: it must arrive all the same, once
	s.WaitFor("^typed42$")
	if n := strings.Count(s.Screen(), "\ntyped42"); n > 1 {
		t.Errorf("the line arrived %d times:\n%s", n, s.Screen())
	}
	if !usertest.Alive(client) || w.ServerPid() == server {
		t.Errorf("client %d alive: %v; server was %d and is %d", client, usertest.Alive(client), server, w.ServerPid())
	}
	s.Keys("C-b", "d")
	s.WaitFor(`\[detached \(from session work\)\]`)
}

// TestTypedBehindAWaitingCommand: text that was typed in one go behind a key whose command waits is not lost with the server, and
// none of it comes twice; what was typed before the key does not wait.
func TestTypedBehindAWaitingCommand(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "its server is the parent of the panes")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	w.Gmux("bind-key", "X", "set-option -g @pressed yes ; wait-for go")
	c := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "work")
	c.Await("[work]")
	if err := c.Write("before\r\x02Xbehind\r"); err != nil {
		t.Fatal(err)
	}
	w.WaitOutput(`^yes$`, "display-message", "-p", "#{@pressed}")
	w.WaitPane("work", `\Abefore\nbefore\n\n*\z`)
	server := w.ServerPid()
	if err := syscall.Kill(server, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	w.WaitOutput(`work`, "list-clients", "-F", "#{session_name}")
	w.Gmux("wait-for", "-S", "go")
	w.WaitPane("work", `\Abefore\nbefore\nbehind\nbehind\n\n*\z`)
	c.Keys("C-b", "d")
	c.Await("[detached (from session work)]")
}

// writeLines makes a file of numbered lines and returns its size.
func writeLines(t testing.TB, path string, size int64) int64 {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := bufio.NewWriterSize(f, 1<<20)
	filler := strings.Repeat("x", 50)
	var n int64
	for line := 0; n < size; line++ {
		k, _ := fmt.Fprintf(b, "%08d %s\n", line, filler)
		n += int64(k)
	}
	if err := b.Flush(); err != nil {
		t.Fatal(err)
	}
	return n
}

// readPosition waits until the process of that command has read its file up to at, as the kernel tells
// in its fdinfo, and returns where it is. A process that ended has read all.
func readPosition(t *testing.T, w *usertest.World, command string, at int64) (pos int64) {
	t.Helper()
	w.Eventually(fmt.Sprintf("%q to reach byte %d", command, at), func() (bool, string) {
		for _, p := range w.Processes() {
			if p.Command != command {
				continue
			}
			info, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/3", p.Pid))
			if err != nil {
				break
			}
			fmt.Sscanf(string(info), "pos: %d", &pos)
			return pos >= at, fmt.Sprintf("at byte %d", pos)
		}
		return false, fmt.Sprintf("no such process; last at byte %d", pos)
	})
	return pos
}
