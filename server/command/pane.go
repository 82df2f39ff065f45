package command

import (
	"errors"
	"math"
	"strings"

	"gmux/server/model"
	"gmux/server/syntax"
)

var paneCommands = []*Entry{
	{
		Name: "capture-pane", Alias: "capturep", flags: "ab:CeE:FHJLMNpPqS:Tt:",
		Usage:  "[-aCeFHJLMNpPqT] [-b buffer-name] [-E end-line] [-S start-line] " + usagePane,
		Help:   "Print the text of a pane",
		target: onPane, exec: capturePane,
	},
	{
		Name: "clear-history", Alias: "clearhist", flags: "Ht:", Usage: "[-H] " + usagePane,
		Help:   "Forget the history of a pane",
		target: onPane,
		exec: func(c *call) outcome {
			c.m.Emit(model.ClearHistory{Pane: c.target.Pane.ID, Hyperlinks: c.args.Has('H')})
			return done
		},
	},
	{
		Name: "copy-mode", flags: "deHMqSs:t:u", Usage: "[-deHMqSu] [-s src-pane] " + usagePane,
		Help:   "Look back through the history of a pane",
		target: onPane, source: want{flag: 's', kind: onPane.kind}, readOnly: true,
		exec: copyMode,
	},
}

func capturePane(c *call) outcome {
	text, err := c.q.w.Capture(Capture{
		Pane:      c.target.Pane.ID,
		From:      c.line('S', HistoryStart, 0),
		To:        c.line('E', ScreenEnd, ScreenEnd),
		Alternate: c.args.Has('a'),
		Pending:   c.args.Has('P') && !c.args.Has('H'),
		Escapes:   c.args.Has('e'),
		Octal:     c.args.Has('C'),
		Join:      c.args.Has('J'),
		Spaces:    c.args.Has('N'),
		Trim:      c.args.Has('T'),
		Numbers:   c.args.Has('L'),
		Flags:     c.args.Has('F'),
		Links:     c.args.Has('H'),
		Mode:      c.args.Has('M'),
	})
	switch {
	case errors.Is(err, ErrNoAlternate) && c.args.Has('q'):
		text = ""
	case err != nil:
		return c.fail(err)
	}
	if c.args.Has('p') {
		c.print(strings.TrimSuffix(text, "\n"))
		return done
	}
	if err := c.keepBuffer(text); err != nil {
		return c.fail(err)
	}
	return done
}

// line is the value of -S or -E; what is no number counts as not given.
func (c *call) line(flag byte, end, otherwise Line) Line {
	v, ok := c.args.Get(flag)
	if !ok {
		return otherwise
	}
	if v == "-" {
		return end
	}
	n, err := syntax.Number(c.expand(v), math.MinInt32, math.MaxInt16)
	if err != nil {
		return otherwise
	}
	return Line(n)
}

func copyMode(c *call) outcome {
	p := c.target.Pane
	if c.args.Has('q') {
		c.m.LeaveMode(p)
		return done
	}
	if c.args.Has('M') || c.args.Has('S') { // with the mouse, of which there is none here
		return done
	}
	e := model.EnterMode{
		Pane: p.ID, Mode: "copy-mode",
		PageUp: c.args.Has('u'), PageDown: c.args.Has('d'), ExitBottom: c.args.Has('e'), HideInfo: c.args.Has('H'),
	}
	if c.args.Has('s') {
		e.Source = c.source.Pane.ID
	} else {
		e.Source = p.ID
	}
	c.m.EnterMode(p, e)
	return done
}
