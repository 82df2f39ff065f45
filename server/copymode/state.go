// Package copymode looks back: a cursor and a window over the history and the screen of a pane, or over the
// lines that a command printed.
//
//	      ┌ oldest row ┐ 0 .. Extent.Dropped are gone
//	top ─▶│  history   │
//	      │ ┌────────┐ │    State: top, cursor     Do(command) ──▶ State
//	      │ │ window │ │
//	      └─┴────────┴─┘ the screen's last row
//
// A State is a value: the loop keeps one for each pane in a mode and replaces it, compositors read it. Rows are
// counted from the first that the pane ever wrote into its history, so that a window stands still while output goes on.
// Selection and search come here later.
package copymode

import "gmux/server/vt/history"

// Extent is what there is to look at.
type Extent struct {
	Rows, Cols int // the window's size
	Dropped    int // rows that the history had and has no more
	History    int // rows above the screen
	Screen     int // rows of the screen, or of the text

	Lines *history.History // that History counts, read while the pane cannot change; nil: none
}

// last is the largest possible top.
func (e Extent) last() int { return max(e.Dropped, e.Dropped+e.History+e.Screen-e.Rows) }

// A State is where someone looks.
type State struct {
	text       *Text // what commands printed; nil: history and screen
	top        int
	at         history.Pos // what top is, if it is a row of a line
	anchored   bool        // it is
	row, col   int         // the cursor, within the window
	extent     Extent      // without its Lines
	exitBottom bool        // scrolling down to the end leaves
	hideInfo   bool
}

// Options say how a mode is entered.
type Options struct {
	PageUp     bool // begin one page up
	ExitBottom bool
	HideInfo   bool
}

// Enter begins at the screen, with the cursor where the program's was.
func Enter(e Extent, row, col int, o Options) State {
	s := State{top: e.last(), row: row, col: col, exitBottom: o.ExitBottom, hideInfo: o.HideInfo}.within(e)
	if o.PageUp {
		s, _, _ = s.Do(e, "page-up", 1)
	}
	return s
}

// Read begins at the top of a text.
func Read(e Extent, text *Text) State { return State{text: text}.Fit(e) }

// Text is the text that is read, nil when it is the pane's own history and screen.
func (s State) Text() *Text { return s.text }

// Top is the first row in the window.
func (s State) Top() int { return s.top }

// Cursor is where the cursor is in the window.
func (s State) Cursor() (row, col int) { return s.row, s.col }

// HidesCursor reports whether no cursor is shown.
func (s State) HidesCursor() bool { return false }

// Position is how many rows the window is above the end, and how many it could be; ok is false where that is not shown.
func (s State) Position() (above, most int, ok bool) {
	return s.extent.last() - s.top, s.extent.last() - s.extent.Dropped, !s.hideInfo
}

// lines are logical lines that rows are of.
type lines interface {
	FirstLine() int
	PosAt(width, i, col int) (history.Pos, bool)
	RowOf(width int, p history.Pos) (i, col int, ok bool)
}

// lines are those that rows of e are of, nil if they are not known.
func (s State) lines(e Extent) lines {
	switch {
	case s.text != nil:
		return s.text
	case e.Lines != nil:
		return e.Lines
	}
	return nil
}

// Fit adapts the state to what there is now: rows may have been dropped, or the window's size changed. What was at the top of
// the window stays there.
func (s State) Fit(e Extent) State {
	resized := s.extent.Cols != e.Cols || s.extent.Rows != e.Rows
	atEnd := s.top == s.extent.last()
	if s.text != nil {
		atEnd = atEnd && s.top > 0 // what fitted is read from its beginning
		e = Extent{Rows: e.Rows, Cols: e.Cols, Screen: s.text.Rows(e.Cols)}
	}
	if l := s.lines(e); l != nil && (s.extent.Cols != e.Cols || s.extent.Dropped != e.Dropped) {
		if !s.anchored && s.extent.Cols != 0 { // it may have been on the screen
			s.at, s.anchored = l.PosAt(s.extent.Cols, s.top-e.Dropped, 0)
		}
		if s.anchored {
			s.top = e.Dropped + rowOf(l, e, s.at)
		}
	}
	if resized && atEnd {
		s.top = e.last()
	}
	return s.within(e)
}

// rowOf is where a place is now. Lines that were dropped are taken to be at the top, those that are on the screen again to be there.
func rowOf(l lines, e Extent, at history.Pos) int {
	row, _, ok := l.RowOf(e.Cols, at)
	switch {
	case ok:
		return row
	case at.Line < l.FirstLine():
		return 0
	}
	return e.History
}

// within puts the window and the cursor where something is, and takes hold of the line at the top.
func (s State) within(e Extent) State {
	s.extent = e
	s.extent.Lines = nil
	s.top = min(max(s.top, e.Dropped), e.last())
	s.row = min(max(s.row, 0), e.Rows-1)
	s.col = min(max(s.col, 0), e.Cols-1)
	s.anchored = false
	if l := s.lines(e); l != nil {
		s.at, s.anchored = l.PosAt(e.Cols, s.top-e.Dropped, 0)
	}
	return s
}
