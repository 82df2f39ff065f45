//go:build linux

package main_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
	"gmux/protocol"
	"gmux/protocol/key"
	"gmux/protocol/transport"
)

// A bareClient is a client without a process and a terminal: it speaks the protocol and paints nothing, so that there
// can be thousands of it. It acknowledges every frame.
type bareClient struct {
	conn    *protocol.Conn
	done    chan struct{} // closed when the connection is over; the fields below are readLoop's until then
	bye     *protocol.Goodbye
	status  *int32
	text    string // what a command printed, errors too
	err     error
	painted chan struct{} // closed with the first frame
	frames  int
}

// bareTime bounds a whole conversation.
const bareTime = time.Minute

// dialBare starts a command as a client of a world.
func dialBare(w *usertest.World, argv ...string) (*bareClient, error) {
	sockets, _ := w.Sockets()
	if len(sockets) != 1 {
		return nil, fmt.Errorf("sockets %q", sockets)
	}
	t, err := transport.Dial(sockets[0])
	if err != nil {
		return nil, err
	}
	c := &bareClient{conn: protocol.NewConn(t, protocol.ClientSide), done: make(chan struct{}), painted: make(chan struct{})}
	if err := c.ask(w, argv); err != nil {
		t.Close()
		return nil, err
	}
	go c.readLoop()
	return c, nil
}

func (c *bareClient) ask(w *usertest.World, argv []string) error {
	if _, _, err := c.conn.Handshake(protocol.OurHello("test"), time.Now().Add(bareTime)); err != nil {
		return err
	}
	who := protocol.Identify{
		PID: int32(os.Getpid()), TTY: "bare", HasTTY: true, Size: protocol.Size{Rows: 24, Cols: 80}, Term: "xterm-256color",
		UTF8: true, Cwd: w.Path("home"), Environ: w.Environ(),
	}
	if _, err := rand.Read(who.Token[:]); err != nil {
		return err
	}
	if err := c.conn.Transport().SetDeadline(time.Now().Add(10 * bareTime)); err != nil {
		return err
	}
	return errors.Join(c.conn.Send(who), c.conn.Send(protocol.Command{Argv: argv}))
}

// readLoop ends with the connection.
func (c *bareClient) readLoop() {
	defer close(c.done)
	for {
		m, _, err := c.conn.Receive()
		if err != nil {
			c.fail(err)
			return
		}
		switch m := m.(type) {
		case protocol.Frame:
			if c.frames++; c.frames == 1 {
				close(c.painted)
			}
			if err = c.conn.Send(protocol.FrameAck{ID: m.ID}); errors.Is(err, unix.EPIPE) {
				err = nil // the server has closed: what it said last is still to be read
			}
		case protocol.Goodbye:
			c.bye = &m
		case protocol.Exit:
			c.status = &m.Status
		case protocol.Stdout:
			c.text += string(m.Data)
		case protocol.Stderr:
			c.text += string(m.Data)
		case protocol.Refused:
			err = errors.New(m.Text)
		}
		c.fail(err)
		if err != nil || c.bye != nil || c.status != nil {
			c.conn.Close()
			return
		}
	}
}

// fail keeps the first error, if it is not that we have closed the connection ourselves.
func (c *bareClient) fail(err error) {
	if c.err == nil && !errors.Is(err, net.ErrClosed) {
		c.err = err
	}
}

// press sends keys as the client's first input.
func (c *bareClient) press(names ...string) error {
	var events []byte
	for _, n := range names {
		k, err := key.Parse(n)
		if err != nil {
			return err
		}
		events = key.AppendEvent(events, k)
	}
	return c.conn.Send(protocol.Input{Seq: 1, Events: events})
}

// wait waits for the end of the connection.
func (c *bareClient) wait() error {
	ctx, cancel := context.WithTimeout(context.Background(), bareTime)
	defer cancel()
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
		return errors.New("the connection goes on")
	}
}

// attachBare is a client that shows a session, and has shown it.
func attachBare(w *usertest.World, session string) (*bareClient, error) {
	c, err := dialBare(w, "attach-session", "-t", "="+session)
	if err != nil {
		return nil, err
	}
	select {
	case <-c.painted:
		return c, nil
	case <-c.done:
		return nil, fmt.Errorf("attach to %s: %q, %v", session, c.text, c.err)
	case <-time.After(bareTime):
		c.conn.Close()
		return nil, fmt.Errorf("attach to %s: no frame", session)
	}
}

// detach presses C-b d and waits for the goodbye.
func (c *bareClient) detach() error {
	if err := errors.Join(c.press("C-b", "d"), c.wait()); err != nil {
		return err
	}
	if c.bye == nil || c.bye.Kind != protocol.GoodbyeDetached {
		return fmt.Errorf("detach: goodbye %+v", c.bye)
	}
	return nil
}

// leave closes the connection without a word, as a client that dies does.
func (c *bareClient) leave() error {
	c.conn.Close()
	return c.wait()
}

// runBare runs a command that must succeed.
func runBare(t testing.TB, w *usertest.World, argv ...string) {
	t.Helper()
	c, err := dialBare(w, argv...)
	if err == nil {
		err = c.wait()
	}
	if err == nil && (c.status == nil || *c.status != 0) {
		err = fmt.Errorf("status %v: %q", c.status, c.text)
	}
	if err != nil {
		t.Fatalf("%q: %v", argv, err)
	}
}
