package option

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// A Saved is one value of a set as a snapshot keeps it: names and text, so that another version reads it.
type Saved struct {
	Name  string
	Value string
	Array bool
	Items []Item // of an array
}

// Saved is what has to be kept of a set: its own values, of a global set those that are not the default.
func (s *Set) Saved() []Saved {
	var out []Saved
	for _, name := range slices.Sorted(maps.Keys(s.values)) {
		v, e := s.values[name], byName()[name]
		if s.global && e != nil && same(v, s.fallback(e)) {
			continue
		}
		sv := Saved{Name: name, Value: v.text}
		if e != nil && e.Array {
			sv = Saved{Name: name, Array: true, Items: slices.Clone(v.items)}
		}
		out = append(out, sv)
	}
	return out
}

func same(a, b *value) bool {
	return a.text == b.text && (len(a.items) == 0 && len(b.items) == 0 || reflect.DeepEqual(a.items, b.items))
}

// Restore puts saved values back into a new set. What this version cannot take is left out and said.
func (s *Set) Restore(saved []Saved) error {
	var errs []error
	for _, sv := range saved {
		if err := s.restore(sv); err != nil {
			errs = append(errs, fmt.Errorf("restore option %s: %w", sv.Name, err))
		}
	}
	return errors.Join(errs...)
}

func (s *Set) restore(sv Saved) error {
	if len(sv.Name) > 1 && sv.Name[0] == '@' {
		s.put(sv.Name, &value{text: sv.Value})
		return nil
	}
	e, ok := byName()[sv.Name]
	if _, has := s.find(sv.Name); !ok || !has || e.Array != sv.Array {
		return &NameError{Name: sv.Name}
	}
	if !e.Array {
		if e.Type == Colour && sv.Value == "none" && e.Default == "none" {
			s.put(sv.Name, s.fallback(e))
			return nil
		}
		v, err := s.checks.read(e, sv.Value)
		if err != nil {
			return err
		}
		s.put(sv.Name, v)
		return nil
	}
	v := &value{}
	for _, it := range sv.Items {
		if err := v.place(s.checks, e, it); err != nil {
			return err
		}
	}
	s.put(sv.Name, v)
	return nil
}
