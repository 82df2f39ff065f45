package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

const (
	sessionRows = 24
	sessionCols = 80
	quiet       = time.Second // after which a program is thought to have drawn all
)

// A session is a program and what is typed at it.
type session struct {
	name    string
	setup   string // shell commands that fill the home directory, as root
	root    bool   // the program runs as root
	program []string
	steps   []step
}

// A step waits until the screen has a line that matches, then types. What has neither a wait nor keys waits for quiet.
type step struct{ wait, keys string }

// A player is a session going on: a pty whose output goes to a file, to an xterm that answers what the program asks, and
// to a Terminal on which the steps see what they wait for.
type player struct {
	master *os.File
	xterm  *xterm

	mu     sync.Mutex // guards the rest
	log    []byte
	screen *vt.Terminal
	last   time.Time // when the program wrote last, or was written to
	ended  bool
}

// record plays a session and returns what the program wrote, as far as the end of the steps.
func record(s *session) ([]byte, error) {
	x, err := openXterm(sessionRows, sessionCols)
	if err != nil {
		return nil, err
	}
	defer x.close()
	master, slave, err := openPty(sessionRows, sessionCols)
	if err != nil {
		return nil, err
	}
	defer master.Close()
	c := s.command()
	c.Stdin, c.Stdout, c.Stderr = slave, slave, slave
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	err = c.Start()
	slave.Close()
	if err != nil {
		return nil, err
	}
	p := &player{master: master, xterm: x, screen: vt.New(vt.Options{Rows: sessionRows, Cols: sessionCols}), last: time.Now()}
	var wg sync.WaitGroup
	wg.Go(p.readLoop)
	wg.Go(p.answerLoop)
	err = p.play(s.steps)
	p.mu.Lock()
	out := bytes.Clone(p.log)
	p.mu.Unlock()
	c.Process.Kill()
	c.Wait()
	master.Close()
	x.Conn.Close()
	wg.Wait()
	return out, err
}

// readLoop ends when the pty is closed or the program gone.
func (p *player) readLoop() {
	buf := make([]byte, 1<<16)
	for {
		n, err := p.master.Read(buf)
		p.mu.Lock()
		p.log = append(p.log, buf[:n]...)
		vttest.Write(p.screen, string(buf[:n]))
		p.last = time.Now()
		p.ended = p.ended || err != nil
		p.mu.Unlock()
		if err != nil {
			return
		}
		if _, err := p.xterm.Write(buf[:n]); err != nil {
			return
		}
	}
}

// answerLoop ends when the connection with xterm is closed.
func (p *player) answerLoop() {
	buf := make([]byte, 1<<12)
	for {
		n, err := p.xterm.Read(buf)
		if err != nil {
			return
		}
		if _, err := p.master.Write(buf[:n]); err != nil {
			return
		}
	}
}

func (p *player) play(steps []step) error {
	for _, s := range steps {
		pattern, err := regexp.Compile("(?m)" + s.wait)
		if err != nil {
			return err
		}
		if s.wait == "" {
			pattern = nil
		}
		if err := p.wait(pattern); err != nil {
			return fmt.Errorf("wait for %q: %w", s.wait, err)
		}
		p.mu.Lock()
		p.last = time.Now()
		p.mu.Unlock()
		if _, err := p.master.WriteString(s.keys); err != nil {
			return err
		}
	}
	return nil
}

// wait waits for a pattern on the screen, or without one for quiet.
func (p *player) wait(pattern *regexp.Regexp) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		p.mu.Lock()
		text := vttest.Text(p.screen)
		done := pattern != nil && pattern.MatchString(text) || pattern == nil && (time.Since(p.last) > quiet || p.ended)
		p.mu.Unlock()
		switch {
		case done:
			return nil
		case time.Now().After(deadline):
			return fmt.Errorf("it does not come; the screen is\n%s", text)
		}
	}
}

func openPty(rows, cols int) (master, slave *os.File, err error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return nil, nil, err
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		return nil, nil, err
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(rows), Col: uint16(cols)}); err != nil {
		return nil, nil, err
	}
	master = os.NewFile(uintptr(fd), "/dev/ptmx")
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	return master, slave, err
}

// betrays finds what a recording must not have: the names of this machine, its user and its directories.
func betrays(recording []byte) error {
	host, err := os.Hostname()
	if err != nil {
		return err
	}
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	var found []error
	for _, name := range []string{host, dir, os.Getenv("HOME"), "/root"} {
		if len(name) > 1 && bytes.Contains(recording, []byte(name)) {
			found = append(found, fmt.Errorf("it has %q", name))
		}
	}
	return errors.Join(found...)
}
