//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// TestClientDeath: whatever becomes of a client, the program in the pane keeps its pid, gets no signal, no error and no
// pause, prints on, and another client attaches at once and shows it.
func TestClientDeath(t *testing.T) {
	for _, tt := range []struct {
		name  string
		start func(*watch, ...string) *usertest.Plain
		die   func(*watch, *usertest.Plain)
		// Of a client that is not dead:
		stays  time.Duration                     // how long it remains as it is; 0: it is dead
		revive func(v *watch, c *usertest.Plain) // nil where it remains so for good
	}{
		// Those that take long come first.
		{"SIGSTOP", plain, killed(syscall.SIGSTOP), 10 * time.Second, killed(syscall.SIGCONT)},
		{"stops reading", stuck, becomesStuck, stayFor, nil},
		{"ssh connection frozen", overSSH, freezeSSH, stayFor, thawSSH},
		{"garbage typed", plain, typeGarbage, time.Second / 2, untouched},
		{"garbage sent", plain, sendGarbage, time.Second / 2, untouched},
		{"terminal closed", plain, func(_ *watch, c *usertest.Plain) { c.CloseTerminal() }, 0, nil},
		{"SIGHUP", plain, killed(syscall.SIGHUP), 0, nil},
		{"SIGTERM", plain, killed(syscall.SIGTERM), 0, nil},
		{"SIGKILL", plain, killed(syscall.SIGKILL), 0, nil},
		{"SIGSEGV", plain, killed(syscall.SIGSEGV), 0, nil},
		{"ssh killed", overSSH, killed(syscall.SIGKILL), 0, nil},
		{"sshd's session killed", overSSH, func(v *watch, _ *usertest.Plain) { v.ssh.Kill(syscall.SIGKILL) }, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.name == "garbage sent" {
				usertest.NeedGmux(t, "it speaks another protocol")
			}
			for range usertest.Count(1, 5) {
				v := newWatch(t)
				v.raw = strings.HasPrefix(tt.name, "garbage") // which has a Ctrl-Z in it
				c := v.begin(func(argv ...string) *usertest.Plain { return tt.start(v, argv...) })
				tt.die(v, c)
				v.attachesAtOnce()
				if tt.stays == 0 {
					v.w.WaitOutput(`\A\z`, "list-clients")
				}
				v.printsFor(max(tt.stays, time.Second/2)) // with nobody looking, or one who does not see
				if tt.revive != nil {
					tt.revive(v, c)
					v.reaches(c, v.printed(1)+perTick*ticksPerSecond)
					v.types(c, "here")
				}
				next := v.w.Start(24, 80, "gmux", "attach", "-t", "work")
				v.showsRight(next)
				v.end(next)
			}
		})
	}
}

// stayFor is how long what is stuck stays so. What gmux waits for by a clock is over in less.
var stayFor = time.Duration(usertest.Count(6, 65)) * time.Second

func plain(v *watch, argv ...string) *usertest.Plain { return v.w.StartPlain(24, 80, argv...) }

func stuck(v *watch, argv ...string) *usertest.Plain { return v.w.StartStuck(24, 80, argv...) }

func overSSH(v *watch, argv ...string) *usertest.Plain {
	v.ssh = v.w.StartSSHD()
	return v.w.StartPlain(24, 80, v.ssh.Command(argv...)...)
}

func killed(sig syscall.Signal) func(*watch, *usertest.Plain) {
	return func(_ *watch, c *usertest.Plain) { c.Kill(sig) }
}

// becomesStuck waits until the client's terminal takes no more.
func becomesStuck(v *watch, c *usertest.Plain) {
	tty, err := os.OpenFile(fmt.Sprintf("/proc/%d/fd/0", c.Pid()), os.O_WRONLY|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		v.t.Fatal(err)
	}
	defer tty.Close()
	v.w.Eventually("the terminal to be full", func() (bool, string) {
		ready := []unix.PollFd{{Fd: int32(tty.Fd()), Events: unix.POLLOUT}}
		n, err := unix.Poll(ready, 0)
		return n == 0 && err == nil, fmt.Sprint(ready, err)
	})
}

// freezeSSH is a connection over which nothing comes any more, in either direction, and which nobody has closed.
func freezeSSH(v *watch, c *usertest.Plain) {
	c.Kill(syscall.SIGSTOP)
	v.ssh.Kill(syscall.SIGSTOP)
}

func thawSSH(v *watch, c *usertest.Plain) {
	v.ssh.Kill(syscall.SIGCONT)
	c.Kill(syscall.SIGCONT)
}

func untouched(*watch, *usertest.Plain) {}

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
	s.WaitFor("sh42$")
	s.Type("fg\r")
	s.WaitFor("^hello$")
	s.WaitFor(`^\[work\]`)
	s.Keys("C-b", "d")
	s.WaitFor(`\[detached \(from session work\)\]`)
}

// TestClientKilledInFlood: it is so too where the server was just sending to it.
func TestClientKilledInFlood(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "its client restores nothing after SIGKILL")
	w := usertest.New(t)
	w.Gmux("new", "-d", "-s", "work", "yes")
	for range usertest.Count(8, 200) {
		c := w.StartPlain(24, 80, "sh", "-c", "echo before; read line; gmux attach -t work; exec sleep 1000000")
		c.WaitFor("^before")
		tty := fmt.Sprintf("/proc/%d/fd/0", c.Pid())
		before := lineSettings(t, tty)
		c.Type("\r")
		c.WaitFor(`\[work\]`)
		client, err := strconv.Atoi(w.Gmux("list-clients", "-F", "#{client_pid}"))
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(client, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		w.Eventually("the terminal to be as before:\n"+before, func() (bool, string) {
			now := lineSettings(t, tty)
			return now == before, now
		})
		c.Kill(syscall.SIGKILL)
		c.WaitExit()
		c.CloseTerminal()
		w.WaitOutput(`\A\z`, "list-clients")
	}
}
