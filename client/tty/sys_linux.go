package tty

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// name is the path of the terminal fd: what /proc says, unless the device lives in another mount namespace.
func name(fd int) string {
	path, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd))
	if err != nil || !strings.HasPrefix(path, "/dev/") {
		return ""
	}
	return path
}

func discardInput(fd int) error { return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH) }
