package command

import (
	"errors"
	"math"
	"strings"

	"gmux/server/layout"
	"gmux/server/model"
	"gmux/server/syntax"
	"gmux/server/target"
)

var splitCommands = []*Entry{
	{
		Name: "split-window", Alias: "splitw", flags: "bc:de:EfF:hIkl:m:p:PR:s:S:t:vZ", max: -1,
		Usage: "[-bdefhIklPvZ] [-c start-directory] [-e environment] [-F format] [-l size] [-m message] [-p percentage] " +
			"[-s style] [-S active-border-style] [-R inactive-border-style] " + usagePane + " [shell-command [argument ...]]",
		Help:   "Divide a pane into two",
		target: onPane, exec: splitWindow,
	},
	{
		Name: "join-pane", Alias: "joinp", flags: "bdfhvp:l:s:t:", Usage: "[-bdfhv] [-l size] " + usageSourcePane,
		Help:   "Move a pane beside another",
		target: onPane, source: markedPane, exec: joinPane,
	},
	{
		Name: "move-pane", Alias: "movep", flags: "bdfhvp:l:s:t:", Usage: "[-bdfhv] [-l size] " + usageSourcePane,
		Help:   "Move a pane beside another",
		target: onPane, source: markedPane, exec: joinPane,
	},
	{
		Name: "break-pane", Alias: "breakp", flags: "abdPF:n:s:t:",
		Usage:  "[-abdP] [-F format] [-n window-name] [-s src-pane] [-t dst-window]",
		Help:   "Move a pane into a window of its own",
		source: fromPane, target: want{flag: 't', kind: target.Window, flags: target.WindowIndex}, exec: breakPane,
	},
}

// usageSourcePane is of the commands that take a pane to another.
const usageSourcePane = "[-s src-pane] [-t dst-pane]"

// fromPane is the pane that a command takes elsewhere.
var fromPane = want{flag: 's', kind: target.Pane}

// markedPane is fromPane where the marked pane is meant if nothing is said.
var markedPane = want{flag: 's', kind: target.Pane, flags: target.DefaultMarked}

// paneLineShort is what -P prints of a new pane.
const paneLineShort = "#{session_name}:#{window_index}.#{pane_index}"

var (
	errGeometry = errors.New("size or position invalid tiled geometry")
	errNoSpace  = errors.New("size or position no space for a new pane")
)

// split is how -h, -v, -b, -f, -l and -p say that at is divided.
func (c *call) split(at *model.Pane) (layout.Split, error) {
	s := layout.Split{Dir: layout.TopBottom, Before: c.args.Has('b'), Full: c.args.Has('f'), Size: layout.Half}
	of := at.Size
	if s.Full {
		of = at.Window.Size
	}
	room := of.Rows
	if c.args.Has('h') {
		s.Dir, room = layout.LeftRight, of.Cols
	}
	var err error
	if v, ok := c.args.Get('l'); ok {
		s.Size, err = length(c.expand(v), room)
	} else if v, ok := c.args.Get('p'); ok {
		var n int64
		n, err = syntax.Number(c.expand(v), 0, 100)
		s.Size = room * int(n) / 100
	}
	if err != nil {
		return s, errGeometry
	}
	return s, nil
}

// length is a number, or a percentage of what there is.
func length(v string, of int) (int, error) {
	n, err := syntax.Percentage(v, 0, math.MaxInt32, int64(of))
	return int(n), err
}

func splitWindow(c *call) outcome {
	empty, err := c.empty()
	if err != nil {
		return c.fail(err)
	}
	s, err := c.split(c.target.Pane)
	if err != nil {
		return c.fail(err)
	}
	p := c.m.SplitPane(c.target.Pane, s, !c.args.Has('d'))
	if p == nil {
		return c.fail(errNoSpace)
	}
	if err := c.dress(p); err != nil {
		c.m.KillPane(p)
		return c.fail(err)
	}
	link := c.target.Link
	if !c.args.Has('d') {
		c.it.state.current = paneAt(link, p)
	}
	if c.args.Has('Z') {
		c.m.Zoom(p.Window.Active)
	}
	request := c.spawnRequest(p, link.Session, func(r Result) outcome {
		defer c.flush()
		if r.Err != nil {
			return c.failf("create pane failed: %w", r.Err)
		}
		c.target = paneAt(link, p) // of the hook
		if c.args.Has('P') && c.m.Panes[p.ID] == p {
			c.printPlace(link, p, paneLineShort)
		}
		if empty {
			return c.fillEmpty(p)
		}
		return done
	})
	request.Empty = empty
	c.m.Spawn(request)
	return waiting
}

// empty reports whether no program is to run in the new pane: -E, -I, or a command that is the empty word.
func (c *call) empty() (bool, error) {
	none := c.args.Len() == 1 && c.args.Text(0) == ""
	if !c.args.Has('I') && !c.args.Has('E') && !none {
		return false, nil
	}
	if c.args.Len() > 0 && !none {
		return false, errors.New("command cannot be given for empty pane")
	}
	return true, nil
}

