package model

import (
	"cmp"
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
	if o.Current != nil && s.LinkAt(o.Current.Index) == nil {
		m.SelectWindow(o.remaining(s))
	}
	before := o.Links
	o.Links = make([]*Winlink, 0, len(s.Links))
	has := func(links []*Winlink, w *Window) bool {
		return slices.ContainsFunc(links, func(l *Winlink) bool { return l.Window == w })
	}
	var gone, came []*Window
	for _, l := range before {
		if !has(s.Links, l.Window) {
			gone = append(gone, l.Window)
		}
	}
	for _, l := range s.Links {
		if !has(before, l.Window) {
			came = append(came, l.Window)
		}
	}
	for _, l := range s.Links {
		i := slices.IndexFunc(before, func(b *Winlink) bool { return b.Index == l.Index })
		if i < 0 {
			o.Links = append(o.Links, &Winlink{Session: o, Index: l.Index, Window: l.Window, Alerts: l.Alerts})
			continue
		}
		before[i].Window = l.Window
		o.Links = append(o.Links, before[i])
	}
	o.Last = slices.DeleteFunc(o.Last, func(l *Winlink) bool { return !slices.Contains(o.Links, l) })
	m.linksChanged(o)
	for _, w := range came {
		m.happenedToLink("window-linked", o, w)
	}
	for _, w := range gone {
		m.happenedToLink("window-unlinked", o, w)
	}
}

// remaining is what o shows when what it shows now is not among the windows of s: the last current one that is, else the one before.
func (o *Session) remaining(s *Session) *Winlink {
	i := slices.Index(o.Links, o.Current)
	for _, l := range slices.Concat(o.Last, reversed(o.Links[:i]), reversed(o.Links[i+1:])) {
		if s.LinkAt(l.Index) != nil {
			return l
		}
	}
	// All of them have gone at once, which no command does.
	o.Links = append(o.Links, &Winlink{Session: o, Index: s.Links[0].Index, Window: s.Links[0].Window, Alerts: s.Links[0].Alerts})
	return o.Links[len(o.Links)-1]
}

func reversed(links []*Winlink) []*Winlink {
	links = slices.Clone(links)
	slices.Reverse(links)
	return links
}
