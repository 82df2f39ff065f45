//go:build !portable

package ptyhost

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
)

// nobody is a number that no process has.
const nobody = 1 << 30

// loopWithServer is a host whose loop the test turns by itself, with panes and a server that the test plays.
func loopWithServer(t *testing.T, panes int) (*host, *hostmsg.Conn) {
	t.Helper()
	ours, theirs, err := transport.Pair()
	if err != nil {
		t.Fatal(err)
	}
	peer, err := transport.FromFD(theirs)
	if err != nil {
		t.Fatal(err)
	}
	peer.SetDeadline(time.Now().Add(deadline))
	t.Cleanup(func() { peer.Close(); ours.Close() })
	words, err := lastWords()
	if err != nil {
		t.Fatal(err)
	}
	h := makeHost(socketIn(t), nil)
	h.listener, h.lock, h.model, h.reported = -1, -1, -1, true
	h.server = &server{
		pid: nobody, conn: hostmsg.NewConn(ours), queue: make(chan outgoing, queueLen), started: time.Now(), words: words,
		version: hostmsg.MaxVersion, ready: true, limit: time.NewTimer(0),
	}
	for id := range uint32(panes) {
		h.panes[id] = &pane{Pane: hostmsg.Pane{ID: id, FDs: recovery.NoFDs(), Exit: &recovery.Exit{}}}
	}
	return h, hostmsg.NewConn(peer)
}

// turn applies events until something is true.
func (h *host) turn(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for limit := time.After(deadline); !ok(); {
		select {
		case e := <-h.events:
			e(h)
		case <-limit:
			t.Fatalf("no %s within %v", what, deadline)
		}
	}
}

