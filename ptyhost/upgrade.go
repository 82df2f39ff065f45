package ptyhost

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/transport"
)

// An upgrade is the way from one server to another build of it. The old one serves until the new one has proved that it knows
// the same; of the two exactly one reads at any time.
//
//	Upgrade ─▶ the new one starts ─ ServerHello ─▶ old: Seal ─ Sealed ─▶ new: panes ─ Proof ─▶ the same: new: Go, old: Retire
//	                 │                   │                        │          │                     │
//	                 └───────────────────┴────────────────────────┴──────────┴─▶ killed; when it is dead, old: Resume
//	                                                                                               │
//	          the binary is kept for later servers ◀─ it lives through its probation ◀─ Ready ◀────┘
type upgrade struct {
	old, next *server
	binary    int
	from      string // pid and build of the old one
	limit     *time.Timer
	form      hostmsg.Form
	sealing   bool              // the old one was told to stop
	proof     *hostmsg.Proof    // of the old one
	late      []hostmsg.Message // what the old one was told since; once it is sealed, what it does not act upon
	went      bool              // the new one is the server
	failed    string
}

// Bounds of an upgrade.
const (
	helloLimit  = 10 * time.Second // from the start of the new server to its hello
	proofLimit  = 10 * time.Second // from Seal to its proof
	retireLimit = 15 * time.Second // from Retire to the end of the old one
	probation   = 10 * time.Second // a build whose server dies sooner is not used again
)

// startUpgrade starts the server that is to replace s.
func (h *host) startUpgrade(s *server, path string) {
	if u := h.upgrade; u != nil && u.went && s.ready { // who can ask for the next has lived long enough
		u.pass(h)
	}
	if h.upgrade != nil || h.closing != nil || h.terminating != nil {
		s.send(hostmsg.Upgraded{Failed: "another change of servers is under way"})
		return
	}
	binary, err := openBinary(path)
	if err != nil {
		s.send(hostmsg.Upgraded{Failed: err.Error()})
		return
	}
	h.generation++
	next, err := h.forkServer(binary)
	if err != nil {
		unix.Close(binary)
		s.send(hostmsg.Upgraded{Failed: fmt.Sprintf("start %s: %s", path, transport.Strerror(err))})
		return
	}
	u := &upgrade{old: s, next: next, binary: binary, from: fmt.Sprintf("%d (%s)", s.pid, s.build)}
	h.upgrade = u
	hello := h.hello()
	if hello.Upgrade = s.build; hello.Upgrade == "" {
		hello.Upgrade = "another build"
	}
	h.meet(next, hello)
	u.within(h, helloLimit, "the new server said nothing")
}

// within ends the upgrade if it does not get on.
func (u *upgrade) within(h *host, limit time.Duration, failed string) {
	if u.limit != nil {
		u.limit.Stop()
	}
	u.limit = h.after(limit, func(h *host) {
		if h.upgrade == u {
			u.fail(h, fmt.Sprintf("%s for %v", failed, limit))
		}
	})
}

// candidate is the server that has not proved itself yet, if there is one.
func (u *upgrade) candidate() *server {
	if u == nil || u.went {
		return nil
	}
	return u.next
}

// keep remembers what a server that hands over is told, for the next.
func (u *upgrade) keep(m hostmsg.Message) {
	if u != nil && u.sealing && !u.went {
		u.late = append(u.late, m)
	}
}

// met: a server has said its hello.
func (u *upgrade) met(h *host, s *server) {
	if s != u.candidate() || u.sealing {
		return
	}
	var ok bool
	if u.form, ok = u.old.forms.Common(s.forms); !ok {
		u.fail(h, "the two builds have no form in common to compare what they know")
		return
	}
	u.sealing = true
	u.old.send(hostmsg.Seal{Next: s.pid, Form: u.form})
	u.within(h, proofLimit, "the new server proved nothing")
}

// sealed: the old server has stopped.
func (u *upgrade) sealed(h *host, m hostmsg.Sealed) {
	if u == nil || !u.sealing || u.proof != nil || u.failed != "" {
		return
	}
	if m.Text != "" {
		u.fail(h, m.Text)
		return
	}
	u.proof = &m.Proof
	u.late = u.late[min(m.Heard, uint64(len(u.late))):]
	h.bequeath(u.next, u.form)
}

// heed is what the new server says.
func (u *upgrade) heed(h *host, m hostmsg.Message) {
	switch m := m.(type) {
	case hostmsg.Failed:
		u.next.failed = m.Text
	case hostmsg.Proof:
		if u.proof == nil || u.failed != "" {
			return
		}
		if err := compare(*u.proof, m); err != nil {
			u.fail(h, err.Error())
			return
		}
		u.goOn(h)
	}
}

