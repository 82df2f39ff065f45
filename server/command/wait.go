package command

import "gmux/server/model"

var waitCommands = []*Entry{
	{
		Name: "wait-for", Alias: "wait", flags: "LSU", min: 1, max: 1, Usage: "[-L|-S|-U] channel",
		Help: "Wait for a channel to be woken, wake it, or lock it",
		exec: waitFor,
	},
}

// waiters are those who wait for a channel, in order. One that has gone meanwhile is passed over.
type waiters struct{ woken, locks []model.Token }

func waitFor(c *call) outcome {
	name := c.args.Text(0)
	switch ch := c.m.Channels[name]; {
	case c.args.Has('S'):
		return c.wake(name, ch)
	case c.args.Has('L'):
		return c.lock(name, ch)
	case c.args.Has('U'):
		return c.unlock(name, ch)
	case c.m.Client(c.it.owner) == nil:
		return c.failf("not able to wait")
	case ch.Woken:
		if !ch.Locked { // as in tmux a locked channel stays awake
			c.m.SetChannel(name, model.Channel{})
		}
		return done
	}
	w := c.q.waitersOf(name)
	w.woken = append(w.woken, c.q.wait(c.it, func(Result) outcome { return done }))
	return waiting
}

func (q *Queue) waitersOf(name string) *waiters {
	w := q.channels[name]
	if w == nil {
		w = new(waiters)
		q.channels[name] = w
	}
	return w
}

func (c *call) wake(name string, ch model.Channel) outcome {
	w := c.q.waitersOf(name)
	woken := false
	for _, token := range w.woken {
		woken = woken || c.q.waits[token] != nil
		c.q.Resume(token, Result{})
	}
	w.woken = nil
	c.q.forget(name)
	if !woken {
		ch.Woken = true
		c.m.SetChannel(name, ch)
	}
	return done
}

func (c *call) lock(name string, ch model.Channel) outcome {
	if c.m.Client(c.it.owner) == nil {
		return c.failf("not able to lock")
	}
	if ch.Locked {
		w := c.q.waitersOf(name)
		w.locks = append(w.locks, c.q.wait(c.it, func(Result) outcome { return done }))
		return waiting
	}
	ch.Locked = true
	c.m.SetChannel(name, ch)
	return done
}

func (c *call) unlock(name string, ch model.Channel) outcome {
	if !ch.Locked {
		return c.failf("channel %s not locked", name)
	}
	w := c.q.waitersOf(name)
	for len(w.locks) > 0 {
		next := w.locks[0]
		w.locks = w.locks[1:]
		if c.q.waits[next] != nil { // it has the lock now
			c.q.Resume(next, Result{})
			return done
		}
	}
	c.q.forget(name)
	c.m.SetChannel(name, model.Channel{})
	return done
}

// forget drops the list of a channel that nobody waits for.
func (q *Queue) forget(name string) {
	if w := q.channels[name]; w != nil && len(w.woken) == 0 && len(w.locks) == 0 {
		delete(q.channels, name)
	}
}

// wakeAll lets go of all who wait, for a server that ends.
func (q *Queue) wakeAll() {
	for name, w := range q.channels {
		delete(q.channels, name)
		for _, token := range append(w.woken, w.locks...) {
			q.Resume(token, Result{})
		}
	}
}
