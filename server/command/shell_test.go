package command_test

import "testing"

// TestOutputIsCut: who asks for more of a shell command's output than is kept is told.
func TestOutputIsCut(t *testing.T) {
	h := newHarness(t)
	h.cut = true
	if got, want := h.ok("run-shell", "echo begun"), "begun\n'echo begun' printed more than is kept"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
