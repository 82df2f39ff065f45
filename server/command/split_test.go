package command_test

import (
	"strings"
	"testing"

	"gmux/server/model"
)

// TestSplitting gives commands, one after the other in one window of 80x24, and what they leave: panes in their order with size and
// place, the active one with *, or an error. The answers are tmux 3.7c's.
func TestSplitting(t *testing.T) {
	for _, tt := range []struct{ name, commands, want string }{
		{"a new pane is below and active", "split-window", "%0 80x12@0,0 %1* 80x11@0,13"},
		{"to the right, not active", "split-window -h -d", "%0* 40x24@0,0 %1 39x24@41,0"},
		{"above, of a size", "split-window -b -l 5", "%1* 80x5@0,0 %0 80x18@0,6"},
		{"in percent of the pane", "split-window -l 50%; split-window -h -p 25", "%0 80x11@0,0 %1 59x12@0,12 %2* 20x12@60,12"},
		{"along the window, before: first in the order", "split-window -h; split-window -fb -l 3", "%2* 80x3@0,0 %0 40x20@0,4 %1 39x20@41,4"},
		{"a size that is none", "split-window -l x", "size or position invalid tiled geometry"},
		{"more than all", "split-window -p 101", "size or position invalid tiled geometry"},
		{"select by side", "split-window -h; split-window; select-pane -L; select-pane -R", "%0 40x24@0,0 %1 39x12@41,0 %2* 39x11@41,13"},
		{"round the edge", "split-window -h; select-pane -R", "%0* 40x24@0,0 %1 39x24@41,0"},
		{"nobody there", "split-window -h; select-pane -U", "%0 40x24@0,0 %1* 39x24@41,0"},
		{"the last one of two need not have been active", "split-window -h -d; last-pane", "%0 40x24@0,0 %1* 39x24@41,0"},
		{"no last one", "last-pane", "no last pane"},
		{"kill all others", "split-window; split-window; kill-pane -a -t 0", "%0* 80x24@0,0"},
		{"what is killed gives way to the last active one", "split-window; split-window; select-pane -t 0; kill-pane", "%1 80x18@0,0 %2* 80x5@0,19"},
		{"wider", "split-window -h; resize-pane -L 5", "%0 35x24@0,0 %1* 44x24@36,0"},
		{"to a part of the window", "split-window -h; resize-pane -x 25%", "%0 59x24@0,0 %1* 20x24@60,0"},
		{"by nothing", "split-window; resize-pane -D 0", "adjustment too small"},
		{"to no number", "split-window; resize-pane -x y", "width invalid"},
		{"zoomed, the others stay where they were", "split-window; resize-pane -Z", "%0 80x12@0,0 %1* 80x24@0,0 zoomed"},
		{"splitting ends the zoom", "split-window; resize-pane -Z; split-window -h", "%0 80x12@0,0 %1 40x11@0,13 %2* 39x11@41,13"},
		{"or keeps it", "split-window; resize-pane -Z; select-pane -Z -U", "%0* 80x24@0,0 %1 80x11@0,13 zoomed"},
		{"swapped, the active place stays", "split-window; swap-pane -s 0 -t 1", "%1* 80x12@0,0 %0 80x11@0,13"},
		{"swapped, the active pane moves", "split-window; swap-pane -d -s 0 -t 1", "%1 80x12@0,0 %0* 80x11@0,13"},
		{"rotated", "split-window; split-window; rotate-window", "%1 80x12@0,0 %2 80x5@0,13 %0* 80x5@0,19"},
		{"back", "split-window; split-window; rotate-window -D", "%2 80x12@0,0 %0 80x5@0,13 %1* 80x5@0,19"},
		{"joined within the window", "split-window; split-window; join-pane -h -s 0 -t 2", "%1 80x18@0,0 %2 40x5@0,19 %0* 39x5@41,19"},
		{"joined with itself", "split-window; join-pane -s 1 -t 1", "source and target panes must be different"},
		{"broken out", "split-window; break-pane -d -n one", "%0* 80x24@0,0"},
		{"a layout by the beginning of its name", "split-window; select-layout even-h", "%0 40x24@0,0 %1* 39x24@41,0"},
		{"the next ones", "split-window; next-layout; next-layout", "%0 80x12@0,0 %1* 80x11@0,13"},
		{"the one before", "split-window; previous-layout", "%0 80x11@0,0 %1* 80x12@0,12"},
		{"the old one again", "split-window; select-layout even-h; select-layout -o", "%0 80x12@0,0 %1* 80x11@0,13"},
		{"no layout", "select-layout main", "invalid layout: main"},
		{"titles cost rows", "split-window; set -w pane-border-status top", "%0 80x11@0,1 %1* 80x11@0,13"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t)
			h.ok("new", "-d", "-s", "s", "-x", "80", "-y", "24")
			w := h.m.SessionByName("s").Current.Window
			got := ""
			for command := range strings.SplitSeq(tt.commands, "; ") {
				if o := h.run(strings.Fields(command)...); o.status != 0 {
					got = strings.TrimSpace(o.stderr)
				}
			}
			if got == "" {
				got = placesOf(h, w)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func placesOf(h *harness, w *model.Window) string {
	var list []string
	for line := range strings.SplitSeq(h.ok("list-panes", "-t", w.ID.String(),
		"-F", "#{pane_id}#{?pane_active,*,} #{pane_width}x#{pane_height}@#{pane_left},#{pane_top}"), "\n") {
		list = append(list, line)
	}
	if w.Zoomed {
		list = append(list, "zoomed")
	}
	return strings.Join(list, " ")
}

// TestNoRoom splits a window of 3x2.
func TestNoRoom(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "s", "-x", "3", "-y", "2")
	const want = "size or position no space for a new pane\n"
	if o := h.run("split-window", "-v"); o.stderr != want {
		t.Errorf("below: %q", o.stderr)
	}
	h.ok("split-window", "-h")
	if o := h.run("split-window", "-h"); o.stderr != want {
		t.Errorf("beside: %q", o.stderr)
	}
	if o := h.run("join-pane", "-v", "-s", "0", "-t", "1"); o.stderr != want {
		t.Errorf("joined: %q", o.stderr)
	}
}
