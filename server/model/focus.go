package model

import (
	"maps"
	"slices"

	"gmux/protocol/key"
)

// ClientFocused tells that the terminal of an attached client has become the user's, or is it no more.
func (m *Model) ClientFocused(c *Client, in bool) {
	c.Blurred = !in
	m.touchClient(c)
	if in {
		m.happenedToClient("client-focus-in", c)
	} else {
		m.happenedToClient("client-focus-out", c)
	}
	m.refocus = true
	if in {
		m.latest(c)
	}
}

// focusMoves has settle see which panes the user looks at, after something that changes it inside: programs hear of
// that if focus-events is on.
func (m *Model) focusMoves() {
	if m.Options.Flag("focus-events") {
		m.refocus = true
	}
}

// settleFocus tells the panes that have got the focus or lost it. A pane has it while it is the active one of what a
// client shows whose terminal has it.
func (m *Model) settleFocus() {
	if !m.refocus {
		return
	}
	m.refocus = false
	now := make(map[PaneID]bool)
	for _, c := range m.Clients {
		if c.Session != nil && !c.Blurred {
			now[c.Session.Current.Window.Active.ID] = true
		}
	}
	before := m.focused
	m.focused = now
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if !now[id] {
			m.tellFocus(id, false)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(now)) {
		if !before[id] {
			m.tellFocus(id, true)
		}
	}
}

func (m *Model) tellFocus(id PaneID, in bool) {
	p := m.Panes[id]
	if p == nil || p.Dead {
		return
	}
	name := "pane-focus-out"
	if in {
		name = "pane-focus-in"
	}
	m.happenedToPane(name, p)
	m.Emit(Write{Pane: id, By: NoClient, Events: []key.Event{key.Focus{In: in}}}) // for those who have asked for it
}
