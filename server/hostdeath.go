package server

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/recovery"
	"gmux/server/model"
)

// An estate is what host and server both hold, beside the panes: if one of the two dies, the other hands it on. The
// descriptors are this server's own.
type estate struct {
	listener, lock, model int
	umask                 int
	fileSizes             uint64 // the user's limit
}

// keepEstate takes what the host said in its hello.
func keepEstate(hello hostmsg.HostHello, fileSizes uint64) (e estate, err error) {
	e = estate{lock: hello.Lock, model: hello.Model, umask: hello.Umask, fileSizes: fileSizes}
	if e.listener, err = unix.FcntlInt(uintptr(hello.Listener), unix.F_DUPFD_CLOEXEC, 0); err != nil {
		return e, fmt.Errorf("keep the socket: %w", err)
	}
	return e, nil
}

// relisten takes a new socket and a new lock in place of those whose files were deleted.
func (e *estate) relisten(m hostmsg.Listening) error {
	listener, err := unix.FcntlInt(uintptr(m.Listener), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("keep the socket: %w", err)
	}
	unix.Close(e.listener)
	unix.Close(e.lock)
	e.listener, e.lock = listener, m.Lock
	return nil
}

// hostGone: the stream has ended. After Shutdown that is how the host says that every child is reaped. Else the host has died,
// and this server, which holds everything too, starts another.
type hostGone struct {
	conn *hostmsg.Conn
	err  error
}

func (e hostGone) apply(s *Server) []model.Effect {
	if e.conn != s.host.conn {
		return nil // it was replaced
	}
	if s.down {
		s.ended = errShutdown
		return nil
	}
	s.log.Printf("the host has died: %v", e.err)
	switch s.handing.stage {
	case stopping, sealed:
		s.widowed()
		return nil
	case retired:
		s.ended = errRetired
		return nil
	}
	return replaceHost{}.apply(s)
}

// heirAgain is the time between two attempts to start a host.
const heirAgain = time.Second

// replaceHost starts a new host. The loop waits for it, which takes some milliseconds: meanwhile no descriptor that is handed over
// may be closed.
type replaceHost struct{}

func (e replaceHost) apply(s *Server) (effects []model.Effect) {
	if s.startHost == nil || s.down {
		s.ended = errHostDied
		return nil
	}
	conn, pid, err := s.newHost()
	if err != nil {
		s.log.Printf("%v", err)
		time.AfterFunc(heirAgain, func() { s.post(e) })
		return nil
	}
	s.host.out.close()
	s.host.conn.Close()
	s.host.conn, s.host.out = conn, newMailbox[hostmsg.Message]()
	s.host.kept = slices.DeleteFunc(s.host.kept, func(m hostmsg.Message) bool { _, ok := m.(hostmsg.Spawn); return ok }) // see below
	s.host.moved()
	s.wg.Go(s.host.sendLoop(s))
	s.wg.Go(s.host.readLoop(s))
	s.log.Printf("host %d has taken over", pid)
	s.model.HostPID = pid
	for _, c := range s.model.Clients {
		s.model.ShowMessage(c, model.Message{Text: "the host has died; another has taken over"}, noticeTime)
	}
	for _, w := range s.spawning { // what the dead host had started went with it
		s.host.send(w.message)
	}
	if s.handing.token != model.NoToken { // what was asked of the dead host nobody answers
		effects = s.upgraded(hostmsg.Upgraded{Failed: errHostDied.Error()})
	}
	return effects
}

// handoverTime bounds the conversation with a new host.
const handoverTime = 10 * time.Second

// newHost starts a host and hands everything to it.
func (s *Server) newHost() (_ *hostmsg.Conn, pid int, err error) {
	conn, err := s.startHost()
	if err != nil {
		return nil, 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("hand over to a new host: %w", err), dismiss(conn))
		}
	}()
	if err := conn.Frames().SetDeadline(time.Now().Add(handoverTime)); err != nil {
		return nil, 0, err
	}
	if err := s.handOver(conn); err != nil {
		return nil, 0, err
	}
	m, err := conn.Receive()
	if err != nil {
		return nil, 0, err
	}
	heir, ok := m.(hostmsg.Heir)
	if !ok {
		return nil, 0, fmt.Errorf("%T in its place", m)
	}
	return conn, heir.PID, conn.Frames().SetDeadline(time.Time{})
}

// dismissTime bounds a word to a host that may not read.
const dismissTime = time.Second

// dismiss ends the conversation with a host that this server does without. It may only stand still: when it goes on it has to know,
// also if this server has died by then, that it is not to start another.
func dismiss(conn *hostmsg.Conn) error {
	err := conn.Frames().SetDeadline(time.Now().Add(dismissTime))
	if err == nil {
		conn.Send(hostmsg.Dismiss{}) // an error says that it has died, or has not read what comes before and never gets the whole of it
	}
	return errors.Join(err, conn.Close())
}

func (s *Server) handOver(conn *hostmsg.Conn) error {
	self, err := selfPidfd()
	if err != nil {
		return err
	}
	if self >= 0 {
		defer unix.Close(self)
	}
	err = conn.Send(hostmsg.Handover{
		MinVersion: hostmsg.MinVersion, MaxVersion: hostmsg.MaxVersion, Build: s.model.Version, PID: os.Getpid(),
		Generation: s.host.generation, Socket: s.model.Socket, Umask: s.estate.umask, FileSizes: s.estate.fileSizes,
		Args: os.Args[1:], Restarts: s.model.Restarts, Forms: forms,
		Listener: s.estate.listener, Lock: s.estate.lock, Model: s.estate.model, Pidfd: self, Words: 2,
	})
	for id, p := range s.panes {
		if err != nil {
			return err
		}
		err = p.Lend(func(fds recovery.FDs) error {
			child := s.children[id]
			child.FDs = fds
			return conn.Send(hostmsg.AdoptPane{Pane: child})
		})
	}
	if err != nil {
		return err
	}
	return conn.Send(hostmsg.AdoptDone{Panes: len(s.panes)})
}
