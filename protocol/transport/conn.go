package transport

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/instant"
	"gmux/protocol/wire"
)

// MaxFDs is how many descriptors one frame may carry (the kernel's SCM_MAX_FD).
const MaxFDs = 253

// ErrDescriptors says that a frame came with descriptors nobody asked for, or with some of them lost.
var ErrDescriptors = errors.New("unexpected descriptors")

// ErrLost says that a frame came whole and its descriptors did not: this process may open no more files.
var ErrLost = fmt.Errorf("receive descriptors: %w", unix.EMFILE)

// A SizeError says that a peer announced a body over the limit. What it sent may not be a frame of
// ours at all, so the four bytes are kept: they tell a tmux client by its header.
type SizeError struct {
	Header [wire.HeaderLen]byte
	Limit  int
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("frame of %d bytes, the limit is %d", wire.BodyLen(e.Header[:]), e.Limit)
}

// A Conn sends and receives frames. One goroutine may read while any number write; a frame is
// written whole before the next.
type Conn struct {
	sock *net.UnixConn

	header [wire.HeaderLen]byte // the reader's
	body   []byte               // the reader's; used again for each frame
	oob    []byte               // the reader's; room for the descriptors that are accepted
	maxFDs int                  // the reader's

	mu     sync.Mutex // guards out, rest, broken and the order of frames
	out    [wire.HeaderLen]byte
	rest   []byte // of a frame that TryFrame has begun
	broken error  // why no further frame can be sent: one was cut short
}

// NewConn speaks frames on sock.
func NewConn(sock *net.UnixConn) *Conn { return &Conn{sock: sock} }

// FromFD takes over fd, a connected unix stream socket.
func FromFD(fd int) (*Conn, error) {
	f := os.NewFile(uintptr(fd), "socket")
	if f == nil {
		return nil, fmt.Errorf("descriptor %d: %w", fd, unix.EBADF)
	}
	defer f.Close() // FileConn works on a copy
	c, err := net.FileConn(f)
	if err != nil {
		return nil, fmt.Errorf("descriptor %d: %w", fd, err)
	}
	sock, ok := c.(*net.UnixConn)
	if !ok {
		c.Close()
		return nil, fmt.Errorf("descriptor %d: not a unix socket", fd)
	}
	return NewConn(sock), nil
}

// Dup is another descriptor of the socket, for this process after an exec. Nothing of the stream may be underway.
func (c *Conn) Dup() (fd int, err error) {
	raw, err := c.sock.SyscallConn()
	if err != nil {
		return -1, err
	}
	cerr := raw.Control(func(s uintptr) { fd, err = unix.FcntlInt(s, unix.F_DUPFD_CLOEXEC, 0) })
	return fd, errors.Join(cerr, err)
}

// Pair makes two connected sockets: ours as a Conn, and the other as a descriptor to pass to a child.
func Pair() (ours *Conn, other int, err error) {
	fds, err := socketpair()
	if err != nil {
		return nil, -1, fmt.Errorf("socketpair: %w", err)
	}
	ours, err = FromFD(fds[0])
	if err != nil {
		unix.Close(fds[1])
		return nil, -1, err
	}
	return ours, fds[1], nil
}

// AcceptFDs lets each frame bring up to n descriptors. A new Conn accepts none.
func (c *Conn) AcceptFDs(n int) {
	c.maxFDs = min(n, MaxFDs)
	c.oob = make([]byte, unix.CmsgSpace(4*c.maxFDs))
}

// ReadFrame reads one frame of at most limit bytes. The body is valid until the next ReadFrame; the
// descriptors are the caller's, close-on-exec. io.EOF means that the peer closed between two frames. With ErrLost
// there is a body, and no descriptor; the next frame can be read.
func (c *Conn) ReadFrame(limit int) (body []byte, fds []int, err error) {
	fds, err = c.readHeader()
	lost := err == ErrLost
	if err != nil {
		closeAll(fds)
		fds = nil
	}
	if err != nil && !lost {
		return nil, nil, err
	}
	n := wire.BodyLen(c.header[:])
	if uint64(n) > uint64(limit) {
		closeAll(fds)
		return nil, nil, &SizeError{c.header, limit}
	}
	if body, err = c.readBody(int(n)); err != nil {
		closeAll(fds)
		return nil, nil, cut(err)
	}
	if lost {
		return body, nil, ErrLost
	}
	return body, fds, nil
}

