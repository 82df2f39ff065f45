package option

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gmux/server/syntax"
)

// ShowFlags say how options are listed.
type ShowFlags uint8

const (
	ValueOnly ShowFlags = 1 << iota // -v: values, without names and quotes
	Inherited                       // -A: those of the parents too, marked with *
	Hooks                           // -H: hooks as well
	OnlyHooks                       // show-hooks: hooks alone
)

// A Shown is one value as it is listed: an option, an item of an array, or an array without items.
type Shown struct {
	Ref                // Index is that of an item, -1 of what has none
	Value       string // as show-options -v prints it
	IsInherited bool   // the value is a parent's
	IsEmpty     bool   // an array without items
}

// Typed is the value as a number or a flag where it is one.
func (w Shown) Typed() any {
	if w.IsEmpty {
		return nil
	}
	if w.Entry != nil {
		switch w.Entry.Type {
		case Number:
			if n, err := strconv.ParseInt(w.Value, 10, 64); err == nil {
				return n
			}
		case Flag:
			return w.Value == "on"
		}
	}
	return w.Value
}

// Show lists one option as show-options NAME prints it: a line, a line for each item of an array, or
// nothing when the set has no value of its own.
func (s *Set) Show(name string, f ShowFlags) ([]string, error) {
	list, err := s.Values(name, f)
	return Lines(list, f), err
}

// ShowAll lists the options of a scope: first the user's, then the table's in its order.
func (s *Set) ShowAll(scope Scope, f ShowFlags) []string { return Lines(s.AllValues(scope, f), f) }

// Values is what Show lists.
func (s *Set) Values(name string, f ShowFlags) ([]Shown, error) {
	ref, err := Match(name)
	if err != nil {
		return nil, err
	}
	if _, ok := s.find(ref.Name); !ok && ref.Entry == nil || ref.Entry == nil && !s.Own(ref.Name) && f&Inherited == 0 {
		return nil, &NameError{Name: name}
	}
	return s.shown(ref, f), nil
}

// AllValues is what ShowAll lists.
func (s *Set) AllValues(scope Scope, f ShowFlags) []Shown {
	var list []Shown
	for _, name := range slices.Sorted(maps.Keys(s.values)) {
		if f&OnlyHooks == 0 && strings.HasPrefix(name, "@") {
			list = append(list, s.shown(Ref{Name: name, Index: -1}, f)...)
		}
	}
	for _, e := range all() {
		if e.Scope&scope != 0 && (e.Hook && f&(Hooks|OnlyHooks) != 0 || !e.Hook && f&OnlyHooks == 0) {
			list = append(list, s.shown(Ref{e.Name, e, -1}, f)...)
		}
	}
	return list
}

func (s *Set) shown(ref Ref, f ShowFlags) []Shown {
	v, own := s.values[ref.Name]
	if !own {
		if f&Inherited == 0 {
			return nil
		}
		var ok bool
		if v, ok = s.find(ref.Name); !ok {
			return nil
		}
	}
	if ref.Entry == nil || !ref.Entry.Array {
		return []Shown{{Ref: ref, Value: v.text, IsInherited: !own}}
	}
	if ref.Index >= 0 {
		text, _ := v.item(ref.Index)
		return []Shown{{Ref: ref, Value: text, IsInherited: !own}}
	}
	if len(v.items) == 0 {
		return []Shown{{Ref: ref, IsInherited: !own, IsEmpty: true}}
	}
	var list []Shown
	for _, it := range v.items {
		list = append(list, Shown{Ref: Ref{ref.Name, ref.Entry, it.Index}, Value: it.Value, IsInherited: !own})
	}
	return list
}

// Lines prints values, a line for each.
func Lines(list []Shown, f ShowFlags) []string {
	var lines []string
	for _, w := range list {
		if !w.IsEmpty || f&ValueOnly == 0 {
			lines = append(lines, w.line(f))
		}
	}
	return lines
}

// line prints one value. Only text is quoted: the other types have nothing to quote.
func (w Shown) line(f ShowFlags) string {
	if f&ValueOnly != 0 {
		return w.Value
	}
	name, text := w.Name, w.Value
	if w.Index >= 0 {
		name = fmt.Sprintf("%s[%d]", name, w.Index)
	}
	if w.IsInherited {
		name += "*"
	}
	if w.IsEmpty {
		return name
	}
	if w.Entry == nil || w.Entry.Type == String {
		text = syntax.Quote(text)
	}
	return name + " " + text
}
