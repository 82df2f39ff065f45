//go:build linux

package main_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
	"gmux/protocol"
	"gmux/protocol/transport"
	"gmux/protocol/wire"
)

// typeGarbage types what no keyboard sends: any bytes, sequences that are broken or never end, characters that are none.
// The prefix key is not among it, with which one may type a command.
func typeGarbage(v *watch, c *usertest.Plain) {
	random := noise(v, usertest.Count(64<<10, 1<<20))
	random = slices.DeleteFunc(random, func(b byte) bool { return b == 'B'-'@' })
	for _, garbage := range []string{
		string(random),
		"\xc3\x28\xa0\xa1\xe2\x28\xa1\xf0\x28\x8c\xbc\xf8\xa1\xa1\xa1\xa1\xff\xfe\xc3", // no UTF-8, and half a character
		"\x1b[1;\x1b[\x1b[<\x1b[<0;\x1b[M\xff\xff\xff\x1b[99999999999999999999;99999999999999A",
		"\x1b]52;c;\x1bP1$r\x1b_G\x1b^\x9b\x90\x9d\x1bO\x1b\x1b\x1b[?1;2\x1b[?;c\x1b[>c\x1b[;;R\x1b[I\x1b[O",
		"\x1b[201~\x1b[200~\x1b[200~half a paste\x1b[201\x1b[201~",
		"\x1b[<64;0;0M\x1b[<0;99999;99999M\x1b[M   \x1b[27;5;9~\x1b[97;5u\x1b[1114112;1u\x1b[-1u",
		"\x1b[1;", // half a CSI, and no more of it comes
	} {
		c.Type(garbage)
	}
}

// noise is n random bytes, always others; they are the same again with the seed that a failed test tells.
func noise(v *watch, n int) []byte {
	seed := rand.Uint64()
	v.t.Logf("seed of the noise: %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(r.Uint32())
	}
	return p
}

// sendGarbage is done by clients that attach as they should and then send what they should not.
func sendGarbage(v *watch, _ *usertest.Plain) {
	v.resized = true
	frame := func(body []byte) []byte {
		return append([]byte{byte(len(body) >> 24), byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body...)
	}
	message := func(m protocol.Message) []byte {
		var e wire.Encoder
		protocol.Append(&e, m)
		return frame(slices.Clone(e.Body()))
	}
	for _, tt := range []struct {
		name   string
		bytes  []byte
		closed bool // the server wants no more of this client
	}{
		{"noise", append([]byte{0xff}, noise(v, 1<<20)...), true}, // any length but one that is allowed,
		{"another protocol", []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), true},
		{"zeros", make([]byte, 1<<20), true},
		{"noise in a frame", frame(append([]byte{0xc1}, noise(v, 60000)...)), true}, // 0xc1 begins nothing in msgpack,
		{"a length over the limit", []byte{0x7f, 0xff, 0xff, 0xff}, true},
		{"a message cut short", frame(message(protocol.Input{Seq: 1, Events: noise(v, 100)})[4:20]), true},
		{"nested arrays", frame(slices.Repeat([]byte{0x91}, 60000)), true},
		{"input that is none", message(protocol.Input{Seq: 1, Events: noise(v, 5000)}), true},
		{"a message of the other side", message(protocol.Frame{ID: 1}), true},
		{"a second identity", message(protocol.Identify{Term: "xterm"}), true},
		{"a second command", message(protocol.Command{Argv: []string{"list-sessions"}}), true},
		{"a session that is none", message(protocol.Reattach{Session: "$99", Name: "\x00\xff"}), true},
		{"acknowledgements of nothing", slices.Repeat(message(protocol.FrameAck{ID: 1 << 60}), 1000), false},
		{"standard input unasked", message(protocol.Stdin{Data: noise(v, 1000), EOF: true}), false},
		{"no size", message(protocol.Resize{}), false},
		{"a size over all bounds", message(protocol.Resize{Size: protocol.Size{Rows: 65535, Cols: 65535}}), true},
		{"half a frame", message(protocol.Input{Seq: 1, Events: noise(v, 5000)})[:2000], false},
		{"half a length", []byte{0, 0}, false},
	} {
		c, err := attachRaw(v)
		if err != nil {
			v.t.Fatalf("%s: %v", tt.name, err)
		}
		c.SetDeadline(time.Now().Add(usertest.Patience()))
		_, err = c.Write(tt.bytes) // fails where the server has closed before all was written
		if err != nil && !tt.closed {
			v.t.Errorf("%s: %v", tt.name, err)
		}
		if tt.closed {
			awaitEnd(v, tt.name, c)
		}
		v.t.Cleanup(func() { c.Close() }) // until then it says no more
	}
}

// attachRaw attaches to the session as a client does, and hands the connection over.
func attachRaw(v *watch) (net.Conn, error) {
	sockets, _ := v.w.Sockets()
	if len(sockets) != 1 {
		return nil, fmt.Errorf("sockets: %q", sockets)
	}
	sock, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: sockets[0], Net: "unix"})
	if err != nil {
		return nil, err
	}
	terminal := v.w.StartPlain(24, 80, "sleep", "1000000")
	tty, err := os.OpenFile(fmt.Sprintf("/proc/%d/fd/0", terminal.Pid()), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, err
	}
	defer tty.Close()
	pc := protocol.NewConn(transport.NewConn(sock), protocol.ClientSide)
	if _, _, err := pc.Handshake(protocol.OurHello("a test"), time.Now().Add(usertest.Patience())); err != nil {
		return nil, err
	}
	who := protocol.Identify{PID: int32(terminal.Pid()), TTY: tty.Name(), HasTTY: true, Term: "xterm-256color", UTF8: true,
		Size: protocol.Size{Rows: 24, Cols: 80}}
	if err := pc.Send(who, int(tty.Fd())); err != nil {
		return nil, err
	}
	if err := pc.Send(protocol.Command{Argv: []string{"attach", "-t", "work"}}); err != nil {
		return nil, err
	}
	for {
		switch m, _, err := pc.Receive(); m := m.(type) {
		case protocol.Frame:
			return sock, nil // it is attached, and shown a picture
		case protocol.Attached:
		default:
			return nil, fmt.Errorf("attach: %v %+v", err, m)
		}
	}
}

// awaitEnd reads until the server has closed the connection.
func awaitEnd(v *watch, name string, c net.Conn) {
	for buf := make([]byte, 64<<10); ; {
		_, err := c.Read(buf)
		if os.IsTimeout(err) {
			v.t.Errorf("%s: the server listens on", name)
		}
		if err != nil {
			return
		}
	}
}
