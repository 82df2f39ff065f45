package command

import (
	"strings"
	"testing"
)

// TestUsage: each flag that a usage names is taken, and has an argument where it says so; the rest are arguments.
func TestUsage(t *testing.T) {
	for _, e := range Entries() {
		flags := e.Flags()
		if e.flags != "" && len(flags) == 0 {
			t.Errorf("%s %s: no flags of %s", e.Name, e.Usage, e.flags)
		}
		for _, f := range flags {
			at := strings.IndexByte(e.flags, f.Letter)
			if at < 0 || strings.HasPrefix(e.flags[at+1:], ":") != (f.Arg != "") {
				t.Errorf("%s %s: -%c is not in %s as it is named", e.Name, e.Usage, f.Letter, e.flags)
			}
		}
		if rest := e.Arguments(); strings.HasPrefix(rest, "-") || strings.Contains(rest, " -") || strings.Contains(rest, "[-") {
			t.Errorf("%s: arguments %q", e.Name, rest)
		}
		if e.Help == "" || strings.HasSuffix(e.Help, ".") || strings.Contains(e.Help, "\n") {
			t.Errorf("%s: help %q", e.Name, e.Help)
		}
	}
}
