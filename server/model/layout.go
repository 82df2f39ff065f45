package model

import (
	"slices"

	"gmux/server/layout"
)

// NoPreset is the Preset of a window that had none yet.
const NoPreset = -1

// SplitPane makes a pane beside at, in which nothing runs yet, or returns nil if there is no room for it.
func (m *Model) SplitPane(at *Pane, s layout.Split, active bool) *Pane {
	w := at.Window
	m.Unzoom(w)
	if !w.Layout.Split(int(at.ID), int(m.NextPane), s) {
		return nil
	}
	p := m.newPane(w)
	i := slices.Index(w.Panes, at)
	switch {
	case s.Full && s.Before:
		i = 0
	case s.Full:
		i = len(w.Panes)
	case !s.Before:
		i++
	}
	w.Panes = slices.Insert(w.Panes, i, p)
	if active {
		m.SelectPane(p)
	}
	m.LayOut(w)
	return p
}

// LayOut gives each pane of w the place that the layout says, after a change of it.
func (m *Model) LayOut(w *Window) {
	w.Layout.Status = w.BorderStatus()
	if rows, cols := w.Layout.Size(); rows != w.Size.Rows || cols != w.Size.Cols {
		w.Size.Rows, w.Size.Cols = rows, cols // a preset or layout string of another size; settle has the last word
		m.disturb()
	}
	moved := false
	for _, p := range w.Panes {
		r := w.Rect(p)
		size := Size{
			Rows: r.Rows, Cols: r.Cols,
			YPixel: w.Size.YPixel * r.Rows / w.Size.Rows, XPixel: w.Size.XPixel * r.Cols / w.Size.Cols,
		}
		if p.Top == r.Row && p.Left == r.Col && p.Size == size {
			continue
		}
		moved = true
		resized := p.Size != size
		p.Top, p.Left, p.Size = r.Row, r.Col, size
		m.touch(KindPane, int(p.ID))
		if resized {
			m.Emit(Resize{Pane: p.ID, Size: size})
		}
	}
	if moved && m.linked(w) {
		m.happenedToWindow("window-layout-changed", w)
	}
	m.touch(KindWindow, int(w.ID))
	m.DirtyWindow(w)
}

// Rect is where p is within w; while w is zoomed, the active pane has all of it.
func (w *Window) Rect(p *Pane) layout.Rect {
	r, _ := w.Layout.Pane(int(p.ID))
	if w.Zoomed && p == w.Active {
		r, _ = w.Layout.Whole()
	}
	return r
}

// Titled reports whether p has a line for its title at the edge of the window, by pane-border-status.
func (w *Window) Titled(p *Pane) bool {
	_, title := w.Layout.Pane(int(p.ID))
	if w.Zoomed {
		_, title = w.Layout.Whole()
	}
	return title
}

// BorderStatus is the option pane-border-status.
func (w *Window) BorderStatus() layout.Status {
	switch w.Options.Choice("pane-border-status") {
	case "top":
		return layout.StatusTop
	case "bottom":
		return layout.StatusBottom
	}
	return layout.StatusOff
}

// Visible are the panes that are on the screen: all, or the one that is zoomed.
func (w *Window) Visible() []*Pane {
	if w.Zoomed {
		return []*Pane{w.Active}
	}
	return w.Panes
}

// PaneNumbers are the panes as the layout knows them, in their order.
func (w *Window) PaneNumbers() []int {
	var list []int
	for _, p := range w.Panes {
		list = append(list, int(p.ID))
	}
	return list
}

// Zoom gives p, which becomes active, all of its window. It reports whether there was anything to do.
func (m *Model) Zoom(p *Pane) bool {
	w := p.Window
	if w.Zoomed || len(w.Panes) == 1 {
		return false
	}
	m.SelectPane(p)
	w.Zoomed = true
	m.LayOut(w)
	return true
}

// Unzoom ends a zoom. It reports whether there was one.
func (m *Model) Unzoom(w *Window) bool {
	if !w.Zoomed {
		return false
	}
	w.Zoomed = false
	m.LayOut(w)
	return true
}

// Arrange puts the panes of w into a preset.
func (m *Model) Arrange(w *Window, p layout.Preset) {
	m.rememberLayout(w)
	w.Preset = int(p)
	w.Layout.Arrange(p, w.PaneNumbers(), w.Size.Rows, w.Size.Cols, layout.Options{
		MainHeight: w.Options.String("main-pane-height"), MainWidth: w.Options.String("main-pane-width"),
		OtherHeight: w.Options.String("other-pane-height"), OtherWidth: w.Options.String("other-pane-width"),
		MaxColumns: w.Options.Number("tiled-layout-max-columns"),
	})
	m.LayOut(w)
}

// SetLayout puts the panes of w where a layout string says.
func (m *Model) SetLayout(w *Window, s string) error {
	t, err := layout.Parse(s, w.PaneNumbers(), w.BorderStatus())
	if err != nil {
		return err
	}
	m.rememberLayout(w)
	if w.Layout = t; len(w.Panes) == 1 {
		t.SetSize(w.Size.Rows, w.Size.Cols) // tmux leaves a lone pane smaller than its window
	}
	m.LayOut(w)
	return nil
}

// Spread evens out p and its neighbours.
func (m *Model) Spread(p *Pane) {
	m.rememberLayout(p.Window)
	p.Window.Layout.Spread(int(p.ID))
	m.LayOut(p.Window)
}

// rememberLayout keeps the layout for select-layout -o.
func (m *Model) rememberLayout(w *Window) {
	m.Unzoom(w)
	w.OldLayout = w.Layout.String()
}

