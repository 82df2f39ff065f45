package server

import (
	"fmt"
	"os/user"
	"runtime"
	"runtime/metrics"
	"strings"

	"gmux/server/capture"
	"gmux/server/command"
	"gmux/server/copymode"
	"gmux/server/model"
	"gmux/server/vt"
)

// Capture is the text of a pane, for capture-pane.
func (s *Server) Capture(c command.Capture) (text string, err error) {
	p := s.panes[c.Pane]
	if p == nil {
		return "", fmt.Errorf("pane %v has no terminal", c.Pane)
	}
	o := capture.Options{
		Progress: s.host.alive,
		From:     int(c.From), To: int(c.To),
		Main: c.Alternate, Escapes: c.Escapes, Octal: c.Octal, Join: c.Join, Spaces: c.Spaces, Written: c.Trim,
		Numbers: c.Numbers, Flags: c.Flags, Links: c.Links,
	}
	if text := s.textOver(c.Pane); text != nil && c.Mode && !c.Alternate {
		size := s.model.Panes[c.Pane].Size
		return capture.Read(text, size.Rows, size.Cols, o), nil
	}
	p.Draw(func(t *vt.Terminal) {
		if c.Pending {
			text = capture.Unfinished(t, c.Octal)
			return
		}
		if c.Alternate && !t.Modes().AltScreen {
			err = command.ErrNoAlternate
			return
		}
		text = capture.Text(t, o)
	})
	return text, err
}

// textOver is what is read in a pane's mode, nil where that is the pane's own history and screen: those are what copy mode
// looks at.
func (s *Server) textOver(id model.PaneID) *copymode.Text {
	mp := s.model.Panes[id]
	if mp == nil || mp.Mode == nil {
		return nil
	}
	state, _ := mp.Mode.State.(copymode.State)
	return state.Text()
}

// Screen is the rows of a pane's screen, for #{C:...}.
func (s *Server) Screen(id model.PaneID) []string {
	p := s.panes[id]
	if p == nil {
		return nil
	}
	var text string
	p.Draw(func(t *vt.Terminal) {
		rows, _ := t.Size()
		text = capture.Text(t, capture.Options{To: rows - 1})
	})
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// Takes reports whether there is room for what a command types into a pane.
func (s *Server) Takes(id model.PaneID) bool {
	p := s.panes[id]
	return p == nil || p.Takes()
}

// Goroutines is how many there are, for #{server_goroutines}: more from one look to the next are a leak.
func (s *Server) Goroutines() int { return runtime.NumGoroutine() }

// Heap is how many bytes of memory were in use when garbage was last collected, for #{server_heap}.
func (s *Server) Heap() uint64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64()
}

// Home is the home directory of a user, for ~name.
func (s *Server) Home(name string) (dir string, ok bool) {
	u, err := user.Lookup(name)
	if err != nil {
		return "", false
	}
	return u.HomeDir, true
}
