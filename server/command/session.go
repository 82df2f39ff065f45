package command

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"gmux/server/model"
	"gmux/server/target"
	"gmux/server/vars"
)

var sessionCommands = []*Entry{
	{
		Name: "new-session", Alias: "new",
		flags: "Ac:dDe:EF:f:n:Ps:t:x:Xy:", max: -1,
		Usage: "[-AdDEPX] [-c start-directory] [-e environment] [-F format] [-f flags] [-n window-name] " +
			"[-s session-name] [-t target-session] [-x width] [-y height] [shell-command [argument ...]]",
		Help:   "Create a new session, and attach to it",
		target: orNone(onSession), startsServer: true,
		exec: newSession,
	},
	{
		Name: "has-session", Alias: "has", flags: "t:", Usage: usageSession,
		Help:   "Exit with 0 if a session exists",
		target: onSession,
		exec:   func(*call) outcome { return done }, // the target was found
	},
	{
		Name: "kill-session", flags: "aCgt:", Usage: "[-aCg] " + usageSession,
		Help:   "End a session and close its windows",
		target: onSession, exec: killSession,
	},
	{
		Name: "rename-session", Alias: "rename", flags: "t:", min: 1, max: 1, Usage: usageSession + " new-name",
		Help:   "Rename a session",
		target: onSession, exec: renameSession,
	},
}

func killSession(c *call) outcome {
	switch {
	case c.args.Has('C'):
		c.m.ClearAlerts(c.target.Session)
		c.m.DirtySession(c.target.Session)
	case c.args.Has('a'):
		for _, s := range c.m.SessionList() {
			if s != c.target.Session {
				c.m.KillSession(s)
			}
		}
	case c.args.Has('g'):
		for _, s := range c.m.Grouped(c.target.Session) {
			c.m.KillSession(s)
		}
	default:
		c.m.KillSession(c.target.Session)
	}
	return done
}

func renameSession(c *call) outcome {
	wanted := c.expand(c.args.Text(0))
	name, ok := model.CleanName(wanted)
	if !ok {
		return c.failf("invalid session name: %s", wanted)
	}
	if err := c.m.RenameSession(c.target.Session, name); err != nil {
		return c.fail(err)
	}
	return done
}

// newSession is new-session: checks, then a session with one window, then a child in it; the client is
// attached once that runs.
func newSession(c *call) outcome {
	if c.args.Has('t') && (c.args.Len() != 0 || c.args.Has('n')) {
		return c.failf("command or window name given with target")
	}
	n := newborn{call: c, detached: c.args.Has('d') || c.client == nil}
	if err := n.names(); err != nil {
		return c.fail(err)
	}
	if existing := n.existing(); existing != nil {
		return c.attach(attachment{
			session: existing, detachOthers: c.args.Has('D') || c.args.Has('X'), hangUp: c.args.Has('X'),
			keepEnv: c.args.Has('E'), cwd: c.args.Value('c'), flags: c.args.Value('f'),
		})
	}
	if !n.Unnamed && c.m.SessionByName(n.Name) != nil {
		return c.fail(fmt.Errorf("%w: %s", model.ErrDuplicate, n.Name))
	}
	if err := n.group(); err != nil {
		return c.fail(err)
	}
	if !n.detached {
		if err := c.canAttach(); err != nil {
			return c.fail(err)
		}
	}
	if err := n.size(); err != nil {
		return c.fail(err)
	}
	return n.create()
}

// newborn is a session on its way.
type newborn struct {
	*call
	model.NewSession
	detached           bool
	sized              bool // -x or -y was given
	wantCols, wantRows int  // for default-size then
}

// expand knows no session but the one that the client shows: the new one is not there yet.
func (n *newborn) expand(template string) string {
	return n.vars(vars.Scope{Client: n.client, Extra: n.it.state.extra}).Expand(template)
}

func (n *newborn) names() error {
	if v, ok := n.args.Get('n'); ok {
		wanted := n.expand(v)
		if n.WindowName, n.Named = model.CleanName(wanted); !n.Named {
			return fmt.Errorf("invalid window name: %s", wanted)
		}
	}
	v, given := n.args.Get('s')
	n.Unnamed = !given
	if given {
		wanted := n.expand(v)
		var ok bool
		if n.Name, ok = model.CleanName(wanted); !ok {
			return fmt.Errorf("invalid session name: %s", wanted)
		}
	}
	return nil
}

// group is what -t says: a session whose windows are shared, or a group, which need not be there yet.
func (n *newborn) group() error {
	name, ok := n.args.Get('t')
	if !ok {
		return nil
	}
	if n.With = n.target.Session; n.With == nil {
		if members := n.m.Group(name); len(members) > 0 {
			n.With = members[0]
		}
	}
	switch {
	case n.With == nil:
		if n.Group, ok = model.CleanName(name); !ok {
			return fmt.Errorf("invalid session group name: %s", name)
		}
		n.Prefix = n.Group
	case n.With.Group != "":
		n.Prefix = n.With.Group
	default:
		n.Prefix = n.With.Name
	}
	return nil
}

// existing is the session that -A attaches to instead.
func (n *newborn) existing() *model.Session {
	if !n.args.Has('A') {
		return nil
	}
	if n.Unnamed {
		return n.target.Session
	}
	return n.m.SessionByName(n.Name)
}

