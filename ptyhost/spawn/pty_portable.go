//go:build darwin || freebsd || portable

package spawn

import (
	"syscall"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// openPTY opens a pair. creack/pty leaves the master blocking; the copy is not.
func openPTY() (master, tty int, name string, err error) {
	m, t, err := pty.Open()
	if err != nil {
		return -1, -1, "", err
	}
	defer m.Close()
	defer t.Close()
	master, err = unix.FcntlInt(m.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return -1, -1, "", err
	}
	if err := unix.SetNonblock(master, true); err != nil {
		unix.Close(master)
		return -1, -1, "", err
	}
	tty, err = unix.FcntlInt(t.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		unix.Close(master)
		return -1, -1, "", err
	}
	return master, tty, t.Name(), nil
}

func wantPidfd(*syscall.SysProcAttr, *int) {}
