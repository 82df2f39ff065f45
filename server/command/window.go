package command

import (
	"strings"

	"gmux/server/model"
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
	if !c.args.Has('a') {
		c.m.KillWindow(c.target.Window)
		return done
	}
	var others []*model.Window
	for _, l := range c.target.Session.Links {
		if l.Window != c.target.Window {
			others = append(others, l.Window)
		}
	}
	for _, w := range others {
		c.m.KillWindow(w)
	}
	return done
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
	p, s := c.target.Pane, c.target.Session
	if !p.Dead && !c.args.Has('k') {
		return c.failf("respawn pane failed: pane %s:%d.%d still active", s.Name, c.target.Link.Index, p.Index())
	}
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
			return c.failf("respawn pane failed: %w", r.Err)
		}
		return done
	})
	c.m.Respawn(request)
	return waiting
}
