package server

import (
	"fmt"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/protocol/outer"
)

// An outerTTY is a client's terminal as the server may need it: to put it in order when the client has died without
// doing so. Only a process of another session can (a child of the client would be in an orphaned background group, and get EIO).
type outerTTY struct {
	fd      int    // -1: none
	pidfd   int    // the client's, opened while its connection stands; -1 where the system has none
	path    string // as the client knows it, "" if it does not
	term    string // its TERM
	termios []byte
}

func (t *outerTTY) close() {
	for _, fd := range []*int{&t.fd, &t.pidfd} {
		if *fd >= 0 {
			unix.Close(*fd)
			*fd = -1
		}
	}
}

// takesTTY reports whether what a client says tells that its terminal may be changed: one that comes back has it already, one
// that is attached says its size first. Before that the terminal is its shell's, whatever becomes of the client.
func takesTTY(attached bool, m protocol.Message) bool {
	_, back := m.(protocol.Reattach)
	return attached || back
}

// mayHaveChangedTTY reports whether the client took its terminal and has not said that it is restored, or been told to go.
func (c *conn) mayHaveChangedTTY() bool { return c.tookTTY && !c.leaving }

// saved is the client's struct termios as a value.
func (t *outerTTY) saved() (tio unix.Termios, ok bool) {
	b := unsafe.Slice((*byte)(unsafe.Pointer(&tio)), unsafe.Sizeof(tio))
	return tio, copy(b, t.termios) == len(b) && len(t.termios) == len(b)
}

// controlChars are the user's own interrupt, erase and so on, for the panes they open; nil if not known.
func (t *outerTTY) controlChars() []byte {
	tio, ok := t.saved()
	if !ok {
		return nil
	}
	return append([]byte(nil), tio.Cc[:]...)
}

// restore writes the terminal's line settings and then its modes back.
func (t *outerTTY) restore() error {
	if _, ok := t.saved(); ok {
		if err := outer.SetTermios(t.fd, t.termios); err != nil {
			return fmt.Errorf("restore the terminal of a dead client: %w", err)
		}
	}
	// The descriptor's description is shared with the user's shell, which would not thank us for O_NONBLOCK: a
	// description of our own keeps a stuck terminal from holding the goroutine.
	own, err := t.reopen()
	step := len(outer.ResetSequence(t.term))
	if err != nil { // TIOCEXCL, or /dev/tty, which is another here: the shared one has to do, which takes a byte without blocking when poll says so
		own, err = unix.FcntlInt(uintptr(t.fd), unix.F_DUPFD_CLOEXEC, 3)
		step = 1
	}
	if err != nil {
		return fmt.Errorf("open the terminal of a dead client: %w", err)
	}
	defer unix.Close(own)
	if err := writeAll(own, []byte(outer.ResetSequence(t.term)), step, time.Now().Add(restoreTime)); err != nil {
		return fmt.Errorf("reset the terminal of a dead client: %w", err)
	}
	return nil
}

// reopenFlags: the terminal must not become the server's, nor hold it up.
const reopenFlags = unix.O_RDWR | unix.O_NOCTTY | unix.O_NONBLOCK | unix.O_CLOEXEC

// restoreTime is how long a terminal may take to accept the reset; one that is stopped (Ctrl-S) takes nothing.
const restoreTime = 5 * time.Second

// writeAll writes to a terminal, at most step bytes whenever it is ready. A non-blocking one refuses also while somebody
// else writes to it.
func writeAll(fd int, p []byte, step int, deadline time.Time) error {
	for len(p) > 0 {
		ready := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
		n, err := unix.Poll(ready, int(max(time.Until(deadline).Milliseconds(), 0)))
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return err
		case n == 0:
			return unix.EAGAIN
		}
		n, err = unix.Write(fd, p[:min(step, len(p))])
		switch {
		case err == nil:
			p = p[n:]
		case err != unix.EAGAIN && err != unix.EINTR:
			return err
		case time.Now().After(deadline):
			return err
		}
	}
	return nil
}

// mournFor is how long the server watches a client that went without a goodbye: one that lives will be back by itself.
const mournFor = time.Minute

// mostMourners bounds how many are watched at a time: each takes a thread and two descriptors.
const mostMourners = 64

// mourn restores the terminal of a client whose connection ended without a goodbye, once its process is dead.
// It takes over tty.
func (s *Server) mourn(tty outerTTY) {
	defer tty.close()
	stopped := int32(s.stopped.Fd())
	for deadline := time.Now().Add(mournFor); time.Now().Before(deadline); {
		fds := []unix.PollFd{{Fd: int32(tty.pidfd), Events: unix.POLLIN}, {Fd: stopped, Events: unix.POLLIN}}
		if _, err := unix.Poll(fds, int(time.Until(deadline).Milliseconds())+1); err != nil && err != unix.EINTR {
			s.log.Printf("wait for a client's end: %v", err)
			return
		}
		if fds[0].Revents != 0 {
			if err := tty.restore(); err != nil {
				s.log.Printf("%v", err)
			}
			return
		}
		if fds[1].Revents != 0 {
			return
		}
	}
}
