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

	Created      time.Time
	Activity     time.Time
	LastAttached time.Time
}

// A Winlink is a window's place in a session. A window may be in several.
type Winlink struct {
	Session *Session
	Index   int
	Window  *Window
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
// name is refused: what is not UTF-8 or does not print. As in tmux since 3.7, a colon or a period stays
// and a backslash is doubled.
func CleanName(name string) (string, bool) {
	if !utf8.ValidString(name) {
		return "", false
	}
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return "", false
		}
	}
	return strings.ReplaceAll(name, `\`, `\\`), true
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
	Name       string // unused if Unnamed
	Unnamed    bool   // the name is the id, the first that is free
	Cwd        string
	Env        Environ
	Size       Size
	WindowName string // with Named
	Named      bool
	Latest     ClientID // whose size the window follows
}

// AddSession makes a session with one window of one pane, in which nothing runs yet: Spawn follows. The
// caller has made sure that the name is free.
func (m *Model) AddSession(n NewSession) *Session {
	s := &Session{
		Cwd:      n.Cwd,
		Options:  option.NewSet(m.SessionOption),
		Env:      n.Env.Clone(),
		Created:  m.Now,
		Activity: m.Now,
	}
	s.ID, s.Name = m.nextSession(n)
	m.Sessions[s.ID] = s
	w := m.addWindow(n.Size)
	w.Latest = n.Latest
	if n.Named {
		w.Name = n.WindowName
		w.nameFixed()
	}
	s.Current = s.link(w, s.Options.Number("base-index"))
	m.addPane(w)
	m.touch(KindServer, 0)
	m.touch(KindSession, int(s.ID))
	m.happenedToLink("window-linked", s, w)
	m.happenedToSession("session-created", s)
	m.DirtyAll()
	return s
}

// nextSession takes an id. An unnamed session is called by it, and passes over ids that are the name of
// another.
func (m *Model) nextSession(n NewSession) (SessionID, string) {
	for {
		id := m.NextSession
		m.NextSession++
		name := n.Name
		if n.Unnamed {
			name = strconv.Itoa(int(id))
		}
		if !n.Unnamed || m.SessionByName(name) == nil {
			return id, name
		}
	}
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

// SelectWindow makes l its session's current window.
func (m *Model) SelectWindow(l *Winlink) {
	s := l.Session
	if s.Current == l {
		return
	}
	s.Last = slices.DeleteFunc(s.Last, func(o *Winlink) bool { return o == l || o == s.Current })
	s.Last = slices.Insert(s.Last, 0, s.Current)
	s.Current = l
	m.happenedToSession("session-window-changed", s)
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
		}
	}
	m.happenedToSession("session-closed", s)
	links := s.Links
	s.Links, s.Last, s.Current = nil, nil, nil
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
	size, ok := ParseSize(s.Options.String("default-size"))
	if !ok {
		size = m.DefaultSize()
	}
	w := m.addWindow(size)
	w.Latest = latest
	m.addPane(w)
	l := s.LinkAt(index)
	if l == nil {
		l = m.LinkWindow(s, w, index)
	} else {
		m.replaceWindow(l, w)
	}
	if size, ok := m.wanted(w); ok { // now, or the program starts in a size that it does not keep
		m.resizeWindow(w, size)
	}
	return l
}

// replaceWindow puts w where another window was. It is not one that was current before any more.
func (m *Model) replaceWindow(l *Winlink, w *Window) {
	s, old := l.Session, l.Window
	l.Window = w
	s.Last = slices.DeleteFunc(s.Last, func(o *Winlink) bool { return o == l })
	m.dropWindow(old)
	m.disturb()
	m.touch(KindSession, int(s.ID))
	m.DirtySession(s)
}

// MakeRoom moves the winlinks behind l, or with before l itself too, so that an index is free there, and returns it.
func (m *Model) MakeRoom(l *Winlink, before bool) int {
	s, index := l.Session, l.Index
	if !before {
		index++
	}
	free := index
	for s.LinkAt(free) != nil {
		free++
	}
	for _, o := range s.Links {
		if o.Index >= index && o.Index < free {
			o.Index++
		}
	}
	m.touch(KindSession, int(s.ID))
	m.DirtySession(s)
	return index
}

// LookAt makes c the client that a window's size follows.
func (m *Model) LookAt(w *Window, c *Client) {
	if w.Latest != c.ID {
		w.Latest = c.ID
		m.disturb()
	}
}
