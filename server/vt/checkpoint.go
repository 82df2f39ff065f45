package vt

import (
	"errors"

	"gmux/server/vt/history"
)

// AppendCheckpoint appends all that the Terminal is, for Restore. Sealed segments of the history that are not in
// m yet are put there first, once; the checkpoint refers to them. The Terminal must have one Memory all its life.
// An error is m's, and dst is then as it was. What the user and the program see of the Terminal does not change.
func (t *Terminal) AppendCheckpoint(dst []byte, m history.Memory) ([]byte, error) {
	return dst, errors.New("not yet")
}

// Restore is the Terminal of a checkpoint. Of o it takes Effects and TermVersion; size, history limit, cell size,
// colours and KeepOnClear are the checkpoint's. p is not kept.
func Restore(o Options, p []byte, m history.Memory) (*Terminal, error) {
	return nil, errors.New("not yet")
}
