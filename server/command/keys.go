package command

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"gmux/protocol/key"
	"gmux/server/format"
	"gmux/server/keytable"
	"gmux/server/model"
	"gmux/server/syntax"
	"gmux/server/vars"
)

var keyCommands = []*Entry{
	{
		Name: "send-keys", Alias: "send", flags: "c:FHKlMN:Rt:X", max: -1,
		Usage:  "[-FHKlMRX] [-c target-client] [-N repeat-count] " + usagePane + " [key ...]",
		Help:   "Send keys to a pane",
		target: onPane, client: clientWant{flag: 'c', canFail: true}, readOnly: true,
		exec: sendKeys,
	},
	{
		Name: "send-prefix", flags: "2t:", Usage: "[-2] " + usagePane,
		Help:   "Send the prefix key to a pane",
		target: onPane, exec: sendPrefix,
	},
	{
		Name: "bind-key", Alias: "bind", flags: "nrN:T:", min: 1, max: -1,
		block: func(*syntax.Args, int) syntax.ArgKind { return syntax.CommandsOrString },
		Usage: "[-nr] [-T key-table] [-N note] key [command [argument ...]]",
		Help:  "Bind a key to commands",
		exec:  bindKey,
	},
	{
		Name: "unbind-key", Alias: "unbind", flags: "anqT:", max: 1, Usage: "[-anq] [-T key-table] key",
		Help: "Remove a key binding",
		exec: unbindKey,
	},
	{
		Name: "list-keys", Alias: "lsk", flags: "1aF:NO:P:rT:", max: 1,
		Usage:        "[-1aNr] [-F format] [-O order] [-P prefix-string][-T key-table] [key]",
		Help:         "List key bindings",
		startsServer: true, json: true,
		exec: listKeys,
	},
}

func sendKeys(c *call) outcome {
	if c.tc != nil && c.tc.ReadOnly && !c.args.Has('X') {
		return c.failf("client is read-only")
	}
	p, repeat := c.target.Pane, 1
	if v, ok := c.args.Get('N'); ok {
		n, err := syntax.Number(c.expand(v), 1, math.MaxUint32)
		if err != nil {
			return c.failf("repeat count %w", err)
		}
		repeat = int(min(n, maxTyped+1))
		if p.Mode != nil && (c.args.Has('X') || c.args.Len() == 0) {
			p.Mode.Repeat = repeat
		}
	}
	if c.args.Has('X') {
		return c.modeCommand(p)
	}
	if c.args.Has('M') {
		return c.failf("no mouse target")
	}
	if c.args.Has('R') {
		c.m.Emit(model.Reset{Pane: p.ID})
	}
	if c.args.Len() == 0 {
		if !c.args.Has('N') && !c.args.Has('R') && c.it.state.event != nil {
			return c.inject(p, []key.Event{c.it.state.event})
		}
		return done
	}
	var once []key.Event
	size := 0
	for _, word := range c.args.Strings() {
		once = append(once, c.keysOf(p, word)...)
		size += len(word)
	}
	if repeat > maxTyped/max(size, 1) {
		return c.failf("repeat count too large")
	}
	return c.inject(p, slices.Repeat(once, repeat))
}

// maxTyped bounds what one send-keys types, in bytes of its arguments: more than anyone sends, and less
// than fills the memory.
const maxTyped = 4 << 20

// keysOf is what a word of send-keys types: with -H a byte, with -l its characters, else the key of
// that name, or its characters if there is none. Names that are ours alone are words here, since scripts written for tmux
// type words like find, menu and pause. The name of a mouse event is one too where no key table is asked: nothing happened at any place.
func (c *call) keysOf(p *model.Pane, word string) []key.Event {
	typed := p.Mode == nil && !c.args.Has('K')
	if c.args.Has('H') {
		if len(word) > 1 && strings.EqualFold(word[:2], "0x") {
			word = word[2:]
		}
		n, err := strconv.ParseUint(word, 16, 8)
		if err != nil {
			return nil // passed over without a word, as in tmux
		}
		return []key.Event{key.Raw{byte(n)}}
	}
	if !c.args.Has('l') {
		k, err := key.Parse(word)
		if err == nil && k.Code != key.None && k.InTmux() && !(typed && k.Code.IsMouse()) {
			return []key.Event{k}
		}
	}
	if word == "" {
		return nil
	}
	if typed {
		return []key.Event{key.Raw(word)}
	}
	var events []key.Event // for a key table
	for _, r := range word {
		events = append(events, key.Rune(r))
	}
	return events
}