// readBody reads n bytes. Memory for more than keepBody is taken as they come, for the length may be a lie.
func (c *Conn) readBody(n int) ([]byte, error) {
	body := c.room(min(n, max(keepBody, cap(c.body))))
	for read := 0; ; {
		// A plain read: descriptors that come in the middle of a body are closed by the kernel.
		if _, err := io.ReadFull((*stream)(c), body[read:]); err != nil || len(body) == n {
			return body, err
		}
		read = len(body)
		c.body = append(make([]byte, 0, min(n, 2*read)), body...)
		body = c.body[:cap(c.body)]
	}
}

// Drain reads and forgets up to n bytes, until the peer ends or the deadline comes.
func (c *Conn) Drain(n int64) {
	io.Copy(io.Discard, io.LimitReader((*stream)(c), n)) // how it ends is of no interest
}

// A stream is what a Conn reads from: its bytes, without descriptors.
type stream Conn

func (s *stream) Read(p []byte) (n int, err error) {
	err = (*Conn)(s).receive("read", func(fd int) (err error) {
		n, err = instant.Read(fd, p)
		return err
	})
	if err == nil && n == 0 && len(p) > 0 {
		err = io.EOF
	}
	return max(n, 0), err
}

// receive waits until call, a system call with the name what, takes something from the socket.
func (c *Conn) receive(what string, call func(fd int) error) error {
	raw, err := c.sock.SyscallConn()
	if err != nil {
		return err
	}
	var sysErr error
	err = raw.Read(func(fd uintptr) bool {
		for sysErr = unix.EINTR; sysErr == unix.EINTR; {
			sysErr = call(int(fd))
		}
		return sysErr != unix.EAGAIN
	})
	if err == nil {
		err = os.NewSyscallError(what, sysErr)
	}
	return err
}

// readHeader reads the four bytes of a header and the descriptors that came with the first.
func (c *Conn) readHeader() ([]int, error) {
	var n, oobn, flags int
	err := c.receive("recvmsg", func(fd int) (err error) {
		n, oobn, flags, err = instant.Recvmsg(fd, c.header[:], c.oob, recvFlags)
		return err
	})
	if err == nil && n == 0 {
		err = io.EOF
	}
	var fds []int
	if oobn > 0 {
		var perr error
		if fds, perr = parseRights(c.oob[:oobn]); err == nil {
			err = perr
		}
		closeOnExec(fds)
	}
	truncated := flags&unix.MSG_CTRUNC != 0
	lost := truncated && len(fds) < c.maxFDs // there was room for them in the message
	switch {
	case err != nil:
		return fds, err
	case truncated && !lost, len(fds) > c.maxFDs:
		return fds, ErrDescriptors
	}
	if n < wire.HeaderLen {
		if _, err := io.ReadFull((*stream)(c), c.header[n:]); err != nil {
			return fds, cut(err)
		}
	}
	if lost {
		return fds, ErrLost
	}
	return fds, nil
}

// keepBody is how long a buffer may be that a Conn keeps for the next frame.
const keepBody = 64 << 10

// room returns n bytes of the reader's buffer. After a large frame the buffer shrinks again with the
// next small one, so that a connection does not keep the memory of its largest paste.
func (c *Conn) room(n int) []byte {
	if n > cap(c.body) || cap(c.body) > keepBody && n <= keepBody {
		c.body = make([]byte, max(n, 512))
	}
	return c.body[:n]
}

