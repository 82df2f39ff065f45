package spawn

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// IgnoreAcrossExec ignores signals from now on, until restore is called or the program that an exec starts asks for them: Go's runtime
// unblocks SIGHUP and SIGINT in every thread when it starts, whatever was blocked, and dies of them unless they were ignored. By the
// bare system call, for os/signal.Ignore discards what Notify has asked for.
func IgnoreAcrossExec(signals ...unix.Signal) (restore func(), err error) {
	const size = 64 // more than any struct sigaction
	old := make([][size]byte, len(signals))
	for i, sig := range signals {
		var ignore [size]byte
		*(*uintptr)(unsafe.Pointer(&ignore)) = 1 // SIG_IGN, the first field
		_, _, errno := unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&ignore)),
			uintptr(unsafe.Pointer(&old[i])), 8, 0, 0)
		if errno != 0 {
			return nil, fmt.Errorf("ignore signal %d: %w", sig, os.NewSyscallError("rt_sigaction", errno))
		}
	}
	return func() {
		for i, sig := range signals {
			unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&old[i])), 0, 8, 0, 0)
		}
	}, nil
}
