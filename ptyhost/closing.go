package ptyhost

import (
	"time"

	"golang.org/x/sys/unix"
)

// closing is the end of the daemon: every pane is hung up, leaders that stay are killed, the server
// is told and leaves.
type closing struct {
	gaveUp bool // a leader does not die of it
	left   bool // the server was told that all is over
	done   bool
}

// shutdown begins the end.
func (h *host) shutdown() {
	if h.closing != nil {
		return
	}
	h.writeRecord(0) // nobody is to say that this was lost
	h.closing = &closing{}
	for _, t := range []*time.Timer{h.terminating, h.restart} {
		if t != nil {
			t.Stop()
		}
	}
	h.closeSocket()
	handing := h.upgrade.candidate() != nil // the old one listens to nobody
	for _, s := range h.servers() {
		if s != h.server || handing {
			s.kill()
		}
	}
	for _, p := range h.panes {
		h.callSession(p, unix.SIGHUP)
	}
	h.deliver()
	h.after(killLimit, func(h *host) {
		for _, pid := range h.living() {
			unix.Kill(pid, unix.SIGKILL)
		}
		h.closing.step(h)
	})
	h.after(killLimit+reapLimit, func(h *host) {
		h.closing.gaveUp = true
		h.closing.step(h)
	})
	h.closing.step(h)
}

// step goes on as far as it can: panes, then the server, then the lock.
func (c *closing) step(h *host) {
	if c.done {
		return
	}
	if !c.gaveUp && len(h.living()) > 0 {
		return
	}
	if !c.left {
		c.left = true
		if s := h.server; s != nil {
			s.leave()
			h.after(reapLimit, func(h *host) {
				if h.server == s {
					s.kill()
				}
			})
		}
	}
	if len(h.servers()) > 0 {
		return // its death comes back here
	}
	for id := range h.panes {
		h.forget(id)
	}
	h.closeLock()
	c.done = true
}
