//go:build linux && !(amd64 || arm64)

package instant

import "golang.org/x/sys/unix"

// Splice is splice(2) without offsets; flags should have SPLICE_F_NONBLOCK.
func Splice(from, to, n, flags int) (int, error) {
	moved, err := unix.Splice(from, nil, to, nil, n, flags)
	return int(moved), err
}

// Sendfile is sendfile(2) from where from's position is.
func Sendfile(to, from, n int) (int, error) { return unix.Sendfile(to, from, nil, n) }
