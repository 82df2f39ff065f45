package ptyhost

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/osproc"
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
)

// queueLen is how many messages may wait for a server. One that reads nothing for so long has hung.
const queueLen = 4096

// A server is one life of the server process.
type server struct {
	pid     int
	conn    *hostmsg.Conn
	queue   chan outgoing // to writeLoop
	started time.Time
	words   int // memory its stderr goes to
	limit   *time.Timer
	version int
	build   string
	forms   hostmsg.Forms
	other   bool   // no child of this process
	spoken  bool   // it has said something to this process
	said    uint64 // messages queued
	ready   bool
	looking atomic.Bool    // readLoop waits for a file system, and hears no Pong
	pings   int            // sent since the last Pong
	waited  time.Duration  // for a processor, when the last unanswered one was sent
	hung    bool           // it was killed for it, or for nonsense
	deaf    bool           // nothing reaches it any more; what it had said is still heard
	over    bool           // it has ended, or is being ended
	heard   bool           // all that it said was heard
	exit    *recovery.Exit // it was reaped
	failed  string
}

// An outgoing is a message, or descriptors to close once every message before has been sent: those
// may carry them.
type outgoing struct {
	message hostmsg.Message
	close   []int
	then    event // applied when all before it was sent
}

// A backoff spaces the starts of servers.
type backoff struct{ delay time.Duration }

const (
	backoffFirst  = 50 * time.Millisecond
	backoffMost   = 2 * time.Second
	backoffKilled = 100 * time.Millisecond // for those that somebody killed: the next may well live
	backoffReset  = 10 * time.Second       // who lived so long is started again at once
)

// next is how long to wait before the next start, after a server that lived for a while, and died of itself or not.
func (b *backoff) next(lived time.Duration, fault bool) time.Duration {
	most := backoffMost
	if !fault {
		most = backoffKilled
	}
	if lived >= backoffReset {
		b.delay = 0
	}
	d := min(b.delay, most)
	b.delay = min(max(2*d, backoffFirst), most)
	return d
}

// startServer starts a server and hands it everything. If that fails it is tried again later.
func (h *host) startServer() {
	h.restart = nil
	if h.closing != nil {
		return
	}
	h.generation++
	s, err := h.forkServer(h.binary)
	if err != nil {
		err = fmt.Errorf("start server: %w", err)
		h.log.printf("%v", err)
		h.reportStart(err)
		h.startLater(0, true)
		return
	}
	h.server = s
	if h.before != "" {
		h.restarts++
	}
	hello := h.hello()
	hello.Before, hello.Fault = h.before, h.fault
	h.meet(s, hello)
	h.bequeath(s, hostmsg.Form{})
	h.awaitReady(s)
}

func (h *host) hello() hostmsg.HostHello {
	return hostmsg.HostHello{
		MinVersion: hostmsg.MinVersion, MaxVersion: hostmsg.MaxVersion, Build: build(), PID: os.Getpid(),
		Generation: h.generation, Socket: h.socket, Deaths: h.deaths, Umask: h.umask, Restarts: h.restarts,
		Listener: h.listener, Lock: h.lock, Model: h.model,
	}
}

// meet begins the conversation with a new server.
func (h *host) meet(s *server, hello hostmsg.HostHello) {
	go s.readLoop(h)
	go s.writeLoop(h)
	s.send(hello)
}

// bequeath hands the panes to a server.
func (h *host) bequeath(s *server, form hostmsg.Form) {
	for _, p := range h.panes {
		s.send(hostmsg.AdoptPane{Pane: p.Pane})
	}
	s.send(hostmsg.AdoptDone{Panes: len(h.panes), Form: form})
}

// awaitReady bounds the time until the server serves.
func (h *host) awaitReady(s *server) {
	s.limit = h.after(startLimit, func(h *host) {
		if h.server == s && !s.ready {
			h.log.printf("server %d was not ready after %v", s.pid, startLimit)
			s.kill()
		}
	})
}

// servers lists those that have not ended.
func (h *host) servers() (list []*server) {
	for _, s := range [...]*server{h.server, h.upgrade.candidate()} {
		if s != nil {
			list = append(list, s)
		}
	}
	return append(list, h.retiring...)
}

