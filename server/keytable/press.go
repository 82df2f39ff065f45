package keytable

import (
	"time"

	"gmux/protocol/key"
	"gmux/server/model"
)

// An Outcome is what becomes of a key.
type Outcome int

const (
	Swallow Outcome = iota // the prefix, or a key after it that is bound to nothing
	Run                    // Action.Binding
	Forward                // it belongs to the program in the pane
)

// An Action is what Press decided.
type Action struct {
	Outcome Outcome
	Binding *model.Binding // with Run
}

// Names of the tables that gmux itself goes to.
const (
	Prefix     = "prefix"
	Root       = "root"
	CopyMode   = "copy-mode"
	CopyModeVi = "copy-mode-vi"
)

// ModeTable is the table of the mode that p is in, "" if it is in none.
func ModeTable(p *model.Pane) string {
	if p == nil || p.Mode == nil {
		return ""
	}
	if p.Window.Options.Choice("mode-keys") == "vi" {
		return CopyModeVi
	}
	return CopyMode
}

// Press looks up one key of an attached client, typed or, with the mouse, done in pane p.
func Press(m *model.Model, c *model.Client, p *model.Pane, k key.Key) Action {
	if k.Action == key.Release || k.Code.IsModifier() {
		return Action{Outcome: Forward}
	}
	search := press{m: m, c: c, pane: p, key: k.Canonical(), legacy: k.Legacy(), latin: latin(k)}
	return search.decide()
}

// Plain returns how many bytes at the front of text are characters that mean nothing to gmux: they belong to the program
// in the pane. Of one that is in a mode, or after the prefix, Press has to look at each.
func Plain(m *model.Model, c *model.Client, text key.Text) int {
	p := press{m: m, c: c, pane: c.Pane()}
	if c.Keys.Repeating || p.table() != p.home() {
		return 0
	}
	prefixes, bound := p.prefixes(), map[key.Key]*model.Binding{}
	if t := m.Tables[p.home()]; t != nil {
		bound = t.Bindings
	}
	if bound[key.Key{Code: key.Any}] != nil {
		return 0
	}
	for i, r := range string(text) {
		k := key.Key{Code: key.Code(r)}
		if k == prefixes[0] || k == prefixes[1] || bound[k] != nil {
			return i
		}
	}
	return len(text)
}

// press is one key on its way through the tables.
type press struct {
	m           *model.Model
	c           *model.Client
	pane        *model.Pane
	key, legacy key.Key
	latin       key.Key // see there
}

// latin is the key at the same place of a PC-101 keyboard, for a chord of a letter that no binding has: C-b is to be found on
// a Cyrillic keyboard too. A legacy terminal does that by itself.
func latin(k key.Key) key.Key {
	if k.Mods&(key.Ctrl|key.Alt|key.Super|key.Hyper|key.Meta) == 0 || k.Code <= '~' || !k.Code.IsText() || k.Base == 0 {
		return key.Key{}
	}
	return key.Key{Code: key.Code(k.Base), Mods: k.Mods}.Canonical()
}

func (p *press) decide() Action {
	if p.c.Keys.Repeating && !p.m.Now.Before(p.c.Keys.RepeatUntil) { // the loop's tick is late
		p.m.ResetKeys(p.c)
	}
	table, first := p.table(), true
	if table == Prefix && p.prefixExpired() {
		p.m.ResetKeys(p.c)
		table = p.table()
	}
	for {
		if table != Prefix && p.isPrefix() {
			p.m.SetKeyTable(p.c, Prefix)
			return Action{Outcome: Swallow}
		}
		b := p.lookup(table)
		repeating := p.c.Keys.Repeating
		switch {
		case b != nil && repeating && !b.Repeat:
			// The key that ends a repeat is a key of its own, not one of the table that repeated.
			p.m.ResetKeys(p.c)
			table = p.c.KeyTable()
		case b != nil:
			p.after(b)
			return Action{Outcome: Run, Binding: b}
		case table != p.home() || repeating:
			p.m.ResetKeys(p.c)
			table, first = p.c.KeyTable(), repeating
		case first:
			return Action{Outcome: Forward}
		default:
			return Action{Outcome: Swallow}
		}
	}
}

// table is where the search begins: a mode's table stands in for the client's own.
func (p *press) table() string {
	if t := p.c.KeyTable(); t != p.home() {
		return t
	}
	if t := ModeTable(p.pane); t != "" {
		return t
	}
	return p.home()
}

// home is the session's table, root unless key-table says otherwise.
func (p *press) home() string { return p.c.Session.Options.String("key-table") }

func (p *press) isPrefix() bool {
	for _, k := range p.prefixes() {
		if k.Code != key.None && (k == p.key || k == p.legacy || k == p.latin) {
			return true
		}
	}
	return false
}

// prefixes are prefix and prefix2; one that is no key's name is none.
func (p *press) prefixes() (keys [2]key.Key) {
	for i, name := range []string{"prefix", "prefix2"} {
		if k, err := key.Parse(p.c.Session.Options.String(name)); err == nil {
			keys[i] = k
		}
	}
	return keys
}

// prefixExpired is prefix-timeout: so long after the prefix the next key is an ordinary one. A key that
// repeats has a time of its own.
func (p *press) prefixExpired() bool {
	limit := p.m.Options.Number("prefix-timeout")
	if limit <= 0 || p.m.Now.Sub(p.c.Keys.Since) <= time.Duration(limit)*time.Millisecond {
		return false
	}
	b := p.lookup(Prefix)
	return b == nil || !p.c.Keys.Repeating || !b.Repeat
}

func (p *press) lookup(table string) *model.Binding {
	t := p.m.Tables[table]
	if t == nil {
		return nil
	}
	for _, k := range [...]key.Key{p.key, p.legacy, p.latin, {Code: key.Any}} {
		if b := t.Bindings[k]; b != nil && k.Code != key.None {
			return b
		}
	}
	return nil
}

// after says which table the next key is looked up in: while b repeats, the same.
func (p *press) after(b *model.Binding) {
	limit := p.repeatTime(b)
	if limit == 0 {
		p.m.ResetKeys(p.c)
		return
	}
	p.m.RepeatKeys(p.c, b.Key, p.m.Now.Add(limit))
}

// repeatTime is how long b's key may be pressed again without the prefix. The first time may have its
// own limit, initial-repeat-time.
func (p *press) repeatTime(b *model.Binding) time.Duration {
	if !b.Repeat {
		return 0
	}
	o := p.c.Session.Options
	limit := o.Number("repeat-time")
	if limit == 0 {
		return 0
	}
	if initial := o.Number("initial-repeat-time"); initial != 0 && (!p.c.Keys.Repeating || p.c.Keys.Last != b.Key) {
		limit = initial
	}
	return time.Duration(limit) * time.Millisecond
}
