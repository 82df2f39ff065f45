package model

import (
	"slices"
	"testing"
)

func TestLastLines(t *testing.T) {
	for _, tt := range []struct {
		lines []string
		want  []string
	}{
		{nil, nil},
		{[]string{"a", "b"}, []string{"a", "b"}},
		{[]string{"1234", "abcd"}, []string{"1234", "abcd"}},
		{[]string{"1234", "abcde"}, []string{"abcde"}},
		{[]string{"x", "123456789"}, []string{"123456789"}},
		{[]string{"x", "0123456789"}, []string{"123456789"}},
		{[]string{"x", "é日123456"}, []string{"日123456"}},
		{[]string{"x", "日日123456"}, []string{"日123456"}},
		{[]string{"x", "日1234567"}, []string{"1234567"}},
	} {
		if got := lastLines(tt.lines, 10); !slices.Equal(got, tt.want) {
			t.Errorf("of %q: %q, want %q", tt.lines, got, tt.want)
		}
	}
}
