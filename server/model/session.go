package model

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gmux/server/option"
)

// A Session is a list of windows that clients attach to.
type Session struct {
	ID      SessionID
	Name    string
	Cwd     string     // where its new panes start
	Links   []*Winlink // by index
	Current *Winlink
	Last    []*Winlink // formerly current, the most recent first
	Options *option.Set
	Env     Environ
	Group   string // the sessions of a group have the same windows at the same indexes; "" for none

	Created      time.Time
	Activity     time.Time
	LastAttached time.Time

	making bool // its first child is not there yet, nor its client

	switched time.Time // when another window became current
}

// A Winlink is a window's place in a session. A window may be in several, of one session too.
type Winlink struct {
	Session *Session
	Index   int
	Window  *Window
	Alerts  Alert // what nobody has looked at
}

// Link returns the winlink of w in s, the current one first, nil if w is not there.
func (s *Session) Link(w *Window) *Winlink {
	if s.Current != nil && s.Current.Window == w {
		return s.Current
	}
	for _, l := range s.Links {
		if l.Window == w {
			return l
		}
	}
	return nil
}

// LinkAt returns the winlink with that index, nil if the index is free.
func (s *Session) LinkAt(index int) *Winlink {
	for _, l := range s.Links {
		if l.Index == index {
			return l
		}
	}
	return nil
}

// Attached returns the clients that show s.
func (m *Model) Attached(s *Session) []*Client {
	var list []*Client
	for _, c := range m.Clients {
		if c.Session == s {
			list = append(list, c)
		}
	}
	return list
}

