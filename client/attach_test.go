package client

import (
	"bytes"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"gmux/client/screen"
	"gmux/client/tty"
	"gmux/protocol"
	"gmux/protocol/key"
	"gmux/protocol/outer"
)

func TestAttachTypeDetach(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	if id := p.identify; id.Size.Rows != 6 || id.Size.Cols != 30 || id.Term != "xterm-256color" || !strings.HasPrefix(id.TTY, "/dev/pts/") ||
		!bytes.Equal(id.Termios, r.before) || id.Features&protocol.FeatureRGB == 0 {
		t.Errorf("identified as %+v", id)
	}
	r.sees("hello")
	r.wrote("\x1b[?1049h")

	r.typeKeys("ls\r")
	m := expect[protocol.Input](p)
	if m.Seq != 1 || m.Pane != 7 || typed(t, m) != "lsEnter" {
		t.Errorf("input %+v: %s", m, typed(t, m))
	}
	p.send(protocol.InputAck{Seq: 1})
	p.picture("hello there")
	r.sees("hello there")

	p.send(protocol.Goodbye{Kind: protocol.GoodbyeDetached, Text: "work"})
	if bye := expect[protocol.Bye](p); bye.Reason != "detached" {
		t.Errorf("goodbye %q", bye.Reason)
	}
	r.ends(0, "[detached (from session work)]\n", "")
	r.until("the terminal is reset", func() bool { return strings.HasSuffix(r.raw.String(), outer.ResetSequence("xterm-256color")) })
}

func TestEndings(t *testing.T) {
	for _, tt := range []struct {
		name   string
		m      protocol.Message
		status int
		stdout string
	}{
		{"the session is over", protocol.Goodbye{Kind: protocol.GoodbyeExited}, 0, "[exited]\n"},
		{"the server is over", protocol.Goodbye{Kind: protocol.GoodbyeServerExited}, 1, "[server exited]\n"},
		{"a rule was broken", protocol.Goodbye{Kind: protocol.GoodbyeTooFar, Text: "too far behind"}, 1, "[server refused: too far behind]\n"},
		{"a reason of a later version", protocol.Goodbye{Kind: 99}, 1, "[exited]\n"},
		{"refused", protocol.Refused{Text: "bad\x1b[2J input"}, 1, "[server refused: bad[2J input]\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			p := r.attached("hello")
			p.send(tt.m)
			expect[protocol.Bye](p) // else the server restores the terminal too, which is the shell's by then
			r.ends(tt.status, tt.stdout, "")
		})
	}
}

func TestUnknownTerminalIsPaintedPlainlyAndWarnedOf(t *testing.T) {
	r := newRig(t)
	t.Setenv("TERM", "never-heard-of")
	p := r.attached("hello")
	r.sees("hello")
	p.send(protocol.Goodbye{Kind: protocol.GoodbyeExited})
	r.ends(0, "[exited]\n", "unknown terminal never-heard-of, treated as a plain one\n")
}

func TestSessionThatIsOverAtOnceLeavesNoAnswersToTheShell(t *testing.T) {
	r := newRig(t)
	r.hush()
	r.start("new-session")
	p := r.accept()
	p.send(protocol.Attached{Session: "$1", Name: "work", Options: testOptions})
	r.wrote("\x1b[c") // it has asked
	p.send(protocol.Goodbye{Kind: protocol.GoodbyeExited})
	r.typeKeys("\x1b[?62;22c")
	r.ends(0, "[exited]\n", "")
	if n, err := pendingInput(r); err != nil || n != 0 {
		t.Errorf("%d bytes of the answer are left for the shell, %v", n, err)
	}
}

func TestAnswersOfTheTerminalAreTold(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	r.typeKeys("\x1b[?0u\x1bP>|foot(1.16.2)\x1b\\\x1b[?2026;2$y\x1b[?997;1n\x1b]10;rgb:ffff/8080/0\x1b\\\x1b]11;rgb:00/00/00\x07\x1b[?62;4c")
	m := expect[protocol.TerminalInfo](p)
	want := protocol.FeatureKitty | protocol.FeatureSync | protocol.FeatureUnderlines
	if m.Features&want != want || m.Name != "foot(1.16.2)" || m.Foreground != 1<<24|0xff8000 || m.Background != 1<<24 || m.DarkScheme != 1 {
		t.Errorf("told %+v", m)
	}
	p.picture("hello again") // from now on in synchronized output
	r.wrote("\x1b[?2026h")
	r.typeKeys("\x1b[?997;2n")
	if m := expect[protocol.TerminalInfo](p); m.DarkScheme != 2 {
		t.Errorf("told %+v", m)
	}
}

