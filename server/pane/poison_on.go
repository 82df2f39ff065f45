//go:build gmux_poison

package pane

import (
	"bytes"
	"os"
	"syscall"
)

// Builds for tests die of one piece of output, in a way that no recover stops, and hang for ever on another, but not in a replay.
var (
	deadly  = []byte("\x1b_gmux-test-die\x1b\\")
	hanging = []byte("\x1b_gmux-test-hang\x1b\\")
)

// poison is called with each piece before it is parsed, while the lock is held.
func poison(piece []byte, replay bool) {
	if bytes.Contains(piece, deadly) {
		syscall.Kill(os.Getpid(), syscall.SIGABRT) // the Go runtime writes its goroutines to stderr and ends
		select {}
	}
	if !replay && bytes.Contains(piece, hanging) {
		select {}
	}
}
