//go:build darwin || freebsd

package transport

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Go ignores SIGPIPE for descriptors above 2, and these never are lower.
const sendFlags = 0

const recvFlags = 0

// closeOnExec is late: a child that is started between the call that received them and this one has them too.
func closeOnExec(fds []int) {
	for _, fd := range fds {
		unix.CloseOnExec(fd)
	}
}

func socketpair() ([2]int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return fds, err
	}
	for _, fd := range fds {
		if err := prepare(fd); err != nil {
			unix.Close(fds[0])
			unix.Close(fds[1])
			return fds, err
		}
	}
	return fds, nil
}

func socket() (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return -1, err
	}
	if err := prepare(fd); err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

func prepare(fd int) error {
	unix.CloseOnExec(fd)
	return unix.SetNonblock(fd, true)
}

// peerPidfd is a descriptor that becomes readable when the process that connected has ended. The pid is all that
// the system tells of it, so one that ended and whose number was given away before this call is not noticed.
func peerPidfd(fd int) (int, error) {
	cred, err := peerCred(fd)
	if err != nil {
		return -1, err
	}
	if cred.PID == 0 {
		return -1, unix.ENOSYS
	}
	queue, err := unix.Kqueue()
	if err != nil {
		return -1, err
	}
	unix.CloseOnExec(queue)
	events := make([]unix.Kevent_t, 1)
	unix.SetKevent(&events[0], cred.PID, unix.EVFILT_PROC, unix.EV_ADD)
	events[0].Fflags = unix.NOTE_EXIT
	_, err = unix.Kevent(queue, events, nil, nil)
	if err == nil {
		return queue, nil
	}
	unix.Close(queue)
	if err == unix.ESRCH {
		return readable()
	}
	return -1, err
}

// readable is a descriptor that is so from the start: the end of a pipe that nobody writes into.
func readable() (int, error) {
	var p [2]int
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := unix.Pipe(p[:]); err != nil {
		return -1, err
	}
	unix.CloseOnExec(p[0])
	return p[0], unix.Close(p[1])
}
