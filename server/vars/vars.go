package vars

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"gmux/server/format"
	"gmux/server/model"
)

// World answers what the model does not know.
type World interface {
	Facts(model.PaneID) Facts // of a pane's terminal; zero if there is none
}

// Reader is implemented by a World that has panes to read.
type Reader interface {
	Screen(model.PaneID) []string // its rows
}

// Watcher is implemented by a World in which programs run.
type Watcher interface {
	// Running is argv[0] and the directory of what is in a pane's foreground at this moment, ok is false where nobody tells.
	Running(model.PaneID) (argv0, path string, ok bool)
}

// Facts are what only the terminal of a pane knows.
type Facts struct {
	CursorX, CursorY  int
	SeenX, SeenY      int // the cursor that is shown: that of the pane's mode, if it is in one
	Seen              bool
	CursorShown       bool
	CursorBlinking    bool
	CursorShape       string // default, block, underline, bar
	CursorCharacter   string
	HistorySize       int
	HistoryLimit      int
	HistoryBytes      int
	ScrollUpper       int
	ScrollLower       int
	AlternateOn       bool
	AlternateSaved    bool // the next two are known
	AlternateSavedX   int
	AlternateSavedY   int
	Insert            bool
	Origin            bool
	Wrap              bool
	KeypadApplication bool
	CursorKeys        bool // DECCKM
	BracketedPaste    bool
	MouseAny          bool // any of the next three
	MouseStandard     bool
	MouseButton       bool
	MouseAll          bool
	MouseUTF8         bool
	MouseSGR          bool
	Tabs              string
	SearchString      string // of copy mode
	KeyMode           string // VT10x, Ext 1, Ext 2
	Sync              bool   // output is held back (2026)
	Path              string // as the program says (OSC 7)
	Foreground        string // OSC 10, 11 and 12, as colours are written; "" where the program chose none
	Background        string
	CursorColour      string
	Progress          int // OSC 9;4
	ProgressState     string
	Mode              format.Map
}

// A Scope says whose variables are meant; any of them may be nil.
type Scope struct {
	Client  *model.Client
	Session *model.Session
	Link    *model.Winlink
	Pane    *model.Pane
	Buffer  *model.Buffer // nil: the newest
	Extra   format.Map    // of one command: line, hook…
}

// Defaults fills in what a scope leaves open: the session of the client, its current window, the active
// pane of that.
func (s Scope) Defaults() Scope {
	if s.Session == nil && s.Link == nil && s.Pane == nil && s.Client != nil {
		s.Session = s.Client.Session
	}
	if s.Link == nil && s.Session != nil {
		s.Link = s.Session.Current
	}
	if s.Pane == nil && s.Link != nil {
		s.Pane = s.Link.Window.Active
	}
	return s
}

// Vars are the variables of one scope. It is a format.Vars and a format.Loops.
type Vars struct {
	m     *model.Model
	w     World
	s     Scope
	about about
	facts *Facts // asked for once
	work  *int   // see Share
	memo  *Memo  // see Remember

	beside *neighbours // in a loop over windows
}

// A Memo has what is costly to say and the same for many panes, for as long as nothing changes. The zero Memo is ready.
type Memo struct {
	window *model.Window // of the layout
	layout string
}

// about is what a scope was given as, before its defaults: session_format, window_format and pane_format.
type about int

const (
	nothing about = iota
	aSession
	aWindow
	aPane
)

func (s Scope) about() about {
	switch {
	case s.Pane != nil:
		return aPane
	case s.Link != nil:
		return aWindow
	case s.Session != nil:
		return aSession
	}
	return nothing
}

// New gives the variables of a scope with its defaults filled in.
func New(m *model.Model, w World, s Scope) *Vars {
	return &Vars{m: m, w: w, s: s.Defaults(), about: s.about()}
}

// Context is what format.Expand wants for these variables at the model's time.
func (v *Vars) Context() format.Context {
	jobs, _ := v.w.(format.Jobs) // a world without jobs leaves #() empty
	return format.Context{Vars: v, Time: v.m.Now, Jobs: jobs, Work: v.work}
}

// Share has expansions share what work there may be with those of other variables: the lines of one list.
func (v *Vars) Share(work *int) { v.work = work }

// Remember has costly values come from a memo, which the variables of one list share.
func (v *Vars) Remember(m *Memo) { v.memo = m }

// Expand expands a template.
func (v *Vars) Expand(template string) string { return format.Expand(template, v.Context()) }

// Fill expands a template that was taken apart by NewTemplate.
func (v *Vars) Fill(t *format.Template) string { return t.Expand(v.Context()) }

// ExpandTime expands strftime's conversions, then the template.
func (v *Vars) ExpandTime(template string) string { return format.ExpandTime(template, v.Context()) }

// Lookup finds a variable: an option of the scope, one of the table, an extra one, the environment.
func (v *Vars) Lookup(name string) (string, bool) {
	if value, ok := v.option(name); ok {
		return value, true
	}
	if get, ok := table()[name]; ok {
		return get(v), true
	}
	if value, ok := v.s.Extra[name]; ok {
		return value, true
	}
	if value, ok := v.ofNeighbour(name); ok {
		return value, true
	}
	if value, ok := v.terminal().Mode[name]; ok {
		return value, true
	}
	return v.environ(name)
}

