package model

import "testing"

// TestPartFollowsTheCursor: the corners are those that tmux 3.7c has for a window of 10x30 on a screen of 4x10 with a status line.
func TestPartFollowsTheCursor(t *testing.T) {
	p := Part{Window: Size{Rows: 10, Cols: 30}, Room: Size{Rows: 3, Cols: 10}}
	for _, tt := range []struct{ row, col, top, left int }{
		{0, 0, 0, 0}, {2, 0, 0, 0}, {3, 0, 1, 0}, {4, 5, 2, 0}, {7, 0, 5, 0}, {8, 0, 7, 0}, {9, 29, 7, 20},
		{1, 9, 0, 0}, {1, 10, 0, 5}, {1, 11, 0, 6}, {1, 15, 0, 10}, {1, 20, 0, 15}, {1, 21, 0, 20}, {1, 24, 0, 20}, {1, 26, 0, 20},
	} {
		if top, left := p.At(tt.row, tt.col, true); top != tt.top || left != tt.left {
			t.Errorf("%d,%d: %d,%d, want %d,%d", tt.row, tt.col, top, left, tt.top, tt.left)
		}
	}
	if top, left := p.At(9, 29, false); top != 0 || left != 0 {
		t.Errorf("a hidden one: %d,%d", top, left)
	}
	low := Part{Window: Size{Rows: 2, Cols: 30}, Room: Size{Rows: 3, Cols: 10}}
	if top, left := low.At(1, 29, true); top != 0 || left != 20 {
		t.Errorf("in a window with fewer rows than there is room for: %d,%d", top, left)
	}
}

func TestPan(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	set(t, m.GlobalWindowTarget(), "window-size", "manual")
	c := m.show(s, 4, 10)
	w := s.Current.Window
	m.ResizeWindow(w, 10, 30)
	m.TakeEffects()
	at := func(row, col int, fixed bool) {
		t.Helper()
		p, ok := m.Part(c)
		if !ok || p.Row != row || p.Col != col || p.Fixed != fixed {
			t.Errorf("%+v %v, want %d,%d, fixed %v", p, ok, row, col, fixed)
		}
	}
	at(0, 0, false)
	m.PanTo(c, 2, 3)
	at(2, 3, true)
	m.PanTo(c, -1, 1<<40)
	at(0, 20, true)
	m.PanTo(c, 9, 20)
	at(7, 20, true)
	m.ResizeWindow(w, 8, 22)
	m.TakeEffects()
	at(5, 12, true)
	m.ResizeWindow(w, 10, 30)
	m.TakeEffects()
	at(5, 12, true) // and not what it was before
	m.PanBack(c)
	at(0, 0, false)

	m.PanTo(c, 2, 3)
	other := m.addWindow(Size{Rows: 10, Cols: 30})
	m.addPane(other)
	m.SelectWindow(s.link(other, 1))
	m.TakeEffects()
	m.SelectWindow(s.LinkAt(0))
	m.TakeEffects()
	at(0, 0, false) // it was left

	m.PanTo(c, 2, 3)
	m.ClientResized(c.ID, Size{Rows: 40, Cols: 80})
	if _, ok := m.Part(c); ok || len(m.Pans) != 0 {
		t.Errorf("all of it is on the screen, and kept is %v", m.Pans)
	}
	m.PanTo(c, 2, 3)
	if len(m.Pans) != 0 {
		t.Errorf("what fits was moved: %v", m.Pans)
	}
	m.ClientResized(c.ID, Size{Rows: 4, Cols: 10})
	m.PanTo(c, 2, 3)
	m.RemoveClient(c.ID)
	if len(m.Pans) != 0 {
		t.Errorf("the client has gone, and kept is %v", m.Pans)
	}
}

// TestPanIsKeptForWhoComesBack: a client of the server before shows what it showed.
func TestPanIsKeptForWhoComesBack(t *testing.T) {
	m := newModel(t)
	s := m.session("s")
	set(t, m.GlobalWindowTarget(), "window-size", "manual")
	m.ResizeWindow(s.Current.Window, 10, 30)
	for _, token := range []string{"back", "lost"} {
		m.Pans[token] = &Pan{Window: s.Current.Window.ID, Row: 2, Col: 3}
	}
	m.Await = true
	c := m.AddClient(NewClient{Token: "back", Size: Size{Rows: 4, Cols: 10}})
	m.TakeEffects()
	m.ShowSession(c, s)
	m.ClientsBack()
	if p, ok := m.Part(c); !ok || !p.Fixed || p.Row != 2 || p.Col != 3 {
		t.Errorf("%+v %v", p, ok)
	}
	if len(m.Pans) != 1 {
		t.Errorf("kept for one that did not come back: %v", m.Pans)
	}
}
