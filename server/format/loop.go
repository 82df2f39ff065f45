package format

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// items are what a loop goes through; ok is false where there is no such thing.
func (x *expander) items(loop byte) ([]Item, bool) {
	if loop == 'L' {
		v, ok := x.vars.(ClientLoop)
		if !ok {
			return nil, true
		}
		return slices.Clone(v.Clients()), true
	}
	v, ok := x.vars.(Loops)
	if !ok {
		return nil, false
	}
	switch loop {
	case 'S':
		return slices.Clone(v.Sessions()), true
	case 'W':
		return slices.Clone(v.Windows()), true
	}
	return slices.Clone(v.Panes()), true
}

// repeatOver expands a template for each session, window, pane or client. With two templates, parted by a
// comma, the second is for the current one. The argument sorts: by name (n), by when it was last used (t),
// otherwise by index; r turns the order round.
func (x *expander) repeatOver(sp *spec, s string) (string, bool) {
	items, ok := x.items(sp.loop)
	if !ok {
		x.log(prefixes[sp.loop], " loop but no ", within[sp.loop])
		return "", false
	}
	sortItems(items, sp)
	every, current, two := cut(s)
	if sp.loop == 'L' {
		every, two = s, false
	}
	var b strings.Builder
	for i, item := range items {
		item.Last = i == len(items)-1
		use := every
		if two && item.Active {
			use = current
		}
		if v, ok := item.Vars.(Between); ok {
			var before, behind Vars
			if i > 0 {
				before = items[i-1].Vars
			}
			if !item.Last {
				behind = items[i+1].Vars
			}
			v.Between(before, behind)
		}
		x.logItem(sp.loop, item)
		in := *x
		in.vars, in.last = item.Vars, x.last || item.Last
		b.WriteString(in.expand(use))
		if !x.spend(perCall) {
			break
		}
	}
	return b.String(), true
}

// prefixes are how the variables of a loop's items begin.
var prefixes = map[byte]string{'S': "session", 'W': "window", 'P': "pane", 'L': "client"}

// within is what has the items.
var within = map[byte]string{'W': "session", 'P': "window"}

func sortItems(items []Item, sp *spec) {
	value := func(it Item, name string) string {
		v, _ := it.Vars.Lookup(prefixes[sp.loop] + "_" + name)
		return v
	}
	if sp.loop != 'P' {
		switch {
		case sp.order.has('n'):
			slices.SortStableFunc(items, func(a, b Item) int { return strings.Compare(value(a, "name"), value(b, "name")) })
		case sp.order.has('t'):
			slices.SortStableFunc(items, func(a, b Item) int {
				return cmp.Or(number(value(b, "activity"))-number(value(a, "activity")), strings.Compare(value(a, "name"), value(b, "name")))
			})
		}
	}
	if sp.order.has('r') {
		slices.Reverse(items)
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// nameExists is #{N:name}: whether the session has a window of that name, or with s the server a session.
func (x *expander) nameExists(m *modifier, s string) (string, bool) {
	loop := byte('W')
	if len(m.args) > 0 && !m.has('w') {
		if !m.has('s') {
			value, _ := x.find(newSpec(nil), s)
			return value, true
		}
		loop = 'S'
	}
	items, ok := x.items(loop)
	if !ok {
		return "", false
	}
	name := x.expand(s)
	for _, it := range items {
		if v, _ := it.Vars.Lookup(prefixes[loop] + "_name"); v == name {
			return "1", true
		}
	}
	return "0", true
}
