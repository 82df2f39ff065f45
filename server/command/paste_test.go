package command_test

import (
	"runtime"
	"strings"
	"testing"

	"gmux/protocol/key"
	"gmux/server/model"
)

// typed is what went into panes, as "%0 text".
func typed(effects []model.Effect) (said []string) {
	for _, w := range find[model.Write](effects) {
		for _, e := range w.Events {
			switch e := e.(type) {
			case key.Paste:
				said = append(said, w.Pane.String()+" "+string(e.Data))
			case key.Text:
				said = append(said, w.Pane.String()+" "+string(e))
			case key.Key:
				said = append(said, w.Pane.String()+" "+e.String())
			}
		}
	}
	return said
}

func TestPasteStaysTogether(t *testing.T) {
	h := newHarness(t)
	h.ok("new", "-d", "-s", "other")
	c := h.attach(size80, "new", "-s", "work")
	span := func(text string, first, last bool) []string {
		since := h.since()
		h.do(h.q.Input(c.ID, key.Paste{Data: []byte(text), First: first, Last: last}))
		return typed(since())
	}
	check(t, span("begun", true, false), "%1 begun")
	h.ok("switch-client", "-c", c.Name, "-t", "other")
	check(t, span("goes on", false, false), "%1 goes on")
	h.ok("kill-session", "-t", "work")
	check(t, span("nobody's", false, false))
	check(t, span("last", false, true))
	check(t, span("another", true, true), "%0 another")
}

// TestRestOfPasteLeavesTheMessage: one that comes in the middle of a paste has not been seen by whoever pasted.
func TestRestOfPasteLeavesTheMessage(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	for _, tt := range []struct {
		span  key.Paste
		stays bool
	}{
		{key.Paste{First: true}, false},
		{key.Paste{Data: []byte("rest")}, true},
		{key.Paste{Last: true}, true},
		{key.Paste{First: true, Last: true}, false},
	} {
		h.ok("display-message", "-c", c.Name, "words")
		h.do(h.q.Input(c.ID, tt.span))
		if stays := c.Message != nil; stays != tt.stays {
			t.Errorf("%+v: the message stays: %v", tt.span, stays)
		}
	}
}

// TestLongTextIsCopiedOnce: where each character may mean something, the loop must not copy the rest of the text for each.
func TestLongTextIsCopiedOnce(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	h.ok("copy-mode")
	text := []byte(strings.Repeat("Z", 32<<10)) // bound to nothing
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	h.do(h.q.Input(c.ID, key.Text(text)))
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > uint64(len(text))*uint64(len(text))/8 {
		t.Errorf("%d bytes of text took %d bytes", len(text), got)
	}
}

func TestTextIsAKeyForEachCharacter(t *testing.T) {
	h := newHarness(t)
	c := h.attach(size80, "new", "-s", "work")
	write := func(text string) []string {
		since := h.since()
		h.do(h.q.Input(c.ID, key.Text(text)))
		return typed(since())
	}
	check(t, write("hello wörld"), "%0 hello wörld")
	h.ok("bind", "-n", "w", "send-keys", "Up")
	h.ok("bind", "x", "send-keys", "Down")
	check(t, write("hello wörld"), "%0 hello ", "%0 Up", "%0 örld")
	h.ok("set", "-g", "prefix", "p")
	check(t, write("apxbpx"), "%0 a", "%0 Down", "%0 b", "%0 Down")
	h.ok("set", "-g", "prefix", "C-b")
	h.press(c, "C-b")
	check(t, write("xyz"), "%0 Down", "%0 yz")
	h.ok("copy-mode")
	check(t, write("qabc"), "%0 abc")
}

func check(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("typed %q, want %q", got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("typed %q, want %q", got, want)
			return
		}
	}
}
