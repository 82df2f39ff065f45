package command

import (
	"fmt"
	"math"
	"slices"

	"gmux/server/layout"
	"gmux/server/model"
)

var layoutCommands = []*Entry{
	{
		Name: "select-pane", Alias: "selectp", flags: "DdegLlMmP:RT:t:UZ", Usage: "[-DdeLlMmRUZ] [-T title] " + usagePane,
		Help:   "Make a pane the active one",
		target: onPane, exec: selectPane,
	},
	{
		Name: "last-pane", Alias: "lastp", flags: "det:Z", Usage: "[-deZ] " + usageWindow,
		Help:   "Make the pane active that was before",
		target: onWindow, exec: lastPane,
	},
	{
		Name: "resize-pane", Alias: "resizep", flags: "DLRTt:Ux:y:Z", max: 1,
		Usage:  "[-DLRTUZ] [-x width] [-y height] " + usagePane + " [adjustment]",
		Help:   "Make a pane larger, smaller, or as large as its window",
		target: onPane, exec: resizePane,
	},
	{
		Name: "swap-pane", Alias: "swapp", flags: "dDs:t:UZ", Usage: "[-dDUZ] " + usageSourcePane,
		Help:   "Exchange two panes",
		target: onPane, source: markedPane, exec: swapPane,
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
	p := c.target.Pane
	c.unheard = true // unless another pane is active then
	switch {
	case c.args.Has('l'):
		return lastPane(c)
	case c.args.Has('M'):
		c.m.ClearMark()
		return done
	case c.args.Has('m'):
		c.toggleMark()
		return done
	}
	if v, ok := c.args.Get('P'); ok {
		if err := c.style(p, v, "style", "window-style", "window-active-style"); err != nil {
			return c.fail(err)
		}
	}
	if c.args.Has('g') {
		c.print(p.Options.String("window-style"))
		return done
	}
	for _, s := range sides {
		if c.args.Has(s.flag) {
			p = p.Window.Neighbour(p, s.side)
			break
		}
	}
	if p == nil || c.inputOff(p) {
		return done
	}
	if v, ok := c.args.Get('T'); ok {
		if title, ok := model.CleanName(c.expand(v)); ok {
			c.m.SetPaneTitle(p, title)
		}
		return done
	}
	if o := c.client; o != nil && o.Session != nil && o.ActivePane {
		c.unheard = p == o.Pane()
		c.chooseOwn(o, p)
		return done
	}
	c.unheard = p == p.Window.Active
	c.choose(p)
	return done
}

// inputOff is -d and -e: whether anything can be typed into p. It reports whether one of them is there.
func (c *call) inputOff(p *model.Pane) bool {
	if !c.args.Has('d') && !c.args.Has('e') {
		return false
	}
	c.m.SetInputOff(p, !c.args.Has('e'))
	return true
}

// toggleMark marks the target, if it is on the screen, or ends the mark that is there.
func (c *call) toggleMark() {
	l, p := c.target.Link, c.target.Pane
	if !slices.Contains(l.Window.Visible(), p) {
		return
	}
	if k, ok := c.m.Marked(); ok && k.Link == l && k.Pane == p {
		c.m.ClearMark()
		return
	}
	c.m.MarkPane(l, p)
}

// style gives a pane styles of its own; what is the word for it in the error.
func (c *call) style(p *model.Pane, value, what string, options ...string) error {
	for _, name := range options {
		if err := c.setOn(p, name, value); err != nil {
			return fmt.Errorf("bad %s: %s", what, value)
		}
	}
	return nil
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

// chooseOwn makes p what a client types into, and leaves the active pane to others.
func (c *call) chooseOwn(o *model.Client, p *model.Pane) {
	if p == o.Pane() {
		return
	}
	w := p.Window
	zoomed := c.m.Unzoom(w)
	c.m.SelectOwn(o, p)
	if zoomed && c.args.Has('Z') {
		c.m.Zoom(w.Active)
	}
}

func lastPane(c *call) outcome {
	p := c.target.Window.LastPane()
	if p == nil {
		return c.failf("no last pane")
	}
	if !c.inputOff(p) {
		c.choose(p)
	}
	return done
}

func resizePane(c *call) outcome {
	p := c.target.Pane
	w := p.Window
	if c.args.Has('T') {
		if p.Mode == nil {
			c.m.Emit(model.Trim{Pane: p.ID})
		}
		return done
	}
	if c.args.Has('Z') {
		if !c.m.Unzoom(w) {
			c.m.Zoom(p)
		}
		return done
	}
	c.m.Unzoom(w)
	n, err := c.adjustment()
	if err != nil {
		return c.fail(err)
	}
	if v, ok := c.args.Get('x'); ok {
		cols, err := length(v, w.Size.Cols)
		if err != nil {
			return c.failf("width %w", err)
		}
		w.Layout.ResizeTo(int(p.ID), layout.LeftRight, cols)
		c.m.LayOut(w)
	}
	if v, ok := c.args.Get('y'); ok {
		rows, err := length(v, w.Size.Rows)
		if err != nil {
			return c.failf("height %w", err)
		}
		if w.Titled(p) && rows < math.MaxInt32 {
			rows++
		}
		w.Layout.ResizeTo(int(p.ID), layout.TopBottom, rows)
	}
	switch {
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
		c.m.SwapPanes(from, to, c.args.Has('d'))
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
	c.m.Unzoom(w) // whatever comes of the rest
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
