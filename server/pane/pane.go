package pane

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/osproc"
	"gmux/protocol/recovery"
	"gmux/server/vt"
)

// A Config is what a Pane is made of.
type Config struct {
	ID         uint32
	FDs        recovery.FDs // the Pane's from now on, also when Open fails
	Generation uint64       // of the server, see recovery.Open
	Fault      bool         // the server before this one died of itself, see recovery.Trial
	Terminal   vt.Options   // of a new pane, or one whose terminal does not come back; Effects is the Pane's own
	Clipboard  func() Clip  // called from the Pane's goroutines, with its lock: must not wait; nil: there is none
	Post       func(Event)  // tells the loop; called from the Pane's goroutines, may block
	Log        func(format string, args ...any)
	SetAside   func(Poison) (file string, err error) // keeps what no terminal stands; called by Recover; nil: Recover fails instead
}

// An Event is something that the loop has to know of a pane.
type Event struct {
	Pane uint32
	Kind Kind
	Text string    // Title; the selection of Clipboard and ClipboardRead
	Data []byte    // of Clipboard and Passthrough
	At   time.Time // of Wrote and Active: when there was output last
}

// A Kind is a kind of Event.
type Kind uint8

const (
	Over          Kind = iota + 1 // after Exited: all output has been read
	HungUp                        // nobody holds the child's side; all output has been read, unless somebody opens it again
	Room                          // the input queue takes more, after Type found it full or left it crowded
	Bell                          // BEL
	Title                         // OSC 0 or 2
	Clipboard                     // OSC 52; Text is the selection; CopyHeard follows
	ClipboardRead                 // OSC 52 with ?, where Clip.Ask is set: AnswerClipboard follows
	Name                          // ESC k: the name of the window
	Passthrough                   // DCS tmux; Data is for the outer terminal
	Wrote                         // output came after quiet
	Active                        // some time after Wrote: what runs in the foreground may have changed
)

// A Pane is one pty and its terminal. Its methods may be called from any goroutine unless they say otherwise.
type Pane struct {
	id     uint32
	fds    recovery.FDs
	master *os.File
	raw    syscall.RawConn
	mem    *recovery.Pane
	post   func(Event)
	log    func(format string, args ...any)
	wg     sync.WaitGroup

	clipboard func() Clip

	mu       sync.Mutex // guards the Terminal, what it is replayed from, and what one chunk of output asked for
	term     *vt.Terminal
	fed      int64 // output offset of the Terminal
	done     int64 // output offset up to which effects were carried out
	covered  int64 // output offset of the newest checkpoint
	due      bool  // the next checkpoint does not wait for more output
	ended    bool  // the text of its end has been written, which is written once
	spare    []byte
	asked    effects
	question question
	copies   copies
	heldFrom time.Time // when the program asked for its output to be held back (2026), zero if it does not

	verdict recovery.Verdict
	late    effects // what the replay asked for and no server before this one carried out; readLoop's

	sendMu sync.Mutex // held by who sends from the input queue: writeLoop, also while the tty is full, or who has just appended

	inMu  sync.Mutex // guards full, deaf, short, again and appending to the input queue: typing and replies both do
	full  bool       // someone waits for room
	deaf  bool       // an answer was lost since answers were last read
	short bool       // there was no memory for the last that was typed
	again bool       // it will be tried again
	wake  chan struct{}

	typed typed           // the loop's
	size  recovery.Resize // the loop's: the last one

	watchMu  sync.Mutex // guards watchers
	watchers map[any]func()

	looking atomic.Bool   // an Active event is on its way
	wrote   atomic.Int64  // when there was output last, in nanoseconds since 1970
	sealing atomic.Bool   // both goroutines end, or have
	exited  bool          // the loop's: Exited was called
	stop    chan struct{} // closed by Close
}

// Open takes over a pane's memory. Recover and Start follow.
func Open(c Config) (*Pane, error) {
	p := &Pane{
		id: c.ID, fds: c.FDs, post: c.Post, log: c.Log,
		wake:     make(chan struct{}, 1),
		watchers: map[any]func(){},
		stop:     make(chan struct{}),

		clipboard: c.Clipboard,
	}
	if p.clipboard == nil {
		p.clipboard = func() Clip { return Clip{} }
	}
	p.asked.pane = p
	if err := p.open(c); err != nil {
		p.fds.Close()
		return nil, fmt.Errorf("open pane %%%d: %w", c.ID, err)
	}
	return p, nil
}

