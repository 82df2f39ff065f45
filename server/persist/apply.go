package persist

import (
	"fmt"
	"slices"

	"gmux/protocol/key"
	"gmux/server/layout"
	"gmux/server/model"
	"gmux/server/option"
	"gmux/server/syntax"
)

// applier puts rows into a model: first each by itself, then wire joins them, since a session may come
// before its windows.
type applier struct {
	m        *model.Model
	sessions []joined[*model.Session, sessionRow]
	windows  []joined[*model.Window, windowRow]
	global   bool // a global set of options was replaced
	mark     *[]markRow
}

// joined is an object and the row that says what it is joined to.
type joined[T, R any] struct {
	object T
	row    R
}

func (a *applier) entry(e entry) error {
	if e.Row == nil {
		return a.gone(e)
	}
	switch e.Kind {
	case model.KindServer:
		return read(e, a.server)
	case model.KindOptions:
		return read(e, func(r optionsRow) error { return a.options(e.ID, r) })
	case model.KindEnviron:
		return read(e, func(r environRow) error {
			a.m.Env = environOf(r.Vars)
			return nil
		})
	case model.KindTable:
		return read(e, func(r tableRow) error { return a.table(e.Name, r) })
	case model.KindSession:
		return read(e, func(r sessionRow) error { return a.session(model.SessionID(e.ID), r) })
	case model.KindActivity:
		return read(e, func(r activityRow) error { return a.activity(model.SessionID(e.ID), r) })
	case model.KindWindow:
		return read(e, func(r windowRow) error { return a.window(model.WindowID(e.ID), r) })
	case model.KindOutput:
		return read(e, func(r outputRow) error { return a.output(model.WindowID(e.ID), r) })
	case model.KindBuffer:
		return read(e, func(r bufferRow) error { return a.buffer(e.Name, r) })
	case model.KindPrompt:
		return read(e, func(r promptRow) error { return a.prompt(e.Name, r) })
	case model.KindHistory:
		return read(e, func(r historyRow) error { return a.history(e.ID, r) })
	case model.KindNote:
		return read(e, func(r noteRow) error { return a.note(e.ID, r) })
	case model.KindPan:
		return read(e, func(r panRow) error { return a.pan(e.Name, r) })
	case model.KindClient:
		return read(e, func(r clientRow) error { return a.client(e.Name, r) })
	case model.KindPane:
		return read(e, func(r paneRow) error { return a.pane(model.PaneID(e.ID), r) })
	case model.KindPrinted:
		return read(e, func(r printedRow) error { return a.printed(model.PaneID(e.ID), r.Lines) })
	}
	return nil // of a later version: this one does without
}

func read[R any](e entry, apply func(R) error) error {
	var r R
	if err := unmarshal(e.Row, &r); err != nil {
		return err
	}
	return apply(r)
}

func (a *applier) gone(e entry) error {
	switch e.Kind {
	case model.KindTable:
		delete(a.m.Tables, e.Name)
	case model.KindSession:
		delete(a.m.Sessions, model.SessionID(e.ID))
	case model.KindWindow:
		delete(a.m.Windows, model.WindowID(e.ID))
	case model.KindBuffer:
		delete(a.m.Buffers, e.Name)
	case model.KindPrompt:
		delete(a.m.Prompts, e.Name)
	case model.KindPan:
		delete(a.m.Pans, e.Name)
	case model.KindClient:
		delete(a.m.Absent, e.Name)
	case model.KindNote:
		a.m.NextNote = max(a.m.NextNote, e.ID+1)
		a.m.Log = slices.DeleteFunc(a.m.Log, func(n model.LogEntry) bool { return n.Number == e.ID })
	case model.KindPane:
		delete(a.m.Panes, model.PaneID(e.ID))
	case model.KindPrinted:
		return a.printed(model.PaneID(e.ID), nil)
	case model.KindServer, model.KindOptions, model.KindEnviron, model.KindActivity, model.KindOutput, model.KindHistory:
		return fmt.Errorf("it cannot be gone")
	}
	return nil
}

func (a *applier) server(r serverRow) error {
	a.m.NextSession, a.m.NextWindow = model.SessionID(r.NextSession), model.WindowID(r.NextWindow)
	a.m.NextPane, a.m.NextClient = model.PaneID(r.NextPane), model.ClientID(r.NextClient)
	a.m.Served, a.m.Causes = r.Served, r.Causes
	a.m.NextBuffer, a.m.BufferOrder = r.NextBuffer, r.BufferOrder
	a.mark = &r.Mark
	a.m.NextNote = r.NextNote
	if r.Since != 0 {
		a.m.Since = timeOf(r.Since)
	}
	clear(a.m.Channels)
	for _, ch := range r.Channels {
		a.m.Channels[ch.Name] = model.Channel{Woken: ch.Woken, Locked: ch.Locked}
	}
	return nil
}

