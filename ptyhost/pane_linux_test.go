//go:build !portable

package ptyhost

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/recovery"
	"gmux/ptyhost/spawn"
)

// TestFileSystemDoesNotAnswer: while a file system does not say whether a child can start there, the loop turns, and whatever happens
// in between finds the child as if it had been started at once. It is not parallel: a fork sets this process's umask.
func TestFileSystemDoesNotAnswer(t *testing.T) {
	gone := recovery.Exit{PID: nobody, Known: true, Signal: int(unix.SIGKILL)}
	for _, tt := range []struct {
		name    string
		behind  []hostmsg.Message // what the server says next
		between func(h *host, s *server, peer *hostmsg.Conn)
		until   func(h *host) bool // but for the answer
		want    string
	}{
		{name: "nothing", want: "pane"},
		{name: "the server is asked whether it hangs", between: func(h *host, s *server, _ *hostmsg.Conn) {
			for range 2 * beatsStarved {
				h.beat(s)
			}
		}, want: "pane"},
		{name: "its signal and its end", behind: []hostmsg.Message{
			hostmsg.Signal{Pane: 1, Signal: int(unix.SIGTERM), Scope: hostmsg.Leader}, hostmsg.Forget{Pane: 1},
		}, until: func(h *host) bool { return len(h.leaders) > 0 }, want: "ended by signal 15"},
		{name: "the server dies", between: func(h *host, s *server, peer *hostmsg.Conn) {
			peer.Close()
			h.reaped(s, gone)
			h.hearOut(s)
		}, until: func(h *host) bool { return h.server == nil }, want: "pane, server gone"},
		{name: "the host is to become another build", behind: []hostmsg.Message{hostmsg.Moving{}}, between: func(h *host, _ *server, _ *hostmsg.Conn) {
			h.move = &move{limit: time.NewTimer(time.Hour)}
		}, until: func(h *host) bool { return h.move == nil }, want: "pane, stays"},
		{name: "the end of all", between: func(h *host, _ *server, _ *hostmsg.Conn) { h.shutdown() }, want: "the server is ending"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, peer := loopWithServer(t, 0)
			h.umask = 0o022
			s := h.server
			// Its leader lives, so that the end of all takes a while.
			h.panes[9] = &pane{Pane: hostmsg.Pane{ID: 9, PID: nobody, FDs: recovery.NoFDs()}}
			dir, asked, back := t.TempDir(), make(chan struct{}), make(chan struct{})
			h.scout.Limit = time.Hour
			h.scout.Answer = func(q spawn.Question) bool {
				if q.Path == dir {
					close(asked)
					<-back
				}
				return true
			}
			say := append([]hostmsg.Message{hostmsg.Spawn{
				Request: 1, Pane: 1, Argv: []string{"/bin/sleep", "1000"}, Cwd: dir, Rows: 24, Cols: 80,
			}}, tt.behind...)
			for _, m := range say {
				if err := peer.Send(m); err != nil {
					t.Fatal(err)
				}
			}
			go s.readLoop(h)
			go s.writeLoop(h)
			<-asked
			if tt.between != nil {
				tt.between(h, s, peer)
			}
			answered := s.said
			close(back)
			var pid int
			h.turn(t, "answer to Spawn", func() bool {
				if p := h.panes[1]; p != nil {
					pid = p.PID
				}
				for leader := range h.leaders {
					pid = leader
				}
				if tt.until != nil {
					return tt.until(h)
				}
				return s.said > answered
			})
			got := "no pane"
			if p := h.panes[1]; p != nil {
				got = "pane"
				if p.Cwd != dir {
					t.Errorf("it was started in %s", p.Cwd)
				}
				defer p.FDs.Close()
			}
			var ws unix.WaitStatus
			if pid > 0 {
				if h.panes[1] != nil {
					unix.Kill(pid, unix.SIGKILL)
				}
				if _, err := unix.Wait4(pid, &ws, 0, nil); err != nil {
					t.Error(err)
				}
			}
			switch {
			case h.server == nil:
				got += ", server gone"
				h.restart.Stop()
			case tt.want == "pane, stays":
				got += ", stays"
			case h.closing != nil:
				for {
					m, err := peer.Receive()
					if err != nil {
						t.Fatal(err)
					}
					if m, failed := m.(hostmsg.SpawnFailed); failed {
						got = m.Text
						break
					}
				}
			case h.panes[1] == nil && pid > 0:
				got = fmt.Sprintf("ended by signal %d", ws.Signal())
			}
			if got != tt.want || s.hung {
				t.Errorf("%s, want %s; the server hangs: %v", got, tt.want, s.hung)
			}
		})
	}
}
