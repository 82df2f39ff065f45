//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// TestClientKilledOverSSH: a client is killed at the far side of an ssh that lives on. Both terminals, the far one and
// the user's, are as they were before, and the far shell goes on.
func TestClientKilledOverSSH(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "its client restores nothing after SIGKILL")
	w := usertest.New(t)
	ssh := w.StartSSHD()
	s := w.Start(24, 80, ssh.Command("sh", "-c",
		"tty >"+w.Path("tty")+"; echo before; read line; gmux new -s work cat; read line; echo got $line; exit 7")...)
	s.WaitFor("^before$")
	far := w.EventuallyFile(`^/dev/\S+\n\z`, "tty")
	far = far[:len(far)-1]
	modes := func() string { return s.Modes() + "\n" + lineSettings(t, far) }
	before := modes()
	s.Keys("Enter")
	s.WaitFor(`^\[work\]`)
	if during := modes(); during == before {
		t.Fatalf("the terminals are as they were before gmux:\n%s", during)
	}
	client, err := strconv.Atoi(w.Gmux("list-clients", "-F", "#{client_pid}"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(client, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	w.Eventually("the modes of both terminals to be those from before:\n"+before, func() (bool, string) {
		now := modes()
		return now == before, now
	})
	s.Type("a line\r")
	s.WaitFor(`^before\n(.*\n)*got a line$`)
	if code := s.WaitExit(); code != 7 { // ssh has told the far shell's
		t.Errorf("exit status %d", code)
	}
	w.Gmux("has-session", "-t", "work")
}

// lineSettings are those of a terminal by its path.
func lineSettings(t *testing.T, path string) string {
	t.Helper()
	tty, err := os.OpenFile(path, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	termios, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%+v", *termios)
}
