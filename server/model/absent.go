package model

import "time"

// An Absent is what is known of a client whose server has died, until it comes back to the next one.
type Absent struct {
	IgnoreSize        bool
	NoDetachOnDestroy bool
	Blurred           bool
	ActivePane        bool
	Own               map[WindowID]PaneID
	LastSession       SessionID // negative: none
	Keys              KeyState  // a prefix that was pressed is not pressed again
	Created           time.Time
}

// KnownOf is what the next server has to know of an attached client, and nil if there is none with that token.
func (m *Model) KnownOf(token string) *Absent {
	c := m.clientOf(token)
	if c == nil || c.Session == nil {
		return m.Absent[token]
	}
	a := &Absent{
		IgnoreSize: c.IgnoreSize, NoDetachOnDestroy: c.NoDetachOnDestroy, Blurred: c.Blurred, ActivePane: c.ActivePane, Own: c.Own,
		LastSession: -1, Created: c.Created, Keys: c.Keys,
	}
	if c.LastSession != nil {
		a.LastSession = c.LastSession.ID
	}
	return a
}

// AttachedTokens are the tokens of the clients that KnownOf knows, in no order.
func (m *Model) AttachedTokens() []string {
	var list []string
	for token := range m.Absent {
		list = append(list, token)
	}
	for _, c := range m.Clients {
		if c.Session != nil && !c.Leaving && m.Absent[c.Token] == nil {
			list = append(list, c.Token)
		}
	}
	return list
}

// comeBack makes c, which is to show s, what it was with the server before this one, and reports whether it was there. Its pane has
// been told of the focus.
func (m *Model) comeBack(c *Client, s *Session) bool {
	a := m.Absent[c.Token]
	if a == nil {
		return false
	}
	delete(m.Absent, c.Token)
	c.IgnoreSize, c.NoDetachOnDestroy, c.Blurred = a.IgnoreSize, a.NoDetachOnDestroy, a.Blurred
	c.ActivePane, c.Own, c.Keys = a.ActivePane, a.Own, a.Keys
	c.LastSession, c.Created = m.Sessions[a.LastSession], a.Created
	if !c.Blurred {
		m.focused[s.Current.Window.Active.ID] = true
	}
	for _, w := range m.Windows {
		if w.Awaits == c.Token {
			w.Latest, w.Awaits = c.ID, ""
		}
	}
	return true
}

// LatestToken names the client whose size w follows, also while it is still to come back.
func (m *Model) LatestToken(w *Window) string {
	if c := m.Client(w.Latest); c != nil && c.Session != nil && w.Awaits == "" {
		return c.Token
	}
	return w.Awaits
}

// dropAbsent forgets the clients that did not come back to this server.
func (m *Model) dropAbsent() {
	for token := range m.Absent {
		delete(m.Absent, token)
		m.touched[Ref{Kind: KindClient, Name: token}] = true
	}
	for _, w := range m.Windows {
		if w.Awaits != "" {
			w.Awaits = ""
			m.touch(KindWindow, int(w.ID))
		}
	}
}

// touchKeys has it written down that c is elsewhere in the key tables.
func (m *Model) touchKeys(c *Client) {
	if c.Session != nil {
		m.touched[Ref{Kind: KindClient, Name: c.Token}] = true
	}
}

// touchClient has it written down that c has changed, come or gone.
func (m *Model) touchClient(c *Client) {
	m.touched[Ref{Kind: KindClient, Name: c.Token}] = true
	for _, w := range m.Windows {
		if w.Latest == c.ID {
			m.touch(KindWindow, int(w.ID))
		}
	}
}
