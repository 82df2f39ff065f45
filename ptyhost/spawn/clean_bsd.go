//go:build darwin || freebsd

package spawn

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Clean makes what the calling goroutine starts next begin with nothing that this process inherited:
// ignored signals get their default, the signal mask becomes empty, and no descriptor above 2 passes an
// exec unless it is handed on. It binds the goroutine to its thread, whose mask the child gets.
func Clean() error {
	runtime.LockOSThread()
	if err := resetIgnored(); err != nil {
		return err
	}
	if err := unblockSignals(); err != nil {
		return err
	}
	return CloseOnExec()
}

// CloseOnExec marks every descriptor above 2.
func CloseOnExec() error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("limit of descriptors: %w", err)
	}
	for fd := 3; fd < int(min(limit.Cur, 65536)); fd++ {
		unix.CloseOnExec(fd)
	}
	return nil
}

// resetIgnored sets ignored signals to their default by the bare system call. The os/signal package
// would give the runtime's handler to some and leave others as they were inherited.
func resetIgnored() error {
	for sig := 1; sig <= lastSignal; sig++ {
		if sig == int(unix.SIGKILL) || sig == int(unix.SIGSTOP) {
			continue
		}
		var old, dfl [64]byte // a struct sigaction begins with the handler, and one of zeros is SIG_DFL
		_, _, errno := unix.Syscall(unix.SYS_SIGACTION, uintptr(sig), 0, uintptr(unsafe.Pointer(&old)))
		if errno == unix.EINVAL { // a number that the system keeps to itself
			continue
		}
		const ignored = 1 // SIG_IGN
		if errno == 0 && *(*uintptr)(unsafe.Pointer(&old)) == ignored {
			_, _, errno = unix.Syscall(unix.SYS_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&dfl)), 0)
		}
		if errno != 0 {
			return fmt.Errorf("default for signal %d: %w", sig, errno)
		}
	}
	return nil
}

// mask sets the signal mask by the system call of that number.
func mask[T any](trap uintptr, set *T) error {
	const setMask = 3 // SIG_SETMASK
	_, _, errno := unix.Syscall(trap, setMask, uintptr(unsafe.Pointer(set)), 0)
	if errno != 0 {
		return errno
	}
	return nil
}
