package ptyhost

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
	"gmux/ptyhost/spawn"
)

// A move is the way of this process to become the build that its server is of already.
//
//	the build checks a copy of what this host knows ─▶ Move ─ Moving ─▶ state into a memfd, exec ─▶ Moved
//	                │                                                              │
//	                └─ it does not read the same: this host stays what it is       └─ undone if it fails
//
// The process, and so its children, what it is to orphans and its number, stay.
type move struct {
	check  int // pid of the check, 0 when it is over
	answer int // memory that the check writes its digest into
	digest [sha256.Size]byte
	limit  *time.Timer
	moving bool // the server has nothing more to say
	marked uint64
}

// Arguments of a process named hostmsg.HostName: a descriptor number follows.
const (
	argCheck = "--check" // reads a state, and writes what it has read as a digest to the next descriptor
	argGoOn  = "--go-on" // is the host whose state that is
)

// moveLimit bounds the check, and the server's way to Moving.
const moveLimit = 10 * time.Second

// moveAgain is how long to wait until nothing else is going on.
const moveAgain = time.Second

// startMove has the build of the server check what it would be told.
func (h *host) startMove() {
	if h.move != nil || h.closing != nil || h.upgrade != nil {
		return
	}
	if !h.canMove() { // the server before is still ending, or the one that is has just died
		h.after(moveAgain, (*host).startMove)
		return
	}
	m := &move{}
	if err := m.startCheck(h); err != nil {
		h.log.printf("host stays of its build: %v", err)
		return
	}
	h.move = m
	m.limit = h.after(moveLimit, func(h *host) {
		if h.move == m {
			h.stay("no answer for " + moveLimit.String())
		}
	})
}

// canMove says that nothing else is going on.
func (h *host) canMove() bool {
	s := h.server
	return h.binary >= 0 && h.upgrade == nil && h.closing == nil && h.terminating == nil && len(h.retiring) == 0 &&
		s != nil && s.ready && !s.over && !s.deaf && s.exit == nil && !h.scout.Stuck()
}

