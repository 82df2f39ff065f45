package model

import "slices"

// A Mark is the marked pane, and where: the same pane may be in several sessions. There is one in a server at most.
type Mark struct {
	Link *Winlink // nil: there is none
	Pane *Pane
}

// Marked is the marked pane. It ends with its pane, and when its window leaves the place or the pane leaves the window.
func (m *Model) Marked() (Mark, bool) { return m.marked, m.marked.Link != nil }

// MarkPane marks p where l is, instead of another.
func (m *Model) MarkPane(l *Winlink, p *Pane) { m.setMark(Mark{l, p}) }

// ClearMark ends the mark.
func (m *Model) ClearMark() {
	if m.marked.Link != nil {
		m.setMark(Mark{})
	}
}

// RestoreMark is for persist.
func (m *Model) RestoreMark(k Mark) { m.marked = k }

func (m *Model) setMark(k Mark) {
	m.marked = k
	m.touch(KindServer, 0)
	m.DirtyAll() // pane_marked_set may be in any format
}

// checkMark drops a mark that leads nowhere.
func (m *Model) checkMark() {
	if m.marked.Link != nil && !m.marked.valid(m) {
		m.ClearMark()
	}
}

func (k Mark) valid(m *Model) bool {
	s := k.Link.Session
	return m.Sessions[s.ID] == s && slices.Contains(s.Links, k.Link) && m.Panes[k.Pane.ID] == k.Pane && k.Pane.Window == k.Link.Window
}
