package command

import (
	"errors"
	"fmt"
	"strings"

	"gmux/server/model"
	"gmux/server/option"
	"gmux/server/syntax"
	"gmux/server/target"
)

var optionCommands = []*Entry{
	{
		Name: "set-option", Alias: "set", flags: "aFgopqst:uUw", min: 1, max: 2, block: optionValue,
		Usage:  "[-aFgopqsuUw] " + usagePane + " option [value]",
		Help:   "Set or unset an option",
		target: orNone(onPane),
		exec:   func(c *call) outcome { return c.setOptionCommand(c.args.Has('w')) },
	},
	{
		Name: "set-window-option", Alias: "setw", flags: "aFgoqt:u", min: 1, max: 2, block: optionValue,
		Usage:  "[-aFgoqu] " + usageWindow + " option [value]",
		Help:   "Set or unset an option of a window",
		target: orNone(onWindow),
		exec:   func(c *call) outcome { return c.setOptionCommand(true) },
	},
	{
		Name: "show-options", Alias: "show", flags: "AgHpqst:vw", max: 1,
		Usage:  "[-AgHpqsvw] " + usagePane + " [option]",
		Help:   "Show the values of options",
		target: orNone(onPane), json: true,
		exec: func(c *call) outcome { return c.showOptions(c.args.Has('w')) },
	},
	{
		Name: "show-window-options", Alias: "showw", flags: "gvt:", max: 1,
		Usage:  "[-gv] " + usageWindow + " [option]",
		Help:   "Show the values of the options of a window",
		target: orNone(onWindow), json: true,
		exec: func(c *call) outcome { return c.showOptions(true) },
	},
}

func optionValue(_ *syntax.Args, i int) syntax.ArgKind {
	if i == 1 {
		return syntax.CommandsOrString
	}
	return syntax.StringArg
}

// scoped is a set that an option command is about, and the scope to list.
type scoped struct {
	model.OptionTarget
	scope option.Scope
}

// scopeFromFlags is for a list and for user options: -s, -p, -w and -g say whose.
func (c *call) scopeFromFlags(window bool) (scoped, error) {
	switch {
	case c.args.Has('s'):
		return scoped{c.m.ServerTarget(), option.Server}, nil
	case c.args.Has('p'):
		return c.paneScope()
	case window:
		return c.windowScope()
	}
	return c.sessionScope()
}

// scopeFromName is for an option of the table, which knows where it belongs.
func (c *call) scopeFromName(ref option.Ref, window bool) (scoped, error) {
	switch {
	case ref.Entry == nil:
		return c.scopeFromFlags(window)
	case ref.Entry.Scope&option.Server != 0:
		return scoped{c.m.ServerTarget(), option.Server}, nil
	case ref.Entry.Scope&option.Session != 0:
		return c.sessionScope()
	case ref.Entry.Scope&option.Pane != 0 && c.args.Has('p'):
		return c.paneScope()
	}
	return c.windowScope()
}

func (c *call) sessionScope() (scoped, error) {
	if c.args.Has('g') {
		return scoped{c.m.GlobalSessionTarget(), option.Session}, nil
	}
	if c.target.Session == nil {
		return scoped{}, c.noObject("session")
	}
	return scoped{c.target.Session.OptionTarget(), option.Session}, nil
}

func (c *call) windowScope() (scoped, error) {
	if c.args.Has('g') {
		return scoped{c.m.GlobalWindowTarget(), option.Window}, nil
	}
	if c.target.Window == nil {
		return scoped{}, c.noObject("window")
	}
	return scoped{c.target.Window.OptionTarget(), option.Window}, nil
}

func (c *call) paneScope() (scoped, error) {
	if c.target.Pane == nil {
		return scoped{}, c.noObject("pane")
	}
	return scoped{c.target.Pane.OptionTarget(), option.Pane}, nil
}

// noObject says that there is nothing to set an option of.
func (c *call) noObject(kind string) error {
	spec, given := c.args.Get('t')
	if !given {
		return errors.New("no current " + kind)
	}
	// The reason was kept quiet while the target was looked for; the name that may be meant is in it.
	_, err := c.finder().Find(spec, c.entry.target.kind, 0)
	e := &missingError{text: fmt.Sprintf("no such %s: %s", kind, spec)}
	errors.As(err, &e.cause)
	return e
}

// missingError is "no such session" with what the search for it said.
type missingError struct {
	text  string
	cause *target.Error
}

func (e *missingError) Error() string { return e.text }

func (e *missingError) Unwrap() error {
	if e.cause == nil {
		return nil
	}
	return e.cause
}

// option finds the option that the first argument names, whose text errors repeat.
func (c *call) option(window bool) (ref option.Ref, s scoped, typed string, err error) {
	typed = c.expand(c.args.Text(0))
	if ref, err = option.Match(typed); err != nil {
		return ref, s, typed, err
	}
	s, err = c.scopeFromName(ref, window)
	return ref, s, typed, err
}

