package model

import (
	"slices"
	"strings"
	"time"

	"gmux/server/layout"
	"gmux/server/option"
)

// A Window is a screenful of panes.
type Window struct {
	ID     WindowID
	Name   string
	Size   Size
	Manual Size    // the size that window-size manual keeps it at
	Panes  []*Pane // in the order of their index
	Active *Pane
	Last   []*Pane // formerly active, the most recent first

	Layout    *layout.Tree // where they are
	Zoomed    bool         // the active pane covers the others
	Preset    int          // the named layout that was chosen last, or NoPreset
	OldLayout string       // the layout before the last one that was chosen

	Options *option.Set
	Latest  ClientID // the client that was last active here, for window-size latest
	Awaits  string   // its token while it is still to come back to this server

	Created  time.Time
	Activity time.Time // when something was last written in it

	raised     Alert     // what settle has to look at
	silentFrom time.Time // from when monitor-silence counts
	activeAt   time.Time // Activity, to the nanosecond
}

// addWindow makes a window without panes.
func (m *Model) addWindow(size Size) *Window {
	w := &Window{
		ID:       m.NextWindow,
		Size:     size.clamp(),
		Manual:   size.clamp(),
		Options:  option.NewSet(m.WindowOption),
		Latest:   NoClient,
		Preset:   NoPreset,
		Created:  m.Now,
		Activity: m.Now,
	}
	m.NextWindow++
	m.touch(KindServer, 0)
	m.Windows[w.ID] = w
	m.active(w, m.Now)
	m.disturb()
	m.touch(KindWindow, int(w.ID))
	return w
}

// SetWindowName is rename-window: automatic-rename is over.
func (m *Model) SetWindowName(w *Window, name string) {
	w.nameFixed()
	m.AutoName(w, name)
	m.touch(KindWindow, int(w.ID))
}

// ForgetWindowName lets automatic-rename have its way with w again, or if that is off leaves w without a name.
func (m *Model) ForgetWindowName(w *Window) {
	if w.Options.Own("automatic-rename") {
		if err := w.Options.Unset("automatic-rename"); err != nil {
			panic(err) // it is a flag of the table
		}
		m.touch(KindWindow, int(w.ID))
	}
	if !w.Options.Flag("automatic-rename") {
		m.AutoName(w, "")
	}
}

// nameFixed ends automatic-rename for w.
func (w *Window) nameFixed() {
	if err := w.Options.Set("automatic-rename", "off", 0); err != nil {
		panic(err) // it is a flag of the table
	}
}

// AutoName names w without ending automatic-rename.
func (m *Model) AutoName(w *Window, name string) {
	if name == w.Name {
		return
	}
	newborn := w.Name == ""
	w.Name = name
	if newborn {
		m.nameEvents(w)
	} else {
		m.happenedToWindow("window-renamed", w)
	}
	m.touch(KindWindow, int(w.ID))
	m.DirtyWindow(w)
}

// SelectPane makes p its window's active pane.
func (m *Model) SelectPane(p *Pane) {
	w := p.Window
	if w.Active == p {
		return
	}
	m.Unzoom(w)
	w.Last = slices.DeleteFunc(w.Last, func(o *Pane) bool { return o == p || o == w.Active })
	w.Last = slices.Insert(w.Last, 0, w.Active)
	w.Active = p
	for _, o := range m.Panes {
		p.Point = max(p.Point, o.Point+1)
	}
	m.touch(KindPane, int(p.ID))
	m.focusMoves()
	m.happenedToWindow("window-pane-changed", w)
	m.touch(KindWindow, int(w.ID))
	m.DirtyWindow(w)
}

// Strip closes all panes of w but the first, which gets all of it.
func (m *Model) Strip(w *Window) {
	m.Unzoom(w)
	first := w.Panes[0]
	for _, p := range w.Panes[1:] {
		m.dropPane(p)
	}
	m.checkMark()
	m.disturb() // it fits into less
	w.Panes, w.Last, w.Active = []*Pane{first}, nil, first
	w.Layout = layout.New(int(first.ID), w.Size.Rows, w.Size.Cols)
	m.LayOut(w)
}

// dropWindow forgets w and its panes when no session has it any more.
func (m *Model) dropWindow(w *Window) {
	if m.Windows[w.ID] != w || m.linked(w) {
		return
	}
	for _, p := range w.Panes {
		m.dropPane(p)
	}
	w.Panes, w.Last, w.Active = nil, nil, nil
	m.checkMark()
	delete(m.Windows, w.ID)
	m.touch(KindWindow, int(w.ID))
}

// DefaultWindowName is what a window is called after its first pane's command.
func DefaultWindowName(p *Pane) string {
	if cmd := strings.Join(p.Argv, " "); cmd != "" {
		return CommandName(cmd)
	}
	return CommandName(p.Shell)
}

// CommandName finds the program in a command line: no quotes, exec, dashes, arguments or directories.
func CommandName(cmd string) string {
	cmd, _, _ = strings.Cut(strings.TrimPrefix(cmd, `"`), `"`)
	cmd = strings.TrimPrefix(cmd, "exec ")
	cmd, _, _ = strings.Cut(strings.TrimLeft(cmd, " -"), " ")
	if len(cmd) > 1 {
		cmd = cmd[:1] + strings.TrimRightFunc(cmd[1:], func(r rune) bool { return r <= ' ' || r == 0x7f })
	}
	if strings.HasPrefix(cmd, "/") {
		cmd = baseName(cmd)
	}
	name, ok := CleanName(cmd)
	if !ok {
		return ""
	}
	return name
}

// baseName is basename(3).
func baseName(path string) string {
	trimmed := strings.TrimRight(path, "/")
	if trimmed == "" {
		return path[:min(1, len(path))]
	}
	return trimmed[strings.LastIndexByte(trimmed, '/')+1:]
}
