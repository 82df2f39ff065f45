package model

import "gmux/server/format"

// An Event is something that has happened for which there is a hook. What it is about may be gone by the time the hook runs,
// so names and ids are kept.
type Event struct {
	Name    string
	Session *Session
	Window  *Window
	Pane    *Pane
	Vars    format.Map // hook, hook_session…
}

// Happened reports whether there is something for TakeEvents.
func (m *Model) Happened() bool { return len(m.events) > 0 }

// TakeEvents returns what has happened since the last call, in order.
func (m *Model) TakeEvents() []Event {
	e := m.events
	m.events = nil
	return e
}

func (m *Model) happened(name string, e Event, c *Client) {
	e.Name, e.Vars = name, format.Map{"hook": name}
	if c != nil {
		e.Vars["hook_client"] = c.Name
	}
	if s := e.Session; s != nil {
		e.Vars["hook_session"], e.Vars["hook_session_name"] = s.ID.String(), s.Name
	}
	if w := e.Window; w != nil {
		e.Vars["hook_window"], e.Vars["hook_window_name"] = w.ID.String(), w.Name
	}
	if p := e.Pane; p != nil {
		e.Vars["hook_pane"] = p.ID.String()
	}
	m.events = append(m.events, e)
}

// nameEvents tells the name of a window that has just been made to the hooks of its making.
func (m *Model) nameEvents(w *Window) {
	for _, e := range m.events {
		if e.Window == w {
			e.Vars["hook_window_name"] = w.Name
		}
	}
}

func (m *Model) happenedToSession(name string, s *Session) { m.happened(name, Event{Session: s}, nil) }

func (m *Model) happenedToWindow(name string, w *Window) { m.happened(name, Event{Window: w}, nil) }

func (m *Model) happenedToLink(name string, s *Session, w *Window) {
	m.happened(name, Event{Session: s, Window: w}, nil)
}

func (m *Model) happenedToPane(name string, p *Pane) {
	m.happened(name, Event{Window: p.Window, Pane: p}, nil)
}

func (m *Model) happenedToClient(name string, c *Client) {
	m.happened(name, Event{Session: c.Session}, c)
}
