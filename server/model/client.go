package model

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"gmux/protocol/key"
)

// A Client is a connection: one that shows a session, or one that runs a command and leaves.
type Client struct {
	ID       ClientID
	Token    string   // the same over all connections of one client
	Name     string   // its tty's path, else client-PID
	TTY      string   // path, "" if stdin is no terminal
	Term     string   // its TERM
	TermType string   // what its terminal says that it is (XTVERSION)
	Features []string // what its terminal can do, by the names of terminal-features
	Theme    string   // dark, light, or not known
	Size     Size
	UTF8     bool
	PID      int
	UID      int
	User     string
	Cwd      string
	Env      Environ

	OutTTY bool // its standard output is a terminal

	Session     *Session // nil: attached to none
	LastSession *Session

	ReadOnly          bool
	IgnoreSize        bool
	NoDetachOnDestroy bool
	ActivePane        bool                // it types into panes that it selects itself
	Own               map[WindowID]PaneID // which those are, so far
	Control           bool
	Suspended         bool
	Blurred           bool // its terminal is not what the user looks at
	Leaving           bool // Detach or Exit is under way

	Keys    KeyState
	Message *Message
	Pasting Paste
	Held    *Pane // where a mouse button was pressed that is not released yet

	Created  time.Time
	Activity time.Time
	statusAt time.Time // when the status line was last due
}

// KeyState is where a client is in the key tables; keytable moves it.
type KeyState struct {
	Table       string    // "" is the session's key-table
	Since       time.Time // of Table
	Repeating   bool
	RepeatUntil time.Time
	Last        key.Key // the last key that repeats
}

// Paste is where the paste goes that has begun at a client.
type Paste struct {
	Pane *Pane // nil between pastes
	PID  int   // of its program
}

// A Message is a line of text over a client's status line.
type Message struct {
	Text       string
	Error      bool
	Until      time.Time // zero: until a key is pressed
	IgnoreKeys bool      // display-message -N
	Styled     bool      // its #[...] are styles and no text
}

// A NewClient is what a connection says of itself.
type NewClient struct {
	Token string // "": a connection that is like no other
	TTY   string
	Term  string
	Size  Size
	UTF8  bool
	PID   int
	UID   int
	User  string
	Cwd   string
	Env   []string

	OutTTY bool
}

// AddClient takes in a connection, which is not attached yet.
func (m *Model) AddClient(n NewClient) *Client {
	c := &Client{
		ID:       m.NextClient,
		Token:    n.Token,
		Name:     n.TTY,
		TTY:      n.TTY,
		Term:     n.Term,
		Size:     n.Size,
		UTF8:     n.UTF8,
		PID:      n.PID,
		UID:      n.UID,
		User:     n.User,
		Cwd:      n.Cwd,
		Env:      EnvironOf(n.Env),
		OutTTY:   n.OutTTY,
		Created:  m.Now,
		Activity: m.Now,
	}
	if c.Name == "" {
		c.Name = "client-" + strconv.Itoa(n.PID)
	}
	if c.Token == "" {
		c.Token = "client " + strconv.Itoa(int(c.ID))
	}
	m.NextClient++
	m.Clients = append(m.Clients, c)
	m.touch(KindServer, 0)
	return c
}

// Serve tells that the server has had its first task: from here on it may be empty and go. Before that the client
// that started it is still on its way, and others who come first must not take the server with them.
func (m *Model) Serve() {
	if !m.Served {
		m.Served = true
		m.touch(KindServer, 0)
	}
}

// RemoveClient tells that a connection has ended, in whatever way.
func (m *Model) RemoveClient(id ClientID) []Effect {
	c := m.Client(id)
	if c == nil {
		return m.TakeEffects()
	}
	s := c.Session
	if s != nil {
		m.happenedToClient("client-detached", c)
	}
	c.Session = nil
	m.touchClient(c)
	m.disturb()
	m.refocus = m.refocus || s != nil
	m.dropPrompt(c)
	m.Clients = slices.DeleteFunc(m.Clients, func(o *Client) bool { return o == c })
	delete(m.dirty, id)
	if s != nil {
		m.DirtySession(s) // they may show how many look on
	}
	return m.TakeEffects()
}

