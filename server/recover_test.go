//go:build linux

package server

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
	"gmux/server/model"
)

// A kept is what a host keeps for its servers, which come one after the other.
type kept struct {
	t          *testing.T
	socket     string
	listener   int
	model      int
	panes      []hostmsg.Pane
	generation uint64
	deaths     int     // in a row
	serving    *Server // the one that lives, or nil
}

func newKept(t *testing.T) *kept {
	t.Helper()
	k := &kept{t: t, socket: filepath.Join(t.TempDir(), "socket")}
	var err error
	if k.model, err = recovery.CreateModel(); err != nil {
		t.Fatal(err)
	}
	if k.listener, err = transport.Listen(k.socket); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		k.dies()
		unix.Close(k.model)
		unix.Close(k.listener)
		for _, p := range k.panes {
			p.FDs.Close()
		}
	})
	return k
}

// child has the host start something, for which this process stands.
func (k *kept) child(id uint32) hostmsg.Pane {
	k.t.Helper()
	fds, err := recovery.Create(recovery.Splice)
	if err != nil {
		k.t.Fatal(err)
	}
	ptmx, tty, err := pty.Open()
	if err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { tty.Close() })
	fds.Master = k.dup(int(ptmx.Fd()))
	ptmx.Close()
	if err := unix.SetNonblock(fds.Master, true); err != nil {
		k.t.Fatal(err)
	}
	p := hostmsg.Pane{ID: id, PID: os.Getpid(), Argv: []string{"program"}, TTY: tty.Name(), FDs: fds}
	k.panes = append(k.panes, p)
	return p
}

func (k *kept) dup(fd int) int {
	k.t.Helper()
	n, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		k.t.Fatal(err)
	}
	return n
}

// server is the next one, as far as its model.
func (k *kept) server() (*Server, error) {
	k.t.Helper()
	k.generation++
	hello := hostmsg.HostHello{
		Generation: k.generation, Socket: k.socket, Deaths: k.deaths,
		Listener: k.dup(k.listener), Lock: -1, Model: k.dup(k.model),
	}
	c := Config{Version: "test", Log: k.t.Output()}
	s, l, err := build(c, nil, hello, hostmsg.Form{}, 0)
	if err != nil {
		return nil, err
	}
	s.listener = l
	k.t.Cleanup(func() {
		l.Close()
		unix.Close(hello.Model)
		unix.Close(s.estate.listener)
	})
	return s, nil
}

// dies ends the server that there is.
func (k *kept) dies() {
	if k.serving != nil {
		k.serving.stop()
		k.serving = nil
	}
}

// serves is the next server, with all panes.
func (k *kept) serves() *Server {
	k.t.Helper()
	k.dies()
	s, err := k.server()
	if err != nil {
		k.t.Fatal(err)
	}
	var panes []hostmsg.Pane
	for _, p := range k.panes {
		packed, mask := p.FDs.Pack()
		for i := range packed {
			packed[i] = k.dup(packed[i])
		}
		if p.FDs, err = recovery.Unpack(packed, mask); err != nil {
			k.t.Fatal(err)
		}
		panes = append(panes, p)
	}
	if _, err := s.adopt(panes, hostmsg.Form{}); err != nil {
		k.t.Fatal(err)
	}
	k.serving = s
	s.remember()
	return s
}

// said is what a server has told its host.
func said(s *Server) []hostmsg.Message {
	s.host.out.close()
	messages, _ := s.host.out.take()
	return messages
}

// TestChildOfADeadServer: a server asked for a child, wrote its pane down, and died before it heard that the child runs.
func TestChildOfADeadServer(t *testing.T) {
	for _, tt := range []struct {
		name   string
		before func(*model.Pane) // the pane as it was written down
	}{
		{"a new pane", func(*model.Pane) {}},
		{"a pane with another child", func(p *model.Pane) { p.TTY = "/dev/pts/none" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := newKept(t)
			s := k.serves()
			p := s.model.AddSession(model.NewSession{Name: "work", Size: s.model.DefaultSize()}).Current.Window.Active
			tt.before(p)
			s.remember()
			child := k.child(uint32(p.ID))
			for range 2 { // the second reads what the first has written down
				p = k.serves().model.Panes[p.ID]
				if p == nil || p.PID != child.PID || p.TTY != child.TTY || p.Path == "" {
					t.Fatalf("the child is %d on %s, the model has %+v", child.PID, child.TTY, p)
				}
			}
		})
	}
}

