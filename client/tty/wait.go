package tty

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/instant"
)

// A waiter has something tried that a descriptor may not be ready for.
type waiter interface {
	// do calls try, again whenever the descriptor has become ready, until it reports that it is done. It returns ErrInterrupted
	// once wake was called, until clear is.
	do(try func() (done bool)) error
	wake()
	clear()
	close() error

	// read and write are how to try it.
	read(fd int, p []byte) (int, error)
	write(fd int, p []byte) (int, error)
}

// A pollWaiter waits in poll(2): for a descriptor that is shared with a shell, and so must not become non-blocking, or that
// the runtime cannot wait for. try is called when the descriptor is ready.
type pollWaiter struct {
	fd     int
	events int16
	pipe   [2]int // a byte in it is one wake
}

func newPollWaiter(fd int, events int16) (*pollWaiter, error) {
	w := &pollWaiter{fd: fd, events: events, pipe: [2]int{-1, -1}}
	if err := unix.Pipe(w.pipe[:]); err != nil {
		return nil, fmt.Errorf("pipe: %w", err)
	}
	for _, p := range w.pipe {
		unix.CloseOnExec(p)
		if err := unix.SetNonblock(p, true); err != nil {
			return nil, errors.Join(fmt.Errorf("pipe: %w", err), w.close())
		}
	}
	return w, nil
}

func (w *pollWaiter) do(try func() bool) error {
	for {
		fds := [2]unix.PollFd{{Fd: int32(w.fd), Events: w.events}, {Fd: int32(w.pipe[0]), Events: unix.POLLIN}}
		if err := poll(fds[:], time.Time{}); err != nil {
			return err
		}
		if fds[1].Revents != 0 {
			return ErrInterrupted
		}
		if try() {
			return nil
		}
	}
}

// poll returns nil when one of fds is ready. An error or a hang-up counts: the read or write that follows tells which.
func poll(fds []unix.PollFd, deadline time.Time) error {
	for {
		n, err := pollOrSelect(fds, timeout(deadline))
		switch {
		case errors.Is(err, unix.EINTR), errors.Is(err, unix.EAGAIN):
		case err != nil:
			return fmt.Errorf("poll: %w", err)
		case n > 0:
			return nil
		case !deadline.IsZero() && !time.Now().Before(deadline):
			return os.ErrDeadlineExceeded
		}
	}
}

// pollUntil is do of a pollWaiter to write with, which hears no wake. It returns os.ErrDeadlineExceeded when it is too late.
func pollUntil(deadline time.Time, fd int, try func() bool) error {
	for {
		if err := poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}, deadline); err != nil || try() {
			return err
		}
	}
}

// timeout is for poll: milliseconds, rounded up, or -1.
func timeout(deadline time.Time) int {
	if deadline.IsZero() {
		return -1
	}
	return int(max(0, (time.Until(deadline)+time.Millisecond-1)/time.Millisecond))
}

// wake cannot fail in a way that matters: a full pipe holds wakes enough.
func (w *pollWaiter) wake() { unix.Write(w.pipe[1], []byte{1}) }

// clear takes all wakes back.
func (w *pollWaiter) clear() {
	var b [16]byte
	for {
		if n, err := unix.Read(w.pipe[0], b[:]); n <= 0 || err != nil { // EAGAIN: it is empty
			return
		}
	}
}

func (w *pollWaiter) read(fd int, p []byte) (int, error)  { return unix.Read(fd, p) }
func (w *pollWaiter) write(fd int, p []byte) (int, error) { return unix.Write(fd, p) }

func (w *pollWaiter) close() error { return errors.Join(closeFD(w.pipe[0]), closeFD(w.pipe[1])) }

func closeFD(fd int) error {
	if fd < 0 {
		return nil
	}
	return unix.Close(fd)
}

// A fileWaiter waits in the runtime's poller, together with sockets: no thread is blocked in the meantime, and none has to be
// woken but the one that goes on.
type fileWaiter struct {
	wait     func(func(fd uintptr) bool) error
	deadline func(time.Time) error
}

func (w fileWaiter) do(try func() bool) error {
	err := w.wait(func(uintptr) bool { return try() })
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return ErrInterrupted
	}
	return err
}

// wake and clear cannot fail: ownWaiters has seen that deadlines work.
func (w fileWaiter) wake()  { w.deadline(time.Unix(1, 0)) }
func (w fileWaiter) clear() { w.deadline(time.Time{}) }

func (w fileWaiter) close() error { return nil }

func (w fileWaiter) read(fd int, p []byte) (int, error)  { return instant.Read(fd, p) }
func (w fileWaiter) write(fd int, p []byte) (int, error) { return instant.Write(fd, p) }

// ownWaiters are fileWaiters to read and to write a non-blocking description that is the caller's alone. ok is false where
// the runtime cannot wait for it.
func ownWaiters(f *os.File) (read, write waiter, ok bool) {
	raw, err := f.SyscallConn()
	if err != nil || !runtimePolls || f.SetDeadline(time.Time{}) != nil {
		return nil, nil, false
	}
	return fileWaiter{raw.Read, f.SetReadDeadline}, fileWaiter{raw.Write, f.SetWriteDeadline}, true
}
