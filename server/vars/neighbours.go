package vars

import (
	"strings"

	"gmux/server/format"
	"gmux/server/model"
)

// neighbours are the windows before and behind a window in the order of the loop over them.
type neighbours struct{ before, behind *model.Winlink }

// Between is told by a loop. Only that over windows has variables of neighbours, as in tmux.
func (v *Vars) Between(before, behind format.Vars) {
	if v.about != aWindow {
		return
	}
	v.beside = new(neighbours)
	if b, ok := before.(*Vars); ok {
		v.beside.before = b.s.Link
	}
	if b, ok := behind.(*Vars); ok {
		v.beside.behind = b.s.Link
	}
}

// neighbour is a variable about a window beside this one, empty where there is none.
func neighbour(next bool, f func(*model.Winlink) string) func(*Vars) string {
	return func(v *Vars) string {
		if l := v.neighbour(next); l != nil {
			return f(l)
		}
		return ""
	}
}

func (v *Vars) neighbour(next bool) *model.Winlink {
	switch {
	case v.beside == nil:
		return nil
	case next:
		return v.beside.behind
	}
	return v.beside.before
}

// besideCurrent tells in a loop whether the window beside this one is the current one.
func besideCurrent(next bool) func(*Vars) string {
	return func(v *Vars) string {
		if v.beside == nil {
			return ""
		}
		l := v.neighbour(next)
		return flag(l != nil && isCurrent(l))
	}
}

func isCurrent(l *model.Winlink) bool { return l.Session.Current == l }

func neighbourTable() map[string]func(*Vars) string {
	index := func(l *model.Winlink) string { return itoa(l.Index) }
	active := func(l *model.Winlink) string { return flag(isCurrent(l)) }
	return map[string]func(*Vars) string{
		"next_window_index":    neighbour(true, index),
		"next_window_active":   neighbour(true, active),
		"prev_window_index":    neighbour(false, index),
		"prev_window_active":   neighbour(false, active),
		"window_after_active":  besideCurrent(false),
		"window_before_active": besideCurrent(true),
	}
}

// ofNeighbour finds next_@name and prev_@name: the user's options of the windows beside this one.
func (v *Vars) ofNeighbour(name string) (string, bool) {
	if v.beside == nil {
		return "", false
	}
	own, next := strings.CutPrefix(name, "next_")
	if !next {
		own, _ = strings.CutPrefix(name, "prev_")
	}
	l := v.neighbour(next)
	if l == nil || own == name || !strings.HasPrefix(own, "@") || !l.Window.Options.Own(own) {
		return "", false
	}
	return l.Window.Options.Variable(own)
}
