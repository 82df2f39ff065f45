package target

import (
	"strings"

	"gmux/server/model"
)

// A Kind is what a command wants.
type Kind int

const (
	Session Kind = iota
	Window
	Pane
)

// Flags change how a target is read.
type Flags int

const (
	PreferUnattached Flags = 1 << iota // of several sessions take one without clients
	WindowIndex                        // the index of a window that need not exist
	DefaultMarked                      // what is left open is filled in from the marked pane, if there is one
)

// A Finder is the circumstances in which targets are read.
type Finder struct {
	Model   *model.Model
	Client  *model.Client // who typed the command; nil: the configuration
	Current State         // where the list of commands is at; ignored unless valid
}

// current is what a target leaves open.
func (f Finder) current(flags Flags) (State, bool) {
	if st, ok := Marked(f.Model); ok && flags&DefaultMarked != 0 {
		return st, true
	}
	if f.Current.Valid(f.Model) {
		return f.Current, true
	}
	return OfClient(f.Model, f.Client, flags)
}

// Find reads a target; "" is the current one. With an error comes what was found, the session or that and the
// window: set-option -t work:9 still knows whose option it is.
func (f Finder) Find(spec string, kind Kind, flags Flags) (State, error) {
	cur, ok := f.current(flags)
	if !ok {
		return State{Index: -1}, &Error{Kind: NoCurrentTarget}
	}
	switch spec {
	case "":
		cur.Index = -1
		return cur, nil
	case "@", "{active}", "{current}":
		if f.Client == nil || f.Client.Session == nil {
			return State{Index: -1}, &Error{Kind: NoCurrentClient}
		}
		return OfSession(f.Client.Session), nil
	case "=", "{mouse}":
		return State{Index: -1}, &Error{Kind: NoMouse}
	case "~", "{marked}":
		if st, ok := Marked(f.Model); ok {
			return st, nil
		}
		return State{Index: -1}, &Error{Kind: NoMark}
	}
	s := search{m: f.Model, cur: cur, flags: flags, State: State{Index: -1}}
	if err := s.run(split(spec, kind)); err != nil {
		return State{Session: s.Session, Link: s.Link, Window: s.Window, Index: -1}, err
	}
	return s.State, nil
}

// parts are the three parts of a target, "" where left out.
type parts struct {
	session, window, pane string
	windowOnly, paneOnly  bool // a separator said what the part is
	exactSession          bool
	exactWindow           bool
}

// split takes a target apart. Without separators the kind wanted, or the sigil of an id, says what it is.
func split(spec string, kind Kind) parts {
	var p parts
	head, tail, colon := strings.Cut(spec, ":")
	switch {
	case colon:
		p.session, p.windowOnly = head, true
		p.window, p.pane, p.paneOnly = strings.Cut(tail, ".")
	case strings.Contains(spec, "."):
		p.window, p.pane, _ = strings.Cut(spec, ".")
		p.paneOnly = true
	case spec[0] == '$' || kind == Session && spec[0] != '@' && spec[0] != '%':
		p.session = spec
	case spec[0] == '@' || kind == Window && spec[0] != '%':
		p.window = spec
	default:
		p.pane = spec
	}
	p.session, p.exactSession = strings.CutPrefix(p.session, "=")
	p.window, p.exactWindow = strings.CutPrefix(p.window, "=")
	p.window = alias(p.window, windowAliases)
	p.pane = alias(p.pane, paneAliases)
	return p
}

var windowAliases = map[string]string{
	"{start}": "^", "{last}": "!", "{end}": "$", "{next}": "+", "{previous}": "-",
}

var paneAliases = map[string]string{
	"{last}": "!", "{next}": "+", "{previous}": "-", "{top}": "top", "{bottom}": "bottom",
	"{left}": "left", "{right}": "right", "{top-left}": "top-left", "{top-right}": "top-right",
	"{bottom-left}": "bottom-left", "{bottom-right}": "bottom-right",
}

