package spawn

import (
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/recovery"
)

// A Death is one reaped process.
type Death struct {
	Session int // pid of the leader of its session, 0 if that could not be learned
	Exit    recovery.Exit
}

// Reap waits for every child that has ended, adopted orphans among them, and calls f with each. It
// does not wait for those that live.
func Reap(f func(Death)) error {
	for {
		pid, session, err := peek()
		if err != nil || pid == 0 {
			return err
		}
		var ws unix.WaitStatus
		var ru unix.Rusage
		got, err := wait4(pid, &ws, &ru)
		if err != nil {
			return err
		}
		if got <= 0 {
			return nil
		}
		f(Death{session, exitOf(got, ws, ru)})
	}
}

func wait4(pid int, ws *unix.WaitStatus, ru *unix.Rusage) (int, error) {
	for {
		got, err := unix.Wait4(pid, ws, unix.WNOHANG, ru)
		switch err {
		case unix.EINTR:
		case unix.ECHILD:
			return 0, nil
		default:
			return got, err
		}
	}
}

func exitOf(pid int, ws unix.WaitStatus, ru unix.Rusage) recovery.Exit {
	e := recovery.Exit{
		PID:      pid,
		Known:    true,
		User:     time.Duration(ru.Utime.Nano()),
		System:   time.Duration(ru.Stime.Nano()),
		MaxRSS:   int64(ru.Maxrss) * maxrssUnit,
		ExitedAt: time.Now(),
	}
	if ws.Signaled() {
		e.Signal, e.Core = int(ws.Signal()), ws.CoreDump()
	} else {
		e.Code = ws.ExitStatus()
	}
	return e
}
