package command

import (
	"maps"
	"math"
	"slices"
	"time"

	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/option"
	"gmux/server/target"
	"gmux/server/vars"
)

var displayCommands = []*Entry{
	{
		Name: "display-message", Alias: "display", flags: "aCc:d:lINpt:F:v", max: 1,
		Usage: "[-aCIlNpv] [-c target-client] [-d delay] [-F format] " + usagePane + " [message]",
		Help:  "Show a message, or print it with -p",
		// The client is where the message is shown; without one there is still -p.
		target: orNone(onPane), client: clientWant{flag: 'c', canFail: true},
		exec: displayMessage,
	},
}

// messageTemplate is what display-message shows without an argument.
const messageTemplate = "[#{session_name}] #{window_index}:#{window_name}, current pane #{pane_index} - (%H:%M %d-%b-%y)"

func displayMessage(c *call) outcome {
	if c.args.Has('I') { // there are no panes without a program, which alone take it
		return c.failf("pane is not empty")
	}
	if c.args.Has('F') && c.args.Len() > 0 {
		return c.failf("only one of -F or argument must be given")
	}
	delay := time.Duration(-1)
	if c.args.Has('d') {
		n, err := c.args.Number('d', 0, math.MaxUint32)
		if err != nil {
			return c.failf("delay %w", err)
		}
		delay = time.Duration(n) * time.Millisecond
	}
	v := c.vars(c.messageScope())
	if c.args.Has('a') {
		c.printVariables(v)
		return done
	}
	text := c.messageText(v)
	switch {
	case c.client == nil:
		return c.fail(&textError{text})
	case c.args.Has('p'):
		c.print(text)
	case c.tc != nil && c.tc.Session != nil:
		if delay < 0 {
			delay = displayTime(c.tc.Session.Options)
		}
		c.m.ShowMessage(c.tc, model.Message{Text: text, IgnoreKeys: c.args.Has('N'), Styled: true}, delay)
	}
	return done
}

// messageScope is the target, seen by the client that the message is for if it shows that session, else
// by the best that does.
func (c *call) messageScope() vars.Scope {
	s := scopeOf(c.target, c.tc)
	s.Extra = c.it.state.extra
	if s.Client == nil || s.Client.Session != s.Session {
		s.Client = nil
		if s.Session != nil {
			s.Client = target.BestClient(c.m, s.Session)
		}
	}
	return s
}

func (c *call) messageText(v *vars.Vars) string {
	template := messageTemplate
	if f, ok := c.args.Get('F'); ok {
		template = f
	}
	if c.args.Len() > 0 {
		template = c.args.Text(0)
	}
	if c.args.Has('l') {
		return template
	}
	ctx := v.Context()
	if c.args.Has('v') {
		ctx.Trace = c.print
	}
	return format.ExpandTime(template, ctx)
}

// printVariables is -a: each variable of the table that has a value, and those of the command.
func (c *call) printVariables(v *vars.Vars) {
	names := append(vars.Names(), slices.Collect(maps.Keys(c.it.state.extra))...)
	names = append(names, "command")
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if value, ok := v.Lookup(name); ok {
			c.print(name + "=" + value)
		}
	}
}

// displayTime is how long a message stays; 0 until a key is pressed.
func displayTime(o *option.Set) time.Duration {
	return time.Duration(o.Number("display-time")) * time.Millisecond
}