func (a *applier) buffer(name string, r bufferRow) error {
	a.m.Buffers[name] = &model.Buffer{
		Name: name, Data: r.Data, Automatic: r.Automatic, Order: r.Order, Created: timeOf(r.Created),
	}
	return nil
}

// restore fills a set; what it cannot take is told to the next client.
func (a *applier) restore(s *option.Set, rows []optionRow) *option.Set {
	if err := restoreOptions(s, rows); err != nil {
		a.m.Causes = append(a.m.Causes, err.Error())
	}
	return s
}

func (a *applier) options(which int, r optionsRow) error {
	if which < model.ServerOptions {
		return fmt.Errorf("no such set of options")
	}
	if which > model.WindowOptions { // of a later version
		return nil
	}
	set := a.restore(a.m.DefaultOptions(which), r.Options)
	switch which {
	case model.ServerOptions:
		a.m.Options = set
	case model.SessionOptions:
		a.m.SessionOption = set
	case model.WindowOptions:
		a.m.WindowOption = set
	}
	a.global = true
	return nil
}

func (a *applier) table(name string, r tableRow) error {
	t := &model.Table{Name: name, Default: r.Default, Bindings: make(map[key.Key]*model.Binding)}
	for _, b := range r.Bindings {
		list, errs := syntax.Parse(b.List, syntax.Input{OneGroup: true})
		if len(errs) > 0 {
			return errs[0]
		}
		k := key.Key{Code: key.Code(b.Code), Mods: key.Mods(b.Mods)}
		t.Bindings[k] = &model.Binding{Key: k, List: list, Note: b.Note, Repeat: b.Repeat}
	}
	a.m.Tables[name] = t
	return nil
}

func (a *applier) session(id model.SessionID, r sessionRow) error {
	s := a.m.Sessions[id]
	if s == nil {
		s = &model.Session{ID: id}
		a.m.Sessions[id] = s
	}
	s.Name, s.Cwd, s.Env = r.Name, r.Cwd, environOf(r.Env)
	s.Options = a.restore(option.NewSet(a.m.SessionOption), r.Options)
	s.Created, s.Activity, s.LastAttached = timeOf(r.Created), timeOf(r.Activity), timeOf(r.LastAttached)
	s.Group = r.Group
	a.sessions = append(a.sessions, joined[*model.Session, sessionRow]{s, r})
	return nil
}

func (a *applier) activity(id model.SessionID, r activityRow) error {
	s := a.m.Sessions[id]
	if s == nil {
		return fmt.Errorf("no such session")
	}
	s.Activity, s.LastAttached = timeOf(r.Activity), timeOf(r.LastAttached)
	return nil
}

func (a *applier) output(id model.WindowID, r outputRow) error {
	w := a.m.Windows[id]
	if w == nil {
		return fmt.Errorf("no such window")
	}
	w.Activity = timeOf(r.Activity)
	return nil
}

func (a *applier) window(id model.WindowID, r windowRow) error {
	w := a.m.Windows[id]
	if w == nil {
		w = &model.Window{ID: id, Latest: model.NoClient}
		a.m.Windows[id] = w
	}
	w.Name, w.Size, w.Manual = r.Name, sizeOf(r.Size), sizeOf(r.Manual)
	if w.Manual.Rows == 0 {
		w.Manual = w.Size
	}
	w.Options = a.restore(option.NewSet(a.m.WindowOption), r.Options)
	w.Created, w.Activity = timeOf(r.Created), timeOf(r.Activity)
	w.Zoomed, w.Preset, w.OldLayout, w.Awaits = r.Zoomed, r.Preset-1, r.OldLayout, r.Latest
	a.windows = append(a.windows, joined[*model.Window, windowRow]{w, r})
	return nil
}

func (a *applier) pane(id model.PaneID, r paneRow) error {
	p := a.m.Panes[id]
	if p == nil {
		p = &model.Pane{ID: id}
		a.m.Panes[id] = p
	}
	parent := a.m.WindowOption // until wire knows the window
	if p.Window != nil {
		parent = p.Window.Options
	}
	p.Top, p.Left, p.Size = r.Top, r.Left, sizeOf(r.Size)
	p.PID, p.TTY, p.Title = r.PID, r.TTY, r.Title
	p.Argv, p.Shell, p.Cwd = r.Argv, r.Shell, r.Cwd
	p.Options = a.restore(option.NewSet(parent), r.Options)
	p.Command, p.Path = r.Command, r.Path
	p.Dead, p.DeadAt = r.Dead, timeOf(r.DeadAt)
	p.Exit = model.ExitStatus{Known: r.ExitKnown, Code: r.ExitCode, Signal: r.ExitSignal}
	p.Point, p.InputOff, p.Empty = r.Point, r.InputOff, r.Empty
	p.Mode = nil
	if r.Mode != "" {
		p.Mode = &model.Mode{Name: r.Mode, Memo: r.Memo}
	}
	return nil
}

