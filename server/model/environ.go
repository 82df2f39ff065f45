package model

import (
	"maps"
	"slices"
	"strings"

	"gmux/server/format"
)

// A Var is the value of an environment variable.
type Var struct {
	Value   string
	Hidden  bool // known to formats and to show-environment -h, not to children
	Removed bool // set-environment -r: taken out of what a child inherits
}

// An Environ is a set of environment variables, global or a session's.
type Environ map[string]Var

// EnvironOf makes an Environ of NAME=value strings; what has no = is left out.
func EnvironOf(list []string) Environ {
	e := make(Environ, len(list))
	for _, s := range list {
		e.Put(s)
	}
	return e
}

// Get returns the value of name, and false where it is not set or removed.
func (e Environ) Get(name string) (string, bool) {
	v, ok := e[name]
	return v.Value, ok && !v.Removed
}

// Set sets name to value.
func (e Environ) Set(name, value string) { e[name] = Var{Value: value} }

// Put sets a variable from NAME=value; without = it does nothing, as in tmux.
func (e Environ) Put(assignment string) {
	if name, value, ok := strings.Cut(assignment, "="); ok {
		e[name] = Var{Value: value}
	}
}

// Remove marks name to be taken out of what a child inherits.
func (e Environ) Remove(name string) { e[name] = Var{Removed: true} }

// Names returns the names in order.
func (e Environ) Names() []string { return slices.Sorted(maps.Keys(e)) }

// Merge sets in e what other has, removals included.
func (e Environ) Merge(other Environ) { maps.Copy(e, other) }

// Clone returns a copy of e that is never nil.
func (e Environ) Clone() Environ {
	c := make(Environ, len(e))
	maps.Copy(c, e)
	return c
}

// Update copies from a client's environment the variables that patterns (update-environment) name. A
// pattern that matches nothing there is removed, so that a stale DISPLAY does not outlive its client.
func (e Environ) Update(patterns []string, from Environ) {
	for _, p := range patterns {
		found := false
		for name, v := range from {
			if !v.Removed && format.Match(p, name, false) {
				e[name] = Var{Value: v.Value}
				found = true
			}
		}
		if !found {
			e.Remove(p)
		}
	}
}

// Strings returns what a child gets, NAME=value in order: nothing hidden, removed or nameless.
func (e Environ) Strings() []string {
	list := make([]string, 0, len(e))
	for _, name := range e.Names() {
		if v := e[name]; name != "" && !v.Hidden && !v.Removed {
			list = append(list, name+"="+v.Value)
		}
	}
	return list
}
