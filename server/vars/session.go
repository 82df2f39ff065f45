package vars

import (
	"slices"
	"strings"

	"gmux/server/model"
)

// ifSession is f where there is a session, else nothing.
func (v *Vars) ifSession(f func() string) string {
	if v.s.Session == nil {
		return ""
	}
	return f()
}

func session(f func(v *Vars, s *model.Session) string) func(*Vars) string {
	return func(v *Vars) string {
		if v.s.Session == nil {
			return ""
		}
		return f(v, v.s.Session)
	}
}

func init() {
	register(map[string]func(*Vars) string{
		"last_window_index":     session(func(_ *Vars, s *model.Session) string { return itoa(s.Links[len(s.Links)-1].Index) }),
		"session_active":        session(func(v *Vars, s *model.Session) string { return flag(v.s.Client != nil && v.s.Client.Session == s) }),
		"session_activity":      session(func(_ *Vars, s *model.Session) string { return unix(s.Activity) }),
		"session_alerts":        session(func(*Vars, *model.Session) string { return "" }),
		"session_attached":      session(func(v *Vars, s *model.Session) string { return itoa(len(v.m.Attached(s))) }),
		"session_attached_list": session(attachedList),
		"session_created":       session(func(_ *Vars, s *model.Session) string { return unix(s.Created) }),
		"session_format":        func(v *Vars) string { return flag(v.about == aSession) },
		"session_group":         session(func(*Vars, *model.Session) string { return "" }),
		"session_grouped":       session(func(*Vars, *model.Session) string { return "0" }),
		"session_id":            session(func(_ *Vars, s *model.Session) string { return s.ID.String() }),
		"session_last_attached": session(func(_ *Vars, s *model.Session) string { return unix(s.LastAttached) }),
		"session_many_attached": session(func(v *Vars, s *model.Session) string { return flag(len(v.m.Attached(s)) > 1) }),
		"session_marked":        session(func(*Vars, *model.Session) string { return "0" }),
		"session_name":          session(func(_ *Vars, s *model.Session) string { return s.Name }),
		"session_path":          session(func(_ *Vars, s *model.Session) string { return s.Cwd }),
		"session_stack":         session(sessionStack),
		"session_windows":       session(func(_ *Vars, s *model.Session) string { return itoa(len(s.Links)) }),
	})
}

func attachedList(v *Vars, s *model.Session) string {
	var names []string
	for _, c := range v.m.Attached(s) {
		names = append(names, c.Name)
	}
	return strings.Join(names, ",")
}

// sessionStack lists the windows from the current one back.
func sessionStack(_ *Vars, s *model.Session) string {
	list := []string{itoa(s.Current.Index)}
	for _, l := range s.Last {
		list = append(list, itoa(l.Index))
	}
	return strings.Join(list, ",")
}

// stackIndex is a window's place in the stack, 0 for the current one and those never current.
func stackIndex(l *model.Winlink) int { return slices.Index(l.Session.Last, l) + 1 }
