//go:build darwin || freebsd

package osproc

import (
	"os"

	"golang.org/x/sys/unix"
)

// candidates are processes among which those of some sessions are.
func candidates(map[int]bool) ([]Process, error) { return Processes() }

// Foreground is the foreground process group of the tty whose master is given.
func Foreground(master int) (int, error) {
	pgrp, err := unix.IoctlGetInt(master, unix.TIOCGPGRP)
	return pgrp, os.NewSyscallError("TIOCGPGRP", err)
}

// TTYName is told by the opener of the pty on these systems.
func TTYName(int) (string, error) { return "", ErrUnsupported }

// Exe is the program this process runs.
func Exe() (string, error) { return os.Executable() }

// ExeOf names the file that a process runs; empty: nobody tells.
func ExeOf(int) string { return "" }

// SetName does nothing: there the name is that of the file.
func SetName(string) error { return nil }