// forkServer starts the process. Its descriptors are /dev/null, a memory for its last words, and its
// end of the socketpair. binary is a descriptor of the file to start, -1 for our own.
func (h *host) forkServer(binary int) (*server, error) {
	exe, err := osproc.Exe()
	if err != nil {
		return nil, err
	}
	if binary >= 0 {
		exe = binaryPath(binary)
	}
	null, err := unix.Open(os.DevNull, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(null)
	words, err := lastWords()
	if err != nil {
		return nil, err
	}
	ours, theirs, err := transport.Pair()
	if err != nil {
		unix.Close(words)
		return nil, err
	}
	defer unix.Close(theirs)
	pid, err := syscall.ForkExec(exe, append([]string{hostmsg.ServerName}, h.args...), &syscall.ProcAttr{
		Dir:   "/",
		Env:   os.Environ(),
		Files: []uintptr{uintptr(null), uintptr(null), uintptr(words), uintptr(theirs)},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		ours.Close()
		unix.Close(words)
		return nil, err
	}
	return &server{
		pid: pid, conn: hostmsg.NewConn(ours), queue: make(chan outgoing, queueLen),
		started: time.Now(), words: words, limit: time.NewTimer(0),
	}, nil
}

// build is the version of this binary, for the other side to show.
func build() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}

// send queues a message. Called by the loop only.
func (s *server) send(m hostmsg.Message) {
	s.said++
	if !s.over && !s.enqueue(outgoing{message: m}) {
		s.kill()
	}
}

func (s *server) enqueue(o outgoing) bool {
	select {
	case s.queue <- o:
		return true
	default:
		return false
	}
}

// retire closes descriptors that queued messages may carry. Called by the loop only.
func (h *host) retire(fds ...int) {
	if s := h.server; s != nil && !s.over && s.enqueue(outgoing{close: fds}) {
		return
	}
	closeAll(fds)
}

func closeAll(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}

// kill ends a server that has hung or talks nonsense. The reaper starts the next.
func (s *server) kill() {
	s.hung = true
	s.hangUp()
	if s.exit == nil { // not reaped yet, so the pid is its own
		unix.Kill(s.pid, unix.SIGKILL)
	}
}

// hangUp ends both loops. Called by the loop only.
func (s *server) hangUp() {
	if !s.over {
		s.over = true
		close(s.queue)
	}
	s.conn.Close()
}

// writeLoop sends what is queued until the queue is closed.
func (s *server) writeLoop(h *host) {
	var failed error
	for o := range s.queue {
		if o.message != nil && failed == nil {
			if err := s.conn.Send(o.message); err != nil {
				failed = err
				h.post(func(h *host) { h.unsent(s, err) })
			}
		}
		closeAll(o.close)
		if o.then != nil {
			h.post(o.then)
		}
	}
	s.conn.Frames().CloseWrite() // an error means that the end has come otherwise
}

// readLoop hands what the server says to the loop.
func (s *server) readLoop(h *host) {
	for {
		m, err := s.conn.Receive()
		if err != nil {
			h.post(func(h *host) { h.heardAll(s, err) })
			return
		}
		if _, moving := m.(hostmsg.Moving); moving {
			h.post(func(h *host) { h.movingNow(s) })
			return
		}
		var f found
		if m, spawn := m.(hostmsg.Spawn); spawn {
			f = h.look(s, m)
		}
		h.post(func(h *host) {
			if !s.over {
				h.hear(s, m, f)
			}
		})
	}
}

// unsent: a message did not reach the server, and none will. Most often it has died, and what it had said waits to be read:
// readLoop comes to its end by itself.
func (h *host) unsent(s *server, err error) {
	if !s.deaf && !s.over {
		s.deaf = true
		h.mustEnd(s, err)
	}
}

// heardAll is the end of what the server says. It is over when it was reaped too.
func (h *host) heardAll(s *server, err error) {
	s.heard = true
	if s.exit != nil {
		h.serverDied(s)
		return
	}
	if !s.over && !slices.Contains(h.retiring, s) {
		s.hangUp()
		h.mustEnd(s, err)
	}
}

// reaped notes how the server ended. What it said last may still be on its way.
func (h *host) reaped(s *server, x recovery.Exit) {
	s.exit = &x
	if s.heard {
		h.serverDied(s)
		return
	}
	h.after(reapLimit, func(h *host) { h.hearOut(s) })
}

// hearOut ends what a dead server says if that does not end by itself: somebody else may hold its end. This process may have been
// slower than the limit, so what lies there is read first, however long that takes.
func (h *host) hearOut(s *server) {
	if s.heard {
		return
	}
	if s.conn.Frames().Waiting() {
		h.after(reapLimit, func(h *host) { h.hearOut(s) })
		return
	}
	s.conn.Frames().SetReadDeadline(time.Now())
}

// mustEnd gives a server whose conversation has ended the time to end too: the reaper will hear of it. Else it is ended.
func (h *host) mustEnd(s *server, err error) {
	h.after(reapLimit, func(h *host) {
		if !s.other && s.exit == nil {
			h.reap() // this process may have been stopped for as long, and its end is news too
		}
		switch {
		case !slices.Contains(h.servers(), s) || slices.Contains(h.retiring, s) || s.exit != nil:
		case s.other && s.gone():
		case s.other && !s.spoken:
			h.leaveAlone("the server ended the conversation")
		default:
			h.log.printf("server %d ended its conversation (%v) and not itself", s.pid, err)
			s.kill()
		}
	})
}

// hear is what any of the servers says.
func (h *host) hear(s *server, m hostmsg.Message, f found) {
	s.spoken = true
	if hello, ok := m.(hostmsg.ServerHello); ok {
		if s.version = hostmsg.Negotiate(hello.MinVersion, hello.MaxVersion); s.version == 0 {
			h.log.printf("server %d (%s): %v", s.pid, hello.Build, hostmsg.ErrVersion)
			s.failed = hostmsg.ErrVersion.Error()
			s.kill()
			return
		}
		s.build, s.forms = hello.Build, hello.Forms
		h.upgrade.met(h, s)
		return
	}
	if s.version == 0 {
		h.log.printf("server %d said %T before its hello", s.pid, m)
		s.kill()
		return
	}
	switch s {
	case h.server:
		h.heed(s, m, f)
	case h.upgrade.candidate():
		h.upgrade.heed(h, m)
	}
}

// heed does what the server asks.
func (h *host) heed(s *server, m hostmsg.Message, f found) {
	switch m.(type) {
	case hostmsg.Signal, hostmsg.Forget: // one pane's end after another
	default:
		h.deliver()
	}
	switch m := m.(type) {
	case hostmsg.Ready:
		s.ready, h.deaths = true, 0
		s.limit.Stop()
		h.beat(s)
		h.reportStart(nil)
		h.upgrade.ready(h, s)
	case hostmsg.Failed:
		s.failed = m.Text
	case hostmsg.Spawn:
		h.spawn(m, f)
	case hostmsg.Signal:
		h.signal(m)
	case hostmsg.Forget:
		h.forget(m.Pane)
	case hostmsg.Upgrade:
		h.startUpgrade(s, m.Path)
	case hostmsg.Sealed:
		h.upgrade.sealed(h, m)
	case hostmsg.Pong:
		s.pings = 0
	case hostmsg.Shutdown:
		h.shutdown()
	case hostmsg.Dismiss:
		if s.other {
			h.leaveAlone("the server does without it")
		}
	}
}

// serverDied comes when it was reaped: only now may a successor read what its predecessor read.
func (h *host) serverDied(s *server) {
	if s != h.server {
		h.otherDied(s)
		return
	}
	h.server = nil
	s.limit.Stop()
	s.hangUp()
	h.keepWords(s, *s.exit)
	h.before, h.fault = describe(*s.exit), s.hung || s.exit.Known && s.exit.Signal != int(unix.SIGKILL)
	if s.hung {
		h.before = "did not answer"
	}
	if h.move != nil {
		h.stay("the server has died")
	}
	if h.closing != nil {
		h.closing.step(h)
		return
	}
	if !s.ready {
		h.deaths++
		h.reportStart(startError(s))
	}
	if h.terminating != nil {
		h.shutdown()
		return
	}
	if h.upgrade.lost(h, s) {
		return
	}
	h.startLater(time.Since(s.started), h.fault)
}

// startError is what the user reads when the first server did not come up.
func startError(s *server) error {
	if s.failed != "" {
		return errors.New(s.failed)
	}
	return errors.New("server exited unexpectedly")
}

// keepWords writes down how a server ended, if not in order, and what it had to say.
func (h *host) keepWords(s *server, x recovery.Exit) {
	defer unix.Close(s.words)
	words := readWords(s.words)
	if h.closing == nil && s.failed == "" {
		h.log.printf("server %d %s", s.pid, describe(x))
	}
	if len(words) > 0 {
		h.log.write(words)
	}
}

// startLater starts the next server as the back-off says.
func (h *host) startLater(lived time.Duration, fault bool) {
	if h.closing == nil {
		h.restart = h.after(h.backoff.next(lived, fault), (*host).startServer)
	}
}

// leave ends the conversation in order: what is queued is sent, then the stream ends.
func (s *server) leave() {
	if s.over {
		return
	}
	s.over = true
	close(s.queue)
}
