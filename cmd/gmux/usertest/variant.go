//go:build linux

package usertest

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

var variants struct {
	sync.Mutex
	built map[string]error
}

// NewVariant makes a world with a gmux that was built with tags.
func NewVariant(t testing.TB, tags string) *World {
	t.Helper()
	w := New(t)
	dir := filepath.Join(w.bin, tags)
	variants.Lock()
	defer variants.Unlock()
	err, done := variants.built[tags]
	if !done {
		err = buildVariant(dir, tags)
		if variants.built == nil {
			variants.built = map[string]error{}
		}
		variants.built[tags] = err
	}
	if err != nil {
		t.Fatal(err)
	}
	w.env["PATH"] = dir + ":" + w.env["PATH"]
	return w
}

func buildVariant(dir, tags string) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	return goTool(root, "build", "-tags", tags, "-o", filepath.Join(dir, "gmux"), "./cmd/gmux")
}
