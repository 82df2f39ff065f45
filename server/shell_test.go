package server

import (
	"os"
	"path/filepath"
	"testing"
)

func TestIsShell(t *testing.T) {
	dir := t.TempDir()
	for name, mode := range map[string]os.FileMode{"yes": 0o755, "no": 0o644, "gmux": 0o755, "tmux": 0o755} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, mode); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]bool{
		filepath.Join(dir, "yes"):  true,
		filepath.Join(dir, "no"):   false,
		filepath.Join(dir, "gmux"): false,
		filepath.Join(dir, "tmux"): false,
		filepath.Join(dir, "none"): false,
		"sh":                       false,
		"":                         false,
	} {
		if got := isShell(path); got != want {
			t.Errorf("%q: %v", path, got)
		}
	}
}
