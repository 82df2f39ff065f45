//go:build darwin || freebsd

package ptyhost

import "errors"

// watchPidfd: there are no pidfds here.
func (h *host) watchPidfd(*pane) error { return errors.ErrUnsupported }

func (h *host) unwatchPidfd(*pane) {}
