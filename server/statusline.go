package server

import (
	"fmt"
	"strconv"

	"gmux/server/command"
	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/overlay"
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
	switch p := s.model.Prompt(mc); {
	case mc.Message != nil:
		lines = append(lines, s.messageLine(mc, ctx))
	case p != nil:
		lines = append(lines, s.promptLine(mc, p))
	}
	return lines
}

// messageLine draws a message. As in tmux there is no cursor meanwhile.
func (s *Server) messageLine(mc *model.Client, ctx format.Context) view.Line {
	col, cols := status.Area(mc.Session.Options, ctx, mc.Size.Cols)
	r := status.Message(mc.Session.Options, ctx, mc.Message.Text, mc.Message.Styled, cols)
	return view.Line{Row: s.messageRow(mc), Col: col, Cells: r.Cells, Cursor: view.HideCursor}
}

// promptLine draws what a client is asked for, and has its cursor.
func (s *Server) promptLine(mc *model.Client, p *model.Prompt) view.Line {
	scope := command.PromptScope(s.model, mc, p)
	scope.Extra = format.Map{"prompt-input": p.Text}
	v, opts := vars.New(s.model, s, scope), mc.Session.Options
	label, base := status.Label(opts, v.Context(), v.ExpandTime(p.Label), p.Command)
	col, cols := status.Area(opts, v.Context(), mc.Size.Cols)
	cells, cursor := overlay.Draw(p, label, base, cols)
	shape := "prompt-cursor-style"
	if p.Command {
		shape = "prompt-command-cursor-style"
	}
	look := view.CursorLook{Shape: cursorNumbers[opts.Choice(shape)]}
	if r, g, b, ok := opts.Colour("prompt-cursor-colour").Components(); ok {
		look.Colour = 1<<24 | uint32(r)<<16 | uint32(g)<<8 | uint32(b)
	}
	return view.Line{Row: s.messageRow(mc), Col: col, Cells: cells, Cursor: cursor, Look: look}
}

// cursorNumbers are DECSCUSR's numbers for the names that options have.
var cursorNumbers = map[string]uint8{
	"blinking-block": 1, "block": 2, "blinking-underline": 3, "underline": 4, "blinking-bar": 5, "bar": 6,
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

// messageRow is where a message goes: over the status line that message-line says, the last if there are not so many.
// Without a status line it is the row at the edge of the screen.
func (s *Server) messageRow(mc *model.Client) int {
	n := s.model.StatusLines(mc)
	line, err := strconv.Atoi(mc.Session.Options.Choice("message-line"))
	if err != nil {
		panic("message-line is no number") // the table has no other choices
	}
	return s.statusTop(mc, max(n, 1)) + max(0, min(line, n-1))
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
