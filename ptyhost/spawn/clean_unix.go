//go:build darwin || freebsd

package spawn

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// Clean gives ignored signals a handler, which the fork takes away again. A blocked signal stays
// blocked: the mask of a thread cannot be set here without cgo.
func Clean() error {
	drop := make(chan os.Signal, 1)
	for sig := syscall.Signal(1); sig < 32; sig++ {
		if signal.Ignored(sig) {
			signal.Notify(drop, sig)
		}
	}
	return CloseOnExec()
}

// CloseOnExec marks every descriptor above 2.
func CloseOnExec() error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("limit of descriptors: %w", err)
	}
	for fd := 3; fd < int(min(limit.Cur, 65536)); fd++ {
		unix.CloseOnExec(fd)
	}
	return nil
}

// BecomeSubreaper: orphans go to init here.
func BecomeSubreaper() error { return nil }

// peek does not look ahead here: any child will do.
func peek() (pid, session int, err error) { return -1, 0, nil }
