package ptyhost

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/osproc"
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
	"gmux/ptyhost/spawn"
)

// Bounds of the daemon's patience.
const (
	startLimit = 15 * time.Second // from the start of a server to its Ready
	termLimit  = 5 * time.Second  // from SIGTERM to the server's Shutdown
	killLimit  = 5 * time.Second  // from a pane's hang-up to SIGKILL for its leader
	reapLimit  = 2 * time.Second  // from SIGKILL to giving up on a leader that does not die
)

// A host owns everything that must outlive a server. All of it is loop's.
type host struct {
	socket   string
	args     []string // the server's
	umask    int      // the user's; set before the loop runs, like scout
	listener int
	lock     int
	model    int
	panes    map[uint32]*pane
	leaders  map[int]bool // pids of leaders that outlived their pane
	calls    []call       // signals to be sent
	log      *logFile
	events   chan event
	scout    *spawn.Scout
	watch    *watch

	strangers int // epoll descriptor of leaders that are no children of this process, or -1

	server     *server   // the one that runs, or nil
	retiring   []*server // those before, which have handed over and end
	upgrade    *upgrade
	move       *move
	signals    *signals
	binary     int // of servers, -1: this process's own
	restarts   int // servers that were started because one had died
	generation uint64
	deaths     int    // servers that died in a row without reaching Ready
	before     string // how the last one ended; before the first, what was lost with the host before this one
	fault      bool   // and whether of itself
	backoff    backoff
	restart    *time.Timer // starts the next server
	reported   bool        // the starter was told

	terminating *time.Timer // bounds a server's way from Terminate to Shutdown
	closing     *closing    // the daemon ends
}

// An event is something that happened outside; apply runs on the loop.
type event func(h *host)

// runHost is the daemon's life. It returns the exit status.
func runHost(socket string, args []string) int {
	h, err := newHost(socket, args)
	switch {
	case errors.Is(err, transport.ErrLocked):
		report(reportLocked)
		return 1
	case err != nil:
		report(err.Error())
		return 1
	}
	return h.run(h.startServer)
}

// run begins and then applies events until the daemon has closed everything.
func (h *host) run(begin func()) int {
	defer func() {
		if r := recover(); r != nil { // stderr is /dev/null
			h.log.printf("host: %v", r)
			panic(r)
		}
	}()
	begin()
	for h.closing == nil || !h.closing.done {
		(<-h.events)(h)
	}
	return 0
}

// makeHost is a host that has nothing yet.
func makeHost(socket string, args []string) *host {
	return &host{
		socket: socket, args: args, panes: map[uint32]*pane{}, leaders: map[int]bool{},
		log: newLogFile(socket + ".log"), events: make(chan event, 64), scout: spawn.NewScout(), strangers: -1, binary: -1,
	}
}

// settle makes this process the daemon that it is to be.
func (h *host) settle() error {
	if err := spawn.CloseOnExec(); err != nil {
		return err
	}
	osproc.SetName(hostmsg.HostName) // only for ps; argv[0] says it too
	// The loop, the server's two and the watch wait in system calls. More processors than these can use would only
	// want more threads, for the garbage collector.
	runtime.GOMAXPROCS(min(runtime.GOMAXPROCS(0), 4))
	osproc.KeepThreads(8)
	if err := os.Chdir("/"); err != nil {
		return err
	}
	h.watchSignals() // before the first child can die
	return spawn.BecomeSubreaper()
}

// newHost takes the lock and makes the socket. The order matters: whoever holds the lock is the only
// one that may replace a socket.
func newHost(socket string, args []string) (*host, error) {
	h := makeHost(socket, args)
	h.umask = syscall.Umask(0o077)
	err := h.settle()
	if err != nil {
		return nil, err
	}
	if h.lock, err = transport.Lock(transport.LockPath(socket)); err != nil {
		return nil, err
	}
	if h.before = transport.Lost(transport.LockPath(socket)); h.before != "" {
		h.log.printf("%s", h.before)
	}
	h.writeRecord(len(h.panes))
	if h.model, err = recovery.CreateModel(); err == nil {
		h.listener, err = transport.Listen(socket)
	}
	if err != nil {
		h.closeLock()
		return nil, err
	}
	h.watchFiles()
	return h, nil
}

// post has the loop apply an event.
func (h *host) post(e event) { h.events <- e }

