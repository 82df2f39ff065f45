package tty

import (
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// sigaction is the kernel's struct of that name. A zero one is SIG_DFL.
type sigaction struct {
	handler, flags, restorer uintptr
	mask                     uint64
}

// withDefault runs f while sig has its default action. os/signal cannot do this: Reset leaves the runtime's handler
// in place for SIGTSTP, and the handler swallows it.
func withDefault(sig syscall.Signal, f func() error) error {
	var standard, old sigaction
	if err := setAction(sig, &standard, &old); err != nil {
		return err
	}
	err := f()
	if back := setAction(sig, &old, nil); err == nil {
		err = back
	}
	return err
}

func setAction(sig syscall.Signal, act, old *sigaction) error {
	_, _, errno := unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(act)),
		uintptr(unsafe.Pointer(old)), unsafe.Sizeof(act.mask), 0, 0)
	if errno != 0 {
		return fmt.Errorf("default action of %v: %w", sig, errno)
	}
	return nil
}
