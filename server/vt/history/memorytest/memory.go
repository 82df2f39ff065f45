// Package memorytest has a history.Memory for tests, which lose theirs with the test.
package memorytest

import (
	"bytes"
	"errors"
	"io"
	"slices"
)

// A Memory is bytes.
type Memory struct {
	P    []byte
	Fail bool // Append fails, as if there were no memory left
}

// align is where appended bytes begin: memory is given back in pages, here of 16 bytes.
const align = 16

// ErrFull is Append's when it is to fail.
var ErrFull = errors.New("no memory left")

// Append implements history.Memory.
func (m *Memory) Append(p []byte) (at int64, err error) {
	if m.Fail {
		return 0, ErrFull
	}
	for len(m.P)%align != 0 {
		m.P = append(m.P, 0)
	}
	at = int64(len(m.P))
	m.P = append(m.P, p...)
	return at, nil
}

// ReadAt implements io.ReaderAt.
func (m *Memory) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off > int64(len(m.P)) {
		return 0, io.EOF
	}
	n := copy(p, m.P[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Clone is another memory with the same in it.
func (m *Memory) Clone() *Memory { return &Memory{P: slices.Clone(m.P)} }

// Punch gives n bytes at an offset back: they are zeros then.
func (m *Memory) Punch(at, n int64) { clear(m.P[at : at+n]) }

// Truncate forgets what is behind end.
func (m *Memory) Truncate(end int64) { m.P = m.P[:end] }

// Used is the number of stretches of at most align bytes that have something in them, from their first byte on.
func (m *Memory) Used() (n int) {
	for p := range slices.Chunk(m.P, align) {
		if len(bytes.Trim(p, "\x00")) > 0 {
			n++
		}
	}
	return n
}
