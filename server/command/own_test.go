package command_test

import (
	"testing"

	"gmux/server/model"
)

// Clients with the flag active-pane type into panes of their own; the others, and what is done without a client, follow the
// window's active pane.
func TestActivePane(t *testing.T) {
	h := newHarness(t)
	other := h.attach(size80, "new", "-s", "work", ";", "split-window", "-t", "work")
	own := h.attach(size80, "attach-session", "-t", "work", "-f", "active-pane")
	typed := func(step string, c *model.Client, want model.PaneID) {
		t.Helper()
		if got := find[model.Write](h.press(c, "x")); len(got) != 1 || got[0].Pane != want {
			t.Errorf("%s: %s types %v, want into %%%d", step, c.Name, got, want)
		}
	}
	if got := h.ok("list-clients", "-f", "#{m:*active-pane*,#{client_flags}}", "-F", "#{client_name}"); got != own.Name {
		t.Errorf("the flag is that of %q", got)
	}
	typed("before it selects", own, 1)
	h.press(own, "C-b", "Up")
	typed("after C-b Up", own, 0)
	typed("after C-b Up", other, 1)
	if got := h.ok("display-message", "-p", "-t", "work", "#{pane_id}"); got != "%1" {
		t.Errorf("active is %s", got)
	}

	h.press(own, "C-b", "\"")
	if h.m.Panes[2] == nil {
		t.Fatal("no pane was made")
	}
	if got := h.ok("list-panes", "-t", "work", "-F", "#{pane_id}"); got != "%0\n%2\n%1" {
		t.Errorf("the pane was made beside another: %q", got)
	}
	typed("a new pane is active", other, 2)
	typed("and not the client's", own, 0)

	h.ok("resize-pane", "-Z", "-t", "%1")
	typed("a zoomed pane is all there is to see", own, 1)
	h.ok("resize-pane", "-Z", "-t", "%1")
	typed("and then", own, 0)
	h.ok("swap-pane", "-d", "-s", "%0", "-t", "%2")
	typed("its pane has moved", own, 1)

	h.press(own, "C-b", "Up")
	typed("it selects again", own, 0)
	h.ok("kill-pane", "-t", "%0")
	typed("that pane is gone", own, 1)
	h.press(own, "C-b", "Up")
	h.ok("refresh-client", "-t", own.Name, "-f", "!active-pane")
	typed("without the flag", own, 1)
}
