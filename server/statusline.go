package server

import (
	"fmt"

	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/status"
	"gmux/server/vars"
	"gmux/server/view"
)

// statusLines are the rows that the server draws on a client's screen: the status lines, with a message over the last
// one if there is one, which has a row of its own only where there is no status line.
func (s *Server) statusLines(mc *model.Client) []view.Line {
	ctx := vars.New(s.model, s, vars.Scope{Client: mc}).Context()
	var rows []status.Row
	if s.model.StatusLines(mc) > 0 {
		rows = status.Lines(mc.Session.Options, ctx, mc.Size.Cols)
	}
	top := s.statusTop(mc, len(rows))
	lines := make([]view.Line, 0, len(rows)+1)
	for i, r := range rows {
		lines = append(lines, view.Line{Row: top + i, Cells: r.Cells, Cursor: -1})
	}
	if m := mc.Message; m != nil {
		r := status.Message(mc.Session.Options, ctx, m.Text, false, mc.Size.Cols)
		lines = append(lines, view.Line{Row: s.messageRow(mc), Cells: r.Cells, Cursor: -1})
	}
	return lines
}

// statusAtTop reports whether the status lines are above the window.
func (s *Server) statusAtTop(mc *model.Client) bool {
	return mc.Session.Options.Choice("status-position") == "top"
}

func (s *Server) statusTop(mc *model.Client, n int) int {
	if s.statusAtTop(mc) {
		return 0
	}
	return max(0, mc.Size.Rows-n)
}

// messageRow is where a message goes: over the status line nearest to the edge of the screen.
func (s *Server) messageRow(mc *model.Client) int {
	if s.statusAtTop(mc) {
		return 0
	}
	return mc.Size.Rows - 1
}

// modeLines show where in the history someone looks, in the top right corner of the pane.
func (s *Server) modeLines(mc *model.Client, vp view.Pane) []view.Line {
	above, most, shown := vp.Mode.Position()
	if !shown {
		return nil
	}
	ctx := vars.New(s.model, s, vars.Scope{Client: mc}).Context()
	window := mc.Session.Current.Window.Options
	base := window.Style("mode-style", func(text string) string { return format.Expand(text, ctx) }).Look()
	text := fmt.Sprintf("[%d/%d]", above, most)
	if len(text) > vp.Rect.Cols {
		return nil
	}
	row := status.Draw(text, base, len(text))
	return []view.Line{{Row: vp.Rect.Row, Col: vp.Rect.Col + vp.Rect.Cols - len(text), Cells: row.Cells, Cursor: -1}}
}
