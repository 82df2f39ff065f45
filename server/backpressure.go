package server

import (
	"fmt"
	"slices"
	"time"

	"gmux/protocol"
	"gmux/server/model"
	"gmux/server/pane"
)

// A typist in front of a program that does not read is held back by acknowledgements that do not come: the client stops
// reading its terminal at protocol.MaxUnacknowledged. What it has sent until then is taken and carried out at once, so
// that keys with a binding (prefix d) do what they do, however much waits for the program. Once the typist is
// elsewhere, because of such a key say, the acknowledgements come again: what was typed is safe in the pane's queue.

// acknowledge tells the client what is safe, unless its typist has to wait.
func (s *Server) acknowledge(c *conn) {
	if c.safe == c.told || c.leaving {
		return
	}
	if s.crowdedBy(c) != nil {
		s.awaitNotice(c)
		return
	}
	c.told = c.safe
	ack := protocol.InputAck{Seq: c.safe}
	s.afterwards(func() { c.say(ack) })
	s.endNotice(c)
}

// typesInto notes what a client's last message went to. One that typed nothing, a report of focus say, leaves the typist
// where they are, unless it has brought them elsewhere.
func (s *Server) typesInto(c *conn, into []typed) {
	if mc := s.model.Client(c.id); len(into) == 0 && mc != nil && mc.Session != nil {
		active := s.panes[mc.Pane().ID]
		if slices.Contains(c.behind, active) {
			return
		}
	}
	c.behind = nil
	for _, in := range into {
		c.behind = append(c.behind, in.p)
	}
}

// crowdedBy is a pane that the client types into and whose program does not read, nil if there is none.
func (s *Server) crowdedBy(c *conn) *pane.Pane {
	i := slices.IndexFunc(c.behind, func(p *pane.Pane) bool {
		return s.panes[model.PaneID(p.ID())] == p && p.Crowded()
	})
	if i < 0 {
		return nil
	}
	return c.behind[i]
}

// room lets those go on who waited for a pane.
func (s *Server) room() {
	for _, c := range s.conns {
		s.acknowledge(c)
	}
}

// discard gives up what waits for a pane whose program has gone.
func (s *Server) discard(p *pane.Pane) {
	p.Discard()
	s.room()
}

// noticeDelay is how long nothing is read, and nothing more typed, before the typist is told. A program that is only busy
// for a moment is no news.
const noticeDelay = time.Second

// awaitNotice has the typist told if nothing changes.
func (s *Server) awaitNotice(c *conn) {
	if c.notice != nil { // told already
		return
	}
	c.taken, c.slow = s.crowdedBy(c).Sent(), false
	if c.waiting != nil {
		c.waiting.Reset(noticeDelay)
		return
	}
	c.waiting = time.AfterFunc(noticeDelay, func() { s.post(typingWaits{c}) })
}

// typingWaits: a typist has waited for noticeDelay.
type typingWaits struct{ c *conn }

func (e typingWaits) apply(s *Server) []model.Effect {
	c, mc, p := e.c, s.model.Client(e.c.id), s.crowdedBy(e.c)
	if c.waiting == nil || c.notice != nil || p == nil || mc == nil || c.leaving {
		return nil
	}
	how := "does not read its input"
	if sent := p.Sent(); sent != c.taken {
		if !c.slow { // the tty itself may have taken that: it has room for some kilobytes
			c.slow, c.taken = true, sent
			c.waiting.Reset(noticeDelay)
			return nil
		}
		how = "reads its input slowly"
	}
	s.model.ShowMessage(mc, model.Message{Text: fmt.Sprintf("pane %%%d %s; typing waits", p.ID(), how)}, 0)
	c.notice = mc.Message
	return nil
}

// endNotice takes the notice back, if it is still there: the typist may go on.
func (s *Server) endNotice(c *conn) {
	if c.waiting == nil {
		return
	}
	c.waiting.Stop()
	if mc := s.model.Client(c.id); mc != nil && c.notice != nil && mc.Message == c.notice {
		s.model.ClearMessage(mc)
	}
	c.waiting, c.notice = nil, nil
}
