package vars

import (
	"slices"
	"strings"
	"testing"
)

// TestHelp: help.txt is in order and has variables of the table only. That it has all is a test of server/manual.
func TestHelp(t *testing.T) {
	var names []string
	for line := range strings.Lines(helpText) {
		name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if text == "" || strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q", name, text)
		}
		names = append(names, name)
	}
	if !slices.IsSorted(names) {
		t.Error("help.txt is not in order")
	}
	for _, name := range names {
		if table()[name] == nil {
			t.Errorf("%s is in help.txt, and is no variable", name)
		}
	}
}
