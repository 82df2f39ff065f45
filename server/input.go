package server

import (
	"encoding/binary"
	"fmt"
	"slices"

	"gmux/protocol"
	"gmux/protocol/key"
	"gmux/protocol/recovery"
	"gmux/server/model"
	"gmux/server/pane"
)

// typing is one Input message on its way: the panes that it has typed into, which acknowledge it together.
type typing struct {
	c    *conn
	seq  uint64
	size int
	left []byte   // events that have not had their turn
	rest key.Text // of the one before those
	into []typed
}

// typed is what a message types into a pane. It is kept apart from what others type there, for the message is queued as a whole.
type typed struct {
	p    *pane.Pane
	data []byte
}

// keysPerTurn is how many events of a message are worked off before the loop turns to others: a text pasted into a
// terminal without bracketed paste is a key for each character.
const keysPerTurn = 500

// input takes what was typed at a client: key bindings are carried out, the rest goes into panes. The message is
// acknowledged when all of that is safe, so that a client which loses this server sends again what was not.
func (s *Server) input(c *conn, m protocol.Input) []model.Effect {
	if !c.attached {
		s.dismiss(c, protocol.Refused{Text: fmt.Sprintf("%v before attached: %v", m.Type(), protocol.ErrDirection)})
		return nil
	}
	if m.Seq <= c.seq { // heard before the connection dropped
		return nil
	}
	if c.typing != nil || len(c.held) > 0 || !s.queue.Hears(c.id) { // a command of theirs waits, and what they type waits behind it
		s.hold(c, m)
		return nil
	}
	return s.inputNow(c, m)
}

// hold keeps a message until the client's commands have gone on.
func (s *Server) hold(c *conn, m protocol.Input) {
	c.held = append(c.held, m)
	c.heldBytes += heldWeight(m)
	if c.heldBytes+c.unacked > protocol.MaxUnacknowledged+protocol.MaxLarge {
		s.dismiss(c, protocol.Refused{Text: tooMuchInput})
	}
}

// release goes on with long messages, and those that wait for a command, and takes what was held back from those whose commands have gone on.
func (s *Server) release() {
	for _, c := range s.conns {
		if c.typing != nil && s.queue.Hears(c.id) {
			s.typeOn(c)
		}
		for c.typing == nil && len(c.held) > 0 && s.queue.Hears(c.id) {
			m := c.held[0]
			c.held = c.held[1:]
			c.heldBytes -= heldWeight(m)
			if m.Seq > c.seq {
				s.perform(s.inputNow(c, m))
			}
		}
		switch {
		case c.typing != nil && s.queue.Hears(c.id):
			s.takeTurn()
		case c.gone != nil:
			s.perform(c.gone.apply(s))
		}
	}
}

// takeTurn makes the loop turn once more, behind what came meanwhile.
func (s *Server) takeTurn() {
	select {
	case s.turn <- struct{}{}:
	default:
	}
}

// heldWeight is what a message costs while it waits, even an empty one.
func heldWeight(m protocol.Input) int {
	const overhead = 64
	return overhead + len(m.Events)
}

const tooMuchInput = "too much input that was not acknowledged"

func (s *Server) inputNow(c *conn, m protocol.Input) []model.Effect {
	c.seq = m.Seq
	c.unacked += len(m.Events)
	if c.unacked > protocol.MaxUnacknowledged+protocol.MaxLarge {
		s.dismiss(c, protocol.Refused{Text: tooMuchInput})
		return nil
	}
	c.typing = &typing{c: c, seq: m.Seq, size: len(m.Events), left: m.Events}
	s.typeOn(c)
	return nil
}

// typeOn works off some more events of a client's message. Behind a key whose commands wait the others do too: all of it is
// acknowledged at once, so that nothing of it is lost with this server.
func (s *Server) typeOn(c *conn) {
	t := c.typing
	s.typing = t
	for n := 0; n < keysPerTurn && !t.done() && s.queue.Hears(c.id); n++ {
		ev, err := t.next(func(text key.Text) int { return s.queue.Together(c.id, text) })
		if err != nil {
			s.dismiss(c, protocol.Refused{Text: fmt.Sprintf("input %d: %v", t.seq, err)})
			t.left = nil
			break
		}
		s.perform(s.queue.Input(c.id, ev))
	}
	s.typing = nil
	if t.done() {
		s.finishTyping(c)
	}
}

