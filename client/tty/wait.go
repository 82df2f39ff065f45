package tty

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A waiter waits until a descriptor is ready or somebody calls wake. Go's poller is of no use here: a descriptor that is
// shared with a shell must not become non-blocking.
type waiter struct {
	fd     int
	events int16
	pipe   [2]int // a byte in it is one wake
}

func (w *waiter) open(fd int, events int16) error {
	w.fd, w.events, w.pipe = fd, events, [2]int{-1, -1}
	if err := unix.Pipe(w.pipe[:]); err != nil {
		return fmt.Errorf("pipe: %w", err)
	}
	for _, p := range w.pipe {
		unix.CloseOnExec(p)
		if err := unix.SetNonblock(p, true); err != nil {
			return fmt.Errorf("pipe: %w", err)
		}
	}
	return nil
}

// wait returns nil when the descriptor is ready, and ErrInterrupted once wake was called, until clear is.
func (w *waiter) wait() error {
	fds := [2]unix.PollFd{{Fd: int32(w.fd), Events: w.events}, {Fd: int32(w.pipe[0]), Events: unix.POLLIN}}
	err := poll(fds[:], time.Time{})
	if err == nil && fds[1].Revents != 0 {
		return ErrInterrupted
	}
	return err
}

// waitUntil hears no wake. It returns os.ErrDeadlineExceeded when it is too late.
func (w *waiter) waitUntil(deadline time.Time) error {
	return poll([]unix.PollFd{{Fd: int32(w.fd), Events: w.events}}, deadline)
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

// timeout is for poll: milliseconds, rounded up, or -1.
func timeout(deadline time.Time) int {
	if deadline.IsZero() {
		return -1
	}
	return int(max(0, (time.Until(deadline)+time.Millisecond-1)/time.Millisecond))
}

// wake cannot fail in a way that matters: a full pipe holds wakes enough.
func (w *waiter) wake() { unix.Write(w.pipe[1], []byte{1}) }

// clear takes all wakes back.
func (w *waiter) clear() {
	var b [16]byte
	for {
		if n, err := unix.Read(w.pipe[0], b[:]); n <= 0 || err != nil { // EAGAIN: it is empty
			return
		}
	}
}

func (w *waiter) close() error { return errors.Join(closeFD(w.pipe[0]), closeFD(w.pipe[1])) }

func closeFD(fd int) error {
	if fd < 0 {
		return nil
	}
	return unix.Close(fd)
}