// after has the loop apply an event later.
func (h *host) after(d time.Duration, e event) *time.Timer {
	return time.AfterFunc(d, func() { h.post(e) })
}

// signals is where signals become events.
type signals struct {
	own, child chan os.Signal
	stop, done chan struct{}
}

// watchSignals turns signals into events. SIGINT and SIGPIPE do nothing: they are received and
// dropped, and never ignored, which the children would inherit.
func (h *host) watchSignals() {
	s := &signals{
		own:   make(chan os.Signal, 16),
		child: make(chan os.Signal, 1), // by itself: a full channel loses a signal, and one SIGCHLD does for many
		stop:  make(chan struct{}), done: make(chan struct{}),
	}
	h.signals = s
	signal.Notify(s.own, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGPIPE)
	signal.Notify(s.child, syscall.SIGCHLD)
	go s.loop(h)
}

func (s *signals) loop(h *host) {
	defer close(s.done)
	for {
		select {
		case <-s.stop:
			return
		case <-s.child:
			h.post((*host).reap)
		case sig := <-s.own:
			h.post(func(h *host) { h.took(sig) })
		}
	}
}

// took is what a signal does.
func (h *host) took(sig os.Signal) {
	switch sig {
	case syscall.SIGHUP:
		h.tell(hostmsg.Reload{})
	case syscall.SIGTERM:
		h.terminate()
	}
}

// stopSignals ends watchSignals and applies what had come.
func (h *host) stopSignals() {
	s := h.signals
	signal.Stop(s.own)
	signal.Stop(s.child)
	close(s.stop)
	for waiting := true; waiting; {
		select {
		case e := <-h.events:
			e(h)
		case <-s.done:
			waiting = false
		}
	}
	for {
		select {
		case e := <-h.events:
			e(h)
		case sig := <-s.own:
			h.took(sig)
		default:
			return
		}
	}
}

// reap takes every status there is.
func (h *host) reap() {
	h.deliver()
	if err := spawn.Reap(h.died); err != nil {
		h.log.printf("reap: %v", err)
	}
}

// died notes what became of a process: the server, a pane's leader, or an orphan.
func (h *host) died(d spawn.Death) {
	if m := h.move; m != nil && m.check > 0 && m.check == d.Exit.PID {
		m.checked(h, d.Exit)
		return
	}
	for _, s := range h.servers() {
		if s.exit == nil && d.Exit.PID == s.pid {
			h.reaped(s, d.Exit)
			return
		}
	}
	h.childDied(d)
}

// terminate is SIGTERM: the server ends in order, or, if there is none that can, the host does.
func (h *host) terminate() {
	if h.closing != nil || h.terminating != nil {
		return
	}
	if h.server == nil || !h.server.ready {
		h.shutdown()
		return
	}
	h.terminating = h.after(termLimit, (*host).shutdown)
	h.tell(hostmsg.Terminate{})
}

// reportStart tells the starter how the first start went, and ends the daemon if it went wrong.
func (h *host) reportStart(err error) {
	if h.reported {
		return
	}
	h.reported = true
	if err == nil {
		report(strings.TrimSpace(reportReady + " " + h.before))
		return
	}
	h.closeSocket() // first: the starter may try again at once
	report(err.Error())
	h.shutdown()
}

// closeSocket takes socket and lock away, if they are still ours.
func (h *host) closeSocket() {
	if h.listener < 0 {
		return
	}
	lock := transport.LockPath(h.socket)
	if transport.LockHolds(h.lock, lock) {
		unix.Unlink(h.socket)
	}
	unix.Close(h.listener)
	h.listener = -1
}

// closeLock lets another host come.
func (h *host) closeLock() {
	lock := transport.LockPath(h.socket)
	if transport.LockHolds(h.lock, lock) {
		unix.Unlink(lock) // while we hold it; who opened it meanwhile sees that it does not count
	}
	unix.Close(h.lock)
	h.lock = -1
}

// tell sends the server a message, if one is there. One that hands over passes nothing on.
func (h *host) tell(m hostmsg.Message) {
	h.upgrade.keep(m)
	if h.server != nil {
		h.server.send(m)
	}
}

func describe(x recovery.Exit) string {
	if !x.Known {
		return "ended in an unknown way"
	}
	if x.Signal != 0 {
		return fmt.Sprintf("was killed by signal %d (%v)", x.Signal, unix.Signal(x.Signal))
	}
	return fmt.Sprintf("exited with status %d", x.Code)
}
