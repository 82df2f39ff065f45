package server

import (
	"slices"
	"strconv"
	"strings"

	"gmux/protocol"
	"gmux/server/copymode"
	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/pane"
	"gmux/server/style"
	"gmux/server/vars"
	"gmux/server/vt"
	"gmux/server/vt/grid"
)

// paneSaid is an event of a pane's goroutines.
type paneSaid struct {
	p *pane.Pane
	pane.Event
}

func (e paneSaid) apply(s *Server) []model.Effect {
	id, p := model.PaneID(e.Pane), e.p
	if s.panes[id] != p { // closed meanwhile; another child may be in its place
		return nil
	}
	switch e.Kind {
	case pane.Over:
		return s.readToEnd(id)
	case pane.HungUp:
		s.lineHungUp(id, p)
	case pane.Room:
		p.Drain()
		s.room()
	case pane.Bell:
		return s.model.PaneRang(id)
	case pane.Title:
		return s.model.PaneTitle(id, e.Text)
	case pane.Clipboard:
		return s.copied(p, e.Text, e.Data)
	case pane.ClipboardRead:
		s.readClipboard(id, e.Text)
	case pane.Name:
		return vars.PaneName(s.model, s, id, e.Text)
	case pane.Passthrough:
		s.passThrough(id, e.Data)
	case pane.Wrote:
		return s.model.PaneWrote(id, e.At)
	case pane.Active:
		return append(s.model.PaneWrote(id, e.At), s.look(id, p)...)
	}
	return nil
}

// passThrough writes to the terminals of those who see the pane, or with allow-passthrough all who show its session.
func (s *Server) passThrough(id model.PaneID, data []byte) {
	mp := s.model.Panes[id]
	if mp == nil {
		return
	}
	m := protocol.Outer{Kind: protocol.OuterRaw, Data: data}
	switch mp.Options.Choice("allow-passthrough") {
	case "on":
		if slices.Contains(mp.Window.Visible(), mp) {
			s.toViewers(id, m)
		}
	case "all":
		for _, c := range s.conns {
			mc := s.model.Client(c.id)
			if c.compositor.Load() != nil && mc != nil && mc.Session != nil && mc.Session.Link(mp.Window) != nil {
				c.say(m)
			}
		}
	}
}

// toViewers sends something that no cell shows to every client whose current window has the pane.
func (s *Server) toViewers(id model.PaneID, m protocol.Message) {
	mp := s.model.Panes[id]
	if mp == nil {
		return
	}
	for _, c := range s.conns {
		mc := s.model.Client(c.id)
		if c.compositor.Load() != nil && mc != nil && mc.Session != nil && mc.Session.Current.Window == mp.Window {
			c.say(m)
		}
	}
}

// look finds out what runs in the foreground of a pane.
func (s *Server) look(id model.PaneID, p *pane.Pane) []model.Effect {
	command, path, err := p.Running()
	if err != nil { // it ended this moment, or /proc is not there: what was known stays
		return nil
	}
	return vars.PaneRan(s.model, s, id, command, path)
}

// Running is what runs in the foreground of a pane now.
func (s *Server) Running(id model.PaneID) (argv0, path string, ok bool) {
	p := s.panes[id]
	if p == nil {
		return "", "", false
	}
	argv0, path, err := p.Running()
	return argv0, path, err == nil
}

// Facts is what only the terminal knows of a pane.
func (s *Server) Facts(id model.PaneID) (f vars.Facts) {
	p := s.panes[id]
	if p == nil {
		return f
	}
	p.Draw(func(t *vt.Terminal) { f = facts(t) })
	if mp := s.model.Panes[id]; mp != nil && mp.Mode != nil {
		if state, ok := mp.Mode.State.(copymode.State); ok {
			f.Mode = modeFacts(state)
			f.SeenY, f.SeenX = state.Cursor()
			f.Seen = !state.HidesCursor()
		}
	}
	return f
}

func facts(t *vt.Terminal) vars.Facts {
	c, m, h := t.Cursor(), t.Modes(), t.History()
	_, cols := t.Size()
	upper, lower := t.ScrollRegion()
	progress := t.Progress()
	path, _ := model.Untrusted(t.Cwd()) // none where it is no path that can be shown
	f := vars.Facts{
		ScrollUpper: upper, ScrollLower: lower, Tabs: tabList(t.TabStops()), CursorCharacter: characterAt(t, c.Row, c.Col),
		KeyMode: keyModes[m.ModifyOtherKeys], Sync: m.SyncOutput, Path: path,
		Foreground: colourName(t.Colors().Foreground), Background: colourName(t.Colors().Background),
		CursorColour: colourName(t.Colors().Cursor),
		Progress:     progress.Percent, ProgressState: progressStates[progress.State],
		SeenX: c.Col, SeenY: c.Row, Seen: c.Visible,
		CursorX: c.Col, CursorY: c.Row, CursorShown: c.Visible, CursorBlinking: c.Blink,
		CursorShape: cursorShapes[c.Shape],
		HistorySize: h.Rows(cols), HistoryLimit: h.Limit(), HistoryBytes: h.Bytes(),
		AlternateOn: m.AltScreen, Insert: m.Insert, Origin: m.Origin, Wrap: m.Autowrap,
		KeypadApplication: m.AppKeypad, CursorKeys: m.AppCursor, BracketedPaste: m.BracketedPaste,
		MouseAny: m.MouseTracking != 0, MouseStandard: m.MouseTracking == 1000,
		MouseButton: m.MouseTracking == 1002, MouseAll: m.MouseTracking == 1003,
		MouseUTF8: m.MouseEncoding == 1005, MouseSGR: m.MouseEncoding == 1006,
	}
	if row, col, ok := t.MainCursor(); ok {
		f.AlternateSaved, f.AlternateSavedX, f.AlternateSavedY = true, col, row
	}
	return f
}

// colourName is a colour as styles have it, "" for the default.
func colourName(c grid.Color) string {
	if r, g, b, ok := c.RGB(); ok {
		return style.RGB(r, g, b).String()
	}
	if i, ok := c.Index(); ok {
		return style.Index(i).String()
	}
	return ""
}

// keyModes are pane_key_mode by modifyOtherKeys.
var keyModes = [...]string{"VT10x", "Ext 1", "Ext 2"}

var progressStates = map[vt.ProgressState]string{
	vt.ProgressNone: "hidden", vt.ProgressNormal: "normal", vt.ProgressError: "error",
	vt.ProgressUnknown: "indeterminate", vt.ProgressPaused: "paused",
}

func tabList(cols []int) string {
	list := make([]string, len(cols))
	for i, col := range cols {
		list[i] = strconv.Itoa(col)
	}
	return strings.Join(list, ",")
}

// characterAt is what stands at a cell, nothing in the right half of a wide character.
func characterAt(t *vt.Terminal, row, col int) string {
	cells := t.Row(row).Cells
	if col >= len(cells) {
		return " "
	}
	return string(t.AppendText(nil, cells[col]))
}

var cursorShapes = map[vt.CursorShape]string{
	vt.CursorDefault: "default", vt.CursorBlock: "block", vt.CursorUnderline: "underline", vt.CursorBar: "bar",
}

// modeFacts are the variables that a pane has in copy mode only.
func modeFacts(state copymode.State) format.Map {
	above, _, _ := state.Position()
	row, col := state.Cursor()
	return format.Map{
		"scroll_position": strconv.Itoa(above),
		"copy_cursor_x":   strconv.Itoa(col),
		"copy_cursor_y":   strconv.Itoa(row),
	}
}
