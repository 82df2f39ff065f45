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

func sessionTable() map[string]func(*Vars) string {
	return map[string]func(*Vars) string{
		"last_window_index":     session(func(_ *Vars, s *model.Session) string { return itoa(s.Links[len(s.Links)-1].Index) }),
		"session_active":        session(func(v *Vars, s *model.Session) string { return flag(v.s.Client != nil && v.s.Client.Session == s) }),
		"session_activity":      session(func(_ *Vars, s *model.Session) string { return unix(s.Activity) }),
		"session_activity_flag": linkAlert(model.AlertActivity),
		"session_alert":         session(sessionAlert),
		"session_alerts":        session(sessionAlerts),
		"session_bell_flag":     session(func(_ *Vars, s *model.Session) string { return flag(s.Links[0].Alerts&model.AlertBell != 0) }),
		"session_silence_flag":  linkAlert(model.AlertSilence),
		"session_attached":      session(func(v *Vars, s *model.Session) string { return itoa(len(v.m.Attached(s))) }),
		"session_attached_list": session(attachedList),
		"session_created":       session(func(_ *Vars, s *model.Session) string { return unix(s.Created) }),
		"session_format":        func(v *Vars) string { return flag(v.about == aSession) },
		"session_group":         session(func(_ *Vars, s *model.Session) string { return s.Group }),
		"session_grouped":       session(func(_ *Vars, s *model.Session) string { return flag(s.Group != "") }),
		"session_id":            session(func(_ *Vars, s *model.Session) string { return s.ID.String() }),
		"session_last_attached": session(func(_ *Vars, s *model.Session) string { return unix(s.LastAttached) }),
		"session_many_attached": session(func(v *Vars, s *model.Session) string { return flag(len(v.m.Attached(s)) > 1) }),
		"session_marked":        session(isMarkedSession),
		"session_name":          session(func(_ *Vars, s *model.Session) string { return s.Name }),
		"session_path":          session(func(_ *Vars, s *model.Session) string { return s.Cwd }),
		"session_stack":         session(sessionStack),
		"session_windows":       session(func(_ *Vars, s *model.Session) string { return itoa(len(s.Links)) }),

		"session_group_list":          group(func(v *Vars, s *model.Session) string { return strings.Join(groupList(v, s), ",") }),
		"session_group_size":          group(func(v *Vars, s *model.Session) string { return itoa(len(v.m.Grouped(s))) }),
		"session_group_attached":      group(func(v *Vars, s *model.Session) string { return itoa(len(groupClients(v, s))) }),
		"session_group_attached_list": group(func(v *Vars, s *model.Session) string { return strings.Join(groupClients(v, s), ",") }),
		"session_group_many_attached": group(func(v *Vars, s *model.Session) string { return flag(len(groupClients(v, s)) > 1) }),
	}
}

// group is a variable that a session has only in a group.
func group(f func(v *Vars, s *model.Session) string) func(*Vars) string {
	return session(func(v *Vars, s *model.Session) string {
		if s.Group == "" {
			return ""
		}
		return f(v, s)
	})
}

func groupList(v *Vars, s *model.Session) (names []string) {
	for _, o := range v.m.Grouped(s) {
		names = append(names, o.Name)
	}
	return names
}

// groupClients are the clients that show any session of a group.
func groupClients(v *Vars, s *model.Session) (names []string) {
	for _, c := range v.m.Clients {
		if c.Session != nil && c.Session.Group == s.Group {
			names = append(names, c.Name)
		}
	}
	return names
}

func isMarkedSession(v *Vars, s *model.Session) string {
	k, ok := v.m.Marked()
	return flag(ok && k.Link.Session == s)
}

// sessionAlert is the kinds of alerts that a session has, each once, in the order of its windows.
func sessionAlert(_ *Vars, s *model.Session) string {
	text := ""
	for _, l := range s.Links {
		for _, mark := range alertMarks(l, "#") {
			if !strings.ContainsRune(text, mark) {
				text += string(mark)
			}
		}
	}
	return text
}

// sessionAlerts lists the windows with alerts.
func sessionAlerts(_ *Vars, s *model.Session) string {
	var list []string
	for _, l := range s.Links {
		if l.Alerts != 0 {
			list = append(list, itoa(l.Index)+alertMarks(l, "#"))
		}
	}
	return strings.Join(list, ",")
}

// linkAlert is whether a winlink has an alert. session_activity_flag and session_silence_flag are that too: tmux looks at
// the winlink of the format, and session_bell_flag at the session's first.
func linkAlert(a model.Alert) func(*Vars) string {
	return window(func(_ *Vars, l *model.Winlink, _ *model.Window) string { return flag(l.Alerts&a != 0) })
}

// alertMarks are the alerts of a winlink as window_flags has them; activity is a # that a style may have to escape.
func alertMarks(l *model.Winlink, activity string) string {
	marks := ""
	for _, k := range []struct {
		alert model.Alert
		mark  string
	}{{model.AlertActivity, activity}, {model.AlertBell, "!"}, {model.AlertSilence, "~"}} {
		if l.Alerts&k.alert != 0 {
			marks += k.mark
		}
	}
	return marks
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
