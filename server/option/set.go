package option

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gmux/server/style"
	"gmux/server/syntax"
)

// Checks are the tests of values that other packages make. A nil one lets everything pass.
type Checks struct {
	Key   func(name string) (canonical string, ok bool) // a key's name, "None" for no key
	Shell func(path string) bool                        // a program that can be default-shell
}

// A Set is the values that one object has of options. It belongs to the goroutine of the model.
type Set struct {
	parent  *Set
	global  bool // it has every option of its scope, always
	scope   Scope
	checks  Checks
	values  map[string]*value
	changed uint64
}

// A value is what a Set has of one option. Which fields count is for the entry to say.
type value struct {
	text  string
	num   int64 // Number; Flag 0 or 1; Choice the place among the choices
	style *style.Style
	list  syntax.List
	items []Item // sorted by Index
}

// An Item is one value of an array.
type Item struct {
	Index int
	Value string
}

// NewGlobal is a set with every option of the scope at its default.
func NewGlobal(scope Scope, c Checks) *Set {
	s := &Set{global: true, scope: scope, checks: c, values: make(map[string]*value)}
	for _, e := range all() {
		if e.Scope&scope != 0 {
			s.values[e.Name] = s.fallback(e)
		}
	}
	return s
}

// NewSet is a set without a value of its own. The set of a pane's window is the pane's parent, and so on
// up to a global one.
func NewSet(parent *Set) *Set {
	return &Set{parent: parent, scope: parent.scope, checks: parent.checks, values: make(map[string]*value)}
}

// Parent is where the set inherits from, nil for a global one.
func (s *Set) Parent() *Set { return s.parent }

// SetParent lets the set inherit from another: a pane that moves to another window.
func (s *Set) SetParent(parent *Set) {
	s.parent = parent
	s.changed++
}

// Changed grows with every change to this set; changes to its parents count there.
func (s *Set) Changed() uint64 { return s.changed }

// fallback is the default of an option, which has to be one that could be set.
func (s *Set) fallback(e *Entry) *value {
	v := &value{}
	if e.Array {
		for i, text := range e.Items {
			v.items = append(v.items, Item{i, text})
		}
		return v
	}
	if e.Type == Colour && e.Default == "none" {
		return &value{text: e.Default}
	}
	v, err := Checks{}.read(e, e.Default)
	if err != nil {
		panic(fmt.Sprintf("option: default of %s: %v", e.Name, err))
	}
	return v
}

// find is the value of an option in this set or the nearest above it.
func (s *Set) find(name string) (*value, bool) {
	for ; s != nil; s = s.parent {
		if v, ok := s.values[name]; ok {
			return v, true
		}
	}
	return nil, false
}

// SetFlags say how Set changes.
type SetFlags uint8

const (
	Append      SetFlags = 1 << iota // -a: to what is there; of an array, another item
	OnlyIfUnset                      // -o: an error when the set has a value of its own
)

// Errors that callers tell apart: -q is silent about names and about ErrAlreadySet.
var (
	ErrAlreadySet = errors.New("already set")
	errEmpty      = errors.New("empty value")
)

// Set gives an option a value, as set-option NAME VALUE does. After an error nothing has changed.
func (s *Set) Set(name, text string, f SetFlags) error {
	ref, err := s.settable(name, f)
	if err != nil {
		return err
	}
	own := s.values[ref.Name]
	switch e := ref.Entry; {
	case e == nil:
		if f&Append != 0 && own != nil {
			text = own.text + text
		}
		s.put(ref.Name, &value{text: text})
		return nil
	case e.Array:
		return s.setArray(ref, own, text, f)
	case e.Type == Flag && text == "":
		return s.toggle(e)
	case e.Type == String && f&Append != 0 && own != nil:
		text = own.text + e.Separator + text
		fallthrough
	default:
		v, err := s.checks.read(e, text)
		if err != nil {
			return err
		}
		s.put(e.Name, v)
		return nil
	}
}

