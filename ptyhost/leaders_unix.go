//go:build darwin || freebsd

package ptyhost

import "errors"

// openProcess: see watchPidfd.
func openProcess(int) (pidfd int, err error) { return -1, nil }

// watchPidfd: there are no pidfds here.
func (h *host) watchPidfd(*pane) error { return errors.ErrUnsupported }

func (h *host) unwatchPidfd(*pane) {}
