package command

import (
	"fmt"
	"strings"

	"gmux/server/model"
)

var environmentCommands = []*Entry{
	{
		Name: "set-environment", Alias: "setenv", flags: "Fhgrt:u", min: 1, max: 2,
		Usage:  "[-Fhgru] " + usageSession + " variable [value]",
		Help:   "Set or unset an environment variable",
		target: orNone(onSession), exec: setEnvironment,
	},
	{
		Name: "show-environment", Alias: "showenv", flags: "hgst:", max: 1,
		Usage:  "[-hgs] " + usageSession + " [variable]",
		Help:   "Show the environment",
		target: orNone(onSession), json: true, exec: showEnvironment,
	},
}

// environSession is whose environment is meant, nil for the global one.
func (c *call) environSession() (*model.Session, error) {
	if c.args.Has('g') {
		return nil, nil
	}
	if c.target.Session == nil {
		return nil, c.noObject("session")
	}
	return c.target.Session, nil
}

func setEnvironment(c *call) outcome {
	name := c.args.Text(0)
	if name == "" {
		return c.failf("empty variable name")
	}
	if strings.Contains(name, "=") {
		return c.failf("variable name contains =")
	}
	value, given := c.args.Text(1), c.args.Len() > 1
	if given && c.args.Has('F') {
		value = c.expand(value)
	}
	s, err := c.environSession()
	if err != nil {
		return c.fail(err)
	}
	switch {
	case c.args.Has('u') && given:
		return c.failf("can't specify a value with -u")
	case c.args.Has('r') && given && !c.args.Has('u'):
		return c.failf("can't specify a value with -r")
	case c.args.Has('u'):
		c.m.SetEnv(s, name, nil)
	case c.args.Has('r'):
		c.m.SetEnv(s, name, &model.Var{Removed: true})
	case !given:
		return c.failf("no value specified")
	default:
		c.m.SetEnv(s, name, &model.Var{Value: value, Hidden: c.args.Has('h')})
	}
	return done
}

func showEnvironment(c *call) outcome {
	if c.args.Has('t') && c.target.Session == nil {
		return c.fail(c.noObject("session"))
	}
	s, err := c.environSession()
	if err != nil {
		return c.fail(err)
	}
	env := c.m.Env
	if s != nil {
		env = s.Env
	}
	if c.args.Len() > 0 {
		name := c.args.Text(0)
		v, ok := env[name]
		if !ok {
			return c.failf("unknown variable: %s", name)
		}
		env = model.Environ{name: v}
	}
	if c.json() {
		return c.environmentJSON(env)
	}
	for _, name := range env.Names() {
		c.showVariable(name, env[name])
	}
	return done
}

// environmentJSON is what is hidden with -h, and else the rest.
func (c *call) environmentJSON(env model.Environ) outcome {
	l := &jsonList{call: c}
	for _, name := range env.Names() {
		if v := env[name]; v.Hidden == c.args.Has('h') {
			l.add(member{"environ_name", name}, member{"environ_value", v.Value}, member{"environ_removed", v.Removed})
		}
	}
	return l.end()
}

func (c *call) showVariable(name string, v model.Var) {
	if v.Hidden != c.args.Has('h') {
		return
	}
	switch {
	case !c.args.Has('s') && v.Removed:
		c.print("-" + name)
	case !c.args.Has('s'):
		c.print(name + "=" + v.Value)
	case v.Removed:
		c.print("unset " + name + ";")
	default:
		c.print(fmt.Sprintf("%s=\"%s\"; export %s;", name, forShell.Replace(v.Value), name))
	}
}

// forShell quotes what a POSIX shell would look at within double quotes.
var forShell = strings.NewReplacer("$", `\$`, "`", "\\`", `"`, `\"`, `\`, `\\`)
