package copymode

// commands are those of send-keys -X, by tmux's names.
var commands = map[string]func(*State, int){
	"cursor-up":      func(s *State, n int) { s.moveRow(-n) },
	"cursor-down":    func(s *State, n int) { s.moveRow(n) },
	"cursor-left":    func(s *State, n int) { s.col = max(0, s.col-n) },
	"cursor-right":   func(s *State, n int) { s.col = min(s.extent.Cols-1, s.col+n) },
	"start-of-line":  func(s *State, _ int) { s.col = 0 },
	"end-of-line":    func(s *State, _ int) { s.col = s.extent.Cols - 1 },
	"top-line":       func(s *State, _ int) { s.row, s.col = 0, 0 },
	"middle-line":    func(s *State, _ int) { s.row, s.col = (s.extent.Rows-1)/2, 0 },
	"bottom-line":    func(s *State, _ int) { s.row, s.col = s.extent.Rows-1, 0 },
	"scroll-up":      func(s *State, n int) { s.scroll(-n) },
	"scroll-down":    func(s *State, n int) { s.scroll(n) },
	"page-up":        func(s *State, n int) { s.scroll(-n * s.page()) },
	"page-down":      func(s *State, n int) { s.scroll(n * s.page()) },
	"halfpage-up":    func(s *State, n int) { s.scroll(-n * (s.extent.Rows / 2)) },
	"halfpage-down":  func(s *State, n int) { s.scroll(n * (s.extent.Rows / 2)) },
	"history-top":    func(s *State, _ int) { s.top, s.row, s.col = s.extent.Dropped, 0, 0 },
	"history-bottom": func(s *State, _ int) { s.top, s.row, s.col = s.extent.last(), s.extent.Rows-1, 0 },
}

// leaving are those that leave the mode when they end at the bottom, and what they do before.
var leaving = map[string]string{
	"page-down-and-cancel":     "page-down",
	"halfpage-down-and-cancel": "halfpage-down",
	"scroll-down-and-cancel":   "scroll-down",
	"cursor-down-and-cancel":   "cursor-down",
}

// Known reports whether there is such a command.
func Known(name string) bool {
	return name == "cancel" || commands[name] != nil || leaving[name] != ""
}

// Do carries a command out n times. leave says that the mode is over; known is false for a command that does not exist.
func (s State) Do(e Extent, name string, n int) (next State, leave, known bool) {
	s = s.Fit(e)
	if name == "cancel" {
		return s, true, true
	}
	leaves := s.exitBottom
	if plain, ok := leaving[name]; ok {
		name, leaves = plain, true
	}
	do, ok := commands[name]
	if !ok {
		return s, false, false
	}
	before := s.top
	do(&s, max(1, min(n, maxCount)))
	fitted := s.extent
	fitted.Lines = e.Lines
	s = s.within(fitted)
	down := s.top > before || (name == "page-down" || name == "halfpage-down" || name == "scroll-down")
	return s, leaves && down && s.top == s.extent.last(), true
}

// maxCount bounds a repeat count, so that no sum overflows.
const maxCount = 1 << 20

// page is how far a page goes: two rows stay in sight, as in tmux.
func (s *State) page() int { return max(1, s.extent.Rows-2) }

// scroll moves the window, and the cursor once the window has reached an end.
func (s *State) scroll(n int) {
	top := min(max(s.top+n, s.extent.Dropped), s.extent.last())
	rest := s.top + n - top
	s.top = top
	s.row = min(max(s.row+rest, 0), s.extent.Rows-1)
}

// moveRow moves the cursor, and the window where the cursor leaves it.
func (s *State) moveRow(n int) {
	row := min(max(s.row+n, 0), s.extent.Rows-1)
	if rest := s.row + n - row; rest != 0 {
		s.top = min(max(s.top+rest, s.extent.Dropped), s.extent.last())
	}
	s.row = row
}
