package spawn

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/transport"
)

// A Spec says what to start, and where.
type Spec struct {
	Argv             []string // Argv[0] is looked up in Env's PATH if it has no slash
	Argv0            string   // the name the program is told; Argv[0] if empty
	Env              []string // PWD in it becomes the directory
	Cwd, Home        string   // see Place
	Rows, Cols       int
	XPixels, YPixels int
	CC               []byte // control characters of the user's terminal, or none
	Umask            int
}

// A Child is a session leader on a pty of its own.
type Child struct {
	PID     int
	Started time.Time
	Cwd     string
	TTY     string
	Master  int
	Pidfd   int // -1 where the system has none
}

// Start starts a child in a place that was found for it. The caller does not fork in another goroutine meanwhile: the umask of this
// process is the child's for as long as the fork takes.
func Start(s Spec, at Place) (Child, error) {
	c := Child{Cwd: at.Dir, Pidfd: -1}
	master, tty, name, err := openPTY()
	if err != nil {
		return Child{}, fmt.Errorf("open pty: %s", ptyError(err))
	}
	defer unix.Close(tty)
	c.Master, c.TTY = master, name
	if err := prepare(master, tty, s); err != nil {
		unix.Close(master)
		return Child{}, fmt.Errorf("prepare %s: %s", name, transport.Strerror(err))
	}
	argv := append([]string(nil), s.Argv...)
	if s.Argv0 != "" {
		argv[0] = s.Argv0
	}
	attr := &syscall.ProcAttr{
		Dir:   c.Cwd,
		Env:   at.env,
		Files: []uintptr{uintptr(tty), uintptr(tty), uintptr(tty)},
		Sys:   &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0},
	}
	wantPidfd(attr.Sys, &c.Pidfd)
	old := syscall.Umask(s.Umask)
	c.Started = time.Now()
	c.PID, err = syscall.ForkExec(at.Path, argv, attr)
	syscall.Umask(old)
	if err != nil {
		unix.Close(master)
		return Child{}, fmt.Errorf("exec %s: %s", at.Path, transport.Strerror(err))
	}
	if c.Pidfd >= 0 { // a server puts it into its poller
		if err := unix.SetNonblock(c.Pidfd, true); err != nil {
			unix.Close(c.Pidfd)
			c.Pidfd = -1
		}
	}
	return c, nil
}

// ptyError is why there is no pty. Where all are taken Linux says ENOSPC, which would send the user to look at their disk.
func ptyError(err error) string {
	if errors.Is(err, unix.ENOSPC) {
		return "no pseudo-terminal is free"
	}
	return transport.Strerror(err)
}

// prepare gives the pty its size and its termios before anybody looks at them.
func prepare(master, tty int, s Spec) error {
	ws := &unix.Winsize{Row: uint16(s.Rows), Col: uint16(s.Cols), Xpixel: uint16(s.XPixels), Ypixel: uint16(s.YPixels)}
	if err := unix.IoctlSetWinsize(master, unix.TIOCSWINSZ, ws); err != nil {
		return err
	}
	tio, err := unix.IoctlGetTermios(tty, getTermios)
	if err != nil {
		return err
	}
	copy(tio.Cc[:], s.CC)
	tio.Cc[unix.VERASE] = 0x7f // what our Backspace key sends
	tio.Iflag |= iutf8         // so that erasing takes a whole character
	return unix.IoctlSetTermios(tty, setTermios, tio)
}
