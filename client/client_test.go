package client

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/protocol/key"
	"gmux/protocol/outer"
	"gmux/protocol/transport"
	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

// patience is the deadline of every wait: long, since it only passes when something is wrong.
const patience = 20 * time.Second

// A rig is a client on a pty, a fake server for it, and the terminal that the user looks at.
type rig struct {
	t      *testing.T
	path   string
	listen *transport.Listener

	master *os.File
	tty    *os.File
	before []byte // the terminal's settings

	mu     sync.Mutex // guards screen and raw; the terminal answers DA1 only, tests type other answers
	screen *vt.Terminal
	raw    bytes.Buffer // everything that was written to the terminal
	poke   chan struct{}

	silent         bool // it does not even answer DA1; under mu
	answer         sync.Once
	answered       chan struct{} // closed when the answer to DA1 is written, which a long paste would hold up
	stdout, stderr *os.File
	cancel         context.CancelFunc
	status         chan int
}

// newRig makes everything but starts no client.
func newRig(t *testing.T) *rig {
	t.Helper()
	t.Setenv("TERM", "xterm-256color")
	t.Setenv("COLORTERM", "truecolor")
	r := &rig{t: t, path: filepath.Join(t.TempDir(), "s"), poke: make(chan struct{}, 1), status: make(chan int, 1), answered: make(chan struct{})}
	r.serve()
	r.openTTY()
	if err := pty.Setsize(r.tty, &pty.Winsize{Rows: 6, Cols: 30}); err != nil {
		t.Fatal(err)
	}
	r.before = settings(t, r.tty)
	r.screen = vttest.New(6, 30, "")
	r.stdout, r.stderr = tempFile(t), tempFile(t)
	var reader sync.WaitGroup
	reader.Go(r.show)
	t.Cleanup(func() {
		r.tty.Close()
		r.master.Close()
		reader.Wait()
	})
	return r
}

// openTTY opens the pty. Its master must not block: else closing it would wait for show's read, and nothing would hang up.
func (r *rig) openTTY() {
	r.t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		r.t.Fatal(err)
	}
	defer master.Close()
	fd, err := unix.Dup(int(master.Fd()))
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	r.master, r.tty = os.NewFile(uintptr(fd), "master"), tty
}

