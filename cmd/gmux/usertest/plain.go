//go:build linux

package usertest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A Plain is a bare pseudo-terminal with a program on it: it answers no query, draws nothing, and
// keeps the last of the bytes it was sent.
type Plain struct {
	w       *World
	master  *os.File
	proc    *os.Process
	reads   bool          // it is not a stuck one
	hurry   chan struct{} // of a slow one
	before  string        // the settings of the line, when the program was started
	manners *manners      // how it answers; nil: not at all

	mu      sync.Mutex // guards all up to closed
	more    *sync.Cond // signalled when got has grown, or reading is over
	over    bool
	got     []byte
	total   int64
	dropped int // how often the front of got was
	state   *os.ProcessState
	exited  chan struct{} // closed when state is set
	closed  bool
}

// keepBytes bounds what a Plain remembers.
const keepBytes = 1 << 20

// StartPlain starts a program on a bare pseudo-terminal and reads what it prints.
func (w *World) StartPlain(rows, cols int, argv ...string) *Plain {
	w.t.Helper()
	p := w.StartStuck(rows, cols, argv...)
	p.reads = true
	go p.readLoop()
	return p
}

// StartStuck starts a program on a terminal that never reads what it is sent.
func (w *World) StartStuck(rows, cols int, argv ...string) *Plain {
	w.t.Helper()
	p, err := w.startPlain(rows, cols, argv)
	if err != nil {
		w.t.Fatal(err)
	}
	w.plain = append(w.plain, p)
	return p
}

func (w *World) startPlain(rows, cols int, argv []string) (*Plain, error) {
	master, slave, err := openPty(rows, cols)
	if err != nil {
		return nil, err
	}
	defer slave.Close()
	if w.user != nil {
		if err := slave.Chown(int(w.user.Uid), -1); err != nil {
			return nil, err
		}
	}
	argv = w.inRoom(argv)
	cmd := exec.Command(w.lookPath(argv[0]), argv[1:]...)
	cmd.Env, cmd.Dir = w.Environ(), w.Path("home")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Credential: w.user}
	p := &Plain{w: w, master: master, exited: make(chan struct{})}
	p.more = sync.NewCond(&p.mu)
	p.before = p.Settings()
	if p.proc, err = start(func() (*os.Process, error) { err := cmd.Start(); return cmd.Process, err }); err != nil {
		master.Close()
		return nil, err
	}
	go p.waitLoop()
	return p, nil
}

// openPty opens a master in the non-blocking way that lets Close end a blocked read, and its slave.
func openPty(rows, cols int) (master, slave *os.File, err error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("open /dev/ptmx: %w", err)
	}
	size := unix.Winsize{Row: uint16(rows), Col: uint16(cols)}
	if err := errors.Join(unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0), unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &size)); err != nil {
		unix.Close(fd)
		return nil, nil, fmt.Errorf("set up pty: %w", err)
	}
	// TIOCGPTPEER opens the other side without a path, so it works in any mount namespace.
	peer, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.TIOCGPTPEER, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC)
	if errno != 0 {
		unix.Close(fd)
		return nil, nil, fmt.Errorf("open tty of pty: %w", errno)
	}
	return os.NewFile(uintptr(fd), "/dev/ptmx"), os.NewFile(peer, "tty"), nil
}

// readLoop ends when the master is closed, or with EIO when nobody holds the tty any more.
func (p *Plain) readLoop() {
	buf := make([]byte, 64<<10)
	for p.readOnce(buf) {
	}
}

