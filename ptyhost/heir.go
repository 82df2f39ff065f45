package ptyhost

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/osproc"
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
	"gmux/ptyhost/spawn"
)

// argHeir makes a process named hostmsg.HostName a host that takes over from one that has died. Its server, which lives, has
// started it and says the rest.
const argHeir = "--heir"

// runHeir is the life of such a daemon. It returns the exit status.
func runHeir() int {
	h, err := newHeir()
	if err != nil {
		return 1 // the server sees the end of the conversation
	}
	return h.run(func() {
		go h.server.readLoop(h)
		go h.server.writeLoop(h)
		h.beat(h.server)
	})
}

// newHeir takes everything over from the server at hostmsg.ServerFD.
func newHeir() (*host, error) {
	conn, err := hostmsg.Inherited()
	if err != nil {
		return nil, err
	}
	m, err := conn.Receive()
	if err != nil {
		return nil, err
	}
	will, ok := m.(hostmsg.Handover)
	if !ok {
		return nil, fmt.Errorf("%T in place of a handover", m)
	}
	version := hostmsg.Negotiate(will.MinVersion, will.MaxVersion)
	if version == 0 {
		return nil, hostmsg.ErrVersion
	}
	h := makeHost(will.Socket, will.Args)
	h.umask = will.Umask
	h.listener, h.lock, h.model = will.Listener, will.Lock, will.Model
	h.generation, h.restarts = will.Generation, will.Restarts
	h.reported = true
	if err := h.settle(); err != nil {
		return nil, err
	}
	if err := recovery.SetFileSizeLimit(will.FileSizes); err != nil {
		h.log.printf("limit of file sizes: %v", err)
	}
	if err := h.inherit(conn); err != nil {
		return nil, err
	}
	h.watchFiles()
	h.server = &server{
		pid: will.PID, conn: conn, queue: make(chan outgoing, queueLen), started: time.Now(), words: will.Words,
		version: version, build: will.Build, forms: will.Forms, other: true, ready: true, limit: time.NewTimer(0),
	}
	h.watchOther(will.PID, will.Pidfd)
	h.log.printf("host %d goes on for one that has died", os.Getpid())
	h.writeRecord(len(h.panes))
	if err := conn.Send(hostmsg.Heir{Build: build(), PID: os.Getpid()}); err != nil { // the server has died meanwhile, as will be heard
		h.log.printf("%v", err)
	}
	return h, nil
}

// leaveAlone ends this process and nothing else, for a server that lives and has never said that this is its host: it has or starts
// another, with everything that this one would hang up, kill or delete.
func (h *host) leaveAlone(why string) {
	h.log.printf("host %d ends again: %s", os.Getpid(), why)
	h.closing = &closing{left: true, done: true}
}

// gone reports whether a server has ended that is no child of this process, which hears of it a little later.
func (s *server) gone() bool {
	if unix.Kill(s.pid, 0) == unix.ESRCH {
		return true
	}
	p, err := osproc.Stat(s.pid)
	return err == nil && p.Zombie()
}

// inherit takes the panes over. What the dead host knew of exits is in their memory.
func (h *host) inherit(conn *hostmsg.Conn) error {
	for {
		m, err := conn.Receive()
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case hostmsg.AdoptPane:
			h.panes[m.Pane.ID] = &pane{Pane: m.Pane, other: true}
		case hostmsg.AdoptDone:
			if m.Panes != len(h.panes) {
				return fmt.Errorf("%d panes came, %d were sent", len(h.panes), m.Panes)
			}
			for _, p := range h.panes {
				h.watchLeader(p)
			}
			return nil
		}
	}
}

// watchLeader learns of the exit of a pane's leader, which is no child of this process.
func (h *host) watchLeader(p *pane) {
	if p.Exit != nil {
		return
	}
	if x, ok, err := recovery.ReadExit(p.FDs.State); err != nil {
		h.log.printf("exit report of pane %%%d: %v", p.ID, err)
	} else if ok {
		go h.post(func(h *host) { h.childDied(spawn.Death{Exit: x}) }) // the loop does not run yet, and there may be many
		return
	}
	if err := h.watchPidfd(p); err != nil {
		h.watchAlone(p)
	}
}

// watchAlone watches a leader with a descriptor of its own.
func (h *host) watchAlone(p *pane) {
	pidfd, err := unix.FcntlInt(uintptr(p.FDs.Pidfd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		pidfd = -1
	}
	h.watchOther(p.PID, pidfd)
}

// recallLeaders knows leaders by their pid again. Those that are no children of this process were watched by goroutines that an exec
// has ended. Who ended meanwhile is forgotten: such a pid may be another's by now, which would be killed in its place.
func (h *host) recallLeaders(pids []int) {
	for _, pid := range pids {
		if spawn.IsChild(pid) {
			h.leaders[pid] = true
			continue
		}
		if sid, err := unix.Getsid(pid); err != nil || sid != pid {
			continue
		}
		if pidfd, err := openProcess(pid); err == nil {
			h.leaders[pid] = true
			h.watchOther(pid, pidfd)
		}
	}
}

// watchOther has the loop hear of the end of a process that is no child of this one. It takes pidfd over, which may be -1.
func (h *host) watchOther(pid, pidfd int) {
	go func() { // ends with the process
		x := spawn.WaitOther(pid, pidfd)
		h.post(func(h *host) { h.died(spawn.Death{Exit: x}) })
	}()
}

// StartHeir starts a host for the server that this process is, and returns the server's end of their conversation, in which
// nothing was said yet. It is called when the host has died.
func StartHeir() (*hostmsg.Conn, error) {
	exe, err := osproc.Exe()
	if err != nil {
		return nil, err
	}
	ours, theirs, err := transport.Pair()
	if err != nil {
		return nil, err
	}
	end := os.NewFile(uintptr(theirs), "host")
	defer end.Close()
	cmd := exec.Command(exe)
	cmd.Args = []string{hostmsg.HostName, argDetach, argHeir}
	cmd.ExtraFiles = []*os.File{end}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Run(); err != nil { // it ends as soon as it has started the host
		return nil, errors.Join(fmt.Errorf("start a new host: %w", err), ours.Close())
	}
	return hostmsg.NewConn(ours), nil
}
