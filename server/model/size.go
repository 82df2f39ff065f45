package model

import (
	"cmp"
	"slices"
)

// StatusLines is how many rows of c its status line takes. On a screen that has no row more it is left out, as in tmux.
func (m *Model) StatusLines(c *Client) int {
	if c.Control || c.Session == nil {
		return 0
	}
	if n := c.Session.StatusLines(); n < c.Size.Rows {
		return n
	}
	return 0
}

// StatusLines is the option status as a number of rows.
func (s *Session) StatusLines() int {
	switch v := s.Options.Choice("status"); v {
	case "off":
		return 0
	case "2", "3", "4", "5":
		return int(v[0] - '0')
	}
	return 1
}

// room is what c leaves for a window.
func (m *Model) room(c *Client) Size {
	s := c.Size
	lines := m.StatusLines(c)
	if s.Rows > 0 {
		s.YPixel = s.YPixel * max(s.Rows-lines, 0) / s.Rows
	}
	s.Rows = max(s.Rows-lines, 0)
	return s
}

// sized reports whether c has a say in sizes. One that asked to be ignored has, when there is no other; one whose terminal has
// no size has none.
func (m *Model) sized(c *Client) bool {
	if c.Session == nil || c.Leaving || c.Suspended || c.Control || c.Size.Rows == 0 || c.Size.Cols == 0 {
		return false
	}
	if !c.IgnoreSize {
		return true
	}
	for _, o := range m.Clients {
		if o.Session != nil && !o.IgnoreSize && !o.Leaving && !o.Suspended {
			return false
		}
	}
	return true
}

// recalculate gives each window the size that its clients and window-size want. A window that nobody looks at keeps the size it has
// until somebody does, so that its programs are not told of every size that goes by.
func (m *Model) recalculate() {
	var changed []*Window
	for _, w := range m.Windows {
		if w.Layout.Status != w.BorderStatus() {
			m.LayOut(w)
		}
		if size, ok := m.due(w); ok && w.fit(size) != w.Size {
			changed = append(changed, w)
		}
	}
	slices.SortFunc(changed, func(a, b *Window) int { return cmp.Compare(a.ID, b.ID) })
	for _, w := range changed {
		size, _ := m.due(w)
		m.resizeWindow(w, size)
	}
}

// due is the size that w has to have now, and false if it may stay as it is.
func (m *Model) due(w *Window) (Size, bool) {
	if w.Options.Choice("window-size") != "manual" && !m.shown(w) || w.Awaits != "" {
		return Size{}, false
	}
	return m.wanted(w)
}

// shown reports whether a client looks at w.
func (m *Model) shown(w *Window) bool {
	return slices.ContainsFunc(m.Clients, func(c *Client) bool {
		return c.Session != nil && !c.Leaving && !c.Suspended && c.Session.Current.Window == w
	})
}

// wanted is the size that w's clients ask for, or the one that it is kept at, and false if there is none.
func (m *Model) wanted(w *Window) (Size, bool) {
	policy := w.Options.Choice("window-size")
	if policy == "manual" {
		return w.Manual, true
	}
	all := m.clientsWith(w)
	isLatest := func(c *Client) bool { return c.ID == w.Latest }
	looksOn := func(c *Client) bool { return c.Session.Current.Window == w }
	switch {
	case policy != "latest" || len(all) < 2:
	case slices.ContainsFunc(all, isLatest): // one of those too that aggressive-resize leaves out
		all = slices.DeleteFunc(all, not(isLatest))
	default: // in tmux it stays as it is until somebody types there, whoever looks at it
		all = slices.DeleteFunc(all, not(looksOn))
	}
	if w.Options.Flag("aggressive-resize") {
		all = slices.DeleteFunc(all, not(looksOn))
	}
	return m.pick(policy, all)
}

func not(f func(*Client) bool) func(*Client) bool { return func(c *Client) bool { return !f(c) } }

// clientsWith are those that have a say in sizes and whose session has w.
func (m *Model) clientsWith(w *Window) []*Client {
	var list []*Client
	for _, c := range m.Clients {
		if m.sized(c) && c.Session.Link(w) != nil {
			list = append(list, c)
		}
	}
	return list
}

