package ptyhost

import (
	"golang.org/x/sys/unix"

	"gmux/protocol/osproc"
)

// A call is a signal for the session of a pane's child, which may be forgotten meanwhile.
type call struct {
	pane *pane
	sig  unix.Signal
}

// callSession has a signal sent to the session of the pane's child before anything else is done. To find out who belongs to a
// session is to look at every process of the machine, so one look does for all the panes of a server that ends.
func (h *host) callSession(p *pane, sig unix.Signal) {
	h.calls = append(h.calls, call{p, sig})
	if len(h.calls) == 1 {
		go h.post((*host).deliver) // behind the events that wait
	}
}

// deliver sends the signals that callSession has promised. It comes before any process is reaped: until then their pids are
// nobody else's.
func (h *host) deliver() {
	calls := h.calls
	h.calls = nil
	for len(calls) > 0 {
		sig := calls[0].sig
		leaders := map[int]bool{}
		rest := calls[:0:0]
		for _, c := range calls {
			if c.sig != sig {
				rest = append(rest, c)
			} else if c.pane.ownsSession() {
				leaders[c.pane.PID] = true
			}
		}
		if err := signalSessions(leaders, sig); err != nil {
			h.log.printf("signal %d to the sessions of %d panes: %v", sig, len(leaders), err)
		}
		calls = rest
	}
}

// ownsSession reports whether whoever is in the session with the number of the pane's leader is in the pane's. A pid is given
// to nobody else while it is the number of a session with members: a process that has the pid of a leader which was reaped is
// a stranger, and nobody is left.
func (p *pane) ownsSession() bool {
	if p.Exit == nil {
		return true
	}
	_, err := osproc.Stat(p.PID)
	return err != nil
}

// signalSessions sends a signal to every process group of some sessions; a hang-up is followed by SIGCONT, so that stopped
// jobs hear of it. A group that a session gains meanwhile is found by looking again.
func signalSessions(leaders map[int]bool, sig unix.Signal) error {
	told := map[int]bool{}
	for found := len(leaders) > 0; found; {
		members, err := osproc.Sessions(leaders)
		if err != nil {
			for leader := range leaders {
				unix.Kill(-leader, sig) // the one group whose number is known
			}
			return err
		}
		found = false
		for _, p := range members {
			if p.Group <= 1 || told[p.Group] {
				continue
			}
			told[p.Group], found = true, true
			unix.Kill(-p.Group, sig)
			if sig == unix.SIGHUP {
				unix.Kill(-p.Group, unix.SIGCONT)
			}
		}
	}
	return nil
}
