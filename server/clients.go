package server

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/server/compose"
	"gmux/server/model"
)

// clientCame: a connection has said who it is.
type clientCame struct {
	c   *conn
	who protocol.Identify
	tty outerTTY
}

func (e clientCame) apply(s *Server) []model.Effect {
	c := e.c
	if s.isClosing() {
		s.dismiss(c, protocol.Goodbye{Kind: protocol.GoodbyeServerExited})
		e.tty.close()
		return nil
	}
	c.who = e.who
	c.tty = e.tty
	name := ""
	if e.who.HasTTY {
		name = e.who.TTY
	}
	mc := s.model.AddClient(model.NewClient{
		Token: hex.EncodeToString(e.who.Token[:]),
		TTY:   name, Term: e.who.Term, Size: modelSize(e.who.Size), UTF8: e.who.UTF8,
		PID: int(e.who.PID), UID: c.cred.UID, User: userName(c.cred.UID),
		Cwd: e.who.Cwd, Env: e.who.Environ, OutTTY: e.who.OutTTY,
	})
	c.id = mc.ID
	s.conns[c.id] = c
	return s.model.ClientTerminal(c.id, "", featureNames(e.who.Features, c.options), "")
}

// isClosing reports whether this server has nothing for a client that comes now: it ends, or does as soon as those
// whose session has ended are gone.
func (s *Server) isClosing() bool {
	if s.ending || s.down {
		return true
	}
	busy := func(c *model.Client) bool { return !s.queue.Idle(c.ID) }
	return s.model.Vacant() && !slices.ContainsFunc(s.model.Clients, busy)
}

func modelSize(z protocol.Size) model.Size {
	return model.Size{Rows: int(z.Rows), Cols: int(z.Cols), XPixel: int(z.XPixel), YPixel: int(z.YPixel)}
}

// clientGone: the connection is over.
type clientGone struct {
	c   *conn
	err error
}

func (e clientGone) apply(s *Server) []model.Effect {
	c := e.c
	if c.id == model.NoClient {
		return nil
	}
	if c.typing != nil && s.queue.Hears(c.id) { // what it typed before comes first
		c.gone = &e
		s.takeTurn()
		return nil
	}
	if c.typing != nil {
		s.breakOff(c)
	}
	switch {
	case c.deaf.Load():
		s.gripes.printf(s.log, "client %d: %v", c.cred.PID, errDeaf)
	case !quietEnd(e.err):
		s.gripes.printf(s.log, "client %d: %v", c.cred.PID, e.err)
		c.refuse(e.err)
		c.leaving = c.leaving || !errors.Is(e.err, io.ErrUnexpectedEOF) // else it died amid a message; who lives restores its terminal itself
	}
	s.dropCompositor(c)
	s.endReadings(s.newestBuffer(), func(r *reading) bool { return r.client == c.id })
	c.finish()
	delete(s.conns, c.id)
	s.endNotice(c)
	s.letGo(c)
	s.queue.Gone(c.id)
	return s.model.RemoveClient(c.id)
}

func quietEnd(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, unix.ECONNRESET) || errors.Is(err, unix.EPIPE)
}

// letGo gives the client's terminal back. Where the client may have died without restoring it, the server does.
func (s *Server) letGo(c *conn) {
	if c.tty.fd < 0 || c.tty.pidfd < 0 || !c.mayHaveChangedTTY() {
		c.tty.close()
		return
	}
	tty := c.tty
	c.tty.fd, c.tty.pidfd = -1, -1
	if s.mourners.Add(1) > mostMourners { // somebody lets go again and again, and lives
		s.mourners.Add(-1)
		tty.close()
		return
	}
	s.wg.Go(func() {
		defer s.mourners.Add(-1)
		s.mourn(tty)
	})
}

// clientSaid: a message came.
type clientSaid struct {
	c *conn
	m protocol.Message
}

func (e clientSaid) apply(s *Server) []model.Effect {
	if e.c.id == model.NoClient {
		return nil // came too late, see clientCame
	}
	if _, bye := e.m.(protocol.Bye); e.c.leaving && !bye {
		return nil // it has had its last word, and has not read it yet
	}
	s.speaking = e.c
	e.c.tookTTY = e.c.tookTTY || takesTTY(e.c.attached, e.m)
	return s.said(e.c, e.m)
}

func (s *Server) said(c *conn, m protocol.Message) []model.Effect {
	switch m := m.(type) {
	case protocol.Command:
		c.asked = true
		return s.queue.Command(c.id, m.Argv)
	case protocol.Reattach:
		c.asked = true
		return s.reattach(c, m)
	case protocol.Stdin:
		s.takeStdin(c, m)
	case protocol.Input:
		return s.input(c, m)
	case protocol.Resize:
		c.who.Size = m.Size
		return s.model.ClientResized(c.id, modelSize(m.Size))
	case protocol.TerminalInfo:
		c.who.Features = m.Features
		s.learnColours(m)
		return s.model.ClientTerminal(c.id, m.Name, featureNames(m.Features, c.options), themes[m.DarkScheme])
	case protocol.Clipboard:
		return s.clipboardRead(c, m.Data)
	case protocol.Resumed:
		effects := s.model.ClientResumed(c.id)
		effects = append(effects, s.model.ClientResized(c.id, modelSize(m.Size))...)
		c.repaint()
		return effects
	case protocol.Bye:
		c.leaving = true // it has restored its terminal itself
		c.finish()
	}
	return nil
}