// WriteFrame sends body as one frame, with fds travelling at its first byte; they stay the caller's.
// An error after the first byte leaves the peer inside a frame, so the Conn sends nothing any more.
func (c *Conn) WriteFrame(body []byte, fds ...int) error {
	if len(fds) > MaxFDs {
		return fmt.Errorf("%d descriptors in a frame: %w", len(fds), ErrDescriptors)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.finish(); err != nil {
		return err
	}
	wire.PutHeader(c.out[:], len(body))
	var oob []byte
	if len(fds) > 0 {
		oob = unix.UnixRights(fds...)
	}
	done, err := c.send(c.out[:], body, oob, true)
	if err != nil && done > 0 {
		c.broken = err
	}
	return err
}

// TryFrame is WriteFrame for one who must not wait. Nothing is sent where the socket takes nothing now, or another frame is on its
// way. Where it takes a part, whole is false, and the rest goes with Flush, or before the next frame.
func (c *Conn) TryFrame(body []byte) (sent, whole bool) {
	if !c.mu.TryLock() { // for as long as the peer does not read
		return false, true
	}
	defer c.mu.Unlock()
	if c.broken != nil || len(c.rest) > 0 {
		return false, true
	}
	wire.PutHeader(c.out[:], len(body))
	done, err := c.send(c.out[:], body, nil, false)
	if done == 0 {
		return false, true
	}
	if err != nil {
		c.broken = err
	}
	head, left := advance(c.out[:], body, done)
	c.rest = append(append(c.rest[:0], head...), left...)
	return true, len(c.rest) == 0
}

// Flush sends what TryFrame has left.
func (c *Conn) Flush() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.finish()
}

// finish sends the rest of a frame. Called with mu.
func (c *Conn) finish() error {
	if c.broken != nil || len(c.rest) == 0 {
		return c.broken
	}
	if _, err := c.send(nil, c.rest, nil, true); err != nil {
		c.broken = err
	}
	c.rest = nil
	return c.broken
}

// send writes head and body, oob with the first byte, and says how many bytes went out. If it may not wait that is as many as the
// socket takes.
func (c *Conn) send(head, body, oob []byte, wait bool) (done int, err error) {
	raw, err := c.sock.SyscallConn()
	if err != nil {
		return 0, err
	}
	total := len(head) + len(body)
	var sysErr error
	err = raw.Write(func(fd uintptr) bool {
		for done < total {
			n, err := instant.Sendmsg(int(fd), head, body, oob, sendFlags)
			switch {
			case err == unix.EINTR:
				continue
			case err == unix.EAGAIN:
				return !wait
			case err != nil:
				sysErr = err
				return true
			}
			done += n
			oob = nil // the kernel took them with the first byte
			head, body = advance(head, body, n)
		}
		return true
	})
	if err == nil && sysErr != nil {
		err = os.NewSyscallError("sendmsg", sysErr)
	}
	return done, err
}

// advance cuts the first n bytes off a and b taken together.
func advance(a, b []byte, n int) ([]byte, []byte) {
	if n < len(a) {
		return a[n:], b
	}
	return nil, b[n-len(a):]
}

// SetDeadline bounds both directions; a zero time takes the bound away.
func (c *Conn) SetDeadline(t time.Time) error { return c.sock.SetDeadline(t) }

// SetReadDeadline bounds ReadFrame.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.sock.SetReadDeadline(t) }

// SetWriteDeadline bounds WriteFrame. A frame that it cuts short ends the sending direction.
func (c *Conn) SetWriteDeadline(t time.Time) error { return c.sock.SetWriteDeadline(t) }

// Waiting reports whether something lies there to be read, be it the end.
func (c *Conn) Waiting() bool {
	n := 0
	err := c.control(func(fd int) (err error) {
		for err = unix.EINTR; err == unix.EINTR; {
			n, err = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
		}
		return err
	})
	return err == nil && n > 0
}

// Close closes the socket; a blocked ReadFrame or WriteFrame ends with net.ErrClosed.
func (c *Conn) Close() error { return c.sock.Close() }

// CloseWrite tells the peer that no further frame comes.
func (c *Conn) CloseWrite() error { return c.sock.CloseWrite() }

// parseRights takes the descriptors out of control messages.
func parseRights(oob []byte) (fds []int, err error) {
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, fmt.Errorf("control message: %w", err)
	}
	for _, m := range messages {
		got, err := unix.ParseUnixRights(&m)
		if err != nil {
			continue // not SCM_RIGHTS
		}
		fds = append(fds, got...)
	}
	return fds, nil
}

// cut turns the end of the stream inside a frame into what it is.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func closeAll(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}
