package model

import (
	"strconv"
	"strings"
)

// Ids as tmux writes them: $n, @n and %n. A ClientID is never printed, clients have names.
type (
	SessionID int
	WindowID  int
	PaneID    int
	ClientID  int
)

// NoClient, NoSession and NoPane stand where there is none; real ids start at 0.
const (
	NoClient  ClientID  = -1
	NoSession SessionID = -1
	NoPane    PaneID    = -1
)

func (id SessionID) String() string { return "$" + strconv.Itoa(int(id)) }
func (id WindowID) String() string  { return "@" + strconv.Itoa(int(id)) }
func (id PaneID) String() string    { return "%" + strconv.Itoa(int(id)) }

// ParsePaneID reads %n.
func ParsePaneID(s string) (PaneID, bool) {
	n, ok := parseID(s, "%")
	return PaneID(n), ok
}

// ParseWindowID reads @n.
func ParseWindowID(s string) (WindowID, bool) {
	n, ok := parseID(s, "@")
	return WindowID(n), ok
}

// ParseSessionID reads $n.
func ParseSessionID(s string) (SessionID, bool) {
	n, ok := parseID(s, "$")
	return SessionID(n), ok
}

func parseID(s, sigil string) (int, bool) {
	digits, ok := strings.CutPrefix(s, sigil)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	return int(n), err == nil
}

// A Size is a number of rows and columns, and the pixels they cover, 0 where unknown.
type Size struct {
	Rows, Cols     int
	XPixel, YPixel int
}

// The smallest and largest window, as in tmux.
const (
	MinSize = 1
	MaxSize = 10000
)

// clamp keeps rows and columns within what a window may have.
func (s Size) clamp() Size {
	s.Rows = min(max(s.Rows, MinSize), MaxSize)
	s.Cols = min(max(s.Cols, MinSize), MaxSize)
	return s
}

// ParseSize reads the value of default-size, COLSxROWS.
func ParseSize(s string) (Size, bool) {
	cols, rows, ok := strings.Cut(s, "x")
	if !ok {
		return Size{}, false
	}
	c, err1 := strconv.ParseUint(cols, 10, 16)
	r, err2 := strconv.ParseUint(rows, 10, 16)
	return Size{Rows: int(r), Cols: int(c)}, err1 == nil && err2 == nil
}
