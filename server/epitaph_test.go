package server

import "testing"

func TestEpitaph(t *testing.T) {
	for _, tt := range []struct {
		name, format string
		want         string
	}{
		{"plain", "gone", "gone"},
		{"in a style", "#[bg=red,bold]gone #[default]3", "\x1b[0;1;48;5;1mgone \x1b[0m3"},
		{"in other colours", "#[fg=#010203,us=colour200,curly-underscore]x", "\x1b[0;4:3;38;2;1;2;3;58;5;200mx"},
		{"in the middle", "#[align=centre]ab", "\x1b[5Gab"},
		{"wide, and cut at the edge", "日本語日本語", "日本語日本"},
		{"control characters are left out", "a\x1b[1m\tb", "a[1mb"},
	} {
		if got := drawn(tt.format, 10); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