func forgetAll(t *testing.T, peer *hostmsg.Conn, panes int) {
	t.Helper()
	for id := range uint32(panes) {
		if err := peer.Send(hostmsg.Forget{Pane: id}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDeadServerIsHeard: what a server had said before it died is done, though the host was so late that it found the server dead
// when it had something to tell it.
func TestDeadServerIsHeard(t *testing.T) {
	const panes = 100
	h, peer := loopWithServer(t, panes)
	s := h.server
	forgetAll(t, peer, panes)
	peer.Close()
	h.reaped(s, recovery.Exit{PID: s.pid, Known: true, Signal: int(unix.SIGKILL)})
	go s.writeLoop(h)
	h.tell(hostmsg.Ping{Number: 1})
	h.turn(t, "failure to tell it", func() bool { return s.deaf })
	if h.canMove() {
		t.Error("a host whose server has died becomes another build")
	}
	h.tell(hostmsg.Ping{Number: 2}) // goes nowhere
	go s.readLoop(h)
	h.turn(t, "end of what it said", func() bool { return h.server == nil })
	if len(h.panes) > 0 {
		t.Errorf("%d of %d panes were not forgotten", len(h.panes), panes)
	}
	if h.fault || h.restart == nil {
		t.Errorf("fault %v, the next one starts: %v", h.fault, h.restart != nil)
	}
	h.restart.Stop()
}

// TestDeadServerIsHeardOut: the same for one that was reaped long ago and whose end somebody else holds.
func TestDeadServerIsHeardOut(t *testing.T) {
	const panes = 100
	h, peer := loopWithServer(t, panes)
	s := h.server
	forgetAll(t, peer, panes)
	h.reaped(s, recovery.Exit{PID: s.pid, Known: true, Signal: int(unix.SIGKILL)})
	h.hearOut(s) // the host was too slow to read anything
	go s.readLoop(h)
	h.turn(t, "end of what it said", func() bool { return len(h.panes) == 0 })
	if s.heard {
		t.Error("its end was heard, and somebody holds it")
	}
	go s.writeLoop(h)
	h.hearOut(s)
	h.turn(t, "end of the conversation", func() bool { return h.server == nil })
	h.restart.Stop()
}

// TestHowServersEnd: what the next one hears of it. Only an end that is known to be its own is held against the output that it read.
func TestHowServersEnd(t *testing.T) {
	for _, tt := range []struct {
		exit  recovery.Exit
		want  string
		fault bool
	}{
		{recovery.Exit{Known: true, Signal: 9}, "was killed by signal 9 (killed)", false},
		{recovery.Exit{Known: true, Signal: 11}, "was killed by signal 11 (segmentation fault)", true},
		{recovery.Exit{Known: true, Code: 2}, "exited with status 2", true},
		{recovery.Exit{}, "ended in an unknown way", false},
	} {
		h, _ := loopWithServer(t, 0)
		h.server.heard = true
		h.reaped(h.server, tt.exit)
		h.restart.Stop()
		if h.before != tt.want || h.fault != tt.fault {
			t.Errorf("%+v: it %s, fault %v", tt.exit, h.before, h.fault)
		}
	}
}

// TestServerDiesDuringMove: the host that was about to become another build stays, and hears the end of a server that had nothing
// more to say.
func TestServerDiesDuringMove(t *testing.T) {
	for _, how := range []string{"it dies", "it is killed"} {
		t.Run(how, func(t *testing.T) {
			h, peer := loopWithServer(t, 0)
			s := h.server
			h.binary = 0
			h.move = &move{limit: time.NewTimer(time.Hour)}
			go s.readLoop(h)
			go s.writeLoop(h)
			if err := peer.Send(hostmsg.Moving{}); err != nil {
				t.Fatal(err)
			}
			moving := <-h.events
			gone := recovery.Exit{PID: s.pid, Known: true, Signal: int(unix.SIGKILL)}
			if how == "it dies" {
				peer.Close()
				h.reaped(s, gone)
			} else {
				s.hangUp()
			}
			moving(h)
			h.turn(t, "decision to stay", func() bool { return h.move == nil })
			if s.exit == nil {
				h.reaped(s, gone)
			}
			h.turn(t, "end of the server", func() bool { return h.server == nil })
			h.restart.Stop()
		})
	}
}

// TestReapAfterFailedMove: a child that ends while the host fails to become another build is reaped, though no signal told.
func TestReapAfterFailedMove(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("/proc/self/exe", "-test.run=^$")
	cmd.Env = append(os.Environ(), "PTYHOST_ROLE=stays", "PTYHOST_SOCKET="+socketIn(t), "GORACE=atexit_sleep_ms=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// stays is that host. Its child has ended before anybody asks for SIGCHLD, as if between the two.
func stays() int {
	h := makeHost(os.Getenv("PTYHOST_SOCKET"), nil)
	child, err := syscall.ForkExec("/bin/true", []string{"true"}, &syscall.ProcAttr{})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	if err := unix.Waitid(unix.P_PID, child, nil, unix.WEXITED|unix.WNOWAIT, nil); err != nil {
		fmt.Println(err)
		return 1
	}
	h.leaders[child] = true
	h.signals = &signals{stop: make(chan struct{}), done: make(chan struct{})}
	go h.signals.loop(h)
	h.server = &server{over: true}
	h.move = &move{limit: time.NewTimer(time.Hour)}
	h.become(h.server)
	if h.move != nil || len(h.leaders) > 0 {
		fmt.Printf("move %v, not reaped: %v\n", h.move, h.leaders)
		return 1
	}
	return 0
}

// TestHeirThatWasGivenUp: a host that its server has dismissed, or never spoken to, ends without a trace. It does what a host does
// when a server dies only if that has died.
func TestHeirThatWasGivenUp(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		said   []hostmsg.Message
		died   bool
		leaves bool
	}{
		{"the server has said so", []hostmsg.Message{hostmsg.Dismiss{}}, false, true},
		{"the server has said so and died", []hostmsg.Message{hostmsg.Dismiss{}}, true, true},
		{"the server says nothing and lives", nil, false, true},
		{"the server has died before it said anything", nil, true, false},
		{"the server has died after it said something", []hostmsg.Message{hostmsg.Pong{Number: 1}}, true, false},
		{"the server ends the conversation and lives", []hostmsg.Message{hostmsg.Pong{Number: 1}}, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, peer := loopWithServer(t, 1)
			s := h.server
			s.other = true
			cmd := exec.Command("sleep", "1000")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			s.pid = cmd.Process.Pid
			ended := false
			end := func() {
				if !ended {
					ended = true
					cmd.Process.Kill()
					cmd.Wait()
				}
			}
			defer end()
			for _, m := range tt.said {
				if err := peer.Send(m); err != nil {
					t.Fatal(err)
				}
			}
			peer.Close()
			if tt.died {
				end()
				h.reaped(s, recovery.Exit{PID: s.pid, Known: true, Signal: int(unix.SIGKILL)})
			}
			go s.writeLoop(h)
			h.beat(s) // goes nowhere
			go s.readLoop(h)
			h.turn(t, "decision", func() bool { return h.closing != nil || h.server == nil || s.hung })
			if got := h.closing != nil && h.closing.done; got != tt.leaves {
				t.Errorf("it leaves: %v", got)
			}
			if killed := s.hung; killed != (!tt.died && !tt.leaves) {
				t.Errorf("the server was killed: %v", killed)
			}
			if starts := h.restart != nil; starts != (tt.died && !tt.leaves) {
				t.Errorf("another server is started: %v", starts)
			} else if starts {
				h.restart.Stop()
			}
		})
	}
}