// ClientResized tells the size of a client's terminal.
func (m *Model) ClientResized(id ClientID, size Size) []Effect {
	if c := m.Client(id); c != nil && c.Size != size {
		c.Size = size
		m.latest(c)
		m.happenedToClient("client-resized", c)
		m.disturb()
		m.DirtyClient(c)
	}
	return m.TakeEffects()
}

// ClientTerminal tells what is known of a client's terminal; an empty theme says nothing new.
func (m *Model) ClientTerminal(id ClientID, termType string, features []string, theme string) []Effect {
	if c := m.Client(id); c != nil {
		c.TermType, c.Features = termType, features
		if theme != "" && theme != c.Theme {
			c.Theme = theme
			m.happenedToClient("client-"+theme+"-theme", c)
			m.DirtyClient(c)
		}
	}
	return m.TakeEffects()
}

// ClientResumed tells that a suspended client is back in the foreground.
func (m *Model) ClientResumed(id ClientID) []Effect {
	if c := m.Client(id); c != nil && c.Suspended {
		c.Suspended = false
		m.disturb()
		m.DirtyClient(c)
	}
	return m.TakeEffects()
}

// ClientTyped tells that something was typed at an attached client.
func (m *Model) ClientTyped(c *Client) {
	c.Activity = m.Now
	if c.Session == nil {
		return
	}
	m.sessionActive(c.Session)
	m.latest(c)
}

// latest makes c the client that was last active in the window that it shows.
func (m *Model) latest(c *Client) {
	if c.Session == nil {
		return
	}
	if w := c.Session.Current.Window; w.Latest != c.ID {
		w.Latest, w.Awaits = c.ID, ""
		m.disturb()
		m.touch(KindWindow, int(w.ID))
		m.happenedToClient("client-active", c)
	}
}

// ShowSession attaches c to s, or makes it show s instead of what it shows.
func (m *Model) ShowSession(c *Client, s *Session) {
	old, back := c.Session, m.comeBack(c, s)
	if old != nil && old != s {
		c.LastSession = old
		m.DirtySession(old)
	}
	c.Session = s
	m.disturb()
	s.LastAttached = m.Now
	if w := s.Current.Window; w.Awaits == "" && !back {
		w.Latest = c.ID
	}
	m.touchClient(c)
	m.setAlerts(s.Current, 0)
	c.Blurred, m.refocus = c.Blurred && back, true
	m.sessionActive(s)
	m.touch(KindWindow, int(s.Current.Window.ID))
	m.DirtySession(s)
	if old == nil && !back {
		m.happenedToClient("client-attached", c)
	}
	if old != s && !back {
		m.happenedToClient("client-session-changed", c)
	}
	if old == nil {
		m.Emit(Attach{Client: c.ID, Session: s.ID})
		m.showCauses(c)
	}
}

// showCauses shows the first client what the configuration had wrong.
func (m *Model) showCauses(c *Client) {
	if len(m.Causes) == 0 {
		return
	}
	m.ViewLines(c, m.Causes)
	m.Causes = nil
	m.touch(KindServer, 0)
}

// ShowCauses shows them to a client that is attached already, after the configuration was read again.
func (m *Model) ShowCauses() {
	for _, c := range m.Clients {
		if c.Session != nil {
			m.showCauses(c)
		}
	}
}

// AddCauses keeps errors of the configuration for the next client to see.
func (m *Model) AddCauses(causes ...string) {
	m.Causes = append(m.Causes, causes...)
	m.touch(KindServer, 0)
}

// DetachClient sends an attached client away; exec, if any, is the command that replaces it.
func (m *Model) DetachClient(c *Client, why Reason, exec string) {
	s := c.Session
	if s == nil || c.Leaving {
		return
	}
	d := Detach{Client: c.ID, Reason: why, Session: s.Name, Exec: exec}
	if exec != "" {
		d.Shell = s.Options.String("default-shell")
	}
	m.happenedToClient("client-detached", c)
	c.Session, c.LastSession, c.Leaving = nil, nil, true
	m.touchClient(c)
	m.refocus = true
	m.disturb()
	m.DirtySession(s)
	m.Emit(d)
}

