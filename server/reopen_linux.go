//go:build !portable

package server

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// reopen opens the terminal anew by its descriptor: a path may belong to another devpts here than there.
func (t *outerTTY) reopen() (int, error) {
	return unix.Open(fmt.Sprintf("/proc/self/fd/%d", t.fd), reopenFlags, 0)
}
