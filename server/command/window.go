package command

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gmux/server/model"
	"gmux/server/syntax"
)

var windowCommands = []*Entry{
	{
		Name: "rename-window", Alias: "renamew", flags: "t:", min: 1, max: 1, Usage: usageWindow + " new-name",
		Help:   "Rename a window",
		target: onWindow, exec: renameWindow,
	},
	{
		Name: "kill-window", Alias: "killw", flags: "at:", Usage: "[-a] " + usageWindow,
		Help:   "Close a window",
		target: onWindow, exec: killWindow,
	},
	{
		Name: "unlink-window", Alias: "unlinkw", flags: "kt:", Usage: "[-k] " + usageWindow,
		Help:   "Take a window out of a session",
		target: onWindow, exec: unlinkWindow,
	},
	{
		Name: "respawn-window", Alias: "respawnw", flags: "c:e:kt:", max: -1,
		Usage:  "[-k] [-c start-directory] [-e environment] " + usageWindow + " [shell-command [argument ...]]",
		Help:   "Run a command in a window again, in its first pane",
		target: onWindow, exec: respawnWindow,
	},
	{
		Name: "resize-window", Alias: "resizew", flags: "aADLRt:Ux:y:", max: 1,
		Usage:  "[-aADLRU] [-x width] [-y height] " + usageWindow + " [adjustment]",
		Help:   "Give a window a size that it keeps",
		target: onWindow, exec: resizeWindow,
	},
	{
		Name: "kill-pane", Alias: "killp", flags: "at:", Usage: "[-a] " + usagePane,
		Help:   "Close a pane",
		target: onPane, exec: killPane,
	},
	{
		Name: "respawn-pane", Alias: "respawnp", flags: "c:e:kt:", max: -1,
		Usage:  "[-k] [-c start-directory] [-e environment] " + usagePane + " [shell-command [argument ...]]",
		Help:   "Run a command in a pane again",
		target: onPane, exec: respawnPane,
	},
}

func renameWindow(c *call) outcome {
	wanted := c.expand(c.args.Text(0))
	name, ok := model.CleanName(wanted)
	if !ok {
		return c.failf("invalid window name: %s", wanted)
	}
	c.m.SetWindowName(c.target.Window, name)
	return done
}

func killWindow(c *call) outcome {
	s, w := c.target.Session, c.target.Window
	if !c.args.Has('a') {
		c.m.KillWindow(w)
		return done
	}
	if len(s.Links) == 1 {
		return done
	}
	var others []*model.Window
	places := 0
	for _, l := range s.Links {
		if l.Window != w {
			others = append(others, l.Window)
		} else {
			places++
		}
	}
	for _, o := range others {
		c.m.KillWindow(o)
	}
	if places > 1 { // as in tmux it goes too then
		c.m.KillWindow(w)
	}
	c.m.TidyAll()
	return done
}

func unlinkWindow(c *call) outcome {
	s, l := c.target.Session, c.target.Link
	if !c.args.Has('k') && !c.m.LinkedElsewhere(s, l.Window) {
		return c.failf("window only linked to one session")
	}
	c.m.UnlinkWindow(l)
	return done
}

func resizeWindow(c *call) outcome {
	w := c.target.Window
	by, err := c.adjustment()
	if err != nil {
		return c.fail(err)
	}
	size := w.Size
	for _, d := range []struct {
		flag byte
		what string
		n    *int
	}{{'x', "width", &size.Cols}, {'y', "height", &size.Rows}} {
		if !c.args.Has(d.flag) {
			continue
		}
		n, err := c.args.Number(d.flag, model.MinSize, model.MaxSize)
		if err != nil {
			return c.failf("%s %w", d.what, err)
		}
		*d.n = int(n)
	}
	switch {
	case c.args.Has('L') && size.Cols >= by:
		size.Cols -= by
	case c.args.Has('L'):
	case c.args.Has('R'):
		size.Cols += min(by, model.MaxSize)
	case c.args.Has('U') && size.Rows >= by:
		size.Rows -= by
	case c.args.Has('U'):
	case c.args.Has('D'):
		size.Rows += min(by, model.MaxSize)
	}
	switch {
	case c.args.Has('A'):
		size = c.m.Fitting(w, "largest", c.target.Session)
	case c.args.Has('a'):
		size = c.m.Fitting(w, "smallest", c.target.Session)
	}
	c.m.ResizeWindow(w, size.Rows, size.Cols)
	return done
}

// adjustment is by how much resize-pane and resize-window resize.
func (c *call) adjustment() (int, error) {
	if c.args.Len() == 0 {
		return 1, nil
	}
	n, err := syntax.Number(c.args.Text(0), 1, math.MaxInt32)
	if err != nil {
		return 0, fmt.Errorf("adjustment %w", err)
	}
	return int(n), nil
}

func killPane(c *call) outcome {
	if !c.args.Has('a') {
		c.m.KillPane(c.target.Pane)
		return done
	}
	for _, p := range append([]*model.Pane(nil), c.target.Window.Panes...) {
		if p != c.target.Pane {
			c.m.KillPane(p)
		}
	}
	return done
}

func respawnPane(c *call) outcome {
	p := c.target.Pane
	if !p.Dead && !p.Empty && !c.args.Has('k') {
		return c.failf("respawn pane failed: pane %s:%d.%d still active", c.target.Session.Name, c.target.Link.Index, p.Index())
	}
	return c.respawn(p, "pane")
}

func respawnWindow(c *call) outcome {
	w := c.target.Window
	alive := func(p *model.Pane) bool { return !p.Dead && !p.Empty }
	if !c.args.Has('k') && slices.ContainsFunc(w.Panes, alive) {
		return c.failf("respawn window failed: window %s:%d still active", c.target.Session.Name, c.target.Link.Index)
	}
	c.m.Strip(w)
	return c.respawn(w.Active, "window")
}

// respawn runs a command in p again; what is the word for it in errors.
func (c *call) respawn(p *model.Pane, what string) outcome {
	s := c.target.Session
	request := model.SpawnRequest{
		Pane: p, Session: s, Argv: c.args.Strings(), Client: c.client, Respawn: true, Env: make(model.Environ),
	}
	for _, e := range c.args.Values('e') {
		request.Env.Put(e)
	}
	if v, ok := c.args.Get('c'); ok {
		request.Cwd = c.expand(v)
		if !strings.HasPrefix(request.Cwd, "/") {
			request.Cwd = strings.TrimSuffix(c.cwd(s)+"/"+request.Cwd, "/")
		}
	}
	request.Token = c.q.wait(c.it, func(r Result) outcome {
		if r.Err != nil {
			return c.failf("respawn %s failed: %w", what, r.Err)
		}
		return done
	})
	c.m.Respawn(request)
	return waiting
}