// SwapPanes exchanges the places of two panes, of one window or two. Then each is active where it has come to, in one window b;
// or, if the places are to stay as active as they were, who comes to an active one.
func (m *Model) SwapPanes(a, b *Pane, stay bool) {
	v, w := a.Window, b.Window
	m.Unzoom(v)
	m.Unzoom(w)
	m.disown(a)
	m.disown(b)
	i, j := slices.Index(v.Panes, a), slices.Index(w.Panes, b)
	v.Panes[i], w.Panes[j] = b, a
	swap := func(w *Window) { w.Layout.Rename([]int{int(a.ID), int(b.ID)}, []int{int(b.ID), int(a.ID)}) }
	if swap(v); v != w {
		swap(w)
		m.moveInto(a, w)
		m.moveInto(b, v)
	}
	if !stay || v.Active == a {
		m.SelectPane(b)
	}
	if !stay && v != w || stay && w.Active == b { // with stay in one window, where b has just become active, a stays it
		m.SelectPane(a)
	}
	if v != w {
		v.forget(a)
		w.forget(b)
		m.checkMark()
		m.LayOut(w)
	}
	m.LayOut(v)
}

// moveInto makes p a pane of w, as far as p itself goes.
func (m *Model) moveInto(p *Pane, w *Window) {
	p.Window = w
	p.Options.SetParent(w.Options)
	m.touch(KindPane, int(p.ID))
	m.Emit(Follow{Pane: p.ID})
}

// forget takes p out of the panes that were active.
func (w *Window) forget(p *Pane) {
	w.Last = slices.DeleteFunc(w.Last, func(o *Pane) bool { return o == p })
}

// RotateWindow moves each pane to the place of the one before it, or behind it, and keeps the active place active.
func (m *Model) RotateWindow(w *Window, down bool) {
	n := len(w.Panes) - 1
	from := w.PaneNumbers()
	active := slices.Index(w.Panes, w.Active)
	if down {
		w.Panes = append([]*Pane{w.Panes[n]}, w.Panes[:n]...)
	} else {
		w.Panes = append(slices.Clone(w.Panes[1:]), w.Panes[0])
	}
	w.Layout.Rename(from, w.PaneNumbers())
	m.SelectPane(w.Panes[active])
	m.LayOut(w)
}

// JoinPane moves p, of any window, beside at. It reports whether there was room.
func (m *Model) JoinPane(p, at *Pane, s layout.Split) bool {
	from, to := p.Window, at.Window
	m.Unzoom(from)
	m.Unzoom(to)
	if !to.Layout.Split(int(at.ID), layout.Nobody, s) {
		return false
	}
	m.takeOut(p)
	to.Layout.Rename([]int{layout.Nobody}, []int{int(p.ID)})
	m.moveInto(p, to)
	to.Panes = slices.Insert(to.Panes, slices.Index(to.Panes, at)+1, p)
	if to.Active == nil {
		to.Active = p
	}
	m.LayOut(to)
	if len(from.Panes) == 0 {
		m.KillWindow(from)
	} else if from != to {
		m.LayOut(from)
	}
	return true
}

// BreakPane moves p, which is not alone, into a window of its own, which no session has yet.
func (m *Model) BreakPane(p *Pane) *Window {
	from := p.Window
	m.Unzoom(from)
	m.takeOut(p)
	m.LayOut(from)
	w := m.addWindow(from.Size)
	m.moveInto(p, w)
	w.Panes, w.Active = []*Pane{p}, p
	w.Layout = layout.New(int(p.ID), w.Size.Rows, w.Size.Cols)
	m.LayOut(w)
	return w
}

// takeOut takes p out of its window. Another becomes active: the one that was before, else the one before p.
func (m *Model) takeOut(p *Pane) {
	w := p.Window
	m.disown(p)
	i := slices.Index(w.Panes, p)
	w.Layout.Remove(int(p.ID))
	m.disturb() // what is left may fit into less
	w.Panes = slices.Delete(slices.Clone(w.Panes), i, i+1)
	w.forget(p)
	if m.marked.Pane == p {
		m.ClearMark()
	}
	if w.Active != p {
		return
	}
	switch {
	case len(w.Panes) == 0:
		w.Active = nil
	case len(w.Last) > 0:
		w.Active, w.Last = w.Last[0], w.Last[1:]
		m.happenedToWindow("window-pane-changed", w)
	default:
		w.Active = w.Panes[max(i-1, 0)]
		m.happenedToWindow("window-pane-changed", w)
	}
	m.refocus = true
}

// Neighbour is the pane next to p on a side, round the edge of the window; of several the one selected last. It is nil if p is
// alone there.
func (w *Window) Neighbour(p *Pane, side layout.Side) *Pane {
	var best *Pane
	for _, n := range w.Layout.Neighbours(int(p.ID), side, w.PaneNumbers()) {
		i := slices.IndexFunc(w.Panes, func(o *Pane) bool { return int(o.ID) == n })
		if o := w.Panes[i]; best == nil || o.Point > best.Point {
			best = o
		}
	}
	return best
}

// LastPane is the pane that was active before. Of two it is the other one, though it may never have been active.
func (w *Window) LastPane() *Pane {
	switch {
	case len(w.Last) > 0:
		return w.Last[0]
	case len(w.Panes) == 2:
		return w.Panes[1-slices.Index(w.Panes, w.Active)]
	}
	return nil
}

// Beside is the pane step places after p in the order of panes, round the end.
func (w *Window) Beside(p *Pane, step int) *Pane {
	n := len(w.Panes)
	return w.Panes[(slices.Index(w.Panes, p)+step+n)%n]
}

// SetPaneTitle is select-pane -T.
func (m *Model) SetPaneTitle(p *Pane, title string) {
	if p.Title != title {
		p.Title = title
		m.happenedToPane("pane-title-changed", p)
		m.touch(KindPane, int(p.ID))
		m.DirtyWindow(p.Window)
	}
}
