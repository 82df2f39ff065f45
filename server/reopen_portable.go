//go:build darwin || freebsd || portable

package server

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// reopen opens the terminal anew by its path: /dev/fd gives the same open file description again here. What lies at
// the path must be the terminal that the client has passed.
func (t *outerTTY) reopen() (int, error) {
	own, err := unix.Open(t.path, reopenFlags, 0)
	if err != nil {
		return -1, err
	}
	var passed, opened unix.Stat_t
	if unix.Fstat(t.fd, &passed) != nil || unix.Fstat(own, &opened) != nil || passed.Rdev != opened.Rdev {
		unix.Close(own)
		return -1, fmt.Errorf("%s: %w", t.path, unix.ENOTTY)
	}
	return own, nil
}
