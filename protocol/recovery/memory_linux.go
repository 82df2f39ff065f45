//go:build !portable

package recovery

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"gmux/protocol/instant"
)

// ErrReleased says that the output asked for was given back.
var ErrReleased = errors.New("output was released")

// spliceChunk is the most that one Pull moves: a bounded chunk, so that a flood yields, and no more
// than the pipe holds.
const spliceChunk = 64 << 10

// bestMode: memfds know every mode.
func bestMode(m Mode) Mode { return m }

// newMemory makes a memfd that nobody can shrink, so that a mapping of it can never fault. It grows
// by pwrite, splice and fallocate, each of which says so when memory is short.
func newMemory(name string) (int, error) {
	fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return -1, os.NewSyscallError("memfd_create", err)
	}
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_SHRINK); err != nil {
		unix.Close(fd)
		return -1, os.NewSyscallError("F_ADD_SEALS", err)
	}
	if err := unix.Fallocate(fd, 0, 0, headerLen); err != nil {
		unix.Close(fd)
		return -1, os.NewSyscallError("fallocate", err)
	}
	return fd, nil
}

func newPipe() (r, w int, err error) {
	var p [2]int
	if err := unix.Pipe2(p[:], unix.O_CLOEXEC|unix.O_NONBLOCK); err != nil {
		return -1, -1, err
	}
	return p[0], p[1], nil
}

// punch gives pages back; they read as zeros from then on.
func punch(fd int, off, n int64) error {
	if n <= 0 {
		return nil
	}
	return unix.Fallocate(fd, unix.FALLOC_FL_PUNCH_HOLE|unix.FALLOC_FL_KEEP_SIZE, off, n)
}

// readLog reads output that the log has.
func (l *OutputLog) readLog(p []byte, off int64) error { return readFull(l.fds.Log, p, off) }

// takeOver finishes what a predecessor had begun when it died.
func (l *OutputLog) takeOver() error {
	if l.mode == Intent {
		if err := l.recoverIntent(); err != nil {
			return err
		}
	}
	l.piped = true // it may have died between the two splices
	_, err := l.drainPipe()
	if err == unix.ENOSPC || err == unix.EFBIG {
		err = nil // Pull tries again
	}
	if err != nil {
		return err
	}
	l.at, err = position(l.fds.Log)
	return err
}

// pullSplice moves bytes from the tty to the pipe and from there to the log. The second splice moves
// the log's position in the same system call: SIGKILL finds each byte in the tty, in the pipe, which
// the host holds too, or behind the commit.
func (l *OutputLog) pullSplice(master int) (int, error) {
	if l.piped {
		if n, err := l.drainPipe(); n > 0 || err != nil {
			return n, err
		}
	}
	n, err := splice(master, l.fds.PipeW, spliceChunk)
	switch {
	case err == unix.EINVAL: // this system does not splice from a tty
		l.mode = Intent
		if err := putWord(l.fds.State, wordMode, uint64(Intent)); err != nil {
			return 0, err
		}
		return l.pullIntent(master)
	case err != nil:
		return 0, err
	case n == 0:
		return 0, unix.EIO
	}
	l.piped = true
	moved, err := splice(l.fds.PipeR, l.fds.Log, n)
	l.piped = moved < n // the pipe was empty before, so it is again
	return max(moved, 0), err
}

// drainPipe moves what the pipe holds into the log.
func (l *OutputLog) drainPipe() (total int, err error) {
	for {
		n, err := splice(l.fds.PipeR, l.fds.Log, spliceChunk)
		switch {
		case n > 0:
			total += n
		case err == unix.EAGAIN:
			l.piped = false
			return total, nil
		case err != nil:
			return total, err
		default:
			return total, nil
		}
	}
}

func splice(from, to, n int) (int, error) {
	for {
		moved, err := instant.Splice(from, to, n, unix.SPLICE_F_NONBLOCK|unix.SPLICE_F_MOVE)
		if err != unix.EINTR {
			return moved, err
		}
	}
}

// pullPlain exists for systems without memfds.
func (l *OutputLog) pullPlain(int) (int, error) {
	return 0, fmt.Errorf("%w: mode %d", ErrCorrupt, l.mode)
}

// sendQueue sends n bytes of the queue from its shared position on; the kernel moves the position by
// what the tty took, in the same system call.
func sendQueue(master, queue, n int) (int, error) {
	for {
		sent, err := instant.Sendfile(master, queue, n)
		switch err {
		case unix.EINTR:
		case unix.EINVAL: // this system does not send a file to a tty
			return sendPlain(master, queue, n)
		default:
			return max(sent, 0), err
		}
	}
}

// queueAt is where a queue offset lies in its memory: holes make room, so it never wraps.
func queueAt(off int64) int64 { return headerLen + off }

func writeQueue(fd int, p []byte, off int64) error { return writeFull(fd, p, queueAt(off)) }

func readQueue(fd int, p []byte, off int64) error { return readFull(fd, p, queueAt(off)) }

// canPunch says that memory in the middle of a file can be given back.
const canPunch = true
