package pane

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/recovery"
)

// chunk is how much output is parsed while the lock is held: well under a millisecond of work, so that a frame or a key
// press never waits long.
const chunk = 32 << 10

// readLoop moves output from the master into the log and parses it, until the pane is over or closed. A line that is
// hung up may be opened again by its leader, as login(1) does: Exited alone says that nothing more will come.
func (p *Pane) readLoop() {
	buf := make([]byte, chunk)
	p.carryOutLate()
	if err := p.parse(buf); err != nil { // what a server that was to succeed has moved into the log; else there is nothing
		p.log("read output of pane %%%d: %v", p.id, err) // and is tried again with the next output
	}
	short := false // which is logged once, however long it lasts
	for exited := false; ; {
		n, err := p.mem.Output.Wait(p.raw)
		if n > 0 {
			err = p.parse(buf)
		}
		if err == nil {
			short = false
			continue
		}
		if errors.Is(err, os.ErrDeadlineExceeded) && p.sealing.Load() {
			return
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			exited, err = true, p.drain(buf)
		}
		switch {
		case errors.Is(err, io.EOF) && exited:
			p.tell(Event{Kind: Over})
			return
		case errors.Is(err, io.EOF):
			p.tell(Event{Kind: HungUp})
			if err := p.awaitLine(); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
				return // closed
			}
		case p.isClosed(), errors.Is(err, recovery.ErrSuperseded):
			return
		default: // memory is short: the bytes wait in the tty until there is some
			if !short {
				p.log("read output of pane %%%d: %v", p.id, err)
			}
			short = true
			if !p.pause(retry) {
				return
			}
		}
	}
}

// retry is the time between two attempts to get memory.
const retry = 100 * time.Millisecond

// pause waits and reports whether the pane is still open.
func (p *Pane) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-p.stop:
		return false
	case <-t.C:
		return true
	}
}

// Exited tells that the session leader has been reaped: the pane is over as soon as the line is empty, which
// EIO alone would not say while a background job holds the tty. The loop's.
func (p *Pane) Exited() error {
	p.exited = true
	return p.master.SetReadDeadline(past) // wakes readLoop, which drains
}

// awaitLine waits until a hung-up line is open again and something was written to it, or until Exited. The poller
// tells of edges, so the hang-up that stays does not keep it busy.
func (p *Pane) awaitLine() error {
	return p.raw.Read(func(fd uintptr) bool { return !hungUp(int(fd)) })
}

// HungUp says that nobody holds the child's side of the line.
func (p *Pane) HungUp() bool {
	up := true
	if err := p.raw.Control(func(fd uintptr) { up = hungUp(int(fd)) }); err != nil {
		return true
	}
	return up
}

func hungUp(master int) bool {
	fds := []unix.PollFd{{Fd: int32(master), Events: unix.POLLIN}}
	for {
		_, err := unix.Poll(fds, 0)
		if err != unix.EINTR {
			return err == nil && fds[0].Revents&unix.POLLHUP != 0
		}
	}
}

// drain reads what is left on the line. A read that finds nothing has made the kernel deliver all it had, so
// io.EOF is the truth then, and so it is after lastWords.
func (p *Pane) drain(buf []byte) error {
	for read := 0; read < lastWords; {
		var n int
		var err error
		if cerr := p.raw.Control(func(fd uintptr) { n, err = p.mem.Output.Pull(int(fd)) }); cerr != nil {
			return cerr
		}
		switch {
		case n > 0:
			read += n
			if err := p.parse(buf); err != nil {
				return err
			}
		case errors.Is(err, unix.EAGAIN):
			return io.EOF
		default:
			return err
		}
	}
	return io.EOF
}

// lastWords is more than a tty and the pipe of the log hold (12 KiB and 64 KiB): what the leader wrote before its end is
// within it, whatever others go on writing behind that.
const lastWords = 256 << 10

// parse feeds the terminal with what is in the log and it has not seen yet.
func (p *Pane) parse(buf []byte) error {
	out := p.mem.Output
	for off := p.fed; off < out.Position(); off = p.fed { // only this goroutine moves it
		n, err := out.ReadAt(buf, off)
		if n == 0 {
			return fmt.Errorf("read output log of pane %%%d at %d: %w", p.id, off, err)
		}
		asked := p.feed(buf[:n], live)
		if err := p.carryOut(asked); err != nil {
			return err
		}
		p.poke()
		p.noteActivity()
		runtime.Gosched() // under a flood, others come to their turn
	}
	return nil
}

// settle is the time from output to the look at what runs in the foreground: a shell that has just echoed a command
// line needs a moment to start the command.
const settle = 250 * time.Millisecond

// noteActivity tells the loop of output, and has it look at the foreground soon, once for all output until then. readLoop's.
func (p *Pane) noteActivity() {
	now := time.Now()
	p.wrote.Store(now.UnixNano())
	if p.looking.CompareAndSwap(false, true) {
		p.tell(Event{Kind: Wrote, At: now})
		time.AfterFunc(settle, func() {
			p.looking.Store(false)
			p.tell(Event{Kind: Active, At: time.Unix(0, p.wrote.Load())})
		})
	}
}

// replaying says that a server before this one had the same output.
type replaying bool

const live replaying = false

// feed parses one piece and returns what it asked for.
func (p *Pane) feed(piece []byte, again replaying) (asked effects) {
	p.mu.Lock()
	defer p.mu.Unlock()
	poison(piece, bool(again))
	p.write(piece)
	p.fed += int64(len(piece))
	switch held := p.term.Modes().SyncOutput; {
	case !held:
		p.heldFrom = time.Time{}
	case p.heldFrom.IsZero():
		p.heldFrom = time.Now()
		time.AfterFunc(maxHeld, p.poke)
	}
	if asked = p.takeAsked(); asked.question != nil {
		asked.question.at = p.fed
	}
	return asked
}

// write is the Terminal's, but a panic in it costs this pane its screen and not the server its life.
func (p *Pane) write(piece []byte) {
	defer func() {
		if r := recover(); r != nil {
			p.log("pane %%%d: terminal reset after a panic: %v; the output was %.200q\n%s", p.id, r, piece, debug.Stack())
			p.term.Reset()
			p.due = true // so that it does not happen again in a replay
		}
	}()
	p.term.Write(piece)
}

// maxHeld is how long a program may keep its output from being shown (mode 2026).
const maxHeld = 150 * time.Millisecond

// Held reports whether the program is in the middle of a synchronized update that has not lasted too long.
func (p *Pane) Held() bool { // called within Draw, which holds mu
	return !p.heldFrom.IsZero() && time.Since(p.heldFrom) < maxHeld
}
