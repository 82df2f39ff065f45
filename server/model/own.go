package model

// Pane is what an attached client types into: its window's active pane or, with the flag active-pane, the one that it selected
// itself, while that is on the screen.
func (c *Client) Pane() *Pane {
	w := c.Session.Current.Window
	if id, ok := c.Own[w.ID]; ok && c.ActivePane {
		for _, p := range w.Visible() {
			if p.ID == id {
				return p
			}
		}
	}
	return w.Active
}

// SelectOwn makes p what c types into when it shows p's window, whichever pane is active there.
func (m *Model) SelectOwn(c *Client, p *Pane) {
	if c.Own == nil {
		c.Own = make(map[WindowID]PaneID)
	}
	c.Own[p.Window.ID] = p.ID
	m.touchClient(c)
	m.DirtyClient(c)
}

// disown has clients forget that they selected p: it leaves its window, or its place there.
func (m *Model) disown(p *Pane) {
	for _, c := range m.Clients {
		if id, ok := c.Own[p.Window.ID]; ok && id == p.ID {
			delete(c.Own, p.Window.ID)
			m.touchClient(c)
			m.DirtyClient(c)
		}
	}
}
