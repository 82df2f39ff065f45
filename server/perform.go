package server

import (
	"fmt"

	"gmux/protocol"
	"gmux/protocol/recovery"
	"gmux/server/compose"
	"gmux/server/copymode"
	"gmux/server/model"
	"gmux/server/pane"
	"gmux/server/vars"
	"gmux/server/view"
	"gmux/server/vt"
)

// perform does what the model asks of the world, in order. What comes of it returns as an event.
func (s *Server) perform(effects []model.Effect) {
	s.showClipboard() // before anybody hears that it has changed
	for len(effects) > 0 {
		for _, e := range effects {
			s.performOne(e)
		}
		effects = s.model.TakeEffects() // of a mode's next state
	}
}

func (s *Server) performOne(e model.Effect) {
	switch e := e.(type) {
	case model.Spawn:
		s.spawn(e)
	case model.Write:
		s.typeInto(e)
	case model.ClosePane:
		s.closePane(e.Pane)
	case model.ReplaceChild:
		s.closePane(e.Pane)
	case model.Print:
		if c := s.conns[e.Client]; c != nil {
			s.afterwards(func() { c.print(e.Text, e.Err, e.Hint) })
		}
	case model.Exit:
		if c := s.conns[e.Client]; c != nil {
			s.dismiss(c, protocol.Exit{Status: int32(e.Status)})
		}
	case model.Attach:
		s.attach(e.Client)
	case model.Detach:
		s.detach(e)
	case model.Suspend:
		if c := s.conns[e.Client]; c != nil {
			c.say(protocol.Suspend{})
		}
	case model.ReadFile:
		s.readFiles(e)
	case model.WriteFile:
		s.writeFile(e)
	case model.RunJob:
		s.runJob(e)
	case model.Delay:
		s.delay(e)
	case model.Upgrade:
		s.upgrade(e)
	case model.Ring:
		if c := s.conns[e.Client]; c != nil {
			c.say(protocol.Outer{Kind: protocol.OuterBell})
		}
	case model.Redraw:
		if c := s.conns[e.Client]; c != nil {
			c.repaint()
		}
	case model.AskClipboard:
		s.askClipboard(e.Client)
	case model.SetClipboard:
		if c := s.conns[e.Client]; c != nil && c.compositor.Load() != nil {
			c.say(protocol.Outer{Kind: protocol.OuterClipboard, Data: []byte(e.Text)})
		}
	case model.OptionChanged:
		s.optionChanged(e.Name)
	case model.Shutdown:
		s.shutdown()
	default:
		if !s.AtOnce(e) {
			s.log.Printf("effect %T is unknown", e)
		}
	}
}

// AtOnce does what concerns a pane's terminal, and reports false for anything else.
func (s *Server) AtOnce(e model.Effect) bool {
	switch e := e.(type) {
	case model.Resize:
		s.resize(e)
	case model.EnterMode:
		s.enterMode(e)
	case model.LeaveMode:
		s.modeIsAnother(e.Pane)
	case model.ModeCommand:
		s.modeCommand(e)
	case model.View:
		s.viewText(e)
	case model.Show:
		s.change(e.Pane, recovery.Show{Data: []byte(e.Text)})
	case model.ShowStdin:
		s.showStdin(e)
	case model.ClearHistory:
		s.change(e.Pane, recovery.ClearHistory{})
	case model.Trim:
		s.change(e.Pane, recovery.Trim{})
	case model.Reset:
		s.change(e.Pane, recovery.Reset{})
	case model.Follow:
		if p := s.panes[e.Pane]; p != nil {
			s.follow(e.Pane, p)
		}
	default:
		return false
	}
	return true
}

// change alters a terminal by other means than output.
func (s *Server) change(id model.PaneID, c recovery.Change) {
	if p := s.panes[id]; p != nil {
		p.Change(c)
	}
}

func (s *Server) resize(e model.Resize) {
	p := s.panes[e.Pane]
	if p == nil {
		return
	}
	if err := p.Resize(e.Size.Rows, e.Size.Cols, e.Size.XPixel, e.Size.YPixel); err != nil {
		s.log.Printf("%v", err)
	}
	if mp := s.model.Panes[e.Pane]; mp != nil && mp.Mode != nil {
		if state, ok := mp.Mode.State.(copymode.State); ok { // the cursor and the position shown are those of its size
			s.lookBack(mp, p, func(e copymode.Extent, _ vt.Cursor) { state = state.Fit(e) })
			s.setMode(mp, state)
		}
	}
}

