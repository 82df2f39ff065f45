//go:build !portable

package ptyhost

import (
	"os"

	"golang.org/x/sys/unix"
)

// lastWords makes a memory for a server's stderr. Unlike a pipe it needs no reader while the server
// runs and breaks for nobody when the host dies. It cannot grow over its size, of which only the
// pages that were written take memory. A limit of file sizes may leave it less.
func lastWords() (int, error) {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return -1, os.NewSyscallError("getrlimit", err)
	}
	fd, err := unix.MemfdCreate("gmux-stderr", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return -1, os.NewSyscallError("memfd_create", err)
	}
	if err := unix.Ftruncate(fd, int64(min(wordsMost, limit.Cur))); err != nil {
		unix.Close(fd)
		return -1, os.NewSyscallError("ftruncate", err)
	}
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_SHRINK|unix.F_SEAL_GROW); err != nil {
		unix.Close(fd)
		return -1, os.NewSyscallError("F_ADD_SEALS", err)
	}
	return fd, nil
}

// stateMemory makes an empty memory.
func stateMemory() (int, error) {
	fd, err := unix.MemfdCreate("gmux-host", unix.MFD_CLOEXEC)
	return fd, os.NewSyscallError("memfd_create", err)
}
