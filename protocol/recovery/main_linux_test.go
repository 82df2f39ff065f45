//go:build !portable

package recovery

import (
	"bytes"
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
	case "confined":
		roleConfined()
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

// roleConfined uses a model and a pane under a limit on file sizes that nobody can lift.
func roleConfined() {
	const most = 256 << 10
	check := func(what string, err error) {
		if err != nil {
			fatal(what+":", err)
		}
	}
	check("limit", unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: most, Max: most}))
	fd, err := CreateModel()
	check("create", err)
	m, err := OpenModel(fd)
	check("open", err)
	large := bytes.Repeat([]byte("s"), most/4)
	records := 0
	for i := range 3 { // one slot, the other, and the first again
		large[0] = byte('0' + i)
		check("snapshot", m.Snapshot(large))
		check("record", m.Append([]byte{byte(i)}))
	}
	for err = nil; err == nil; records++ {
		err = m.Append(make([]byte, 1000))
	}
	if !errors.Is(err, unix.EFBIG) || records < most/4/1024 {
		fatal("after", records, "records:", err)
	}
	if err := m.Snapshot(make([]byte, most/2)); !errors.Is(err, ErrTooBig) {
		fatal("a snapshot without room:", err)
	}
	check("snapshot instead", m.Snapshot([]byte("instead")))
	if m, err = OpenModel(fd); err == nil {
		var s []byte
		var r [][]byte
		if s, r, err = m.Load(); string(s) != "instead" || len(r) > 0 {
			fatal(fmt.Sprintf("%.20q and %d records", s, len(r)))
		}
	}
	check("read", err)

	fds, err := Create(Splice)
	check("create a pane", err)
	defer fds.Close()
	p, err := Open(fds, 1)
	check("open it", err)
	check("checkpoint", p.Checkpoint(0, large))
	if p, err = Open(fds, 2); err == nil {
		var c []byte
		if c, _, _, err = p.LatestCheckpoint(); !bytes.Equal(c, large) {
			fatal(fmt.Sprintf("a checkpoint of %d bytes has %d", len(large), len(c)))
		}
	}
	check("read it", err)
	fill := make([]byte, 64<<10)
	for off := int64(0); off < most; off += int64(len(fill)) { // the output has reached the limit, and the pipe holds more
		check("fill", writeFull(fds.Log, fill, off))
	}
	check("position", seek(fds.Log, most))
	if _, err := unix.Write(fds.PipeW, []byte("more")); err != nil {
		fatal(err)
	}
	if p, err = Open(fds, 3); err != nil || p.Output.Position() != most {
		fatal("a pane at its limit:", err)
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
