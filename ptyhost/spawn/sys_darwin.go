package spawn

import (
	"os"

	"golang.org/x/sys/unix"
)

const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETA
	iutf8      = unix.IUTF8
	maxrssUnit = 1
	lastSignal = 31
)

// unblockSignals empties the signal mask of this thread.
func unblockSignals() error {
	var none uint32
	return os.NewSyscallError("__pthread_sigmask", mask(unix.SYS___PTHREAD_SIGMASK, &none))
}
