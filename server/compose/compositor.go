package compose

import (
	"sync"
	"sync/atomic"
	"time"

	"gmux/protocol"
	"gmux/server/view"
)

// maxUnacked is how many frames a client may have received and not yet painted. A slow client skips what changed
// meanwhile; it never queues it.
const maxUnacked = 2

// The least time from one frame to the next: after a large one, of which nobody can see a hundred a second, and after
// a small one, an echoed key say, which must not wait for the one before it. The first frame after quiet waits for nothing.
const (
	largePace = 10 * time.Millisecond
	smallPace = time.Millisecond
	smallSize = 256 // bytes of styles and operations
)

// A Compositor draws for one client. Show, Poke, Ack and Repaint may be called from any goroutine and never wait.
type Compositor struct {
	send  func(protocol.Frame) // must not block
	moved func()               // another part of the window is shown than the view says

	shown   atomic.Pointer[view.View]
	dirty   atomic.Bool
	repaint atomic.Bool
	acked   atomic.Uint64
	wake    chan struct{} // has room for one
	done    chan struct{}
	wg      sync.WaitGroup

	// the goroutine's
	drawn   *view.View    // the view that is being watched
	sent    uint64        // the id of the last frame
	last    time.Time     // when it was sent
	pace    time.Duration // from then to the next
	painter *painter
	told    bool // moved was called for drawn
}

// New starts a compositor. send is called from its goroutine and must not block; so is moved, after a frame that shows another part of
// a window than its view was made for.
func New(send func(protocol.Frame), moved func()) *Compositor {
	c := &Compositor{send: send, moved: moved, wake: make(chan struct{}, 1), done: make(chan struct{}), painter: newPainter()}
	c.wg.Go(c.run)
	return c
}

// Close stops drawing and waits until nothing is drawn any more.
func (c *Compositor) Close() {
	close(c.done)
	c.wg.Wait()
}

// Show replaces the view. The newest one wins.
func (c *Compositor) Show(v *view.View) {
	c.shown.Store(v)
	c.dirty.Store(true)
	c.nudge()
}

// Poke says that something shown has changed. Only the first time since the last frame wakes anybody: after that a nudge,
// a timer or an acknowledgement is on its way, and a client that never acknowledges costs a flood nothing.
func (c *Compositor) Poke() {
	if c.dirty.CompareAndSwap(false, true) {
		c.nudge()
	}
}

// Repaint makes the next frame a whole one.
func (c *Compositor) Repaint() {
	c.repaint.Store(true)
	c.dirty.Store(true)
	c.nudge()
}

// Ack says that the client has painted the frame. It wakes nobody where nothing has changed since: the next Poke does.
func (c *Compositor) Ack(id uint64) {
	c.acked.Store(id)
	if c.dirty.Load() {
		c.nudge()
	}
}

func (c *Compositor) nudge() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *Compositor) run() {
	defer func() { c.watch(nil) }()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-c.done:
			return
		case <-c.wake:
		case <-timer.C:
		}
		if !c.dirty.Load() || c.shown.Load() == nil || c.sent-c.acked.Load() >= maxUnacked {
			continue
		}
		if wait := c.pace - time.Since(c.last); wait > 0 {
			timer.Reset(wait)
			continue
		}
		c.frame()
	}
}

// frame composes the view as it is now and sends what has changed.
func (c *Compositor) frame() {
	c.dirty.Store(false)
	v := c.shown.Load()
	if v != c.drawn {
		c.watch(v)
		c.told = false
	}
	f, changed := c.painter.paint(v, c.repaint.Swap(false))
	if p := v.Part; p != nil && (c.painter.row != p.Row || c.painter.col != p.Col) && !c.told {
		c.told = true
		c.moved()
	}
	if !changed {
		return
	}
	if f.Base != 0 {
		f.Base = c.sent
	}
	c.sent++
	f.ID = c.sent
	c.last, c.pace = time.Now(), largePace
	if len(f.Ops)+len(f.Styles) <= smallSize {
		c.pace = smallPace
	}
	c.send(f)
}

// watch follows the screens of v in place of those drawn before. A poke that comes between the two is not lost:
// the new view is drawn after this.
func (c *Compositor) watch(v *view.View) {
	if c.drawn != nil {
		for _, p := range c.drawn.Panes {
			p.Screen.Unwatch(c)
		}
	}
	if c.drawn = v; v == nil {
		return
	}
	for _, p := range v.Panes {
		p.Screen.Watch(c, c.Poke)
	}
}
