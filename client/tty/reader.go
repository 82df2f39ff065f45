package tty

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// A Reader reads a descriptor in a way that can be ended.
type Reader struct {
	fd       int
	readable waiter
}

// NewReader reads f, which stays the caller's and keeps its mode.
func NewReader(f *os.File) (*Reader, error) {
	r := &Reader{}
	err := control(f, func(fd int) (err error) {
		r.fd = fd
		r.readable, err = newPollWaiter(fd, unix.POLLIN)
		return err
	})
	return r, err
}

// Read waits for input. It returns ErrInterrupted after Interrupt, and io.EOF when a terminal is gone.
func (r *Reader) Read(p []byte) (n int, err error) {
	waiting := r.readable.do(func() bool {
		n, err = again(r.readable.read, r.fd, p)
		return err != unix.EAGAIN
	})
	switch {
	case waiting != nil:
		r.readable.clear()
		return 0, waiting
	case err == unix.EIO, err == nil && n == 0:
		return 0, io.EOF
	case err != nil:
		return 0, fmt.Errorf("read: %w", err)
	}
	return n, nil
}

// again is read or write until no signal comes in between.
func again(call func(fd int, p []byte) (int, error), fd int, p []byte) (n int, err error) {
	for {
		if n, err = call(fd, p); err != unix.EINTR {
			return n, err
		}
	}
}

// Interrupt ends the Read that waits, or the next one.
func (r *Reader) Interrupt() { r.readable.wake() }

// Rearm takes back an Interrupt that found nobody reading.
func (r *Reader) Rearm() { r.readable.clear() }

// Close lets go of what waiting needs. The descriptor stays open.
func (r *Reader) Close() error { return r.readable.close() }
