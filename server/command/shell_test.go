package command_test

import (
	"strings"
	"testing"
)

// TestOutputIsCut: who asks for more of a shell command's output than is kept is told.
func TestOutputIsCut(t *testing.T) {
	h := newHarness(t)
	command := `head -c 9000000 /dev/zero | tr "\0" x`
	got := h.ok("run-shell", command)
	if !strings.HasPrefix(got, "xxx") || !strings.HasSuffix(got, "x\n'"+command+"' printed more than is kept") {
		t.Errorf("%d bytes that end in %q", len(got), got[max(0, len(got)-100):])
	}
}
