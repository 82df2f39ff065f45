package transport

import "golang.org/x/sys/unix"

// peerCred: the xucred of x/sys has no cr_pid, so the pid is not known here.
func peerCred(fd int) (Cred, error) {
	x, err := unix.GetsockoptXucred(fd, 0, unix.LOCAL_PEERCRED)
	if err != nil {
		return Cred{}, err
	}
	return Cred{UID: int(x.Uid), GID: int(x.Groups[0])}, nil
}
