//go:build !portable

package recovery

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// lineLen is the length of a numbered line, its newline included.
const lineLen = 61

// line is what the flood writes as its i-th line.
func line(i int) string { return fmt.Sprintf("%012d %047d\n", i, uint64(i)*2654435761%1000000007) }

// TestMain plays the other processes of these tests: it is started again with a role.
func TestMain(m *testing.M) {
	switch role := os.Getenv("RECOVERY_ROLE"); role {
	case "":
		os.Exit(m.Run())
	case "flood":
		roleFlood()
	case "echo":
		io.Copy(os.Stdout, os.Stdin)
	case "limited":
		roleLimited()
	case "reader":
		roleReader()
	case "sender":
		roleSender()
	default:
		fmt.Fprintln(os.Stderr, "unknown role", role)
		os.Exit(2)
	}
}

func fatal(args ...any) {
	fmt.Fprintln(os.Stderr, args...)
	os.Exit(1)
}

func number(name string) int {
	n, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		fatal(name, err)
	}
	return n
}

// roleFlood writes numbered lines to its stdout.
func roleFlood() {
	n := number("RECOVERY_LINES")
	buf := make([]byte, 0, 64<<10)
	for i := range n {
		buf = append(buf, line(i)...)
		if len(buf)+lineLen > cap(buf) || i == n-1 {
			if _, err := os.Stdout.Write(buf); err != nil {
				fatal("flood:", err)
			}
			buf = buf[:0]
		}
	}
}

// roleLimited writes a snapshot under a limit on file sizes, which it lifts first.
func roleLimited() {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		fatal(err)
	}
	limit.Cur = 1 << 20
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		fatal(err)
	}
	fd, err := CreateModel()
	if err != nil {
		fatal(err)
	}
	m, err := OpenModel(fd)
	if err != nil {
		fatal(err)
	}
	if err := m.Snapshot([]byte("x")); !errors.Is(err, unix.EFBIG) {
		fatal("under the limit:", err)
	}
	if _, err := LiftFileSizeLimit(); err != nil {
		fatal(err)
	}
	if err := m.Snapshot([]byte("x")); err != nil {
		fatal("after it was lifted:", err)
	}
}
