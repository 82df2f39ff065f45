package transport

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

func peerCred(fd int) (Cred, error) {
	x, err := unix.GetsockoptXucred(fd, 0, unix.LOCAL_PEERCRED)
	if err != nil {
		return Cred{}, err
	}
	// cr_pid, which x/sys does not name, is the last member, a union with a pointer; 0 before FreeBSD 13.
	pid := *(*int32)(unsafe.Add(unsafe.Pointer(x), unsafe.Sizeof(*x)-unsafe.Sizeof(uintptr(0))))
	return Cred{UID: int(x.Uid), GID: int(x.Groups[0]), PID: int(pid)}, nil
}
