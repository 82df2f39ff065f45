package transport

import "golang.org/x/sys/unix"

// A send to a peer that has gone is an error, never a SIGPIPE.
const sendFlags = unix.MSG_NOSIGNAL

// Descriptors that come are close-on-exec from the start.
const recvFlags = unix.MSG_CMSG_CLOEXEC

func closeOnExec([]int) {}

func socketpair() ([2]int, error) {
	return unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
}

func socket() (int, error) {
	return unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
}

func peerCred(fd int) (Cred, error) {
	u, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return Cred{}, err
	}
	return Cred{UID: int(u.Uid), GID: int(u.Gid), PID: int(u.Pid)}, nil
}

// peerPidfd asks for the process that connected, which a pid alone may no longer name (Linux 6.5).
func peerPidfd(fd int) (int, error) {
	return unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_PEERPIDFD)
}
