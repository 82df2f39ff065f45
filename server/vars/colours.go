package vars

import (
	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/style"
)

// PaneColours are the colours that window-style, and for the active pane window-active-style, have in place of the default
// ones.
func PaneColours(m *model.Model, w World, p *model.Pane) (fg, bg style.Colour) {
	var ctx *format.Context
	look := func(option string) style.Style {
		return p.Options.Style(option, func(text string) string {
			if ctx == nil {
				c := New(m, w, paneScope(m, p)).Context()
				ctx = &c
			}
			return format.Expand(text, *ctx)
		})
	}
	usual := look("window-style")
	fg, bg = usual.Fg, usual.Bg
	if p.Window.Active != p {
		return fg, bg
	}
	active := look("window-active-style")
	if active.Fg != style.Default {
		fg = active.Fg
	}
	if active.Bg != style.Default {
		bg = active.Bg
	}
	return fg, bg
}

// paneScope is a pane in the first session that has its window.
func paneScope(m *model.Model, p *model.Pane) Scope {
	s := Scope{Pane: p}
	if links := m.Links(p.Window); len(links) > 0 {
		s.Link, s.Session = links[0], links[0].Session
	}
	return s
}
