package server

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/osproc"
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
	"gmux/server/model"
	"gmux/server/pane"
	"gmux/server/style"
	"gmux/server/vt"
	"gmux/server/vt/width"
)

// A hostLink speaks with the host. readLoop turns what it says into events; send never waits.
type hostLink struct {
	conn       *hostmsg.Conn
	out        *mailbox[hostmsg.Message]
	generation uint64
	before     string            // how the server before this one ended
	fault      bool              // it died of itself
	upgraded   string            // its build, if this server was to replace it
	moving     bool              // the host becomes another build
	kept       []hostmsg.Message // what is to be said to that
}

// errHostDied ends a server whose host is gone: it holds the children's terminals alone, and can start none.
var errHostDied = errors.New("the host has died")

// readLoop is of the conversation with the present host.
func (h *hostLink) readLoop(s *Server) func() {
	conn := h.conn
	return func() {
		for {
			m, err := conn.Receive()
			switch {
			case m != nil && errors.Is(err, transport.ErrLost):
				s.postHost(hostSaidInVain{m, err})
				continue
			case err != nil:
				s.postHost(hostGone{conn, err})
				return
			}
			s.postHost(hostSaid{m})
		}
	}
}

func (h *hostLink) sendLoop(s *Server) func() {
	conn, out := h.conn, h.out
	return func() {
		for {
			batch, ok := out.take()
			if !ok {
				return
			}
			for _, m := range batch {
				err := conn.Send(m)
				if err == nil {
					continue
				}
				s.log.Printf("tell the host: %v", err)
				if refused := (*hostmsg.RefusedError)(nil); !errors.As(err, &refused) {
					return // readLoop sees its end too
				}
				s.postHost(notSaid{m, err})
			}
		}
	}
}

// alive tells the host that the loop works on something long and does not hang.
func (h *hostLink) alive() { h.send(hostmsg.Pong{}) }

func (h *hostLink) send(m hostmsg.Message) {
	if h.moving {
		h.kept = append(h.kept, m)
		return
	}
	h.out.put(m, 0)
}

// move ends what is said to the host, for a moment.
func (h *hostLink) move() {
	h.send(hostmsg.Moving{})
	h.moving = true
}

// moved goes on, with this host or another.
func (h *hostLink) moved() {
	h.moving = false
	for _, m := range h.kept {
		h.out.put(m, 0)
	}
	h.kept = nil
}

// close hangs a pane's session up and lets the host forget it.
func (h *hostLink) close(id model.PaneID) {
	h.send(hostmsg.Signal{Pane: uint32(id), Signal: int(unix.SIGHUP), Scope: hostmsg.Session})
	h.send(hostmsg.Forget{Pane: uint32(id)})
}

// hostSaid: a message from the host.
type hostSaid struct{ m hostmsg.Message }

func (e hostSaid) apply(s *Server) []model.Effect {
	switch m := e.m.(type) {
	case hostmsg.Ping:
		s.host.send(hostmsg.Pong{Number: m.Number})
		return nil
	case hostmsg.Seal:
		s.seal(m)
		return nil
	case hostmsg.Resume:
		return s.resume(m)
	case hostmsg.Retire:
		s.retire()
		return nil
	case hostmsg.Upgraded:
		return s.upgraded(m)
	case hostmsg.Move:
		s.host.move()
		return nil
	case hostmsg.Moved:
		s.host.moved()
		return nil
	}
	if s.putOff(e) {
		return nil
	}
	return s.heard(e.m)
}

// putOff keeps for later what the host says to a server that is sealed, and counts what it says to one that is about to be.
func (s *Server) putOff(e event) bool {
	switch h := &s.handing; {
	case h.stage >= sealed:
		h.late = append(h.late, e)
		return true
	case h.stage == stopping:
		h.heard++
	}
	return false
}

// heard does what the host asks of a server that serves.
func (s *Server) heard(m hostmsg.Message) []model.Effect {
	switch m := m.(type) {
	case hostmsg.Spawned:
		return s.spawned(m)
	case hostmsg.SpawnFailed:
		return s.spawnFailed(model.PaneID(m.Request), errors.New(m.Text))
	case hostmsg.Exited:
		return s.exited(model.PaneID(m.Pane), m.Exit)
	case hostmsg.Reload:
		return s.queue.Reload()
	case hostmsg.Terminate:
		return s.terminate()
	case hostmsg.Listening:
		s.listenAnew(m)
	}
	return nil // what this build does not know, or only counts
}

// hostSaidInVain: a message came, but this process had no room for its descriptors.
type hostSaidInVain struct {
	m   hostmsg.Message
	err error
}

