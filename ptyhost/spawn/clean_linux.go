package spawn

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Clean makes what the calling goroutine starts next begin with nothing that this process inherited:
// ignored signals get their default (the user may have said nohup), the signal mask becomes empty,
// and no descriptor above 2 passes an exec unless it is handed on. It binds the goroutine to its
// thread, whose mask the child gets.
func Clean() error {
	runtime.LockOSThread()
	if err := resetIgnored(); err != nil {
		return err
	}
	var none unix.Sigset_t
	if err := unix.PthreadSigmask(unix.SIG_SETMASK, &none, nil); err != nil {
		return os.NewSyscallError("sigprocmask", err)
	}
	return CloseOnExec()
}

// CloseOnExec marks every descriptor above 2.
func CloseOnExec() error {
	err := unix.CloseRange(3, 1<<31-1, unix.CLOSE_RANGE_CLOEXEC)
	if err == nil {
		return nil
	}
	names, rerr := os.ReadDir("/proc/self/fd") // kernels before 5.11
	if rerr != nil {
		return os.NewSyscallError("close_range", err)
	}
	for _, name := range names {
		if fd, err := strconv.Atoi(name.Name()); err == nil && fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
	return nil
}

// resetIgnored sets ignored signals to their default by the bare system call. The os/signal package
// would give the runtime's handler to some and leave others as they were inherited.
func resetIgnored() error {
	ignored, err := ignoredSignals()
	if err != nil {
		return err
	}
	for sig := 1; sig <= 64; sig++ {
		if ignored&(1<<(sig-1)) == 0 {
			continue
		}
		var dfl [64]byte // a struct sigaction of zeros is SIG_DFL, whatever its layout
		_, _, errno := unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&dfl)), 0, 8, 0, 0)
		if errno != 0 {
			return fmt.Errorf("default for signal %d: %w", sig, errno)
		}
	}
	return nil
}

func ignoredSignals() (uint64, error) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if mask, ok := strings.CutPrefix(lines.Text(), "SigIgn:"); ok {
			return strconv.ParseUint(strings.TrimSpace(mask), 16, 64)
		}
	}
	return 0, fmt.Errorf("no SigIgn in /proc/self/status: %v", lines.Err())
}
