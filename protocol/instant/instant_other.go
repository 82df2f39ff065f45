//go:build !(linux && (amd64 || arm64))

package instant

import "golang.org/x/sys/unix"

// Read is read(2).
func Read(fd int, p []byte) (int, error) { return unix.Read(fd, p) }

// Write is write(2).
func Write(fd int, p []byte) (int, error) { return unix.Write(fd, p) }

// Pread is pread(2).
func Pread(fd int, p []byte, off int64) (int, error) { return unix.Pread(fd, p, off) }

// Pwrite is pwrite(2).
func Pwrite(fd int, p []byte, off int64) (int, error) { return unix.Pwrite(fd, p, off) }

// Sendmsg is sendmsg(2) of two buffers one after the other, with control messages.
func Sendmsg(fd int, head, body, oob []byte, flags int) (int, error) {
	return unix.SendmsgBuffers(fd, [][]byte{head, body}, oob, nil, flags)
}

// Recvmsg is recvmsg(2): n bytes into p, oobn bytes of control messages into oob, and the flags of what came.
func Recvmsg(fd int, p, oob []byte, flags int) (n, oobn, recvflags int, err error) {
	n, oobn, recvflags, _, err = unix.Recvmsg(fd, p, oob, flags)
	return n, oobn, recvflags, err
}
