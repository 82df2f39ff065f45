//go:build linux

package main_test

import (
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// everyMode is a program that turns on all that it can: mouse, focus and paste reports, the keyboard protocols, keypad,
// cursor, titles, colours, graphics, margins, insertion, reports of scheme and size, synchronized output.
const everyMode = `printf '\033[?1003h\033[?1006h\033[?1004h\033[?2004h\033[>31u\033[>4;2m\033[?1h\033=\033[?2031h\033[?2048h'
	printf '\033]2;the program\007\033]12;#ff0000\007\033[3 q\033[2;5r\033[4h\033[?6h\033[?7l\033(0\033[1;31;44mx\033[?2026h'
	printf '\033]8;;http://example.org/\033\\link'
	exec cat`

// turnedOn is what of that a terminal which knows it all must have been told.
var turnedOn = []string{"mode ?1049", "mode ?1003", "mode ?1006", "mode ?1004", "mode ?2004", "kitty flags", "application keypad", "mode ?1", "cursor shape", "title"}

// aroundGmux is how the user comes to gmux: from a shell which is there again afterwards. cat stands for the rest of its life.
const aroundGmux = `echo before; gmux new -s work sh -c "$0"; echo after; exec cat`

// A modal terminal is one on which a program in gmux has turned everything on.
type modal struct {
	w        *usertest.World
	s        *usertest.Plain
	settings string // of the line, before
}

func startModal(t *testing.T, script string, argv ...string) modal {
	t.Helper()
	w := usertest.New(t)
	writeFile(t, w.Path("home", ".gmux.conf"), "set -g mouse on\nset -g set-titles on\nset -g focus-events on\nset -s extended-keys on\n", 0o600)
	s := w.StartTerminal(24, 80, usertest.Manner{Answers: usertest.XtermAnswers}, append([]string{"sh", "-c", script}, argv...)...)
	m := modal{w: w, s: s, settings: s.SettingsBefore()}
	return m
}

// on waits until all is turned on.
func (m modal) on() {
	m.w.Eventually("every mode to be on", func() (bool, string) {
		left := m.s.Left()
		for _, mode := range turnedOn {
			if !strings.Contains(left+",", mode) {
				return false, mode + " is not in " + left
			}
		}
		return true, ""
	})
}

// off waits until nothing is, on the wire and in the line's settings.
func (m modal) off() {
	m.w.Eventually("the terminal to be as before", func() (bool, string) {
		left, now := m.s.Left(), m.s.Settings()
		return left == "" && now == m.settings, "left on: " + left + "\n" + now + "\nwas\n" + m.settings
	})
}

// TestEveryEndRestores: whatever ends a client, every mode that was set in the outer terminal is reset, as seen on the
// wire, the line's settings are those from before, and a shell can go on.
func TestEveryEndRestores(t *testing.T) {
	usertest.NeedGmux(t, "it has other modes, and restores nothing after some of these")
	signal := func(sig syscall.Signal) func(t *testing.T, m modal) {
		return func(t *testing.T, m modal) {
			if err := syscall.Kill(clientPid(t, m.w), sig); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tt := range []struct {
		name string
		end  func(t *testing.T, m modal)
		says string
	}{
		{"detach", func(t *testing.T, m modal) { m.s.Keys("C-b", "d") }, `\[detached \(from session work\)\]`},
		{"the session is killed", func(t *testing.T, m modal) { m.w.Gmux("kill-session", "-t", "work") }, `\[exited\]`},
		{"the program exits", killProgram, `\[exited\]`},
		{"the server is killed", func(t *testing.T, m modal) { m.w.Gmux("kill-server") }, `\[server exited\]`},
		{"the server is lost", leaveLost, `\[detached \(no server\)\]`},
		{"SIGTERM", signal(syscall.SIGTERM), `\[terminated\]`},
		{"SIGHUP", signal(syscall.SIGHUP), `\[lost tty\]`},
		{"SIGKILL", signal(syscall.SIGKILL), `Killed`},
		{"exec", func(t *testing.T, m modal) { m.w.Gmux("detach-client", "-s", "work", "-E", "echo another") }, `another`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := startModal(t, aroundGmux, everyMode)
			m.s.WaitFor(`before`)
			m.on()
			tt.end(t, m)
			m.s.WaitFor(tt.says)
			m.s.WaitFor(`after\r?\n`)
			m.off()
			m.s.Type("a line\r")
			m.s.WaitFor(`a line\r\na line\r\n`)
		})
	}
}

func killProgram(t *testing.T, m modal) {
	if err := syscall.Kill(m.w.Pid("#{pane_pid}", "-t", "work"), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func clientPid(t *testing.T, w *usertest.World) int {
	t.Helper()
	return w.Pid("#{client_pid}", "-t", "work")
}

// leaveLost kills the server while its host cannot start another, and leaves with the keys that the client itself obeys.
func leaveLost(t *testing.T, m modal) {
	host, server := m.w.HostPid(), m.w.ServerPid()
	for _, kill := range []struct {
		pid int
		sig syscall.Signal
	}{{host, syscall.SIGSTOP}, {server, syscall.SIGKILL}} {
		if err := syscall.Kill(kill.pid, kill.sig); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { syscall.Kill(host, syscall.SIGCONT) })
	m.s.WaitFor(`server lost`)
	m.s.Keys("C-b", "d")
	m.s.WaitFor(`after\r\n`)
	if err := syscall.Kill(host, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
}

// TestEveryStopRestores: a client that is suspended leaves the terminal as it was, one that is stopped behind its back
// takes it again when it goes on, and nothing is left on after both.
func TestEveryStopRestores(t *testing.T) {
	usertest.NeedGmux(t, "it has other modes")
	t.Parallel()
	m := startModal(t, `exec sh -i`)
	m.s.WaitFor(`\$ `)
	writeFile(t, m.w.Path("home", "program"), everyMode, 0o600)
	m.s.Type("gmux new -s work sh program\r")
	m.on()
	pid := clientPid(t, m.w)
	for _, stop := range []func(){
		func() { m.s.Keys("C-b", "C-z") },
		func() { syscall.Kill(pid, syscall.SIGTSTP) },
	} {
		m.s.Forget()
		stop()
		m.s.WaitFor(`Stopped`)
		m.w.Eventually("the terminal to be as before", func() (bool, string) { return m.s.Left() == "", m.s.Left() })
		m.s.Type("echo sh$((6*7))\r")
		m.s.WaitFor(`sh42`)
		m.s.Type("fg\r")
		m.on()
	}

	m.s.Forget()
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil { // nobody can do anything about this one
		t.Fatal(err)
	}
	m.s.WaitFor(`Stopped`)
	m.s.Forget()            // it may have painted after the last time
	m.s.Type("fg\n")        // the line is still raw, and this shell takes it as it is
	m.s.WaitFor(`\[work\]`) // it paints anew
	m.on()
	m.s.Keys("C-b", "d")
	m.s.WaitFor(`\[detached \(from session work\)\]`)
	m.w.Eventually("the terminal to be as before", func() (bool, string) {
		left, now := m.s.Left(), m.s.Settings()
		return left == "" && now == m.settings, "left on: " + left + "\n" + now + "\nwas\n" + m.settings
	})
}
