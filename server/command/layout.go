package command

import (
	"math"

	"gmux/server/layout"
	"gmux/server/model"
	"gmux/server/syntax"
)

var layoutCommands = []*Entry{
	{
		Name: "select-pane", Alias: "selectp", flags: "DlLRT:t:UZ", Usage: "[-DlLRUZ] [-T title] " + usagePane,
		Help:   "Make a pane the active one",
		target: onPane, exec: selectPane,
	},
	{
		Name: "last-pane", Alias: "lastp", flags: "t:Z", Usage: "[-Z] " + usageWindow,
		Help:   "Make the pane active that was before",
		target: onWindow, exec: lastPane,
	},
	{
		Name: "resize-pane", Alias: "resizep", flags: "DLRt:Ux:y:Z", max: 1,
		Usage:  "[-DLRUZ] [-x width] [-y height] " + usagePane + " [adjustment]",
		Help:   "Make a pane larger, smaller, or as large as its window",
		target: onPane, exec: resizePane,
	},
	{
		Name: "swap-pane", Alias: "swapp", flags: "dDs:t:UZ", Usage: "[-dDUZ] " + usageSourcePane,
		Help:   "Exchange two panes",
		target: onPane, source: fromPane, exec: swapPane,
	},
	{
		Name: "rotate-window", Alias: "rotatew", flags: "Dt:UZ", Usage: "[-DUZ] " + usageWindow,
		Help:   "Move each pane to the place of the next",
		target: onWindow, exec: rotateWindow,
	},
	{
		Name: "select-layout", Alias: "selectl", flags: "Enopt:", max: 1, Usage: "[-Enop] " + usagePane + " [layout-name]",
		Help:   "Arrange the panes of a window",
		target: onPane, exec: selectLayout,
	},
	{
		Name: "next-layout", Alias: "nextl", flags: "t:", Usage: usageWindow,
		Help:   "Arrange the panes of a window in the next layout",
		target: onWindow, exec: func(c *call) outcome { return c.stepLayout(+1) },
	},
	{
		Name: "previous-layout", Alias: "prevl", flags: "t:", Usage: usageWindow,
		Help:   "Arrange the panes of a window in the layout before",
		target: onWindow, exec: func(c *call) outcome { return c.stepLayout(-1) },
	},
}

// sides are the flags of select-pane.
var sides = []struct {
	flag byte
	side layout.Side
}{{'L', layout.Left}, {'R', layout.Right}, {'U', layout.Up}, {'D', layout.Down}}

func selectPane(c *call) outcome {
	if c.args.Has('l') {
		return lastPane(c)
	}
	p := c.target.Pane
	for _, s := range sides {
		if c.args.Has(s.flag) {
			p = p.Window.Neighbour(p, s.side)
			break
		}
	}
	if p == nil {
		return done
	}
	if v, ok := c.args.Get('T'); ok {
		c.m.SetPaneTitle(p, c.expand(v))
		return done
	}
	c.choose(p)
	return done
}

// choose makes p active; with -Z a zoomed window stays so.
func (c *call) choose(p *model.Pane) {
	if p == p.Window.Active {
		return
	}
	zoomed := p.Window.Zoomed
	c.m.SelectPane(p)
	if zoomed && c.args.Has('Z') {
		c.m.Zoom(p)
	}
	c.it.state.current = paneAt(c.target.Link, p)
}

func lastPane(c *call) outcome {
	p := c.target.Window.LastPane()
	if p == nil {
		return c.failf("no last pane")
	}
	c.choose(p)
	return done
}