// ExitClient ends a command client.
func (m *Model) ExitClient(c *Client, status int) {
	if c.Leaving {
		return
	}
	c.Leaving = true
	m.Emit(Exit{Client: c.ID, Status: status})
}

// SuspendClient stops an attached client.
func (m *Model) SuspendClient(c *Client) {
	if c.Session == nil || c.Suspended || c.Leaving {
		return
	}
	c.Suspended = true
	m.disturb()
	m.Emit(Suspend{Client: c.ID})
}

// SetReadOnly changes whether a client may type. A client that may not has no say in sizes either.
func (m *Model) SetReadOnly(c *Client, on bool) {
	c.ReadOnly, c.IgnoreSize = on, on
	m.touchClient(c)
	m.disturb()
	m.DirtyClient(c)
}

// SetFlags is attach-session -f: names with commas between, ! before one to clear it. Names that are
// not known are passed over, as in tmux.
func (m *Model) SetFlags(c *Client, flags string) {
	for f := range strings.SplitSeq(flags, ",") {
		name, off := strings.CutPrefix(f, "!")
		switch name {
		case "read-only":
			if !off { // there is no way back, as in tmux
				c.ReadOnly = true
			}
		case "ignore-size":
			c.IgnoreSize = !off
		case "no-detach-on-destroy":
			c.NoDetachOnDestroy = !off
		case "active-pane":
			c.ActivePane = !off
		}
	}
	m.touchClient(c)
	m.disturb()
	m.DirtyClient(c)
}

// Flags is #{client_flags}.
func (c *Client) Flags() string {
	var list []string
	for _, f := range []struct {
		on   bool
		name string
	}{
		{c.Session != nil, "attached"},
		{c.Session != nil && !c.Suspended && !c.Blurred, "focused"},
		{c.Control, "control-mode"},
		{c.IgnoreSize, "ignore-size"},
		{c.NoDetachOnDestroy, "no-detach-on-destroy"},
		{c.ReadOnly, "read-only"},
		{c.ActivePane, "active-pane"},
		{c.Suspended, "suspended"},
		{c.UTF8, "UTF-8"},
	} {
		if f.on {
			list = append(list, f.name)
		}
	}
	return strings.Join(list, ",")
}

// ShowMessage shows a line to c for delay, until a key if delay is 0.
func (m *Model) ShowMessage(c *Client, msg Message, delay time.Duration) {
	if delay > 0 {
		msg.Until = m.Now.Add(delay)
	}
	m.Note(c.Name + " message: " + msg.Text)
	c.Message = &msg
	m.DirtyClient(c)
}

// ClearMessage takes a client's message away.
func (m *Model) ClearMessage(c *Client) {
	if c.Message != nil {
		c.Message = nil
		m.DirtyClient(c)
	}
}

// InPane returns the pane that c runs in: the one with its tty, else the one that its environment names.
func (m *Model) InPane(c *Client) *Pane {
	for _, p := range m.PaneList() {
		if c.TTY != "" && p.TTY == c.TTY && p.PID != 0 {
			return p
		}
	}
	for _, name := range []string{"GMUX_PANE", "TMUX_PANE"} {
		if v, ok := c.Env.Get(name); ok {
			if id, ok := ParsePaneID(v); ok && m.Panes[id] != nil {
				return m.Panes[id]
			}
		}
	}
	return nil
}

// Nested reports whether c would attach inside one of our own panes.
func (m *Model) Nested(c *Client) bool {
	inside := false
	for _, name := range []string{"GMUX", "TMUX"} {
		if v, ok := c.Env.Get(name); ok && v != "" {
			inside = true
		}
	}
	if !inside || c.TTY == "" {
		return false
	}
	for _, p := range m.Panes {
		if p.TTY == c.TTY {
			return true
		}
	}
	return false
}
