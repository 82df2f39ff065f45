package copymode

import (
	"math"
	"sync"

	"gmux/server/vt"
	"gmux/server/vt/history"
)

// A Text is what commands printed, for someone to read. Its lines have been through a terminal of their own, so that it has
// colours and no control characters, and are wrapped for whatever width it is looked at. It is safe for concurrent use: the loop adds
// to it while compositors read.
type Text struct {
	mu   sync.Mutex
	term *vt.Terminal // of one row: what is printed is in its history at once
}

// NewText is a text without lines. What is printed into it goes by a screen of so many columns where that matters: for tabs.
func NewText(cols int) *Text {
	return &Text{term: vt.New(vt.Options{
		Rows: 1, Cols: cols, HistoryLimit: math.MaxInt32, Allow: vt.Allow{NoAltScreen: true},
	})}
}

// Add puts lines behind those that are there. They may have escape sequences; what those set goes on in the next line.
func (t *Text) Add(lines []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, line := range lines {
		t.term.Write([]byte(line))
		t.term.Write([]byte("\r\n"))
	}
}

// Row is a row of the text wrapped for so many columns. It reports false if there is no such row.
func (t *Text) Row(cols, row int, l *history.Line) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.term.History().Row(cols, row, l)
}

// Rows is how many rows the text has when it is wrapped for so many columns.
func (t *Text) Rows(cols int) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.term.History().Rows(cols)
}

// FirstLine, PosAt and RowOf are those of the history.

func (t *Text) FirstLine() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.term.History().FirstLine()
}

func (t *Text) PosAt(cols, row, col int) (history.Pos, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.term.History().PosAt(cols, row, col)
}

func (t *Text) RowOf(cols int, p history.Pos) (row, col int, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.term.History().RowOf(cols, p)
}