func (e hostSaidInVain) apply(s *Server) []model.Effect {
	if s.putOff(e) {
		return nil
	}
	switch m := e.m.(type) {
	case hostmsg.Spawned: // a child that cannot be shown is none
		s.host.close(model.PaneID(m.Pane.ID))
		return s.spawnFailed(model.PaneID(m.Pane.ID), fmt.Errorf("pane %%%d: %w", m.Pane.ID, e.err))
	case hostmsg.Listening: // nobody finds the old socket any more; the next server gets the new one with everything else
		s.ended = fmt.Errorf("listen on a new socket: %w", e.err)
	}
	return nil
}

// notSaid: a message to the host was not sent, since it is one that the host would not take.
type notSaid struct {
	m   hostmsg.Message
	err error
}

func (e notSaid) apply(s *Server) []model.Effect {
	switch m := e.m.(type) {
	case hostmsg.Spawn:
		return s.spawnFailed(model.PaneID(m.Pane), e.err)
	case hostmsg.Upgrade:
		return s.upgraded(hostmsg.Upgraded{Failed: e.err.Error()})
	}
	return nil
}

// listenAnew accepts clients on a new socket: the old one's path is gone.
func (s *Server) listenAnew(m hostmsg.Listening) {
	s.report(s.estate.relisten(m))
	l, err := transport.ListenerFromFD(m.Listener)
	if err != nil {
		s.log.Printf("listen on a new socket: %v", err)
		return
	}
	s.report(s.listener.Close())
	s.accept(l)
}

// accept lets clients in at l.
func (s *Server) accept(l *transport.Listener) {
	s.listener = l
	s.wg.Go(func() { s.acceptLoop(l) })
}

// A birth is a child that was asked for.
type birth struct {
	token   model.Token
	message hostmsg.Spawn
}

// spawn asks for a child. Its pane's number is the request's.
func (s *Server) spawn(e model.Spawn) {
	m := hostmsg.Spawn{
		Request: uint64(e.Pane), Pane: uint32(e.Pane),
		Argv: append([]string{e.Path}, e.Argv[1:]...), Argv0: e.Argv[0], Env: e.Env,
		Rows: e.Size.Rows, Cols: e.Size.Cols, XPixels: e.Size.XPixel, YPixels: e.Size.YPixel,
	}
	if s.speaking != nil {
		m.CC = s.speaking.tty.controlChars()
	}
	if len(e.Cwd) > 1 { // the last is "/", which the host tries by itself
		m.Cwd, m.Home = short(e.Cwd[0]), short(e.Cwd[1])
	}
	s.spawning[e.Pane] = birth{e.Token, m}
	s.host.send(m)
}

// short is a path, unless it is one that nobody can enter.
func short(path string) string {
	if len(path) >= hostmsg.MaxPath {
		return ""
	}
	return path
}

func (s *Server) spawned(m hostmsg.Spawned) []model.Effect {
	id := model.PaneID(m.Pane.ID)
	if s.panes[id] != nil { // a build before this one does not say what it has heard of before it was sealed
		m.Pane.FDs.Close()
		return nil
	}
	token := s.spawning[id].token
	delete(s.spawning, id)
	if s.closing[id] || s.model.Panes[id] == nil { // closed while the host was busy
		delete(s.closing, id)
		m.Pane.FDs.Close()
		s.host.close(id)
		return s.answer(token, nil)
	}
	p, c, err := s.openPane(m.Pane)
	if err == nil {
		if err = p.Recover(c); err != nil {
			s.report(p.Close())
		}
	}
	if err != nil {
		s.host.close(id)
		return s.spawnFailedFor(id, token, err)
	}
	s.startPane(m.Pane, p)
	return append(s.childRuns(m.Pane), s.answer(token, nil)...)
}

// childRuns tells the model of a pane's child.
func (s *Server) childRuns(h hostmsg.Pane) []model.Effect {
	path, err := osproc.Cwd(h.PID)
	if err != nil { // it has ended already, or /proc is not there
		path = ""
	}
	return s.model.PaneSpawned(model.PaneID(h.ID), h.PID, h.TTY, path)
}

func (s *Server) spawnFailed(id model.PaneID, err error) []model.Effect {
	token := s.spawning[id].token
	delete(s.spawning, id)
	delete(s.closing, id)
	return s.spawnFailedFor(id, token, err)
}

func (s *Server) spawnFailedFor(id model.PaneID, token model.Token, err error) []model.Effect {
	return append(s.model.SpawnFailed(id), s.answer(token, err)...)
}

