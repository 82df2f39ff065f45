//go:build darwin || freebsd || netbsd || openbsd

package tty

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// name is the path of the terminal fd: the device in /dev with its number, which is what ttyname(3) looks for.
func name(fd int) string {
	entries, err := os.ReadDir("/dev")
	if err != nil {
		return ""
	}
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil {
		return ""
	}
	for _, e := range entries {
		var dev unix.Stat_t
		path := filepath.Join("/dev", e.Name())
		if e.Name() != "tty" && unix.Stat(path, &dev) == nil && dev.Mode&unix.S_IFMT == unix.S_IFCHR && dev.Rdev == st.Rdev {
			return path
		}
	}
	return ""
}

const fread = 1 // FREAD of <sys/file.h>

func discardInput(fd int) error { return unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, fread) }
