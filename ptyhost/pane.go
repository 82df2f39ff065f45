package ptyhost

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/osproc"
	"gmux/protocol/recovery"
	"gmux/ptyhost/spawn"
)

// A pane is a child and the descriptors that outlive servers.
type pane struct {
	hostmsg.Pane
	other bool // its leader is no child of this process
}

// A found is what was found out about a Spawn before the loop hears of it.
type found struct {
	spec spawn.Spec
	at   spawn.Place
	err  error
}

// look finds out where a child can start. It runs in the server's readLoop: what the server says next waits, the loop does not.
func (h *host) look(s *server, m hostmsg.Spawn) (f found) {
	f.spec = spawn.Spec{
		Argv: m.Argv, Argv0: m.Argv0, Env: m.Env, Cwd: m.Cwd, Home: m.Home,
		Rows: m.Rows, Cols: m.Cols, XPixels: m.XPixels, YPixels: m.YPixels, CC: m.CC, Umask: h.umask,
	}
	s.looking.Store(true)
	defer s.looking.Store(false)
	f.at, f.err = h.scout.Look(f.spec)
	return f
}

// spawn starts a child and answers.
func (h *host) spawn(m hostmsg.Spawn, f found) {
	p, err := h.newPane(m, f)
	if err != nil {
		h.tell(hostmsg.SpawnFailed{Request: m.Request, Text: err.Error()})
		return
	}
	h.panes[p.ID] = p
	h.writeRecord(len(h.panes))
	h.tell(hostmsg.Spawned{Request: m.Request, Pane: p.Pane})
}

// newPane makes the memories first: a child whose output could not be kept is not started.
func (h *host) newPane(m hostmsg.Spawn, f found) (*pane, error) {
	if h.closing != nil { // its panes have been hung up
		return nil, errors.New("the server is ending")
	}
	if f.err != nil {
		return nil, f.err
	}
	if h.panes[m.Pane] != nil {
		return nil, fmt.Errorf("pane %%%d exists", m.Pane)
	}
	fds, err := recovery.Create(recovery.Splice)
	if err != nil {
		return nil, err
	}
	child, err := spawn.Start(f.spec, f.at)
	if err != nil {
		fds.Close()
		return nil, err
	}
	fds.Master, fds.Pidfd = child.Master, child.Pidfd
	return &pane{Pane: hostmsg.Pane{
		ID: m.Pane, PID: child.PID, Started: child.Started, Argv: m.Argv, Cwd: child.Cwd, TTY: child.TTY, FDs: fds,
	}}, nil
}

// childDied reports an exit: of a pane's leader, or of an orphan that came to us.
func (h *host) childDied(d spawn.Death) {
	for _, p := range h.panes {
		if p.PID == d.Exit.PID && p.Exit == nil {
			p.Exit = &d.Exit
			if err := recovery.WriteExit(p.FDs.State, d.Exit); err != nil {
				h.log.printf("exit report of pane %%%d: %v", p.ID, err)
			}
			h.tell(hostmsg.Exited{Pane: p.ID, Exit: d.Exit})
			if h.closing != nil {
				h.closing.step(h)
			}
			return
		}
	}
	h.tell(hostmsg.OrphanExited{Session: d.Session, Exit: d.Exit})
	if h.leaders[d.Exit.PID] {
		delete(h.leaders, d.Exit.PID)
		if h.closing != nil {
			h.closing.step(h)
		}
	}
}

// forget closes what belongs to a pane. A leader that lives on is reported like an orphan when it
// ends, and has to end with the daemon.
func (h *host) forget(id uint32) {
	p := h.panes[id]
	if p == nil {
		return
	}
	delete(h.panes, id)
	h.writeRecord(len(h.panes))
	h.unwatchPidfd(p)
	p.FDs.Close()
	if p.Exit == nil {
		h.leaders[p.PID] = true
	}
}

// living lists the session leaders that were not reaped.
func (h *host) living() []int {
	pids := slices.Collect(maps.Keys(h.leaders))
	for _, p := range h.panes {
		if p.Exit == nil {
			pids = append(pids, p.PID)
		}
	}
	return pids
}

// signal delivers a signal. That a process has gone meanwhile is no error.
func (h *host) signal(m hostmsg.Signal) {
	p := h.panes[m.Pane]
	if p == nil {
		return
	}
	sig := unix.Signal(m.Signal)
	if m.Scope != hostmsg.Session {
		h.deliver() // in the order in which they were said
	}
	switch m.Scope {
	case hostmsg.Leader:
		if p.Exit == nil { // after it was reaped its pid may be another's
			unix.Kill(p.PID, sig)
		}
	case hostmsg.Foreground:
		if group, err := osproc.Foreground(p.FDs.Master); err == nil {
			unix.Kill(-group, sig)
		}
	case hostmsg.Session:
		h.callSession(p, sig)
	}
}
