package transport

import (
	"errors"

	"golang.org/x/sys/unix"
)

// ErrLocked says that another process holds the lock.
var ErrLocked = errors.New("locked by another server")

// LockPath is where the lock of a socket lies.
func LockPath(socket string) string { return socket + ".lock" }

// Lock takes the lock at path without waiting. It belongs to the open file description, so that
// processes which share the descriptor share the lock, and it is given up when the last copy is
// closed. The descriptor is close-on-exec.
func Lock(path string) (fd int, err error) {
	for {
		fd, err = unix.Open(path, unix.O_RDWR|unix.O_CREAT|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0o600)
		if err != nil {
			return -1, &PathError{"couldn't open lock %s (%s)", path, err}
		}
		if err := flock(fd); err != nil {
			unix.Close(fd)
			if errors.Is(err, unix.EWOULDBLOCK) {
				return -1, &PathError{"%s: %s", path, ErrLocked}
			}
			return -1, &PathError{"couldn't lock %s (%s)", path, err}
		}
		if LockHolds(fd, path) {
			return fd, nil
		}
		unix.Close(fd) // deleted or replaced between open and flock: what we hold is nobody's lock
	}
}

// LockHolds says whether fd, a lock that was taken, is still what lies at path. A lock whose file
// was deleted excludes nobody.
func LockHolds(fd int, path string) bool {
	var held, there unix.Stat_t
	return unix.Fstat(fd, &held) == nil && unix.Lstat(path, &there) == nil &&
		held.Dev == there.Dev && held.Ino == there.Ino
}

// flock retries when a signal interrupts it; it never waits, so this ends.
func flock(fd int) error {
	for {
		if err := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB); err != unix.EINTR {
			return err
		}
	}
}
