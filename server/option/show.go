package option

import (
	"fmt"
	"maps"
	"slices"
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

// Show lists one option as show-options NAME prints it: a line, a line for each item of an array, or
// nothing when the set has no value of its own.
func (s *Set) Show(name string, f ShowFlags) ([]string, error) {
	ref, err := Match(name)
	if err != nil {
		return nil, err
	}
	lines := s.show(ref, f)
	if _, ok := s.find(ref.Name); !ok && ref.Entry == nil || ref.Entry == nil && !s.Own(ref.Name) && f&Inherited == 0 {
		return nil, &NameError{Name: name}
	}
	return lines, nil
}

// ShowAll lists the options of a scope: first the user's, then the table's in its order.
func (s *Set) ShowAll(scope Scope, f ShowFlags) []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(s.values)) {
		if f&OnlyHooks == 0 && strings.HasPrefix(name, "@") {
			lines = append(lines, s.show(Ref{Name: name, Index: -1}, f)...)
		}
	}
	for _, e := range all {
		if e.Scope&scope != 0 && (e.Hook && f&(Hooks|OnlyHooks) != 0 || !e.Hook && f&OnlyHooks == 0) {
			lines = append(lines, s.show(Ref{e.Name, e, -1}, f)...)
		}
	}
	return lines
}

func (s *Set) show(ref Ref, f ShowFlags) []string {
	v, own := s.values[ref.Name]
	mark := ""
	if !own {
		if f&Inherited == 0 {
			return nil
		}
		var ok bool
		if v, ok = s.find(ref.Name); !ok {
			return nil
		}
		mark = "*"
	}
	if ref.Entry == nil || !ref.Entry.Array {
		name := ref.Name
		if ref.Index >= 0 {
			name = fmt.Sprintf("%s[%d]", ref.Name, ref.Index)
		}
		return []string{line(ref, name+mark, v.text, f)}
	}
	if ref.Index >= 0 {
		text, _ := v.item(ref.Index)
		return []string{line(ref, fmt.Sprintf("%s[%d]%s", ref.Name, ref.Index, mark), text, f)}
	}
	if len(v.items) == 0 && f&ValueOnly == 0 {
		return []string{ref.Name + mark}
	}
	var lines []string
	for _, it := range v.items {
		lines = append(lines, line(ref, fmt.Sprintf("%s[%d]%s", ref.Name, it.Index, mark), it.Value, f))
	}
	return lines
}

// line prints one value. Only text is quoted: the other types have nothing to quote.
func line(ref Ref, name, text string, f ShowFlags) string {
	if f&ValueOnly != 0 {
		return text
	}
	if ref.Entry == nil || ref.Entry.Type == String {
		text = syntax.Quote(text)
	}
	return name + " " + text
}
