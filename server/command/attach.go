package command

import (
	"strings"

	"gmux/server/model"
	"gmux/server/target"
)

var attachCommands = []*Entry{
	{
		Name: "attach-session", Alias: "attach", flags: "c:dEf:rt:x",
		Usage: "[-dErx] [-c working-directory] [-f flags] " + usageSession,
		Help:  "Attach the terminal to a session",
		// -t may be a session, a window or a pane, so it is resolved in exec.
		readOnly: true, startsServer: true,
		exec: attachSession,
	},
	{
		Name: "detach-client", Alias: "detach", flags: "aE:s:t:P",
		Usage:  "[-aP] [-E shell-command] [-s target-session] " + usageClient,
		Help:   "Detach a client from its session",
		source: want{flag: 's', kind: target.Session, canFail: true}, client: clientWant{flag: 't'}, readOnly: true,
		exec: detachClient,
	},
	{
		Name: "suspend-client", Alias: "suspendc", flags: "t:", Usage: usageClient,
		Help:   "Stop a client, as C-z stops a program",
		client: clientWant{flag: 't'},
		exec: func(c *call) outcome {
			c.m.SuspendClient(c.tc)
			return done
		},
	},
	{
		Name: "switch-client", Alias: "switchc", flags: "c:EFlnO:pt:rT:Z",
		Usage:  "[-ElnprZ] [-c target-client] [-t target-session] [-T key-table] [-O order]",
		Help:   "Let a client show another session",
		client: clientWant{flag: 'c'}, readOnly: true,
		exec: switchClient,
	},
	{
		Name: "refresh-client", Alias: "refresh", flags: "A:B:cC:Df:F:lLr:RSt:U",
		Usage:  "[-cDlLRSU] [-A pane:state] [-B name:what:format] [-C XxY] [-f flags] [-r pane:report] " + usageClient + " [adjustment]",
		Help:   "Draw a client again",
		max:    1,
		client: clientWant{flag: 't'},
		exec:   refreshClient,
	},
}

func attachSession(c *call) outcome {
	if len(c.m.Sessions) == 0 {
		return c.failf("no sessions")
	}
	if c.client == nil {
		return done
	}
	if c.client.Session == nil && c.m.Nested(c.client) {
		return c.fail(c.canAttach())
	}
	st, err := c.showTarget(":.")
	if err != nil {
		return c.fail(err)
	}
	return c.attach(attachment{
		session: st.Session, place: &st,
		detachOthers: c.args.Has('d') || c.args.Has('x'), hangUp: c.args.Has('x'),
		readOnly: c.args.Has('r'), keepEnv: c.args.Has('E'),
		cwd: c.args.Value('c'), flags: c.args.Value('f'),
	})
}

// showTarget reads -t of attach-session and switch-client: a session, unless a separator says that it
// is a window or pane.
func (c *call) showTarget(separators string) (target.State, error) {
	spec := c.args.Value('t')
	if strings.ContainsAny(spec, separators) || spec == "=" {
		return c.finder().Find(spec, target.Pane, 0)
	}
	return c.finder().Find(spec, target.Session, target.PreferUnattached)
}

// attachment is how a client comes to show a session.
type attachment struct {
	session      *model.Session
	place        *target.State // the window and pane to select there
	detachOthers bool
	hangUp       bool // -x: and hang up their parents
	readOnly     bool
	keepEnv      bool
	cwd          string
	flags        string
}

func (c *call) attach(a attachment) outcome {
	if c.client == nil {
		return done
	}
	if err := c.canAttach(); err != nil {
		return c.fail(err)
	}
	c.selectPlace(a.place)
	if a.cwd != "" {
		c.m.SetSessionCwd(a.session, c.vars(scopeOf(target.OfSession(a.session), c.client)).Expand(a.cwd))
	}
	if a.flags != "" {
		c.m.SetFlags(c.client, a.flags)
	}
	if a.readOnly {
		c.m.SetReadOnly(c.client, true)
	}
	if a.detachOthers {
		c.detachAll(a.session, c.client, detachReason(a.hangUp), "")
	}
	if !a.keepEnv {
		c.m.UpdateEnv(a.session, c.client)
	}
	c.m.ShowSession(c.client, a.session)
	if !c.it.state.repeat {
		c.m.ResetKeys(c.client)
	}
	return done
}

// selectPlace makes the window and pane of a target current, there and for the commands that follow.
func (c *call) selectPlace(st *target.State) {
	if st == nil || st.Link == nil {
		return
	}
	if st.Pane != nil {
		zoomed := st.Pane.Window.Zoomed
		c.m.SelectPane(st.Pane)
		if zoomed && c.args.Has('Z') { // of switch-client
			c.m.Zoom(st.Pane)
		}
	}
	c.m.SelectWindow(st.Link)
	c.it.state.current = target.OfLink(st.Link)
}

func detachReason(hangUp bool) model.Reason {
	if hangUp {
		return model.DetachedHUP
	}
	return model.Detached
}

// detachAll sends the clients of s away, of all sessions if s is nil, but for one.
func (c *call) detachAll(s *model.Session, but *model.Client, why model.Reason, exec string) {
	for _, o := range c.m.Clients {
		if o != but && o.Session != nil && (s == nil || o.Session == s) {
			c.m.DetachClient(o, why, exec)
		}
	}
}

func detachClient(c *call) outcome {
	if c.client.ReadOnly && (c.args.Has('s') || c.args.Has('a') || c.client != c.tc) {
		return c.failf("client is read-only")
	}
	why, exec := detachReason(c.args.Has('P')), c.args.Value('E')
	switch {
	case c.args.Has('s'):
		if c.source.Session != nil {
			c.detachAll(c.source.Session, nil, why, exec)
		}
	case c.args.Has('a'):
		c.detachAll(nil, c.tc, why, exec)
	default:
		c.m.DetachClient(c.tc, why, exec)
	}
	return done
}

func switchClient(c *call) outcome {
	st, err := c.showTarget(":.%")
	if err != nil {
		return c.fail(err)
	}
	if c.args.Has('r') {
		c.m.SetReadOnly(c.tc, !c.tc.ReadOnly)
	}
	if table, ok := c.args.Get('T'); ok {
		if c.m.Tables[table] == nil {
			return c.failf("table %s doesn't exist", table)
		}
		c.m.SetKeyTable(c.tc, table)
		return done
	}
	s := st.Session
	switch {
	case c.args.Has('n'):
		if s, err = c.neighbour(+1, "next"); err != nil {
			return c.fail(err)
		}
	case c.args.Has('p'):
		if s, err = c.neighbour(-1, "previous"); err != nil {
			return c.fail(err)
		}
	case c.args.Has('l'):
		if s = c.tc.LastSession; s == nil {
			return c.failf("can't find last session")
		}
	default:
		c.selectPlace(&st)
	}
	if !c.args.Has('E') {
		c.m.UpdateEnv(s, c.tc)
	}
	c.m.ShowSession(c.tc, s)
	if !c.it.state.repeat {
		c.m.ResetKeys(c.tc)
	}
	return done
}

// neighbour is the session beside the client's in the order of -O, by name without it.
func (c *call) neighbour(step int, which string) (*model.Session, error) {
	list, err := c.sortedSessions()
	if err != nil {
		return nil, err
	}
	return beside(list, c.tc.Session, step, which)
}
