package server

import (
	"os"

	"golang.org/x/sys/unix"
)

// selfPidfd is a descriptor by which a new host learns of this server's end.
func selfPidfd() (int, error) {
	fd, err := unix.PidfdOpen(os.Getpid(), 0)
	return fd, os.NewSyscallError("pidfd_open", err)
}
