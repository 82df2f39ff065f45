package ptyhost

import (
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
)

// A server that leaves three questions unanswered hangs, or was stopped: it is told to write down what its goroutines
// do, which a stopped one does not, and replaced.
const (
	beatEvery = 2 * time.Second
	beatsMost = 3
	dumpLimit = time.Second
)

// beat asks a server for an answer, again and again.
func (h *host) beat(s *server) {
	if h.server != s || s.over {
		return
	}
	if s.pings == beatsMost {
		h.log.printf("server %d has not answered for %v", s.pid, beatsMost*beatEvery)
		s.dump(h)
		return
	}
	s.pings++
	s.send(hostmsg.Ping{Number: uint64(s.pings)})
	h.after(beatEvery, func(h *host) { h.beat(s) })
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
