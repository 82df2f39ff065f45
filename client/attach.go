package client

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"

	"gmux/client/input"
	"gmux/client/screen"
	"gmux/protocol"
	"gmux/protocol/osproc"
	"gmux/protocol/outer"
)

// attached is the user's terminal on a session. loop owns it.
type attached struct {
	*client
	session, name string // the session's id and name
	readOnly      bool
	options       protocol.ClientOptions

	link     *link              // nil while there is no server
	outgoing []protocol.Message // waits for link
	returned bool               // Attached has come on this link: input may be sent
	unacked  unacked

	display  *display
	jobs     jobList
	painting bool   // the display has a job
	shown    uint64 // the frame that is shown
	pane     uint32 // active in it
	keys     uint8  // the kitty flags that it asked for

	chunks   chan []byte // what readLoop read; nil when it does not run
	stopRead chan struct{}
	reader   sync.WaitGroup
	unread   []byte // readLoop's
	decoder  input.Decoder
	escape   *time.Timer // a lone ESC
	events   []byte      // of the chunk that is being decoded
	probe    probe

	lost     lostState
	notice   *time.Timer // takes the client's own line away
	noticing bool
	signals  chan os.Signal
	putOff   *time.Timer // a suspension that waits for the end of a paste; nil: there is none
	end      *ending
}

// attach sets the terminal up and runs until the session lets us go. It leaves the terminal as it was.
func (c *client) attach(ctx context.Context, conn *protocol.Conn, m protocol.Attached) ending {
	if c.tty == nil {
		conn.Close()
		return failed(errors.New("open terminal failed: not a terminal"))
	}
	if err := outer.CheckTerm(c.identity.Term); err != nil {
		conn.Close()
		return failed(err)
	}
	if c.terminal.Warning != "" { // it is still there when the alternate screen is left
		fmt.Fprintln(c.Stderr, c.terminal.Warning)
	}
	runtime.GOMAXPROCS(1) // its goroutines wait for each other: to wake another thread for the next takes longer than its work
	osproc.KeepThreads(6)
	a := &attached{client: c, notice: stopped(), escape: stopped()}
	a.lost.init()
	a.signals = make(chan os.Signal, 16)
	signal.Notify(a.signals, syscall.SIGWINCH, syscall.SIGCONT, syscall.SIGTSTP,
		syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT)
	defer signal.Stop(a.signals)
	defer c.tty.Guard()
	// From here on the server restores the terminal of a client that dies. Before that it is the shell's.
	if err := conn.Send(protocol.Resize{Size: c.tty.Size()}); err != nil && !lostConnection(err) {
		conn.Close()
		return failed(err)
	}
	if err := c.tty.Raw(); err != nil {
		conn.Close()
		return failed(err)
	}
	a.decoder.OnReply = a.reply
	a.decoder.Erase = c.tty.Erase()
	a.probe.info.Features = c.terminal.Features
	a.probe.told = a.probe.info
	a.display = newDisplay(screen.New(c.terminal, c.tty), c.tty.Guard)
	a.adopt(conn)
	a.welcome(m)
	a.startScreen(queries)
	a.startReader()
	return a.finish(a.loop(ctx))
}

// stopped is a timer that does not run.
func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// loop waits for whatever comes next. Nothing in it blocks.
func (a *attached) loop(ctx context.Context) ending {
	for a.end == nil {
		select {
		case <-ctx.Done():
			a.leave(killed(syscall.SIGTERM))
		case r := <-a.incoming():
			a.receive(r)
		case a.sending() <- a.nextMessage():
			a.outgoing = a.outgoing[1:]
		case a.paintable() <- a.nextJob():
			a.jobs, a.painting = a.jobs[1:], true
		case p := <-a.display.done:
			a.painted(p)
		case chunk, ok := <-a.typed():
			a.read(chunk, ok)
		case <-a.escape.C:
			a.flushKeys()
		case sig := <-a.signals:
			a.signal(sig)
		case <-a.notice.C:
			a.noticed()
		case r := <-a.lost.found:
			a.reconnected(r)
		case <-a.lost.tooLong.C:
			a.leave(lostServer())
		case <-a.lost.dropOld.C:
			a.dropOld()
		case <-a.pastePaused():
			a.suspendNow()
		}
	}
	return *a.end
}

