//go:build !darwin

package tty

import "golang.org/x/sys/unix"

func pollOrSelect(fds []unix.PollFd, milliseconds int) (int, error) {
	return unix.Poll(fds, milliseconds)
}
