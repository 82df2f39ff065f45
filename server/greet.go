package server

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/protocol/outer"
	"gmux/protocol/transport"
)

// A greeting is what a client says before anything else: who it is, with its terminal, and what it wants.
type greeting struct {
	build string
	who   protocol.Identify
	tty   int              // descriptor of its terminal, -1 for none
	want  protocol.Message // Command or Reattach
}

// greet speaks Hello and hears the peer's greeting. It has handshakeTime for all of it, so that a peer which says
// nothing, or half a message, does not stay. The descriptor of the client's terminal is the caller's.
func (c *conn) greet(mine protocol.Hello) (g greeting, err error) {
	g.tty = -1
	deadline := time.Now().Add(handshakeTime)
	theirs, _, err := c.pc.Handshake(mine, deadline)
	if err == nil {
		g.build = theirs.Build
		err = c.pc.Transport().SetReadDeadline(deadline)
	}
	if err == nil {
		g.who, g.tty, err = c.hearWho()
	}
	if err == nil {
		g.want, err = c.hearWish()
	}
	if err == nil {
		err = c.pc.Transport().SetReadDeadline(time.Time{})
	}
	if err != nil {
		closeTTY(g.tty)
	}
	return g, err
}

// hearWho waits for Identify.
func (c *conn) hearWho() (who protocol.Identify, tty int, err error) {
	m, fds, err := c.pc.Receive()
	if errors.Is(err, transport.ErrLost) {
		return who, -1, fmt.Errorf("take the terminal over: %w", unix.EMFILE)
	}
	if err != nil {
		return who, -1, err
	}
	tty = -1
	if len(fds) > 0 {
		tty = fds[0]
	}
	who, ok := m.(protocol.Identify)
	switch {
	case !ok:
		err = fmt.Errorf("%v before identify: %w", m.Type(), protocol.ErrDirection)
	case tty >= 0 && !who.HasTTY:
		err = errors.New("identify: a descriptor came, and no terminal was announced")
	case tty >= 0 && !isTTY(tty): // the server would write to it when the client dies
		err = errors.New("identify: the descriptor is not that of a terminal")
	}
	return who, tty, err
}

// hearWish waits for Command or Reattach.
func (c *conn) hearWish() (protocol.Message, error) {
	m, _, err := c.pc.Receive()
	if err != nil {
		return nil, err
	}
	switch m.(type) {
	case protocol.Command, protocol.Reattach:
		return m, nil
	}
	return nil, fmt.Errorf("%v before a command: %w", m.Type(), protocol.ErrDirection)
}

// isTTY is true too for a terminal that was hung up meanwhile.
func isTTY(fd int) bool {
	_, err := outer.Termios(fd)
	return err == nil || errors.Is(err, unix.EIO)
}

// closeTTY closes the descriptor of a client's terminal, if there is one.
func closeTTY(fd int) {
	if fd >= 0 {
		unix.Close(fd)
	}
}