// compare says what the two servers do not agree in.
func compare(old, next hostmsg.Proof) error {
	if old.Model != next.Model {
		return errors.New("the new server has other sessions, windows or options")
	}
	if len(old.Panes) != len(next.Panes) {
		return fmt.Errorf("the new server has %d panes, not %d", len(next.Panes), len(old.Panes))
	}
	for i, p := range old.Panes {
		n := next.Panes[i]
		if p.ID != n.ID || p.Offset != n.Offset || !bytes.Equal(p.Digest[:], n.Digest[:]) {
			return fmt.Errorf("pane %%%d looks otherwise to the new server", p.ID)
		}
	}
	return nil
}

// goOn makes the new server the server. It hears of it first: should the host die in between, the old one, which is sealed, sees
// that the other lives on.
func (u *upgrade) goOn(h *host) {
	u.went = true
	u.limit.Stop()
	h.server, h.retiring = u.next, append(h.retiring, u.old)
	u.next.send(hostmsg.Go{})
	for _, m := range u.late {
		u.next.send(m)
	}
	h.awaitReady(u.next)
	u.old.send(hostmsg.Retire{})
	old := u.old
	h.after(retireLimit, func(h *host) {
		if slices.Contains(h.retiring, old) {
			old.kill()
		}
	})
}

// ready: the new server serves. Now it has to live.
func (u *upgrade) ready(h *host, s *server) {
	if u == nil || s != u.next {
		return
	}
	h.log.printf("server %d (%s) has taken over from %s", s.pid, s.build, u.from) // the old one may have ended
	u.tellOld(hostmsg.Upgraded{Build: s.build})
	h.after(probation, func(h *host) {
		if h.upgrade == u {
			u.pass(h)
			h.startMove()
		}
	})
}

// pass makes the new build the one of all servers to come.
func (u *upgrade) pass(h *host) {
	h.upgrade = nil
	if h.binary >= 0 {
		unix.Close(h.binary)
	}
	h.binary = u.binary
}

// tellOld answers the server that asked, which ends after that.
func (u *upgrade) tellOld(m hostmsg.Upgraded) {
	if u.old != nil {
		u.old.send(m)
	}
}

// fail ends an upgrade: the new server is killed, and when it is dead the old one goes on.
func (u *upgrade) fail(h *host, why string) {
	if u.candidate() == nil || u.failed != "" {
		return
	}
	u.failed = why
	u.next.kill()
}

// otherDied: a server has ended that is not the one that serves.
func (h *host) otherDied(s *server) {
	s.limit.Stop()
	s.hangUp()
	u := h.upgrade
	h.keepWords(s, *s.exit)
	switch {
	case slices.Contains(h.retiring, s):
		h.retiring = slices.DeleteFunc(h.retiring, func(r *server) bool { return r == s })
		if u != nil && u.old == s {
			u.old = nil
		}
	case s == u.candidate():
		h.upgrade = nil
		u.rollBack(h, s)
	}
	if h.closing != nil {
		h.closing.step(h)
	}
}

// rollBack goes on with the old server, or, if it has died, with another of its build.
func (u *upgrade) rollBack(h *host, s *server) {
	u.limit.Stop()
	unix.Close(u.binary)
	switch {
	case u.failed != "":
	case s.failed != "":
		u.failed = s.failed
	default:
		u.failed = "the new server " + describe(*s.exit)
	}
	h.log.printf("not upgraded: %s", u.failed)
	if u.old == nil {
		h.startLater(0, false)
		return
	}
	if u.sealing {
		h.generation++
		u.old.send(hostmsg.Resume{Generation: h.generation})
	}
	u.tellOld(hostmsg.Upgraded{Failed: u.failed})
}

// lost: the server that served has died during an upgrade. It says whether the start of another has to wait.
func (u *upgrade) lost(h *host, s *server) bool {
	if u == nil {
		return false
	}
	if u.went { // the new one, so soon: the next one is of the old build
		h.log.printf("not upgraded: the new server %s", h.before)
		u.tellOld(hostmsg.Upgraded{Failed: "the new server " + h.before})
		h.upgrade = nil
		unix.Close(u.binary)
		return false
	}
	u.old = nil
	u.fail(h, "the old server "+h.before)
	return true
}

// firstFree keeps the descriptor of a binary clear of those that a server is started with.
const firstFree = 10

// openBinary opens a program, which from then on may be replaced or deleted.
func openBinary(path string) (int, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return -1, fmt.Errorf("open %s: %s", path, transport.Strerror(err))
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return -1, fmt.Errorf("open %s: %s", path, transport.Strerror(err))
	}
	if st.Mode&unix.S_IFMT != unix.S_IFREG || st.Mode&0o111 == 0 {
		return -1, fmt.Errorf("%s is not a program", path)
	}
	high, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, firstFree)
	if err != nil {
		return -1, fmt.Errorf("open %s: %s", path, transport.Strerror(err))
	}
	return high, nil
}

// binaryPath names a program by its descriptor, in the child that is to become it.
func binaryPath(fd int) string { return fmt.Sprintf("/proc/self/fd/%d", fd) }
