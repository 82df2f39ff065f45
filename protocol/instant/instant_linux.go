//go:build amd64 || arm64

package instant

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Read is read(2).
func Read(fd int, p []byte) (int, error) {
	n, _, errno := unix.RawSyscall(unix.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)))
	return result(n, errno)
}

// Write is write(2).
func Write(fd int, p []byte) (int, error) {
	n, _, errno := unix.RawSyscall(unix.SYS_WRITE, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)))
	return result(n, errno)
}

// Pread is pread(2).
func Pread(fd int, p []byte, off int64) (int, error) {
	n, _, errno := unix.RawSyscall6(unix.SYS_PREAD64, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), uintptr(off), 0, 0)
	return result(n, errno)
}

// Pwrite is pwrite(2).
func Pwrite(fd int, p []byte, off int64) (int, error) {
	n, _, errno := unix.RawSyscall6(unix.SYS_PWRITE64, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), uintptr(off), 0, 0)
	return result(n, errno)
}

// Splice is splice(2) without offsets; flags should have SPLICE_F_NONBLOCK.
func Splice(from, to, n, flags int) (int, error) {
	moved, _, errno := unix.RawSyscall6(unix.SYS_SPLICE, uintptr(from), 0, uintptr(to), 0, uintptr(n), uintptr(flags))
	return result(moved, errno)
}

// Sendfile is sendfile(2) from where from's position is.
func Sendfile(to, from, n int) (int, error) {
	sent, _, errno := unix.RawSyscall6(unix.SYS_SENDFILE, uintptr(to), uintptr(from), 0, uintptr(n), 0, 0)
	return result(sent, errno)
}

// Sendmsg is sendmsg(2) of two buffers one after the other, with control messages.
func Sendmsg(fd int, head, body, oob []byte, flags int) (int, error) {
	parts := [2]unix.Iovec{{Base: unsafe.SliceData(head)}, {Base: unsafe.SliceData(body)}}
	parts[0].SetLen(len(head))
	parts[1].SetLen(len(body))
	m := message(&parts[0], len(parts), oob)
	n, _, errno := unix.RawSyscall(unix.SYS_SENDMSG, uintptr(fd), uintptr(unsafe.Pointer(&m)), uintptr(flags))
	return result(n, errno)
}

// Recvmsg is recvmsg(2): n bytes into p, oobn bytes of control messages into oob, and the flags of what came.
func Recvmsg(fd int, p, oob []byte, flags int) (n, oobn, recvflags int, err error) {
	part := unix.Iovec{Base: unsafe.SliceData(p)}
	part.SetLen(len(p))
	m := message(&part, 1, oob)
	got, _, errno := unix.RawSyscall(unix.SYS_RECVMSG, uintptr(fd), uintptr(unsafe.Pointer(&m)), uintptr(flags))
	if n, err = result(got, errno); err != nil {
		return n, 0, 0, err // oob has what was there before
	}
	return n, int(m.Controllen), int(m.Flags), nil
}

func message(parts *unix.Iovec, n int, oob []byte) unix.Msghdr {
	m := unix.Msghdr{Iov: parts}
	m.SetIovlen(n)
	if len(oob) > 0 {
		m.Control = unsafe.SliceData(oob)
		m.SetControllen(len(oob))
	}
	return m
}

// result is -1 with an error, as in package unix.
func result(n uintptr, errno unix.Errno) (int, error) {
	if errno != 0 {
		return -1, errno
	}
	return int(n), nil
}