func (p *Pane) open(c Config) (err error) {
	if p.mem, err = recovery.Open(p.fds, c.Generation); err != nil {
		return err
	}
	if p.verdict, err = p.mem.Trial.Open(c.Fault); err != nil {
		return err
	}
	// The descriptor is non-blocking, so NewFile puts it into the poller; Fd is never called, it would end that.
	p.master = os.NewFile(uintptr(p.fds.Master), "master")
	p.fds.Master = -1 // closed with the file
	p.raw, err = p.master.SyscallConn()
	return err
}

// Start begins to read and write.
func (p *Pane) Start() {
	p.nudge() // a server before this one may have left input in the queue
	p.wg.Go(p.readLoop)
	p.wg.Go(p.writeLoop)
}

// Close ends both goroutines and gives the descriptors back. The child is not touched.
func (p *Pane) Close() error {
	close(p.stop)
	err := p.master.Close() // ends what waits in the poller
	p.wg.Wait()
	p.mu.Lock() // Seal may be writing the terminal down
	defer p.mu.Unlock()
	err = errors.Join(err, p.mem.Output.Close())
	p.fds.Close()
	return err
}

// isClosed reports whether an error of the master is only that of its end.
func (p *Pane) isClosed() bool {
	select {
	case <-p.stop:
		return true
	default:
		return false
	}
}

// Lend calls f with the pane's descriptors, which f must not keep.
func (p *Pane) Lend(f func(recovery.FDs) error) error {
	fds := p.fds
	return p.control("lend descriptors", func(master int) error {
		fds.Master = master
		return f(fds)
	})
}

// ID is the number behind the %.
func (p *Pane) ID() uint32 { return p.id }

// Draw calls f with the terminal, which stands still meanwhile. f must not keep it, nor wait for anything.
func (p *Pane) Draw(f func(*vt.Terminal)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(p.term)
}

// Watch has poke called after every change of the terminal until the same key is unwatched. poke must not wait.
func (p *Pane) Watch(key any, poke func()) {
	p.watchMu.Lock()
	defer p.watchMu.Unlock()
	p.watchers[key] = poke
}

// Unwatch ends Watch.
func (p *Pane) Unwatch(key any) {
	p.watchMu.Lock()
	defer p.watchMu.Unlock()
	delete(p.watchers, key)
}

func (p *Pane) poke() {
	p.watchMu.Lock()
	defer p.watchMu.Unlock()
	for _, f := range p.watchers {
		f()
	}
}

// Resize gives the terminal and the tty another size; the foreground process group gets SIGWINCH if it is one. The
// loop's.
func (p *Pane) Resize(rows, cols, xpixel, ypixel int) error {
	if size := (recovery.Resize{Rows: rows, Cols: cols, XPixels: xpixel, YPixels: ypixel}); size != p.size {
		p.size = size
		p.Change(size)
	}
	return p.SetWinsize(rows, cols, xpixel, ypixel)
}

// SetWinsize changes what the tty says, and nothing else.
func (p *Pane) SetWinsize(rows, cols, xpixel, ypixel int) error {
	ws := &unix.Winsize{Row: uint16(rows), Col: uint16(cols), Xpixel: uint16(xpixel), Ypixel: uint16(ypixel)}
	return p.control("set window size", func(fd int) error { return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, ws) })
}

// Running is the command in the foreground of the pane's tty, by the name it has given itself, and its directory.
func (p *Pane) Running() (command, path string, err error) {
	var group int
	err = p.control("foreground process group", func(fd int) error {
		group, err = osproc.Foreground(fd)
		return err
	})
	if err != nil {
		return "", "", err
	}
	if command, err = osproc.Command(group); err != nil {
		return "", "", fmt.Errorf("command of process %d: %w", group, err)
	}
	if path, err = osproc.Cwd(group); err != nil {
		return "", "", fmt.Errorf("directory of process %d: %w", group, err)
	}
	return command, path, nil
}

func (p *Pane) control(what string, f func(fd int) error) error {
	var err error
	if cerr := p.raw.Control(func(fd uintptr) { err = f(int(fd)) }); cerr != nil {
		return cerr
	}
	if err != nil {
		return fmt.Errorf("%s of pane %%%d: %w", what, p.id, err)
	}
	return nil
}
