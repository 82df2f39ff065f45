// Package view is the unchanging picture of what one client shows: which panes are where, which rows the server
// draws itself, who has the cursor. The loop makes one after each change that a client can see; the client's
// compositor reads it, as does nobody else.
//
//	loop ──▶ View{ Panes: rectangle, screen, look   Lines: status and messages   Size } ──▶ compose
//
// A View names screens, it does not hold their text: that is read while composing, so that output needs no new View.
package view

import (
	"gmux/server/copymode"
	"gmux/server/status"
	"gmux/server/style"
	"gmux/server/vt"
)

// A Rect is a part of a client's screen. Rows and columns count from 0.
type Rect struct{ Row, Col, Rows, Cols int }

// A Screen is a pane's terminal as a compositor may use it.
type Screen interface {
	// Draw calls f with the terminal, which nobody changes meanwhile. f must not keep it.
	Draw(f func(*vt.Terminal))
	// Held reports whether the program has asked for its output not to be shown yet (mode 2026), within reason.
	Held() bool
	// Watch has poke called after every change of the terminal, from any goroutine, until the same key is unwatched.
	Watch(key any, poke func())
	Unwatch(key any)
}

// A Pane is one terminal on the client's screen.
type Pane struct {
	ID     uint32
	Rect   Rect
	Whole  Rect // of which Rect is what is on the screen
	Screen Screen
	Active bool
	Mode   *copymode.State // nil: the live screen
	Look   Look
}

// A Look is what options say of a pane's colours and cursor, where its program has not chosen others.
type Look struct {
	Fg, Bg      style.Colour       // in place of the default ones
	Palette     *[256]style.Colour // those that are not Default; nil: none
	Cursor      style.Colour
	CursorShape uint8 // DECSCUSR; 0 the user's own
}

// Same reports whether a pane's cells look the same with o.
func (l Look) Same(o Look) bool {
	samePalette := l.Palette == o.Palette || l.Palette != nil && o.Palette != nil && *l.Palette == *o.Palette
	return l.Fg == o.Fg && l.Bg == o.Bg && samePalette
}

// A Line is a row, or part of one, that the server draws: a status line, a message, the position in copy mode.
type Line struct {
	Row    int
	Col    int
	Cells  []status.Cell
	Moves  bool // with the window, where that does not fit: Part
	Cursor int  // the column of the cursor, for a prompt; NoCursor, or HideCursor for none on the whole screen
	Look   CursorLook
}

const (
	NoCursor   = -1
	HideCursor = -2
)

// A CursorLook is how a prompt's cursor looks, as protocol.Cursor has it.
type CursorLook struct {
	Shape  uint8
	Colour uint32
}

// Input is what gmux itself wants to hear from the outer terminal, whatever the program in the pane has asked for.
type Input struct {
	Mouse  bool // presses, drags and the wheel, for the key tables
	Motion bool // all motion too
	Focus  bool // programs that ask may be told of focus
	Keys   bool // keys beyond the legacy ones, for the key tables and for programs that ask for modifyOtherKeys
}

// A View is what one client shows. It is never changed once it is published.
type View struct {
	Rows, Cols int
	Panes      []Pane
	Lines      []Line
	Input      Input
	Part       *Part // nil: all of the window is on the screen
}

// Active is the pane that typing goes to, nil if there is none.
func (v *View) Active() *Pane {
	for i := range v.Panes {
		if v.Panes[i].Active {
			return &v.Panes[i]
		}
	}
	return nil
}
