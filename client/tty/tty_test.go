package tty

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/protocol/outer"
)

func openPair(t *testing.T) (*os.File, *TTY) {
	t.Helper()
	master, tt := pair(t, func(slave *os.File) (*TTY, error) { return Open(slave, "xterm") })
	if !strings.HasPrefix(tt.Name(), "/dev/pts/") {
		t.Errorf("named %q", tt.Name())
	}
	return master, tt
}

// openShared is openPair where the terminal cannot be opened by its path. A shell's description blocks.
func openShared(t *testing.T) (*os.File, *TTY) {
	t.Helper()
	return pair(t, func(slave *os.File) (tt *TTY, err error) {
		err = control(slave, func(fd int) error {
			tt, err = open(fd, "", "xterm")
			return errors.Join(err, unix.SetNonblock(fd, false))
		})
		return tt, err
	})
}

func pair(t *testing.T, open func(slave *os.File) (*TTY, error)) (*os.File, *TTY) {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	fd, err := unix.Dup(int(master.Fd()))
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	master.Close()
	master = os.NewFile(uintptr(fd), "master")
	tt, err := open(slave)
	if err != nil {
		t.Fatal(err)
	}
	slave.Close() // the TTY has its own
	t.Cleanup(func() { master.Close(); tt.Close() })
	return master, tt
}

func TestTheShellsDescriptionStaysBlocking(t *testing.T) {
	_, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	tt, err := Open(slave, "xterm")
	if err != nil {
		t.Fatal(err)
	}
	defer tt.Close()
	flags := func(fd int) int {
		n, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		if err != nil {
			t.Fatal(err)
		}
		return n & unix.O_NONBLOCK
	}
	if flags(int(slave.Fd())) != 0 || flags(tt.FD()) == 0 {
		t.Errorf("non-blocking: the shell's %v, ours %v", flags(int(slave.Fd())) != 0, flags(tt.FD()) != 0)
	}
}

func TestNotATerminal(t *testing.T) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := Open(f, "xterm"); !errors.Is(err, ErrNotTerminal) {
		t.Errorf("open: %v", err)
	}
	if IsTerminal(f) {
		t.Error("/dev/null counts as a terminal")
	}
}

// both runs a test with a description of the TTY's own and with a shared one.
func both(t *testing.T, test func(*testing.T, *os.File, *TTY)) {
	t.Run("own", func(t *testing.T) {
		master, tt := openPair(t)
		test(t, master, tt)
	})
	t.Run("shared", func(t *testing.T) {
		master, tt := openShared(t)
		test(t, master, tt)
	})
}

func TestRawAndRestore(t *testing.T) { both(t, testRawAndRestore) }

