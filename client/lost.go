package client

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"gmux/protocol"
	"gmux/protocol/key"
)

// What a client without a server does, and for how long.
const (
	giveUp     = 15 * time.Second
	keepInput  = 5 * time.Second
	noticeTime = 3 * time.Second
	firstPause = 20 * time.Millisecond // between two attempts; the first is made at once
	maxPause   = 500 * time.Millisecond
	maxRedial  = 50 * time.Millisecond // the same, for a client that was attached: who pauses longer misses servers that live shortly
)

// lostState is what there is to know while there is no server.
type lostState struct {
	since   time.Time   // the first drop since a frame was painted; zero while all is well
	tooLong *time.Timer // giveUp after since
	dropOld *time.Timer // keepInput after the oldest input
	found   chan redialed
	stop    context.CancelFunc // of redial; nil when it does not run
	wg      sync.WaitGroup
	pause   time.Duration
	text    []byte // what the server said before it dismissed us

	prefixes  []key.Key
	prefixed  bool // the last key was a prefix
	interrupt bool // the last key was Ctrl-C
}

// redialed is a new connection, introduced, or the end of the search.
type redialed struct {
	conn *protocol.Conn
	size protocol.Size // as the server was told
	err  error
}

func (l *lostState) init() {
	l.tooLong, l.dropOld = stopped(), stopped()
	l.found = make(chan redialed)
	l.pause = 0
}

// setPrefix learns the keys that begin a command. A name that this build does not know is no key.
func (l *lostState) setPrefix(names ...string) {
	l.prefixes = l.prefixes[:0]
	for _, name := range names {
		if k, err := key.Parse(name); err == nil && k.Code != key.None {
			l.prefixes = append(l.prefixes, k)
		}
	}
}

// leaves says whether k is the second key of prefix d or of Ctrl-C Ctrl-C.
func (l *lostState) leaves(k key.Key) bool {
	if k.Action == key.Release || k.Code.IsModifier() {
		return false
	}
	leave := l.prefixed && is(k, key.Key{Code: 'd'}) || l.interrupt && is(k, ctrlC)
	l.interrupt = is(k, ctrlC)
	l.prefixed = l.isPrefix(k)
	return leave
}

func (l *lostState) isPrefix(k key.Key) bool {
	return slices.ContainsFunc(l.prefixes, func(p key.Key) bool { return is(k, p) })
}

var ctrlC = key.Key{Code: 'c', Mods: key.Ctrl}

func is(k, want key.Key) bool { return k.Canonical() == want || k.Legacy().Canonical() == want }

// watch sets the timer that drops what was typed at this time.
func (l *lostState) watch(oldest time.Time) { l.dropOld.Reset(time.Until(oldest.Add(keepInput))) }

// disconnected begins to look for the server, or goes on looking.
func (a *attached) disconnected() {
	if a.link == nil {
		return
	}
	a.link.close()
	a.link, a.outgoing, a.returned = nil, nil, false
	a.jobs.drop(jobFrame)
	l := &a.lost
	if l.since.IsZero() {
		l.since = time.Now()
		l.tooLong.Reset(giveUp)
		l.pause, l.prefixed, l.interrupt = 0, false, false
		a.notice.Stop()
		a.noticed()
	}
	if _, ok := a.unacked.oldest(); ok {
		l.watch(time.Now()) // none of it is older than the loss
	}
	a.redial()
}

// noticed ends a notice; what is to be said all the time is said again.
func (a *attached) noticed() {
	a.noticing = false
	if a.lost.since.IsZero() {
		a.say("")
		return
	}
	a.say("server lost, reconnecting (leave with " + a.leaveKeys() + ")")
}

func (a *attached) leaveKeys() string {
	if len(a.lost.prefixes) == 0 {
		return "C-c C-c"
	}
	return a.lost.prefixes[0].String() + " d"
}

// redial looks for the server in a goroutine that ends with what it found, or with cancel.
func (a *attached) redial() {
	ctx, stop := context.WithDeadline(context.Background(), a.lost.since.Add(giveUp))
	a.lost.stop = stop
	want := protocol.Reattach{Session: a.session, Name: a.name, ReadOnly: a.readOnly, LastFrame: a.shown}
	if a.painting {
		want.LastFrame = 0 // it may be about to change
	}
	a.identity.Size = a.probe.size(a.tty.Size())
	since := a.lost.since
	c := *a.client // what redial reads stays as it is now
	pause := a.lost.pause
	a.lost.pause = min(max(2*pause, firstPause), maxRedial)
	a.lost.wg.Go(func() {
		defer a.tty.Guard()
		r := c.redialLoop(ctx, want, since, pause)
		select {
		case a.lost.found <- r:
		case <-ctx.Done():
			if r.conn != nil {
				r.conn.Close()
			}
		}
	})
}

// redialLoop tries until a server answers, or until one refuses.
func (c *client) redialLoop(ctx context.Context, want protocol.Reattach, since time.Time, pause time.Duration) redialed {
	for {
		if err := sleep(ctx, pause); err != nil {
			return redialed{err: err}
		}
		deadline, _ := ctx.Deadline()
		conn, err := c.dial(ctx, deadline)
		if err == nil {
			want.Away = uint64(time.Since(since).Milliseconds())
			if err = c.introduce(ctx, conn, want); err == nil {
				return redialed{conn: conn, size: c.identity.Size}
			}
			conn.Close()
		}
		if refuses(err) {
			return redialed{err: err}
		}
		pause = min(max(2*pause, firstPause), maxRedial)
	}
}

func (a *attached) reconnected(r redialed) {
	a.lost.stop()
	a.lost.wg.Wait()
	switch {
	case r.err == nil:
		a.adopt(r.conn)
		if r.size != a.identity.Size { // it changed while we were looking
			a.send(protocol.Resize{Size: a.identity.Size})
		}
	case refuses(r.err):
		a.leave(ending{text: "[lost server]", err: r.err, status: 1})
	default:
		a.leave(lostServer())
	}
}

// refuses says whether trying again is of no use.
func refuses(err error) bool {
	var refused *protocol.RefusedError
	return errors.As(err, &refused) || errors.Is(err, protocol.ErrVersion)
}

// found ends the search: a frame of the new connection has been painted.
func (a *attached) found() {
	l := &a.lost
	if l.since.IsZero() {
		return
	}
	l.since, l.text = time.Time{}, nil
	l.tooLong.Stop()
	l.dropOld.Stop()
	l.pause = 0
	if !a.noticing {
		a.say("")
	}
}

// dropOld gives up input that no server took: typed into a shell much later it would do harm.
func (a *attached) dropOld() {
	if a.returned {
		return
	}
	if a.unacked.drop(time.Now().Add(-keepInput)) {
		a.say("input dropped: no server for " + keepInput.String())
		a.noticing = true
		a.notice.Reset(noticeTime)
		a.pasteGoesOn()
	}
	if at, ok := a.unacked.oldest(); ok {
		a.lost.watch(at)
	}
}

// cancel ends the search for good.
func (l *lostState) cancel() {
	if l.stop != nil {
		l.stop()
		l.wg.Wait()
	}
}
