package spawn

import (
	"time"

	"gmux/protocol/recovery"
)

// WaitOther waits for the end of a process that is no child of this one, and says what can be known of it: Known is false where
// nobody can tell. It closes pidfd, which was opened while the process was there; -1 is none.
func WaitOther(pid, pidfd int) recovery.Exit {
	waitOther(pid, pidfd)
	x := EndOf(pid, pidfd)
	closeOther(pidfd)
	return x
}

// EndOf is what can be known of a process that has ended and is no child of this one.
func EndOf(pid, pidfd int) recovery.Exit {
	x := recovery.Exit{PID: pid, ExitedAt: time.Now()}
	if status, ok := statusOf(pid, pidfd); ok {
		x.Known = true
		if status.Signaled() {
			x.Signal, x.Core = int(status.Signal()), status.CoreDump()
		} else {
			x.Code = status.ExitStatus()
		}
	}
	return x
}
