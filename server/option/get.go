package option

import (
	"fmt"
	"strconv"
	"strings"

	"gmux/server/style"
	"gmux/server/syntax"
)

// must is the value of an option that the set's scope has. A name that it has not is a mistake in the
// program, not of the user.
func (s *Set) must(name string, t Type) *value {
	v, ok := s.find(name)
	if e := byName()[name]; !ok || e == nil || e.Type != t && t != String || e.Array {
		panic(fmt.Sprintf("option: %q is not an option of this scope and type", name))
	}
	return v
}

// Get is the value of any option that the set or a parent has, user options too, as show-options -v
// prints it; the items of an array are joined with spaces. The name is a full one.
func (s *Set) Get(name string) (text string, ok bool) {
	v, ok := s.find(name)
	if !ok {
		return "", false
	}
	if e := byName()[name]; e != nil && e.Array {
		var b strings.Builder
		for i, it := range v.items {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(it.Value)
		}
		return b.String(), true
	}
	return v.text, true
}

// Variable is what #{name} is in a format: flags are 1 and 0, and name[N] is an item of an array.
func (s *Set) Variable(name string) (text string, ok bool) {
	base, index, ok := cutIndex(name)
	if !ok {
		return "", false
	}
	if to, ok := spellings[base]; ok {
		base = to
	}
	e := byName()[base]
	if index >= 0 && e != nil && e.Array {
		v, ok := s.find(base)
		if !ok {
			return "", false
		}
		text, _ = v.item(index)
		return text, true
	}
	if text, ok = s.Get(base); ok && e != nil && e.Type == Flag {
		v, _ := s.find(base)
		text = strconv.FormatInt(v.num, 10)
	}
	return text, ok
}

// Own says whether the set has a value itself.
func (s *Set) Own(name string) bool {
	_, ok := s.values[name]
	return ok
}

// Owns says whether the set has a value itself, or the item of an array that a reference names.
func (s *Set) Owns(ref Ref) bool {
	own, ok := s.values[ref.Name]
	if !ok || ref.Index < 0 {
		return ok
	}
	_, ok = own.item(ref.Index)
	return ok
}

// String is the value of an option of any type but an array, as text.
func (s *Set) String(name string) string { return s.must(name, String).text }

// Number is the value of a Number.
func (s *Set) Number(name string) int { return int(s.must(name, Number).num) }

// Flag is the value of a Flag.
func (s *Set) Flag(name string) bool { return s.must(name, Flag).num != 0 }

// Choice is the value of a Choice, one of the entry's words.
func (s *Set) Choice(name string) string { return s.must(name, Choice).text }

// Key is the name of a Key.
func (s *Set) Key(name string) string { return s.must(name, Key).text }

// Command is the value of a Command.
func (s *Set) Command(name string) syntax.List { return s.must(name, Command).list }

// Colour is the value of a Colour.
func (s *Set) Colour(name string) style.Colour {
	text := s.must(name, Colour).text
	if text == "none" {
		return style.None
	}
	c, err := style.ParseColour(text)
	if err != nil {
		panic(fmt.Sprintf("option: %s is %q: %v", name, text, err))
	}
	return c
}

// Style is the value of a style option on top of nothing. When there are formats in it they are expanded
// first; what then is no style counts as default.
func (s *Set) Style(name string, expand func(string) string) style.Style {
	v := s.must(name, String)
	if v.style != nil {
		return *v.style
	}
	text := v.text
	if expand != nil {
		text = expand(text)
	}
	st, err := style.Parse(style.Style{}, text)
	if err != nil {
		return style.Style{}
	}
	return st
}

// Array is the items of an array in the order of their numbers.
func (s *Set) Array(name string) []Item {
	v, ok := s.find(name)
	if e := byName()[name]; !ok || e == nil || !e.Array {
		panic(fmt.Sprintf("option: %q is not an array of this scope", name))
	}
	return v.items
}

// Strings is the values of an array.
func (s *Set) Strings(name string) []string {
	items := s.Array(name)
	ss := make([]string, len(items))
	for i, it := range items {
		ss[i] = it.Value
	}
	return ss
}
