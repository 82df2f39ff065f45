package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"gmux/client/tty"
	"gmux/protocol"
)

// relay carries a command's output until it ends or has attached us.
func (c *client) relay(ctx context.Context, conn *protocol.Conn) ending {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	in := &stdin{file: c.Stdin, conn: conn}
	for {
		m, _, err := conn.Receive()
		if err != nil {
			in.stop(conn)
			return c.lost(ctx, err)
		}
		switch m := m.(type) {
		case protocol.Stdout:
			_, err = c.Stdout.Write(m.Data)
		case protocol.Stderr:
			err = c.complain(m)
		case protocol.StdinWanted:
			err = in.start()
		case protocol.Exit:
			in.stop(conn)
			return ending{status: int(m.Status)}
		case protocol.Refused:
			in.stop(conn)
			return failed(errors.New(m.Text))
		case protocol.Goodbye:
			in.stop(conn)
			if m.Kind == protocol.GoodbyeAskAgain {
				return failed(errReplaced)
			}
			if m.Kind == protocol.GoodbyeServerExited { // it has not looked at the command
				return failed(errEnding)
			}
			return goodbye(m)
		case protocol.Attached:
			if err := in.pause(); err != nil {
				conn.Close()
				return failed(err)
			}
			stop() // from here on ctx is attach's
			return c.attach(ctx, conn, m)
		}
		if err != nil {
			in.stop(conn)
			return failed(err)
		}
	}
}

// lost is what there is to say when the server goes away in the middle of a command.
func (c *client) lost(ctx context.Context, err error) ending {
	switch {
	case ctx.Err() != nil:
		return failed(context.Cause(ctx))
	case lostConnection(err):
		return failed(errors.New("server exited unexpectedly"))
	}
	return failed(fmt.Errorf("%s: %w", c.SocketPath, err))
}

// complain writes a command's error, and the hint only for a person.
func (c *client) complain(m protocol.Stderr) error {
	text := m.Data
	if m.Hint != "" && tty.IsTerminal(c.Stderr) {
		text = bytes.Join([][]byte{bytes.TrimSuffix(text, []byte("\n")), []byte("hint: " + m.Hint + "\n")}, []byte("\n"))
	}
	_, err := c.Stderr.Write(text)
	return err
}

// A stdin sends standard input once it is asked for.
type stdin struct {
	file *os.File
	conn *protocol.Conn
	r    *tty.Reader
	wg   sync.WaitGroup
}

func (s *stdin) start() error {
	if s.r != nil {
		return nil
	}
	r, err := tty.NewReader(s.file)
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	s.r = r
	s.wg.Go(s.sendLoop)
	return nil
}

// sendLoop ends at the end of the input, when it is interrupted, or when the connection is closed: then the one who
// receives hears of it too.
func (s *stdin) sendLoop() {
	buf := make([]byte, 64<<10)
	for {
		n, err := s.r.Read(buf)
		switch {
		case errors.Is(err, tty.ErrInterrupted):
			return
		case errors.Is(err, io.EOF):
			s.conn.Send(protocol.Stdin{EOF: true})
			return
		case err != nil: // a directory, say: no input, as cat would have it
			s.conn.Send(protocol.Stdin{EOF: true})
			return
		}
		if s.conn.Send(protocol.Stdin{Data: buf[:n]}) != nil {
			return
		}
	}
}

// stop closes the connection and waits for sendLoop.
func (s *stdin) stop(conn *protocol.Conn) {
	conn.Close()
	s.pause()
}

// pause ends sendLoop and leaves the connection open.
func (s *stdin) pause() error {
	if s.r == nil {
		return nil
	}
	s.r.Interrupt()
	s.wg.Wait()
	err := s.r.Close()
	s.r = nil
	return err
}