func TestOuterModesEffectsAndOptions(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	p.frames++
	p.send(protocol.Frame{ID: p.frames, Base: p.frames - 1, Rows: 6, Cols: 30, Modes: protocol.OuterModes{Mouse: 1002, Focus: true}})
	r.wrote("\x1b[?1006h\x1b[?1002h")
	r.wrote("\x1b[?1004h")
	p.send(protocol.Outer{Kind: protocol.OuterTitle, Text: "a title"})
	r.wrote("\x1b]2;a title\x1b\\")
	r.typeKeys("\x1b[<0;3;4M\x1b[I")
	var events []key.Event
	for len(events) < 2 {
		events = append(events, inputs(t, expect[protocol.Input](p))...)
	}
	if m, ok := events[0].(key.Mouse); !ok || m.Row != 3 || m.Col != 2 || m.Action != key.MousePress {
		t.Errorf("mouse %+v", events[0])
	}
	if f, ok := events[1].(key.Focus); !ok || !f.In {
		t.Errorf("focus %+v", events[1])
	}
	r.typeKeys("\x1b") // a lone one
	if got := typed(t, expect[protocol.Input](p)); got != "Escape" {
		t.Errorf("typed %s", got)
	}
}

func TestResize(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	r.mu.Lock()
	r.screen.Resize(4, 20)
	r.mu.Unlock()
	if err := pty.Setsize(r.tty, &pty.Winsize{Rows: 4, Cols: 20, X: 200, Y: 80}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGWINCH); err != nil { // the pty is not our controlling terminal
		t.Fatal(err)
	}
	if m := expect[protocol.Resize](p); m.Size != (protocol.Size{Rows: 4, Cols: 20, XPixel: 200, YPixel: 80}) {
		t.Errorf("resized to %+v", m.Size)
	}
	r.sees("hello")
	p.send(protocol.Frame{ID: 9, Rows: 4, Cols: 20, Ops: protocol.AppendASCII(nil, 3, 0, 0, []byte("status"))})
	expect[protocol.FrameAck](p)
	r.sees("status")
}

func TestPasteOfAnySizeArrivesWhole(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	want := bytes.Repeat([]byte("All the bytes, \xff\xfe and ESC [ 2 J too. "), 100_000) // 3.8 MB, more than may be unacknowledged
	<-r.answered
	go func() {
		r.master.WriteString("\x1b[200~")
		r.master.Write(want)
		r.master.WriteString("\x1b[201~")
	}()
	var got []byte
	seq := uint64(0)
	for last := false; !last; {
		m := expect[protocol.Input](p)
		if seq++; m.Seq != seq {
			t.Fatalf("input %d comes after %d", m.Seq, seq-1)
		}
		for _, e := range inputs(t, m) {
			s, ok := e.(key.Paste)
			if !ok {
				t.Fatalf("%+v in a paste", e)
			}
			got = append(got, s.Data...)
			last = s.Last
		}
		p.send(protocol.InputAck{Seq: m.Seq})
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%d bytes arrived of %d, or others", len(got), len(want))
	}
}

func TestTypingWaitsForAServerThatDoesNotAcknowledge(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	<-r.answered
	go func() {
		r.master.WriteString("\x1b[200~")
		r.master.Write(make([]byte, 4*protocol.MaxUnacknowledged))
	}()
	got := 0
	var last protocol.Input
	for got < protocol.MaxUnacknowledged {
		last = expect[protocol.Input](p)
		got += len(last.Events)
	}
	p.picture("still painting") // while the paste is held up
	r.sees("still painting")
	if got > protocol.MaxUnacknowledged+maxEvents+(64<<10) {
		t.Errorf("%d bytes are on the way", got)
	}
	p.send(protocol.InputAck{Seq: last.Seq})
	expect[protocol.Input](p)
}