// settable is Match with what Set, Toggle and Unset have to check before they begin.
func (s *Set) settable(name string, f SetFlags) (Ref, error) {
	ref, err := Match(name)
	if err != nil {
		return ref, err
	}
	if ref.Index >= 0 && (ref.Entry == nil || !ref.Entry.Array) {
		return ref, fmt.Errorf("not an array: %s", name)
	}
	if _, ok := s.find(ref.Name); !ok && ref.Entry != nil {
		return ref, &NameError{Name: name} // of another scope
	}
	if f&OnlyIfUnset != 0 && s.Owns(ref) {
		return ref, fmt.Errorf("%w: %s", ErrAlreadySet, name)
	}
	return ref, nil
}

func (s *Set) put(name string, v *value) {
	s.values[name] = v
	s.changed++
}

func (v *value) item(index int) (string, bool) {
	i, ok := slices.BinarySearchFunc(v.items, index, func(it Item, n int) int { return it.Index - n })
	if !ok {
		return "", false
	}
	return v.items[i].Value, true
}

// setArray sets one item, or all of them from a text that the entry's separators part.
func (s *Set) setArray(ref Ref, own *value, text string, f SetFlags) error {
	next := &value{}
	if own != nil && (f&Append != 0 || ref.Index >= 0) {
		next.items = slices.Clone(own.items)
	}
	if ref.Index >= 0 {
		if old, _ := next.item(ref.Index); f&Append != 0 && ref.Entry.Type == String {
			text = old + text
		}
		return s.putItems(ref, next, Item{ref.Index, text})
	}
	free := 0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(ref.Entry.Separator, r) }) {
		for _, taken := next.item(free); taken; _, taken = next.item(free) {
			free++
		}
		if err := next.place(s.checks, ref.Entry, Item{free, word}); err != nil {
			return err
		}
	}
	s.put(ref.Name, next)
	return nil
}

func (s *Set) putItems(ref Ref, v *value, it Item) error {
	if err := v.place(s.checks, ref.Entry, it); err != nil {
		return err
	}
	s.put(ref.Name, v)
	return nil
}

// place puts one item where it belongs, in place of one that is there.
func (v *value) place(c Checks, e *Entry, it Item) error {
	read, err := c.read(e, it.Value)
	if err != nil {
		return err
	}
	it.Value = read.text
	i, ok := slices.BinarySearchFunc(v.items, it.Index, func(have Item, n int) int { return have.Index - n })
	if ok {
		v.items[i] = it
	} else {
		v.items = slices.Insert(v.items, i, it)
	}
	return nil
}

// Toggle is set-option without a value: a flag changes, so does a choice between its first two.
func (s *Set) Toggle(name string, f SetFlags) error {
	ref, err := s.settable(name, f)
	if err != nil {
		return err
	}
	if e := ref.Entry; e != nil && !e.Array && (e.Type == Flag || e.Type == Choice) {
		return s.toggle(e)
	}
	return errEmpty
}

func (s *Set) toggle(e *Entry) error {
	v, _ := s.find(e.Name)
	n := v.num
	if n < 2 {
		n = 1 - n
	}
	text := []string{"off", "on"}[n&1]
	if e.Type == Choice {
		text = e.Choices[n]
	}
	s.put(e.Name, &value{text: text, num: n})
	return nil
}

// Unset takes away what the set has of an option; a global set goes back to the default.
func (s *Set) Unset(name string) error {
	ref, err := s.settable(name, 0)
	if err != nil {
		return err
	}
	own, ok := s.values[ref.Name]
	switch {
	case !ok:
		return nil
	case ref.Index >= 0:
		items := slices.DeleteFunc(slices.Clone(own.items), func(it Item) bool { return it.Index == ref.Index })
		s.put(ref.Name, &value{items: items})
	case s.global && ref.Entry != nil:
		s.put(ref.Name, s.fallback(ref.Entry))
	default:
		delete(s.values, ref.Name)
		s.changed++
	}
	return nil
}
