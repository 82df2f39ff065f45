//go:build linux

package usertest

import (
	"time"

	"golang.org/x/sys/unix"
)

// Limit sets a soft limit (unix.RLIMIT_NOFILE …) of a running process, and returns what it was. The hard limit stays, so
// that it can be set back.
func (w *World) Limit(pid, resource int, soft uint64) (was uint64) {
	w.t.Helper()
	var old unix.Rlimit
	if err := unix.Prlimit(pid, resource, nil, &old); err != nil {
		w.t.Fatal(err)
	}
	if err := unix.Prlimit(pid, resource, &unix.Rlimit{Cur: soft, Max: old.Max}, nil); err != nil {
		w.t.Fatal(err)
	}
	return old.Cur
}

// CPUTime is how long a process and its threads have been computing. See clock_getcpuclockid(3) for the number.
func (w *World) CPUTime(pid int) time.Duration {
	w.t.Helper()
	const schedClock = 2
	var ts unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|schedClock), &ts); err != nil {
		w.t.Fatalf("CPU time of process %d: %v", pid, err)
	}
	return time.Duration(ts.Nano())
}