func (m *move) startCheck(h *host) error {
	state, err := h.state(-1)
	if err != nil {
		return err
	}
	if m.digest, err = digestState(state); err != nil {
		return err
	}
	file, err := stateFile(state)
	if err != nil {
		return err
	}
	defer unix.Close(file)
	if m.answer, err = lastWords(); err != nil {
		return err
	}
	null, err := unix.Open(os.DevNull, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		unix.Close(m.answer)
		return err
	}
	defer unix.Close(null)
	m.check, err = syscall.ForkExec(binaryPath(h.binary), []string{hostmsg.HostName, argCheck}, &syscall.ProcAttr{
		Dir: "/", Env: os.Environ(),
		Files: []uintptr{uintptr(null), uintptr(null), uintptr(null), uintptr(file), uintptr(m.answer)},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		unix.Close(m.answer)
	}
	return err
}

// Descriptors of the check.
const (
	checkFD  = 3
	answerFD = 4
)

// runCheck is the life of a check: it reads a state as the host would that goes on with it.
func runCheck() int {
	state, err := io.ReadAll(io.NewSectionReader(os.NewFile(checkFD, "state"), 0, 1<<40))
	if err != nil {
		return 1
	}
	sum, err := digestState(state)
	if err != nil {
		return 1
	}
	if _, err := unix.Pwrite(answerFD, sum[:], 0); err != nil {
		return 1
	}
	return 0
}

// checked: the check has ended.
func (m *move) checked(h *host, x recovery.Exit) {
	m.check = 0
	var sum [sha256.Size]byte
	_, err := unix.Pread(m.answer, sum[:], 0)
	unix.Close(m.answer)
	switch {
	case x.Code != 0 || x.Signal != 0:
		h.stay("the check " + describe(x))
	case err != nil:
		h.stay(err.Error())
	case sum != m.digest:
		h.stay("the check reads something else")
	case !h.canMove():
		h.stay("something else is going on")
	default:
		h.server.send(hostmsg.Move{})
	}
}

// stay ends an attempt to move; it is made again after the next upgrade.
func (h *host) stay(why string) {
	m := h.move
	h.move = nil
	m.limit.Stop()
	if m.check > 0 {
		unix.Kill(m.check, unix.SIGKILL)
		unix.Close(m.answer)
	}
	h.log.printf("host stays of its build: %s", why)
	if s := h.server; s != nil {
		s.send(hostmsg.Moved{})
		if m.moving { // also if it has died: its end is heard there
			go s.readLoop(h)
		}
	}
}

// moving: the server has nothing more to say, and readLoop has ended.
func (h *host) movingNow(s *server) {
	if h.move == nil || s != h.server {
		s.send(hostmsg.Moved{})
		go s.readLoop(h)
		return
	}
	h.move.moving = true
	h.mark(s)
}

// mark has the loop hear when all that was said to the server was sent.
func (h *host) mark(s *server) {
	m := h.move
	if m.marked = s.said; s.over {
		h.stay("the server is ended")
		return
	}
	s.enqueue(outgoing{then: func(h *host) {
		switch {
		case h.move != m || h.server != s:
		case !h.canMove():
			h.stay("something else is going on")
		default:
			h.become(s)
		}
	}})
}

// become makes this process the other build. It returns only if that fails.
func (h *host) become(s *server) {
	// From here to where the other build asks for them SIGHUP, SIGINT and SIGPIPE do nothing. Go's runtime would die of them, blocked or
	// not. So it does of SIGTERM, in the milliseconds until it is asked for: then the server starts another host.
	restore, err := spawn.IgnoreAcrossExec(unix.SIGHUP, unix.SIGINT, unix.SIGPIPE)
	if err != nil {
		h.stay(err.Error())
		return
	}
	h.stopSignals()
	h.deliver()
	err = errors.New("something else is going on")
	if h.flush(s) {
		err = h.exec(s)
	}
	restore()
	h.watchSignals()
	h.reap() // of who died meanwhile no signal tells
	if h.move != nil {
		h.stay(err.Error())
	}
}

// flush waits until the server was sent all that it was told, and reports whether the move goes on.
func (h *host) flush(s *server) bool {
	m := h.move
	for m != nil && h.move == m && h.canMove() {
		if m.marked == s.said {
			return true
		}
		m.marked = s.said
		sent := false
		s.enqueue(outgoing{then: func(*host) { sent = true }})
		for !sent && h.move == m && h.canMove() {
			(<-h.events)(h)
		}
	}
	return false
}

// exec passes the state on. What is opened for it is closed again if there was no exec.
func (h *host) exec(s *server) error {
	stream, err := s.conn.Frames().Dup()
	if err != nil {
		return err
	}
	defer unix.Close(stream)
	state, err := h.state(stream)
	if err != nil {
		return err
	}
	_, fds, err := hostmsg.Messages(state)
	if err != nil {
		return err
	}
	file, err := stateFile(state)
	if err != nil {
		return err
	}
	defer unix.Close(file)
	fds = append(fds, file)
	defer setCloseOnExec(fds, true)
	if err := setCloseOnExec(fds, false); err != nil {
		return err
	}
	path := binaryPath(h.binary)
	err = syscall.Exec(path, []string{hostmsg.HostName, argGoOn, fmt.Sprint(file)}, os.Environ())
	return fmt.Errorf("exec %s: %w", path, err)
}

func setCloseOnExec(fds []int, on bool) error {
	flag := 0
	if on {
		flag = unix.FD_CLOEXEC
	}
	for _, fd := range fds {
		if _, err := unix.FcntlInt(uintptr(fd), unix.F_SETFD, flag); err != nil {
			return fmt.Errorf("descriptor %d: %w", fd, err)
		}
	}
	return nil
}

// state writes down all that this host knows. For a check there is no stream; it looks at no descriptor.
func (h *host) state(stream int) ([]byte, error) {
	s := h.server
	e := hostmsg.Estate{
		Generation: h.generation, Socket: h.socket, Umask: h.umask, Args: h.args, Restarts: h.restarts,
		Server: s.pid, Version: s.version, Build: s.build, Forms: s.forms, Child: !s.other,
		Listener: h.listener, Lock: h.lock, Model: h.model, Stream: stream, Words: s.words,
	}
	for pid := range h.leaders {
		e.Leaders = append(e.Leaders, pid)
	}
	slices.Sort(e.Leaders)
	if s.words < 0 { // of a server that another host has started
		var err error
		if s.words, err = lastWords(); err != nil {
			return nil, err
		}
		e.Words = s.words
	}
	for id, p := range h.panes {
		if p.other {
			e.Others = append(e.Others, int(id))
		}
	}
	state := hostmsg.Append(nil, e)
	for _, p := range h.panes {
		state = hostmsg.Append(state, hostmsg.AdoptPane{Pane: p.Pane})
	}
	return hostmsg.Append(state, hostmsg.AdoptDone{Panes: len(h.panes)}), nil
}

func stateFile(state []byte) (int, error) {
	fd, err := stateMemory()
	if err != nil {
		return -1, err
	}
	for off := 0; off < len(state); {
		n, err := unix.Pwrite(fd, state[off:], int64(off))
		if err != nil {
			unix.Close(fd)
			return -1, fmt.Errorf("write the state: %w", err)
		}
		off += n
	}
	return fd, nil
}

// readState is the reverse of state.
func readState(state []byte) (e hostmsg.Estate, panes []hostmsg.Pane, err error) {
	list, _, err := hostmsg.Messages(state)
	if err != nil {
		return e, nil, fmt.Errorf("read the state: %w", err)
	}
	for i, m := range list {
		switch m := m.(type) {
		case hostmsg.Estate:
			e = m
		case hostmsg.AdoptPane:
			panes = append(panes, m.Pane)
		case hostmsg.AdoptDone:
			if m.Panes == len(panes) && i == len(list)-1 && e.Socket != "" {
				return e, panes, nil
			}
		}
	}
	return e, nil, errors.New("read the state: it is not whole")
}

// digestState is a hash over what a state says, in a form that does not change: what later builds add to states is not in it.
func digestState(state []byte) (sum [sha256.Size]byte, err error) {
	e, panes, err := readState(state)
	if err != nil {
		return sum, err
	}
	w := sha256.New()
	fmt.Fprintf(w, "%d %q %d %q %d %d %d %q %v %v %v %d %d %d %d %d\n", e.Generation, e.Socket, e.Umask, e.Args, e.Restarts,
		e.Server, e.Version, e.Build, e.Child, e.Leaders, e.Others, e.Listener, e.Lock, e.Model, e.Stream, e.Words)
	for _, p := range panes {
		fds, mask := p.FDs.Pack()
		fmt.Fprintf(w, "%d %d %d %q %q %q %v %d\n", p.ID, p.PID, p.Started.UnixNano(), p.Argv, p.Cwd, p.TTY, fds, mask)
		if x := p.Exit; x != nil {
			fmt.Fprintf(w, "%d %v %d %d\n", x.PID, x.Known, x.Code, x.Signal)
		}
	}
	w.Sum(sum[:0])
	return sum, nil
}

// runMoved is the life of a host that has just become this build. It returns the exit status.
func runMoved(file int) int {
	h, err := newMoved(file)
	if err != nil {
		if h != nil {
			h.log.printf("go on as another build: %v", err)
		}
		return 1 // the server starts another host
	}
	return h.run(func() {
		h.reap() // who has died during the exec
		h.server.send(hostmsg.Moved{})
		go h.server.readLoop(h)
		go h.server.writeLoop(h)
		h.beat(h.server)
	})
}

func newMoved(file int) (*host, error) {
	f := os.NewFile(uintptr(file), "state")
	defer f.Close()
	state, err := io.ReadAll(io.NewSectionReader(f, 0, 1<<40))
	if err != nil {
		return nil, fmt.Errorf("read the state: %w", err)
	}
	e, panes, err := readState(state)
	if err != nil {
		return nil, err
	}
	h := makeHost(e.Socket, e.Args)
	h.umask, h.generation, h.restarts = e.Umask, e.Generation, e.Restarts
	h.listener, h.lock, h.model = e.Listener, e.Lock, e.Model
	h.reported = true
	if err := h.settle(); err != nil { // marks every descriptor
		return h, err
	}
	frames, err := transport.FromFD(e.Stream)
	if err != nil {
		return h, err
	}
	h.server = &server{
		pid: e.Server, conn: hostmsg.NewConn(frames), queue: make(chan outgoing, queueLen), started: time.Now(), words: e.Words,
		version: e.Version, build: e.Build, forms: e.Forms, other: !e.Child, spoken: true, ready: true, limit: time.NewTimer(0),
	}
	if h.server.other {
		h.watchOther(e.Server, -1)
	}
	h.recallLeaders(e.Leaders)
	for _, p := range panes {
		own := &pane{Pane: p, other: slices.Contains(e.Others, int(p.ID))}
		h.panes[p.ID] = own
		if own.other {
			h.watchLeader(own)
		}
	}
	h.watchFiles()
	h.log.printf("host %d goes on as another build", os.Getpid())
	return h, nil
}
