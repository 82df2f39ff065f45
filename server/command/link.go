package command

import (
	"gmux/server/model"
	"gmux/server/target"
)

var linkCommands = []*Entry{
	{
		Name: "link-window", Alias: "linkw", flags: "abdks:t:", Usage: "[-abdk] " + usageSourceWindow,
		Help:   "Put a window into another session too",
		source: fromWindow, // -t is resolved in exec
		exec:   func(c *call) outcome { return c.linkWindow(false) },
	},
	{
		Name: "move-window", Alias: "movew", flags: "abdkrs:t:", Usage: "[-abdkr] " + usageSourceWindow,
		Help:   "Move a window to another index or session, or number all anew",
		source: fromWindow, // -t is a session with -r
		exec:   moveWindow,
	},
	{
		Name: "swap-window", Alias: "swapw", flags: "ds:t:", Usage: "[-d] " + usageSourceWindow,
		Help:   "Exchange two windows",
		source: want{flag: 's', kind: target.Window, flags: target.DefaultMarked}, target: onWindow, exec: swapWindow,
	},
}

// usageSourceWindow is of the commands that take a window to another place.
const usageSourceWindow = "[-s src-window] [-t dst-window]"

var fromWindow = want{flag: 's', kind: target.Window}

func moveWindow(c *call) outcome {
	if c.args.Has('r') {
		st, err := c.finder().Find(c.args.Value('t'), target.Session, 0)
		if err != nil {
			return failed // without a word, as in tmux
		}
		c.m.Renumber(st.Session)
		return done
	}
	return c.linkWindow(true)
}

// linkWindow puts the source where -t says, and with move takes it away from where it was.
func (c *call) linkWindow(move bool) outcome {
	from := c.source.Link
	st, err := c.finder().Find(c.args.Value('t'), target.Window, target.WindowIndex)
	if err != nil {
		return c.fail(err)
	}
	_, err = c.m.Link(model.Linking{
		From: from, Session: st.Session, Index: c.indexAt(st),
		Replace: c.args.Has('k'), Select: !c.args.Has('d'),
	})
	if err != nil {
		return c.fail(err)
	}
	if move {
		c.m.UnlinkWindow(from)
	}
	if !c.args.Has('s') {
		c.m.Tidy(from.Session)
	}
	return done
}

// indexAt is the index that -t means; with -a or -b room is made behind or before that window.
func (c *call) indexAt(st target.State) int {
	if !c.args.Has('a') && !c.args.Has('b') {
		return st.Index
	}
	l := st.Link
	if l == nil {
		l = st.Session.Current
	}
	return c.m.MakeRoom(l, c.args.Has('b'))
}

func swapWindow(c *call) outcome {
	from, to := c.source.Link, c.target.Link
	if from.Session != to.Session && from.Session.Group != "" && from.Session.Group == to.Session.Group {
		return c.failf("can't move window, sessions are grouped")
	}
	if from.Window == to.Window {
		return done
	}
	c.m.SwapWindows(from, to)
	if c.args.Has('d') {
		c.m.SelectWindow(to)
		if from.Session != to.Session {
			c.m.SelectWindow(from)
		}
	}
	return done
}
