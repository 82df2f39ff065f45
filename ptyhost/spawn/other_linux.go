package spawn

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// waitOther returns when the process has ended.
func waitOther(pid, pidfd int) {
	if pidfd < 0 {
		pollOther(pid)
		return
	}
	if err := waitReadable(pidfd); err != nil {
		pollOther(pid)
	}
}

// waitReadable waits in Go's poller, since a thread for each process would be too many.
func waitReadable(pidfd int) error {
	fd, err := unix.FcntlInt(uintptr(pidfd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		unix.Close(fd)
		return err
	}
	f := os.NewFile(uintptr(fd), "pidfd")
	defer f.Close()
	raw, err := f.SyscallConn()
	if err != nil {
		return err
	}
	return raw.Read(func(fd uintptr) bool {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
		return n > 0 || err != nil && err != unix.EINTR
	})
}

// pollOther looks again and again, where there is no pidfd.
func pollOther(pid int) {
	const step = 200 * time.Millisecond
	for unix.Kill(pid, 0) != unix.ESRCH {
		if _, zombie := zombieStatus(pid); zombie {
			return
		}
		time.Sleep(step)
	}
}

// pidfdInfo is struct pidfd_info of <linux/pidfd.h>.
type pidfdInfo struct {
	mask, cgroup                                                  uint64
	pid, tgid, ppid, ruid, rgid, euid, egid, suid, sgid, fsu, fsg uint32
	exitCode                                                      int32
}

const (
	pidfdInfoExit = 1 << 3
	pidfdGetInfo  = 3<<30 | uint(unsafe.Sizeof(pidfdInfo{}))<<16 | 0xff<<8 | 11 // _IOWR(PIDFS_IOCTL_MAGIC, 11, struct pidfd_info)
)

// statusOf is the wait status of a process that has ended. Linux tells it through the pidfd once somebody has reaped the process,
// since 6.15, and says so by a bit: without it the field means nothing. Before that, the zombie's own entry has it.
func statusOf(pid, pidfd int) (unix.WaitStatus, bool) {
	if s, ok := reapedStatus(pidfd); ok {
		return s, true
	}
	if s, ok := zombieStatus(pid); ok {
		return s, true
	}
	return reapedStatus(pidfd) // it was reaped between the two
}

func reapedStatus(pidfd int) (unix.WaitStatus, bool) {
	if pidfd < 0 {
		return 0, false
	}
	info := pidfdInfo{mask: pidfdInfoExit}
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(pidfd), uintptr(pidfdGetInfo), uintptr(unsafe.Pointer(&info)))
	return unix.WaitStatus(info.exitCode), errno == 0 && info.mask&pidfdInfoExit != 0
}

// zombieStatus is the last field of /proc/PID/stat, which is true of a zombie only. While a process is a zombie nobody else
// has its pid.
func zombieStatus(pid int) (unix.WaitStatus, bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, false
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	const wantFields = 50 // behind the name: field 3, the state, to field 52
	if len(fields) < wantFields || string(fields[0]) != "Z" {
		return 0, false
	}
	n, err := strconv.ParseUint(string(fields[wantFields-1]), 10, 32)
	return unix.WaitStatus(n), err == nil
}

func closeOther(pidfd int) {
	if pidfd >= 0 {
		unix.Close(pidfd)
	}
}
