package pane

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gmux/server/vt"
)

// asksFor is what one piece of output asks the loop for, as "kind text data".
func asksFor(out string) (asked []string) {
	names := map[Kind]string{Bell: "bell", Title: "title", Name: "name", Clipboard: "clipboard", Passthrough: "raw"}
	var e effects
	vt.New(vt.Options{Rows: 5, Cols: 20, Effects: &e}).Write([]byte(out))
	for _, ev := range e.events {
		asked = append(asked, strings.TrimSpace(fmt.Sprintf("%s %s %s", names[ev.Kind], ev.Text, ev.Data)))
	}
	return asked
}

// However much one piece of output asks for, what it asked for last is told, and nothing that is passed through is left out.
func TestTheLastIsTold(t *testing.T) {
	for _, tt := range []struct {
		name, out string
		want      []string
	}{
		{"each of a few", "\x1b]2;a\a\x1b]2;b\a\x1b]52;c;eA==\a\x1b]52;c;eQ==\a\a\x1bkn\x1b\\",
			[]string{"title a", "title b", "clipboard c x", "clipboard c y", "bell", "name n"}},
		{"one of many bells, and the rest", strings.Repeat("\a", 1000) + "\x1b]2;a\a\x1bkn\x1b\\\x1b]52;c;eA==\a",
			[]string{"bell", "title a", "name n", "clipboard c x"}},
		{"what is passed through, in order", "\x1bPtmux;a\x1b\\\x1bPtmux;b\x1b\\\x1b]2;t\a\x1bPtmux;c\x1b\\",
			[]string{"raw  ab", "title t", "raw  c"}},
	} {
		if got := asksFor(tt.out); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	for _, tt := range []struct{ name, each, last string }{
		{"titles", "\x1b]2;%d\a", "title 999"},
		{"names", "\x1bk%d\x1b\\", "name 999"},
		{"selections", "\x1b]52;c;Y29weQ==\a\x1b]2;%d\a", "title 999"},
	} {
		var out strings.Builder
		for i := range 1000 {
			fmt.Fprintf(&out, tt.each, i)
		}
		got := asksFor("\x1b]2;before\a" + out.String())
		if got[len(got)-1] != tt.last || len(got) > 2*maxEvents {
			t.Errorf("%s: %d events, the last is %q", tt.name, len(got), got[len(got)-1])
		}
	}
}

func TestAllIsPassedThrough(t *testing.T) {
	var out, want strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&out, "\x1bPtmux;<%d>\x1b\\\a\x1b]2;%d\a", i, i)
		fmt.Fprintf(&want, "<%d>", i)
	}
	var got strings.Builder
	asked := asksFor(out.String())
	for _, a := range asked {
		if data, ok := strings.CutPrefix(a, "raw  "); ok {
			got.WriteString(data)
		}
	}
	if got.String() != want.String() || len(asked) > 3*maxEvents {
		t.Errorf("in %d events %.100q came, want %.100q", len(asked), got.String(), want.String())
	}
}
