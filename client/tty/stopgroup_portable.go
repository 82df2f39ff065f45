//go:build darwin || freebsd || portable

package tty

import (
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// stopGroup stops the process group by SIGSTOP: Go gives no way to the default action of SIGTSTP here. SIGSTOP
// stops an orphaned group too, which nobody could continue, so that is looked at first.
func stopGroup(wait func()) error {
	if orphaned() {
		return nil
	}
	if err := syscall.Kill(0, syscall.SIGSTOP); err != nil {
		return fmt.Errorf("stop process group: %w", err)
	}
	wait()
	return nil
}

// orphaned says that no parent of this process in its session, but in another group, could continue it.
// See POSIX, "orphaned process group"; the other members of the group have the same parent, or none that helps.
func orphaned() bool {
	parent := os.Getppid()
	session, err := unix.Getsid(0)
	theirs, perr := unix.Getsid(parent)
	group, gerr := unix.Getpgid(parent)
	return err != nil || perr != nil || gerr != nil || theirs != session || group == unix.Getpgrp()
}
