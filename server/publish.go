package server

import (
	"strings"

	"gmux/protocol"
	"gmux/protocol/recovery"
	"gmux/server/copymode"
	"gmux/server/model"
	"gmux/server/pane"
	"gmux/server/vars"
	"gmux/server/view"
	"gmux/server/vt/width"
)

// publish gives each client whose picture was marked a new view. It never waits: drawing is the compositor's affair.
func (s *Server) publish() {
	for _, id := range s.model.TakeDirty() {
		c, mc := s.conns[id], s.model.Client(id)
		if c == nil || c.compositor.Load() == nil || mc == nil || mc.Session == nil {
			continue
		}
		s.tellOptions(c, mc)
		s.tellTitle(c, mc)
		c.compositor.Load().Show(s.viewOf(mc))
	}
}

// viewOf is what a client shows.
func (s *Server) viewOf(mc *model.Client) *view.View {
	v := &view.View{Rows: mc.Size.Rows, Cols: mc.Size.Cols, Input: s.inputOf(mc)}
	lines := s.statusLines(mc)
	top := 0
	if s.statusAtTop(mc) {
		top = s.model.StatusLines(mc)
	}
	w := mc.Session.Current.Window
	v.Part = s.partOf(mc, top)
	v.Lines = s.borderLines(mc, top)
	for _, mp := range w.Visible() {
		p := s.panes[mp.ID]
		if p == nil {
			continue
		}
		rect := view.Rect{Row: top + mp.Top, Col: mp.Left, Rows: mp.Size.Rows, Cols: mp.Size.Cols}
		vp := view.Pane{ID: p.ID(), Screen: p, Active: mp == mc.Pane(), Look: s.lookOf(mp), Rect: rect, Whole: rect}
		if mp.Mode != nil {
			if state, ok := mp.Mode.State.(copymode.State); ok {
				vp.Mode = &state
				v.Lines = append(v.Lines, s.modeLines(mc, vp)...)
			}
		}
		v.Panes = append(v.Panes, vp)
	}
	for i := range v.Lines {
		v.Lines[i].Moves = true
	}
	v.Lines = append(v.Lines, lines...)
	return v
}

// partOf is what a client shows of a window that does not fit: another client may have a larger screen, and panes that cannot get
// smaller keep a window larger than the screen.
func (s *Server) partOf(mc *model.Client, top int) *view.Part {
	part, bigger := s.model.Part(mc)
	if !bigger {
		return nil
	}
	p := &view.Part{Part: part, Room: view.Rect{Row: top, Rows: part.Room.Rows, Cols: part.Room.Cols}}
	p.Row, p.Col, _ = vars.Offset(s.model, s, mc)
	return p
}

// seeElsewhere looks for clients that follow the cursor through a window that does not fit: their status line may say where they
// are.
func (s *Server) seeElsewhere() {
	for _, c := range s.conns {
		if mc := s.model.Client(c.id); c.elsewhere.Swap(false) && mc != nil {
			s.model.DirtyClient(mc)
		}
	}
}

// inputOf is what gmux wants to hear from a client's terminal, by the options.
func (s *Server) inputOf(mc *model.Client) view.Input {
	o := mc.Session.Options
	return view.Input{
		Mouse: o.Flag("mouse"), Motion: o.Flag("mouse") && o.Flag("focus-follows-mouse"),
		Focus: s.model.Options.Flag("focus-events"), Keys: s.model.Options.Choice("extended-keys") != "off",
	}
}

// clientOptions are the options that the client itself has to honour.
func (s *Server) clientOptions(mc *model.Client) protocol.ClientOptions {
	o := mc.Session.Options
	return protocol.ClientOptions{
		EscapeTime: uint32(s.model.Options.Number("escape-time")),
		Prefix:     o.Key("prefix"), Prefix2: o.Key("prefix2"),
		Mouse: o.Flag("mouse"), Focus: s.model.Options.Flag("focus-events"), SetTitles: o.Flag("set-titles"),
		Features: userFeatures(s.model.Options, mc.Term), Without: withoutFeatures(s.model.Options, mc.Term),
	}
}

// tellOptions tells the client what has changed of that.
func (s *Server) tellOptions(c *conn, mc *model.Client) {
	options, session, name := s.clientOptions(mc), mc.Session.ID.String(), mc.Session.Name
	mc.Features = featureNames(c.who.Features, options)
	if options == c.options && session == c.session && name == c.name {
		return
	}
	c.options, c.session, c.name = options, session, name
	c.say(protocol.Options{Session: session, Name: name, Options: options})
}

// tellTitle keeps the outer terminal's title as set-titles-string says.
func (s *Server) tellTitle(c *conn, mc *model.Client) {
	if !c.options.SetTitles {
		return
	}
	template := mc.Session.Options.String("set-titles-string")
	title := vars.New(s.model, s, vars.Scope{Client: mc}).ExpandTime(template)
	if title != c.title {
		c.title = title
		c.say(protocol.Outer{Kind: protocol.OuterTitle, Text: title})
	}
}

// optionChanged lets those follow an option who do not read it anew each time.
func (s *Server) optionChanged(name string) {
	switch {
	case name == "history-limit":
		s.limitHistories()
	case name == "ambiguous-width", name == "codepoint-widths":
		for _, p := range s.panes {
			p.Change(recovery.Option{Name: pane.OptionWidths, Value: s.widths()})
		}
	case name == "automatic-rename": // where it is on now, and no program says anything that would be a reason to look
		for _, session := range s.model.SessionList() {
			for _, l := range session.Links {
				vars.AutomaticRename(s.model, s, l.Window)
			}
		}
	case pane.Follows(name), name == "get-clipboard", name == "set-clipboard":
		for id, p := range s.panes {
			s.follow(id, p)
		}
	}
	s.model.DirtyAll()
}

// limitHistories has all panes keep as much as their sessions say; of a window in several, the last by name counts, as in tmux.
func (s *Server) limitHistories() {
	for _, session := range s.model.SessionList() {
		rows := int(session.Options.Number("history-limit"))
		for _, l := range session.Links {
			for _, mp := range l.Window.Panes {
				if p := s.panes[mp.ID]; p != nil {
					p.LimitHistory(rows)
				}
			}
		}
	}
}

// widths is the columns of characters in panes, as package width reads them.
func (s *Server) widths() string {
	items := s.model.Options.Strings("codepoint-widths")
	if s.model.Options.Choice("ambiguous-width") == "wide" {
		items = append(items, "ambiguous=2")
	}
	w := width.Parse(strings.Join(items, ","))
	return w.String() // which is bounded
}

// follow has a pane's terminal follow the pane's options.
func (s *Server) follow(id model.PaneID, p *pane.Pane) {
	if mp := s.model.Panes[id]; mp != nil {
		p.Follow(func(option string) bool {
			if option == pane.ClipboardReads {
				return s.clipboardIsRead()
			}
			return mp.Options.Flag(option)
		})
	}
}

// historyLimit is how many rows a new pane keeps.
func (s *Server) historyLimit(mp *model.Pane) int {
	if l := s.sessionOf(mp); l != nil {
		return int(l.Options.Number("history-limit"))
	}
	return int(s.model.SessionOption.Number("history-limit"))
}

// sessionOf is a session that has the pane's window.
func (s *Server) sessionOf(mp *model.Pane) *model.Session {
	for _, ses := range s.model.SessionList() {
		if ses.Link(mp.Window) != nil {
			return ses
		}
	}
	return nil
}