func tempFile(t *testing.T) *os.File {
	f, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func settings(t *testing.T, f *os.File) []byte {
	t.Helper()
	b, err := outer.Termios(int(f.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// serve makes the socket.
func (r *rig) serve() {
	fd, err := transport.Listen(r.path)
	if err != nil {
		r.t.Fatal(err)
	}
	if r.listen, err = transport.ListenerFromFD(fd); err != nil {
		r.t.Fatal(err)
	}
	l := r.listen
	r.t.Cleanup(func() { l.Close() })
}

// show feeds the terminal with what the client writes.
func (r *rig) show() {
	buf := make([]byte, 64<<10)
	for {
		n, err := r.master.Read(buf)
		if err != nil {
			return
		}
		r.mu.Lock()
		r.raw.Write(buf[:n])
		r.screen.Write(buf[:n])
		silent := r.silent
		r.mu.Unlock()
		if !silent && bytes.Contains(buf[:n], []byte("\x1b[c")) { // DA1: what is typed meanwhile comes before it
			r.master.WriteString("\x1b[?62c")
			r.answer.Do(func() { close(r.answered) })
		}
		r.wake()
	}
}

// hush is for a terminal that does not answer.
func (r *rig) hush() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.silent = true
}

// wake has until look again.
func (r *rig) wake() {
	select {
	case r.poke <- struct{}{}:
	default:
	}
}

// start runs the client.
func (r *rig) start(argv ...string) {
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	cfg := Config{SocketPath: r.path, Argv: argv, Build: "gmux test", UTF8: true, Stdin: r.tty, Stdout: r.stdout, Stderr: r.stderr}
	done := make(chan struct{})
	go func() {
		r.status <- Run(ctx, cfg)
		close(done)
	}()
	r.t.Cleanup(func() { cancel(); <-done })
}

// A peer is the server's end of one connection.
type peer struct {
	*protocol.Conn
	t        *testing.T
	identify protocol.Identify
	frames   uint64
}

// accept waits for the client and shakes hands.
func (r *rig) accept() *peer {
	r.t.Helper()
	conn, _, err := r.listen.Accept()
	if err != nil {
		r.t.Fatal(err)
	}
	p := &peer{Conn: protocol.NewConn(conn, protocol.ServerSide), t: r.t}
	r.t.Cleanup(func() { p.Close() })
	if _, _, err := p.Handshake(protocol.OurHello("gmux test"), time.Now().Add(patience)); err != nil {
		r.t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		r.t.Fatal(err)
	}
	m, fds, err := p.Receive()
	if err != nil {
		r.t.Fatal(err)
	}
	for _, fd := range fds {
		unix.Close(fd)
	}
	p.identify = m.(protocol.Identify)
	if p.identify.HasTTY != (len(fds) == 1) {
		r.t.Fatalf("HasTTY %v with %d descriptors", p.identify.HasTTY, len(fds))
	}
	return p
}

// expect waits for a message of want's type, passing over others.
func expect[M protocol.Message](p *peer) M {
	p.t.Helper()
	for {
		m, _, err := p.Receive()
		if err != nil {
			var want M
			p.t.Fatalf("waiting for %v: %v", want.Type(), err)
		}
		if m, ok := m.(M); ok {
			return m
		}
	}
}

func (p *peer) send(m protocol.Message) {
	p.t.Helper()
	if err := p.Send(m); err != nil {
		p.t.Fatal(err)
	}
}

var testOptions = protocol.ClientOptions{EscapeTime: 20, Prefix: "C-b", Prefix2: "None"}

// attachTo answers the command by attaching the client, with a picture of one line.
func (p *peer) attachTo(text string) {
	p.t.Helper()
	p.welcome()
	p.picture(text)
}

func (p *peer) welcome() {
	p.t.Helper()
	p.send(protocol.Attached{Client: "/dev/pts/9", Session: "$1", Name: "work", Options: testOptions})
	p.frames = 0
}

// picture sends a frame and waits until it is painted.
func (p *peer) picture(text string) {
	p.t.Helper()
	id := p.sendPicture(text)
	if ack := expect[protocol.FrameAck](p); ack.ID != id {
		p.t.Fatalf("frame %d is acknowledged, want %d", ack.ID, id)
	}
}

func (p *peer) sendPicture(text string) uint64 {
	p.t.Helper()
	p.frames++
	p.send(protocol.Frame{
		ID: p.frames, Base: p.frames - 1, Rows: 6, Cols: 30, Pane: 7,
		Ops:    protocol.AppendASCII(nil, 0, 0, 0, []byte(text)),
		Cursor: protocol.Cursor{Row: 0, Col: uint16(len(text)), Visible: true},
	})
	return p.frames
}

// attached starts a client and attaches it.
func (r *rig) attached(text string) *peer {
	r.t.Helper()
	r.start("attach-session")
	p := r.accept()
	if cmd := expect[protocol.Command](p); len(cmd.Argv) != 1 || cmd.Argv[0] != "attach-session" {
		r.t.Fatalf("command %q", cmd.Argv)
	}
	p.attachTo(text)
	return p
}

func (r *rig) typeKeys(s string) {
	r.t.Helper()
	if _, err := r.master.WriteString(s); err != nil {
		r.t.Fatal(err)
	}
}

// sees waits until the terminal shows text.
func (r *rig) sees(text string) {
	r.t.Helper()
	r.until("the screen shows "+text, func() bool { return strings.Contains(vttest.Text(r.screen), text) })
}

// wrote waits until the client has written seq to the terminal.
func (r *rig) wrote(seq string) {
	r.t.Helper()
	r.until("the terminal is sent "+seq, func() bool { return strings.Contains(r.raw.String(), seq) })
}

// until waits for a condition of the terminal.
func (r *rig) until(what string, is func() bool) {
	r.t.Helper()
	deadline := time.After(patience)
	for {
		r.mu.Lock()
		ok := is()
		r.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-r.poke:
		case <-deadline:
			r.mu.Lock()
			defer r.mu.Unlock()
			r.t.Fatalf("waiting until %s:\n%s", what, vttest.Draw(r.screen))
		}
	}
}

// ends waits for the end and checks status, texts, and that the terminal is as it was.
func (r *rig) ends(status int, stdout, stderr string) {
	r.t.Helper()
	select {
	case got := <-r.status:
		if got != status {
			r.t.Errorf("exit status %d, want %d", got, status)
		}
	case <-time.After(patience):
		r.t.Fatal("the client does not end")
	}
	if got := content(r.t, r.stdout); got != stdout {
		r.t.Errorf("standard output %q, want %q", got, stdout)
	}
	if got := content(r.t, r.stderr); got != stderr {
		r.t.Errorf("standard error %q, want %q", got, stderr)
	}
	if after := settings(r.t, r.tty); !bytes.Equal(after, r.before) {
		r.t.Errorf("terminal settings % x, were % x", after, r.before)
	}
}

func content(t *testing.T, f *os.File) string {
	t.Helper()
	b, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// inputs decodes the events of an Input.
func inputs(t *testing.T, m protocol.Input) (list []key.Event) {
	t.Helper()
	for p := m.Events; len(p) > 0; {
		e, n, err := key.DecodeEvent(p)
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := e.(key.Paste); ok {
			s.Data = bytes.Clone(s.Data)
			e = s
		}
		list = append(list, e)
		p = p[n:]
	}
	return list
}

// typed is the text of the keys of an Input.
func typed(t *testing.T, m protocol.Input) string {
	t.Helper()
	var b strings.Builder
	for _, e := range inputs(t, m) {
		if k, ok := e.(key.Key); ok {
			b.WriteString(k.String())
		}
	}
	return b.String()
}

// pendingInput is how much waits in the tty for whoever reads it next.
func pendingInput(r *rig) (int, error) { return unix.IoctlGetInt(int(r.tty.Fd()), fionread) }

func vtText(r *rig) string            { return vttest.Text(r.screen) }
func contains(text, part string) bool { return strings.Contains(text, part) }
func fields(s string) []string        { return strings.Fields(s) }
