package tty

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/protocol/outer"
)

var (
	// ErrNotTerminal says that standard input is something else.
	ErrNotTerminal = errors.New("not a terminal")
	// ErrInterrupted ends a Read after Interrupt.
	ErrInterrupted = errors.New("read interrupted")
)

// A TTY is the outer tty.
type TTY struct {
	Reader
	name  string
	reset string // what takes the terminal's modes back
	saved []byte // termios as we found it
	raw   []byte

	file     *os.File // of Reader's descriptor, if the description is ours alone
	writable waiter   // Write waits in it

	mu    sync.Mutex // guards isRaw, unreset and the order of Raw and Restore
	isRaw bool
	// unreset is what the terminal did not take of the reset sequence while Restore waited.
	unreset []byte

	written atomic.Bool // something was written since Raw: there are modes to reset
}

// Open opens the terminal that f is; term is its TERM.
func Open(f *os.File, term string) (*TTY, error) {
	var t *TTY
	err := control(f, func(fd int) (err error) {
		t, err = open(fd, name(fd), term)
		return err
	})
	return t, err
}

func open(fd int, path, term string) (*TTY, error) {
	saved, err := outer.Termios(fd)
	if err != nil {
		return nil, ErrNotTerminal
	}
	raw, err := outer.Raw(saved)
	if err != nil {
		return nil, err
	}
	t := &TTY{name: path, reset: outer.ResetSequence(term), saved: saved, raw: raw}
	if err := t.own(fd); err != nil {
		return nil, fmt.Errorf("open terminal %s: %w", t.name, err)
	}
	return t, nil
}

// own gets a descriptor of the terminal fd: of a description that is ours alone, which the runtime may wait for, or else a
// copy.
func (t *TTY) own(fd int) (err error) {
	if t.fd = reopen(fd, t.name); t.fd >= 0 {
		var ok bool
		t.file = os.NewFile(uintptr(t.fd), t.name)
		if t.readable, t.writable, ok = ownWaiters(t.file); ok {
			return nil
		}
	} else if t.fd, err = unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 3); err != nil {
		return err
	}
	read, err := newPollWaiter(t.fd, unix.POLLIN)
	if err != nil {
		return errors.Join(err, t.closeFD())
	}
	write, err := newPollWaiter(t.fd, unix.POLLOUT)
	if err != nil {
		return errors.Join(err, t.closeFD(), read.close())
	}
	t.readable, t.writable = read, write
	return nil
}

// reopen opens the terminal fd by its path, -1 if that leads to another device or is not allowed.
func reopen(fd int, path string) int {
	if path == "" {
		return -1
	}
	own, err := unix.Open(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1
	}
	if !sameDevice(own, fd) {
		unix.Close(own)
		return -1
	}
	return own
}

func sameDevice(a, b int) bool {
	var sa, sb unix.Stat_t
	return unix.Fstat(a, &sa) == nil && unix.Fstat(b, &sb) == nil &&
		sa.Rdev == sb.Rdev && sa.Dev == sb.Dev // in another mount namespace the same number is another terminal
}

// control lends f's descriptor to use without changing its mode, as Fd would.
func control(f *os.File, use func(fd int) error) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	if err := c.Control(func(fd uintptr) { inner = use(int(fd)) }); err != nil {
		return err
	}
	return inner
}

// IsTerminal says whether f is a terminal.
func IsTerminal(f *os.File) bool {
	return control(f, func(fd int) error {
		_, err := outer.Termios(fd)
		return err
	}) == nil
}

// Name is the terminal's path, or "" where the system does not tell it.
func (t *TTY) Name() string { return t.name }

// FD is the descriptor, for SCM_RIGHTS; it stays the TTY's.
func (t *TTY) FD() int { return t.fd }

// Termios is how we found the terminal.
func (t *TTY) Termios() []byte { return t.saved }

