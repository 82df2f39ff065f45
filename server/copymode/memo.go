package copymode

import (
	"fmt"
	"strings"
)

// memoForm is the form of Memo: top, row, column, rows and columns of the window, rows dropped, in the history and on the
// screen, exitBottom, hideInfo. More is added at the end only.
const memoForm = "1 %d %d %d %d %d %d %d %d %t %t"

// Memo is the state in words, for Recall, without the text.
func (s State) Memo() string {
	e := s.extent
	return fmt.Sprintf(memoForm, s.top, s.row, s.col, e.Rows, e.Cols, e.Dropped, e.History, e.Screen, s.exitBottom, s.hideInfo)
}

// Recall is the state of a Memo, as far as there still is what it looked at: a text, or with nil the pane's own.
func Recall(memo string, now Extent, text *Text) (s State, err error) {
	s.text = text
	e := &s.extent
	_, err = fmt.Fscanf(strings.NewReader(memo), memoForm, &s.top, &s.row, &s.col,
		&e.Rows, &e.Cols, &e.Dropped, &e.History, &e.Screen, &s.exitBottom, &s.hideInfo)
	if err != nil {
		return State{}, fmt.Errorf("memo of copy mode %q: %w", memo, err)
	}
	return s.Fit(now), nil
}