// size works out how large the window is: the client's, -x and -y, default-size, in that order.
func (n *newborn) size() error {
	cols, err := n.dimension('x', "width", 80, func(s model.Size) int { return s.Cols })
	if err != nil {
		return err
	}
	rows, err := n.dimension('y', "height", 24, func(s model.Size) int { return s.Rows })
	if err != nil {
		return err
	}
	if !n.detached && !n.client.Control && n.m.WindowOption.Choice("window-size") != "manual" {
		n.Size = n.m.ClientRoom(n.client)
	} else {
		n.Size = n.m.DefaultSize()
		if n.args.Has('x') {
			n.Size.Cols = cols
		}
		if n.args.Has('y') {
			n.Size.Rows = rows
		}
	}
	n.sized = n.args.Has('x') || n.args.Has('y')
	n.wantCols, n.wantRows = cols, rows
	if !n.args.Has('x') {
		n.wantCols = n.Size.Cols
	}
	if !n.args.Has('y') {
		n.wantRows = n.Size.Rows
	}
	return nil
}

// dimension is the value of -x or -y; - is the client's.
func (n *newborn) dimension(flag byte, what string, otherwise int, of func(model.Size) int) (int, error) {
	v, ok := n.args.Get(flag)
	switch {
	case !ok:
		return otherwise, nil
	case v == "-" && n.client != nil && n.client.TTY != "":
		return of(n.client.Size), nil
	case v == "-":
		return otherwise, nil
	}
	number, err := n.args.Number(flag, 1, math.MaxUint16)
	if err != nil {
		return 0, fmt.Errorf("%s %w", what, err)
	}
	return int(number), nil
}

func (n *newborn) create() outcome {
	n.Cwd = n.cwd(nil)
	if v, ok := n.args.Get('c'); ok {
		n.Cwd = n.expand(v)
	}
	n.Env = make(model.Environ)
	if n.client != nil && !n.args.Has('E') {
		n.Env.Update(n.m.SessionOption.Strings("update-environment"), n.client.Env)
	}
	for _, e := range n.args.Values('e') {
		n.Env.Put(e)
	}
	n.Latest = model.NoClient
	if !n.detached {
		n.Latest = n.client.ID
	}
	s := n.m.AddSession(n.NewSession)
	if n.sized {
		if err := s.Options.Set("default-size", fmt.Sprintf("%dx%d", n.wantCols, n.wantRows), 0); err != nil {
			n.m.KillSession(s)
			return n.fail(err)
		}
	}
	if n.With != nil { // with windows in which something runs already
		return n.started(s, Result{})
	}
	w := s.Current.Window
	request := model.SpawnRequest{
		Pane: w.Active, Session: s, Argv: n.args.Strings(), Cwd: n.startDirectory(), Client: n.client,
	}
	request.Token = n.q.wait(n.it, func(r Result) outcome { return n.started(s, r) })
	n.m.Spawn(request)
	if !n.Named {
		n.m.AutoName(w, model.DefaultWindowName(w.Active))
	}
	return waiting
}

// startDirectory is where the first child starts: -c, taken from the client's directory if relative.
func (n *newborn) startDirectory() string {
	base := n.cwd(n.target.Session)
	v, ok := n.args.Get('c')
	if !ok {
		return base
	}
	dir := n.expand(v)
	switch {
	case strings.HasPrefix(dir, "/"):
		return dir
	case dir == "":
		return base
	}
	return base + "/" + dir
}

// started goes on when the child runs, or could not be started.
func (n *newborn) started(s *model.Session, r Result) outcome {
	if n.client != nil && n.m.Client(n.client.ID) == nil {
		return done
	}
	defer n.flush()
	if r.Err != nil {
		n.m.KillSession(s)
		return n.failf("create window failed: %w", r.Err)
	}
	gone := n.m.Sessions[s.ID] != s // the child was quick to end
	n.m.Made(s)
	if !gone {
		n.target = target.OfSession(s) // of the hook
	}
	if !n.detached {
		if gone {
			n.m.Emit(model.Detach{Client: n.client.ID, Reason: model.Exited, Session: s.Name})
			return done
		}
		if f, ok := n.args.Get('f'); ok {
			n.m.SetFlags(n.client, f)
		}
	}
	if n.args.Has('P') && !gone {
		template, ok := n.args.Get('F')
		if !ok {
			template = "#{session_name}:"
		}
		st := target.OfSession(s)
		scope := n.scope()
		scope.Session, scope.Link, scope.Pane = st.Session, st.Link, st.Pane
		n.print(n.vars(scope).Expand(template))
	}
	if !n.detached {
		n.m.ShowSession(n.client, s)
		if !n.it.state.repeat {
			n.m.ResetKeys(n.client)
		}
	}
	if !n.args.Has('d') && !gone {
		n.it.state.current = target.OfSession(s)
	}
	return done
}

var errNotTerminal = errors.New("open terminal failed: not a terminal")

// canAttach reports why the command's client cannot show a session, nil if it can.
func (c *call) canAttach() error {
	if c.client.Session != nil || c.client.Control {
		return nil
	}
	if c.m.Nested(c.client) {
		name := "$GMUX"
		if c.m.AsTmux {
			name = "$TMUX"
		}
		return fmt.Errorf("sessions should be nested with care, unset %s to force", name)
	}
	if c.client.TTY == "" {
		return errNotTerminal
	}
	if c.client.Term == "dumb" {
		return errors.New("open terminal failed: terminal does not support clear")
	}
	return nil
}
