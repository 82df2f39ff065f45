package compose

import (
	"gmux/protocol"
	"gmux/server/view"
	"gmux/server/vt"
)

// The kitty keyboard protocol's flags.
const (
	kittyDisambiguate = 1
	kittyEvents       = 2
	kittyAlternates   = 4
	kittyAllKeys      = 8
	kittyText         = 16
)

// outerModes begins the modes that the outer terminal shall be in: those that gmux itself needs.
func outerModes(in view.Input) (m protocol.OuterModes) {
	switch {
	case in.Motion:
		m.Mouse = 1003
	case in.Mouse:
		m.Mouse = 1002
	}
	m.Focus = in.Focus
	if in.Keys {
		m.KittyFlags, m.OtherKeys = kittyDisambiguate|kittyAlternates, 2
	}
	return m
}

// addModes adds what the program of a pane wants. As in tmux the mouse is the active pane's while gmux does not want it,
// and any pane may ask for motion when it does. A pane in copy mode wants nothing: its program is not typed to.
func addModes(m *protocol.OuterModes, vp *view.Pane, t vt.Modes, in view.Input) {
	if vp.Mode != nil {
		return
	}
	if t.MouseTracking != 0 && (vp.Active || in.Mouse && t.MouseTracking == 1003) {
		// Mode 9 tells less than 1000, and not every terminal has it.
		m.Mouse = max(m.Mouse, uint16(t.MouseTracking), 1000)
	}
	if !vp.Active {
		return
	}
	if f := outerKitty(t.KittyFlags); f != 0 {
		m.KittyFlags |= f
		m.OtherKeys = 2 // the most that a terminal without the kitty protocol may have
	}
}

// outerKitty are the flags that the outer terminal needs so that a program with these flags can be told what it asked for.
// Of modifyOtherKeys nothing is said: where a program gets those, gmux itself wants such keys.
// Alternate keys are always wanted with the others: Ctrl and a Cyrillic letter is Ctrl and the Latin one to a program that did
// not ask, and whoever wants all keys as escape codes needs their text, or a key of another layout would type the wrong thing.
func outerKitty(flags int) uint8 {
	f := uint8(flags)
	if f&(kittyDisambiguate|kittyEvents|kittyAllKeys) == 0 { // the others alone change nothing
		return 0
	}
	f |= kittyDisambiguate | kittyAlternates
	if f&kittyAllKeys != 0 {
		f |= kittyText
	} else {
		f &^= kittyText
	}
	return f
}

// cursorShape is DECSCUSR's number: 0 the user's own, then two for each shape, the odd one blinks.
func cursorShape(c vt.Cursor) uint8 {
	n := 2 * uint8(c.Shape)
	if c.Blink && n > 0 {
		n--
	}
	return n
}
