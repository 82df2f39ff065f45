package server

import (
	"context"
	"errors"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"gmux/protocol"
	"gmux/protocol/hostmsg"
	"gmux/protocol/transport"
	"gmux/server/command"
	"gmux/server/model"
	"gmux/server/pane"
	"gmux/server/persist"
)

// A Server owns everything with opinions. Its fields are the loop's, those apart that are set before the loop starts
// and never change.
type Server struct {
	log   *log.Logger
	hello protocol.Hello
	host  *hostLink

	startHost func() (*hostmsg.Conn, error)

	events chan event    // without room: each waits for its turn, so that one client who says much delays another by one event
	turn   chan struct{} // has room for one: the loop has more to do
	done   chan struct{} // closed when the loop has ended: nobody takes events any more
	wg     sync.WaitGroup

	stopped   *os.File // a pipe that is readable then, for those who wait in poll
	endOfStop *os.File // its other end, closed by stop

	door     *door
	gripes   gripes
	mourners atomic.Int32

	// the loop's
	model    *model.Model
	queue    *command.Queue
	recorder *persist.Recorder
	memory   modelMemory
	estate   estate
	conns    map[model.ClientID]*conn
	panes    map[model.PaneID]*pane.Pane
	exits    map[model.PaneID]exit         // what is known of the end of a pane
	children map[model.PaneID]hostmsg.Pane // what the host knows of them, descriptors apart
	spawning map[model.PaneID]birth
	closing  map[model.PaneID]bool // panes that were closed while they were being spawned
	typing   *typing               // the input message that is being worked on
	speaking *conn                 // whose message it is, of whatever kind
	listener *transport.Listener
	timer    *time.Timer
	ending   bool  // boundEnd has set its timer
	down     bool  // the host has been asked to end everything
	ended    error // why the loop shall end
}

// An event is one thing that happened outside. apply runs on the loop, so it may change the model freely; it must not
// wait: not for I/O, not for another goroutine. What the model asks of the world is performed after it.
type event interface {
	apply(s *Server) []model.Effect
}

var errShutdown = errors.New("server exited")

// post hands an event to the loop. It waits while the loop is busy; false means that the loop has ended.
func (s *Server) post(e event) bool {
	select {
	case s.events <- e:
		return true
	case <-s.done:
		return false
	}
}

// pause waits, and reports whether the server still runs.
func (s *Server) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-s.done:
		return false
	case <-t.C:
		return true
	}
}

// loop owns the model until the server is over.
func (s *Server) loop(ctx context.Context) error {
	defer s.stop()
	for s.ended == nil {
		s.arm()
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case now := <-s.timer.C:
			s.model.Now = now
			s.perform(s.model.Tick())
		case <-s.turn:
		case e := <-s.events:
			s.model.Now = time.Now()
			s.perform(e.apply(s))
			s.speaking = nil
		}
		s.release()
		s.remember()
		s.publish()
		s.boundEnd()
	}
	return s.ended
}

// arm sets the timer for the model's next deadline.
func (s *Server) arm() {
	s.timer.Stop()
	if at, ok := s.model.Deadline(); ok {
		s.timer.Reset(time.Until(at))
	}
}

// stop ends all goroutines that post events. What is in the mailboxes is still sent.
func (s *Server) stop() {
	close(s.done)
	s.report(s.endOfStop.Close())
	for _, c := range s.conns {
		s.dropCompositor(c)
		c.out.close()
	}
	s.turnLateOnesAway()
	for id, p := range s.panes {
		if err := p.Close(); err != nil {
			s.log.Printf("close pane %v: %v", id, err)
		}
	}
}

// turnLateOnesAway tells clients that nobody has looked at yet to ask the next server.
func (s *Server) turnLateOnesAway() {
	for {
		select {
		case e := <-s.events:
			if late, ok := e.(clientCame); ok {
				late.tty.close()
				late.c.tooLate()
			}
		default:
			return
		}
	}
}
