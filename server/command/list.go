package command

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
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
		json: true, exec: listSessions,
	},
	{
		Name: "list-windows", Alias: "lsw", flags: "aF:f:O:rt:",
		Usage:  "[-ar] [-F format] [-f filter] [-O order]" + usageSession,
		Help:   "List the windows of a session",
		target: onSession, json: true, exec: listWindows,
	},
	{
		Name: "list-clients", Alias: "lsc", flags: "F:f:O:rt:",
		Usage:  "[-F format] [-f filter] [-O order]" + usageSession,
		Help:   "List the attached clients",
		target: orNone(onSession), readOnly: true, json: true, exec: listClients,
	},
	{
		Name: "list-panes", Alias: "lsp", flags: "aF:f:O:rst:",
		Usage:  "[-asr] [-F format] [-f filter] [-O order]" + usageWindow,
		Help:   "List the panes of a window",
		target: onWindow, json: true, exec: listPanes,
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

// listing prints a list: a line for each thing, as -F says or as tmux has it; to a terminal a table; with --json an array.
// -f chooses what is in it.
type listing struct {
	*call
	template  *format.Template
	filter    string
	filtered  bool
	memo      vars.Memo
	skipEmpty bool // a line that is empty is none
	fields    []field
	columns   []column // nil: no table
	rows      [][]string
	array     *jsonList
}

func (c *call) listing(otherwise string, fields []field, columns []column) *listing {
	template, given := c.args.Get('F')
	if !given {
		template = otherwise
	}
	l := &listing{call: c, template: vars.NewTemplate(template), filter: c.args.Value('f'), filtered: c.args.Has('f'), fields: fields}
	switch {
	case c.json():
		l.array = &jsonList{call: c}
	case !given && c.client != nil && c.client.OutTTY && !c.attached():
		l.columns = columns
	}
	return l
}

// add takes in one thing. The number is of its line, -1 for none.
func (l *listing) add(s vars.Scope, n int) {
	if n >= 0 {
		extra := format.Map{"line": fmt.Sprint(n)}
		maps.Copy(extra, s.Extra)
		s.Extra = extra
	}
	v := l.vars(s)
	v.Remember(&l.memo)
	switch {
	case l.filtered && !format.True(v.Expand(l.filter)):
	case l.array != nil:
		var members []member
		for _, f := range l.fields {
			members = append(members, member{f.name, jsonValue(f, v)})
		}
		l.array.add(members...)
	case l.columns != nil:
		var row []string
		for _, c := range l.columns {
			row = append(row, v.Expand(c.template))
		}
		l.rows = append(l.rows, row)
	default:
		if line := v.Fill(l.template); line != "" || !l.skipEmpty {
			l.print(line)
		}
	}
}

// end is what is printed when all is there.
func (l *listing) end() outcome {
	if l.array != nil {
		return l.array.end()
	}
	if len(l.rows) > 0 {
		l.printLines(tabulate(l.columns, l.rows))
	}
	return done
}

func listSessions(c *call) outcome {
	list, err := c.sortedSessions()
	if err != nil {
		return c.fail(err)
	}
	l := c.listing(sessionLine, sessionFields, sessionColumns)
	for i, s := range list {
		l.add(vars.Scope{Session: s}, i)
	}
	return l.end()
}

func listWindows(c *call) outcome {
	list, line, columns := slices.Clone(c.target.Session.Links), windowLine, windowColumns
	if c.args.Has('a') {
		list, line, columns = nil, windowLineAll, slices.Concat([]column{ofSession}, columns)
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
	out := c.listing(line, windowFields, columns)
	for _, l := range list {
		out.add(vars.Scope{Session: l.Session, Link: l}, len(list))
	}
	return out.end()
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
	l := c.listing(clientLine, clientFields, clientColumns)
	for i, cl := range list {
		if cl.Session != nil && (!given || cl.Session == c.target.Session) {
			l.add(vars.Scope{Client: cl}, i)
		}
	}
	return l.end()
}

func listPanes(c *call) outcome {
	prefix, columns := "", paneColumns
	var links []*model.Winlink
	switch {
	case c.args.Has('a'):
		prefix, columns = "#{session_name}:#{window_index}.", slices.Concat([]column{ofSession, ofWindow}, columns)
		for _, s := range c.m.SessionList() {
			links = append(links, s.Links...)
		}
	case c.args.Has('s'):
		prefix, columns = "#{window_index}.", slices.Concat([]column{ofWindow}, columns)
		links = c.target.Session.Links
	default:
		links = []*model.Winlink{c.target.Link}
	}
	out := c.listing(prefix+paneLine, paneFields, columns)
	for _, l := range links {
		panes := slices.Clone(l.Window.Panes)
		err := order(c, panes, map[string]func(a, b *model.Pane) int{
			"index":    func(a, b *model.Pane) int { return cmp.Compare(a.Index(), b.Index()) },
			"creation": func(a, b *model.Pane) int { return cmp.Compare(a.ID, b.ID) },
			"activity": func(a, b *model.Pane) int { return cmp.Compare(a.Point, b.Point) },
			"size":     func(a, b *model.Pane) int { return cmp.Compare(area(a.Size), area(b.Size)) },
		}, func(p *model.Pane) string { return p.Title })
		if err != nil {
			return c.fail(err)
		}
		for _, pane := range panes {
			out.add(vars.Scope{Session: l.Session, Link: l, Pane: pane}, len(panes))
		}
	}
	return out.end()
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