// optionName is a reference as the sets take it.
func optionName(r option.Ref) string {
	if r.Index < 0 {
		return r.Name
	}
	return fmt.Sprintf("%s[%d]", r.Name, r.Index)
}

func (c *call) setOptionCommand(window bool) outcome {
	ref, s, typed, err := c.option(window)
	if err != nil {
		return c.optionError(err, true)
	}
	name := optionName(ref)
	switch {
	case ref.Index >= 0 && (ref.Entry == nil || !ref.Entry.Array):
		return c.failf("not an array: %s", typed)
	case c.args.Has('o') && !c.args.Has('u') && s.Set.Owns(ref):
		return c.optionError(fmt.Errorf("%w: %s", option.ErrAlreadySet, typed), false)
	}
	if c.args.Has('U') && s.scope == option.Window && c.target.Window != nil {
		for _, p := range c.target.Window.Panes {
			if err := c.unset(p.OptionTarget(), ref, name); err != nil {
				return c.optionError(err, false)
			}
		}
	}
	switch {
	case c.args.Has('u') || c.args.Has('U'):
		err = c.unset(s.OptionTarget, ref, name)
	case c.args.Len() < 2:
		err = s.Set.Toggle(name, c.setFlags())
	default:
		value := c.args.Text(1)
		if c.args.Has('F') {
			value = c.expand(value)
		}
		if ref.Entry != nil && ref.Entry.Type == option.Command {
			if value, err = c.commandValue(value); err != nil {
				return c.fail(err)
			}
		}
		err = s.Set.Set(name, value, c.setFlags())
	}
	if err != nil {
		return c.optionError(err, false)
	}
	c.m.OptionChanged(s.OptionTarget, ref.Name)
	return done
}

// commandValue is a list of commands with their names in full, as bindings have them.
func (c *call) commandValue(text string) (string, error) {
	list, err := syntax.ParseString(text, c.q.input("", c.it))
	if err != nil {
		return "", err
	}
	ready, errs := c.q.resolve(list)
	if len(errs) > 0 {
		return "", errs[0]
	}
	var one syntax.Group // a list that is a value has no lines
	for cmd := range ready.Commands() {
		one = append(one, cmd)
	}
	return syntax.List{one}.String(), nil
}

func (c *call) setFlags() option.SetFlags {
	var f option.SetFlags
	if c.args.Has('a') {
		f |= option.Append
	}
	if c.args.Has('o') {
		f |= option.OnlyIfUnset
	}
	return f
}

func (c *call) unset(t model.OptionTarget, ref option.Ref, name string) error {
	if !t.Set.Own(ref.Name) {
		return nil
	}
	if err := t.Set.Unset(name); err != nil {
		return err
	}
	c.m.OptionChanged(t, ref.Name)
	return nil
}

// optionError fails, or with -q is silent about what may be missing: the option, the object, and with -o
// that it is set already.
func (c *call) optionError(err error, missing bool) outcome {
	if c.args.Has('q') && (missing || errors.Is(err, option.ErrAlreadySet)) {
		return done
	}
	return c.fail(err)
}

func (c *call) showOptions(window bool) outcome {
	var how option.ShowFlags
	if c.args.Has('v') {
		how |= option.ValueOnly
	}
	if c.args.Has('A') {
		how |= option.Inherited
	}
	if c.args.Has('H') {
		how |= option.Hooks
	}
	if c.entry.Name == "show-hooks" {
		how |= option.OnlyHooks
	}
	if c.args.Len() == 0 {
		s, err := c.scopeFromFlags(window)
		if err != nil {
			return c.optionError(err, true)
		}
		return c.printOptions(s.Set.AllValues(s.scope, how), how)
	}
	ref, s, typed, err := c.option(window)
	if err != nil {
		return c.optionError(err, true)
	}
	list, err := s.Set.Values(optionName(ref), how)
	if err != nil {
		if ref.Index >= 0 && ref.Entry == nil {
			err = &option.NameError{Name: typed} // with the index as it was typed
		}
		return c.optionError(err, true)
	}
	if len(list) == 0 && strings.HasPrefix(ref.Name, "@") {
		if _, ok := s.Set.Get(ref.Name); !ok || !c.args.Has('A') {
			return c.optionError(&option.NameError{Name: c.args.Text(0)}, true)
		}
	}
	return c.printOptions(list, how)
}

func (c *call) printOptions(list []option.Shown, how option.ShowFlags) outcome {
	if !c.json() {
		c.printLines(option.Lines(list, how))
		return done
	}
	l := &jsonList{call: c}
	for _, o := range list {
		members := []member{{"option_name", o.Name}, {"option_value", o.Typed()}, {"option_inherited", o.IsInherited}}
		if o.Index >= 0 {
			members = append(members, member{"option_index", o.Index})
		}
		l.add(members...)
	}
	return l.end()
}

func (c *call) printLines(lines []string) {
	if len(lines) > 0 {
		c.print(strings.Join(lines, "\n"))
	}
}
