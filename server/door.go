package server

import (
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol"
)

// A door bounds how many connections there are, so that no crowd takes the descriptors that panes need.
//
//	accept ──▶ denied ─────────────────────────────────────▶ told why, closed
//	       └─▶ silent (no command yet) ──▶ inside ──▶ left
//	             └─ full house, or handshakeTime ──────────▶ told why, closed
//
// Where the house is full, a newcomer gets the place of one who has not said yet what they want, and of those, of the
// process that has the most: whoever opens connections to say nothing keeps only themselves out. Where nobody is silent the
// newcomer is sent away. Strangers (another user's) never count: they get no goroutine and no place.
type door struct {
	most    int           // connections
	turning chan struct{} // holds one for each of those who are heard out

	mu     sync.Mutex // guards inside, silent
	inside int
	silent map[int][]*conn // by the pid of the peer, the oldest first
}

// Bounds of the door.
const (
	mostClients = 1000
	perClient   = 8  // the part of the process's descriptors that connections may be: each takes two, with its terminal
	mostTurning = 16 // those sent away who are listened to, so that they read why
)

// turnAwayTime is how long one who is sent away is listened to, and turnAwayBytes how much.
const (
	turnAwayTime  = time.Second
	turnAwayBytes = 64 << 10
)

// What those are told who have no place.
const (
	tooMany   = "too many clients"
	tooSilent = "too many clients, and this one has not said what it wants"
)

func newDoor() *door {
	d := &door{most: mostClients, turning: make(chan struct{}, mostTurning), silent: map[int][]*conn{}}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err == nil && limit.Cur/perClient < mostClients {
		d.most = max(int(limit.Cur/perClient), 1)
	}
	return d
}

// enter gives c a place, maybe that of another, whose connection the caller closes before it takes in the next.
func (d *door) enter(c *conn) (instead *conn, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.inside >= d.most {
		if instead = d.mostSilent(); instead == nil {
			return nil, false
		}
		d.leave(instead)
	}
	d.inside++
	c.placed = true
	d.silent[c.cred.PID] = append(d.silent[c.cred.PID], c)
	return instead, true
}

// mostSilent is the oldest silent connection of the process that has most of them.
func (d *door) mostSilent() (found *conn) {
	for _, list := range d.silent {
		if found == nil || len(list) > len(d.silent[found.cred.PID]) {
			found = list[0]
		}
	}
	return found
}

// spoke: c has said what it wants.
func (d *door) spoke(c *conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forget(c)
}

// left: c's connection is closed.
func (d *door) left(c *conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.leave(c)
}

func (d *door) leave(c *conn) {
	if c.placed {
		c.placed = false
		d.inside--
		d.forget(c)
	}
}

func (d *door) forget(c *conn) {
	pid := c.cred.PID
	at := slices.Index(d.silent[pid], c)
	switch {
	case at < 0:
	case len(d.silent[pid]) == 1:
		delete(d.silent, pid)
	default:
		d.silent[pid] = slices.Delete(d.silent[pid], at, at+1)
	}
}

// letIn serves a connection if there is a place for it.
func (s *Server) letIn(c *conn) {
	instead, ok := s.door.enter(c)
	if !ok {
		s.gripes.printf(s.log, "pid %d: %s", c.cred.PID, tooMany)
		s.turnAway(c.pc, tooMany)
		return
	}
	if instead != nil {
		s.gripes.printf(s.log, "pid %d: %s", instead.cred.PID, tooSilent)
		instead.pc.Send(protocol.Refused{Text: tooSilent}) // it was sent a hello so far: this fits beside it
		instead.pc.Close()                                 // when it returns the descriptor is free
	}
	s.wg.Go(func() { s.readLoop(c) })
	s.wg.Go(func() { s.sendLoop(c) })
}

// turnAway tells somebody that there is nothing here for them. They are heard out, for to close a socket that holds
// unread bytes breaks the pipe they are writing to; of a crowd only the first few are.
func (s *Server) turnAway(pc *protocol.Conn, why string) {
	if pc.Send(protocol.Refused{Text: why}) != nil { // a new socket has room for it: they have gone
		pc.Close()
		return
	}
	select {
	case s.door.turning <- struct{}{}:
	default:
		pc.Close()
		return
	}
	s.wg.Go(func() {
		defer func() { <-s.door.turning }()
		defer pc.Close()
		t := pc.Transport()
		if t.SetDeadline(time.Now().Add(turnAwayTime)) == nil && t.CloseWrite() == nil {
			t.Drain(turnAwayBytes)
		}
	})
}
