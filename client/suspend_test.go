package client

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gmux/client/tty"
	"gmux/protocol"
	"gmux/protocol/key"
	"gmux/server/vt/vttest"
)

// Stopping needs a process of its own: the test binary runs as the client of a shell that has job control.
const asClient = "GMUX_TEST_CLIENT_SOCKET"

func TestMain(m *testing.M) {
	if path := os.Getenv(asClient); path != "" {
		os.Exit(Run(context.Background(), Config{SocketPath: path, Argv: []string{"attach-session"}, Build: "gmux test", UTF8: true}))
	}
	os.Exit(m.Run())
}

// startProcess runs the client as a job of an interactive shell on the rig's terminal.
func (r *rig) startProcess() *exec.Cmd {
	r.t.Helper()
	cmd := exec.Command("sh", "-mc", os.Args[0]+`; while :; do echo "status $?"; read what || exit; $what; done`)
	cmd.Env = append(os.Environ(), asClient+"="+r.path, "GORACE=atexit_sleep_ms=0")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = r.tty, r.tty, r.tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // the shell; its terminal hangs up, which ends the client
		cmd.Wait()
	})
	return cmd
}

func TestSuspendAndResume(t *testing.T) {
	r := newRig(t)
	r.startProcess()
	p := r.accept()
	p.attachTo("hello")
	r.sees("hello")
	p.send(protocol.Suspend{})
	r.sees("status") // the shell has the terminal
	if got := stateOf(t, int(p.identify.PID)); got != "T (stopped)" {
		t.Errorf("the client is %s", got)
	}
	r.mu.Lock()
	if text := vttest.Text(r.screen); strings.Contains(text, "hello") {
		t.Errorf("the shell does not have its own screen:\n%s", text)
	}
	r.mu.Unlock()
	r.typeKeys("fg\n")
	expect[protocol.Resumed](p)
	r.sees("hello")
	p.picture("and back")
	r.typeKeys("x")
	if got := typed(t, expect[protocol.Input](p)); got != "x" {
		t.Errorf("typed %s", got)
	}
	p.send(protocol.Goodbye{Kind: protocol.GoodbyeExited})
	r.sees("[exited]")
	r.sees("status 0")
}

// A client that is suspended before its terminal has answered leaves no answer to the shell, which would take it for the
// beginning of the next command.
func TestSuspendedBeforeTheTerminalAnswered(t *testing.T) {
	r := newRig(t)
	r.hush()
	r.startProcess()
	p := r.accept()
	p.attachTo("hello")
	r.sees("hello")
	p.send(protocol.Suspend{})
	soon := time.AfterFunc(300*time.Millisecond, r.wake) // a client that waits for the answer shows nothing of it
	defer soon.Stop()
	asked := time.Now()
	r.until("it lets go of the screen, or waits", func() bool {
		return strings.Contains(r.raw.String(), "\x1b[?1049l") || time.Since(asked) > 300*time.Millisecond
	})
	r.typeKeys("\x1b[?62;22c")
	r.sees("status")
	r.typeKeys("fg\n")
	expect[protocol.Resumed](p)
}

// The shell would take the rest of a paste for commands.
func TestSuspensionWaitsForThePaste(t *testing.T) {
	r := newRig(t)
	r.startProcess()
	p := r.accept()
	p.attachTo("hello")
	<-r.answered
	const size = protocol.MaxUnacknowledged + 1<<20 // the last of it is held back
	go r.master.WriteString("\x1b[200~" + strings.Repeat("a line\n", size/7) + "\x1b[201~")
	got, events, last := 0, 0, false
	take := func() uint64 {
		m := expect[protocol.Input](p)
		events += len(m.Events)
		for _, e := range inputs(t, m) {
			if s, ok := e.(key.Paste); ok {
				got += len(s.Data)
				last = s.Last
			}
		}
		return m.Seq
	}
	var seq uint64
	for events < protocol.MaxUnacknowledged {
		seq = take()
	}
	p.send(protocol.Suspend{})
	p.sendPicture("still here") // behind it
	r.sees("still here")
	for ; !last; seq = take() {
		p.send(protocol.InputAck{Seq: seq})
	}
	if got != size/7*7 {
		t.Errorf("%d bytes have come, want %d", got, size/7*7)
	}
	p.send(protocol.InputAck{Seq: seq})
	r.sees("status")
	if got := stateOf(t, int(p.identify.PID)); got != "T (stopped)" {
		t.Errorf("the client is %s", got)
	}
}

func TestWhatWasReadByAReaderThatStopsIsKept(t *testing.T) {
	r := newRig(t)
	line, err := tty.Open(r.tty, "xterm")
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	if err := line.Raw(); err != nil {
		t.Fatal(err)
	}
	a := &attached{client: &client{tty: line}}
	a.startReader()
	r.typeKeys("a")
	for typed := 1; ; typed++ { // it holds what it has read, so some of what is typed then stays
		if n, err := pendingInput(r); err != nil {
			t.Fatal(err)
		} else if n > 0 && typed > 100 {
			break
		}
		r.typeKeys("b")
	}
	a.stopReader()
	a.startReader()
	if chunk := <-a.chunks; chunk[0] != 'a' {
		t.Errorf("read %q", chunk)
	}
	a.stopReader()
}

func TestContinuedBehindItsBack(t *testing.T) {
	r := newRig(t)
	r.hush() // an answer that the client has not read when it is stopped is the shell's, and nothing can be done about it
	r.startProcess()
	p := r.accept()
	p.attachTo("hello")
	r.sees("hello")
	if err := syscall.Kill(int(p.identify.PID), syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	r.until("the shell says so", func() bool { return strings.Contains(r.raw.String(), "status") })
	r.typeKeys("fg\n")
	expect[protocol.Resumed](p)
	r.until("all is painted again", func() bool {
		text := vttest.Text(r.screen)
		return strings.Contains(text, "hello") && !strings.Contains(text, "status")
	})
}

func TestExecTakesOurPlace(t *testing.T) {
	r := newRig(t)
	t.Setenv("SHELL", "/bin/sh")
	r.startProcess()
	p := r.accept()
	p.attachTo("hello")
	p.send(protocol.Goodbye{Kind: protocol.GoodbyeExec, Text: "echo in our place: $$"})
	r.sees("in our place: " + strconv.Itoa(int(p.identify.PID)))
	r.sees("status 0")
}

// Who does not want to wait for a terminal that is stuck ends the client by a signal, the second where the first had it leave.
func TestASignalEndsTheWaitForAStuckTerminal(t *testing.T) {
	r := newRig(t)
	r.startProcess()
	p := r.accept()
	p.attachTo("hello")
	r.mu.Lock() // the terminal reads no more
	defer r.mu.Unlock()
	p.send(stuckFrame())
	pid := int(p.identify.PID)
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	expect[protocol.Bye](p)
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if state := stateOf(t, pid); state == "" || strings.HasPrefix(state, "Z") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the client does not end")
		}
		syscall.Kill(pid, syscall.SIGTERM) // again: it may not have come to waiting yet
	}
}

// stateOf is what the kernel says of a process.
func stateOf(t *testing.T, pid int) string {
	t.Helper()
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("no /proc")
	}
	f, err := os.Open("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return ""
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if state, ok := strings.CutPrefix(s.Text(), "State:\t"); ok {
			return state
		}
	}
	return ""
}
