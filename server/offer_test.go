package server

import "testing"

func TestNewer(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"gmux 0.2.0", "gmux 0.1.0", true},
		{"gmux 0.10", "gmux 0.9.7", true},
		{"gmux 0.1.0", "gmux 0.1", false},
		{"gmux 0.1.1", "gmux 0.1", true},
		{"gmux 0.1.0", "gmux 0.2.0", false},
		{"gmux 0.1.0", "gmux 0.1.0", false},
		{"", "gmux 0.1.0", false},
		{"tmux 9", "gmux 0.1.0", false},
		{"gmux 1.x", "gmux 0.1.0", false},
	} {
		if got := newer(tt.a, tt.b); got != tt.want {
			t.Errorf("%q newer than %q: %v", tt.a, tt.b, got)
		}
	}
}