// pick is the size of the largest of clients, or of the smallest. Rows and columns are chosen apart, as in tmux; so are the pixels,
// which then follow the size of a cell.
func (m *Model) pick(policy string, clients []*Client) (Size, bool) {
	var size Size
	var cell [2]int
	found := false
	for _, c := range clients {
		room := m.room(c)
		switch {
		case !found:
			size, found = room, true
		case policy == "largest":
			size.Rows, size.Cols = max(size.Rows, room.Rows), max(size.Cols, room.Cols)
		default:
			size.Rows, size.Cols = min(size.Rows, room.Rows), min(size.Cols, room.Cols)
		}
		if c.Size.Rows > 0 && c.Size.Cols > 0 {
			cell[0] = max(cell[0], c.Size.YPixel/c.Size.Rows)
			cell[1] = max(cell[1], c.Size.XPixel/c.Size.Cols)
		}
	}
	if size = size.clamp(); len(clients) > 1 {
		size.YPixel, size.XPixel = size.Rows*cell[0], size.Cols*cell[1]
	}
	return size, found
}

// resizeWindow gives w, and its panes, another size.
func (m *Model) resizeWindow(w *Window, size Size) {
	size = w.fit(size.clamp())
	if w.Size == size {
		return
	}
	w.Size = size
	w.Layout.SetSize(size.Rows, size.Cols)
	m.LayOut(w)
	m.happenedToWindow("window-resized", w)
}

// ResizeWindow gives w a size that it keeps, whoever looks at it.
func (m *Model) ResizeWindow(w *Window, rows, cols int) {
	if err := w.Options.Set("window-size", "manual", 0); err != nil {
		panic(err) // it is a choice of the table
	}
	yPixel, xPixel := w.Size.YPixel/w.Size.Rows, w.Size.XPixel/w.Size.Cols // of a cell
	w.Manual = Size{Rows: rows, Cols: cols}.clamp()
	w.Manual.YPixel, w.Manual.XPixel = w.Manual.Rows*yPixel, w.Manual.Cols*xPixel
	m.touch(KindWindow, int(w.ID))
	m.resizeWindow(w, w.Manual)
	m.disturb()
}

// Fitting is the size of the largest or the smallest client that may show w; with none, what s makes windows of.
func (m *Model) Fitting(w *Window, policy string, s *Session) Size {
	if size, ok := m.pick(policy, m.clientsWith(w)); ok {
		return size
	}
	return m.defaultSizeOf(s)
}

// sizeOfNew is the size that a new window of s begins with: that of the client who wants it, or else of those who look at s.
func (m *Model) sizeOfNew(s *Session, latest ClientID) Size {
	policy := m.WindowOption.Choice("window-size")
	if c := m.Client(latest); policy == "latest" && c != nil && m.sized(c) {
		return m.room(c).clamp()
	}
	looking := slices.DeleteFunc(m.Attached(s), func(c *Client) bool { return !m.sized(c) })
	if size, ok := m.pick(policy, looking); ok && policy != "manual" {
		return size
	}
	return m.defaultSizeOf(s)
}

// defaultSizeOf is the size of windows of s that nobody looks at.
func (m *Model) defaultSizeOf(s *Session) Size {
	if size, ok := ParseSize(s.Options.String("default-size")); ok {
		return size.clamp()
	}
	return Size{Rows: 24, Cols: 80}
}

// fit is size, or what the panes of w need at least.
func (w *Window) fit(size Size) Size {
	rows, cols := w.Layout.Least()
	size.Rows, size.Cols = max(size.Rows, rows), max(size.Cols, cols)
	return size
}

// DefaultSize is the size of a session that nobody is attached to yet.
func (m *Model) DefaultSize() Size {
	if s, ok := ParseSize(m.SessionOption.String("default-size")); ok {
		return s.clamp()
	}
	return Size{Rows: 24, Cols: 80}
}

// ClientRoom is the size that a new session's window has when c is going to show it.
func (m *Model) ClientRoom(c *Client) Size {
	size := c.Size
	if size.Rows > 1 && m.SessionOption.Choice("status") != "off" {
		size.YPixel = size.YPixel * (size.Rows - 1) / size.Rows
		size.Rows--
	}
	return size.clamp()
}