// NewTemplate takes a format apart for Fill.
func NewTemplate(text string) *format.Template {
	return format.NewTemplate(text, func(name string) func(format.Vars) string {
		get, ok := table()[name]
		if !ok || !format.IsVariable(name) {
			return nil
		}
		return func(v format.Vars) string { return get(v.(*Vars)) }
	})
}

// option looks from the server's options down to the pane's, the order of tmux.
func (v *Vars) option(name string) (string, bool) {
	if format.IsVariable(name) {
		return "", false
	}
	if value, ok := v.m.Options.Variable(name); ok {
		return value, true
	}
	switch {
	case v.s.Pane != nil:
		if value, ok := v.s.Pane.Options.Variable(name); ok {
			return value, true
		}
	case v.s.Link != nil:
		if value, ok := v.s.Link.Window.Options.Variable(name); ok {
			return value, true
		}
	default:
		if value, ok := v.m.WindowOption.Variable(name); ok {
			return value, true
		}
	}
	if v.s.Session != nil {
		return v.s.Session.Options.Variable(name)
	}
	return v.m.SessionOption.Variable(name)
}

func (v *Vars) environ(name string) (string, bool) {
	if v.s.Session != nil {
		if value, ok := v.s.Session.Env.Get(name); ok {
			return value, true
		}
	}
	return v.m.Env.Get(name)
}

// terminal asks the world about the pane, once.
func (v *Vars) terminal() *Facts {
	if v.facts == nil {
		v.facts = new(Facts)
		if v.s.Pane != nil && v.w != nil {
			*v.facts = v.w.Facts(v.s.Pane.ID)
		}
	}
	return v.facts
}

// Screen is what the modifier C searches.
func (v *Vars) Screen() []string {
	r, ok := v.w.(Reader)
	if !ok || v.s.Pane == nil {
		return nil
	}
	return r.Screen(v.s.Pane.ID)
}

// Sessions, Windows and Panes are what the loops S, W and P go through: sessions and panes from the oldest on, windows by index.
func (v *Vars) Sessions() []format.Item {
	var items []format.Item
	for _, s := range slices.SortedFunc(maps.Values(v.m.Sessions), func(a, b *model.Session) int { return cmp.Compare(a.ID, b.ID) }) {
		items = append(items, v.item(Scope{Session: s}, v.s.Client != nil && v.s.Client.Session == s))
	}
	return last(items)
}

func (v *Vars) Windows() []format.Item {
	if v.s.Session == nil {
		return nil
	}
	var items []format.Item
	for _, l := range v.s.Session.Links {
		items = append(items, v.item(Scope{Session: v.s.Session, Link: l}, v.s.Session.Current == l))
	}
	return last(items)
}

func (v *Vars) Panes() []format.Item {
	if v.s.Link == nil {
		return nil
	}
	var items []format.Item
	for _, p := range slices.SortedFunc(slices.Values(v.s.Link.Window.Panes), func(a, b *model.Pane) int { return cmp.Compare(a.ID, b.ID) }) {
		scope := Scope{Session: v.s.Session, Link: v.s.Link, Pane: p}
		items = append(items, v.item(scope, v.s.Link.Window.Active == p))
	}
	return last(items)
}

func (v *Vars) item(s Scope, active bool) format.Item {
	s.Client, s.Extra = v.s.Client, v.s.Extra
	return format.Item{Vars: New(v.m, v.w, s), Active: active}
}

func last(items []format.Item) []format.Item {
	if n := len(items); n > 0 {
		items[n-1].Last = true
	}
	return items
}

// PaneRan tells the model what runs in a pane's foreground, and names its window after it where
// automatic-rename is on.
func PaneRan(m *model.Model, w World, id model.PaneID, command, path string) []model.Effect {
	effects := m.PaneRan(id, command, path)
	if p := m.Panes[id]; p != nil && p.Window.Active == p {
		AutomaticRename(m, w, p.Window)
		effects = append(effects, m.TakeEffects()...)
	}
	return effects
}

// PaneName tells the model that the program in a pane has named its window, where allow-rename is on; an empty name goes
// back to automatic-rename, if that is the usual.
func PaneName(m *model.Model, w World, id model.PaneID, wanted string) []model.Effect {
	p := m.Panes[id]
	if p == nil || !p.Options.Flag("allow-rename") {
		return m.TakeEffects()
	}
	name, ok := model.Untrusted(wanted)
	switch {
	case !ok:
	case name == "":
		m.ForgetWindowName(p.Window)
		AutomaticRename(m, w, p.Window)
	default:
		m.SetWindowName(p.Window, name)
	}
	return m.TakeEffects()
}

// AutomaticRename names a window by automatic-rename-format, if automatic-rename is on.
func AutomaticRename(m *model.Model, w World, win *model.Window) {
	if !win.Options.Flag("automatic-rename") {
		return
	}
	links := m.Links(win)
	if len(links) == 0 {
		return
	}
	v := New(m, w, Scope{Session: links[0].Session, Link: links[0]})
	v.Remember(new(Memo)) // a name follows what was seen some time after output, and not what a shell runs at this moment
	if name, ok := model.Untrusted(v.Expand(win.Options.String("automatic-rename-format"))); ok {
		m.AutoName(win, name)
	}
}

// Helpers of the table.

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func unix(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return itoa(t.Unix())
}
