package target

import (
	"gmux/server/model"
)

// An ErrorKind says what could not be found.
type ErrorKind int

const (
	NoSession ErrorKind = iota
	NoWindow
	NoPane
	NoClient
	NoCurrentClient
	NoCurrentTarget
	NoMouse
	NoMark
	NoPaneHere // a pane was given where an index is wanted
)

// An Error is a target that leads nowhere. Its text is tmux's.
type Error struct {
	Kind ErrorKind
	Spec string // the part that was not found
	Near string // a name that may have been meant, "" if none is close
}

func (e *Error) Error() string {
	switch e.Kind {
	case NoSession:
		return "can't find session: " + e.Spec
	case NoWindow:
		return "can't find window: " + e.Spec
	case NoPane:
		return "can't find pane: " + e.Spec
	case NoClient:
		return "can't find client: " + e.Spec
	case NoCurrentClient:
		return "no current client"
	case NoMouse:
		return "no mouse target"
	case NoMark:
		return "no marked target"
	case NoPaneHere:
		return "can't specify pane here"
	}
	return "no current target"
}

func sessionNames(m *model.Model) []string {
	var names []string
	for _, s := range m.SessionList() {
		names = append(names, s.Name)
	}
	return names
}

func windowNames(s *model.Session) []string {
	var names []string
	for _, l := range s.Links {
		names = append(names, l.Window.Name)
	}
	return names
}

func clientNames(m *model.Model) []string {
	var names []string
	for _, c := range m.Clients {
		if c.Session != nil {
			names = append(names, c.Name)
		}
	}
	return names
}

// Near returns the one of names that word is most likely a slip of, "" if none is close: one slip in a
// short word, two in a longer one.
func Near(word string, names []string) string {
	allowed := 1
	if len(word) >= 6 {
		allowed = 2
	}
	best, bestAt := "", allowed+1
	for _, name := range names {
		if len(word) > 64 || len(name) > 64 || len(word) < 3 {
			continue // nobody mistypes so much, and so little means anything
		}
		if d := distance([]rune(word), []rune(name)); d < bestAt {
			best, bestAt = name, d
		}
	}
	return best
}

// distance counts the letters to insert, drop, replace or swap with their neighbour to make b of a (the
// optimal string alignment distance).
func distance(a, b []rune) int {
	before, row := []int(nil), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(next[j]+1, row[j+1]+1, row[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
