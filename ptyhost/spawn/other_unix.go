//go:build darwin || freebsd

package spawn

import (
	"time"

	"golang.org/x/sys/unix"
)

// waitOther looks again and again.
func waitOther(pid, _ int) {
	const step = 200 * time.Millisecond
	for unix.Kill(pid, 0) != unix.ESRCH {
		time.Sleep(step)
	}
}

// statusOf: these systems tell it to nobody but the parent.
func statusOf(int, int) (unix.WaitStatus, bool) { return 0, false }

func closeOther(int) {}
