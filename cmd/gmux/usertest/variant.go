//go:build linux

package usertest

import (
	"os"
	"path/filepath"
	"testing"
)

// NewVariant makes a world whose gmux was built with tags.
func NewVariant(t testing.TB, tags string) *World {
	t.Helper()
	w := New(t)
	path := Variant(t, tags, "-tags", tags)
	err := os.Mkdir(w.Path("bin"), 0o755)
	if err == nil {
		err = os.Symlink(path, w.Path("bin", "gmux"))
	}
	if err != nil {
		t.Fatal(err)
	}
	w.env["PATH"] = w.Path("bin") + string(filepath.ListSeparator) + w.env["PATH"]
	return w
}
