package ptyhost

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLogInOwnDirectoryOnly: while others may enter the directory nothing is made in there; what was to be said is said when it is the
// user's alone again.
func TestLogInOwnDirectoryOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sock")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "default.log")
	l := newLogFile(path)
	for _, mode := range []os.FileMode{0o777, 0o710, 0o701} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		l.printf("while %o", mode)
		if _, err := os.Lstat(path); !os.IsNotExist(err) {
			t.Fatalf("in a directory of mode %o: %v", mode, err)
		}
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	l.printf("again")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"while 777", "while 710", "while 701", "again"} {
		if lines := strings.Split(string(text), "\n"); len(lines) != 5 || !strings.HasSuffix(lines[i], " "+want) {
			t.Errorf("line %d of %q is not %q", i, text, want)
		}
	}

	l.held = make([]byte, heldMost)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	l.printf("much")
	if len(l.held) != heldMost || !strings.HasSuffix(string(l.held), " much\n") {
		t.Errorf("%d bytes wait", len(l.held))
	}
}

// TestLogInASharedDirectory: a socket in /tmp, say, has its log beside it.
func TestLogInASharedDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "name.log")
	newLogFile(path).printf("word")
	if text, err := os.ReadFile(path); err != nil || !strings.HasSuffix(string(text), " word\n") {
		t.Errorf("%q, %v", text, err)
	}
}
