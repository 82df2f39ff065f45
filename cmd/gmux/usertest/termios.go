//go:build linux

package usertest

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// termiosOf is how a terminal's line discipline is set; f is either of its sides.
func termiosOf(f *os.File) (termios *unix.Termios, err error) {
	raw, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	var ioctl error
	if err := raw.Control(func(fd uintptr) { termios, ioctl = unix.IoctlGetTermios(int(fd), unix.TCGETS) }); err != nil {
		return nil, err
	}
	return termios, ioctl
}

// termiosAt is termiosOf the terminal with that path, which does not become anybody's controlling terminal.
func termiosAt(path string) (*unix.Termios, error) {
	tty, err := os.OpenFile(path, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer tty.Close()
	return termiosOf(tty)
}

// lineDiscipline is all of it in words.
func lineDiscipline(t *unix.Termios) string {
	return fmt.Sprintf("iflag %#o oflag %#o cflag %#o lflag %#o cc %v", t.Iflag, t.Oflag, t.Cflag, t.Lflag, t.Cc)
}

// WaitRaw waits until the program in a pane has put its terminal in raw mode. What is typed before that is echoed, has
// other line ends, and is thrown away beyond a line of 4 KiB.
func (w *World) WaitRaw(target string) {
	w.t.Helper()
	w.Eventually("the terminal of "+target+" to be raw", func() (bool, string) {
		res, err := w.run([]string{"gmux", "display-message", "-p", "-t", target, "#{pane_tty}"})
		if err != nil || res.Code != 0 {
			return false, fmt.Sprint(res.Stderr, err)
		}
		t, err := termiosAt(strings.TrimSpace(res.Stdout))
		if err != nil {
			return false, err.Error()
		}
		return t.Lflag&(unix.ICANON|unix.ECHO) == 0, lineDiscipline(t)
	})
}
