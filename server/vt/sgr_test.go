package vt_test

import (
	"strconv"
	"testing"

	"gmux/server/vt/vttest"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestSGR(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"1", "bold"}, {"2", "dim"}, {"3", "italics"}, {"4", "underscore"}, {"5", "blink"}, {"6", "blink"},
		{"7", "reverse"}, {"8", "hidden"}, {"9", "strikethrough"}, {"21", "double-underscore"},
		{"53", "overline"},
		{"4:0", ""}, {"4:1", "underscore"}, {"4:2", "double-underscore"}, {"4:3", "curly-underscore"},
		{"4:4", "dotted-underscore"}, {"4:5", "dashed-underscore"}, {"4:9", ""}, {"4:3;24", ""},
		{"4;3", "italics underscore"},
		{"1;2;22", ""}, {"3;23", ""}, {"4;24", ""}, {"5;25", ""}, {"7;27", ""}, {"8;28", ""}, {"9;29", ""}, {"53;55", ""},
		{"31", "fg=colour1"}, {"97", "fg=colour15"}, {"31;39", ""},
		{"47", "bg=colour7"}, {"100", "bg=colour8"}, {"41;49", ""},
		{"38;5;200", "fg=colour200"}, {"38:5:200", "fg=colour200"}, {"48;5;0", "bg=colour0"}, {"48:5:1;1", "bold bg=colour1"},
		{"38;2;1;2;3", "fg=#010203"}, {"38:2:1:2:3", "fg=#010203"}, {"38:2::1:2:3", "fg=#010203"},
		{"38:2:9:1:2:3", "fg=#010203"}, {"38:2::1:2:3:0:1", "fg=#010203"},
		{"48;2;1;2;3;1", "bold bg=#010203"}, {"58;2;1;2;3", "us=#010203"}, {"58:2::1:2:3", "us=#010203"},
		{"58:5:7", "us=colour7"}, {"58;5;7;59", ""},
		{"38;5;256", ""}, {"38;2;256;0;0", ""}, {"38;5", ""}, {"38", ""}, {"38;2;1;2", ""}, {"38;7;1", "bold"},
		{"1;0", ""}, {"1;", ""}, {"", ""}, {"1;;3", "italics"}, {"1;99;3", "bold italics"}, {"1;10;3", "bold italics"},
		{"31;1;4:3;58:5:2;48:2::1:1:1", "bold curly-underscore fg=colour1 bg=#010101 us=colour2"},
	} {
		want := "|.|"
		if tt.want != "" {
			want = "|a|\na: " + tt.want
		}
		t.Run(tt.in, func(t *testing.T) {
			vttest.ExpectStyles(t, vttest.New(1, 1, "\x1b["+tt.in+"mx"), want)
		})
	}
}