// leave ends loop. The first reason counts.
func (a *attached) leave(e ending) {
	if a.end == nil {
		a.end = &e
	}
}

// A nil channel is never ready, so these say what loop may do now.

func (a *attached) incoming() chan received {
	if a.link == nil {
		return nil
	}
	return a.link.in
}

func (a *attached) sending() chan protocol.Message {
	if a.link == nil || len(a.outgoing) == 0 {
		return nil
	}
	return a.link.out
}

func (a *attached) nextMessage() protocol.Message {
	if len(a.outgoing) == 0 {
		return nil
	}
	return a.outgoing[0]
}

func (a *attached) paintable() chan job {
	if a.painting || len(a.jobs) == 0 {
		return nil
	}
	return a.display.jobs
}

func (a *attached) nextJob() job {
	if len(a.jobs) == 0 {
		return job{}
	}
	return a.jobs[0]
}

// typed leaves input in the tty while too much of it waits for the server.
func (a *attached) typed() chan []byte {
	if a.unacked.full() {
		return nil
	}
	return a.chunks
}

// pastePaused is for a suspension that was put off, as soon as the rest of the paste can be read.
func (a *attached) pastePaused() <-chan time.Time {
	if a.putOff == nil || a.unacked.full() {
		return nil
	}
	return a.putOff.C
}

// ---- the server

// adopt takes a connection into service.
func (a *attached) adopt(conn *protocol.Conn) {
	a.link = newLink(conn, a.tty.Guard)
	a.outgoing, a.returned = nil, false
}

// send queues m; without a server there is nobody to tell.
func (a *attached) send(m protocol.Message) {
	if a.link != nil {
		a.outgoing = append(a.outgoing, m)
	}
}

func (a *attached) receive(r received) {
	if r.err != nil {
		a.disconnected()
		return
	}
	switch m := r.m.(type) {
	case protocol.Attached:
		a.welcome(m)
	case protocol.Options:
		a.session, a.name = m.Session, m.Name
		a.setOptions(m.Options)
	case protocol.Frame:
		a.frame(m)
	case protocol.InputAck:
		a.unacked.ack(m.Seq)
		a.pasteGoesOn()
	case protocol.Outer:
		if m.Kind == protocol.OuterReadClipboard {
			a.probe.asked, a.probe.waiting = time.Now(), a.terminal.Direct
		}
		a.jobs.add(effectJob(m))
	case protocol.Suspend:
		a.suspend()
	case protocol.Goodbye:
		if m.Kind == protocol.GoodbyeAskAgain {
			a.disconnected()
			return
		}
		a.leave(goodbye(m))
	case protocol.Refused:
		a.leave(ending{text: "[server refused: " + screen.Sanitise(m.Text, 200) + "]", status: 1, bye: "refused"})
	case protocol.Stderr:
		a.lost.text = m.Data // why there is nothing to come back to
	case protocol.Exit:
		a.dismissed(m)
	}
}

// welcome begins the session on this connection, and sends again what the last one did not acknowledge.
func (a *attached) welcome(m protocol.Attached) {
	a.session, a.name, a.readOnly = m.Session, m.Name, m.ReadOnly
	a.setOptions(m.Options)
	if a.returned {
		return // another session, on the same connection
	}
	a.returned = true
	a.identity.Size = a.probe.size(a.tty.Size())
	a.send(protocol.Resize{Size: a.identity.Size}) // it may have changed since this connection was told, when nobody heard of it
	if a.probe.done {
		a.send(a.probe.info)
	}
	for _, p := range a.unacked.list {
		a.send(p.m)
	}
}

