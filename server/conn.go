package server

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/protocol/transport"
	"gmux/server/compose"
	"gmux/server/model"
	"gmux/server/pane"
)

// A conn is one client's connection. Two goroutines serve it: readLoop turns messages into events, sendLoop empties
// the mailbox. All else is the loop's.
type conn struct {
	pc   *protocol.Conn
	cred transport.Cred
	out  *mailbox[protocol.Message]
	text atomic.Int64 // length of the last text that was printed
	deaf atomic.Bool  // it was cut off because it does not read

	elsewhere atomic.Bool // another part of the window is shown than the view says; the loop takes it back

	placed bool // the door's

	compositor atomic.Pointer[compose.Compositor] // the loop writes it, readLoop hands it acknowledgements; nil: not attached

	// the loop's
	id        model.ClientID
	who       protocol.Identify
	build     string // of the client
	tty       outerTTY
	attached  bool
	tookTTY   bool                   // see takesTTY
	asked     bool                   // its Command or Reattach was heard
	leaving   bool                   // Goodbye or Exit has been sent
	options   protocol.ClientOptions // as last told
	session   string
	name      string
	title     string           // of the outer terminal, as last told
	seq       uint64           // the last Input taken
	safe      uint64           // the last Input that a crash of this server would not lose
	told      uint64           // what InputAck has said of that
	flights   []*flight        // the Inputs in between, in order
	unacked   int              // their bytes
	behind    []*pane.Pane     // what the last Input typed into
	waiting   *time.Timer      // until the typist is told that one of these does not read
	notice    *model.Message   // which is what they were told
	taken     int64            // bytes that the program's tty had taken when that waiting began
	slow      bool             // and it has taken more since, so that the waiting began again
	held      []protocol.Input // not taken yet: a command of this client waits
	heldBytes int
	typing    *typing                     // the Input that is being worked off
	gone      *clientGone                 // waits for the end of that
	stdin     func(data []byte, eof bool) // who asked for standard input
}

func newConn(t *transport.Conn, cred transport.Cred) *conn {
	c := &conn{pc: protocol.NewConn(t, protocol.ServerSide), cred: cred, out: newMailbox[protocol.Message](), id: model.NoClient}
	c.out.try = c.pc.TrySend
	return c
}

// handshakeTime is how long a peer may take to say who it is and what it wants.
const handshakeTime = 10 * time.Second

func (s *Server) acceptLoop(l *transport.Listener) {
	full := false // which is logged once, however long it lasts
	for {
		t, cred, err := l.Accept()
		var denied *transport.DeniedError
		switch {
		case err == nil:
			s.letIn(newConn(t, cred))
		case errors.As(err, &denied):
			s.gripes.printf(s.log, "%v", denied)
			s.turnAway(protocol.NewConn(t, protocol.ServerSide), "access not allowed")
		case errors.Is(err, net.ErrClosed):
			return
		default: // out of descriptors or memory: connections wait in the backlog until there is room
			if !full {
				s.gripes.printf(s.log, "accept: %v", err)
			}
			full = true
			if !s.pause(acceptPause) {
				return
			}
			continue
		}
		full = false
	}
}

// acceptPause is how long no client is let in after the system had no room for one.
const acceptPause = 100 * time.Millisecond

// readLoop carries a client's messages to the loop until the connection ends.
func (s *Server) readLoop(c *conn) {
	g, err := c.greet(s.hello)
	if err != nil {
		if !quietEnd(err) {
			s.gripes.printf(s.log, "pid %d: %v", c.cred.PID, err)
		}
		c.refuse(err)
		c.finish()
		return
	}
	s.door.spoke(c)
	c.build = g.build
	outer := s.outerTTY(c, g)
	if !s.postClient(clientCame{c, g.who, outer}) {
		outer.close()
		c.tooLate(s.farewell)
		return
	}
	for m, err := g.want, error(nil); ; {
		if err != nil {
			s.postClient(clientGone{c, err})
			return
		}
		if ack, ok := m.(protocol.FrameAck); ok {
			c.painted(ack)
		} else {
			s.postClient(clientSaid{c, m})
		}
		m, err = c.hear()
	}
}

// painted is told of each frame that the client has painted. It is nobody's affair but the compositor's.
func (c *conn) painted(m protocol.FrameAck) {
	if p := c.compositor.Load(); p != nil {
		p.Ack(m.ID)
	}
}

// repaint sends the whole picture again.
func (c *conn) repaint() {
	if p := c.compositor.Load(); p != nil {
		p.Repaint()
	}
}

// outerTTY is the client's terminal. Its process is asked for now: sendLoop closes the connection of a client that has
// died, and then it cannot be any more.
func (s *Server) outerTTY(c *conn, g greeting) outerTTY {
	t := outerTTY{fd: g.tty, pidfd: -1, path: g.who.TTY, term: g.who.Term, termios: g.who.Termios}
	if g.tty < 0 {
		return t
	}
	pidfd, err := c.pc.Transport().PeerPidfd()
	if err != nil {
		s.log.Printf("client %d: pidfd: %v", g.who.PID, err)
		return t
	}
	t.pidfd = pidfd
	return t
}

