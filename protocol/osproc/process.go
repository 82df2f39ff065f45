package osproc

import (
	"errors"
	"slices"
)

// ErrUnsupported says that this system does not tell.
var ErrUnsupported = errors.New("not told by this system")

// A Process is one process as the kernel lists it.
type Process struct {
	PID     int
	Parent  int
	Group   int // process group
	Session int // pid of the session leader, dead or alive
	TTY     int // device number of the controlling terminal, 0 without one
	State   byte
	Command string // its short name
}

// Zombie says whether the process is dead and waits to be reaped.
func (p Process) Zombie() bool { return p.State == 'Z' }

// Sessions lists the processes of the sessions that these pids lead, or have led, zombies left out.
func Sessions(leaders map[int]bool) ([]Process, error) {
	all, err := candidates(leaders)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(p Process) bool { return !leaders[p.Session] || p.Zombie() }), nil
}