func (a *attached) setOptions(o protocol.ClientOptions) {
	a.options = o
	a.decoder.EscapeTime = time.Duration(o.EscapeTime) * time.Millisecond
	a.lost.setPrefix(o.Prefix, o.Prefix2)
	a.useFeatures()
}

// useFeatures draws with what the terminal can do, by what is known of it and by what the user says.
func (a *attached) useFeatures() {
	f := (a.probe.info.Features | a.options.Features) &^ a.options.Without
	a.jobs.add(job{
		do:   func(s *screen.Screen) error { return s.SetFeatures(f) },
		then: a.setUnambiguous,
	})
}

// dismissed is Exit: the end of a client that came back to nothing. While we are attached it has no meaning.
func (a *attached) dismissed(m protocol.Exit) {
	if a.returned {
		return
	}
	e := ending{text: "[exited]", status: int(m.Status), bye: "exited"}
	if len(a.lost.text) > 0 {
		e.text, e.err = "", errors.New(screen.Sanitise(string(a.lost.text), 200))
	}
	a.leave(e)
}

// ---- the picture

// frame queues a picture. It is acknowledged when it has been painted.
func (a *attached) frame(m protocol.Frame) {
	if a.jobs.count(jobFrame) >= maxFrames {
		a.disconnected()
		return
	}
	l := a.link
	a.jobs.add(frameJob(m, func() {
		a.pane = m.Pane
		a.keys = m.Modes.KittyFlags
		a.setUnambiguous()
		if a.link == l { // else it was another connection's
			a.send(protocol.FrameAck{ID: m.ID})
			a.found()
		}
	}))
}

// setUnambiguous tells the decoder whether the terminal sends Escape as a sequence: kitty flag 1, asked for and had.
func (a *attached) setUnambiguous() {
	a.decoder.Unambiguous = a.keys&1 != 0 && a.probe.info.Features&protocol.FeatureKitty != 0
}

// answered tells what the terminal's answers have changed.
func (a *attached) answered() {
	if size := a.probe.size(a.identity.Size); size != a.identity.Size {
		a.identity.Size = size
		if a.returned {
			a.send(protocol.Resize{Size: size})
		}
	}
	info, news := a.probe.news()
	if !news {
		return
	}
	a.useFeatures()
	if a.returned {
		a.send(info)
	}
}

// painted is told after each job.
func (a *attached) painted(p painted) {
	a.painting = false
	a.shown = p.frame
	switch {
	case p.err == nil:
		if p.job.then != nil {
			p.job.then()
		}
	case errors.Is(p.err, protocol.ErrFrame), errors.Is(p.err, screen.ErrBase):
		a.shown = 0 // what is shown is nothing to build on: come back for a whole picture
		a.disconnected()
	default: // the terminal takes nothing any more
		a.leave(lostTTY())
	}
}

// say shows the client's own line, or takes it away.
func (a *attached) say(text string) {
	a.jobs.add(job{do: func(s *screen.Screen) error { return s.Message(text) }})
}

// startScreen takes the terminal, before anything else is painted.
func (a *attached) startScreen(queries string) {
	size := a.tty.Size()
	start := job{do: func(s *screen.Screen) error { return s.Start(size, queries) }}
	a.jobs = append(jobList{start}, a.jobs...)
	if queries != "" {
		a.probe.asked, a.probe.waiting = time.Now(), a.terminal.Direct
	}
}

// resized tells everybody the new size: the screen at once, so that the picture is not what the terminal made of it.
func (a *attached) resized() {
	size := a.probe.size(a.tty.Size())
	a.identity.Size = size
	a.jobs.add(job{kind: jobResize, do: func(s *screen.Screen) error { return s.Resize(size) }})
	a.send(protocol.Resize{Size: size})
}
