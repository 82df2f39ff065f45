package model

import (
	"fmt"
	"slices"

	"gmux/server/layout"
)

// Check returns the first broken invariant, nil if all hold.
func (m *Model) Check() error {
	for _, check := range []func() error{m.checkSessions, m.checkWindows, m.checkPanes, m.checkClients, m.checkMarked} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (m *Model) checkSessions() error {
	names := make(map[string]bool)
	for id, s := range m.Sessions {
		switch {
		case s.ID != id || id >= m.NextSession:
			return fmt.Errorf("session %v is kept as %v, next is %v", s.ID, id, m.NextSession)
		case names[s.Name]:
			return fmt.Errorf("two sessions are called %q", s.Name)
		case len(s.Links) == 0 || !slices.Contains(s.Links, s.Current):
			return fmt.Errorf("session %v has no current window", id)
		case slices.Contains(s.Last, s.Current):
			return fmt.Errorf("session %v: the current window is among the last ones", id)
		}
		names[s.Name] = true
		if first := m.Grouped(s)[0]; !slices.EqualFunc(s.Links, first.Links, samePlace) {
			return fmt.Errorf("session %v is out of step with %v of its group", id, first.ID)
		}
		for i, l := range s.Links {
			if l.Session != s || m.Windows[l.Window.ID] != l.Window {
				return fmt.Errorf("session %v: winlink %d leads elsewhere", id, l.Index)
			}
			if i > 0 && s.Links[i-1].Index >= l.Index {
				return fmt.Errorf("session %v: winlink %d is out of order", id, l.Index)
			}
		}
		for _, l := range s.Last {
			if !slices.Contains(s.Links, l) {
				return fmt.Errorf("session %v: a last window is not linked", id)
			}
		}
	}
	return nil
}

func samePlace(a, b *Winlink) bool { return a.Index == b.Index && a.Window == b.Window }

func (m *Model) checkMarked() error {
	if k, ok := m.Marked(); ok && !k.valid(m) {
		return fmt.Errorf("the marked pane %v has gone from window %v", k.Pane.ID, k.Link.Window.ID)
	}
	return nil
}

func (m *Model) checkWindows() error {
	linked := make(map[*Window]bool)
	for _, s := range m.Sessions {
		for _, l := range s.Links {
			linked[l.Window] = true
		}
	}
	for id, w := range m.Windows {
		if size, ok := m.due(w); ok && w.fit(size) != w.Size && !m.disturbed {
			return fmt.Errorf("window %v is %+v, its clients want %+v", id, w.Size, size)
		}
		switch {
		case w.ID != id || id >= m.NextWindow:
			return fmt.Errorf("window %v is kept as %v, next is %v", w.ID, id, m.NextWindow)
		case !linked[w]:
			return fmt.Errorf("window %v is in no session", id)
		case len(w.Panes) == 0 || !slices.Contains(w.Panes, w.Active):
			return fmt.Errorf("window %v has no active pane", id)
		case slices.Contains(w.Last, w.Active):
			return fmt.Errorf("window %v: the active pane is among the last ones", id)
		case w.Size != w.Size.clamp(), w.Manual != w.Manual.clamp():
			return fmt.Errorf("window %v is %dx%d", id, w.Size.Cols, w.Size.Rows)
		}
		if err := w.checkLayout(); err != nil {
			return fmt.Errorf("window %v: %w", id, err)
		}
		for _, p := range w.Panes {
			if p.Window != w || m.Panes[p.ID] != p {
				return fmt.Errorf("window %v: pane %v is not its own", id, p.ID)
			}
		}
		for _, p := range w.Last {
			if !slices.Contains(w.Panes, p) {
				return fmt.Errorf("window %v: last pane %v is elsewhere", id, p.ID)
			}
		}
	}
	return nil
}

// checkLayout compares the layout with the panes that are laid out.
func (w *Window) checkLayout() error {
	if err := w.Layout.Check(); err != nil {
		return err
	}
	if rows, cols := w.Layout.Size(); rows != w.Size.Rows || cols != w.Size.Cols {
		return fmt.Errorf("it is %dx%d, its layout %dx%d", w.Size.Cols, w.Size.Rows, cols, rows)
	}
	if w.Zoomed && len(w.Panes) == 1 {
		return fmt.Errorf("its only pane is zoomed")
	}
	panes := w.PaneNumbers()
	slices.Sort(panes)
	if inTree := slices.Sorted(slices.Values(w.Layout.Panes())); !slices.Equal(panes, inTree) {
		return fmt.Errorf("it has panes %v, its layout %v", panes, inTree)
	}
	for _, p := range w.Panes {
		if r := w.Rect(p); r != (layout.Rect{Row: p.Top, Col: p.Left, Rows: p.Size.Rows, Cols: p.Size.Cols}) {
			return fmt.Errorf("pane %v is at %d,%d %dx%d, its layout has %+v", p.ID, p.Left, p.Top, p.Size.Cols, p.Size.Rows, r)
		}
	}
	return nil
}

func (m *Model) checkPanes() error {
	for id, p := range m.Panes {
		switch {
		case p.ID != id || id >= m.NextPane:
			return fmt.Errorf("pane %v is kept as %v, next is %v", p.ID, id, m.NextPane)
		case m.Windows[p.Window.ID] != p.Window || !slices.Contains(p.Window.Panes, p):
			return fmt.Errorf("pane %v is in no window", id)
		case p.Size.Rows < MinSize || p.Size.Cols < MinSize:
			return fmt.Errorf("pane %v is %dx%d", id, p.Size.Cols, p.Size.Rows)
		case p.Top < 0 || p.Left < 0 || p.Top+p.Size.Rows > p.Window.Size.Rows || p.Left+p.Size.Cols > p.Window.Size.Cols:
			return fmt.Errorf("pane %v sticks out of window %v", id, p.Window.ID)
		case p.Dead && p.PID != 0:
			return fmt.Errorf("pane %v is dead and has child %d", id, p.PID)
		}
	}
	return nil
}

func (m *Model) checkClients() error {
	ids := make(map[ClientID]bool)
	for _, c := range m.Clients {
		switch {
		case ids[c.ID] || c.ID >= m.NextClient:
			return fmt.Errorf("client id %d is not its own, next is %d", c.ID, m.NextClient)
		case c.Session != nil && m.Sessions[c.Session.ID] != c.Session:
			return fmt.Errorf("client %s shows session %v, which is gone", c.Name, c.Session.ID)
		case c.LastSession != nil && m.Sessions[c.LastSession.ID] != c.LastSession:
			return fmt.Errorf("client %s remembers session %v, which is gone", c.Name, c.LastSession.ID)
		case c.Leaving && c.Session != nil:
			return fmt.Errorf("client %s is leaving and attached", c.Name)
		}
		ids[c.ID] = true
	}
	return nil
}
