//go:build darwin || freebsd

package server

// selfPidfd: these systems have none, and the host looks now and then.
func selfPidfd() (int, error) { return -1, nil }
