package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// patience is how long anything may take before it counts as stuck.
const patience = time.Minute

// An xterm is a real one, on a display of its own that nobody sees. What is written to it is output of its program, and
// what is read from it is what it answers.
type xterm struct {
	net.Conn
	dir      string
	display  *exec.Cmd
	terminal *exec.Cmd
	pending  []byte // read, and not asked for yet
}

// xtermResources make a default xterm that tells what is on its screen: checksums of cells, and a copy of its text.
func xtermResources(printed string) []string {
	return []string{
		"*vt100.utf8:2", "*vt100.locale:false", "*vt100.saveLines:0", "*vt100.autoScrollLock:false",
		"*vt100.checksumExtension:63", "*vt100.printAttributes:0", "*vt100.printerAutoClose:true", "*vt100.printerNewLine:false",
		"*vt100.printerCommand:cat >" + printed + ".part; mv " + printed + ".part " + printed, "*vt100.boldColors:false", "*vt100.cursorBlink:false",
		"*vt100.disallowedWindowOps:1,2,3,4,5,6,7,8,9,10,20,21,SetXprop,SetSelection,GetSelection",
		"*vt100.allowWindowOps:false",
	}
}

func openXterm(rows, cols int) (x *xterm, err error) {
	x = &xterm{}
	if x.dir, err = os.MkdirTemp("", "record"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			x.close()
		}
	}()
	number, err := x.openDisplay()
	if err != nil {
		return nil, fmt.Errorf("start Xvfb: %w", err)
	}
	socket := filepath.Join(x.dir, "socket")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return nil, err
	}
	defer l.Close()
	args := []string{"-geometry", fmt.Sprintf("%dx%d", cols, rows)}
	for _, r := range xtermResources(x.printed()) {
		args = append(args, "-xrm", r)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	x.terminal = exec.Command("xterm", append(args, "-e", self, "inside", socket)...)
	x.terminal.Env = append(os.Environ(), "DISPLAY=:"+number, "LC_ALL=C.UTF-8")
	x.terminal.Stderr = os.Stderr
	if err := x.terminal.Start(); err != nil {
		return nil, err
	}
	if err := l.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if x.Conn, err = l.Accept(); err != nil {
		return nil, fmt.Errorf("xterm does not start: %w", err)
	}
	return x, nil
}

// openDisplay starts an X server and returns the number that it chose.
func (x *xterm) openDisplay() (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	x.display = exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "2400x2400x24", "-nolisten", "tcp")
	x.display.ExtraFiles = []*os.File{w}
	err = x.display.Start()
	w.Close()
	if err != nil {
		return "", err
	}
	number, err := bufio.NewReader(r).ReadString('\n')
	return strings.TrimSpace(number), err
}

func (x *xterm) printed() string { return filepath.Join(x.dir, "printed") }

func (x *xterm) close() {
	if x.Conn != nil {
		x.Conn.Close()
	}
	for _, c := range []*exec.Cmd{x.terminal, x.display} {
		if c != nil && c.Process != nil {
			c.Process.Kill()
			c.Wait()
		}
	}
	os.RemoveAll(x.dir)
}

// marker is a question that no program asks, and markerAnswer what xterm says to it: all before it was carried out.
const (
	marker       = "\x1b[?31337$p"
	markerAnswer = "\x1b[?31337;0$y"
)

// until writes s, which ends with the marker, and returns what came before its answer.
func (x *xterm) until(s string) ([]byte, error) {
	wrote := make(chan error, 1)
	go func() {
		_, err := io.WriteString(x, s)
		wrote <- err
	}()
	if err := x.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	buf := make([]byte, 1<<16)
	for {
		if before, after, ok := bytes.Cut(x.pending, []byte(markerAnswer)); ok {
			x.pending = after
			return before, <-wrote
		}
		n, err := x.Read(buf)
		if err != nil {
			return nil, fmt.Errorf("xterm does not answer: %w", err)
		}
		x.pending = append(x.pending, buf[:n]...)
	}
}

// inside is the program in the xterm: it connects its terminal, in raw mode, with the socket.
func inside(socket string) error {
	tio, err := unix.IoctlGetTermios(0, unix.TCGETS)
	if err != nil {
		return err
	}
	tio.Iflag, tio.Oflag, tio.Lflag = 0, 0, 0
	tio.Cc[unix.VMIN], tio.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(0, unix.TCSETS, tio); err != nil {
		return err
	}
	c, err := net.Dial("unix", socket)
	if err != nil {
		return err
	}
	defer c.Close()
	ends := make(chan error, 2)
	go func() {
		_, err := io.Copy(os.Stdout, c)
		ends <- err
	}()
	go func() {
		_, err := io.Copy(c, os.Stdin)
		ends <- err
	}()
	return errors.Join(<-ends)
}
