package model

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"gmux/protocol/key"
	"gmux/server/option"
)

// Config is what the loop knows from its start and tells once. It is not part of a snapshot.
type Config struct {
	Socket    string // path
	HostPID   int    // #{pid}: the host's, which outlives servers
	ServerPID int
	Restarts  int // servers on this socket before this one
	Version   string
	AsTmux    bool // invoked under the name tmux: panes get TMUX, not GMUX
	Hostname  string
	User      string
	UID       int
	Home      string
	Shell     string // the user's, for default-shell; /bin/sh if empty
	Started   time.Time
	Files     []string // configuration files read

	IsShell func(path string) bool // whether default-shell may be path; nil: it may
}

// A Model is everything the server knows; see the package comment for who may touch it.
type Model struct {
	Config
	Now   time.Time // the loop sets it before each event
	Since time.Time // #{start_time}: when the first server on this socket was started, which outlives servers as its host does

	Sessions map[SessionID]*Session
	Windows  map[WindowID]*Window
	Panes    map[PaneID]*Pane
	Clients  []*Client // in the order they came

	NextSession SessionID // ids not given yet
	NextWindow  WindowID
	NextPane    PaneID
	NextClient  ClientID

	Options       *option.Set // server
	SessionOption *option.Set // global session options
	WindowOption  *option.Set // global window and pane options
	Env           Environ     // global
	Tables        map[string]*Table

	Buffers     map[string]*Buffer
	NextBuffer  int // for the name of the next buffer without one
	BufferOrder int // of the next buffer
	Channels    map[string]Channel

	Prompts  map[string]*Prompt // open ones, by their client's Token
	Pans     map[string]*Pan    // likewise
	Absent   map[string]*Absent // likewise: those of the server before this one that are still to come back
	History  [PromptTypes][]string
	Log      []LogEntry // by number
	NextNote int

	Served bool     // the server has had its first task: an empty one may go
	Await  bool     // the clients of the server before this one are still to come back; see ClientsBack
	Causes []string // errors of the configuration, not yet shown to anyone

	marked    Mark
	effects   []Effect
	events    []Event // for hooks
	dirty     map[ClientID]bool
	touched   map[Ref]bool
	alarmed   bool            // settle has to look at what was raised in windows
	silence   watched         // whether any window has monitor-silence
	refocus   bool            // settle has to see which panes have the focus
	focused   map[PaneID]bool // those that have it
	disturbed bool            // settle has to look at sizes and at sessions without clients
	waitUntil time.Time       // for Await, set by the first event
	ending    bool            // Shutdown has been asked for
	down      bool            // and emitted
}

// New makes the model of a server without sessions. Its environment is the global one.
func New(c Config, env Environ) *Model {
	m := Empty(c)
	m.Env = env.Clone()
	for _, name := range []string{"GMUX", "GMUX_PANE", "TMUX", "TMUX_PANE"} {
		delete(m.Env, name)
	}
	if c.Shell != "" {
		if err := m.SessionOption.Set("default-shell", c.Shell, 0); err != nil {
			m.AddCauses(err.Error()) // an odd $SHELL; the default serves
		}
	}
	return m
}

// Empty makes a model in which nothing is set; persist fills it.
func Empty(c Config) *Model {
	m := &Model{
		Config:   c,
		Now:      c.Started,
		Since:    c.Started,
		Sessions: make(map[SessionID]*Session),
		Windows:  make(map[WindowID]*Window),
		Panes:    make(map[PaneID]*Pane),
		Env:      make(Environ),
		Tables:   make(map[string]*Table),
		Buffers:  make(map[string]*Buffer),
		Channels: make(map[string]Channel),
		Prompts:  make(map[string]*Prompt),
		Pans:     make(map[string]*Pan),
		Absent:   make(map[string]*Absent),
		focused:  make(map[PaneID]bool),
		dirty:    make(map[ClientID]bool),
		touched:  make(map[Ref]bool),
	}
	m.Options = m.DefaultOptions(ServerOptions)
	m.SessionOption = m.DefaultOptions(SessionOptions)
	m.WindowOption = m.DefaultOptions(WindowOptions)
	return m
}

// DefaultOptions makes one of the three global sets, every option at its default.
func (m *Model) DefaultOptions(which int) *option.Set {
	scope := [...]option.Scope{ServerOptions: option.Server, SessionOptions: option.Session, WindowOptions: option.Window}[which]
	return option.NewGlobal(scope, option.Checks{Key: canonicalKey, Shell: m.IsShell})
}

// CompatVersion is the tmux whose behaviour is followed, and which #{version} names, since that is what
// configurations compare with.
const CompatVersion = "3.7c"

func canonicalKey(name string) (string, bool) {
	k, err := key.Parse(name)
	if err != nil {
		return "", false
	}
	return k.String(), true
}

// SessionList returns the sessions by name, the order in which tmux goes through them.
func (m *Model) SessionList() []*Session {
	return slices.SortedFunc(maps.Values(m.Sessions), func(a, b *Session) int {
		return cmp.Compare(a.Name, b.Name)
	})
}

// WindowList returns the windows by id.
func (m *Model) WindowList() []*Window {
	return slices.SortedFunc(maps.Values(m.Windows), func(a, b *Window) int { return cmp.Compare(a.ID, b.ID) })
}

// PaneList returns the panes by id.
func (m *Model) PaneList() []*Pane {
	return slices.SortedFunc(maps.Values(m.Panes), func(a, b *Pane) int { return cmp.Compare(a.ID, b.ID) })
}

// SessionByName returns the session of that name, nil if there is none.
func (m *Model) SessionByName(name string) *Session {
	for _, s := range m.Sessions {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// Client returns the client with that id, nil if it has gone.
func (m *Model) Client(id ClientID) *Client {
	for _, c := range m.Clients {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Emit asks something of the world.
func (m *Model) Emit(e ...Effect) { m.effects = append(m.effects, e...) }

// Perform hands over, in order, what has been asked of the world since the last call. What done reports false for is kept
// for TakeEffects.
func (m *Model) Perform(done func(Effect) bool) {
	asked := m.effects
	m.effects = nil
	later := slices.DeleteFunc(asked, done)
	m.effects = append(later, m.effects...)
}

// TakeEffects ends an event: it brings sizes and lonely sessions in order, sees whether the server is
// done, and returns all that has been asked of the world since the last call.
func (m *Model) TakeEffects() []Effect {
	m.settle()
	e := m.effects
	m.effects = nil
	return e
}
