package format

import (
	"strings"
	"testing"
	"time"
)

// TestTraceIsBounded: what is told of a template that blows itself up is bounded as the expansion is. What tmux tells of others is in
// the corpus.
func TestTraceIsBounded(t *testing.T) {
	told := 0
	c := Context{Vars: Map{"a": "#{E:b}#{E:b}", "b": "#{E:a}#{E:a}"}, Time: time.Unix(0, 0), Trace: func(line string) {
		if told += len(line); !strings.HasPrefix(line, "# ") {
			t.Fatalf("told %q", line)
		}
	}}
	Expand("#{E:a}", c)
	if told == 0 || told > maxWork {
		t.Errorf("%d bytes were told, of %d", told, maxWork)
	}
}
