//go:build darwin || freebsd

package tty

import "syscall"

// withDefault runs f. Go gives no way to the default action of SIGTSTP here, so suspending waits for the shell's SIGSTOP.
func withDefault(_ syscall.Signal, f func() error) error { return f() }
