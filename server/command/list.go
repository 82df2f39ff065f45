package command

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/target"
	"gmux/server/vars"
)

var listCommands = []*Entry{
	{
		Name: "list-sessions", Alias: "ls", flags: "F:f:O:r", Usage: "[-r] [-F format] [-f filter] [-O order]",
		Help: "List the sessions",
		exec: listSessions,
	},
	{
		Name: "list-windows", Alias: "lsw", flags: "aF:f:O:rt:",
		Usage:  "[-ar] [-F format] [-f filter] [-O order]" + usageSession,
		Help:   "List the windows of a session",
		target: onSession, exec: listWindows,
	},
	{
		Name: "list-clients", Alias: "lsc", flags: "F:f:O:rt:",
		Usage:  "[-F format] [-f filter] [-O order]" + usageSession,
		Help:   "List the attached clients",
		target: orNone(onSession), readOnly: true, exec: listClients,
	},
	{
		Name: "list-panes", Alias: "lsp", flags: "aF:f:O:rst:",
		Usage:  "[-asr] [-F format] [-f filter] [-O order]" + usageWindow,
		Help:   "List the panes of a window",
		target: onWindow, exec: listPanes,
	},
}

// The lines that lists print without -F.
const (
	sessionLine = "#{session_name}: #{session_windows} windows (created #{t:session_created})" +
		"#{?session_grouped, (group ,}#{session_group}#{?session_grouped,),}#{?session_attached, (attached),}"
	windowLine = "#{window_index}: #{window_name}#{window_raw_flags} (#{window_panes} panes) " +
		"[#{window_width}x#{window_height}] [layout #{window_layout}] #{window_id}#{?window_active, (active),}"
	windowLineAll = "#{session_name}:#{window_index}: #{window_name}#{window_raw_flags} " +
		"(#{window_panes} panes) [#{window_width}x#{window_height}] "
	clientLine = "#{client_name}: #{session_name} [#{client_width}x#{client_height} #{client_termname}] " +
		"#{?#{!=:#{client_uid},#{uid}},[user #{?client_user,#{client_user},#{client_uid},}] ,}" +
		"#{?client_flags,(,}#{client_flags}#{?client_flags,),}"
	paneLine = "#{pane_index}: [#{pane_width}x#{pane_height}] [history #{history_size}/#{history_limit}, " +
		"#{history_bytes} bytes] #{pane_id}#{?pane_active, (active),}#{?pane_dead, (dead),}"
)

// linePrinter prints one line for each of a list, as -F and -f say.
type linePrinter struct {
	*call
	template, filter string
	filtered         bool
}

func (c *call) linePrinter(otherwise string) linePrinter {
	template, ok := c.args.Get('F')
	if !ok {
		template = otherwise
	}
	return linePrinter{c, template, c.args.Value('f'), c.args.Has('f')}
}

func (p linePrinter) line(s vars.Scope, n int) {
	if n >= 0 {
		s.Extra = format.Map{"line": fmt.Sprint(n)}
	}
	v := p.vars(s)
	if !p.filtered || format.True(v.Expand(p.filter)) {
		p.print(v.Expand(p.template))
	}
}

func listSessions(c *call) outcome {
	list, err := c.sortedSessions()
	if err != nil {
		return c.fail(err)
	}
	p := c.linePrinter(sessionLine)
	for i, s := range list {
		p.line(vars.Scope{Session: s}, i)
	}
	return done
}

func listWindows(c *call) outcome {
	list, line := slices.Clone(c.target.Session.Links), windowLine
	if c.args.Has('a') {
		list, line = nil, windowLineAll
		for _, s := range c.m.SessionList() {
			list = append(list, s.Links...)
		}
	}
	err := order(c, list, map[string]func(a, b *model.Winlink) int{
		"index":    func(a, b *model.Winlink) int { return cmp.Compare(a.Index, b.Index) },
		"creation": func(a, b *model.Winlink) int { return a.Window.Created.Compare(b.Window.Created) },
		"activity": func(a, b *model.Winlink) int { return b.Window.Activity.Compare(a.Window.Activity) },
		"size":     func(a, b *model.Winlink) int { return cmp.Compare(area(a.Window.Size), area(b.Window.Size)) },
	}, func(l *model.Winlink) string { return l.Window.Name })
	if err != nil {
		return c.fail(err)
	}
	p := c.linePrinter(line)
	for _, l := range list {
		p.line(vars.Scope{Session: l.Session, Link: l}, len(list))
	}
	return done
}