func TestAFrameIsAcknowledgedOnlyWhenTheTerminalHasIt(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	r.mu.Lock() // the terminal reads no more
	big := protocol.Frame{ID: 2, Base: 1, Rows: 6, Cols: 30}
	for range 4000 {
		big.Ops = protocol.AppendASCII(big.Ops, 1, 0, 0, []byte("0123456789"))
		big.Ops = protocol.AppendASCII(big.Ops, 3, 0, 0, []byte("0123456789"))
	}
	p.send(big)
	p.send(protocol.Outer{Kind: protocol.OuterBell})
	r.typeKeys("x") // the terminal takes nothing, but the user still types
	if got := typed(t, expectUnacked(t, p)); got != "x" {
		t.Errorf("typed %q", got)
	}
	r.mu.Unlock()
	if ack := expect[protocol.FrameAck](p); ack.ID != 2 {
		t.Errorf("frame %d is acknowledged", ack.ID)
	}
}

// expectUnacked waits for an Input that comes before any FrameAck.
func expectUnacked(t *testing.T, p *peer) protocol.Input {
	t.Helper()
	for {
		m, _, err := p.Receive()
		if err != nil {
			t.Fatal(err)
		}
		switch m := m.(type) {
		case protocol.FrameAck:
			t.Fatalf("frame %d is acknowledged", m.ID)
		case protocol.Input:
			return m
		}
	}
}

func TestSignalsEndTheClientInOrder(t *testing.T) {
	for sig, text := range map[syscall.Signal]string{syscall.SIGTERM: "[terminated]\n", syscall.SIGHUP: "[lost tty]\n"} {
		t.Run(sig.String(), func(t *testing.T) {
			r := newRig(t)
			p := r.attached("hello")
			if err := syscall.Kill(syscall.Getpid(), sig); err != nil {
				t.Fatal(err)
			}
			expect[protocol.Bye](p)
			r.ends(1, text, "")
		})
	}
}

// stuckFrame is more than a terminal takes that does not read.
func stuckFrame() protocol.Frame {
	big := protocol.Frame{ID: 2, Base: 1, Rows: 6, Cols: 30}
	for range 40_000 {
		big.Ops = protocol.AppendASCII(big.Ops, 1, 0, 0, []byte("0123456789"))
		big.Ops = protocol.AppendASCII(big.Ops, 3, 0, 0, []byte("0123456789"))
	}
	return big
}

// The server is not held by a terminal that is stuck, and the terminal is what it was when it goes on.
func TestATerminalThatIsStuckIsResetWhenItReadsAgain(t *testing.T) {
	r := newRig(t)
	r.stdout = r.tty
	p := r.attached("hello")
	<-r.answered
	r.mu.Lock() // the terminal reads no more
	p.send(stuckFrame())
	p.send(protocol.Goodbye{Kind: protocol.GoodbyeExited})
	expect[protocol.Bye](p)
	if after := settings(t, r.tty); !bytes.Equal(after, r.before) {
		t.Errorf("terminal settings % x, were % x", after, r.before)
	}
	r.mu.Unlock()
	if status := <-r.status; status != 0 {
		t.Errorf("exit status %d", status)
	}
	r.until("the terminal is reset before the last words", func() bool {
		return strings.HasSuffix(r.raw.String(), outer.ResetSequence("xterm-256color")+"[exited]\r\n")
	})
	if got := content(t, r.stderr); got != "" {
		t.Errorf("it says %q", got)
	}
}

// A painter is in a write that nothing ends, as on a description that is shared with the shell.
func TestAPainterThatCannotBeStoppedIsLeftBehind(t *testing.T) {
	r := newRig(t)
	line, err := tty.Open(r.tty, "xterm")
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	terminal, err := screen.NewTerminal("xterm", "", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := line.Raw(); err != nil {
		t.Fatal(err)
	}
	if _, err := line.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	a := &attached{client: &client{tty: line}, display: newDisplay(screen.New(terminal, line), func() {})}
	written := make(chan bool)
	a.display.jobs <- job{do: func(*screen.Screen) error {
		<-written
		return nil
	}}
	a.painting = true
	ended := make(chan bool)
	go func() {
		a.finish(ending{})
		close(ended)
	}()
	r.until("the terminal is reset meanwhile", func() bool { return strings.HasSuffix(r.raw.String(), outer.ResetSequence("xterm")) })
	close(written)
	<-ended
}

func TestTheTerminalHangsUp(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	r.tty.Close()
	r.master.Close()
	if bye := expect[protocol.Bye](p); bye.Reason != "lost tty" {
		t.Errorf("goodbye %q", bye.Reason)
	}
	if status := <-r.status; status != 1 {
		t.Errorf("exit status %d", status)
	}
	if got := content(t, r.stdout) + content(t, r.stderr); got != "" {
		t.Errorf("it says %q", got)
	}
}
