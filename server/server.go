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
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
	"gmux/server/command"
	"gmux/server/job"
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

	events       chan event    // like the two below without room: each waits for its turn, so that one client who says much delays another by one event
	clientEvents chan event    // of clients; nobody takes them while this server hands over
	hostEvents   chan event    // of the host
	turn         chan struct{} // has room for one: the loop has more to do
	alarm        chan struct{} // has room for one: the timer has run out
	done         chan struct{} // closed when the loop has ended: nobody takes events any more
	wg           sync.WaitGroup

	stopped   *os.File // a pipe that is readable then, for those who wait in poll
	endOfStop *os.File // its other end, closed by stop

	door     *door
	gripes   gripes
	mourners atomic.Int32

	clipboard atomic.Pointer[pane.Clip] // the loop writes it, the panes' goroutines read it

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
	unsaid   []func()              // see afterwards
	listener *transport.Listener
	timer    *time.Timer // rings alarm
	armed    time.Time   // when; zero: it does not run
	ending   bool        // boundEnd has set its timer
	down     bool        // the host has been asked to end everything
	ended    error       // why the loop shall end
	handing  handing
	recalled [32]byte             // digest of the model as it was read back, for prove
	farewell protocol.GoodbyeKind // what those are told whom nobody has looked at when the loop ends
	colours  recovery.Colours     // of the terminal that told its last
	readings []*reading           // questions for the clipboard, the oldest first
	formats  job.Formats          // commands of #() in formats
	jobs     sync.WaitGroup       // those of them that run
	runs     map[string]*byte     // what tells this run of one from an earlier one
	offered  map[string]bool      // builds of clients that were offered to be the server's
}

// An event is one thing that happened outside. apply runs on the loop, so it may change the model freely; it must not
// wait: not for I/O, not for another goroutine. What the model asks of the world is performed after it.
type event interface {
	apply(s *Server) []model.Effect
}

var errShutdown = errors.New("server exited")

// post hands an event to the loop. It waits while the loop is busy; false means that the loop has ended.
func (s *Server) post(e event) bool { return s.postTo(s.events, e) }

func (s *Server) postClient(e event) bool { return s.postTo(s.clientEvents, e) }

func (s *Server) postHost(e event) bool { return s.postTo(s.hostEvents, e) }

func (s *Server) postTo(events chan event, e event) bool {
	select {
	case events <- e:
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
		alarm, turn, events, clients := s.alarm, s.turn, s.events, s.clientEvents
		if s.handing.stage >= stopping {
			clients = nil
		}
		if s.handing.stage >= sealed { // nothing changes any more, until the host says how it goes on
			alarm, turn, events = nil, nil, nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-alarm:
			s.armed = time.Time{}
			s.model.Now = time.Now()
			s.perform(s.model.Tick())
			s.perform(s.queue.React())
		case <-turn:
		case e := <-events:
			s.apply(e)
		case e := <-clients:
			s.apply(e)
		case e := <-s.hostEvents:
			s.apply(e)
		}
		s.release()
		s.remember()
		s.speak()
		s.seeElsewhere()
		s.publish()
		s.boundEnd()
		s.stepSeal()
	}
	return s.ended
}

func (s *Server) apply(e event) {
	s.model.Now = time.Now()
	s.perform(e.apply(s))
	s.perform(s.queue.React())
	s.speaking = nil
}

// afterwards has f called when what this turn of the loop changes is written down. Answers of commands and acknowledgements of
// what was typed wait for that: nobody is told of a change that a death of this server could undo.
func (s *Server) afterwards(f func()) { s.unsaid = append(s.unsaid, f) }

// speak calls what afterwards was given, in that order.
func (s *Server) speak() {
	for _, f := range s.unsaid {
		f()
	}
	clear(s.unsaid)
	s.unsaid = s.unsaid[:0]
}

// arm sets the timer for the model's next deadline. It seldom moves, and then the timer is left alone: to set one wakes the
// thread that waits for the next to run out, and so does a select with a timer's own channel.
func (s *Server) arm() {
	at, ok := s.model.Deadline()
	switch {
	case !ok:
		s.timer.Stop()
		s.armed = time.Time{}
	case at != s.armed:
		s.timer.Reset(time.Until(at))
		s.armed = at
	}
}

// ring wakes the loop: its timer has run out.
func (s *Server) ring() {
	select {
	case s.alarm <- struct{}{}:
	default:
	}
}

// stop ends all goroutines that post events. What is in the mailboxes is still sent.
func (s *Server) stop() {
	close(s.done)
	s.timer.Stop()
	s.stopFormats()
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
		case e := <-s.clientEvents:
			if late, ok := e.(clientCame); ok {
				late.tty.close()
				late.c.tooLate(s.farewell)
			}
		default:
			return
		}
	}
}
