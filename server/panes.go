package server

import (
	"gmux/protocol"
	"gmux/server/model"
	"gmux/server/pane"
	"gmux/server/vars"
	"gmux/server/vt"
)

// paneSaid is an event of a pane's goroutines.
type paneSaid pane.Event

func (e paneSaid) apply(s *Server) []model.Effect {
	id := model.PaneID(e.Pane)
	p := s.panes[id]
	if p == nil { // closed meanwhile
		return nil
	}
	switch e.Kind {
	case pane.Over:
		return s.readToEnd(id)
	case pane.Room:
		p.Drain()
	case pane.Bell:
		s.toViewers(id, protocol.Outer{Kind: protocol.OuterBell})
	case pane.Title:
		return s.model.PaneTitle(id, e.Text)
	case pane.Clipboard:
		if s.model.Options.Choice("set-clipboard") == "on" {
			s.toViewers(id, protocol.Outer{Kind: protocol.OuterClipboard, Text: e.Text, Data: e.Data})
		}
	case pane.Active:
		return s.look(id, p)
	}
	return nil
}

// toViewers sends something that no cell shows to every client whose current window has the pane.
func (s *Server) toViewers(id model.PaneID, m protocol.Message) {
	mp := s.model.Panes[id]
	if mp == nil {
		return
	}
	for _, c := range s.conns {
		mc := s.model.Client(c.id)
		if c.compositor != nil && mc != nil && mc.Session != nil && mc.Session.Current.Window == mp.Window {
			c.say(m)
		}
	}
}

// look finds out what runs in the foreground of a pane.
func (s *Server) look(id model.PaneID, p *pane.Pane) []model.Effect {
	command, path, err := p.Running()
	if err != nil { // it ended this moment, or /proc is not there: what was known stays
		return nil
	}
	return vars.PaneRan(s.model, s, id, command, path)
}

// Facts is what only the terminal knows of a pane.
func (s *Server) Facts(id model.PaneID) (f vars.Facts) {
	p := s.panes[id]
	if p == nil {
		return f
	}
	p.Draw(func(t *vt.Terminal) {
		c, m := t.Cursor(), t.Modes()
		_, cols := t.Size()
		f = vars.Facts{
			CursorX: c.Col, CursorY: c.Row,
			HistorySize: t.History().Rows(cols), HistoryLimit: t.History().Limit(), HistoryBytes: t.History().Bytes(),
			AlternateOn: m.AltScreen,
		}
	})
	return f
}
