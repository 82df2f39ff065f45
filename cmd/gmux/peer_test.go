//go:build linux

package main_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// A peer speaks to a server's socket byte by byte, after protocol/doc.go and none of its code.
type peer struct {
	t    *testing.T
	sock *net.UnixConn
}

// socketOf is the world's socket, on which a server runs.
func socketOf(t *testing.T, w *usertest.World) string {
	t.Helper()
	sockets, _ := w.Sockets()
	if len(sockets) != 1 {
		t.Fatalf("sockets: %q", sockets)
	}
	return sockets[0]
}

// connect retries where the backlog is full, as a client does.
func connect(t *testing.T, socket string) *peer {
	t.Helper()
	for deadline := time.Now().Add(usertest.Patience()); ; {
		sock, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: socket, Net: "unix"})
		if err == nil {
			return &peer{t, sock}
		}
		if !errors.Is(err, unix.EAGAIN) || time.Now().After(deadline) {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
}

func (p *peer) close() { p.sock.Close() }

// raw sends bytes as they are, descriptors with the first. The server may have ended the conversation already.
func (p *peer) raw(bytes []byte, fds ...int) {
	p.t.Helper()
	var oob []byte
	if len(fds) > 0 {
		oob = unix.UnixRights(fds...)
	}
	n, _, err := p.sock.WriteMsgUnix(bytes, oob, nil)
	if err == nil { // it may have taken a part only
		_, err = p.sock.Write(bytes[n:])
	}
	if err != nil && !errors.Is(err, unix.EPIPE) && !errors.Is(err, unix.ECONNRESET) {
		p.t.Fatal(err)
	}
}

// say sends bodies, each after its length; descriptors with the first.
func (p *peer) say(bodies ...[]byte) {
	p.t.Helper()
	for _, b := range bodies {
		p.raw(framed(b))
	}
}

func framed(body []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)
}

// The types of messages that the tests look for.
const (
	kindRefused     = 0x40
	kindStdinWanted = 0x43
	kindAttached    = 0x45
	kindInputAck    = 0x47
	kindFrame       = 0x4b
)

// hear reads the next message.
func (p *peer) hear() (kind byte, body []byte, err error) {
	p.sock.SetReadDeadline(time.Now().Add(usertest.Patience()))
	var head [4]byte
	if _, err := io.ReadFull(p.sock, head[:]); err != nil {
		return 0, nil, err
	}
	body = make([]byte, binary.BigEndian.Uint32(head[:]))
	if _, err := io.ReadFull(p.sock, body); err != nil {
		return 0, nil, err
	}
	return body[1], body, nil // every array of the server has fewer than 16 elements
}

// await reads up to a message of the kind.
func (p *peer) await(kind byte) []byte {
	p.t.Helper()
	for {
		got, body, err := p.hear()
		if err != nil {
			p.t.Fatalf("wait for message %#x: %v", kind, err)
		}
		if got == kind {
			return body
		}
	}
}

// end reads to the end of the conversation and returns why the server ended it; "" where it did not say.
func (p *peer) end() (why string, err error) {
	for {
		kind, body, err := p.hear()
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return why, errors.New("the server keeps the connection open")
		case err != nil: // EOF, or a reset where the server had not read all
			return why, nil
		case kind == kindRefused:
			why = text(body)
		}
	}
}

// text is the string of a message that has nothing else.
func text(body []byte) string {
	switch c := body[2]; {
	case c&0xe0 == 0xa0:
		return string(body[3:])
	case c == 0xd9:
		return string(body[4:])
	}
	return string(body[5:])
}

// An outer is what a peer says of its terminal.
type outer struct {
	path string
	has  bool
}

// hello, identify, command and their like are bodies of the messages.
func hello(low, high byte) []byte { return []byte{0x95, 1, low, high, 0xa1, 'x', 0x90} }

func identify(t outer, environ ...byte) []byte {
	b := append([]byte{0x9d, 2, 0xc4, 16}, []byte(fmt.Sprintf("%016d", time.Now().UnixNano()%1e16))...)
	b = append(b, 1, 0xa0|byte(len(t.path))) // pid 1, tty
	b = append(b, t.path...)
	has := byte(0xc2)
	if t.has {
		has = 0xc3
	}
	b = append(b, has, 0xc4, 0, 0x94, 24, 80, 0, 0) // no termios, 24x80
	b = append(b, 0xa5, 'x', 't', 'e', 'r', 'm', 0xa0, 0, 0xc3, 0xa1, '/')
	if environ == nil {
		environ = []byte{0x90}
	}
	return append(b, environ...)
}

