package model

import (
	"cmp"
	"maps"
	"slices"
)

// Group returns the sessions of a group by their ids, which is the order in which they came to it.
func (m *Model) Group(name string) []*Session {
	var list []*Session
	for _, s := range m.Sessions {
		if name != "" && s.Group == name {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b *Session) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// Grouped returns the sessions that share their windows with s, itself among them. Without a group that is s alone.
func (m *Model) Grouped(s *Session) []*Session {
	if s.Group == "" {
		return []*Session{s}
	}
	return m.Group(s.Group)
}

// sameGroup reports whether two sessions share their windows.
func (m *Model) sameGroup(a, b *Session) bool { return a.Group != "" && a.Group == b.Group }

// joinGroup gives s, which is new and has no windows, those of another session. If that has no group yet, there is one now.
func (m *Model) joinGroup(s, with *Session) {
	if with.Group == "" {
		with.Group = m.groupName(with)
		m.touch(KindSession, int(with.ID))
	}
	s.Group = with.Group
	m.follow(s, with)
	s.Current = s.Links[0]
}

// groupName is that of its first session. Where another group has it, since its own first session has another name now, the id
// tells them apart.
func (m *Model) groupName(s *Session) string {
	if len(m.Group(s.Name)) == 0 {
		return s.Name
	}
	return s.Name + s.ID.String()
}

// inStep gives the sessions of a group the windows of s, which have changed.
func (m *Model) inStep(s *Session) {
	for _, o := range m.Grouped(s) {
		if o != s {
			m.follow(o, s)
		}
	}
}

// follow gives o the windows of s. What o shows is at the same index as before; if nothing is there any more it goes where it would
// go if that window had closed.
func (m *Model) follow(o, s *Session) {
	before := o.Links
	o.Links = make([]*Winlink, 0, len(s.Links))
	had := make(map[*Window]bool)
	for _, l := range before {
		had[l.Window] = true
	}
	has := make(map[*Window]bool)
	var came []*Window
	for _, l := range s.Links {
		if !had[l.Window] && !has[l.Window] {
			came = append(came, l.Window)
		}
		has[l.Window] = true
		i := slices.IndexFunc(before, func(b *Winlink) bool { return b.Index == l.Index })
		if i < 0 {
			o.Links = append(o.Links, &Winlink{Session: o, Index: l.Index, Window: l.Window, Alerts: l.Alerts})
			continue
		}
		if same := before[i]; same.Window != l.Window {
			same.Window, same.Alerts = l.Window, l.Alerts
		}
		o.Links = append(o.Links, before[i])
	}
	lost := func(l *Winlink) bool { return !slices.Contains(o.Links, l) }
	o.Last = slices.DeleteFunc(o.Last, lost)
	if o.Current != nil && lost(o.Current) {
		m.SelectWindow(o.near(o.Current.Index))
		o.Last = slices.DeleteFunc(o.Last, lost)
	}
	m.linksChanged(o)
	for _, w := range came {
		m.happenedToLink("window-linked", o, w)
	}
	for _, w := range slices.SortedFunc(maps.Keys(had), func(a, b *Window) int { return cmp.Compare(a.ID, b.ID) }) {
		if !has[w] {
			m.happenedToLink("window-unlinked", o, w)
		}
	}
}

// near is what becomes current when what was at an index has gone: the last current one, else the one before, else the last.
func (s *Session) near(index int) *Winlink {
	if len(s.Last) > 0 {
		return s.Last[0]
	}
	best := s.Links[len(s.Links)-1]
	for _, l := range s.Links {
		if l.Index < index {
			best = l
		}
	}
	return best
}
