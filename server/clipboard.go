package server

import (
	"cmp"
	"slices"
	"time"

	"gmux/protocol"
	"gmux/server/model"
	"gmux/server/pane"
)

// A reading is a question for the clipboard that a client's terminal was asked: a program's, or that of refresh-client -l.
type reading struct {
	pane   model.PaneID
	keep   bool // for a paste buffer, and no pane
	client model.ClientID
	letter string // the selection
}

// readTime is how long a terminal may take to tell its clipboard, as in tmux. Nothing else that a program asks waits for it.
const readTime = 500 * time.Millisecond

// askTime is the same for one that nobody waits for.
const askTime = 5 * time.Second

// clipboardIsRead says whether programs may ask for the clipboard. As in tmux, those that may not set it may not.
func (s *Server) clipboardIsRead() bool {
	return s.model.Options.Choice("set-clipboard") == "on" && s.model.Options.Choice("get-clipboard") != "off"
}

// asksTerminals says whether they are told the clipboard of a terminal rather than the newest paste buffer.
func (s *Server) asksTerminals() bool {
	choice := s.model.Options.Choice("get-clipboard")
	return choice == "request" || choice == "both"
}

// showClipboard lets the panes' goroutines see what they tell programs that ask.
func (s *Server) showClipboard() {
	c := pane.Clip{Text: s.newestBuffer(), Ask: s.asksTerminals()}
	if old := s.clipboard.Load(); old == nil || *old != c {
		s.clipboard.Store(&c)
	}
}

func (s *Server) newestBuffer() string {
	if b := s.model.TopBuffer(); b != nil {
		return b.Data
	}
	return ""
}

// copied: a program has set the clipboard.
func (s *Server) copied(p *pane.Pane, selection string, data []byte) []model.Effect {
	defer p.CopyHeard()
	if s.model.Options.Choice("set-clipboard") != "on" {
		return nil
	}
	id := model.PaneID(p.ID())
	s.toViewers(id, protocol.Outer{Kind: protocol.OuterClipboard, Text: selection, Data: data})
	effects := s.model.PaneClipboard(id, string(data))
	s.showClipboard()
	return effects
}

// readClipboard asks the terminal for what a program wants to know. Without one the newest paste buffer is the answer.
func (s *Server) readClipboard(id model.PaneID, selection string) {
	c := s.clipboardOwner(id)
	if c == nil {
		s.tellClipboard(id, s.newestBuffer())
		return
	}
	r := &reading{pane: id, client: c.id, letter: "c"}
	if selection != "" {
		r.letter = selection[:1]
	}
	s.readings = append(s.readings, r)
	c.say(protocol.Outer{Kind: protocol.OuterReadClipboard, Text: r.letter})
	time.AfterFunc(readTime, func() { s.post(readLate{r}) })
}

// askClipboard has a client's terminal tell its clipboard, for a paste buffer. One that was asked is not asked again before it has
// answered.
func (s *Server) askClipboard(id model.ClientID) {
	c := s.conns[id]
	asked := func(r *reading) bool { return r.keep && r.client == id }
	if c == nil || c.compositor.Load() == nil || c.who.Features&protocol.FeatureClipboard == 0 || slices.ContainsFunc(s.readings, asked) {
		return
	}
	r := &reading{keep: true, client: id, letter: "c"}
	s.readings = append(s.readings, r)
	c.say(protocol.Outer{Kind: protocol.OuterReadClipboard, Text: r.letter})
	time.AfterFunc(askTime, func() { s.post(readLate{r}) })
}

// clipboardOwner is the client last used of those that have the pane in their session and a terminal with a clipboard.
func (s *Server) clipboardOwner(id model.PaneID) *conn {
	mp := s.model.Panes[id]
	if mp == nil {
		return nil
	}
	var owners []*model.Client
	for _, c := range s.conns {
		mc := s.model.Client(c.id)
		if c.compositor.Load() != nil && mc != nil && mc.Session != nil && !mc.Suspended && mc.Session.Link(mp.Window) != nil && c.who.Features&protocol.FeatureClipboard != 0 {
			owners = append(owners, mc)
		}
	}
	if len(owners) == 0 {
		return nil
	}
	last := slices.MaxFunc(owners, func(a, b *model.Client) int { return cmp.Or(a.Activity.Compare(b.Activity), cmp.Compare(a.ID, b.ID)) })
	return s.conns[last.ID]
}

// clipboardRead: a client's terminal has told its clipboard, to the one who waits longest and to all who asked the same.
func (s *Server) clipboardRead(c *conn, data []byte) []model.Effect {
	i := slices.IndexFunc(s.readings, func(r *reading) bool { return r.client == c.id })
	if i < 0 {
		return nil // too late
	}
	text := string(data)
	letter := s.readings[i].letter
	same := func(r *reading) bool { return r.client == c.id && r.letter == letter }
	asked := slices.ContainsFunc(s.readings, func(r *reading) bool { return same(r) && r.keep })
	if asked || s.model.Options.Choice("get-clipboard") == "both" {
		s.model.AddBuffer(text)
	}
	s.endReadings(text, same)
	return s.model.TakeEffects()
}

// readLate: a terminal has not told its clipboard in time.
type readLate struct{ r *reading }

func (e readLate) apply(s *Server) []model.Effect {
	s.endReadings(s.newestBuffer(), func(r *reading) bool { return r == e.r })
	return nil
}

// endReadings answers those that over says.
func (s *Server) endReadings(text string, over func(*reading) bool) {
	for _, r := range s.readings {
		if over(r) && !r.keep {
			s.tellClipboard(r.pane, text)
		}
	}
	s.readings = slices.DeleteFunc(s.readings, over)
}

func (s *Server) tellClipboard(id model.PaneID, text string) {
	if p := s.panes[id]; p != nil {
		p.AnswerClipboard(text)
	}
}
