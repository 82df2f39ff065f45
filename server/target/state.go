package target

import (
	"slices"

	"gmux/server/model"
)

// A State is a place in the model: what a target means, or where a list of commands is at.
type State struct {
	Session *model.Session
	Link    *model.Winlink
	Window  *model.Window
	Pane    *model.Pane
	Index   int // of a window that need not exist, with WindowIndex; else -1
}

// Valid reports whether all four are set and still belong together.
func (s State) Valid(m *model.Model) bool {
	return s.Session != nil && s.Link != nil && s.Window != nil && s.Pane != nil &&
		m.Sessions[s.Session.ID] == s.Session &&
		slices.Contains(s.Session.Links, s.Link) && s.Link.Window == s.Window &&
		slices.Contains(s.Window.Panes, s.Pane)
}

// OfSession is a session with its current window and pane.
func OfSession(s *model.Session) State { return OfLink(s.Current) }

// OfLink is a window in its session, with its active pane.
func OfLink(l *model.Winlink) State {
	return State{Session: l.Session, Link: l, Window: l.Window, Pane: l.Window.Active, Index: -1}
}

// OfPane is a pane in the best of the sessions that have its window.
func OfPane(m *model.Model, p *model.Pane) (State, bool) {
	s, ok := ofWindow(m, p.Window, 0)
	s.Pane = p
	return s, ok
}

// Marked is where the marked pane is.
func Marked(m *model.Model) (State, bool) {
	k, ok := m.Marked()
	if !ok {
		return State{Index: -1}, false
	}
	st := OfLink(k.Link)
	st.Pane = k.Pane
	return st, true
}

// OfClient is where a client's commands are by default; nil stands for no client.
func OfClient(m *model.Model, c *model.Client, flags Flags) (State, bool) {
	if c != nil && c.Session != nil {
		st := OfSession(c.Session)
		st.Pane = c.Pane()
		return st, true
	}
	if c != nil {
		if p := m.InPane(c); p != nil {
			if s, ok := ofWindow(m, p.Window, flags); ok {
				// As in tmux the pane only says which session: the window is that session's current.
				return OfSession(s.Session), true
			}
		}
	}
	if s := bestSession(m.SessionList(), m, flags); s != nil {
		return OfSession(s), true
	}
	return State{Index: -1}, false
}

// ofWindow is a window in the best of its sessions.
func ofWindow(m *model.Model, w *model.Window, flags Flags) (State, bool) {
	var with []*model.Session
	for _, s := range m.SessionList() {
		if s.Link(w) != nil {
			with = append(with, s)
		}
	}
	best := bestSession(with, m, flags)
	if best == nil {
		return State{Index: -1}, false
	}
	st := OfLink(best.Link(w))
	st.Index = st.Link.Index
	return st, true
}

// bestSession is the one used last; with PreferUnattached one without clients goes first.
func bestSession(list []*model.Session, m *model.Model, flags Flags) *model.Session {
	var best *model.Session
	for _, s := range list {
		if best == nil || better(m, s, best, flags) {
			best = s
		}
	}
	return best
}

func better(m *model.Model, s, than *model.Session, flags Flags) bool {
	if flags&PreferUnattached != 0 {
		a, b := len(m.Attached(s)) > 0, len(m.Attached(than)) > 0
		if a != b {
			return b
		}
	}
	return s.Activity.After(than.Activity)
}

// BestClient is the client of s that was used last; of any session, if s has none or is nil.
func BestClient(m *model.Model, s *model.Session) *model.Client {
	if s != nil && len(m.Attached(s)) == 0 {
		s = nil
	}
	var best *model.Client
	for _, c := range m.Clients {
		if c.Session == nil || s != nil && c.Session != s {
			continue
		}
		if best == nil || c.Activity.After(best.Activity) {
			best = c
		}
	}
	return best
}
