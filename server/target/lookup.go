package target

import (
	"math"
	"slices"
	"strings"

	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/syntax"
)

// one returns the only element that pick chooses, and whether there was exactly one. With several the
// search is over: a name that could be two means none.
func one[T any](list []T, pick func(T) bool) (found T, n int) {
	for _, e := range list {
		if pick(e) {
			if n++; n == 1 {
				found = e
			}
		}
	}
	return found, n
}

// session looks for a session: id, name, client, then prefix and pattern.
func (s *search) session(name string) bool {
	if name[0] == '$' {
		id, ok := model.ParseSessionID(name)
		s.Session = s.m.Sessions[id]
		if !ok {
			s.Session = nil
		}
		return s.Session != nil
	}
	if s.Session = s.m.SessionByName(name); s.Session != nil {
		return true
	}
	if c, err := (Finder{Model: s.m}).FindClient(name, true); err == nil {
		s.Session = c.Session
		return true
	}
	if s.exact.session {
		return false
	}
	for _, pick := range []func(*model.Session) bool{
		func(o *model.Session) bool { return strings.HasPrefix(o.Name, name) },
		func(o *model.Session) bool { return format.Match(name, o.Name, false) },
	} {
		found, n := one(s.m.SessionList(), pick)
		if n == 1 {
			s.Session = found
		}
		if n > 0 {
			return n == 1
		}
	}
	return false
}

// window looks for a window without a session given; unless it must be one, a session's name will do.
func (s *search) window(name string, only bool) bool {
	if name[0] == '@' {
		w := s.windowByID(name)
		if w == nil {
			return false
		}
		st, ok := ofWindow(s.m, w, s.flags)
		s.State = st
		return ok
	}
	s.Session = s.cur.Session
	if s.windowInSession(name) {
		return true
	}
	if !only && s.session(name) {
		s.Link, s.Window = s.Session.Current, s.Session.Current.Window
		if s.flags&WindowIndex == 0 {
			s.Index = s.Link.Index
		}
		return true
	}
	return false
}

func (s *search) windowByID(name string) *model.Window {
	id, ok := model.ParseWindowID(name)
	if !ok {
		return nil
	}
	return s.m.Windows[id]
}

// found fills in a winlink.
func (s *search) found(l *model.Winlink) bool {
	if l == nil {
		return false
	}
	s.Link, s.Window, s.Index = l, l.Window, l.Index
	return true
}

// windowInSession looks for a window of s.Session: id, offset, ! ^ $, index, name, prefix, pattern.
func (s *search) windowInSession(name string) bool {
	s.Link, s.Window = s.Session.Current, s.Session.Current.Window
	if name[0] == '@' {
		w := s.windowByID(name)
		return w != nil && s.found(s.Session.Link(w))
	}
	offset := name[0] == '+' || name[0] == '-'
	if !s.exact.window {
		if offset {
			if done, ok := s.windowOffset(name); done {
				return ok
			}
		}
		switch name {
		case "!":
			return len(s.Session.Last) > 0 && s.found(s.Session.Last[0])
		case "^":
			return s.found(s.Session.Links[0])
		case "$":
			return s.found(s.Session.Links[len(s.Session.Links)-1])
		}
	}
	if n, err := syntax.Number(name, 0, math.MaxInt32); err == nil && !offset {
		if s.found(s.Session.LinkAt(int(n))) {
			return true
		}
		if s.flags&WindowIndex != 0 {
			s.Link, s.Window, s.Index = nil, nil, int(n)
			return true
		}
	}
	return s.windowByName(name)
}

func (s *search) windowByName(name string) bool {
	picks := []func(*model.Winlink) bool{
		func(l *model.Winlink) bool { return l.Window.Name == name },
		func(l *model.Winlink) bool { return strings.HasPrefix(l.Window.Name, name) },
		func(l *model.Winlink) bool { return format.Match(name, l.Window.Name, false) },
	}
	if s.exact.window {
		picks = picks[:1]
	}
	for _, pick := range picks {
		if l, n := one(s.Session.Links, pick); n > 0 {
			return n == 1 && s.found(l)
		}
	}
	return false
}

// windowOffset is +n and -n: so many windows on, round the corner; with WindowIndex, so many indexes.
func (s *search) windowOffset(name string) (done, ok bool) {
	n := 1
	if name[1:] != "" {
		v, err := syntax.Number(name[1:], 1, math.MaxInt32)
		if err != nil {
			v = 0
		}
		n = int(v)
	}
	if name[0] == '-' {
		n = -n
	}
	cur := s.Session.Current
	if s.flags&WindowIndex != 0 {
		s.Link, s.Window, s.Index = nil, nil, cur.Index+n
		return true, s.Index >= 0 && s.Index <= math.MaxInt32
	}
	at := slices.Index(s.Session.Links, cur)
	return true, s.found(s.Session.Links[wrap(at+n, len(s.Session.Links))])
}

// wrap is i modulo n, never negative.
func wrap(i, n int) int { return (i%n + n) % n }
