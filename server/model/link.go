package model

import (
	"errors"
	"fmt"
	"slices"
)

// Links returns where w is, by session name and index.
func (m *Model) Links(w *Window) []*Winlink {
	var list []*Winlink
	for _, s := range m.SessionList() {
		for _, l := range s.Links {
			if l.Window == w {
				list = append(list, l)
			}
		}
	}
	return list
}

// linked reports whether any session has w.
func (m *Model) linked(w *Window) bool {
	for _, s := range m.Sessions {
		if s.Link(w) != nil {
			return true
		}
	}
	return false
}

// LinkedElsewhere reports whether a window of s would stay if s lost it once: it is somewhere else than once in each session
// of the group.
func (m *Model) LinkedElsewhere(s *Session, w *Window) bool {
	return len(m.Links(w)) != len(m.Grouped(s))
}

// link puts w at the first free index from base on.
func (s *Session) link(w *Window, base int) *Winlink {
	at := 0
	for at < len(s.Links) && s.Links[at].Index < base {
		at++
	}
	index := base
	for at < len(s.Links) && s.Links[at].Index == index {
		at, index = at+1, index+1
	}
	l := &Winlink{Session: s, Index: index, Window: w}
	s.Links = slices.Insert(s.Links, at, l)
	return l
}

// linksChanged tells that s has other windows, or has them elsewhere.
func (m *Model) linksChanged(s *Session) {
	m.disturb()
	m.touch(KindSession, int(s.ID))
	m.DirtySession(s)
	if m.marked.Link != nil {
		m.touch(KindServer, 0) // the index of the mark is written there
		m.checkMark()
	}
}

// LinkWindow puts w into s, at an index that is free, or with -1 at the first that is from base-index on.
func (m *Model) LinkWindow(s *Session, w *Window, index int) *Winlink {
	if index < 0 {
		index = s.Options.Number("base-index")
	}
	l := s.link(w, index)
	m.linksChanged(s)
	m.happenedToLink("window-linked", s, w)
	m.inStep(s)
	return l
}

// A Linking says where a window goes.
type Linking struct {
	From    *Winlink
	Session *Session
	Index   int  // -1: the first free one from base-index on
	Replace bool // a window that is there goes
	Select  bool
}

var errGrouped = errors.New("sessions are grouped")

// Link puts a window into a session, or at another place of its own. The mark goes with it.
func (m *Model) Link(k Linking) (*Winlink, error) {
	from, s := k.From, k.Session
	if from.Session != s && m.sameGroup(from.Session, s) {
		return nil, errGrouped
	}
	var l *Winlink
	if k.Index >= 0 {
		l = s.LinkAt(k.Index)
	}
	switch {
	case l == nil:
		l = m.LinkWindow(s, from.Window, k.Index)
	case l.Window == from.Window:
		return nil, fmt.Errorf("same index: %d", k.Index)
	case !k.Replace:
		return nil, fmt.Errorf("index in use: %d", k.Index)
	default:
		m.ReplaceWindow(l, from.Window)
	}
	if m.marked.Link == from {
		m.setMark(Mark{l, m.marked.Pane})
	}
	if k.Select {
		m.SelectWindow(l)
	}
	return l, nil
}

// ReplaceWindow puts w where another window was. It is not one that was current before any more.
func (m *Model) ReplaceWindow(l *Winlink, w *Window) {
	s, old := l.Session, l.Window
	m.happenedToLink("window-unlinked", s, old)
	l.Window, l.Alerts = w, 0
	s.Last = slices.DeleteFunc(s.Last, func(o *Winlink) bool { return o == l })
	m.linksChanged(s)
	m.happenedToLink("window-linked", s, w)
	m.inStep(s)
	m.dropWindow(old)
}

// SwapWindows exchanges the windows of two places, whose sessions are not of one group. The mark goes with its window.
func (m *Model) SwapWindows(a, b *Winlink) {
	a.Window, b.Window = b.Window, a.Window
	mark := m.marked
	switch mark.Link {
	case a:
		mark.Link = b
	case b:
		mark.Link = a
	}
	m.marked = mark
	m.linksChanged(a.Session)
	m.linksChanged(b.Session)
	m.inStep(a.Session)
	if a.Session != b.Session {
		m.inStep(b.Session)
	}
}

// UnlinkWindow takes a window out of its session; with its last place it closes, and with its last window the session ends.
func (m *Model) UnlinkWindow(l *Winlink) {
	m.unlink(l)
	m.dropWindow(l.Window)
}

// KillWindow closes w in every session. A session without windows ends; one with renumber-windows closes the gap.
func (m *Model) KillWindow(w *Window) {
	for _, s := range m.SessionList() {
		l := s.Link(w)
		if l == nil {
			continue
		}
		for ; l != nil; l = s.Link(w) {
			m.unlink(l)
		}
		m.Tidy(s)
	}
	m.dropWindow(w)
}

// unlink takes a winlink out of its session, which ends with its last one, and its group too.
func (m *Model) unlink(l *Winlink) {
	s := l.Session
	m.disturb()
	if len(s.Links) == 1 {
		for _, o := range m.Grouped(s) {
			m.KillSession(o)
		}
		return
	}
	same := func(o *Winlink) bool { return o == l }
	s.Links = slices.DeleteFunc(s.Links, same)
	s.Last = slices.DeleteFunc(s.Last, same)
	if s.Current == l {
		m.SelectWindow(s.near(l.Index))
		s.Last = slices.DeleteFunc(s.Last, same)
	}
	m.linksChanged(s)
	m.happenedToLink("window-unlinked", s, l.Window)
	m.inStep(s)
}

// Tidy closes the gaps between the windows of s, if that has not ended and renumber-windows says so.
func (m *Model) Tidy(s *Session) {
	if m.Sessions[s.ID] == s && s.Options.Flag("renumber-windows") {
		m.Renumber(s)
	}
}

// TidyAll does it for all sessions.
func (m *Model) TidyAll() {
	for _, s := range m.SessionList() {
		m.Tidy(s)
	}
}

// Renumber numbers the windows of s from base-index on without gaps. In tmux each session of a group has numbers of its own until
// one of them gets or loses a window; here they stay the same.
func (m *Model) Renumber(s *Session) {
	base := s.Options.Number("base-index")
	for _, o := range m.Grouped(s) {
		for i, l := range o.Links {
			l.Index = base + i
		}
		m.linksChanged(o)
	}
}

// MakeRoom moves the winlinks behind l, or with before l itself too, so that an index is free there, and returns it. What a session
// of the group shows moves with its number; in tmux that session would show another window.
func (m *Model) MakeRoom(l *Winlink, before bool) int {
	s, index := l.Session, l.Index
	if !before {
		index++
	}
	free := index
	for s.LinkAt(free) != nil {
		free++
	}
	for _, o := range m.Grouped(s) {
		for _, l := range o.Links {
			if l.Index >= index && l.Index < free {
				l.Index++
			}
		}
		m.linksChanged(o)
	}
	return index
}