// openPane takes a pane's memory over.
func (s *Server) openPane(h hostmsg.Pane) (*pane.Pane, pane.Config, error) {
	mp := s.model.Panes[model.PaneID(h.ID)]
	c := pane.Config{
		ID: h.ID, FDs: h.FDs, Generation: s.host.generation, Fault: s.host.fault,
		Terminal: vt.Options{
			Rows: mp.Size.Rows, Cols: mp.Size.Cols, TermVersion: s.model.Version,
			HistoryLimit: s.historyLimit(mp), KeepOnClear: true, ColorName: style.X11,
			Widths: width.Parse(s.widths()),
		},
		Clipboard: func() pane.Clip { return *s.clipboard.Load() },
		Log:       s.log.Printf,
	}
	if s.host.upgraded == "" || s.listener != nil {
		c.SetAside = s.setAside
	}
	var p *pane.Pane
	var err error
	c.Post = func(e pane.Event) { s.post(paneSaid{p, e}) }
	p, err = pane.Open(c)
	return p, c, err
}

// startPane begins to read and write a pane's tty, at the size that the model gives it.
func (s *Server) startPane(h hostmsg.Pane, p *pane.Pane) {
	id := model.PaneID(h.ID)
	mp := s.model.Panes[id]
	s.panes[id] = p
	s.tellColours(p)
	s.follow(id, p)
	h.FDs = recovery.NoFDs()
	s.children[id] = h
	s.model.DirtyWindow(mp.Window) // its views name the terminal that was there before
	s.report(p.Resize(mp.Size.Rows, mp.Size.Cols, mp.Size.XPixel, mp.Size.YPixel))
	s.recallMode(mp, p)
	p.Start()
	if h.Exit != nil {
		s.perform(s.exited(id, *h.Exit))
	}
}

// An exit is what is known of the end of a pane: it is over when its leader's status is known and its output read.
type exit struct {
	status  *recovery.Exit
	waiting bool // for the leader, whose line is hung up
	over    bool
}

// exited: the host has reaped a pane's leader. What is left on the line is still to be read.
func (s *Server) exited(id model.PaneID, status recovery.Exit) []model.Effect {
	p := s.panes[id]
	if p == nil || s.children[id].PID != status.PID { // it was the child before this one
		return nil
	}
	x := s.exits[id]
	x.status = &status
	s.exits[id] = x
	child := s.children[id]
	child.Exit = &status
	s.children[id] = child
	s.report(p.Exited())
	return nil
}

// readToEnd: a pane's leader has ended, and its output has been read to its end.
func (s *Server) readToEnd(id model.PaneID) []model.Effect {
	if s.exits[id].over { // its line was hung up for too long before that
		return nil
	}
	return s.over(id)
}

// hangUpWait is how long a pane's tty may have its other side open nowhere while the leader lives. login(1) and
// getty(8) hang their tty up and open it again; a program that has closed it for good can be reached by nobody.
const hangUpWait = time.Second

// lineHungUp: nobody holds the child's side of a pane's tty. Most often its leader is about to be reaped.
func (s *Server) lineHungUp(id model.PaneID, p *pane.Pane) {
	x := s.exits[id]
	if x.status != nil || x.waiting || x.over {
		return
	}
	x.waiting = true
	s.exits[id] = x
	time.AfterFunc(hangUpWait, func() { s.post(hungUpLong{id, p}) })
}

// hungUpLong: hangUpWait has passed since lineHungUp.
type hungUpLong struct {
	id model.PaneID
	p  *pane.Pane
}

func (e hungUpLong) apply(s *Server) []model.Effect {
	x := s.exits[e.id]
	if s.panes[e.id] != e.p || x.status != nil {
		return nil
	}
	x.waiting = false
	s.exits[e.id] = x
	if !e.p.HungUp() {
		return nil
	}
	s.report(e.p.Exited()) // reads no more, whoever opens the line later
	return s.over(e.id)
}

// over tells the model that a pane has ended. One that stays (remain-on-exit) says so on its last line.
func (s *Server) over(id model.PaneID) []model.Effect {
	x := s.exits[id]
	x.over = true
	s.exits[id] = x
	status := model.ExitStatus{}
	if x := x.status; x != nil {
		status = model.ExitStatus{Known: x.Known, Code: x.Code, Signal: x.Signal}
	}
	effects := s.model.PaneDied(id, status)
	if mp, p := s.model.Panes[id], s.panes[id]; mp != nil && p != nil && mp.Dead {
		p.End([]byte(s.epitaph(mp)))
		s.discard(p)
	}
	return effects
}
