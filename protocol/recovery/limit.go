package recovery

import (
	"os"

	"golang.org/x/sys/unix"
)

// LiftFileSizeLimit raises this process's soft limit on file sizes to its hard limit: the limit holds
// for memfds too, and offsets in them grow without bound. A server calls it at its start. The host
// does not, for its children are to have the limits the user has set.
func LiftFileSizeLimit() error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return os.NewSyscallError("getrlimit", err)
	}
	limit.Cur = limit.Max
	return os.NewSyscallError("setrlimit", unix.Setrlimit(unix.RLIMIT_FSIZE, &limit))
}