// printed is for a pane that may be gone already.
func (a *applier) printed(id model.PaneID, lines []string) error {
	if p := a.m.Panes[id]; p != nil {
		p.Printed = lines
	}
	return nil
}

// wire joins what the rows said belongs together.
func (a *applier) wire() error {
	for _, j := range a.windows {
		if err := a.wireWindow(j.object, j.row); err != nil {
			return fmt.Errorf("window %v: %w", j.object.ID, err)
		}
	}
	for _, j := range a.sessions {
		if a.m.Sessions[j.object.ID] != j.object {
			continue
		}
		if err := a.wireSession(j.object, j.row); err != nil {
			return fmt.Errorf("session %v: %w", j.object.ID, err)
		}
	}
	if err := a.wireMark(); err != nil {
		return err
	}
	if a.global {
		for _, s := range a.m.Sessions {
			s.Options.SetParent(a.m.SessionOption)
		}
		for _, w := range a.m.Windows {
			w.Options.SetParent(a.m.WindowOption)
		}
	}
	for _, w := range a.m.Windows {
		w.Layout.Status = w.BorderStatus()
	}
	for id, p := range a.m.Panes {
		if p.Window == nil {
			return fmt.Errorf("pane %v is in no window", id)
		}
	}
	return nil
}

// wireMark finds the marked pane again.
func (a *applier) wireMark() error {
	if a.mark == nil {
		return nil
	}
	a.m.RestoreMark(model.Mark{})
	for _, r := range *a.mark {
		s, p := a.m.Sessions[model.SessionID(r.Session)], a.m.Panes[model.PaneID(r.Pane)]
		if s == nil || p == nil || s.LinkAt(r.Index) == nil {
			return fmt.Errorf("the marked pane %v is not at %v:%d", model.PaneID(r.Pane), model.SessionID(r.Session), r.Index)
		}
		a.m.RestoreMark(model.Mark{Link: s.LinkAt(r.Index), Pane: p})
	}
	return nil
}

func (a *applier) wireWindow(w *model.Window, r windowRow) (err error) {
	if w.Panes, err = a.panes(r.Panes); err != nil {
		return err
	}
	if w.Last, err = a.panes(r.Last); err != nil {
		return err
	}
	active, err := a.panes([]int{r.Active})
	if err != nil {
		return err
	}
	w.Active = active[0]
	for _, p := range w.Panes {
		p.Window = w
		p.Options.SetParent(w.Options)
	}
	return wireLayout(w, r)
}

// wireLayout reads where the panes are. What was written before windows had layouts has one pane.
func wireLayout(w *model.Window, r windowRow) (err error) {
	if r.Layout == "" && len(w.Panes) == 1 {
		w.Layout = layout.New(int(w.Active.ID), w.Size.Rows, w.Size.Cols)
		return nil
	}
	if w.Layout, err = layout.Restore(r.Layout, layout.StatusOff); err != nil {
		return err
	}
	panes := w.PaneNumbers()
	slices.Sort(panes)
	if inTree := slices.Sorted(slices.Values(w.Layout.Panes())); !slices.Equal(panes, inTree) {
		return fmt.Errorf("there are panes %v, and %v in the layout", panes, inTree)
	}
	return nil
}

func (a *applier) panes(ids []int) ([]*model.Pane, error) {
	var list []*model.Pane
	for _, id := range ids {
		p := a.m.Panes[model.PaneID(id)]
		if p == nil {
			return nil, fmt.Errorf("there is no pane %v", model.PaneID(id))
		}
		list = append(list, p)
	}
	return list, nil
}

func (a *applier) wireSession(s *model.Session, r sessionRow) error {
	old := slices.Clone(s.Links)
	s.Links, s.Last, s.Current = nil, nil, nil
	for _, row := range r.Links {
		w := a.m.Windows[model.WindowID(row.Window)]
		if w == nil {
			return fmt.Errorf("there is no window %v", model.WindowID(row.Window))
		}
		l := &model.Winlink{Session: s}
		for _, o := range old { // keep what others may point at
			if o.Window == w && o.Index == row.Index {
				l = o
			}
		}
		l.Index, l.Window, l.Alerts = row.Index, w, model.Alert(row.Alerts)
		s.Links = append(s.Links, l)
	}
	if s.Current = s.LinkAt(r.Current); s.Current == nil {
		return fmt.Errorf("there is no window at index %d", r.Current)
	}
	for _, index := range r.Last {
		l := s.LinkAt(index)
		if l == nil {
			return fmt.Errorf("there is no window at index %d", index)
		}
		s.Last = append(s.Last, l)
	}
	return nil
}
