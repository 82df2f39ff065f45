package model

import (
	"cmp"
	"maps"
	"slices"

	"gmux/protocol/key"
	"gmux/server/syntax"
)

// A Table is a set of key bindings: prefix, root, copy-mode, copy-mode-vi, or one that the user made.
type Table struct {
	Name     string
	Bindings map[key.Key]*Binding // by canonical key
	Default  bool                 // gmux's own: stays when it is empty
}

// A Binding is what a key does.
type Binding struct {
	Key    key.Key // canonical
	List   syntax.List
	Note   string
	Repeat bool // bind -r
}

// BindingList returns the bindings of t in tmux's order: plain keys before those with M-, C- and S-, among
// them characters by code, then the others.
func (t *Table) BindingList() []*Binding {
	return slices.SortedFunc(maps.Values(t.Bindings), func(a, b *Binding) int {
		return cmp.Or(cmp.Compare(modRank(a.Key), modRank(b.Key)), cmp.Compare(codeRank(a.Key), codeRank(b.Key)))
	})
}

// modRank is the modifiers in the order of tmux's bits.
func modRank(k key.Key) int {
	rank := 0
	for i, mod := range []key.Mods{key.Alt, key.Ctrl, key.Shift, key.Super, key.Hyper, key.Meta} {
		if k.Mods&mod != 0 && !(k.Code == key.Tab && mod == key.Shift) { // BTab is a key of its own there
			rank |= 1 << i
		}
	}
	return rank
}

// specials are the keys that are no characters, in tmux's order; the mouse's come behind them.
var specials = []key.Code{
	key.Backspace, key.F1, key.F2, key.F3, key.F4, key.F5, key.F6, key.F7, key.F8, key.F9, key.F10, key.F11, key.F12,
	key.Insert, key.Delete, key.Home, key.End, key.PageDown, key.PageUp, key.Tab, key.Up, key.Down, key.Left, key.Right,
	key.KPDivide, key.KPMultiply, key.KPSubtract, key.KP7, key.KP8, key.KP9, key.KPAdd, key.KP4, key.KP5, key.KP6,
	key.KP1, key.KP2, key.KP3, key.KPEnter, key.KP0, key.KPDecimal,
}

const (
	userRank    = 0x110000 // above Unicode
	anyRank     = userRank + 0x1000
	specialRank = anyRank + 1
	otherRank   = specialRank + 0x1000
)

func codeRank(k key.Key) int {
	switch {
	case k.Code == key.Tab && k.Mods&key.Shift == 0:
		return '\t'
	case k.Code == key.Enter:
		return '\r'
	case k.Code == key.Escape:
		return 0x1b
	case k.Code >= key.User && k.Code < key.User+key.UserKeys:
		return userRank + int(k.Code-key.User)
	case k.Code == key.Any:
		return anyRank
	}
	if i := slices.Index(specials, k.Code); i >= 0 {
		return specialRank + i
	}
	if k.Code.IsText() {
		return int(k.Code)
	}
	return otherRank + int(k.Code)
}

// TableList returns the key tables by name.
func (m *Model) TableList() []*Table {
	return slices.SortedFunc(maps.Values(m.Tables), func(a, b *Table) int { return cmp.Compare(a.Name, b.Name) })
}

// MakeTable returns a table, made if need be.
func (m *Model) MakeTable(name string) *Table {
	t := m.Tables[name]
	if t == nil {
		t = &Table{Name: name, Bindings: make(map[key.Key]*Binding)}
		m.Tables[name] = t
		m.touchTable(name)
	}
	return t
}

// Bind adds b to a table, which is made if need be.
func (m *Model) Bind(table string, b Binding) {
	t := m.MakeTable(table)
	b.Key = b.Key.Canonical()
	t.Bindings[b.Key] = &b
	m.touchTable(table)
}

// Unbind removes the binding of k. A table that the user made goes with its last one.
func (m *Model) Unbind(table string, k key.Key) {
	t := m.Tables[table]
	if t == nil {
		return
	}
	delete(t.Bindings, k.Canonical())
	if len(t.Bindings) == 0 && !t.Default {
		delete(m.Tables, table)
	}
	m.touchTable(table)
}

// UnbindAll removes a table.
func (m *Model) UnbindAll(table string) {
	delete(m.Tables, table)
	for _, c := range m.Clients {
		if c.Keys.Table == table {
			m.ResetKeys(c)
		}
	}
	m.touchTable(table)
}

func (m *Model) touchTable(name string) { m.touched[Ref{Kind: KindTable, Name: name}] = true }
