package model

// A Pan is what a client was told to show of a window that is larger than its screen. Without one it shows the part
// that the cursor is in.
type Pan struct {
	Window   WindowID
	Row, Col int // of the window, in the corner of what is shown
}

// A Part is what of its window a client shows.
type Part struct {
	Window, Room Size
	Fixed        bool // at Row and Col, by a Pan
	Row, Col     int
}

// Part is what c shows of its window; ok is false if that is all of it.
func (m *Model) Part(c *Client) (p Part, ok bool) {
	if c.Session == nil {
		return Part{}, false
	}
	w := c.Session.Current.Window
	p = Part{Window: w.Size, Room: m.room(c)}
	if p.Window.Rows <= p.Room.Rows && p.Window.Cols <= p.Room.Cols {
		return Part{}, false
	}
	if pan := m.Pans[c.Token]; pan != nil && pan.Window == w.ID {
		p.Fixed, p.Row, p.Col = true, pan.Row, pan.Col
		p.Row, p.Col = p.within(p.Row, p.Col)
	}
	return p, true
}

// At is the corner of what is shown while the cursor is at a cell of the window, as tmux chooses it: the cursor comes to
// the middle of the columns and to the last of the rows, and in what would fit behind the last corner there that is the one. A cursor
// that is hidden is not followed.
func (p Part) At(row, col int, shown bool) (top, left int) {
	switch {
	case p.Fixed:
		return p.Row, p.Col
	case !shown:
		return 0, 0
	}
	return follow(row, p.Window.Rows, p.Room.Rows, p.Room.Rows-1), follow(col, p.Window.Cols, p.Room.Cols, p.Room.Cols/2)
}

// follow is the first row or column that is shown for the cursor at one of them to be seen, before of them in front of it.
func follow(at, window, room, before int) int {
	switch {
	case at < room:
		return 0
	case at > window-room:
		return max(window-room, 0)
	}
	return at - before
}

// within keeps a corner so far up and left that no more is shown than there is.
func (p Part) within(row, col int) (int, int) {
	return min(max(row, 0), max(p.Window.Rows-p.Room.Rows, 0)), min(max(col, 0), max(p.Window.Cols-p.Room.Cols, 0))
}

// PanTo has c show the part of its window that begins at a cell, or as near to it as there is something to show.
func (m *Model) PanTo(c *Client, row, col int) {
	p, ok := m.Part(c)
	if !ok {
		return
	}
	row, col = p.within(row, col)
	m.setPan(c.Token, &Pan{Window: c.Session.Current.Window.ID, Row: row, Col: col})
	m.DirtyClient(c)
}

// PanBack has c follow the cursor again.
func (m *Model) PanBack(c *Client) {
	m.setPan(c.Token, nil)
	m.DirtyClient(c)
}

func (m *Model) setPan(token string, p *Pan) {
	old := m.Pans[token]
	if old == nil && p == nil || old != nil && p != nil && *old == *p {
		return
	}
	if m.Pans[token] = p; p == nil {
		delete(m.Pans, token)
	}
	m.touched[Ref{Kind: KindPan, Name: token}] = true
}

// settlePans forgets what clients were told to show of windows that they do not show any more, or all of, as tmux does.
// Clients that are still to come back to this server keep it.
func (m *Model) settlePans() {
	for token, pan := range m.Pans {
		if c := m.clientOf(token); c != nil && c.Session != nil {
			p, ok := m.Part(c)
			switch {
			case !ok || !p.Fixed:
				m.setPan(token, nil)
			case p.Row != pan.Row || p.Col != pan.Col:
				m.setPan(token, &Pan{Window: pan.Window, Row: p.Row, Col: p.Col})
			}
		} else if !m.Await {
			m.setPan(token, nil)
		}
	}
}

func (m *Model) clientOf(token string) *Client {
	for _, c := range m.Clients {
		if c.Token == token && !c.Leaving {
			return c
		}
	}
	return nil
}
