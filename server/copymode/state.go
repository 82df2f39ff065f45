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

// Extent is what there is to look at.
type Extent struct {
	Rows, Cols int // the window's size
	Dropped    int // rows that the history had and has no more
	History    int // rows above the screen
	Screen     int // rows of the screen, or of the text
}

// last is the largest possible top.
func (e Extent) last() int { return max(e.Dropped, e.Dropped+e.History+e.Screen-e.Rows) }

// A State is where someone looks.
type State struct {
	text       *Text // what commands printed; nil: history and screen
	top        int
	row, col   int // the cursor, within the window
	extent     Extent
	exitBottom bool // scrolling down to the end leaves
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
	s := State{top: e.last(), row: row, col: col, extent: e, exitBottom: o.ExitBottom, hideInfo: o.HideInfo}
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

// Fit adapts the state to what there is now: rows may have been dropped, or the window's size changed.
func (s State) Fit(e Extent) State {
	resized := s.extent.Cols != e.Cols || s.extent.Rows != e.Rows
	atEnd := s.top == s.extent.last()
	if s.text != nil {
		atEnd = atEnd && s.top > 0 // what fitted is read from its beginning
		if old := s.extent.Cols; old != 0 && old != e.Cols {
			s.top = s.text.rowIn(e.Cols, s.top, old)
		}
		e = Extent{Rows: e.Rows, Cols: e.Cols, Screen: s.text.Rows(e.Cols)}
	}
	if resized && atEnd {
		s.top = e.last()
	}
	s.extent = e
	s.top = min(max(s.top, e.Dropped), e.last())
	s.row = min(max(s.row, 0), e.Rows-1)
	s.col = min(max(s.col, 0), e.Cols-1)
	return s
}
