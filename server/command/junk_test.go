package command_test

import (
	"strings"
	"testing"

	"gmux/server/command"
	"gmux/server/model"
)

// TestJunk gives every command every letter as a flag, with and without values of all kinds. Each ends with
// an answer, an error being one line and status 1; invariants hold throughout (do checks them).
func TestJunk(t *testing.T) {
	values := [][]string{
		nil, {""}, {"-1"}, {"99999999999999999999"}, {"a\x1b[2Jb\n"}, {"\xff"}, {strings.Repeat("#{E:", 100)},
		{"%99"}, {"="}, {":."}, {"work:0.0"}, {"x", "y", "z"}, {";"},
	}
	for _, e := range command.Entries() {
		t.Run(e.Name, func(t *testing.T) {
			h := newJunk(t)
			for flag := range strings.SplitSeq("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", "") {
				for _, v := range values {
					if h.m.Ending() || len(h.m.Sessions) == 0 {
						h = newJunk(t)
					}
					argv := append([]string{e.Name, "-" + flag}, v...)
					o := h.run(argv...)
					if len(h.m.Prompts) > 0 && !o.exited { // it waits for an answer
						if h.press(h.m.Clients[0], "Escape"); !o.exited {
							t.Fatalf("%q: waits on", argv)
						}
						continue
					}
					if !o.exited && e.Name == "wait-for" {
						h = newJunk(t) // that waits for ever is what it is for
						continue
					}
					if !o.exited {
						t.Fatalf("%q: no answer", argv)
					}
					if o.status != 0 && !strings.HasSuffix(o.stderr, "\n") && o.stdout == "" {
						t.Errorf("%q: status %d and %q", argv, o.status, o.stderr)
					}
				}
			}
		})
	}
}

func newJunk(t *testing.T) *harness {
	h := newHarness(t)
	h.attach(model.Size{Rows: 1, Cols: 1}, "new", "-s", "work")
	h.ok("new", "-d", "-s", "other")
	return h
}
