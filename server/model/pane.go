package model

import (
	"slices"
	"time"
	"unicode/utf8"

	"gmux/server/layout"
	"gmux/server/option"
)

// A Pane is one child and the terminal it runs in. The terminal itself is the loop's.
type Pane struct {
	ID        PaneID
	Window    *Window
	Top, Left int // within the window
	Size      Size
	Point     int // larger than that of all panes selected before it, 0 never selected

	PID     int    // 0 until spawned, and after the end
	TTY     string // path
	Title   string // OSC 0 and 2
	Argv    []string
	Shell   string
	Cwd     string // where it started
	Options *option.Set

	Command string // foreground command, and where it is: the loop tells
	Path    string

	InputOff bool // nothing is typed into it
	Empty    bool // there is no program in it that anyone has asked for

	Dead   bool // its child has ended, remain-on-exit keeps it
	Exit   ExitStatus
	DeadAt time.Time

	Mode    *Mode    // nil: the terminal is shown
	Printed []string // what is read in view-mode
}

// ExitStatus is how a child ended.
type ExitStatus struct {
	Known  bool // false: the host died with it
	Code   int
	Signal int // 0 if it exited by itself
}

// A Mode is what covers a pane's terminal: copy-mode or view-mode. Its state is copymode's.
type Mode struct {
	Name   string
	Repeat int // send-keys -N without keys: how often the next command runs; 0 unset
	State  any
	Memo   string // State in words that a next server understands
}

// ViewMode is the name of the mode in which what commands printed is read.
const ViewMode = "view-mode"

// addPane makes the first pane of w; Spawn says what runs in it.
func (m *Model) addPane(w *Window) *Pane {
	p := m.newPane(w)
	w.Panes, w.Active = []*Pane{p}, p
	w.Layout = layout.New(int(p.ID), w.Size.Rows, w.Size.Cols)
	m.LayOut(w)
	return p
}

// newPane makes a pane that has no place in w yet.
func (m *Model) newPane(w *Window) *Pane {
	p := &Pane{
		ID:      m.NextPane,
		Window:  w,
		Title:   m.Hostname,
		Options: option.NewSet(w.Options),
	}
	m.NextPane++
	m.Panes[p.ID] = p
	m.touch(KindPane, int(p.ID))
	m.touch(KindWindow, int(w.ID))
	m.touch(KindServer, 0)
	return p
}

// Index is p's place in its window, counted from pane-base-index.
func (p *Pane) Index() int {
	return slices.Index(p.Window.Panes, p) + p.Window.Options.Number("pane-base-index")
}

// PaneSpawned tells that a pane's child runs.
func (m *Model) PaneSpawned(id PaneID, pid int, tty, path string) []Effect {
	if p := m.Panes[id]; p != nil {
		p.PID, p.TTY = pid, tty
		if !p.Empty {
			p.Path = path // new-window -P -F '#{pane_current_path}' is answered before the program says anything
		}
		m.touch(KindPane, int(id))
	}
	return m.TakeEffects()
}

// SpawnFailed tells that a pane's child could not be started: a new pane goes, one that had a child
// before stays as a dead one.
func (m *Model) SpawnFailed(id PaneID) []Effect {
	switch p := m.Panes[id]; {
	case p == nil:
	case p.TTY == "":
		m.KillPane(p)
	default:
		m.dead(p)
	}
	return m.TakeEffects()
}

// PaneDied tells that a pane is over (its leader has ended and all output was read). It stays on the
// screen if remain-on-exit says so, else it takes along its window, session and server as they empty.
func (m *Model) PaneDied(id PaneID, status ExitStatus) []Effect {
	p := m.Panes[id]
	if p == nil || p.Dead { // kill-pane was faster
		return m.TakeEffects()
	}
	p.PID, p.Exit = 0, status
	if p.remains() {
		m.happenedToPane("pane-died", p)
		m.dead(p)
	} else {
		m.happenedToPane("pane-exited", p)
		m.KillPane(p)
	}
	return m.TakeEffects()
}

func (m *Model) dead(p *Pane) {
	p.Dead, p.DeadAt = true, m.Now
	m.touch(KindPane, int(p.ID))
	m.DirtyWindow(p.Window)
}

// Recovered is the name of what holds panes that no record tells about.
const Recovered = "recovered"

// AdoptPane takes in a child that the host has and the model does not know: the server before this one
// died before it wrote the pane down. It gets a window named recovered, in a session of that name.
func (m *Model) AdoptPane(id PaneID, pid int, tty string, argv []string) []Effect {
	if m.Panes[id] != nil {
		return m.TakeEffects()
	}
	s, next := m.SessionByName(Recovered), m.NextPane
	m.NextPane = id
	size := m.DefaultSize()
	if s == nil {
		s = m.AddSession(NewSession{Name: Recovered, Cwd: m.Home, Size: size, WindowName: Recovered, Named: true})
		s.Current.Window.Latest = NoClient
	} else {
		w := m.addWindow(size)
		w.Name = Recovered
		w.nameFixed()
		m.addPane(w)
		m.LinkWindow(s, w, -1)
	}
	m.NextPane = max(next, id+1)
	p := m.Panes[id]
	p.PID, p.TTY, p.Argv, p.Shell = pid, tty, argv, s.Options.String("default-shell")
	return m.TakeEffects()
}