// maxNested is how many keys bindings may press because of one key: a key bound to sending itself ends.
const maxNested = 1000

// inject types into a pane. One that is in a mode has its key table instead; with -K the keys go
// through the client's own tables.
func (c *call) inject(p *model.Pane, events []key.Event) outcome {
	if !c.args.Has('K') && p.Mode == nil {
		if !c.q.w.Takes(p.ID) { // nobody can be asked to wait who has left already
			return c.failf("pane %v does not read its input", p.ID)
		}
		c.q.write(c.it.owner, p, events...)
		return done
	}
	pressed := c.it.state.pressed
	if pressed == nil {
		pressed = new(int)
	}
	for _, ev := range events {
		if *pressed++; *pressed > maxNested && c.it.state.pressed != nil {
			return c.failf("too many nested keys")
		}
		if c.args.Has('K') {
			if c.tc != nil {
				c.q.typed(c.it, c.tc, ev, pressed)
			}
			continue
		}
		k, ok := ev.(key.Key)
		table := c.m.Tables[keytable.ModeTable(p)]
		if !ok || table == nil {
			continue
		}
		if b := table.Bindings[k.Canonical()]; b != nil {
			c.q.bound(c.it, b, &state{current: c.target, event: ev, pressed: pressed})
		}
	}
	return done
}

// modeCommand is send-keys -X.
func (c *call) modeCommand(p *model.Pane) outcome {
	if p.Mode == nil {
		return c.failf("not in a mode")
	}
	args := c.args.Strings()
	if c.args.Has('F') {
		for i := range args {
			args[i] = c.expand(args[i])
		}
	}
	if len(args) == 0 {
		return done
	}
	count := max(p.Mode.Repeat, 1)
	p.Mode.Repeat = 0
	e := model.ModeCommand{Pane: p.ID, Client: model.NoClient, Args: args, Count: count}
	if c.tc != nil {
		e.Client = c.tc.ID
	}
	if args[0] == "cancel" { // so that the next command already finds the pane out of it
		c.m.LeaveMode(p)
		return done
	}
	c.m.Emit(e)
	return done
}

func sendPrefix(c *call) outcome {
	name := "prefix"
	if c.args.Has('2') {
		name = "prefix2"
	}
	k, err := key.Parse(c.target.Session.Options.Key(name))
	if err != nil || k.Code == key.None {
		return done
	}
	return c.inject(c.target.Pane, []key.Event{k})
}

// bindingTable is the table that -T or -n names.
func (c *call) bindingTable() string {
	if t, ok := c.args.Get('T'); ok {
		return t
	}
	if c.args.Has('n') {
		return keytable.Root
	}
	return keytable.Prefix
}

func parseKey(name string) (key.Key, bool) {
	k, err := key.Parse(name)
	return k, err == nil && k.Code != key.None
}

func bindKey(c *call) outcome {
	name := c.args.Text(0)
	k, ok := parseKey(name)
	if !ok {
		return c.failf("unknown key: %s", name)
	}
	table, note, repeat := c.bindingTable(), c.args.Value('N'), c.args.Has('r')
	if c.args.Len() == 1 { // note and repeat of a binding there is
		if t := c.m.Tables[table]; t != nil && t.Bindings[k] != nil {
			b := *t.Bindings[k]
			if c.args.Has('N') {
				b.Note = note
			}
			b.Repeat = b.Repeat || repeat
			c.m.Bind(table, b)
		}
		return done
	}
	list, err := syntax.FromRest(c.args.Rest[1:], c.it.command, c.q.input("", c.it))
	if err != nil {
		return c.fail(err)
	}
	ready, errs := c.q.resolve(list)
	if len(errs) > 0 {
		return c.fail(errs[0])
	}
	c.m.Bind(table, model.Binding{Key: k, List: ready, Note: note, Repeat: repeat})
	return done
}

func unbindKey(c *call) outcome {
	quiet := func(f string, args ...any) outcome {
		if c.args.Has('q') {
			return failed
		}
		return c.failf(f, args...)
	}
	table := c.bindingTable()
	missing := (c.args.Has('T') || c.args.Has('a')) && c.m.Tables[table] == nil
	if c.args.Has('a') {
		switch {
		case c.args.Len() != 0:
			return quiet("key given with -a")
		case missing:
			return quiet("table %s doesn't exist", table)
		}
		c.m.UnbindAll(table)
		return done
	}
	if c.args.Len() == 0 {
		return quiet("missing key")
	}
	k, ok := parseKey(c.args.Text(0))
	switch {
	case !ok:
		return quiet("unknown key: %s", c.args.Text(0))
	case missing:
		return quiet("table %s doesn't exist", table)
	}
	c.m.Unbind(table, k)
	return done
}

