package model

import (
	"cmp"
	"slices"
)

// A Kind is a kind of thing that persist writes down on its own.
type Kind uint8

const (
	KindServer   Kind = iota // next ids and other single values
	KindOptions              // the global sets: ID 0 server, 1 session, 2 window
	KindEnviron              // the global environment
	KindTable                // a table of key bindings, by Name
	KindSession              // a session, its winlinks, options, environment
	KindWindow               // a window and the order of its panes
	KindPane                 // a pane
	KindActivity             // when a session was last used and attached to: it changes with every key
	KindBuffer               // a paste buffer, by Name
	KindOutput               // when something was last written in a window
	KindPrompt               // what a client is asked for, by its Token as the Name
	KindHistory              // what was typed at prompts, by their type
	KindNote                 // an entry of the log, by its number
	KindPan                  // what a client was told to show of a window, by its Token as the Name
	KindClient               // what a client that comes back is to be again, by its Token as the Name
	KindPrinted              // what is read over a pane
)

// The global sets of options, as the ID of a Ref.
const (
	ServerOptions = iota
	SessionOptions
	WindowOptions
)

// A Ref names something that has changed.
type Ref struct {
	Kind Kind
	ID   int
	Name string
}

// touch marks what persist has to write.
func (m *Model) touch(k Kind, id int) { m.touched[Ref{Kind: k, ID: id}] = true }

// TakeTouched returns what has changed since the last call, in a fixed order.
func (m *Model) TakeTouched() []Ref {
	if len(m.touched) == 0 {
		return nil
	}
	refs := make([]Ref, 0, len(m.touched))
	for r := range m.touched {
		refs = append(refs, r)
	}
	clear(m.touched)
	slices.SortFunc(refs, func(a, b Ref) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Name, b.Name))
	})
	return refs
}

// TakeDirty returns the attached clients whose picture has changed since the last call.
func (m *Model) TakeDirty() []ClientID {
	if len(m.dirty) == 0 {
		return nil
	}
	var ids []ClientID
	for _, c := range m.Clients {
		if c.Session != nil && m.dirty[c.ID] {
			ids = append(ids, c.ID)
		}
	}
	clear(m.dirty)
	return ids
}

// DirtyClient marks the picture of one client.
func (m *Model) DirtyClient(c *Client) { m.dirty[c.ID] = true }

// DirtySession marks the clients that show s.
func (m *Model) DirtySession(s *Session) {
	for _, c := range m.Clients {
		if c.Session == s {
			m.DirtyClient(c)
		}
	}
}

// DirtyWindow marks the clients of each session that has w: it may be what they show, and its name is
// in their status line.
func (m *Model) DirtyWindow(w *Window) {
	for _, c := range m.Clients {
		if c.Session != nil && c.Session.Link(w) != nil {
			m.DirtyClient(c)
		}
	}
}

// DirtyAll marks every client.
func (m *Model) DirtyAll() {
	for _, c := range m.Clients {
		m.DirtyClient(c)
	}
}
