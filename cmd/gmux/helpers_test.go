//go:build linux

package main_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func writeFile(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// sorted is the text with its lines in order, for lists whose order says nothing.
func sorted(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// matches says whether a text matches a pattern.
func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }
