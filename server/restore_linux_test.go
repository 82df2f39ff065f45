package server

import (
	"io"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"gmux/protocol/outer"
)

// A client whose standard input is /dev/tty passes a descriptor that nobody else can open anew.
func TestATerminalThatCannotBeOpenedIsRestored(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	found, err := outer.Termios(int(slave.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	client := exec.Command("sh", "-c", "exec <>/dev/tty; echo; exec cat")
	client.Stdin, client.Stdout = slave, slave
	client.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := client.Start(); err != nil {
		t.Fatal(err)
	}
	defer client.Wait()
	defer client.Process.Kill()
	late := time.AfterFunc(20*time.Second, func() { client.Process.Kill(); slave.Close() }) // ends the reads
	defer late.Stop()
	if _, err := io.ReadFull(master, make([]byte, len("\r\n"))); err != nil {
		t.Fatal(err)
	}
	pidfd, err := unix.PidfdOpen(client.Process.Pid, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(pidfd)
	fd, err := unix.PidfdGetfd(pidfd, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	tty := outerTTY{fd: fd, pidfd: -1, path: "/dev/tty", term: "xterm", termios: found}
	defer tty.close()
	if own, err := tty.reopen(); err == nil {
		unix.Close(own)
		t.Fatal("it can be opened")
	}
	if err := tty.restore(); err != nil {
		t.Fatal(err)
	}
	want := outer.ResetSequence("xterm")
	got := make([]byte, len(want))
	if _, err := io.ReadFull(master, got); err != nil || string(got) != want {
		t.Errorf("written %q, %v", got, err)
	}
}
