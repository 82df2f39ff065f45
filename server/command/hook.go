package command

import (
	"cmp"
	"maps"
	"strconv"
	"strings"

	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/option"
	"gmux/server/syntax"
	"gmux/server/target"
)

var hookCommands = []*Entry{
	{
		Name: "set-hook", flags: "agpRt:uw", min: 1, max: 2, block: optionValue,
		Usage:  "[-agpRuw] " + usagePane + " hook [command]",
		Help:   "Set or unset commands that run when something happens, or run them",
		target: orNone(onPane), exec: setHook,
	},
	{
		Name: "show-hooks", flags: "gpt:w", max: 1, Usage: "[-gpw] " + usagePane + " [hook]",
		Help:   "Show the commands that run when something happens",
		target: orNone(onPane), json: true,
		exec: func(c *call) outcome { return c.showOptions(c.args.Has('w')) },
	},
}

func setHook(c *call) outcome {
	if !c.args.Has('R') {
		return c.setOptionCommand(c.args.Has('w'))
	}
	name := c.expand(c.args.Text(0)) // in full, and without an error where there is no such hook
	c.q.hooks(c.it, name, c.target, format.Map{"hook": name})
	return done
}

// ended runs what hooks say about a command that has ended.
func (c *call) ended(o outcome) {
	if c.entry == nil || c.args == nil || c.it.state.quiet {
		return
	}
	name := "after-" + cmp.Or(c.entry.after, c.entry.Name)
	if o == failed {
		name = "command-error"
	} else if _, ok := option.Lookup(name); !ok || c.unheard {
		return
	}
	at := c.target
	if !at.Valid(c.m) {
		at, _ = target.OfClient(c.m, c.client, 0)
	}
	set := c.m.SessionOption
	if at.Session != nil {
		set = at.Session.Options
	}
	c.q.hook(c.it, set, name, at, c.hookVars(name))
}

// hookVars tell a hook what the command was.
func (c *call) hookVars(name string) format.Map {
	vars := format.Map{"hook": name}
	_, vars["hook_arguments"], _ = strings.Cut(syntax.Command{Name: "x", Args: c.args.Canonical()}.String(), " ")
	for i, word := range c.args.Strings() {
		vars["hook_argument_"+strconv.Itoa(i)] = word
	}
	for _, f := range c.entry.flags {
		if f == ':' || !c.args.Has(byte(f)) {
			continue
		}
		flag := "hook_flag_" + string(f)
		vars[flag] = "1"
		for i, v := range c.args.Values(byte(f)) {
			vars[flag] = v
			vars[flag+"_"+strconv.Itoa(i)] = v
		}
	}
	return vars
}

// React runs the hooks of what has happened to the model outside of a command.
func (q *Queue) React() []model.Effect {
	if !q.m.Happened() {
		return nil
	}
	return q.run()
}

// react puts hooks of what has happened into the queue of nobody. What a hook's own commands cause is not told.
func (q *Queue) react(quiet bool) { q.reactTo(q.m.TakeEvents(), quiet) }

func (q *Queue) reactTo(events []model.Event, quiet bool) {
	for _, e := range events {
		if quiet {
			continue
		}
		q.add(model.NoClient, func(it *item) outcome {
			q.hooks(it, e.Name, q.place(e), e.Vars)
			return done
		})
	}
}

// place is where a hook of an event has its targets: what it is about, or else what is there.
func (q *Queue) place(e model.Event) target.State {
	if p := e.Pane; p != nil && q.m.Panes[p.ID] == p {
		if st, ok := target.OfPane(q.m, p); ok {
			return st
		}
	}
	if s := e.Session; s != nil && q.m.Sessions[s.ID] == s {
		if l := s.Link(e.Window); e.Window != nil && l != nil {
			return target.OfLink(l)
		}
		return target.OfSession(s)
	}
	if w := e.Window; w != nil && q.m.Windows[w.ID] == w {
		if links := q.m.Links(w); len(links) > 0 {
			return target.OfLink(links[0])
		}
	}
	st, _ := target.OfClient(q.m, nil, 0)
	return st
}

// hooks runs the commands of a hook about a place: those of its session, pane or window.
func (q *Queue) hooks(it *item, name string, at target.State, vars format.Map) {
	sets := []*option.Set{q.m.SessionOption}
	if at.Session != nil {
		sets[0] = at.Session.Options
	}
	if at.Pane != nil {
		sets = append(sets, at.Pane.Options)
	}
	if at.Window != nil {
		sets = append(sets, at.Window.Options)
	}
	for _, set := range sets {
		if _, ok := set.Get(name); ok {
			q.hook(it, set, name, at, vars)
			return
		}
	}
}

// hook puts the commands that a set has for a hook right behind an item, in order.
func (q *Queue) hook(it *item, set *option.Set, name string, at target.State, vars format.Map) {
	var texts []string
	if e, ok := option.Lookup(name); ok && e.Array {
		texts = set.Strings(name)
	} else if text, ok := set.Get(name); ok {
		texts = []string{text}
	}
	st := &state{current: at, event: it.state.event, quiet: true, extra: maps.Clone(vars)}
	for _, text := range texts {
		list, err := syntax.ParseString(text, q.input("", it))
		if err != nil {
			continue // a user option that is no command: set-hook refuses the others
		}
		ready, errs := q.resolve(list)
		if len(errs) > 0 {
			continue
		}
		q.nest(it, ready, st)
	}
}
