//go:build !darwin

package tty

import "golang.org/x/sys/unix"

// runtimePolls: the runtime can wait for terminals.
const runtimePolls = true

func pollOrSelect(fds []unix.PollFd, milliseconds int) (int, error) {
	return unix.Poll(fds, milliseconds)
}
