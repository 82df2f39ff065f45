//go:build !portable

package ptyhost

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
)

// A fakeServer is the server role of this test binary: it has no opinions, does what tests tell it
// over the socket, and remembers what the host told it.
type fakeServer struct {
	host  *hostmsg.Conn
	hello hostmsg.HostHello

	mu      sync.Mutex // guards everything below; changed is signalled after each change
	changed *sync.Cond
	panes   map[uint32]*fakePane
	adopted int
	failed  string // of the last SpawnFailed
	answers int    // Spawned and SpawnFailed so far
	reloads int
	terms   int
	orphans []hostmsg.OrphanExited
	listens int
}

type fakePane struct {
	hostmsg.Pane
	Output string
	Hung   bool
	Adopt  bool
	memory *recovery.Pane
	master *os.File
}

// An order is what a test asks, an answer what it gets.
type order struct {
	Do    string // status, spawn, signal, forget, shutdown, say, hang
	Spawn hostmsg.Spawn
	Pane  uint32
	Sig   int
	Scope hostmsg.Scope
	Text  string
}

type answer struct {
	PID, SID   int
	Generation uint64
	Deaths     int
	Umask      int
	Adopted    int
	Failed     string
	Answers    int
	Reloads    int
	Terms      int
	Listens    int
	Orphans    []hostmsg.OrphanExited
	Panes      map[uint32]*fakePane
	FDs        []string
	Args       []string
}

// fakeMain runs the server role.
func fakeMain() int {
	drop := make(chan os.Signal, 1)
	signal.Notify(drop, syscall.SIGINT, syscall.SIGPIPE)
	fds := openFDs()
	conn, err := hostmsg.Inherited()
	if err != nil {
		fmt.Fprintln(os.Stderr, "fake server:", err)
		return 1
	}
	s := &fakeServer{host: conn, panes: map[uint32]*fakePane{}}
	s.changed = sync.NewCond(&s.mu)
	if err := s.takeOver(); err != nil {
		fmt.Fprintln(os.Stderr, "fake server:", err)
		return 1
	}
	if text := os.Getenv("FAKE_DIES"); text != "" {
		fmt.Fprintln(os.Stderr, text)
		return 3
	}
	if text := os.Getenv("FAKE_FAILS"); text != "" {
		conn.Send(hostmsg.Failed{Text: text})
		return 1
	}
	listener, err := transport.ListenerFromFD(s.hello.Listener)
	if err != nil {
		fmt.Fprintln(os.Stderr, "fake server:", err)
		return 1
	}
	go s.accept(listener, fds)
	conn.Send(hostmsg.Ready{})
	for {
		m, err := conn.Receive()
		if err != nil {
			return 0
		}
		s.hear(m, fds)
	}
}

// takeOver is the beginning of the conversation.
func (s *fakeServer) takeOver() error {
	for {
		m, err := s.host.Receive()
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case hostmsg.HostHello:
			s.hello = m
			err := s.host.Send(hostmsg.ServerHello{MinVersion: 1, MaxVersion: 9, Build: "fake", PID: os.Getpid()})
			if err != nil {
				return err
			}
		case hostmsg.AdoptPane:
			s.add(m.Pane, true)
		case hostmsg.AdoptDone:
			s.adopted = m.Panes
			return nil
		default:
			return fmt.Errorf("%T during adoption", m)
		}
	}
}

func (s *fakeServer) add(p hostmsg.Pane, adopt bool) {
	f := &fakePane{Pane: p, Adopt: adopt}
	var err error
	if f.memory, err = recovery.Open(p.FDs, s.hello.Generation); err != nil {
		fmt.Fprintln(os.Stderr, "fake server: pane:", err)
		os.Exit(1)
	}
	f.master = os.NewFile(uintptr(p.FDs.Master), "ptmx")
	s.panes[p.ID] = f
	go s.read(f)
}

