//go:build linux

package main_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestClientDeath: whatever ends a client, the program in the pane keeps its pid, gets no signal and no
// error, prints on, and shows itself to the next client.
func TestClientDeath(t *testing.T) {
	for _, tt := range []struct {
		name string
		die  func(c *usertest.Plain)
	}{
		{"terminal closed", (*usertest.Plain).CloseTerminal},
		{"SIGKILL", func(c *usertest.Plain) { c.Kill(syscall.SIGKILL) }},
		{"SIGHUP", func(c *usertest.Plain) { c.Kill(syscall.SIGHUP) }},
		{"SIGTERM", func(c *usertest.Plain) { c.Kill(syscall.SIGTERM) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := usertest.New(t)
			c := w.StartPlain(24, 80, "gmux", "new", "-s", "work", w.Probe("sigrec"), w.Path("events"))
			w.EventuallyFile("^pid ", "events")
			w.WaitOutput("work", "list-clients", "-F", "#{session_name}")
			pid := w.Pid("#{pane_pid}", "-t", "work")
			ticks := lastTick(w, 1)

			tt.die(c)
			w.WaitOutput(`\A\z`, "list-clients")
			lastTick(w, ticks+20) // it prints on with nobody looking

			next := w.StartPlain(24, 80, "gmux", "attach", "-t", "work")
			next.WaitFor(`tick \d+`)
			next.WaitFor(`\[work\]`) // its status line
			if now := w.Pid("#{pane_pid}", "-t", "work"); now != pid {
				t.Errorf("the pane's process was %d and is %d", pid, now)
			}
			next.Type("quit\r")
			next.WaitFor(`\[exited\]`)
			events := w.EventuallyFile("^bye$", "events")
			if want := regexp.MustCompile(fmt.Sprintf(`\Apid %d\nline quit\npause \S+\nbye\n\z`, pid)); !want.MatchString(events) {
				t.Errorf("the program recorded\n%swant only\n%v", events, want)
			}
			if code := next.WaitExit(); code != 0 {
				t.Errorf("exit status of the second client: %d", code)
			}
		})
	}
}

// lastTick waits until the pane shows a tick of at least n and returns the newest.
func lastTick(w *usertest.World, n int) (tick int) {
	ticks := regexp.MustCompile(`tick (\d+)`)
	w.Eventually(fmt.Sprintf("tick %d", n), func() (bool, string) {
		text := w.Gmux("capture-pane", "-p", "-t", "work")
		if all := ticks.FindAllStringSubmatch(text, -1); len(all) > 0 {
			tick, _ = strconv.Atoi(all[len(all)-1][1])
		}
		return tick >= n, text
	})
	return tick
}

// TestOtherSizeIsTheOnlySignal: a next client of another size is told to the program by SIGWINCH, and
// by nothing else.
func TestOtherSizeIsTheOnlySignal(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	c := w.StartPlain(24, 80, "gmux", "new", "-s", "work", w.Probe("sigrec"), w.Path("events"))
	w.EventuallyFile("^pid ", "events")
	w.WaitOutput("work", "list-clients", "-F", "#{session_name}")
	c.Kill(syscall.SIGKILL)
	c.WaitExit()
	w.WaitOutput(`\A\z`, "list-clients")

	next := w.StartPlain(40, 120, "gmux", "attach", "-t", "work")
	w.EventuallyFile("^signal SIGWINCH$", "events")
	w.WaitOutput(`^120x39$`, "display-message", "-p", "-t", "work", "#{pane_width}x#{pane_height}")
	next.Type("quit\r")
	for line := range strings.SplitSeq(w.EventuallyFile("^bye$", "events"), "\n") {
		if strings.HasPrefix(line, "signal ") && line != "signal SIGWINCH" || strings.Contains(line, "error") {
			t.Errorf("the program recorded %q", line)
		}
	}
}

// TestClientKilledLeavesTerminalUsable: a client that is killed cannot restore its terminal; the server
// does it for it.
func TestClientKilledLeavesTerminalUsable(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "its client restores nothing after SIGKILL")
	w := usertest.New(t)
	s := w.Start(24, 80, "sh", "-c", "echo before; read line; gmux new -s work cat; read line; echo got $line")
	s.WaitFor("^before$")
	before := s.Modes()
	s.Keys("Enter")
	s.WaitFor(`^\[work\]`)
	client, err := strconv.Atoi(w.Gmux("list-clients", "-F", "#{client_pid}"))
	if err != nil {
		t.Fatal(err)
	}
	if during := s.Modes(); during == before {
		t.Fatalf("the terminal is as it was before gmux:\n%s", during)
	}
	if err := syscall.Kill(client, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	w.Eventually("the terminal's modes to be those from before:\n"+before, func() (bool, string) {
		now := s.Modes()
		return now == before, now
	})
	s.Type("a line\r")
	s.WaitFor(`^before\n(.*\n)*got a line$`)
	w.Gmux("has-session", "-t", "work")
}

// TestDetachRestoresTerminal: after an orderly end the terminal is as it was.
func TestDetachRestoresTerminal(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	s := w.Start(24, 80, "sh", "-c", "echo before; read line; gmux new -s work cat; echo after")
	s.WaitFor("^before$")
	before := s.Modes()
	s.Keys("Enter")
	s.WaitFor(`^\[work\]`)
	s.Keys("C-b", "d")
	s.WaitFor(`^before\n\n\[detached \(from session work\)\]\nafter$`)
	if now := s.Modes(); now != before {
		t.Errorf("modes were\n%s\nand are\n%s", before, now)
	}
}

// TestSuspend: C-b C-z gives the terminal back to the shell, fg brings the screen back.
func TestSuspend(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	s := w.Start(24, 80, "sh", "-i")
	s.WaitFor(`^\$ $|^\$$`)
	s.Type("gmux new -s work cat\r")
	s.WaitFor(`^\[work\]`)
	s.Type("hello")
	s.WaitFor("^hello$")
	s.Keys("C-b", "C-z")
	s.WaitFor(`(?i)stopped|suspended`)
	s.Type("echo sh$((6*7))\r")
	s.WaitFor("^sh42$")
	s.Type("fg\r")
	s.WaitFor("^hello$")
	s.WaitFor(`^\[work\]`)
	s.Keys("C-b", "d")
	s.WaitFor(`\[detached \(from session work\)\]`)
}