// keyLine is what list-keys prints without -F.
const keyLine = "#{?notes_only,#{key_prefix} #{p|#{key_string_width}:key_string} " +
	"#{?key_note,#{key_note},#{key_command}}," +
	"bind-key #{?key_has_repeat,#{?key_repeat,-r,  },} -T #{p|#{key_table_width}:key_table} " +
	"#{p|#{key_string_width}:#{q|a:key_string}} #{key_command}}"

// listed is a binding with the name of its table.
type listed struct {
	table string
	*model.Binding
}

func listKeys(c *call) outcome {
	list, err := c.keysToList()
	if err != nil {
		return c.fail(err)
	}
	single := c.args.Has('1')
	if single && len(list) > 1 {
		list = list[:1]
	}
	l := c.listing(keyLine, keyFields, nil)
	l.skipEmpty = true
	common := c.keyColumns(list)
	for _, b := range list {
		extra := format.Map{
			"key_repeat":  boolText(b.Repeat),
			"key_note":    b.Note,
			"key_table":   b.table,
			"key_string":  b.Key.String(),
			"key_command": b.List.Escaped(),
		}
		for name, value := range common {
			extra[name] = value
		}
		scope := vars.Scope{Client: c.client, Extra: extra}
		if c.tc != nil && (single || len(list) == 1) && c.attached() && !c.json() {
			text := c.vars(scope).Fill(l.template)
			c.m.ShowMessage(c.tc, model.Message{Text: text}, displayTime(c.tc.Session.Options))
			continue
		}
		l.add(scope, -1)
	}
	return l.end()
}

// keysToList are the bindings that the flags choose.
func (c *call) keysToList() ([]listed, error) {
	var only *key.Key
	if c.args.Len() > 0 {
		k, err := key.Parse(c.args.Text(0))
		if err != nil {
			return nil, &textError{"invalid key: " + c.args.Text(0)}
		}
		only = &k
	}
	var tables []*model.Table
	name, given := c.args.Get('T')
	switch {
	case given:
		t := c.m.Tables[name]
		if t == nil && name == keytable.Root {
			return nil, nil // the table of all sessions is there without a binding too
		}
		if t == nil {
			return nil, &textError{"table " + name + " doesn't exist"}
		}
		tables = []*model.Table{t}
	case c.args.Has('N'):
		for _, name := range []string{keytable.Prefix, keytable.Root} {
			if t := c.m.Tables[name]; t != nil {
				tables = append(tables, t)
			}
		}
	default:
		tables = c.m.TableList()
	}
	var list []listed
	for _, t := range tables {
		for _, b := range t.BindingList() {
			if only != nil && b.Key != *only || c.args.Has('N') && !c.args.Has('a') && b.Note == "" {
				continue
			}
			list = append(list, listed{t.Name, b})
		}
	}
	if v, ok := c.args.Get('O'); ok {
		switch orders[strings.ToLower(v)] {
		case "":
			return nil, errSortOrder
		case "name":
			slices.SortStableFunc(list, func(a, b listed) int { return cmp.Compare(a.Key.String(), b.Key.String()) })
		}
	}
	if c.args.Has('r') && c.args.Has('O') { // as in tmux the order of keys has no reverse
		slices.Reverse(list)
	}
	return list, nil
}

// keyColumns are the variables that all lines of list-keys share.
func (c *call) keyColumns(list []listed) format.Map {
	repeats, keyWidth, tableWidth := false, 0, 0
	for _, b := range list {
		repeats = repeats || b.Repeat
		keyWidth = max(keyWidth, format.Width(b.Key.String()))
		tableWidth = max(tableWidth, format.Width(b.table))
	}
	prefix, given := c.args.Get('P')
	if !given {
		if prefix = c.m.SessionOption.Key("prefix"); prefix == "None" {
			prefix = ""
		}
	}
	return format.Map{
		"notes_only":       boolText(c.args.Has('N')),
		"key_has_repeat":   boolText(repeats),
		"key_string_width": strconv.Itoa(keyWidth),
		"key_table_width":  strconv.Itoa(tableWidth),
		"key_prefix":       prefix,
	}
}

func boolText(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// textError is an error that is only its text.
type textError struct{ text string }

func (e *textError) Error() string { return e.text }
