//go:build darwin || freebsd

package ptyhost

import "time"

// waited is not told by these systems.
func waited(int) time.Duration { return 0 }