// TestChangeTooLargeForARecord: what no record can hold is written down all the same, in the same turn of the loop.
func TestChangeTooLargeForARecord(t *testing.T) {
	k := newKept(t)
	s := k.serves()
	s.model.AddSession(model.NewSession{Name: "work", Size: s.model.DefaultSize()})
	s.remember()
	text := strings.Repeat("x", recovery.MaxRecord+1)
	if err := s.model.SetBuffer("large", text); err != nil {
		t.Fatal(err)
	}
	s.remember()
	k.dies()
	next, err := k.server()
	if err != nil {
		t.Fatal(err)
	}
	if b := next.model.Buffers["large"]; b == nil || b.Data != text {
		t.Error("the buffer is gone")
	}
}

// TestPaneThatDoesNotOpen: a child whose memory is of no use can be reached by nobody. It ends, with its pane.
func TestPaneThatDoesNotOpen(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(recovery.FDs) error
	}{
		{"the state says nothing", func(f recovery.FDs) error { _, err := unix.Pwrite(f.State, []byte("nonsense"), 0); return err }},
		{"the input queue says nothing", func(f recovery.FDs) error { _, err := unix.Pwrite(f.Input, []byte("nonsense"), 0); return err }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := newKept(t)
			s := k.serves()
			p := s.model.AddSession(model.NewSession{Name: "work", Size: s.model.DefaultSize()}).Current.Window.Active
			s.remember()
			child := k.child(uint32(p.ID))
			if err := tt.damage(child.FDs); err != nil {
				t.Fatal(err)
			}
			s = k.serves()
			if s.model.Panes[p.ID] != nil {
				t.Error("the pane is still there")
			}
			want := []hostmsg.Message{
				hostmsg.Signal{Pane: child.ID, Signal: int(unix.SIGHUP), Scope: hostmsg.Session},
				hostmsg.Forget{Pane: child.ID},
			}
			for _, m := range said(s) {
				if len(want) > 0 && m == want[0] {
					want = want[1:]
				}
			}
			if len(want) > 0 {
				t.Errorf("the host was not told %+v", want)
			}
		})
	}
}

// TestModelThatCannotBeRead: two servers fail at it, the third goes on without. What was written is in a file, the children are
// in a session of their own, and the next user hears of both.
func TestModelThatCannotBeRead(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(fd int) error
	}{
		{"the memory is none", func(fd int) error { _, err := unix.Pwrite(fd, []byte("nonsense"), 0); return err }},
		{"the memory is of a later version", func(fd int) error { _, err := unix.Pwrite(fd, []byte{recovery.Version + 1}, 8); return err }},
		{"the snapshot says nothing", func(fd int) error {
			return onModel(fd, func(m *recovery.ModelMemory) error { return m.Snapshot([]byte("nonsense")) })
		}},
		{"a record says nothing", func(fd int) error {
			return onModel(fd, func(m *recovery.ModelMemory) error { return m.Append([]byte("nonsense")) })
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := newKept(t)
			s := k.serves()
			s.model.AddSession(model.NewSession{Name: "the name of a session", Size: s.model.DefaultSize()})
			s.remember()
			k.dies()
			child := k.child(7)
			if err := tt.damage(k.model); err != nil {
				t.Fatal(err)
			}
			for range modelDeaths {
				if _, err := k.server(); err == nil {
					t.Fatal("it was read")
				}
				k.deaths++
			}
			s = k.serves()
			aside, err := os.ReadFile(k.socket + ".model")
			if err != nil || !bytes.Contains(aside, []byte("the name of a session")) {
				t.Errorf("%d bytes were set aside, without the session: %v", len(aside), err)
			}
			if told := strings.Join(s.model.Causes, "\n"); !strings.Contains(told, k.socket+".model") {
				t.Errorf("the user is told %q", told)
			}
			k.deaths = 0
			s = k.serves()
			if p, ses := s.model.Panes[model.PaneID(child.ID)], s.model.SessionByName(model.Recovered); p == nil || p.PID != child.PID || ses == nil {
				t.Errorf("the child is in %+v, the session is %+v", p, ses)
			}
		})
	}
}

func onModel(fd int, f func(*recovery.ModelMemory) error) error {
	m, err := recovery.OpenModel(fd)
	if err != nil {
		return err
	}
	if _, _, err := m.Load(); err != nil {
		return err
	}
	return f(m)
}
