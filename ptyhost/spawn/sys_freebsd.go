package spawn

import (
	"os"

	"golang.org/x/sys/unix"
)

const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETA
	iutf8      = 0 // the line discipline erases by character as the locale says
	maxrssUnit = 1024
	lastSignal = 126 // SIGRTMAX
)

// unblockSignals empties the signal mask of this thread.
func unblockSignals() error {
	var none [4]uint32
	return os.NewSyscallError("sigprocmask", mask(unix.SYS_SIGPROCMASK, &none))
}

// BecomeSubreaper makes processes whose parent dies come to this process instead of to init. See procctl(2).
func BecomeSubreaper() error {
	const pPid, reapAcquire = 0, 2 // P_PID of sys/wait.h, PROC_REAP_ACQUIRE of sys/procctl.h
	_, _, errno := unix.Syscall6(unix.SYS_PROCCTL, pPid, uintptr(os.Getpid()), reapAcquire, 0, 0, 0)
	if errno != 0 {
		return os.NewSyscallError("PROC_REAP_ACQUIRE", errno)
	}
	return nil
}
