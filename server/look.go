package server

import (
	"slices"

	"gmux/server/model"
	"gmux/server/option"
	"gmux/server/style"
	"gmux/server/vars"
	"gmux/server/view"
)

// lookOf is what a pane's options say of its colours and cursor.
func (s *Server) lookOf(p *model.Pane) view.Look {
	fg, bg := vars.PaneColours(s.model, s, p)
	return view.Look{
		Fg: fg, Bg: bg, Palette: paletteOf(p.Options),
		Cursor: p.Options.Colour("cursor-colour"), CursorShape: cursorStyle(p.Options),
	}
}

// paletteOf is the option pane-colours.
func paletteOf(o *option.Set) *[256]style.Colour {
	items := o.Array("pane-colours")
	if len(items) == 0 {
		return nil
	}
	palette := new([256]style.Colour)
	for _, it := range items {
		c, err := style.ParseColour(it.Value)
		if err == nil && it.Index < len(palette) { // the option has checked the colour
			palette[it.Index] = c
		}
	}
	return palette
}

// cursorStyle is the option cursor-style as DECSCUSR has it: its words are in that order.
func cursorStyle(o *option.Set) uint8 {
	e, _ := option.Lookup("cursor-style")
	return uint8(slices.Index(e.Choices, o.Choice("cursor-style")))
}
