//go:build darwin || freebsd || portable

package recovery

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// ErrReleased says that the output asked for was given back.
var ErrReleased = errors.New("output was released")

// These systems have no memfd and no splice from a tty. Memory is an unlinked file, log and queue are
// rings in theirs, and a read is committed after it was made: a server that is killed loses at most
// the one read it was in, and repeats at most the one write.
const (
	logRing  = 64 << 20
	readMost = 64 << 10
)

func bestMode(Mode) Mode { return Plain }

func newMemory(name string) (int, error) {
	f, err := os.CreateTemp("", name)
	if err != nil {
		return -1, err
	}
	defer f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return -1, err
	}
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return -1, os.NewSyscallError("F_DUPFD_CLOEXEC", err)
	}
	if err := unix.Ftruncate(fd, headerLen); err != nil {
		unix.Close(fd)
		return -1, os.NewSyscallError("ftruncate", err)
	}
	return fd, nil
}

func newPipe() (r, w int, err error) { return -1, -1, nil }

const canPunch = false

func queueAt(off int64) int64 { return headerLen + off }

func punch(int, int64, int64) error { return nil }

// window is for the intent record, which needs a memfd.
type window struct{}

func (window) close() error { return nil }

func (l *OutputLog) takeOver() error { return nil }

func (l *OutputLog) pullSplice(int) (int, error) { return 0, l.badMode() }

func (l *OutputLog) pullIntent(int) (int, error) { return 0, l.badMode() }

func (l *OutputLog) badMode() error { return fmt.Errorf("%w: mode %d", ErrCorrupt, l.mode) }

// pullPlain reads into the ring. When the ring is full it leaves the output in the tty.
func (l *OutputLog) pullPlain(master int) (int, error) {
	room := logRing - (l.at - l.released.Load())
	if room == 0 {
		return 0, ErrFull
	}
	var buf [readMost]byte
	n, err := unix.Read(master, buf[:min(readMost, room)])
	switch {
	case err != nil:
		return 0, err
	case n == 0:
		return 0, unix.EIO
	}
	if err := ring(l.at, logRing, buf[:n], func(p []byte, off int64) error { return writeFull(l.fds.Log, p, off) }); err != nil {
		return 0, err
	}
	return n, seek(l.fds.Log, l.at+int64(n))
}

func (l *OutputLog) readLog(p []byte, off int64) error {
	return ring(off, logRing, p, func(p []byte, off int64) error { return readFull(l.fds.Log, p, off) })
}

// ring calls f for the one or two pieces that p is in a ring.
func ring(off, size int64, p []byte, f func(p []byte, off int64) error) error {
	at := off % size
	n := int(min(int64(len(p)), size-at))
	if err := f(p[:n], at); err != nil || n == len(p) {
		return err
	}
	return f(p[n:], 0)
}

// sendQueue: no system call of theirs moves a position by what a tty took.
func sendQueue(master, queue, n int) (int, error) { return sendPlain(master, queue, n) }

const queueRing = 2 * InputLimit

func writeQueue(fd int, p []byte, off int64) error {
	return ring(off, queueRing, p, func(p []byte, off int64) error { return writeFull(fd, p, headerLen+off) })
}

func readQueue(fd int, p []byte, off int64) error {
	return ring(off, queueRing, p, func(p []byte, off int64) error { return readFull(fd, p, headerLen+off) })
}