// read collects a pane's output, from what earlier servers left of it.
func (s *fakeServer) read(f *fakePane) {
	raw, err := f.master.SyscallConn()
	if err != nil {
		return
	}
	buf := make([]byte, 64<<10)
	for {
		for {
			n, _ := f.memory.Output.ReadAt(buf, int64(len(f.Output)))
			if n == 0 {
				break
			}
			s.change(func() { f.Output += string(buf[:n]) })
		}
		if _, err := f.memory.Output.Wait(raw); err != nil {
			s.change(func() { f.Hung = true })
			return
		}
	}
}

func (s *fakeServer) change(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
	s.changed.Broadcast()
}

func (s *fakeServer) hear(m hostmsg.Message, fds []string) {
	s.change(func() {
		switch m := m.(type) {
		case hostmsg.Spawned:
			s.add(m.Pane, false)
			s.answers++
		case hostmsg.SpawnFailed:
			s.failed = m.Text
			s.answers++
		case hostmsg.Exited:
			s.panes[m.Pane].Exit = &m.Exit
		case hostmsg.Ping:
			s.host.Send(hostmsg.Pong{Number: m.Number})
		case hostmsg.OrphanExited:
			s.orphans = append(s.orphans, m)
		case hostmsg.Reload:
			s.reloads++
		case hostmsg.Terminate:
			s.terms++
			s.host.Send(hostmsg.Shutdown{})
		case hostmsg.Listening:
			l, err := transport.ListenerFromFD(m.Listener)
			if err == nil {
				go s.accept(l, fds)
			}
			s.listens++
		}
	})
}

func (s *fakeServer) accept(l *transport.Listener, fds []string) {
	for {
		c, _, err := l.Accept()
		if err != nil {
			return
		}
		go s.obey(c, fds)
	}
}

// obey carries out the orders of one connection.
func (s *fakeServer) obey(c *transport.Conn, fds []string) {
	defer c.Close()
	for {
		body, _, err := c.ReadFrame(1 << 20)
		if err != nil {
			return
		}
		var o order
		if err := json.Unmarshal(body, &o); err != nil {
			return
		}
		switch o.Do {
		case "spawn":
			s.host.Send(o.Spawn)
		case "signal":
			s.host.Send(hostmsg.Signal{Pane: o.Pane, Signal: o.Sig, Scope: o.Scope})
		case "forget":
			s.host.Send(hostmsg.Forget{Pane: o.Pane})
		case "type":
			s.mu.Lock()
			f := s.panes[o.Pane]
			s.mu.Unlock()
			f.memory.Input.Append([]byte(o.Text))
			raw, _ := f.master.SyscallConn()
			raw.Write(func(fd uintptr) bool {
				for f.memory.Input.Pending() > 0 {
					if _, err := f.memory.Input.Send(int(fd)); err != nil {
						return err != unix.EAGAIN
					}
				}
				return true
			})
		case "shutdown":
			s.host.Send(hostmsg.Shutdown{})
		case "mute": // ends its conversation and stays
			s.host.Close()
			time.Sleep(time.Hour)
		}
		s.mu.Lock()
		sid, _ := unix.Getsid(0)
		reply, err := json.Marshal(answer{
			PID: os.Getpid(), SID: sid, Generation: s.hello.Generation, Deaths: s.hello.Deaths, Umask: s.hello.Umask,
			Adopted: s.adopted, Failed: s.failed, Answers: s.answers, Reloads: s.reloads, Terms: s.terms, Listens: s.listens,
			Orphans: s.orphans, Panes: s.panes, FDs: fds, Args: os.Args,
		})
		s.mu.Unlock()
		if err != nil || c.WriteFrame(reply) != nil {
			return
		}
	}
}

// openFDs says what this process was started with.
func openFDs() []string {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return []string{err.Error()}
	}
	var list []string
	for _, e := range entries {
		target, err := os.Readlink("/proc/self/fd/" + e.Name())
		if err == nil && !strings.HasPrefix(target, "anon_inode:") && !strings.HasPrefix(target, "/sys/fs/cgroup/") && !strings.Contains(target, "/proc/") {
			target, _, _ = strings.Cut(target, ":[")
			list = append(list, e.Name()+" "+target)
		}
	}
	return list
}
