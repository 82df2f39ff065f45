//go:build darwin || freebsd || portable

package ptyhost

import (
	"os"

	"golang.org/x/sys/unix"
)

// lastWords makes a file without a name for a server's stderr.
func lastWords() (int, error) { return nameless("gmux-stderr") }

// stateMemory makes an empty memory.
func stateMemory() (int, error) { return nameless("gmux-host") }

func nameless(name string) (int, error) {
	f, err := os.CreateTemp("", name)
	if err != nil {
		return -1, err
	}
	defer f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return -1, err
	}
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	return fd, os.NewSyscallError("F_DUPFD_CLOEXEC", err)
}
