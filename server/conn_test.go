package server

import "testing"

func TestHarmless(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"can't find session: wrok\n", "can't find session: wrok\n"},
		{"bell\a", `bell\007`},
		{"\x1b[2J", `\033[2J`},
		{"not\xffutf8", `not\377utf8`},
		{"naïve 日本 \uFFFD\ttab", "naïve 日本 \uFFFD\ttab"},
		{"c1 \u009b", `c1 \233`},
	} {
		if got := harmless(tt.in); got != tt.want {
			t.Errorf("harmless(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
