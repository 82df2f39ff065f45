package recovery

import (
	"os"

	"golang.org/x/sys/unix"
)

// LiftFileSizeLimit raises this process's soft limit on file sizes to its hard limit: the limit holds
// for memfds too, and offsets in them grow without bound. A server calls it at its start. The host
// does not, for its children are to have the limits the user has set: was is that limit, for a host
// that this server may have to start.
func LiftFileSizeLimit() (was uint64, err error) {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return 0, os.NewSyscallError("getrlimit", err)
	}
	was, limit.Cur = uint64(limit.Cur), limit.Max
	return was, os.NewSyscallError("setrlimit", unix.Setrlimit(unix.RLIMIT_FSIZE, &limit))
}

// fileSizeLimit is how long a file of a server can be, which lifts what can be lifted.
func fileSizeLimit() (uint64, error) {
	var limit unix.Rlimit
	err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit)
	return uint64(limit.Max), os.NewSyscallError("getrlimit", err)
}

// SetFileSizeLimit makes this process's soft limit what LiftFileSizeLimit found, where that is allowed.
func SetFileSizeLimit(was uint64) error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return os.NewSyscallError("getrlimit", err)
	}
	assign(&limit.Cur, min(was, uint64(limit.Max)))
	return os.NewSyscallError("setrlimit", unix.Setrlimit(unix.RLIMIT_FSIZE, &limit))
}

// assign is for a field that has another type on FreeBSD.
func assign[T int64 | uint64](to *T, v uint64) { *to = T(v) }
