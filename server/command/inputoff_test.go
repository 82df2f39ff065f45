package command_test

import (
	"strings"
	"testing"

	"gmux/server/model"
)

// TestWhoHears gives commands in a window of three panes, and which of them hear a key that is typed into the second.
func TestWhoHears(t *testing.T) {
	for _, tt := range []struct{ name, commands, key, pasted string }{
		{"the active one", "", "%1", "%1"},
		{"none, with input off", "select-pane -d", "", ""},
		{"with input on again", "select-pane -d; select-pane -e", "%1", "%1"},
		{"all, synchronized; a paste is for one", "set -w synchronize-panes on", "%1 %0 %2", "%1"},
		{"but for one with input off", "set -w synchronize-panes on; select-pane -d -t .0", "%1 %2", "%1"},
		{"nobody, if that is the one", "set -w synchronize-panes on; select-pane -d", "", ""},
		{"of a zoomed window only what is seen", "set -w synchronize-panes on; resize-pane -Z", "%1", "%1"},
		{"not a pane without a program", "set -w synchronize-panes on; split-window -d -E -t .0", "%1 %0 %2", "%1"},
		{"not one that is not synchronized", "set -w synchronize-panes on; set -p -t .2 synchronize-panes off", "%1 %0", "%1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t)
			c := h.attach(size80, "new", "-s", "s")
			h.ok("split-window", "-d", "-t", "s:")
			h.ok("split-window", "-d", "-t", "s:.1")
			h.ok("select-pane", "-t", "s:.1")
			for command := range strings.SplitSeq(tt.commands, "; ") {
				if command != "" {
					h.ok(strings.Fields(command)...)
				}
			}
			hear := func(effects []string) string {
				for i, e := range effects {
					effects[i], _, _ = strings.Cut(e, " ")
				}
				return strings.Join(effects, " ")
			}
			if got := hear(typed(h.press(c, "x"))); got != tt.key {
				t.Errorf("typed: %s, want %s", got, tt.key)
			}
			h.ok("set-buffer", "text")
			since := h.since()
			h.ok("paste-buffer")
			if got := pastedInto(since()); got != tt.pasted {
				t.Errorf("pasted: %s, want %s", got, tt.pasted)
			}
		})
	}
}

func pastedInto(effects []model.Effect) string {
	var panes []string
	for _, w := range find[model.Write](effects) {
		panes = append(panes, w.Pane.String())
	}
	return strings.Join(panes, " ")
}
