package protocol

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/transport"
	"gmux/protocol/wire"
)

// A Side is one end of a connection.
type Side uint8

const (
	ClientSide Side = iota
	ServerSide
)

func (s Side) other() Side { return s ^ 1 }

// ErrDirection says that a peer sent a message which only the other side may send, or sent it too early.
var ErrDirection = errors.New("message out of place")

// A RefusedError is what Handshake returns when the other side ended the connection with Refused.
type RefusedError struct{ Text string }

func (e *RefusedError) Error() string { return e.Text }

// A Conn carries messages. One goroutine may receive while any number send.
type Conn struct {
	t    *transport.Conn
	side Side
	dec  wire.Decoder // the receiver's
	most int          // the receiver's: the longest body it accepts now

	mu   sync.Mutex // guards enc; a message is encoded and sent under it
	enc  wire.Encoder
	sent atomic.Uint64
}

// Sent is how many bytes of messages have been sent.
func (c *Conn) Sent() uint64 { return c.sent.Load() }

// NewConn speaks for side on t. A server's end accepts one descriptor, the one of Identify.
func NewConn(t *transport.Conn, side Side) *Conn {
	c := &Conn{t: t, side: side, most: MaxServer}
	if side == ServerSide {
		t.AcceptFDs(1)
		c.most = MaxLarge
	}
	return c
}

// Transport is what the Conn speaks on, for credentials and deadlines.
func (c *Conn) Transport() *transport.Conn { return c.t }

// Close ends the connection; a blocked Receive or Send ends with net.ErrClosed.
func (c *Conn) Close() error { return c.t.Close() }

// Send sends m, and the descriptors with it; they stay the caller's. A body over the receiver's limit is not sent.
func (c *Conn) Send(m Message, fds ...int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	m.encode(&c.enc)
	body := c.enc.Body()
	if limit := m.Type().limit(); len(body) > limit {
		c.shrink()
		return fmt.Errorf("send %v of %d bytes, the limit is %d: %w", m.Type(), len(body), limit, wire.ErrLimit)
	}
	err := c.t.WriteFrame(body, fds...)
	c.sent.Add(uint64(len(body)))
	c.shrink()
	if err != nil {
		return fmt.Errorf("send %v: %w", m.Type(), err)
	}
	return nil
}

// maxTry is how long a message is that is sent without waiting.
const maxTry = 8 << 10

// TrySend sends m if it is short and that needs no waiting. sent: it has gone, or will with Flush or the next Send, if not the
// whole of it has. What is wrong with a message that is not sent, Send tells.
func (c *Conn) TrySend(m Message) (sent, whole bool) {
	if !c.mu.TryLock() {
		return false, true
	}
	defer c.mu.Unlock()
	m.encode(&c.enc)
	defer c.shrink()
	body := c.enc.Body()
	if len(body) > min(maxTry, m.Type().limit()) {
		return false, true
	}
	if sent, whole = c.t.TryFrame(body); sent {
		c.sent.Add(uint64(len(body)))
	}
	return sent, whole
}

// Flush sends what TrySend has left.
func (c *Conn) Flush() error { return c.t.Flush() }

// shrink gives a buffer back that one large message left behind.
func (c *Conn) shrink() {
	if cap(c.enc.Body()) > 256<<10 {
		c.enc = wire.Encoder{}
	}
}

// Receive waits for the next message. The message and the descriptors are the caller's. Types that this build does
// not know are passed over. io.EOF means that the peer closed; any other error that is not the socket's own
// means that the peer broke a rule.
func (c *Conn) Receive() (Message, []int, error) {
	for {
		m, fds, err := c.receive()
		if errors.Is(err, ErrUnknownType) {
			continue
		}
		return m, fds, err
	}
}

func (c *Conn) receive() (Message, []int, error) {
	body, fds, err := c.t.ReadFrame(c.most)
	if err != nil {
		return nil, nil, err
	}
	m, err := decode(&c.dec, bytes.Clone(body))
	if err == nil {
		err = c.admit(m.Type(), len(fds))
	}
	if err != nil {
		closeAll(fds)
		return nil, nil, err
	}
	return m, fds, nil
}

func closeAll(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}

// admit checks a message's direction, and that descriptors come with Identify only.
func (c *Conn) admit(t Type, fds int) error {
	switch {
	case !t.from(c.side.other()):
		return fmt.Errorf("receive %v: %w", t, ErrDirection)
	case fds > 0 && t != TypeIdentify:
		return fmt.Errorf("receive %v: %w", t, transport.ErrDescriptors)
	}
	return nil
}

// Handshake sends mine, waits for the other side's Hello until the deadline (none if it is zero), and picks the
// version. A server whose Handshake fails with ErrVersion has told the client why; after another error, and be it that the
// deadline has come, it can.
func (c *Conn) Handshake(mine Hello, deadline time.Time) (theirs Hello, version uint32, err error) {
	if err := c.t.SetDeadline(deadline); err != nil {
		return theirs, 0, err
	}
	theirs, version, err = c.exchange(mine)
	return theirs, version, cmp.Or(err, c.t.SetDeadline(time.Time{}))
}

func (c *Conn) exchange(mine Hello) (theirs Hello, version uint32, err error) {
	sent := c.Send(mine) // a peer that refuses us before it has heard us may have closed: what it said comes first
	if theirs, err = c.receiveHello(); err != nil || sent != nil {
		return theirs, 0, cmp.Or(refusal(err), sent, err)
	}
	if version, err = Negotiate(mine, theirs); err != nil {
		if c.side == ServerSide {
			err = errors.Join(err, c.Send(Refused{Text: err.Error()}))
		}
		return theirs, 0, err
	}
	return theirs, version, nil
}

// refusal is err if it is the other side's, else nil.
func refusal(err error) error {
	if refused := (*RefusedError)(nil); errors.As(err, &refused) {
		return err
	}
	return nil
}

// receiveHello believes nobody who has not said hello with more than MaxSmall bytes.
func (c *Conn) receiveHello() (Hello, error) {
	most := c.most
	c.most = MaxSmall
	m, fds, err := c.Receive()
	c.most = most
	if err != nil {
		return Hello{}, err
	}
	closeAll(fds)
	switch m := m.(type) {
	case Hello:
		return m, nil
	case Refused:
		return Hello{}, &RefusedError{m.Text}
	}
	return Hello{}, fmt.Errorf("%v before hello: %w", m.Type(), ErrDirection)
}
