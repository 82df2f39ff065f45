package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/protocol/osproc"
	"gmux/protocol/transport"
)

// How long a server may take. One that hangs is replaced by its host after some seconds, and what waits in the
// socket's queue is then answered by the next.
const (
	startTime = 20 * time.Second // until a server answers, be it after one that is ending
	helloTime = 15 * time.Second // until a hello
)

// errEnding says that the server is about to be gone and has done nothing of what we asked.
var errEnding = errors.New("server is exiting")

// errReplaced says that another server is there, and that this one has done nothing of what we asked.
var errReplaced = errors.New("server was replaced")

// ask connects and says who we are and what we want. Where the server is ending, the next one is asked.
func (c *client) ask(ctx context.Context) ending {
	deadline := time.Now().Add(startTime)
	for pause := firstPause; ; pause = min(2*pause, maxPause) {
		e := c.askOnce(ctx, deadline)
		replaced := errors.Is(e.err, errReplaced)
		if !replaced && !errors.Is(e.err, errEnding) {
			return e
		}
		if c.StartServer == nil && !replaced {
			return failed(c.nobody())
		}
		if time.Now().After(deadline) {
			return e
		}
		if err := sleep(ctx, pause); err != nil {
			return failed(err)
		}
	}
}

func (c *client) askOnce(ctx context.Context, deadline time.Time) ending {
	conn, err := c.connect(ctx, deadline)
	if err != nil {
		return failed(err)
	}
	if err := c.introduce(ctx, conn, protocol.Command{Argv: c.Argv}); err != nil {
		conn.Close()
		if lostConnection(err) { // a command is carried out when it has come whole
			err = errEnding
		}
		return failed(err)
	}
	return c.relay(ctx, conn)
}

// connect finds the server, and starts one if the command may.
func (c *client) connect(ctx context.Context, deadline time.Time) (*protocol.Conn, error) {
	conn, err := c.dial(ctx, time.Now().Add(helloTime))
	if err == nil || !noServer(err) {
		return conn, err
	}
	if c.StartServer == nil {
		return nil, c.wording(err)
	}
	if err := c.StartServer(); err != nil {
		return nil, err
	}
	for pause := firstPause; ; pause = min(2*pause, maxPause) {
		conn, err := c.dial(ctx, deadline)
		if err == nil || !noServer(err) {
			return conn, err
		}
		if time.Now().After(deadline) {
			return nil, c.wording(err)
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// dial connects and shakes hands.
func (c *client) dial(ctx context.Context, deadline time.Time) (*protocol.Conn, error) {
	t, err := transport.Dial(c.SocketPath)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { t.Close() })
	defer stop()
	conn := protocol.NewConn(t, protocol.ClientSide)
	if _, _, err := conn.Handshake(protocol.OurHello(c.Build), deadline); err != nil {
		foreign := ofTmux(t)
		t.Close()
		if foreign {
			return nil, fmt.Errorf("%s is not a gmux server, but one of tmux", c.SocketPath)
		}
		return nil, c.handshakeError(err)
	}
	return conn, nil
}

// ofTmux says whether a server of the real tmux listens there, which hangs up on us as one of ours does that is ending.
func ofTmux(t *transport.Conn) bool {
	cred, err := t.PeerCred()
	if err != nil {
		return false
	}
	p, err := osproc.Stat(cred.PID)
	return err == nil && p.Command == "tmux: server"
}

// handshakeError names the socket where what answers is not ours.
func (c *client) handshakeError(err error) error {
	var refused *protocol.RefusedError
	switch {
	case errors.As(err, &refused), errors.Is(err, protocol.ErrVersion):
		return err
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("no answer on %s: %w", c.SocketPath, err)
	case lostConnection(err): // nothing was asked yet
		return errEnding
	}
	return fmt.Errorf("%s is not a gmux server (%w)", c.SocketPath, err)
}

// noServer says whether nobody listens.
func noServer(err error) bool {
	return errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ECONNREFUSED)
}

// lostConnection says whether the other side went away, rather than break a rule.
func lostConnection(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, unix.ECONNRESET) || errors.Is(err, unix.EPIPE)
}

// wording is tmux's for a socket that nobody listens on; for one that does not exist transport has it.
func (c *client) wording(err error) error {
	if errors.Is(err, unix.ECONNREFUSED) {
		return c.nobody()
	}
	return err
}

// nobody says that no server runs, and what went with it if it did not end in order.
func (c *client) nobody() error {
	if lost := transport.Lost(transport.LockPath(c.SocketPath)); lost != "" {
		return fmt.Errorf("no server running on %s (%s)", c.SocketPath, lost)
	}
	return fmt.Errorf("no server running on %s", c.SocketPath)
}

// introduce says who we are and what we want: a Command or a Reattach. A server that has stopped does not read the
// environment, which may be more than a socket holds: ctx ends that.
func (c *client) introduce(ctx context.Context, conn *protocol.Conn, want protocol.Message) error {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	var err error
	if c.tty != nil {
		err = conn.Send(c.identity, c.tty.FD())
	} else {
		err = conn.Send(c.identity)
	}
	if err != nil {
		return err
	}
	return conn.Send(want)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