func alias(name string, table map[string]string) string {
	if to, ok := table[name]; ok {
		return to
	}
	return name
}

// search is one target being looked for; what is found fills in State.
type search struct {
	m     *model.Model
	cur   State
	flags Flags
	exact struct{ session, window bool }
	State
}

func (s *search) run(p parts) error {
	s.exact.session, s.exact.window = p.exactSession, p.exactWindow
	if p.pane != "" && s.flags&WindowIndex != 0 {
		return &Error{Kind: NoPaneHere}
	}
	if p.session != "" {
		return s.inSession(p)
	}
	switch {
	case p.window != "" && p.pane != "":
		if !s.window(p.window, p.windowOnly) {
			return s.noWindow(p.window)
		}
		if !s.paneInWindow(p.pane) {
			return s.noPane(p.pane)
		}
	case p.window != "":
		if !s.window(p.window, p.windowOnly) {
			return s.noWindow(p.window)
		}
		s.activePane()
	case p.pane != "":
		if !s.pane(p.pane, p.paneOnly) {
			return s.noPane(p.pane)
		}
	default: // ":" and "=" and the like
		s.State = s.cur
		s.Index = -1
	}
	return nil
}

func (s *search) inSession(p parts) error {
	if !s.session(p.session) {
		return &Error{Kind: NoSession, Spec: p.session, Near: Near(p.session, sessionNames(s.m))}
	}
	if p.window == "" && p.pane == "" {
		s.State = OfSession(s.Session)
		return nil
	}
	if p.window == "" {
		if !s.paneInSession(p.pane) {
			return s.noPane(p.pane)
		}
		return nil
	}
	if !s.windowInSession(p.window) {
		return s.noWindow(p.window)
	}
	if p.pane == "" {
		s.activePane()
		return nil
	}
	if !s.paneInWindow(p.pane) {
		return s.noPane(p.pane)
	}
	return nil
}

// activePane completes a window; with an index only there is none.
func (s *search) activePane() {
	if s.Link != nil {
		s.Pane = s.Link.Window.Active
	}
}

func (s *search) noWindow(spec string) error {
	s.Link, s.Window = nil, nil
	in := s.Session
	if in == nil {
		in = s.cur.Session
	}
	return &Error{Kind: NoWindow, Spec: spec, Near: Near(spec, append(windowNames(in), sessionNames(s.m)...))}
}

func (s *search) noPane(spec string) error {
	return &Error{Kind: NoPane, Spec: spec, Near: Near(spec, sessionNames(s.m))}
}

// FindClient finds a client by name or tty, with or without /dev/ and a colon at its end. Not given, it is
// the current one: whose command this is, else the best for where it was typed.
func (f Finder) FindClient(spec string, given bool) (*model.Client, error) {
	if !given {
		return f.currentClient()
	}
	name := strings.TrimSuffix(spec, ":")
	for _, c := range f.Model.Clients {
		if c.Session == nil {
			continue
		}
		if name == c.Name || c.TTY != "" && (name == c.TTY || name == strings.TrimPrefix(c.TTY, "/dev/")) {
			return c, nil
		}
	}
	return nil, &Error{Kind: NoClient, Spec: name, Near: Near(name, clientNames(f.Model))}
}

func (f Finder) currentClient() (*model.Client, error) {
	if f.Client != nil && f.Client.Session != nil {
		return f.Client, nil
	}
	var found *model.Client
	var inside *model.Pane
	if f.Client != nil {
		inside = f.Model.InPane(f.Client)
	}
	if inside != nil {
		if s, ok := ofWindow(f.Model, inside.Window, 0); ok {
			found = BestClient(f.Model, s.Session)
		}
	} else if s := bestSession(f.Model.SessionList(), f.Model, 0); s != nil {
		found = BestClient(f.Model, s)
	}
	if found == nil {
		return nil, &Error{Kind: NoCurrentClient}
	}
	return found, nil
}
