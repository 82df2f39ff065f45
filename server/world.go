package server

import (
	"fmt"
	"os/user"
	"runtime"

	"gmux/server/capture"
	"gmux/server/command"
	"gmux/server/vt"
)

// Capture is the text of a pane, for capture-pane.
func (s *Server) Capture(c command.Capture) (text string, err error) {
	p := s.panes[c.Pane]
	if p == nil {
		return "", fmt.Errorf("pane %v has no terminal", c.Pane)
	}
	p.Draw(func(t *vt.Terminal) {
		if c.Alternate {
			if err = command.ErrNoAlternate; !t.Modes().AltScreen {
				return
			}
		}
		text = capture.Text(t, capture.Options{
			From: int(c.From), To: int(c.To),
			Main: c.Alternate, Escapes: c.Escapes, Octal: c.Octal, Join: c.Join, Spaces: c.Spaces,
		})
	})
	return text, err
}

// Goroutines is how many there are, for #{server_goroutines}: more from one look to the next are a leak.
func (s *Server) Goroutines() int { return runtime.NumGoroutine() }

// Home is the home directory of a user, for ~name.
func (s *Server) Home(name string) (dir string, ok bool) {
	u, err := user.Lookup(name)
	if err != nil {
		return "", false
	}
	return u.HomeDir, true
}
