//go:build darwin || freebsd || portable

package ptyhost

// A watch looks at the socket's directory where there is inotify.
type watch struct{}

func (h *host) watchFiles() {}