func (p *Plain) readOnce(buf []byte) (more bool) {
	n, err := p.master.Read(buf)
	if p.manners != nil {
		p.manners.take(buf[:n])
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total += int64(n)
	p.got = append(p.got, buf[:n]...)
	if over := len(p.got) - keepBytes; over > keepBytes { // now and then, not at every read
		p.got = append(p.got[:0], p.got[over:]...)
		p.dropped++
	}
	p.over = err != nil
	p.more.Broadcast()
	return err == nil
}

// Await returns as soon as the text has been printed, for those who measure the time of it. It looks at
// what is kept of the past too, unless Forget was called. Only what changes on a screen is printed: where a row may
// show something else before, the text should have no character of it in the same column.
func (p *Plain) Await(text string) {
	p.w.t.Helper()
	alarm := time.AfterFunc(8*Patience(), func() {
		p.mu.Lock()
		p.over = true
		p.more.Broadcast()
		p.mu.Unlock()
	})
	defer alarm.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for seen, dropped := 0, p.dropped; ; {
		// Only what is new since the last look, and what may have been cut.
		if bytes.Contains(p.got[max(0, min(seen, len(p.got))-len(text)):], []byte(text)) {
			return
		}
		if p.over {
			p.w.t.Fatalf("%q was never printed; last: %q", text, p.got[max(0, len(p.got)-2000):])
		}
		seen = len(p.got)
		p.more.Wait()
		if p.dropped != dropped {
			seen, dropped = 0, p.dropped
		}
	}
}

func (p *Plain) waitLoop() {
	state, err := p.proc.Wait()
	ended(p.proc)
	p.mu.Lock()
	p.state = state
	p.mu.Unlock()
	if err != nil {
		p.w.t.Error(err)
	}
	close(p.exited)
}

// Keys presses keys, named as tmux names them.
func (p *Plain) Keys(names ...string) {
	p.w.t.Helper()
	for _, n := range names {
		s, err := encodeKey(n)
		if err != nil {
			p.w.t.Fatal(err)
		}
		p.Type(s)
	}
}

// Type types the text, and returns when the terminal has taken all of it.
func (p *Plain) Type(text string) {
	p.w.t.Helper()
	if err := p.Write(text); err != nil {
		p.w.t.Fatal(err)
	}
}

// Write is Type for other goroutines than the test's.
func (p *Plain) Write(text string) error {
	if p.manners != nil {
		p.manners.line.Lock()
		defer p.manners.line.Unlock()
	}
	_, err := p.master.WriteString(text)
	return err
}

// Output is the last that the program printed.
func (p *Plain) Output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return string(p.got)
}

// Total is how many bytes the program has printed so far.
func (p *Plain) Total() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total
}

// Forget drops what was printed so far, so that WaitFor sees only what comes next.
func (p *Plain) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.got = nil
}

// WaitFor waits until what was printed matches.
func (p *Plain) WaitFor(pattern string) {
	p.w.t.Helper()
	re := compile(pattern)
	p.w.Eventually(fmt.Sprintf("%q on the terminal of pid %d", pattern, p.proc.Pid), func() (bool, string) {
		got := p.Output()
		return re.MatchString(got), fmt.Sprintf("%q", got[max(0, len(got)-2000):])
	})
}

// Resize changes the size of the terminal.
func (p *Plain) Resize(rows, cols int) {
	p.w.t.Helper()
	raw, err := p.master.SyscallConn()
	if err != nil {
		p.w.t.Fatal(err)
	}
	var ioctl error
	err = raw.Control(func(fd uintptr) {
		ioctl = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(rows), Col: uint16(cols)})
	})
	if err := errors.Join(err, ioctl); err != nil {
		p.w.t.Fatal(err)
	}
}

// CloseTerminal closes the master, as a terminal that dies does: the kernel hangs the tty up.
func (p *Plain) CloseTerminal() {
	if !p.closed {
		p.closed = true
		p.master.Close()
	}
}

// Pid is the process of the program that was started here.
func (p *Plain) Pid() int { return p.proc.Pid }

// Kill sends the program a signal.
func (p *Plain) Kill(sig syscall.Signal) {
	p.w.t.Helper()
	if err := p.proc.Signal(sig); err != nil {
		p.w.t.Fatal(err)
	}
}

// WaitExit waits for the program's end, and until its last words have been read, and returns its exit status as a
// shell gives it.
func (p *Plain) WaitExit() int {
	p.w.t.Helper()
	p.w.Eventually(fmt.Sprintf("the end of pid %d and of its output", p.proc.Pid), func() (bool, string) {
		select {
		case <-p.exited:
			p.mu.Lock()
			defer p.mu.Unlock()
			return p.over || !p.reads, "it has exited, something else holds its terminal"
		default:
			return false, strings.ToValidUTF8(p.Output(), "?")
		}
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	if ws := p.state.Sys().(syscall.WaitStatus); ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return p.state.ExitCode()
}

// Visit runs a client on a terminal of its own for as long as it takes to show something, and has it leave, by its detach key
// or by closing its terminal. It is for other goroutines than the test's, and bears a gmux that dies meanwhile.
func (w *World) Visit(rows, cols int, detach bool, argv ...string) {
	p, err := w.startPlain(rows, cols, argv)
	if err != nil {
		w.t.Error(err)
		return
	}
	p.reads = true
	go p.readLoop()
	defer p.CloseTerminal()
	for deadline := time.Now().Add(Patience()); p.Total() == 0 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if detach && p.Write("\x02d") == nil {
		select {
		case <-p.exited:
		case <-time.After(time.Second): // the server died, and the key with it
		}
	}
}
