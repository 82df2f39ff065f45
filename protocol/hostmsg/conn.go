package hostmsg

import (
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sys/unix"

	"gmux/protocol/recovery"
	"gmux/protocol/transport"
	"gmux/protocol/wire"
)

// ServerFD is the descriptor at which a server finds its end of the socketpair.
const ServerFD = 3

// The names the roles are started under, as argv[0].
const (
	HostName   = "gmux: host"
	ServerName = "gmux: server"
)

// ErrVersion says that host and server have no version in common.
var ErrVersion = errors.New("host and server have no protocol version in common")

// A Conn sends and receives messages. One goroutine receives; any number may send.
type Conn struct {
	frames *transport.Conn
	dec    wire.Decoder // the receiver's

	mu    sync.Mutex // guards enc, check
	enc   wire.Encoder
	check wire.Decoder
}

// NewConn speaks messages on frames.
func NewConn(frames *transport.Conn) *Conn {
	frames.AcceptFDs(recovery.NumFDs)
	return &Conn{frames: frames}
}

// Inherited is the server's end, as it was passed at exec.
func Inherited() (*Conn, error) {
	unix.CloseOnExec(ServerFD)
	frames, err := transport.FromFD(ServerFD)
	if err != nil {
		return nil, fmt.Errorf("socket of the host: %w", err)
	}
	return NewConn(frames), nil
}

// A RefusedError says that a message was not sent, because the other side would not take it: a text in it is too long, say. The
// conversation goes on.
type RefusedError struct {
	Message Message
	Err     error
}

func (e *RefusedError) Error() string { return fmt.Sprintf("send %T: %v", e.Message, e.Err) }

func (e *RefusedError) Unwrap() error { return e.Err }

// Send sends one message. Descriptors in it stay the sender's.
func (c *Conn) Send(m Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	m.encode(&c.enc)
	if n := len(c.enc.Body()); n > Limit {
		return &RefusedError{m, fmt.Errorf("%d bytes, the limit is %d", n, Limit)}
	}
	// A message over the limits of the other side would end the conversation there; here it ends only itself.
	if _, err := decode(&c.check, c.enc.Body(), m.fds()); err != nil {
		return &RefusedError{m, err}
	}
	if err := c.frames.WriteFrame(c.enc.Body(), m.fds()...); err != nil {
		return fmt.Errorf("send %T: %w", m, err)
	}
	return nil
}

// Receive waits for the next message this build knows. Descriptors in it are the caller's. io.EOF
// means that the peer has ended. With transport.ErrLost there is a message whose descriptors, -1 in it,
// could not be received; the conversation goes on.
func (c *Conn) Receive() (Message, error) {
	for {
		body, fds, err := c.frames.ReadFrame(Limit)
		if err == transport.ErrLost {
			m, derr := decodeWithout(&c.dec, body)
			if m == nil && derr == nil {
				continue
			}
			return m, errors.Join(derr, err)
		}
		if err != nil {
			return nil, err
		}
		m, err := decode(&c.dec, body, fds)
		if m == nil || err != nil {
			for _, fd := range fds {
				unix.Close(fd)
			}
		}
		if m != nil || err != nil {
			return m, err
		}
	}
}

// Frames is the connection underneath, for deadlines.
func (c *Conn) Frames() *transport.Conn { return c.frames }

// Close ends the conversation; a blocked Receive ends with net.ErrClosed.
func (c *Conn) Close() error { return c.frames.Close() }