// fillEmpty hides the cursor of a pane without a program, and with -I writes there what the client has on its stdin.
func (c *call) fillEmpty(p *model.Pane) outcome {
	c.m.Emit(model.Show{Pane: p.ID, Text: "\x1b[?25l"})
	if !c.args.Has('I') || c.client == nil || c.client.Session != nil {
		return done
	}
	token := c.q.wait(c.it, func(r Result) outcome {
		if r.Err != nil { // the pane has gone, which says it all
			c.q.list(c.it.owner).status = 1
			return failed
		}
		return done
	})
	c.m.Emit(model.ShowStdin{Token: token, Client: c.it.owner, Pane: p.ID})
	return waiting
}

// dress gives a new pane what -s, -S and -R say of its looks, and -k and -m of its end.
func (c *call) dress(p *model.Pane) error {
	for _, o := range []struct {
		flag    byte
		what    string
		options []string
	}{
		{'s', "style", []string{"window-style", "window-active-style"}},
		{'S', "active border style", []string{"pane-active-border-style"}},
		{'R', "inactive border style", []string{"pane-border-style"}},
	} {
		if v, ok := c.args.Get(o.flag); ok {
			if err := c.style(p, v, o.what, o.options...); err != nil {
				return err
			}
		}
	}
	message, ok := c.args.Get('m')
	if c.args.Has('k') || ok {
		if err := c.setOn(p, "remain-on-exit", "key"); err != nil {
			return err
		}
	}
	if ok {
		return c.setOn(p, "remain-on-exit-format", message)
	}
	return nil
}

// setOn sets an option of a pane.
func (c *call) setOn(p *model.Pane, name, value string) error {
	if err := p.Options.Set(name, value, 0); err != nil {
		return err
	}
	c.m.OptionChanged(p.OptionTarget(), name)
	return nil
}

// paneAt is a pane as the place of the commands that follow.
func paneAt(l *model.Winlink, p *model.Pane) target.State {
	st := target.OfLink(l)
	st.Pane = p
	return st
}

// spawnRequest is what -c, -e and the arguments say is to run in a new pane.
func (c *call) spawnRequest(p *model.Pane, s *model.Session, then func(Result) outcome) model.SpawnRequest {
	r := model.SpawnRequest{Pane: p, Session: s, Argv: c.args.Strings(), Client: c.client, Env: make(model.Environ), Cwd: c.cwd(s)}
	for _, e := range c.args.Values('e') {
		r.Env.Put(e)
	}
	if v, ok := c.args.Get('c'); ok {
		if dir := c.expand(v); strings.HasPrefix(dir, "/") {
			r.Cwd = dir
		} else if dir != "" {
			r.Cwd = strings.TrimSuffix(r.Cwd+"/"+dir, "/")
		}
	}
	r.Token = c.q.wait(c.it, then)
	return r
}

// printPlace is -P, with -F.
func (c *call) printPlace(l *model.Winlink, p *model.Pane, otherwise string) {
	template, ok := c.args.Get('F')
	if !ok {
		template = otherwise
	}
	scope := c.scope()
	scope.Session, scope.Link, scope.Pane = l.Session, l, p
	c.print(c.vars(scope).Expand(template))
}

func joinPane(c *call) outcome {
	p, at, link := c.source.Pane, c.target.Pane, c.target.Link
	c.m.Unzoom(at.Window)
	if p == at {
		return c.failf("source and target panes must be different")
	}
	s, err := c.split(at)
	if err != nil {
		return c.fail(err)
	}
	if !c.m.JoinPane(p, at, s) {
		return c.fail(errNoSpace)
	}
	if !c.args.Has('d') {
		c.m.SelectPane(p)
		c.m.SelectWindow(link)
		c.it.state.current = paneAt(link, p)
	}
	return done
}

func breakPane(c *call) outcome {
	p, from, s := c.source.Pane, c.source.Link, c.target.Session
	name, named := c.args.Get('n')
	if named {
		wanted := name
		if name, named = model.CleanName(wanted); !named {
			return c.failf("invalid window name: %s", wanted)
		}
	}
	index := c.indexAt(c.target)
	var link *model.Winlink
	if len(p.Window.Panes) == 1 {
		var err error
		link, err = c.m.Link(model.Linking{From: from, Session: s, Index: index, Select: !c.args.Has('d')})
		if err != nil {
			return c.fail(err)
		}
		if named {
			c.m.SetWindowName(p.Window, name)
		}
		c.m.UnlinkWindow(from)
	} else {
		if index >= 0 && s.LinkAt(index) != nil {
			return c.failf("index in use: %d", index)
		}
		w := c.m.BreakPane(p)
		if c.tc != nil {
			w.Latest = c.tc.ID
		}
		c.m.AutoName(w, model.DefaultWindowName(p))
		if named {
			c.m.SetWindowName(w, name)
		}
		link = c.m.LinkWindow(s, w, index)
		if !c.args.Has('d') {
			c.m.SelectWindow(link)
			c.it.state.current = target.OfLink(link)
		}
	}
	if c.args.Has('P') {
		c.printPlace(link, p, paneLineShort)
	}
	return done
}
