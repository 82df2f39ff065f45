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
	err := control(f, func(fd int) error { return r.open(fd) })
	return r, err
}

func (r *Reader) open(fd int) error {
	r.fd = fd
	return r.readable.open(fd, unix.POLLIN)
}

// Read waits for input. It returns ErrInterrupted after Interrupt, and io.EOF when a terminal is gone.
func (r *Reader) Read(p []byte) (int, error) {
	for {
		if err := r.readable.wait(); err != nil {
			r.readable.clear()
			return 0, err
		}
		n, err := unix.Read(r.fd, p)
		switch {
		case err == unix.EINTR, err == unix.EAGAIN:
		case err == unix.EIO, err == nil && n == 0:
			return 0, io.EOF
		case err != nil:
			return 0, fmt.Errorf("read: %w", err)
		default:
			return n, nil
		}
	}
}

// Interrupt ends the Read that waits, or the next one.
func (r *Reader) Interrupt() { r.readable.wake() }

// Rearm takes back an Interrupt that found nobody reading.
func (r *Reader) Rearm() { r.readable.clear() }

// Close lets go of what waiting needs. The descriptor stays open.
func (r *Reader) Close() error { return r.readable.close() }
