package server

import (
	"testing"

	"gmux/protocol"
)

// A terminal that its client never took, or has given back, is the user's shell's by then.
func TestWhoTookTheTerminal(t *testing.T) {
	for _, tt := range []struct {
		name     string
		attached bool
		m        protocol.Message
		want     bool
	}{
		{"a command", false, protocol.Command{}, false},
		{"its input", false, protocol.Stdin{}, false},
		{"the first word after Attached", true, protocol.Resize{}, true},
		{"a client that comes back", false, protocol.Reattach{}, true},
	} {
		c := &conn{tookTTY: takesTTY(tt.attached, tt.m)}
		if got := c.mayHaveChangedTTY(); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
		if c.leaving = true; c.mayHaveChangedTTY() {
			t.Errorf("%s, and it leaves", tt.name)
		}
	}
}
