package ptyhost

import (
	"fmt"

	"golang.org/x/sys/unix"

	"gmux/ptyhost/spawn"
)

// openProcess opens a process that is there. If the system refuses that it is -1: watchOther does without.
func openProcess(pid int) (pidfd int, err error) {
	pidfd, err = unix.PidfdOpen(pid, 0)
	if err == unix.ESRCH {
		return -1, err
	}
	if err != nil {
		return -1, nil
	}
	return pidfd, nil
}

// watchPidfd has the loop hear of the end of a pane's leader that is no child of this process, by the pidfd that the pane has
// anyway: another one for each pane would be too many.
func (h *host) watchPidfd(p *pane) error {
	if h.strangers < 0 {
		ep, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
		if err != nil {
			return fmt.Errorf("epoll: %w", err)
		}
		h.strangers = ep
		go h.strangerLoop(ep)
	}
	e := unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLONESHOT, Fd: int32(p.ID), Pad: int32(p.PID)}
	return unix.EpollCtl(h.strangers, unix.EPOLL_CTL_ADD, p.FDs.Pidfd, &e)
}

// strangerLoop lives as long as the daemon, and sits in one thread.
func (h *host) strangerLoop(ep int) {
	var events [64]unix.EpollEvent
	for {
		n, err := unix.EpollWait(ep, events[:], -1)
		if err != nil && err != unix.EINTR {
			return
		}
		for _, e := range events[:max(n, 0)] {
			h.post(func(h *host) {
				if p := h.panes[uint32(e.Fd)]; p != nil && p.Exit == nil && p.PID == int(e.Pad) { // not the next child of that pane
					h.died(spawn.Death{Exit: spawn.EndOf(p.PID, p.FDs.Pidfd)})
				}
			})
		}
	}
}

// unwatchPidfd comes before the pane's descriptors are closed. A leader that outlives its pane is watched by itself.
func (h *host) unwatchPidfd(p *pane) {
	if h.strangers < 0 || unix.EpollCtl(h.strangers, unix.EPOLL_CTL_DEL, p.FDs.Pidfd, nil) != nil {
		return // a child of this process
	}
	if p.Exit == nil {
		h.watchAlone(p)
	}
}
