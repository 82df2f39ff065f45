//go:build !portable

package recovery

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"

	"golang.org/x/sys/unix"
)

// windowLen is how much of the log is mapped at a time for reads that go straight into it.
const windowLen = 1 << 20

// A window is a mapping of allocated pages of the log.
type window struct {
	mem  []byte
	base int64
}

// slice returns memory for the log's bytes [off, off+n), n at most half a window.
func (w *window) slice(fd int, off int64, n int) ([]byte, error) {
	if w.mem == nil || off < w.base || off+int64(n) > w.base+windowLen {
		if err := w.move(fd, off&^(int64(os.Getpagesize())-1)); err != nil {
			return nil, err
		}
	}
	return w.mem[off-w.base:][:n], nil
}

// move maps the window at base. Its pages are allocated first: where memory is short that is an
// error here, and never a SIGBUS later.
func (w *window) move(fd int, base int64) error {
	if err := w.close(); err != nil {
		return err
	}
	if err := unix.Fallocate(fd, 0, base, windowLen); err != nil {
		return os.NewSyscallError("fallocate", err)
	}
	mem, err := unix.Mmap(fd, base, windowLen, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return os.NewSyscallError("mmap", err)
	}
	w.mem, w.base = mem, base
	return nil
}

func (w *window) close() error {
	if w.mem == nil {
		return nil
	}
	err := unix.Munmap(w.mem)
	w.mem = nil
	return err
}

// pullIntent reads straight into the log. Before the read it writes down where and how much it will
// read and fills that place with a pattern, so that a successor sees whether the read happened.
func (l *OutputLog) pullIntent(master int) (int, error) {
	n, err := waiting(master)
	if err != nil || n == 0 {
		return 0, err
	}
	n = min(n, windowLen/2)
	mem, err := l.window.slice(l.fds.Log, l.at, n)
	if err != nil {
		return 0, err
	}
	seed := rand.Uint64()
	fillPattern(mem, seed)
	for _, w := range [...]struct {
		off int64
		v   uint64
	}{{wordSeed, seed}, {wordLength, uint64(n)}, {wordIntent, uint64(l.at) + 1}} {
		if err := putWord(l.fds.State, w.off, w.v); err != nil {
			return 0, err
		}
	}
	got, err := read(master, mem)
	if got > 0 {
		if err := seek(l.fds.Log, l.at+int64(got)); err != nil {
			return 0, err
		}
	}
	if werr := putWord(l.fds.State, wordIntent, 0); werr != nil {
		return got, werr
	}
	return got, err
}

// recoverIntent commits a read that happened and was not committed.
func (l *OutputLog) recoverIntent() error {
	intent, err := getWord(l.fds.State, wordIntent)
	if err != nil || intent != uint64(l.at)+1 {
		return err // none was in flight, or it was committed
	}
	n, err := getWord(l.fds.State, wordLength)
	if err != nil {
		return err
	}
	seed, err := getWord(l.fds.State, wordSeed)
	if err != nil {
		return err
	}
	if n > windowLen/2 {
		return fmt.Errorf("%w: a read of %d bytes", ErrCorrupt, n)
	}
	got, want := make([]byte, n), make([]byte, n)
	if err := readFull(l.fds.Log, got, l.at); err != nil {
		return err
	}
	if fillPattern(want, seed); !bytes.Equal(got, want) {
		if err := seek(l.fds.Log, l.at+int64(n)); err != nil {
			return err
		}
		l.at += int64(n)
	}
	return putWord(l.fds.State, wordIntent, 0)
}

// fillPattern writes what no read would leave behind. Reads of a few bytes are told apart by bytes
// that UTF-8 never contains.
func fillPattern(p []byte, seed uint64) {
	if len(p) < 8 {
		for i := range p {
			p[i] = 0xfe | byte(seed>>i)&1
		}
		return
	}
	x := seed | 1
	for i := range p { // xorshift64
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		p[i] = byte(x)
	}
}

// waiting says how many bytes the master has. Zero with unix.EAGAIN: none; with unix.EIO: the line is
// hung up.
func waiting(master int) (int, error) {
	// poll makes the tty hand on what is still in its flip buffer; TIOCINQ alone does not see it.
	p := []unix.PollFd{{Fd: int32(master), Events: unix.POLLIN}}
	for {
		_, err := unix.Poll(p, 0)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return 0, err
		}
		break
	}
	n, err := unix.IoctlGetInt(master, unix.TIOCINQ)
	switch {
	case err != nil:
		return 0, err
	case n > 0:
		return n, nil
	case p[0].Revents&unix.POLLHUP != 0:
		return 0, unix.EIO
	}
	return 0, unix.EAGAIN
}

func read(fd int, p []byte) (int, error) {
	for {
		n, err := unix.Read(fd, p)
		if err != unix.EINTR {
			return max(n, 0), err
		}
	}
}
