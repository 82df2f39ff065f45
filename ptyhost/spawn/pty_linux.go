//go:build !portable

package spawn

import (
	"syscall"

	"golang.org/x/sys/unix"

	"gmux/protocol/osproc"
)

// openPTY opens a pair. The master is non-blocking from the start and for good: the flag belongs to
// the open file description, which host and server share.
func openPTY() (master, tty int, name string, err error) {
	master, err = unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return -1, -1, "", err
	}
	tty, name, err = openPeer(master)
	if err != nil {
		unix.Close(master)
		return -1, -1, "", err
	}
	return master, tty, name, nil
}

// openPeer opens the child's side, by the master and not by its path: the path may belong to another
// devpts here than there.
func openPeer(master int) (tty int, name string, err error) {
	if err := unix.IoctlSetPointerInt(master, unix.TIOCSPTLCK, 0); err != nil {
		return -1, "", err
	}
	if name, err = osproc.TTYName(master); err != nil {
		return -1, "", err
	}
	const flags = unix.O_RDWR | unix.O_NOCTTY | unix.O_CLOEXEC
	fd, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(master), unix.TIOCGPTPEER, flags)
	if errno == 0 {
		return int(fd), name, nil
	}
	tty, err = unix.Open(name, flags, 0) // kernels before 4.13
	return tty, name, err
}

// wantPidfd has the fork itself open the pidfd, so that it can name no other process.
func wantPidfd(attr *syscall.SysProcAttr, pidfd *int) { attr.PidFD = pidfd }
