//go:build darwin || freebsd || portable

package recovery

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// newPane makes a pane's memories with a pty; the test is its child.
func newPane(t *testing.T) (fds FDs, tty *os.File) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	fds, err := Create(Splice)
	if err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(dir + "/*"); len(left) > 0 || err != nil {
		t.Errorf("memories have names: %q, %v", left, err)
	}
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	fds.Master, err = unix.FcntlInt(master.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	must(t, err)
	must(t, unix.SetNonblock(fds.Master, true))
	t.Cleanup(func() { fds.Close(); tty.Close() })
	return fds, tty
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, fds FDs, generation uint64) *Pane {
	t.Helper()
	p, err := Open(fds, generation)
	must(t, err)
	return p
}

// carry writes text to the tty and pulls until all of it is in the log.
func carry(t *testing.T, l *OutputLog, tty *os.File, text []byte) {
	t.Helper()
	_, err := tty.Write(text)
	must(t, err)
	for want := l.Position() + int64(len(text)); l.Position() < want; {
		if _, err := l.Pull(l.fds.Master); err != nil && err != unix.EAGAIN {
			t.Fatal(err)
		}
	}
}

// pattern is text without newlines, different at every place of a pane's output.
func pattern(at int64, n int) []byte {
	var b bytes.Buffer
	for b.Len() < n {
		fmt.Fprintf(&b, "%015x.", at+int64(b.Len()))
	}
	return b.Bytes()[:n]
}

// What is pulled can be read, by a successor too, and the end of the line is told behind its last words.
func TestOutput(t *testing.T) {
	fds, tty := newPane(t)
	if fds.PipeR >= 0 || fds.PipeW >= 0 || fds.Pidfd >= 0 {
		t.Errorf("descriptors for what this system does not have: %+v", fds)
	}
	l := open(t, fds, 1).Output
	if n, err := l.Pull(fds.Master); n != 0 || err != unix.EAGAIN || l.Mode() != Plain {
		t.Errorf("pull from a silent child: %d, %v, mode %d", n, err, l.Mode())
	}
	carry(t, l, tty, []byte("hello"))
	must(t, l.SetEffects(3))
	l = open(t, fds, 2).Output
	carry(t, l, tty, []byte(" world"))
	if l.Effects() != 3 {
		t.Errorf("the successor: effects %d", l.Effects())
	}
	p := make([]byte, 20)
	if n, err := l.ReadAt(p, 0); string(p[:n]) != "hello world" || err != io.EOF {
		t.Errorf("read: %q, %v", p[:n], err)
	}
	tty.Close()
	if n, err := l.Pull(fds.Master); n != 0 || err != io.EOF {
		t.Errorf("pull at the end: %d, %v", n, err)
	}
	if _, err := Open(fds, 1); !errors.Is(err, ErrSuperseded) {
		t.Errorf("an earlier generation opens: %v", err)
	}
}

// The log is a ring: what goes over its end is read as it was written, and it takes no more than it has room for.
func TestOutputRing(t *testing.T) {
	fds, tty := newPane(t)
	const far = 1<<40 + logRing - 5000 // as if the pane had printed a terabyte
	must(t, seek(fds.Log, far))
	must(t, putWord(fds.State, wordFront, far))
	l := open(t, fds, 1).Output
	for at := int64(far); at < far+10_240; at += 1024 {
		carry(t, l, tty, pattern(at, 1024))
	}
	l = open(t, fds, 2).Output
	p := make([]byte, 10_240)
	if _, err := l.ReadAt(p, far); err != nil || !bytes.Equal(p, pattern(far, 10_240)) {
		t.Errorf("read over the end of the ring: %v", err)
	}
	st, err := dataEnd(fds.Log)
	if must(t, err); st > logRing {
		t.Errorf("the log takes %d bytes", st)
	}
	l.released.Store(l.at - logRing + 3) // nobody has parsed for long
	_, err = tty.WriteString("abcdef")
	must(t, err)
	if n, err := l.Pull(fds.Master); n != 3 || err != nil {
		t.Errorf("pull into the last room: %d, %v", n, err)
	}
	if n, err := l.Pull(fds.Master); n != 0 || !errors.Is(err, ErrFull) {
		t.Errorf("pull into a full ring: %d, %v", n, err)
	}
	must(t, l.Release(l.at))
	if n, err := l.Pull(fds.Master); n != 3 || err != nil {
		t.Errorf("pull after a release: %d, %v", n, err)
	}
}

// What was queued arrives once and in order, far more than the ring holds, with a successor in between.
func TestInput(t *testing.T) {
	fds, tty := newPane(t)
	q := open(t, fds, 1).Input
	_, err := q.AppendFrom([]byte("hello\n"), Origin{7, 41})
	must(t, err)
	q = open(t, fds, 2).Input
	if got := q.Origins(); len(got) != 1 || got[0] != (Origin{7, 41}) || q.Pending() != 6 {
		t.Fatalf("the successor: origins %v, %d pending", got, q.Pending())
	}
	const n, line = 3 * queueRing, 1024
	wrong := make(chan error, 1)
	go func() {
		want := []byte("hello\n")
		buf := make([]byte, line)
		for got := int64(0); ; {
			m, err := tty.Read(buf)
			if err != nil || !bytes.Equal(buf[:m], want) {
				wrong <- fmt.Errorf("behind %d bytes: %q, %v", got, buf[:m], err)
				return
			}
			if got += int64(m); got > n {
				wrong <- nil
				return
			}
			want = append(pattern(got-6, line-1), '\n')
		}
	}()
	for at := int64(0); at < n || q.Pending() > 0; {
		select {
		case err := <-wrong:
			t.Fatal(err)
		default:
		}
		if at < n {
			switch _, err := q.Append(append(pattern(at, line-1), '\n')); {
			case err == nil:
				at += line
			case err != ErrFull:
				t.Fatal(err)
			}
		}
		if _, err := q.Send(fds.Master); err != nil && err != unix.EAGAIN {
			t.Fatal(err)
		}
	}
	must(t, <-wrong)
	if st, err := dataEnd(fds.Input); err != nil || st > headerLen+queueRing {
		t.Errorf("the queue takes %d bytes, %v", st, err)
	}
}

// The model's records and snapshots need nothing of the system but a file.
func TestModel(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	fd, err := CreateModel()
	must(t, err)
	defer unix.Close(fd)
	m, err := OpenModel(fd)
	must(t, err)
	for i := range 3 {
		must(t, m.Snapshot(fmt.Appendf(nil, "snapshot %d", i)))
		must(t, m.Append(fmt.Appendf(nil, "record %d", i)))
	}
	m, err = OpenModel(fd)
	must(t, err)
	if s, r, err := m.Load(); string(s) != "snapshot 2" || len(r) != 1 || string(r[0]) != "record 2" || err != nil {
		t.Errorf("%q, %q, %v", s, r, err)
	}
}
