package vars

import (
	"strings"

	"gmux/server/model"
)

func window(f func(v *Vars, l *model.Winlink, w *model.Window) string) func(*Vars) string {
	return func(v *Vars) string {
		if v.s.Link == nil {
			return ""
		}
		return f(v, v.s.Link, v.s.Link.Window)
	}
}

func windowTable() map[string]func(*Vars) string {
	return map[string]func(*Vars) string{
		"window_active":               window(func(_ *Vars, l *model.Winlink, _ *model.Window) string { return flag(l.Session.Current == l) }),
		"window_active_clients":       window(func(v *Vars, _ *model.Winlink, w *model.Window) string { return itoa(len(v.watchers(w))) }),
		"window_active_clients_list":  window(func(v *Vars, _ *model.Winlink, w *model.Window) string { return strings.Join(v.watchers(w), ",") }),
		"window_active_sessions":      window(func(v *Vars, _ *model.Winlink, w *model.Window) string { return itoa(len(v.currentIn(w))) }),
		"window_active_sessions_list": window(func(v *Vars, _ *model.Winlink, w *model.Window) string { return strings.Join(v.currentIn(w), ",") }),
		"window_activity":             window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return unix(w.Activity) }),
		"window_activity_flag":        linkAlert(model.AlertActivity),
		"window_bell_flag":            linkAlert(model.AlertBell),
		"window_bigger":               windowBigger,
		"window_cell_height":          window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return itoa(w.Size.YPixel / w.Size.Rows) }),
		"window_cell_width":           window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return itoa(w.Size.XPixel / w.Size.Cols) }),
		"window_end_flag": window(func(_ *Vars, l *model.Winlink, _ *model.Window) string {
			return flag(l.Session.Links[len(l.Session.Links)-1] == l)
		}),
		"window_flags":                window(func(v *Vars, l *model.Winlink, _ *model.Window) string { return v.windowFlags(l, "##") }),
		"window_format":               func(v *Vars) string { return flag(v.about == aWindow) },
		"window_height":               window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return itoa(w.Size.Rows) }),
		"window_id":                   window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return w.ID.String() }),
		"window_index":                window(func(_ *Vars, l *model.Winlink, _ *model.Window) string { return itoa(l.Index) }),
		"window_last_flag":            window(func(_ *Vars, l *model.Winlink, _ *model.Window) string { return flag(isLast(l)) }),
		"window_layout":               window(func(v *Vars, _ *model.Winlink, w *model.Window) string { return v.layout(w) }),
		"window_linked":               window(func(v *Vars, _ *model.Winlink, w *model.Window) string { return flag(len(v.m.Links(w)) > 1) }),
		"window_linked_sessions":      window(linkedSessions),
		"window_linked_sessions_list": window(func(v *Vars, _ *model.Winlink, w *model.Window) string { return strings.Join(v.linkedIn(w), ",") }),
		"window_manual_height":        window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return itoa(w.Manual.Rows) }),
		"window_manual_width":         window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return itoa(w.Manual.Cols) }),
		"window_marked_flag":          window(func(v *Vars, l *model.Winlink, _ *model.Window) string { return flag(v.marked(l)) }),
		"window_name":                 window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return w.Name }),
		"window_offset_x":             windowOffset(true),
		"window_offset_y":             windowOffset(false),
		"window_panes":                window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return itoa(len(w.Panes)) }),
		"window_raw_flags":            window(func(v *Vars, l *model.Winlink, _ *model.Window) string { return v.windowFlags(l, "#") }),
		"window_silence_flag":         linkAlert(model.AlertSilence),
		"window_stack_index":          window(func(_ *Vars, l *model.Winlink, _ *model.Window) string { return itoa(stackIndex(l)) }),
		"window_start_flag":           window(func(_ *Vars, l *model.Winlink, _ *model.Window) string { return flag(l.Session.Links[0] == l) }),
		"window_visible_layout":       window(visibleLayout),
		"window_width":                window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return itoa(w.Size.Cols) }),
		"window_zoomed_flag":          window(func(_ *Vars, _ *model.Winlink, w *model.Window) string { return flag(w.Zoomed) }),
	}
}