// hear waits for a message of a client that has said who it is and what it wants, which it may only once.
func (c *conn) hear() (protocol.Message, error) {
	m, fds, err := c.pc.Receive()
	if err != nil {
		return nil, err
	}
	for _, fd := range fds {
		unix.Close(fd)
	}
	switch m.(type) {
	case protocol.Hello, protocol.Identify, protocol.Command, protocol.Reattach:
		return nil, fmt.Errorf("a second %v: %w", m.Type(), protocol.ErrDirection)
	}
	return m, nil
}

// finish ends the connection when what waits for the peer has been sent, or will not be: a peer that does not read
// must not keep the descriptor.
func (c *conn) finish() {
	c.out.close()
	c.pc.Transport().SetWriteDeadline(time.Now().Add(lastWords)) // an error says that it is closed already
}

// tooLate tells a client, none of whose commands was looked at, that this server is ending, or that another has its place.
func (c *conn) tooLate(kind protocol.GoodbyeKind) {
	c.say(protocol.Goodbye{Kind: kind})
	c.finish()
}

// refuse says why the connection ends, where somebody may be listening.
func (c *conn) refuse(err error) {
	if errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, protocol.ErrVersion) {
		return // gone, or told already
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = fmt.Errorf("no command came within %v", handshakeTime)
	}
	c.say(protocol.Refused{Text: err.Error()})
}

// maxWaiting is how many bytes wait for a client before it gets nothing more. Frames are bounded by their
// acknowledgements and of news only the last is kept, so only a client that asks for more and more output without reading any gets there: it is cut off.
const maxWaiting = 16 << 20

// maxPassed is how many bytes wait for a client before it gets no more of what programs pass through to its terminal, which
// nothing else bounds. It is less than maxWaiting: a program must not have its viewers cut off.
const maxPassed = maxWaiting / 2

// say queues a message. A client that has let too much lie is cut off, which readLoop notices.
func (c *conn) say(m protocol.Message) {
	if int64(c.out.waiting()) > maxWaiting+c.text.Load() {
		c.cutOff()
		return
	}
	if passed(m) && c.out.waiting()+weight(m) > maxPassed {
		return
	}
	if news(m) {
		c.out.replace(m, weight(m), func(old protocol.Message) (int, bool) { return weight(old), outdates(m, old) })
		return
	}
	c.out.put(m, weight(m))
}

// cutOff ends the connection of a client that does not read. It cannot be told why.
func (c *conn) cutOff() {
	c.deaf.Store(true)
	c.out.close()
	c.pc.Close()
}

// errDeaf is why a client was cut off.
var errDeaf = errors.New("what was sent to it lies unread")

// passed reports whether m is what a program passes through. All of it counts: an image comes in thousands of pieces.
func passed(m protocol.Message) bool {
	o, ok := m.(protocol.Outer)
	return ok && o.Kind == protocol.OuterRaw
}

// news are messages of which only the last counts. A client that does not read has a few of them waiting, and not one for
// each bell that rang.
func news(m protocol.Message) bool {
	switch m.(type) {
	case protocol.Outer, protocol.InputAck, protocol.Options:
		return !passed(m)
	}
	return false
}

// outdates reports whether old has nothing more to say once m is said.
func outdates(m, old protocol.Message) bool {
	a, isOuter := m.(protocol.Outer)
	b, wasOuter := old.(protocol.Outer)
	if isOuter || wasOuter {
		return isOuter && wasOuter && a.Kind == b.Kind && (a.Kind < protocol.OuterClipboard || a.Text == b.Text)
	}
	return m.Type() == old.Type()
}

// weight is about what m costs while it waits.
func weight(m protocol.Message) int {
	const overhead = 64
	switch m := m.(type) {
	case protocol.Stdout:
		return overhead + len(m.Data)
	case protocol.Stderr:
		return overhead + len(m.Data)
	case protocol.Frame:
		return overhead + len(m.Ops) + len(m.Styles)
	case protocol.Outer:
		return overhead + len(m.Text) + len(m.Data)
	}
	return overhead
}

// sendLoop sends what is in the mailbox, then closes the connection.
func (s *Server) sendLoop(c *conn) {
	defer s.door.left(c)
	defer c.pc.Close()
	for {
		batch, ok := c.out.take()
		if !ok || c.pc.Flush() != nil {
			return
		}
		for _, m := range batch {
			if err := c.pc.Send(m); err != nil {
				return
			}
		}
	}
}

// harmless is a text for stderr: what a user typed comes back in errors, but no control character of it.
func harmless(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\%03o`, text[i])
		case unicode.IsControl(r) && r != '\n' && r != '\t':
			fmt.Fprintf(&b, `\%03o`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// print sends text to the client's stdout or stderr, in pieces that a message may carry. One text may be as long as it
// is; the next finds its place when that has been read.
func (c *conn) print(text string, toErr bool, hint string) {
	if toErr {
		text = harmless(text)
	}
	if c.out.waiting() > maxWaiting {
		c.cutOff()
		return
	}
	c.text.Store(int64(len(text)))
	for len(text) > 0 {
		n := min(len(text), protocol.MaxData)
		piece := []byte(text[:n])
		text = text[n:]
		switch {
		case !toErr:
			c.say(protocol.Stdout{Data: piece})
		case text == "":
			c.say(protocol.Stderr{Data: piece, Hint: hint})
		default:
			c.say(protocol.Stderr{Data: piece})
		}
	}
}
