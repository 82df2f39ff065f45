package server

import (
	"gmux/protocol"
	"gmux/protocol/recovery"
	"gmux/server/pane"
)

// learnColours keeps the colours of a client's terminal and tells them to every pane: programs that ask are answered at once,
// with nobody attached too. Where terminals differ, the last that told is believed; one that told nothing changes nothing.
func (s *Server) learnColours(m protocol.TerminalInfo) {
	c := recovery.Colours{
		Foreground: m.Foreground, Background: m.Background, Cursor: m.Cursor, Scheme: m.DarkScheme, Palette: m.Palette,
	}
	if c == s.colours || c == (recovery.Colours{}) {
		return
	}
	s.colours = c
	for _, p := range s.panes {
		s.tellColours(p)
	}
}

// tellColours tells a pane what is known. After a restart that is nothing until a client says it, and the pane has it from
// its checkpoint.
func (s *Server) tellColours(p *pane.Pane) {
	switch {
	case s.colours == (recovery.Colours{}):
		s.colours = p.Colours()
	case s.colours != p.Colours():
		p.Change(s.colours)
	}
}