func (t *typing) done() bool { return len(t.left) == 0 && len(t.rest) == 0 }

// next takes the next event, of a text as much as together says.
func (t *typing) next(together func(key.Text) int) (key.Event, error) {
	if len(t.rest) == 0 {
		ev, n, err := key.DecodeEvent(t.left)
		if err != nil {
			return nil, err
		}
		t.left = t.left[n:]
		text, is := ev.(key.Text)
		if !is || len(text) == 0 {
			return ev, nil
		}
		t.rest = text
	}
	n := together(t.rest)
	text := t.rest[:n]
	t.rest = t.rest[n:]
	return text, nil
}

// breakOff leaves out what still waits for a command: who typed it has gone.
func (s *Server) breakOff(c *conn) {
	c.typing.left, c.typing.rest = nil, nil
	s.finishTyping(c)
}

// A flight is an Input message that is not safe in all queues that it goes to.
type flight struct {
	seq  uint64
	size int
	left int // panes that have not queued it
}

// finishTyping queues what the message has typed. It is acknowledged once it and all before it are queued everywhere: not
// a part of it, for a client that loses this server sends the whole message again.
func (s *Server) finishTyping(c *conn) {
	t, f := c.typing, &flight{c.typing.seq, c.typing.size, len(c.typing.into)}
	c.typing = nil
	if mc := s.model.Client(c.id); mc != nil {
		if p := s.model.Prompt(mc); p != nil {
			p.Heard = t.seq
			s.model.PromptMoved(mc)
		}
	}
	c.flights = append(c.flights, f)
	s.typesInto(c, t.into)
	from := recovery.Origin{Client: c.origin(), Seq: t.seq}
	for _, in := range t.into {
		in.p.Type(in.data, from, func() {
			f.left--
			s.land(c)
		})
	}
	s.land(c)
}

// land makes safe what has been queued without a gap.
func (s *Server) land(c *conn) {
	for len(c.flights) > 0 && c.flights[0].left == 0 {
		c.safe = c.flights[0].seq
		c.unacked -= c.flights[0].size
		c.flights = c.flights[1:]
	}
	s.acknowledge(c)
}

// origin is how the input queues name this client over all its connections.
func (c *conn) origin() uint64 { return binary.LittleEndian.Uint64(c.who.Token[:8]) | 1 }

// recallOrigins asks the input queues what they have from a client that comes back, so that it is not heard twice.
func (s *Server) recallOrigins(c *conn) {
	for _, p := range s.panes {
		c.seq = max(c.seq, p.Heard(c.origin()))
	}
	c.safe = c.seq
	s.acknowledge(c)
}

// typeInto types events into a pane: as part of the message that is being worked on, or of one that waits for the command which
// does it, or by themselves (send-keys).
func (s *Server) typeInto(e model.Write) {
	p := s.panes[e.Pane]
	if p == nil {
		return
	}
	t := s.typing
	if c := s.conns[e.By]; t == nil && c != nil {
		t = c.typing
	}
	if t == nil {
		p.Type(p.Encode(nil, s.extendedKeys(), e.Events...), recovery.Origin{}, func() {})
		return
	}
	into := t.in(p)
	into.data = p.Encode(into.data, s.extendedKeys(), e.Events...)
}

// in is what the message types into a pane.
func (t *typing) in(p *pane.Pane) *typed {
	i := slices.IndexFunc(t.into, func(in typed) bool { return in.p == p })
	if i < 0 {
		i, t.into = len(t.into), append(t.into, typed{p: p})
	}
	return &t.into[i]
}

// extendedKeys is what the options extended-keys and extended-keys-format say.
func (s *Server) extendedKeys() pane.Keys {
	o := s.model.Options
	extended := o.Choice("extended-keys")
	return pane.Keys{
		Refuse: extended == "off", Always: extended == "always", CSIu: o.Choice("extended-keys-format") == "csi-u",
	}
}