// remains reports whether remain-on-exit keeps p.
func (p *Pane) remains() bool {
	switch p.Options.Choice("remain-on-exit") {
	case "on", "key":
		return true
	case "failed":
		return !p.Exit.Known || p.Exit.Code != 0 || p.Exit.Signal != 0
	}
	return false
}

// KillPane closes p; a window without panes closes.
func (m *Model) KillPane(p *Pane) {
	w := p.Window
	if m.Panes[p.ID] != p {
		return
	}
	if len(w.Panes) == 1 {
		m.KillWindow(w)
		return
	}
	m.Unzoom(w)
	m.takeOut(p)
	m.dropPane(p)
	m.LayOut(w)
}

// dropPane forgets p, which is in no window any more.
func (m *Model) dropPane(p *Pane) {
	m.disown(p)
	delete(m.Panes, p.ID)
	m.touch(KindPane, int(p.ID))
	m.Emit(ClosePane{Pane: p.ID})
}

// PaneTitle tells that the program in a pane has set its title.
func (m *Model) PaneTitle(id PaneID, title string) []Effect {
	title, ok := Untrusted(title)
	if p := m.Panes[id]; ok && p != nil && p.Title != title && p.Options.Flag("allow-set-title") {
		p.Title = title
		m.happenedToPane("pane-title-changed", p)
		m.touch(KindPane, int(id))
		m.DirtyWindow(p.Window)
	}
	return m.TakeEffects()
}

// PaneClipboard tells that the program in a pane has set the clipboard: a buffer has the text too.
func (m *Model) PaneClipboard(id PaneID, text string) []Effect {
	if p := m.Panes[id]; p != nil {
		m.happenedToPane("pane-set-clipboard", p)
		m.AddBuffer(text)
	}
	return m.TakeEffects()
}

// PaneRan tells what runs in a pane's foreground, by its argv[0], and in which directory.
func (m *Model) PaneRan(id PaneID, argv0, path string) []Effect {
	command := CommandName(argv0)
	if p := m.Panes[id]; p != nil && !p.Empty && (p.Command != command || p.Path != path) {
		p.Command, p.Path = command, path
		m.touch(KindPane, int(id))
		m.DirtyWindow(p.Window)
	}
	return m.TakeEffects()
}

// SetInputOff is select-pane -d and -e: whether anything can be typed into p.
func (m *Model) SetInputOff(p *Pane, off bool) {
	p.InputOff = off
	m.touch(KindPane, int(p.ID))
	m.DirtyWindow(p.Window)
}

// EnterMode puts p into the mode of e.
func (m *Model) EnterMode(p *Pane, e EnterMode) {
	if p.Mode == nil || p.Mode.Name != e.Mode {
		m.SetMode(p, &Mode{Name: e.Mode})
	}
	m.Emit(e)
}

// LeaveMode takes p out of its mode, if it is in one.
func (m *Model) LeaveMode(p *Pane) {
	if p.Mode != nil {
		m.SetMode(p, nil)
		m.Emit(LeaveMode{Pane: p.ID})
	}
}

// ViewLines shows text to an attached client, in view-mode over the pane it types into.
func (m *Model) ViewLines(c *Client, lines []string) {
	m.ViewInPane(c.Pane(), lines)
}

// ViewInPane shows text in view-mode over p.
func (m *Model) ViewInPane(p *Pane, lines []string) {
	if p.Mode == nil || p.Mode.Name != ViewMode {
		m.SetMode(p, &Mode{Name: ViewMode})
	}
	p.Printed = lastLines(append(p.Printed, lines...), maxPrinted)
	m.touch(KindPrinted, int(p.ID))
	m.Emit(View{Pane: p.ID, Lines: lines})
}

// maxPrinted is how much of what is read in view-mode another server knows, in bytes.
const maxPrinted = 4 << 20

// lastLines is the end of a text that is no longer than that: whole lines, or part of one.
func lastLines(lines []string, size int) []string {
	for i, left := len(lines)-1, size; i >= 0; i-- {
		if left -= len(lines[i]) + 1; left >= 0 {
			continue
		}
		if i+1 < len(lines) {
			return lines[i+1:]
		}
		end := lines[i][len(lines[i])+1-size:]
		for end != "" && !utf8.RuneStart(end[0]) {
			end = end[1:]
		}
		return []string{end}
	}
	return lines
}

// SetMode puts a mode over p, or takes it away with nil. The loop calls it for a mode that ended by
// itself, or to keep a mode's state.
func (m *Model) SetMode(p *Pane, mode *Mode) {
	if (p.Mode == nil) != (mode == nil) || mode != nil && p.Mode.Name != mode.Name {
		m.happenedToPane("pane-mode-changed", p)
		if p.Printed != nil {
			p.Printed = nil
			m.touch(KindPrinted, int(p.ID))
		}
	}
	p.Mode = mode
	m.touch(KindPane, int(p.ID))
	m.DirtyWindow(p.Window)
}