func command(argv ...string) []byte {
	b := []byte{0x92, 3, 0x90 | byte(len(argv))}
	for _, a := range argv {
		b = append(append(b, 0xa0|byte(len(a))), a...)
	}
	return b
}

// input is an Input of seq with these events.
func input(seq int, events ...byte) []byte {
	b := append([]byte{0x94, 6, 0xce}, binary.BigEndian.AppendUint32(nil, uint32(seq))...)
	return append(append(b, 0, 0xc4, byte(len(events))), events...)
}

func frameAck(id int) []byte {
	return append([]byte{0x92, 8, 0xce}, binary.BigEndian.AppendUint32(nil, uint32(id))...)
}

// greeted has said who it is.
func greeted(t *testing.T, socket string) *peer {
	t.Helper()
	p := connect(t, socket)
	p.say(hello(1, 1), identify(outer{}))
	return p
}

// waiting has a command that waits for its standard input, which never comes.
func waiting(t *testing.T, socket string) *peer {
	t.Helper()
	p := greeted(t, socket)
	p.say(command("source-file", "-"))
	p.await(kindStdinWanted)
	return p
}

// attach attaches a peer to a session. With the descriptor of its terminal the server would watch over that for a
// minute after the connection has ended, as long as the peer lives.
func attach(t *testing.T, socket, session, tty string, fds ...int) *peer {
	t.Helper()
	p := connect(t, socket)
	p.say(hello(1, 1))
	p.raw(framed(identify(outer{tty, true})), fds...)
	p.say(command("attach-session", "-t", session))
	p.await(kindAttached)
	return p
}

// terminal is a pseudo-terminal that nobody reads.
func terminal(t *testing.T) *os.File {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close() })
	fd := int(master.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { slave.Close() })
	return slave
}

// A typist is an honest user, who types at an attached client the whole time and must see each key's echo.
type typist struct {
	t     *testing.T
	c     *usertest.Plain
	stop  chan struct{}
	ended chan struct{}
	err   error
	typed atomic.Int64
	times []float64 // from key to echo, ms
}

// startTypist starts a server with the session "honest", and somebody who types there until finish.
func startTypist(t *testing.T, w *usertest.World) *typist {
	t.Helper()
	w.Gmux("new-session", "-d", "-s", "honest", "-x", "80", "-y", "24", "cat", ";", "set-option", "-g", "status", "off")
	c := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "honest")
	w.WaitOutput("honest", "list-clients", "-F", "#{session_name}")
	y := &typist{t: t, c: c}
	y.start()
	return y
}

func (y *typist) start() {
	y.stop, y.ended = make(chan struct{}), make(chan struct{})
	go func() {
		defer close(y.ended)
		for i := 0; y.err == nil; i++ {
			select {
			case <-y.stop:
				return
			case <-time.After(3 * time.Millisecond):
			}
			if i%40 == 0 {
				y.err = y.c.Write("\r")
			}
			if y.err == nil {
				y.err = y.press(string(rune('A' + i%26)))
			}
		}
	}()
}

func (y *typist) press(key string) error {
	y.c.Forget()
	begin := time.Now()
	if err := y.c.Write(key); err != nil {
		return err
	}
	for !strings.Contains(y.c.Output(), key) {
		if time.Since(begin) > usertest.Patience() {
			return fmt.Errorf("the honest client waits for its %q since %v; it was shown %q", key, usertest.Patience(), y.c.Output())
		}
		time.Sleep(200 * time.Microsecond)
	}
	y.times = append(y.times, milliseconds(time.Since(begin)))
	y.typed.Add(1)
	return nil
}

// more waits until n more keys were typed and seen.
func (y *typist) more(n int64) {
	y.t.Helper()
	n += y.typed.Load()
	for y.typed.Load() < n {
		select {
		case <-y.ended:
			y.t.Fatal(y.err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// finish ends the typing. The user has seen every key.
func (y *typist) finish(what string) {
	y.t.Helper()
	close(y.stop)
	<-y.ended
	if y.err != nil {
		y.t.Fatal(y.err)
	}
	if len(y.times) == 0 {
		y.t.Fatalf("%s: nothing was typed meanwhile", what)
	}
	y.t.Logf("soak: %s: %d keys, echo after p50 %.2f ms, p99 %.2f ms", what, len(y.times), quantile(y.times, 0.5), quantile(y.times, 0.99))
	y.times = nil
}
