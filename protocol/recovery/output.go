package recovery

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

// releaseStep is how much output is punched out of the log at a time.
const releaseStep = 1 << 20

// An OutputLog is everything a child has written, from byte 0. The shared position of its memory is
// how far it goes; the front that nobody needs any more is punched out. One goroutine uses it, and another, one at a
// time, may release what that has read.
type OutputLog struct {
	fds        FDs
	generation uint64
	mode       Mode
	at         int64 // how far the log goes
	effects    int64
	released   atomic.Int64
	piped      bool // the pipe holds bytes that belong into the log
	window     window
	pulls      uint
}

func openOutput(f FDs, generation uint64) (*OutputLog, error) {
	l := &OutputLog{fds: f, generation: generation}
	reader, err := getWord(f.State, wordReader)
	if err != nil {
		return nil, err
	}
	if reader > generation {
		return nil, fmt.Errorf("%w: generation %d, this is %d", ErrSuperseded, reader, generation)
	}
	for _, step := range []func() error{
		func() error { return putWord(f.State, wordReader, generation) },
		func() error { return putWord(f.State, wordSealed, 0) },
		l.load,
		l.takeOver,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// load reads the words.
func (l *OutputLog) load() error {
	for _, w := range []struct {
		off int64
		set func(uint64)
	}{
		{wordMode, func(v uint64) { l.mode = Mode(v) }},
		{wordFront, func(v uint64) { l.released.Store(int64(v)) }},
		{wordEffects, func(v uint64) { l.effects = int64(v) }},
	} {
		v, err := getWord(l.fds.State, w.off)
		if err != nil {
			return err
		}
		w.set(v)
	}
	var err error
	l.at, err = position(l.fds.Log)
	return err
}

// Position is the offset behind the last byte of output in the log.
func (l *OutputLog) Position() int64 { return l.at }

// Mode says how output is pulled.
func (l *OutputLog) Mode() Mode { return l.mode }

// Wait pulls output as soon as there is some. master is the pane's master in Go's poller, the same
// open file description as the one the log was opened with. Closing master ends it with os.ErrClosed,
// a read deadline of master with os.ErrDeadlineExceeded.
func (l *OutputLog) Wait(master syscall.RawConn) (n int, err error) {
	perr := master.Read(func(fd uintptr) bool {
		n, err = l.pullAll(int(fd))
		return err != unix.EAGAIN
	})
	switch {
	case perr == nil:
		return n, err
	case errors.Is(perr, os.ErrDeadlineExceeded):
		return 0, perr
	}
	return 0, fmt.Errorf("%w (%v)", os.ErrClosed, perr) // RawConn's own error for this cannot be tested for
}

// waitMost is how much Wait pulls at a time. A tty gives 4 KiB a read; what is parsed in larger pieces costs less.
const waitMost = 64 << 10

// pullAll pulls what is there, up to waitMost. An error after the first bytes comes again with the next Pull.
func (l *OutputLog) pullAll(master int) (n int, err error) {
	for n < waitMost {
		m, err := l.Pull(master)
		n += m
		if err != nil && n == 0 {
			return 0, err
		}
		if err != nil {
			break
		}
	}
	return n, nil
}

// Pull moves what can be read from the master into the log, at most chunk bytes of it, and does not
// wait. unix.EAGAIN: nothing there now. io.EOF: the line is hung up, nobody holds the child's side.
// Any other error leaves the bytes where they are, for the next Pull.
func (l *OutputLog) Pull(master int) (n int, err error) {
	if err := l.checkReader(); err != nil {
		return 0, err
	}
	switch l.mode {
	case Splice:
		n, err = l.pullSplice(master)
	case Intent:
		n, err = l.pullIntent(master)
	default:
		n, err = l.pullPlain(master)
	}
	l.at += int64(n)
	switch {
	case n > 0:
		return n, nil
	case err == unix.EIO:
		return 0, io.EOF
	case err == nil:
		return 0, unix.EAGAIN
	}
	return 0, err
}

// checkReader looks now and then whether the log still names this reader. That its predecessor has
// ended is for a successor to know; this only keeps a confusion of the two from going on.
func (l *OutputLog) checkReader() error {
	const every = 64
	if l.pulls++; l.pulls%every != 1 {
		return nil
	}
	reader, err := getWord(l.fds.State, wordReader)
	if err == nil && reader != l.generation {
		err = ErrSuperseded
	}
	return err
}

// ReadAt reads output. It gives io.EOF at the log's position, and ErrReleased before its front.
func (l *OutputLog) ReadAt(p []byte, off int64) (int, error) {
	if front := l.released.Load(); off < front {
		return 0, fmt.Errorf("%w: offset %d, the log begins at %d", ErrReleased, off, front)
	}
	n := int(min(int64(len(p)), l.at-off))
	if n <= 0 {
		return 0, io.EOF
	}
	if err := l.readLog(p[:n], off); err != nil {
		return 0, err
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Effects is the offset up to which replies, bells and the like were carried out. Replay is silent
// below it.
func (l *OutputLog) Effects() int64 { return l.effects }

// SetEffects publishes that the effects of the log up to an offset were carried out.
func (l *OutputLog) SetEffects(upto int64) error {
	l.effects = upto
	return putWord(l.fds.State, wordEffects, uint64(upto))
}

// Release says that nobody will read the log before upto again, which is at most its position. Its memory is given back in steps.
func (l *OutputLog) Release(upto int64) error {
	front := l.released.Load()
	upto &^= releaseStep - 1
	if upto <= front {
		return nil
	}
	if err := putWord(l.fds.State, wordFront, uint64(upto)); err != nil {
		return err
	}
	if err := punch(l.fds.Log, front, upto-front); err != nil {
		return fmt.Errorf("release output: %w", err)
	}
	l.released.Store(upto)
	return nil
}

// Seal says that this reader has stopped for good at the log's position; a successor may begin there.
func (l *OutputLog) Seal() error {
	return putWord(l.fds.State, wordSealed, uint64(l.at)+1)
}

// Resume goes on behind Seal, under a new generation: the one that was to succeed has died. It may have moved what the pipe held
// into the log.
func (l *OutputLog) Resume(generation uint64) (err error) {
	if err := putWord(l.fds.State, wordReader, generation); err != nil {
		return err
	}
	l.generation = generation
	if l.at, err = position(l.fds.Log); err != nil {
		return err
	}
	return putWord(l.fds.State, wordSealed, 0)
}

// Sealed says whether the reader of a pane's memory has stopped, and where.
func Sealed(stateFD int) (at int64, ok bool, err error) {
	v, err := getWord(stateFD, wordSealed)
	return int64(v) - 1, v > 0, err
}

// Close gives back what the log holds besides its descriptors.
func (l *OutputLog) Close() error { return l.window.close() }
