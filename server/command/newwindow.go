package command

import (
	"errors"
	"slices"

	"gmux/server/model"
	"gmux/server/target"
)

var newWindowCommands = []*Entry{
	{
		Name: "new-window", Alias: "neww", flags: "abc:de:F:kn:PSt:", max: -1,
		Usage: "[-abdkPS] [-c start-directory] [-e environment] [-F format] [-n window-name] " + usageWindow +
			" [shell-command [argument ...]]",
		Help:   "Create a window",
		target: want{flag: 't', kind: target.Window, flags: target.WindowIndex}, exec: newWindow,
	},
	{
		Name: "select-window", Alias: "selectw", flags: "lnpTt:", Usage: "[-lnpT] " + usageWindow,
		Help:   "Make a window the current one",
		target: onWindow, exec: selectWindow,
	},
	{
		Name: "next-window", Alias: "next", flags: "at:", Usage: "[-a] " + usageSession,
		Help:   "Go to the next window",
		target: onSession, after: "select-window", exec: func(c *call) outcome { return c.stepWindow(+1, errNoNext) },
	},
	{
		Name: "previous-window", Alias: "prev", flags: "at:", Usage: "[-a] " + usageSession,
		Help:   "Go to the window before",
		target: onSession, after: "select-window", exec: func(c *call) outcome { return c.stepWindow(-1, errNoPrevious) },
	},
	{
		Name: "last-window", Alias: "last", flags: "t:", Usage: usageSession,
		Help:   "Go to the window that was current before",
		target: onSession, after: "select-window", exec: lastWindow,
	},
}

var (
	errNoNext     = errors.New("no next window")
	errNoPrevious = errors.New("no previous window")
	errNoLast     = errors.New("no last window")
)

// newWindow is new-window: an index, a window there, a child in it.
func newWindow(c *call) outcome {
	s, index := c.target.Session, c.target.Index
	name, named := c.args.Get('n')
	if named {
		wanted := c.expand(name)
		var ok bool
		if name, ok = model.CleanName(wanted); !ok {
			return c.failf("invalid window name: %s", wanted)
		}
	}
	if c.args.Has('S') && named && index < 0 {
		there, err := windowCalled(s, name)
		if err != nil {
			return c.fail(err)
		}
		if there != nil {
			c.unheard = true
			if !c.args.Has('d') {
				c.goTo(there)
			}
			return done
		}
	}
	if c.target.Link != nil || index < 0 { // -a and -b make room at a window that is there, while a free index is taken
		index = c.indexAt(c.target)
	}
	if index >= 0 && s.LinkAt(index) != nil && !c.args.Has('k') {
		return c.failf("create window failed: index %d in use", index)
	}
	return c.createWindow(s, index, name, named)
}

// windowCalled is the only window of that name, nil if there is none.
func windowCalled(s *model.Session, name string) (found *model.Winlink, err error) {
	for _, l := range s.Links {
		switch {
		case l.Window.Name != name:
		case found != nil:
			return nil, errors.New("multiple windows named " + name)
		default:
			found = l
		}
	}
	return found, nil
}

func (c *call) createWindow(s *model.Session, index int, name string, named bool) outcome {
	latest := model.NoClient
	if c.tc != nil && c.tc.Session == s {
		latest = c.tc.ID
	}
	l := c.m.NewWindow(s, index, latest)
	p := l.Window.Active
	if !c.args.Has('d') || s.Current == l {
		c.goTo(l)
	}
	request := c.spawnRequest(p, s, func(r Result) outcome {
		defer c.flush()
		if r.Err != nil {
			return c.failf("create window failed: %w", r.Err)
		}
		c.target = target.OfLink(l) // of the hook
		if c.args.Has('P') && c.m.Panes[p.ID] == p && slices.Contains(s.Links, l) {
			c.printPlace(l, p, paneLineShort)
		}
		return done
	})
	c.m.Spawn(request)
	if named {
		c.m.SetWindowName(l.Window, name)
	} else {
		c.m.AutoName(l.Window, model.DefaultWindowName(p))
	}
	return waiting
}

// goTo makes a window current, for the commands that follow too.
func (c *call) goTo(l *model.Winlink) {
	c.m.SelectWindow(l)
	if c.client != nil && c.client.Session != nil {
		c.m.LookAt(l.Window, c.client)
	}
	c.target = target.OfLink(l) // of the hook
	c.it.state.current = c.target
}

func selectWindow(c *call) outcome {
	switch {
	case c.args.Has('n'):
		return c.stepWindow(+1, errNoNext)
	case c.args.Has('p'):
		return c.stepWindow(-1, errNoPrevious)
	case c.args.Has('l'), c.args.Has('T') && c.target.Link == c.target.Session.Current:
		return lastWindow(c)
	}
	c.goTo(c.target.Link)
	return done
}

// stepWindow goes step places on, round the end. With -a only windows with an alert count.
func (c *call) stepWindow(step int, none error) outcome {
	s := c.target.Session
	n := len(s.Links)
	next := s.Links[(slices.Index(s.Links, s.Current)+step+n)%n]
	if c.args.Has('a') {
		next = s.NextAlert(step)
	}
	if next == nil || next == s.Current {
		return c.fail(none)
	}
	c.goTo(next)
	return done
}

func lastWindow(c *call) outcome {
	last := c.target.Session.Last
	if len(last) == 0 {
		return c.fail(errNoLast)
	}
	c.goTo(last[0])
	return done
}