// closePane ends a pane: its session is hung up if its child lives, and the host forgets it.
func (s *Server) closePane(id model.PaneID) {
	p := s.panes[id]
	if p == nil {
		if _, ok := s.spawning[id]; ok {
			s.closing[id] = true
		}
		return
	}
	delete(s.panes, id)
	s.discard(p)
	s.host.close(id)
	delete(s.exits, id)
	delete(s.children, id)
	s.wg.Go(func() { s.report(p.Close()) }) // its goroutines may be waiting for this loop
}

func (s *Server) report(err error) {
	if err != nil {
		s.log.Printf("%v", err)
	}
}

// lookBack calls look with what there is to look back at in a pane, which does not change meanwhile.
func (s *Server) lookBack(mp *model.Pane, p *pane.Pane, look func(e copymode.Extent, cursor vt.Cursor)) {
	p.Draw(func(t *vt.Terminal) {
		look(compose.Extent(t, view.Rect{Rows: mp.Size.Rows, Cols: mp.Size.Cols}), t.Cursor())
	})
}

func (s *Server) enterMode(e model.EnterMode) {
	mp, p := s.model.Panes[e.Pane], s.panes[e.Pane]
	if mp == nil || p == nil || mp.Mode == nil {
		return
	}
	o := copymode.Options{PageUp: e.PageUp, ExitBottom: e.ExitBottom, HideInfo: e.HideInfo}
	state, in := mp.Mode.State.(copymode.State)
	s.lookBack(mp, p, func(extent copymode.Extent, cursor vt.Cursor) {
		switch {
		case !in:
			state = copymode.Enter(extent, cursor.Row, cursor.Col, o)
		case e.PageUp:
			state, _, _ = state.Do(extent, "page-up", 1)
		}
	})
	s.setMode(mp, state)
}

func (s *Server) setMode(mp *model.Pane, state copymode.State) {
	mode := *mp.Mode
	entered := mode.State == nil
	mode.State, mode.Memo = state, state.Memo()
	s.model.SetMode(mp, &mode)
	if entered {
		s.modeIsAnother(mp.ID)
	}
}

// modeIsAnother names the window of a pane that has come into a mode, or out of it: automatic-rename-format asks for it.
func (s *Server) modeIsAnother(id model.PaneID) {
	if mp := s.model.Panes[id]; mp != nil && mp.Window.Active == mp {
		vars.AutomaticRename(s.model, s, mp.Window)
	}
	s.model.DirtyAll()
}

// recallMode brings a pane's mode back where a server before this one was in it.
func (s *Server) recallMode(mp *model.Pane, p *pane.Pane) {
	if mp.Mode == nil || mp.Mode.State != nil {
		return
	}
	var text *copymode.Text
	if mp.Mode.Name == model.ViewMode {
		text = copymode.NewText(mp.Size.Cols)
		text.Add(mp.Printed)
	}
	var state copymode.State
	var err error
	s.lookBack(mp, p, func(e copymode.Extent, _ vt.Cursor) { state, err = copymode.Recall(mp.Mode.Memo, e, text) })
	if err != nil {
		s.log.Printf("%v", err)
		s.model.SetMode(mp, nil)
		return
	}
	s.setMode(mp, state)
	s.perform(s.model.TakeEffects())
}

// modeCommand is send-keys -X.
func (s *Server) modeCommand(e model.ModeCommand) {
	mp, p := s.model.Panes[e.Pane], s.panes[e.Pane]
	if mp == nil || p == nil || mp.Mode == nil || len(e.Args) == 0 {
		return
	}
	state, ok := mp.Mode.State.(copymode.State)
	if !ok {
		return
	}
	var leave, known bool
	s.lookBack(mp, p, func(extent copymode.Extent, _ vt.Cursor) { state, leave, known = state.Do(extent, e.Args[0], e.Count) })
	switch {
	case !known:
		if mc := s.model.Client(e.Client); mc != nil {
			s.model.ShowMessage(mc, model.Message{Text: fmt.Sprintf("unknown copy mode command: %s", e.Args[0]), Error: true}, 0)
		}
	case leave:
		s.model.SetMode(mp, nil)
		s.modeIsAnother(mp.ID)
	default:
		s.setMode(mp, state)
	}
}

// viewText shows what a command printed.
func (s *Server) viewText(e model.View) {
	mp, p := s.model.Panes[e.Pane], s.panes[e.Pane]
	if mp == nil || p == nil || mp.Mode == nil || mp.Mode.Name != model.ViewMode {
		return
	}
	state, more := mp.Mode.State.(copymode.State) // one command more in the same view
	text := state.Text()
	if !more {
		text = copymode.NewText(mp.Size.Cols)
	}
	text.Add(e.Lines)
	s.lookBack(mp, p, func(e copymode.Extent, _ vt.Cursor) {
		if more {
			state = state.Fit(e)
		} else {
			state = copymode.Read(e, text)
		}
	})
	s.setMode(mp, state)
}
