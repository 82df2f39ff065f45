package recovery

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"testing"
)

// lineLen is the length of a numbered line, its newline included.
const lineLen = 61

// line is what the flood writes as its i-th line.
func line(i int) string { return fmt.Sprintf("%012d %047d\n", i, (i*2654435761)%1000000007) }

// TestMain plays the other processes of these tests: it is started again with a role.
func TestMain(m *testing.M) {
	switch role := os.Getenv("RECOVERY_ROLE"); role {
	case "":
		os.Exit(m.Run())
	case "flood":
		roleFlood()
	case "echo":
		io.Copy(os.Stdout, os.Stdin)
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
