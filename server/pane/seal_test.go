//go:build linux && !portable

package pane

import (
	"testing"

	"golang.org/x/sys/unix"

	"gmux/protocol/recovery"
	"gmux/server/vt"
)

// TestUnsealedPaneShowsAll: the server that was to take over has moved output into the log before it died.
func TestUnsealedPaneShowsAll(t *testing.T) {
	l := newLine(t)
	l.print("one")
	l.shows("one")
	if _, err := l.pane.Seal(vt.NewestForm); err != nil {
		t.Fatal(err)
	}
	if _, err := unix.Write(l.fds.PipeW, []byte(" two")); err != nil { // as a shortage leaves it
		t.Fatal(err)
	}
	if _, err := recovery.Open(l.fds, 2); err != nil {
		t.Fatal(err)
	}
	if err := l.pane.Unseal(3); err != nil {
		t.Fatal(err)
	}
	l.shows("one two")
	l.print(" three")
	l.shows("one two three")
}
