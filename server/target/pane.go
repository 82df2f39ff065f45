package target

import (
	"math"
	"slices"

	"gmux/server/layout"
	"gmux/server/model"
	"gmux/server/syntax"
)

// pane looks for a pane with nothing else given; unless it must be one, a window or session will do.
func (s *search) pane(name string, only bool) bool {
	if name[0] == '%' {
		p := s.paneByID(name)
		if p == nil {
			return false
		}
		st, ok := ofWindow(s.m, p.Window, s.flags)
		s.State = st
		s.Pane = p
		return ok
	}
	s.State = s.cur
	if s.paneInWindow(name) {
		return true
	}
	if !only && s.window(name, false) {
		s.activePane()
		return true
	}
	if !only { // it could have been a window as well
		s.Link, s.Window = nil, nil
	}
	return false
}

func (s *search) paneByID(name string) *model.Pane {
	id, ok := model.ParsePaneID(name)
	if !ok {
		return nil
	}
	return s.m.Panes[id]
}

// paneInSession looks for a pane of the session's current window, or by id in any of its windows.
func (s *search) paneInSession(name string) bool {
	if name[0] == '%' {
		p := s.paneByID(name)
		if p == nil || !s.found(s.Session.Link(p.Window)) {
			return false
		}
		s.Pane = p
		return true
	}
	s.found(s.Session.Current)
	return s.paneInWindow(name)
}

// paneInWindow looks for a pane of s.Window: id, last, neighbour, offset, index, place.
func (s *search) paneInWindow(name string) bool {
	w := s.Window
	if w == nil { // an index only
		return false
	}
	s.Pane = findPane(w, name)
	return s.Pane != nil
}

func findPane(w *model.Window, name string) *model.Pane {
	switch {
	case name[0] == '%':
		id, ok := model.ParsePaneID(name)
		if i := slices.IndexFunc(w.Panes, func(p *model.Pane) bool { return p.ID == id }); ok && i >= 0 {
			return w.Panes[i]
		}
		return nil
	case name == "!":
		if len(w.Last) == 0 {
			return nil
		}
		return w.Last[0]
	case name == "{up-of}":
		return w.Neighbour(w.Active, layout.Up)
	case name == "{down-of}":
		return w.Neighbour(w.Active, layout.Down)
	case name == "{left-of}":
		return w.Neighbour(w.Active, layout.Left)
	case name == "{right-of}":
		return w.Neighbour(w.Active, layout.Right)
	case name[0] == '+' || name[0] == '-':
		if p := paneOffset(w, name); p != nil {
			return p
		}
	}
	if n, err := syntax.Number(name, 0, math.MaxInt32); err == nil {
		i := int(n) - w.Options.Number("pane-base-index")
		if i >= 0 && i < len(w.Panes) {
			return w.Panes[i]
		}
	}
	return place(w, name)
}

func paneOffset(w *model.Window, name string) *model.Pane {
	n := 1
	if name[1:] != "" {
		v, err := syntax.Number(name[1:], 1, math.MaxInt32)
		if err != nil {
			v = 0 // the active pane itself, as in tmux
		}
		n = int(v)
	}
	if name[0] == '-' {
		n = -n
	}
	return w.Panes[wrap(slices.Index(w.Panes, w.Active)+n, len(w.Panes))]
}

// place is the pane at an edge or corner of the window.
func place(w *model.Window, name string) *model.Pane {
	row, col := w.Size.Rows/2, w.Size.Cols/2
	top, bottom, right := 0, w.Size.Rows-1, w.Size.Cols-1
	switch w.BorderStatus() {
	case layout.StatusTop:
		top++
	case layout.StatusBottom:
		bottom--
	}
	switch name {
	case "top":
		row = top
	case "bottom":
		row = bottom
	case "left":
		col = 0
	case "right":
		col = right
	case "top-left":
		row, col = top, 0
	case "top-right":
		row, col = top, right
	case "bottom-left":
		row, col = bottom, 0
	case "bottom-right":
		row, col = bottom, right
	default:
		return nil
	}
	panes := w.Visible()
	beside := func(p *model.Pane) bool { return col >= p.Left && col <= p.Left+p.Size.Cols }
	if w.BorderStatus() == layout.StatusTop { // a row of titles is the pane's below it
		if i := slices.IndexFunc(panes, func(p *model.Pane) bool { return beside(p) && row == p.Top-1 }); i >= 0 {
			return panes[i]
		}
	}
	for _, p := range panes {
		// The border to the right and below counts as the pane's.
		if row >= p.Top && row <= p.Top+p.Size.Rows && beside(p) {
			return p
		}
	}
	return nil
}