// Raw puts the terminal in raw mode.
func (t *TTY) Raw() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := outer.SetTermios(t.fd, t.raw); err != nil {
		return err
	}
	if !t.isRaw { // else what was turned on before is still to be reset
		t.written.Store(false)
	}
	t.isRaw = true
	return nil
}

// Restore gives the terminal back as we found it, modes and settings, if it is in raw mode. The terminal has until
// patience is over to take the bytes.
func (t *TTY) Restore(patience time.Duration) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.isRaw {
		return nil
	}
	t.isRaw = false
	var err error
	if t.written.Load() { // leaving an alternate screen that was never entered would move the cursor
		t.unreset = []byte(t.reset)
		err = t.writeReset(time.Now().Add(patience))
	}
	return errors.Join(err, outer.SetTermios(t.fd, t.saved))
}

// RestoreLate writes what Restore had no time for, however long the terminal takes: as long as it takes nothing, nobody can
// use it for anything else.
func (t *TTY) RestoreLate() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.writeReset(time.Time{})
}

func (t *TTY) writeReset(deadline time.Time) error {
	step := len(t.unreset)
	if t.file == nil { // a blocking description: when poll says so, it takes a byte without blocking
		step = 1
	}
	n, err := t.write(t.unreset, step, func(try func() bool) error { return pollUntil(deadline, t.fd, try) })
	t.unreset = t.unreset[n:]
	return err
}

// Guard is deferred by every goroutine that runs while the terminal is raw: a panic restores the terminal first, and its
// text comes after.
func (t *TTY) Guard() {
	if r := recover(); r != nil {
		t.AbortWrite()
		if err := t.Restore(time.Second); err != nil {
			panic(fmt.Sprintf("%v (and restoring the terminal: %v)", r, err))
		}
		panic(r)
	}
}

// Write writes p whole, however long the terminal takes, unless AbortWrite ends it.
func (t *TTY) Write(p []byte) (int, error) {
	t.written.Store(true)
	return t.write(p, len(p), t.writable.do)
}

// AbortWrite ends the Write that waits and all that come after with ErrInterrupted; what is left is Restore. On a copy of the
// shell's descriptor a Write which the terminal has taken a part of ends only when it takes the rest.
func (t *TTY) AbortWrite() { t.writable.wake() }

// write waits for the terminal with do, and writes at most step bytes at a time.
func (t *TTY) write(p []byte, step int, do func(try func() bool) error) (done int, err error) {
	for done < len(p) {
		var n int
		waiting := do(func() bool {
			n, err = again(t.writable.write, t.fd, p[done:min(done+step, len(p))])
			return err != unix.EAGAIN
		})
		switch {
		case waiting != nil:
			return done, waiting
		case err == unix.EIO:
			return done, io.EOF
		case err != nil:
			return done, fmt.Errorf("write terminal: %w", err)
		}
		done += n
	}
	return done, nil
}

// Erase is the byte that Backspace sends, VERASE.
func (t *TTY) Erase() byte { return outer.Erase(t.saved) }

// DiscardInput throws away what has arrived and was not read.
func (t *TTY) DiscardInput() error { return discardInput(t.fd) }

// Size is the terminal's size; one that does not know it has 80 columns and 24 rows.
func (t *TTY) Size() protocol.Size {
	w, err := unix.IoctlGetWinsize(t.fd, unix.TIOCGWINSZ)
	if err != nil || w.Row == 0 || w.Col == 0 {
		return protocol.Size{Rows: 24, Cols: 80}
	}
	return protocol.Size{
		Rows: min(w.Row, protocol.MaxRows), Cols: min(w.Col, protocol.MaxCols),
		XPixel: w.Xpixel, YPixel: w.Ypixel,
	}
}

// Close closes the terminal, which must be restored and neither read nor written any more.
func (t *TTY) Close() error {
	return errors.Join(t.closeFD(), t.Reader.Close(), t.writable.close())
}

func (t *TTY) closeFD() error {
	if t.file != nil {
		return t.file.Close()
	}
	return unix.Close(t.fd)
}