// CleanName returns the name that a session or window gets when name is asked for, and false where the
// name is refused: what is not UTF-8 or has control characters. As in tmux since 3.7, a colon or a period stays
// and a backslash is doubled. unicode.IsPrint would not do: the joiners of emoji, the private characters that
// fonts for terminals have icons at, and characters younger than Go's tables do not print for it.
func CleanName(name string) (string, bool) {
	if !utf8.ValidString(name) {
		return "", false
	}
	if strings.ContainsFunc(name, unicode.IsControl) {
		return "", false
	}
	return strings.ReplaceAll(name, `\`, `\\`), true
}

// Untrusted is CleanName of what a program chose: a format that it may come to, at once or when the user edits it, has no
// shell command in it.
func Untrusted(name string) (string, bool) {
	return CleanName(strings.ReplaceAll(name, "#(", "_("))
}

// ErrDuplicate is wrapped by what refuses a session's name that is taken.
var ErrDuplicate = errors.New("duplicate session")

// RenameSession gives s another, already clean, name.
func (m *Model) RenameSession(s *Session, name string) error {
	if name == s.Name {
		return nil
	}
	if m.SessionByName(name) != nil {
		return fmt.Errorf("%w: %s", ErrDuplicate, name)
	}
	s.Name = name
	m.touch(KindSession, int(s.ID))
	m.happenedToSession("session-renamed", s)
	m.DirtyAll() // any status line may list sessions
	return nil
}

// A NewSession says what a session starts as.
type NewSession struct {
	Name       string   // unused if Unnamed
	Unnamed    bool     // the name is the id, the first that is free
	Prefix     string   // stands before that id, with a hyphen
	Group      string   // begins a group of that name
	With       *Session // shares the windows of this one, in its group; there is no window of its own then
	Cwd        string
	Env        Environ
	Size       Size
	WindowName string // with Named
	Named      bool
	Latest     ClientID // whose size the window follows
}

// AddSession makes a session with one window of one pane, in which nothing runs yet: Spawn follows. One that joins a group has
// the windows of that. The caller has made sure that the name is free.
func (m *Model) AddSession(n NewSession) *Session {
	s := &Session{
		Cwd:      n.Cwd,
		Options:  option.NewSet(m.SessionOption),
		Env:      n.Env.Clone(),
		Created:  m.Now,
		Activity: m.Now,
	}
	s.making = true
	s.ID, s.Name = m.nextSession(n)
	m.Sessions[s.ID] = s
	if n.With != nil {
		m.joinGroup(s, n.With)
	} else {
		s.Group = n.Group
		m.firstWindow(s, n)
	}
	m.touch(KindServer, 0)
	m.touch(KindSession, int(s.ID))
	m.happenedToSession("session-created", s)
	m.DirtyAll()
	return s
}

// Made tells that a session is complete. Up to here it stays although nobody is attached to it.
func (m *Model) Made(s *Session) {
	s.making = false
	m.disturb()
}

func (m *Model) firstWindow(s *Session, n NewSession) {
	w := m.addWindow(n.Size)
	w.Latest = n.Latest
	if n.Named {
		w.Name = n.WindowName
		w.nameFixed()
	}
	s.Current = s.link(w, s.Options.Number("base-index"))
	m.addPane(w)
	m.happenedToLink("window-linked", s, w)
}

// nextSession takes an id. An unnamed session is called by it, behind its group's name if it is to join one, and passes over
// ids that are the name of another.
func (m *Model) nextSession(n NewSession) (SessionID, string) {
	m.touch(KindServer, 0)
	for {
		id := m.NextSession
		m.NextSession++
		name := n.Name
		if n.Unnamed {
			name = strconv.Itoa(int(id))
			if n.Prefix != "" {
				name = n.Prefix + "-" + name
			}
		}
		if !n.Unnamed || m.SessionByName(name) == nil {
			return id, name
		}
	}
}

// SelectWindow makes l its session's current window.
func (m *Model) SelectWindow(l *Winlink) {
	s := l.Session
	if s.Current == l {
		return
	}
	s.Last = slices.DeleteFunc(s.Last, func(o *Winlink) bool { return o == l || o == s.Current })
	s.Last = slices.Insert(s.Last, 0, s.Current)
	s.Current = l
	s.switched = m.Now
	m.happenedToSession("session-window-changed", s)
	m.clearAlerts(l.Window)
	m.active(l.Window, m.Now)
	m.focusMoves()
	m.disturb()
	m.touch(KindSession, int(s.ID))
	m.DirtySession(s)
}

// SetSessionCwd changes where new panes of s start.
func (m *Model) SetSessionCwd(s *Session, cwd string) {
	s.Cwd = cwd
	m.touch(KindSession, int(s.ID))
}

// sessionActive notes that something was typed or changed in s.
func (m *Model) sessionActive(s *Session) {
	s.Activity = m.Now
	m.touch(KindActivity, int(s.ID))
}

// KillSession ends s. Its clients go to another session or away, as detach-on-destroy says; windows that
// no other session has close.
func (m *Model) KillSession(s *Session) {
	if m.Sessions[s.ID] != s {
		return
	}
	m.rehome(s)
	m.disturb()
	delete(m.Sessions, s.ID)
	for _, c := range m.Clients {
		if c.LastSession == s {
			c.LastSession = nil
			m.touchClient(c)
		}
	}
	m.happenedToSession("session-closed", s)
	links := s.Links
	s.Links, s.Last, s.Current = nil, nil, nil
	m.checkMark()
	for _, l := range links {
		m.happenedToLink("window-unlinked", s, l.Window)
		m.dropWindow(l.Window)
	}
	m.touch(KindSession, int(s.ID))
	m.DirtyAll()
}

// rehome finds the clients of a dying session somewhere to go.
func (m *Model) rehome(s *Session) {
	next := m.successor(s)
	for _, c := range m.Attached(s) {
		to := next
		if to == nil && c.NoDetachOnDestroy {
			to = m.newest(s, false)
		}
		if to == nil {
			m.DetachClient(c, Exited, "")
			continue
		}
		m.ShowSession(c, to)
	}
}

// successor is the session that detach-on-destroy names, nil if clients shall leave.
func (m *Model) successor(s *Session) *Session {
	switch s.Options.Choice("detach-on-destroy") {
	case "off":
		return m.newest(s, false)
	case "no-detached":
		return m.newest(s, true)
	case "previous":
		return m.Neighbour(s, -1)
	case "next":
		return m.Neighbour(s, +1)
	}
	return nil
}

// newest is the most recently active session other than s.
func (m *Model) newest(s *Session, detachedOnly bool) *Session {
	var best *Session
	for _, o := range m.SessionList() {
		if o == s || detachedOnly && len(m.Attached(o)) > 0 {
			continue
		}
		if best == nil || o.Activity.After(best.Activity) {
			best = o
		}
	}
	return best
}

// Neighbour returns the session step places after s by name, round the corner; nil if s is alone.
func (m *Model) Neighbour(s *Session, step int) *Session {
	list := m.SessionList()
	i := slices.Index(list, s)
	if i < 0 || len(list) < 2 {
		return nil
	}
	return list[(i+step+len(list))%len(list)]
}

// NewWindow makes a window of one pane, in which nothing runs yet, at an index of s; -1 is the first free one from base-index on.
// A window that is there already closes.
func (m *Model) NewWindow(s *Session, index int, latest ClientID) *Winlink {
	w := m.addWindow(m.sizeOfNew(s, latest))
	w.Latest = latest
	m.addPane(w)
	l := s.LinkAt(index)
	if l == nil {
		l = m.LinkWindow(s, w, index)
	} else {
		m.ReplaceWindow(l, w)
	}
	return l
}

// LookAt makes c the client that a window's size follows.
func (m *Model) LookAt(w *Window, c *Client) {
	if w.Latest != c.ID {
		w.Latest, w.Awaits = c.ID, ""
		m.touch(KindWindow, int(w.ID))
		m.disturb()
	}
}