func testRawAndRestore(t *testing.T, master *os.File, tt *TTY) {
	now := func() []byte {
		b, err := outer.Termios(tt.FD())
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if err := tt.Raw(); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(now(), tt.Termios()) {
		t.Error("not raw")
	}
	if _, err := master.Write([]byte("\x03\r\x1a\x11")); err != nil { // nothing of it acts, nothing is changed
		t.Fatal(err)
	}
	buf := make([]byte, 16)
	if n, err := tt.Read(buf); err != nil || string(buf[:n]) != "\x03\r\x1a\x11" {
		t.Errorf("read %q, %v", buf[:n], err)
	}
	if _, err := tt.Write([]byte("a\nb")); err != nil {
		t.Fatal(err)
	}
	if err := tt.Raw(); err != nil { // again, as after a SIGCONT that nothing went before
		t.Fatal(err)
	}
	if err := tt.Restore(time.Second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(now(), tt.Termios()) {
		t.Error("not restored")
	}
	if err := master.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	want := "a\nb" + outer.ResetSequence("xterm")
	got := make([]byte, len(want))
	if _, err := io.ReadFull(master, got); err != nil || string(got) != want {
		t.Errorf("written %q, %v", got, err)
	}
	if err := tt.Restore(time.Second); err != nil { // a second time nothing happens
		t.Error(err)
	}
	if err := tt.Raw(); err != nil {
		t.Fatal(err)
	}
	if err := tt.Restore(time.Second); err != nil { // nothing was written, there is nothing to reset
		t.Error(err)
	}
	if err := master.SetReadDeadline(time.Now().Add(20 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if n, err := master.Read(got); err == nil {
		t.Errorf("written %q", got[:n])
	}
}

func TestInterrupt(t *testing.T) { both(t, testInterrupt) }

func testInterrupt(t *testing.T, master *os.File, tt *TTY) {
	if err := tt.Raw(); err != nil {
		t.Fatal(err)
	}
	read := make(chan error, 1)
	go func() {
		_, err := tt.Read(make([]byte, 8))
		read <- err
	}()
	tt.Interrupt()
	if err := <-read; !errors.Is(err, ErrInterrupted) {
		t.Errorf("read: %v", err)
	}
	tt.Interrupt() // nobody reads
	tt.Rearm()
	if _, err := master.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if n, err := tt.Read(make([]byte, 8)); n != 1 || err != nil {
		t.Errorf("read %d, %v", n, err)
	}
	master.Close()
	if _, err := tt.Read(make([]byte, 8)); err != io.EOF {
		t.Errorf("after the hang-up: %v", err)
	}
}

func TestAStuckTerminalIsGivenUp(t *testing.T) { both(t, testAStuckTerminalIsGivenUp) }

func testAStuckTerminalIsGivenUp(t *testing.T, master *os.File, tt *TTY) {
	if err := tt.Raw(); err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	go func() {
		_, err := tt.Write(make([]byte, 1<<20)) // nobody reads it
		written <- err
	}()
	ours := tt.file != nil
	if ours {
		tt.AbortWrite()
		if err := <-written; !errors.Is(err, ErrInterrupted) {
			t.Errorf("write: %v", err)
		}
		fill(t, tt.FD(), 4096)
	} else {
		for isReady(t, tt.FD()) { // until the write has begun
			time.Sleep(time.Millisecond)
		}
		tt.AbortWrite()
	}
	if err := tt.Restore(10 * time.Millisecond); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("restore: %v", err)
	}
	now, err := outer.Termios(tt.FD())
	if err != nil || !bytes.Equal(now, tt.Termios()) {
		t.Errorf("the settings are not restored, %v", err)
	}
	late := make(chan error, 1)
	go func() { late <- tt.RestoreLate() }()
	readUntil(t, master, outer.ResetSequence("xterm"))
	if err := <-late; err != nil {
		t.Error(err)
	}
	if !ours {
		if err := <-written; err != nil { // the terminal has taken it after all
			t.Errorf("write: %v", err)
		}
	}
	if _, err := tt.Write(make([]byte, 1<<20)); !errors.Is(err, ErrInterrupted) {
		t.Errorf("a later write: %v", err)
	}
}

// A reset is written to a terminal which has room for a part of it only, and whose description may block.
func TestATerminalWithoutRoomDoesNotHoldRestore(t *testing.T) { both(t, testATerminalWithoutRoom) }

func testATerminalWithoutRoom(t *testing.T, master *os.File, tt *TTY) {
	if err := tt.Raw(); err != nil {
		t.Fatal(err)
	}
	if _, err := tt.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	fill(t, tt.FD(), 1)
	if _, err := io.ReadFull(master, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	if err := tt.Restore(10 * time.Millisecond); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("restore: %v", err)
	}
	late := make(chan error, 1)
	go func() { late <- tt.RestoreLate() }()
	readUntil(t, master, outer.ResetSequence("xterm"))
	if err := <-late; err != nil {
		t.Error(err)
	}
}

// readUntil reads the master until want has come.
func readUntil(t *testing.T, master *os.File, want string) {
	t.Helper()
	if err := master.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	var end []byte
	for buf := make([]byte, 64<<10); !strings.Contains(string(end), want); {
		n, err := master.Read(buf)
		if err != nil {
			t.Fatalf("%v after %q", err, end[max(0, len(end)-400):])
		}
		end = append(end[max(0, len(end)-len(want)):], buf[:n]...)
	}
}

// fill writes until the terminal has taken nothing for a while: the kernel moves what it took on behind our back, and wakes
// nobody who waits for room.
func fill(t *testing.T, fd, step int) {
	t.Helper()
	for p := make([]byte, step); isReady(t, fd); {
		if _, err := unix.Write(fd, p); err != nil && err != unix.EAGAIN {
			t.Fatal(err)
		}
	}
}

func isReady(t *testing.T, fd int) bool {
	t.Helper()
	fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
	n, err := unix.Poll(fds, 100)
	if err != nil && err != unix.EINTR {
		t.Fatal(err)
	}
	return n > 0 || err == unix.EINTR
}

func TestSize(t *testing.T) {
	_, tt := openPair(t)
	if got := tt.Size(); got != (protocol.Size{Rows: 24, Cols: 80}) {
		t.Errorf("a terminal without a size has %+v", got)
	}
	for _, s := range []struct{ set, want unix.Winsize }{
		{unix.Winsize{Row: 5, Col: 7, Xpixel: 70, Ypixel: 80}, unix.Winsize{Row: 5, Col: 7, Xpixel: 70, Ypixel: 80}},
		{unix.Winsize{Row: 60000, Col: 60000}, unix.Winsize{Row: protocol.MaxRows, Col: protocol.MaxCols}},
	} {
		if err := unix.IoctlSetWinsize(tt.FD(), unix.TIOCSWINSZ, &s.set); err != nil {
			t.Fatal(err)
		}
		if got := tt.Size(); got != (protocol.Size{Rows: s.want.Row, Cols: s.want.Col, XPixel: s.want.Xpixel, YPixel: s.want.Ypixel}) {
			t.Errorf("size %+v, want %+v", got, s.want)
		}
	}
}

// panics says that this process is to panic while its terminal is raw.
const panics = "GMUX_TEST_TTY_PANICS"

func TestMain(m *testing.M) {
	if os.Getenv(panics) != "" {
		tt, err := Open(os.Stdin, "xterm")
		if err == nil {
			err = tt.Raw()
		}
		if err != nil {
			panic(err)
		}
		tt.Write([]byte("\x1b[?1049h"))
		done := make(chan bool)
		go func() {
			defer tt.Guard()
			panic("broken invariant")
		}()
		<-done
	}
	os.Exit(m.Run())
}

func TestAPanicRestoresTheTerminalBeforeItsText(t *testing.T) {
	master, tt := openPair(t)
	slave := os.NewFile(uintptr(mustDup(t, tt.FD())), "slave")
	defer slave.Close()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), panics+"=1", "GORACE=atexit_sleep_ms=0")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	buf := make([]byte, 4096)
	if err := master.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	for !strings.Contains(out.String(), "goroutine ") {
		n, err := master.Read(buf)
		if err != nil {
			t.Fatalf("%v after %q", err, out.String())
		}
		out.Write(buf[:n])
	}
	cmd.Wait()
	reset, text := strings.Index(out.String(), outer.ResetSequence("xterm")), strings.Index(out.String(), "broken invariant")
	if reset < 0 || text < reset {
		t.Errorf("reset at %d, text at %d of %q", reset, text, out.String())
	}
	now, err := outer.Termios(tt.FD())
	if err != nil || !bytes.Equal(now, tt.Termios()) {
		t.Errorf("the settings are not restored, %v", err)
	}
}

func mustDup(t *testing.T, fd int) int {
	t.Helper()
	n, err := unix.Dup(fd)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
