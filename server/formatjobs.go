package server

import (
	"context"
	"time"

	"gmux/server/job"
	"gmux/server/model"
)

// formatPace is how often a command that prints on and on is heard.
const formatPace = 200 * time.Millisecond

// Job is what the command of a #() in a format printed last. It starts the command where that is due, and waits for nothing.
func (s *Server) Job(command string) string { return s.formats.Line(command, s.model.Now) }

// formatEnd bounds the wait for jobs that were killed: something that one of them has started may hold its output open.
const formatEnd = time.Second

// stopFormats ends the commands of #() and waits until they have.
func (s *Server) stopFormats() {
	s.formats.Stop()
	ended := make(chan struct{})
	go func() {
		s.jobs.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(formatEnd):
	}
}

// startFormat starts the command of a #(), whose goroutines end with it.
func (s *Server) startFormat(command string) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	spec := job.Spec{Command: command, Dirs: []string{s.model.Home, "/"}, Env: s.model.SessionEnviron(nil).Strings()}
	run := new(byte) // of this run: an earlier one of the same command that was stopped has no say
	s.runs[command] = run
	lines := make(chan string, 1)
	s.jobs.Go(func() {
		defer close(lines)
		err := job.Lines(ctx, spec, func(line string) {
			select { // the newest line is the one that counts
			case <-lines:
			default:
			}
			lines <- line
		})
		if err != nil {
			lines <- "<'" + command + "' didn't start>"
		}
	})
	go func() {
		defer cancel()
		for line := range lines {
			if !s.post(formatSaid{command, run, line, false}) || !s.pause(formatPace) {
				cancel()
				for range lines { // so that the other can end
				}
				return
			}
		}
		s.post(formatSaid{command, run, "", true})
	}()
	return cancel
}

// formatSaid: the command of a #() has printed a line, or has ended.
type formatSaid struct {
	command string
	run     *byte
	line    string
	ended   bool
}

func (e formatSaid) apply(s *Server) []model.Effect {
	if s.runs[e.command] != e.run {
		return nil
	}
	changed := false
	if e.ended {
		delete(s.runs, e.command)
		changed = s.formats.Ended(e.command, s.model.Now)
	} else {
		changed = s.formats.Said(e.command, e.line)
	}
	if changed {
		for _, c := range s.model.Clients {
			if c.Session != nil {
				s.model.DirtyClient(c)
			}
		}
	}
	return nil
}