func isLast(l *model.Winlink) bool { return len(l.Session.Last) > 0 && l.Session.Last[0] == l }

// marked reports whether the marked pane is at l.
func (v *Vars) marked(l *model.Winlink) bool {
	k, ok := v.m.Marked()
	return ok && k.Link == l
}

// windowFlags is the alerts, * for the current window and - for the one before it, M for that with the marked pane and Z for a zoomed one.
func (v *Vars) windowFlags(l *model.Winlink, activity string) string {
	flags := alertMarks(l, activity)
	switch {
	case l.Session.Current == l:
		flags += "*"
	case isLast(l):
		flags += "-"
	}
	if v.marked(l) {
		flags += "M"
	}
	if l.Window.Zoomed {
		flags += "Z"
	}
	return flags
}

// visibleLayout is the layout as it looks: while a pane is zoomed there is only that.
func visibleLayout(v *Vars, _ *model.Winlink, w *model.Window) string {
	if w.Zoomed {
		return w.Layout.Alone(int(w.Active.ID))
	}
	return v.layout(w)
}

// layout is a window's layout string.
func (v *Vars) layout(w *model.Window) string {
	if v.memo == nil {
		return w.Layout.String()
	}
	if v.memo.window != w {
		*v.memo = Memo{window: w, layout: w.Layout.String()}
	}
	return v.memo.layout
}

// watchers are the clients that show w now.
func (v *Vars) watchers(w *model.Window) []string {
	var names []string
	for _, c := range v.m.Clients {
		if c.Session != nil && c.Session.Current.Window == w {
			names = append(names, c.Name)
		}
	}
	return names
}

// currentIn names the sessions whose current window is w, linkedIn all that have it.
func (v *Vars) currentIn(w *model.Window) []string {
	var names []string
	for _, s := range v.m.SessionList() {
		if s.Current.Window == w {
			names = append(names, s.Name)
		}
	}
	return names
}

// linkedIn has a session twice that has the window twice, as in tmux.
func (v *Vars) linkedIn(w *model.Window) []string {
	var names []string
	for _, l := range v.m.Links(w) {
		names = append(names, l.Session.Name)
	}
	return names
}

// linkedSessions counts the sessions that have a window, those of a group as one.
func linkedSessions(v *Vars, _ *model.Winlink, w *model.Window) string {
	n := 0
	for _, s := range v.m.SessionList() {
		if s.Link(w) != nil && v.m.Grouped(s)[0] == s {
			n++
		}
	}
	return itoa(n)
}

// windowBigger says that the window does not fit into the client.
func windowBigger(v *Vars) string {
	if v.s.Client == nil || v.s.Client.Session == nil {
		return ""
	}
	_, bigger := v.m.Part(v.s.Client)
	return flag(bigger)
}

// windowOffset is where the part begins that a client shows of a window which does not fit; x says which of the two numbers.
func windowOffset(x bool) func(*Vars) string {
	return func(v *Vars) string {
		if v.s.Client == nil {
			return ""
		}
		row, col, bigger := Offset(v.m, v.w, v.s.Client)
		switch {
		case !bigger:
			return ""
		case x:
			return itoa(col)
		}
		return itoa(row)
	}
}

// Offset is the row and column of its window in the corner of what c shows; bigger is false if that is all of it.
func Offset(m *model.Model, w World, c *model.Client) (row, col int, bigger bool) {
	part, bigger := m.Part(c)
	if !bigger {
		return 0, 0, false
	}
	p := c.Pane()
	f := w.Facts(p.ID)
	row, col = part.At(p.Top+f.SeenY, p.Left+f.SeenX, f.Seen)
	return row, col, true
}
