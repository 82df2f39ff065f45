//go:build linux

package main_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// inShells runs a test at each shell, in a world of its own.
func inShells(t *testing.T, test func(t *testing.T, s *shell)) {
	t.Parallel()
	for _, name := range shells {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newShell(t, usertest.New(t), name))
		})
	}
}

// TestSignalKeys: Ctrl-C, Ctrl-\ and Ctrl-Z reach the foreground process group and nobody else; fg and bg continue
// what was stopped.
func TestSignalKeys(t *testing.T) {
	inShells(t, func(t *testing.T, s *shell) {
		s.enter("ttyprobe record " + s.file("back") + " &")
		recorded(t, s.World, "back")
		s.enter("ttyprobe record " + s.file("front"))
		front := recorded(t, s.World, "front")
		heard := func(signals string) {
			t.Helper()
			s.Eventually("the program in front to hear "+signals, func() (bool, string) {
				got := signalsOf(t, s.World, "front")
				return got == signals, got
			})
		}
		s.tty.Keys("C-c")
		heard("SIGINT")
		s.tty.Keys(`C-\`)
		heard("SIGINT SIGQUIT")
		s.tty.Keys("C-z")
		awaitState(s.World, front, "T")
		s.ready()
		s.enter("fg")
		awaitState(s.World, front, "S")
		heard("SIGINT SIGQUIT SIGCONT")
		s.tty.Keys("C-c") // it is in front again
		heard("SIGINT SIGQUIT SIGCONT SIGINT")
		s.tty.Keys("C-z")
		awaitState(s.World, front, "T")
		s.ready()
		s.enter("jobs")
		s.shows("Stopped")
		s.enter("bg")
		awaitState(s.World, front, "S")
		heard("SIGINT SIGQUIT SIGCONT SIGINT SIGCONT")
		s.ready()
		s.tty.Keys("C-c") // for the shell alone, which shrugs; it also throws away what was typed ahead
		s.shows(`\^C\n+\$\s*\z`)
		s.ready()
		heard("SIGINT SIGQUIT SIGCONT SIGINT SIGCONT")
		if got := signalsOf(t, s.World, "back"); got != "" {
			t.Errorf("the background job heard %s", got)
		}
	})
}

// TestBackgroundTerminal: who reads in the background stops with SIGTTIN, who writes there goes on, under stty tostop
// it stops with SIGTTOU; in the foreground both do what they wanted.
func TestBackgroundTerminal(t *testing.T) {
	inShells(t, func(t *testing.T, s *shell) {
		s.enter("cat - &")
		reader := named(s.World, "cat -").Pid
		awaitState(s.World, reader, "T")
		s.ready()
		s.enter("fg")
		awaitState(s.World, reader, "S")
		s.tty.Type("heard by cat\r")
		s.shows(`heard by cat\nheard by cat$`)
		s.tty.Keys("C-d")
		s.ready()
		s.enter("sh -c 'echo said $((1+1))behind' &")
		s.shows("said 2behind$")
		s.enter("stty tostop")
		s.ready()
		s.enter("(exec sh -c 'echo waited $((1+1))for; exec sleep 1001') &")
		writer := named(s.World, "sh -c echo waited $((1+1))for; exec sleep 1001").Pid
		awaitState(s.World, writer, "T")
		s.ready()
		if text := s.Gmux("capture-pane", "-p", "-t", "work"); strings.Contains(text, "waited 2for") {
			t.Errorf("written under tostop:\n%s", text)
		}
		s.enter("fg")
		s.shows("waited 2for$")
		s.tty.Keys("C-c")
		s.Eventually("Ctrl-C to end it", func() (bool, string) { return !usertest.Alive(writer), "it is alive" })
		s.ready()
	})
}

// TestStoppedOrphans: when the shell of a stopped job dies, the kernel hangs the job up and continues it, and the host
// adopts it; the pane goes on with the shell that leads it.
func TestStoppedOrphans(t *testing.T) {
	inShells(t, func(t *testing.T, s *shell) {
		s.enter("sh -c 'echo inner pid $$; exec dash -i'")
		s.shows(`inner pid \d+$`)
		var inner int
		for line := range strings.Lines(s.Gmux("capture-pane", "-p", "-t", "work")) {
			if _, pid, ok := strings.Cut(line, "inner pid "); ok {
				fmt.Sscan(pid, &inner) // the last: before it is the command as it was typed
			}
		}
		s.ready()
		s.enter("ttyprobe record " + s.file("job"))
		job := recorded(t, s.World, "job")
		s.tty.Keys("C-z")
		awaitState(s.World, job, "T")
		s.ready()
		if err := syscall.Kill(inner, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		s.Eventually("the stopped orphan to hear SIGHUP and SIGCONT", func() (bool, string) {
			got := signalsOf(t, s.World, "job")
			return got == "SIGHUP SIGCONT" || got == "SIGCONT SIGHUP", got
		})
		awaitState(s.World, job, "S")
		if p, err := usertest.Stat(job); !usertest.UnderTmux() && (err != nil || p.PPid != s.HostPid()) {
			t.Errorf("not adopted by the host: %v, %v", p, err)
		}
		s.ready() // the outer shell is in front again
	})
}

// TestRawLeftBehind: a program puts the tty in raw mode and dies. gmux leaves the line as it is, as every terminal
// does: bash puts it right, in dash stty sane does; a respawned pane has a new one.
func TestRawLeftBehind(t *testing.T) {
	inShells(t, func(t *testing.T, s *shell) {
		s.enter("ttyprobe raw")
		s.shows("Killed")
		if s.name == "dash" {
			s.tty.Type("stty -a; echo looked$((6*7))\n")
			s.shows("looked42")
			if text := s.Gmux("capture-pane", "-p", "-t", "work"); !strings.Contains(text, "-icanon") || !strings.Contains(text, "-opost") {
				t.Errorf("the line is not as the program left it:\n%s", text)
			}
			s.tty.Type("stty sane; echo sane$((6*7))\n")
			s.shows("sane42$")
		}
		s.ready()
		s.enter("exec ttyprobe raw") // the leader itself: its pane ends
		s.tty.WaitFor(`\[exited\]`)
	})
	t.Run("respawn-pane", func(t *testing.T) {
		t.Parallel()
		s := newShell(t, usertest.New(t), "dash")
		s.enter("ttyprobe raw")
		s.shows("Killed")
		s.Gmux("respawn-pane", "-k", "-t", "work", "stty -a; exec dash -i")
		s.shows(`[^-]icanon`)
		s.ready()
	})
}