func (s *Server) attach(id model.ClientID) {
	c, mc := s.conns[id], s.model.Client(id)
	if c == nil || mc == nil || mc.Session == nil {
		return
	}
	c.attached = true
	c.options, c.session, c.name = s.clientOptions(mc), mc.Session.ID.String(), mc.Session.Name
	welcome := protocol.Attached{Client: mc.Name, Session: c.session, Name: c.name, ReadOnly: mc.ReadOnly, Options: c.options}
	s.afterwards(func() { c.say(welcome) })
	c.compositor.Store(compose.New(func(f protocol.Frame) { c.say(f) }, func() { c.elsewhere.Store(true); s.takeTurn() }))
	s.model.DirtyClient(mc)
	if s.isFirst() && s.host.before != "" { // what the host before ours left to be said is said once
		s.model.ShowMessage(mc, model.Message{Text: s.host.before}, noticeTime)
		s.host.before = ""
	}
	s.offer(c, mc)
}

// isFirst says that this is its host's first server.
func (s *Server) isFirst() bool { return s.host.generation == 1 }

func (s *Server) dropCompositor(c *conn) {
	if p := c.compositor.Swap(nil); p != nil {
		p.Close()
	}
}

// detach sends an attached client away.
func (s *Server) detach(e model.Detach) {
	c := s.conns[e.Client]
	if c == nil {
		return
	}
	s.dropCompositor(c)
	bye := protocol.Goodbye{Kind: goodbyes[e.Reason], Text: e.Session}
	if e.Exec != "" {
		bye = protocol.Goodbye{Kind: protocol.GoodbyeExec, Text: e.Exec}
	}
	s.dismiss(c, bye)
}

var goodbyes = map[model.Reason]protocol.GoodbyeKind{
	model.Detached:     protocol.GoodbyeDetached,
	model.DetachedHUP:  protocol.GoodbyeDetachedHUP,
	model.Exited:       protocol.GoodbyeExited,
	model.ServerExited: protocol.GoodbyeServerExited,
}

// dismiss says a last word. The client closes the connection when it has it; sendLoop closes it too once all is sent.
// One that waits for the end of its output has as long as it takes: it may be piped into a pager.
func (s *Server) dismiss(c *conn, m protocol.Message) {
	c.leaving = true
	s.afterwards(func() {
		c.say(m)
		if m.Type() == protocol.TypeExit { // a command's output before it may go into a pager, where somebody reads slowly
			c.out.close()
			return
		}
		c.finish()
	})
}

// reattach brings a client back to the session it showed when its connection dropped.
func (s *Server) reattach(c *conn, m protocol.Reattach) []model.Effect {
	mc := s.model.Client(c.id)
	session := s.findSession(m)
	if session == nil {
		kind := protocol.GoodbyeExited
		if s.isFirst() { // its session went with the host and the server before this one
			kind = protocol.GoodbyeServerExited
		}
		s.dismiss(c, protocol.Goodbye{Kind: kind, Text: m.Name})
		return nil
	}
	for _, before := range s.conns { // what it typed on the connection that dropped
		for before.who.Token == c.who.Token && before.typing != nil {
			if !s.queue.Hears(before.id) { // it is sent again
				before.typing = nil
				break
			}
			s.typeOn(before)
		}
	}
	s.recallOrigins(c)
	if p := s.model.Prompt(mc); p != nil { // it is still asked what the server before this one asked
		c.seq = max(c.seq, p.Heard)
		c.safe = c.seq
		s.acknowledge(c)
	}
	if m.ReadOnly {
		s.model.SetReadOnly(mc, true)
	}
	s.model.ShowSession(mc, session)
	if s.host.upgraded != "" {
		s.model.ShowMessage(mc, model.Message{Text: fmt.Sprintf("server upgraded from %s to %s", s.host.upgraded, s.model.Version)}, noticeTime)
	} else if s.host.before != "" && !s.isFirst() { // else it only lost its connection
		away := time.Duration(m.Away) * time.Millisecond
		s.model.ShowMessage(mc, model.Message{Text: fmt.Sprintf("server restarted after %v: the one before %s", away, s.host.before)}, noticeTime)
	}
	return s.model.TakeEffects()
}

// noticeTime is how long clients are told what has happened.
const noticeTime = 4 * time.Second

func (s *Server) findSession(m protocol.Reattach) *model.Session {
	// A client of a server that died with its host has an id that means nothing here, or another session.
	if id, ok := model.ParseSessionID(m.Session); ok && !s.isFirst() && s.model.Sessions[id] != nil {
		return s.model.Sessions[id]
	}
	return s.model.SessionByName(m.Name)
}