func listClients(c *call) outcome {
	spec, given := c.args.Get('t')
	if c.target.Session == nil {
		if _, err := c.finder().Find(spec, target.Session, 0); err != nil {
			return c.fail(err)
		}
	}
	list := slices.Clone(c.m.Clients)
	err := order(c, list, map[string]func(a, b *model.Client) int{
		"creation": func(a, b *model.Client) int { return a.Created.Compare(b.Created) },
		"activity": func(a, b *model.Client) int { return b.Activity.Compare(a.Activity) },
		"size": func(a, b *model.Client) int {
			return cmp.Or(cmp.Compare(a.Size.Cols, b.Size.Cols), cmp.Compare(a.Size.Rows, b.Size.Rows))
		},
	}, func(cl *model.Client) string { return cl.Name })
	if err != nil {
		return c.fail(err)
	}
	p := c.linePrinter(clientLine)
	for i, cl := range list {
		if cl.Session != nil && (!given || cl.Session == c.target.Session) {
			p.line(vars.Scope{Client: cl}, i)
		}
	}
	return done
}

func listPanes(c *call) outcome {
	prefix := ""
	var links []*model.Winlink
	switch {
	case c.args.Has('a'):
		prefix = "#{session_name}:#{window_index}."
		for _, s := range c.m.SessionList() {
			links = append(links, s.Links...)
		}
	case c.args.Has('s'):
		prefix = "#{window_index}."
		links = c.target.Session.Links
	default:
		links = []*model.Winlink{c.target.Link}
	}
	p := c.linePrinter(prefix + paneLine)
	for _, l := range links {
		panes := slices.Clone(l.Window.Panes)
		err := order(c, panes, map[string]func(a, b *model.Pane) int{
			"index":    func(a, b *model.Pane) int { return cmp.Compare(a.Index(), b.Index()) },
			"creation": func(a, b *model.Pane) int { return cmp.Compare(a.ID, b.ID) },
			"size":     func(a, b *model.Pane) int { return cmp.Compare(area(a.Size), area(b.Size)) },
		}, func(p *model.Pane) string { return p.Title })
		if err != nil {
			return c.fail(err)
		}
		for _, pane := range panes {
			p.line(vars.Scope{Session: l.Session, Link: l, Pane: pane}, len(panes))
		}
	}
	return done
}

func area(s model.Size) int { return s.Rows * s.Cols }

func (c *call) sortedSessions() ([]*model.Session, error) {
	list := c.m.SessionList()
	err := order(c, list, map[string]func(a, b *model.Session) int{
		"index":    func(a, b *model.Session) int { return cmp.Compare(a.ID, b.ID) },
		"creation": func(a, b *model.Session) int { return a.Created.Compare(b.Created) },
		"activity": func(a, b *model.Session) int { return b.Activity.Compare(a.Activity) },
	}, func(s *model.Session) string { return s.Name })
	return list, err
}

var errSortOrder = errors.New("invalid sort order")

// orders are the words of -O, and what each stands for.
var orders = map[string]string{
	"activity": "activity", "creation": "creation", "index": "index", "key": "index", "modifier": "modifier",
	"name": "name", "title": "name", "order": "order", "size": "size", "z": "z",
}

// order sorts a list as -O and -r say: by what the order compares, then by name. Without -O the list
// stays as it is; an order that means nothing for the list is that of names.
func order[T any](c *call, list []T, by map[string]func(a, b T) int, name func(T) string) error {
	v, ok := c.args.Get('O')
	if !ok {
		return nil
	}
	o, ok := orders[strings.ToLower(v)]
	if !ok {
		return errSortOrder
	}
	if o == "order" {
		if c.args.Has('r') {
			slices.Reverse(list)
		}
		return nil
	}
	slices.SortStableFunc(list, func(a, b T) int {
		n := 0
		if compare := by[o]; compare != nil {
			n = compare(a, b)
		}
		if n == 0 {
			n = cmp.Compare(name(a), name(b))
		}
		if c.args.Has('r') {
			n = -n
		}
		return n
	})
	return nil
}

// beside is the element step places after one, round the corner.
func beside(list []*model.Session, s *model.Session, step int, which string) (*model.Session, error) {
	i := slices.Index(list, s)
	if i < 0 || len(list) == 0 {
		return nil, fmt.Errorf("can't find %s session", which)
	}
	return list[(i+step+len(list))%len(list)], nil
}

// scopeOf is a place as the scope of formats.
func scopeOf(st target.State, c *model.Client) vars.Scope {
	return vars.Scope{Client: c, Session: st.Session, Link: st.Link, Pane: st.Pane}
}