func resizePane(c *call) outcome {
	p := c.target.Pane
	w := p.Window
	if c.args.Has('Z') {
		if !c.m.Unzoom(w) {
			c.m.Zoom(p)
		}
		return done
	}
	c.m.Unzoom(w)
	by := int64(1)
	if c.args.Len() > 0 {
		var err error
		if by, err = syntax.Number(c.args.Text(0), 1, math.MaxInt32); err != nil {
			return c.failf("adjustment %w", err)
		}
	}
	if v, ok := c.args.Get('x'); ok {
		n, err := length(v, w.Size.Cols)
		if err != nil {
			return c.failf("width %w", err)
		}
		w.Layout.ResizeTo(int(p.ID), layout.LeftRight, n)
		c.m.LayOut(w)
	}
	if v, ok := c.args.Get('y'); ok {
		n, err := length(v, w.Size.Rows)
		if err != nil {
			return c.failf("height %w", err)
		}
		if w.Titled(p) && n < math.MaxInt32 {
			n++
		}
		w.Layout.ResizeTo(int(p.ID), layout.TopBottom, n)
	}
	switch n := int(by); {
	case c.args.Has('L'):
		w.Layout.Resize(int(p.ID), layout.LeftRight, -n)
	case c.args.Has('R'):
		w.Layout.Resize(int(p.ID), layout.LeftRight, n)
	case c.args.Has('U'):
		w.Layout.Resize(int(p.ID), layout.TopBottom, -n)
	case c.args.Has('D'):
		w.Layout.Resize(int(p.ID), layout.TopBottom, n)
	}
	c.m.LayOut(w)
	return done
}

func swapPane(c *call) outcome {
	to, from := c.target.Pane, c.source.Pane
	w := to.Window
	switch {
	case c.args.Has('D'):
		from = w.Beside(to, +1)
	case c.args.Has('U'):
		from = w.Beside(to, -1)
	}
	v := from.Window
	keep := c.args.Has('Z')
	zoomV, zoomW := c.m.Unzoom(v) && keep, v != w && c.m.Unzoom(w) && keep
	if from != to {
		wasV, wasW := v.Active, w.Active
		c.m.SwapPanes(from, to)
		switch {
		case c.args.Has('d') && v == w: // the active place stays active, with the other pane in it
			if wasV == from {
				c.m.SelectPane(to)
			} else if wasW == to {
				c.m.SelectPane(from)
			}
		case c.args.Has('d'):
		case v == w:
			c.m.SelectPane(to)
		default:
			c.m.SelectPane(to)
			c.m.SelectPane(from)
		}
	}
	if zoomV {
		c.m.Zoom(v.Active)
	}
	if zoomW {
		c.m.Zoom(w.Active)
	}
	return done
}

func rotateWindow(c *call) outcome {
	w := c.target.Window
	zoomed := c.m.Unzoom(w) && c.args.Has('Z')
	c.m.RotateWindow(w, c.args.Has('D'))
	c.it.state.current = paneAt(c.target.Link, w.Active)
	if zoomed {
		c.m.Zoom(w.Active)
	}
	return done
}

func selectLayout(c *call) outcome {
	w := c.target.Window
	name, given := c.args.Text(0), c.args.Len() > 0
	switch {
	case c.args.Has('n'):
		return c.stepLayout(+1)
	case c.args.Has('p'):
		return c.stepLayout(-1)
	case c.args.Has('E'):
		c.m.Spread(c.target.Pane)
		return done
	case c.args.Has('o'):
		if !given {
			name = w.OldLayout
		}
	case !given && w.Preset != model.NoPreset:
		c.m.Arrange(w, layout.Preset(w.Preset))
		return done
	case given:
		if p, ok := layout.FindPreset(name); ok {
			c.m.Arrange(w, p)
			return done
		}
	}
	if name == "" && !given {
		return done
	}
	if err := c.m.SetLayout(w, name); err != nil {
		return c.failf("%w: %s", err, name)
	}
	return done
}

// stepLayout goes to the preset step places behind the last one.
func (c *call) stepLayout(step int) outcome {
	w, n := c.target.Window, len(layout.Presets)
	next := w.Preset + step
	if w.Preset == model.NoPreset && step < 0 {
		next = n - 1
	}
	c.m.Arrange(w, layout.Preset((next+n)%n))
	return done
}
