//go:build linux

package usertest

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// NewAs makes a world that belongs to another user: everything in it, gmux too, runs without the rights of
// root. It has bare terminals only (StartPlain).
func NewAs(t testing.TB, uid, gid uint32) *World {
	t.Helper()
	NeedRoot(t)
	w := New(t)
	w.user = &syscall.Credential{Uid: uid, Gid: gid}
	for _, dir := range []string{"home", "sock"} {
		err := filepath.WalkDir(w.Path(dir), func(path string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Chown(path, int(uid), int(gid))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}
