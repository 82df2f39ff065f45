package ptyhost

import (
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
)

// A server that leaves three questions unanswered hangs, or was stopped: it is told to write down what its goroutines
// do, which a stopped one does not, and replaced. One that has no answer since it waits for a processor, among many
// programs that want one, gets more time: its successor would have to wait as well.
const (
	beatEvery    = 2 * time.Second
	beatsMost    = 3
	beatsStarved = 10
	dumpLimit    = time.Second
)

// beat asks a server for an answer, again and again.
func (h *host) beat(s *server) {
	if h.server != s || s.over || s.deaf {
		return
	}
	if s.looking.Load() {
		s.pings = 0
	}
	before := s.waited
	if s.pings > 0 {
		s.waited = waited(s.pid)
	}
	if hangs(s.pings, s.waited-before) {
		h.log.printf("server %d has not answered for %v", s.pid, time.Duration(s.pings)*beatEvery)
		s.dump(h)
		return
	}
	s.pings++
	s.send(hostmsg.Ping{Number: uint64(s.pings)})
	h.after(beatEvery, func(h *host) { h.beat(s) })
}

// hangs judges a server by the questions that it left unanswered and by how long its threads have waited for a processor since
// the last of them. Of one that hangs those that are ready, the runtime's own, are few and seldom.
func hangs(pings int, waited time.Duration) bool {
	return pings >= beatsStarved || pings >= beatsMost && waited <= beatEvery/2
}

// dump has the Go runtime of a server write its goroutines to stderr, which is kept, and end.
func (s *server) dump(h *host) {
	if s.exit != nil {
		return
	}
	s.hung = true
	unix.Kill(s.pid, unix.SIGQUIT)
	h.after(dumpLimit, func(h *host) {
		if h.server == s && s.exit == nil {
			s.kill()
		}
	})
}
