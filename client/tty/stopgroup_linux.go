//go:build !portable

package tty

import (
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// stopGroup stops the process group by SIGTSTP and not SIGSTOP: the shell's job control sees the same as for any
// program, and in an orphaned group, which nobody could continue, the kernel does not stop it; wait ends then too.
func stopGroup(wait func()) error {
	return withDefault(syscall.SIGTSTP, func() error {
		if err := syscall.Kill(0, syscall.SIGTSTP); err != nil {
			return fmt.Errorf("stop process group: %w", err)
		}
		wait()
		return nil
	})
}

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
