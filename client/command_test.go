package client

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gmux/protocol"
)

// command runs a client without a terminal and returns its end of the pipe of standard input.
func (r *rig) command(start func() error, argv ...string) *os.File {
	r.t.Helper()
	in, out, err := os.Pipe()
	if err != nil {
		r.t.Fatal(err)
	}
	cfg := Config{SocketPath: r.path, Argv: argv, Build: "gmux test", StartServer: start, Stdin: in, Stdout: r.stdout, Stderr: r.stderr}
	done := make(chan struct{})
	go func() {
		r.status <- Run(r.t.Context(), cfg)
		close(done)
	}()
	r.t.Cleanup(func() { out.Close(); <-done; in.Close() })
	return out
}

func TestCommandOutputAndStatus(t *testing.T) {
	r := newRig(t)
	r.command(nil, "list-sessions", "-F", "x")
	p := r.accept()
	if p.identify.HasTTY || p.identify.Cwd == "" || p.identify.PID != int32(os.Getpid()) {
		t.Errorf("identified as %+v", p.identify)
	}
	if cmd := expect[protocol.Command](p); strings.Join(cmd.Argv, " ") != "list-sessions -F x" {
		t.Errorf("command %q", cmd.Argv)
	}
	p.send(protocol.Stdout{Data: []byte("one\n")})
	p.send(protocol.Stderr{Data: []byte("can't find session: wrok\n"), Hint: "did you mean work?"})
	p.send(protocol.Stdout{Data: []byte("two\n")})
	p.send(protocol.Exit{Status: 3})
	r.ends(3, "one\ntwo\n", "can't find session: wrok\n") // no hint: it is not a terminal
}

func TestHintOnATerminal(t *testing.T) {
	r := newRig(t)
	r.stderr = r.tty
	r.start("attach-session")
	p := r.accept()
	p.send(protocol.Stderr{Data: []byte("can't find session: wrok\n"), Hint: "did you mean work?"})
	p.send(protocol.Exit{Status: 1})
	r.sees("hint: did you mean work?")
	r.until("the hint has a line of its own", func() bool { return strings.Contains(r.raw.String(), "wrok\r\nhint: did you mean work?\r\n") })
}

func TestStandardInputIsSentWhenWanted(t *testing.T) {
	r := newRig(t)
	stdin := r.command(nil, "load-buffer", "-")
	p := r.accept()
	expect[protocol.Command](p)
	p.send(protocol.StdinWanted{})
	if _, err := stdin.WriteString("some text"); err != nil {
		t.Fatal(err)
	}
	var got []byte
	for len(got) < 9 {
		got = append(got, expect[protocol.Stdin](p).Data...)
	}
	stdin.Close()
	if m := expect[protocol.Stdin](p); string(got) != "some text" || !m.EOF {
		t.Errorf("received %q, then %+v", got, m)
	}
	p.send(protocol.Exit{})
	r.ends(0, "", "")
}

func TestExitDoesNotWaitForStandardInput(t *testing.T) {
	r := newRig(t)
	r.command(nil, "load-buffer", "-")
	p := r.accept()
	p.send(protocol.StdinWanted{})
	p.send(protocol.Exit{Status: 1})
	r.ends(1, "", "")
}

func TestNobodyListens(t *testing.T) {
	t.Run("on a socket that is left over", func(t *testing.T) {
		r := newRig(t)
		r.listen.Close()
		r.command(nil, "list-sessions")
		r.ends(1, "", "no server running on "+r.path+"\n")
	})
	t.Run("where there is no socket", func(t *testing.T) {
		r := newRig(t)
		r.path = filepath.Join(t.TempDir(), "none")
		r.command(nil, "list-sessions")
		r.ends(1, "", "error connecting to "+r.path+" (No such file or directory)\n")
	})
	t.Run("and the command may start a server", func(t *testing.T) {
		r := newRig(t)
		r.listen.Close()
		started := make(chan struct{})
		r.command(func() error { r.serve(); close(started); return nil }, "start-server")
		<-started
		p := r.accept()
		expect[protocol.Command](p)
		p.send(protocol.Exit{})
		r.ends(0, "", "")
	})
	t.Run("and the server does not start", func(t *testing.T) {
		r := newRig(t)
		r.listen.Close()
		r.command(func() error { return errors.New("start server: no memory") }, "start-server")
		r.ends(1, "", "start server: no memory\n")
	})
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer func(p *protocol.Conn)
		stderr string
	}{
		{"by a server of another version", func(p *protocol.Conn) {
			p.Send(protocol.Refused{Text: "protocol version mismatch (gmux 1 speaks 1, gmux 9 speaks 5)"})
		}, "protocol version mismatch (gmux 1 speaks 1, gmux 9 speaks 5)\n"},
		{"by a program that is not ours", func(p *protocol.Conn) {
			p.Transport().WriteFrame([]byte("220 smtp ready"))
		}, "is not a gmux server"},
		{"by a server that goes away", func(p *protocol.Conn) {}, "no server running on "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.command(nil, "list-sessions")
			conn, _, err := r.listen.Accept()
			if err != nil {
				t.Fatal(err)
			}
			tt.answer(protocol.NewConn(conn, protocol.ServerSide))
			if err := conn.CloseWrite(); err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if status := <-r.status; status != 1 {
				t.Errorf("exit status %d", status)
			}
			if got := content(t, r.stderr); !strings.Contains(got, tt.stderr) || strings.Count(got, "\n") != 1 {
				t.Errorf("standard error %q, want one line with %q", got, tt.stderr)
			}
		})
	}
}

func TestServerGoesAwayInTheMiddleOfACommand(t *testing.T) {
	r := newRig(t)
	r.command(nil, "list-sessions")
	p := r.accept()
	expect[protocol.Command](p)
	p.Close()
	r.ends(1, "", "server exited unexpectedly\n")
}

func TestAttachingWithoutATerminal(t *testing.T) {
	r := newRig(t)
	r.command(nil, "attach-session")
	p := r.accept()
	p.send(protocol.Attached{Session: "$1"})
	r.ends(1, "", "open terminal failed: not a terminal\n")
}
