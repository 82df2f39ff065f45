//go:build !portable

package spawn

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"gmux/protocol/osproc"
)

// BecomeSubreaper makes processes whose parent dies come to this process instead of to init.
func BecomeSubreaper() error {
	return os.NewSyscallError("PR_SET_CHILD_SUBREAPER", unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
}

// IsChild reports whether a process is a child of this one that was not reaped.
func IsChild(pid int) bool {
	for {
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			return err == nil
		}
	}
}

// peek looks which child has ended, without reaping it, so that its session can still be read.
func peek() (pid, session int, err error) {
	var info unix.Siginfo
	for {
		err = unix.Waitid(unix.P_ALL, 0, &info, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			break
		}
	}
	if err == unix.ECHILD {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, os.NewSyscallError("waitid", err)
	}
	// si_pid is the first field of the union behind si_signo, si_errno and si_code, which begins at a
	// pointer's alignment.
	offset := 3*unsafe.Sizeof(int32(0)) + unsafe.Sizeof(uintptr(0)) - 4
	pid = int(*(*int32)(unsafe.Add(unsafe.Pointer(&info), offset)))
	if pid == 0 {
		return 0, 0, nil
	}
	if p, err := osproc.Stat(pid); err == nil {
		session = p.Session
	}
	return pid, session, nil
}
