package model

import (
	"slices"
	"time"
)

// Alert is a set of what may have happened in a window while nobody looked.
type Alert uint8

const (
	AlertActivity Alert = 1 << iota
	AlertBell
	AlertSilence
)

// An alertKind is how one of them is told.
type alertKind struct {
	alert     Alert
	monitored func(*Window) bool
	word      string // of the message
	action    string // option: in which windows it counts
	visual    string // option: message, bell or both
	hook      string
}

// alertKinds are in the order in which tmux looks at them.
var alertKinds = []alertKind{
	{AlertBell, func(w *Window) bool { return w.Options.Flag("monitor-bell") }, "Bell", "bell-action", "visual-bell", "alert-bell"},
	{AlertActivity, func(w *Window) bool { return w.Options.Flag("monitor-activity") }, "Activity", "activity-action", "visual-activity", "alert-activity"},
	{AlertSilence, func(w *Window) bool { return w.Options.Number("monitor-silence") > 0 }, "Silence", "silence-action", "visual-silence", "alert-silence"},
}

// PaneWrote tells that the program in a pane has printed something, the last of it at the time given.
func (m *Model) PaneWrote(id PaneID, last time.Time) []Effect {
	if p := m.Panes[id]; p != nil {
		m.active(p.Window, last)
	}
	return m.TakeEffects()
}

// PaneRang tells that the program in a pane has rung the bell.
func (m *Model) PaneRang(id PaneID) []Effect {
	if p := m.Panes[id]; p != nil {
		p.Window.silentFrom = m.Now
		m.raise(p.Window, AlertBell)
	}
	return m.TakeEffects()
}

// active notes that there was activity in w. What is written down of it has seconds, as what is shown has.
func (m *Model) active(w *Window, at time.Time) {
	w.silentFrom, w.activeAt = at, at
	if at.Unix() != w.Activity.Unix() {
		w.Activity = at
		m.touch(KindOutput, int(w.ID))
	}
	m.raise(w, AlertActivity)
}

// raise has settle look at what happened in w: what the event goes on to do, like attaching a client, comes first.
func (m *Model) raise(w *Window, a Alert) {
	for _, k := range alertKinds {
		if k.alert == a && k.monitored(w) {
			w.raised |= a
			m.alarmed = true
		}
	}
}

// settleAlerts tells of what was raised.
func (m *Model) settleAlerts() {
	if !m.alarmed {
		return
	}
	m.alarmed = false
	for _, w := range m.WindowList() {
		raised := w.raised
		w.raised = 0
		for _, k := range alertKinds {
			if raised&k.alert != 0 {
				m.alert(w, k)
			}
		}
	}
}

// alert marks the winlinks of w that nobody looks at, and tells those who show their sessions. Bells are told each time,
// the others until somebody has looked.
func (m *Model) alert(w *Window, k alertKind) {
	var told []*Session
	for _, l := range m.Links(w) {
		s := l.Session
		if k.alert != AlertBell && l.Alerts&k.alert != 0 || k.alert == AlertActivity && m.seen(l) {
			continue
		}
		current := s.Current == l
		if !current || len(m.Attached(s)) == 0 {
			m.setAlerts(l, l.Alerts|k.alert)
		}
		if action := s.Options.Choice(k.action); action == "none" || action == "current" && !current || action == "other" && current {
			continue
		}
		m.happenedToLink(k.hook, s, w)
		if !slices.Contains(told, s) {
			told = append(told, s)
			m.tellAlert(l, k)
		}
	}
}

// seen reports whether the last output of l's window came while l was current, which it is no more: of output the loop
// hears some time after it came.
func (m *Model) seen(l *Winlink) bool {
	s := l.Session
	return s.Current != l && len(s.Last) > 0 && s.Last[0] == l && l.Window.activeAt.Before(s.switched)
}

// tellAlert tells the clients of a session.
func (m *Model) tellAlert(l *Winlink, k alertKind) {
	s := l.Session
	text := k.word + " in current window"
	if s.Current != l {
		text = k.word + " in window " + itoa(l.Index)
	}
	visual := s.Options.Choice(k.visual)
	for _, c := range m.Attached(s) {
		if c.Control || c.Suspended {
			continue
		}
		if visual != "on" {
			m.Emit(Ring{Client: c.ID})
		}
		if visual != "off" {
			m.ShowMessage(c, Message{Text: text}, time.Duration(s.Options.Number("display-time"))*time.Millisecond)
		}
	}
}

func (m *Model) setAlerts(l *Winlink, a Alert) {
	if l.Alerts != a {
		l.Alerts = a
		m.touch(KindSession, int(l.Session.ID))
		m.DirtySession(l.Session)
	}
}

// clearAlerts forgets what happened in w: somebody looks at it now.
func (m *Model) clearAlerts(w *Window) {
	w.raised = 0
	for _, l := range m.Links(w) {
		m.setAlerts(l, 0)
	}
}

// ClearAlerts forgets all alerts of a session (kill-session -C).
func (m *Model) ClearAlerts(s *Session) {
	for _, l := range s.Links {
		l.Window.raised = 0
		m.setAlerts(l, 0)
	}
}

// NextAlert is the next winlink with an alert step places from the current one, round the end; nil if there is none or
// only the current one.
func (s *Session) NextAlert(step int) *Winlink {
	n, i := len(s.Links), slices.Index(s.Links, s.Current)
	for range n - 1 {
		i = (i + step + n) % n
		if s.Links[i].Alerts != 0 {
			return s.Links[i]
		}
	}
	return nil
}

// watched is whether something has to be watched that hardly anybody uses.
type watched uint8

const (
	notKnown watched = iota
	nothing
	something
)

// monitorsSilence reports whether any window has monitor-silence.
func (m *Model) monitorsSilence() bool {
	if m.silence == notKnown {
		m.silence = nothing
		if m.WindowOption.Number("monitor-silence") > 0 {
			m.silence = something
		}
		for _, w := range m.Windows {
			if w.Options.Number("monitor-silence") > 0 {
				m.silence = something
			}
		}
	}
	return m.silence == something
}

// restartSilence begins to count anew, after a change of monitor-silence.
func (m *Model) restartSilence() {
	m.silence = notKnown
	for _, w := range m.Windows {
		w.silentFrom = m.Now
	}
}

// silenceDue is when a window has been silent for as long as monitor-silence says.
func (w *Window) silenceDue() (time.Time, bool) {
	every := w.Options.Number("monitor-silence")
	if every <= 0 {
		return time.Time{}, false
	}
	from := w.silentFrom
	if from.IsZero() { // a server before this one has heard of the last output
		from = w.Activity
	}
	return from.Add(time.Duration(every) * time.Second), true
}

// nextSilence is when tickSilence has something to do next.
func (m *Model) nextSilence() (next time.Time, found bool) {
	if !m.monitorsSilence() {
		return next, false
	}
	for _, w := range m.Windows {
		if due, ok := w.silenceDue(); ok && (!found || due.Before(next)) {
			next, found = due, true
		}
	}
	return next, found
}

// tickSilence raises alerts for the windows that are silent.
func (m *Model) tickSilence() {
	if !m.monitorsSilence() {
		return
	}
	for _, w := range m.Windows {
		if due, ok := w.silenceDue(); ok && !m.Now.Before(due) {
			w.silentFrom = m.Now
			m.raise(w, AlertSilence)
		}
	}
}
