package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/wire"
)

func pair(t *testing.T) (a, b *Conn) {
	t.Helper()
	a, fd, err := Pair()
	if err != nil {
		t.Fatal(err)
	}
	if b, err = FromFD(fd); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for _, c := range []*Conn{a, b} {
		c.SetDeadline(deadline)
		t.Cleanup(func() { c.Close() })
	}
	return a, b
}

func TestWaiting(t *testing.T) {
	a, b := pair(t)
	for _, step := range []struct {
		name string
		do   func() error
		want bool
	}{
		{"nothing was sent", func() error { return nil }, false},
		{"a frame lies there", func() error { return b.WriteFrame([]byte("x")) }, true},
		{"it was read", func() error { _, _, err := a.ReadFrame(10); return err }, false},
		{"the end is something too", b.Close, true},
		{"a closed connection has nothing", a.Close, false},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if got := a.Waiting(); got != step.want {
			t.Errorf("%s: %v", step.name, got)
		}
	}
}

// tagged makes a file that holds its own tag, to tell descriptors by.
func tagged(t *testing.T, tag string) int {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "tag")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(tag); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return int(f.Fd())
}

func tagOf(t *testing.T, fd int) string {
	t.Helper()
	p := make([]byte, 64)
	n, err := unix.Pread(fd, p, 0)
	if err != nil {
		t.Fatal(err)
	}
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	if err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Errorf("descriptor %d is not close-on-exec (%v)", fd, err)
	}
	unix.Close(fd)
	return string(p[:n])
}

func TestFramesArriveWhole(t *testing.T) {
	a, b := pair(t)
	sizes := []int{0, 1, 3, 4, 5, 511, 513, 65536, 1 << 20, 7, 8 << 20, 0}
	var wg sync.WaitGroup
	wg.Go(func() {
		for i, n := range sizes {
			if err := a.WriteFrame(bytes.Repeat([]byte{byte(i)}, n)); err != nil {
				t.Errorf("frame %d: %v", i, err)
			}
		}
		a.Close()
	})
	for i, n := range sizes {
		body, fds, err := b.ReadFrame(8 << 20)
		if err != nil || len(fds) != 0 || !bytes.Equal(body, bytes.Repeat([]byte{byte(i)}, n)) {
			t.Fatalf("frame %d: %d bytes, %v, %v", i, len(body), fds, err)
		}
	}
	if _, _, err := b.ReadFrame(1); err != io.EOF {
		t.Errorf("after the last frame: %v, want EOF", err)
	}
	wg.Wait()
}

// The kernel glues a frame without descriptors to the one with, when both wait; reading headers by
// themselves keeps them apart.
// TestFramesWithoutWaiting: what is tried goes whole, not at all, or its rest before the next frame.
func TestFramesWithoutWaiting(t *testing.T) {
	a, b := pair(t)
	var want [][]byte
	try := func(n int) (sent, whole bool) {
		body := bytes.Repeat([]byte{byte(len(want))}, n)
		if sent, whole = a.TryFrame(body); sent {
			want = append(want, body)
		}
		return sent, whole
	}
	if sent, whole := try(100); !sent || !whole {
		t.Errorf("a short frame: sent %v, whole %v", sent, whole)
	}
	if err := a.Flush(); err != nil {
		t.Errorf("flush of nothing: %v", err)
	}
	if sent, whole := try(8 << 20); !sent || whole {
		t.Fatalf("8 MiB that nobody reads: sent %v, whole %v", sent, whole)
	}
	if sent, whole := try(1); sent || !whole {
		t.Errorf("behind a part of a frame: sent %v, whole %v", sent, whole)
	}
	last := bytes.Repeat([]byte("z"), 1000)
	written := make(chan error, 1)
	go func() { written <- errors.Join(a.Flush(), a.WriteFrame(last)) }()
	for i, w := range append(want, last) {
		if body, _, err := b.ReadFrame(16 << 20); err != nil || !bytes.Equal(body, w) {
			t.Fatalf("frame %d has %d bytes, want %d, or others (%v)", i, len(body), len(w), err)
		}
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
	for sent := true; sent; sent, _ = try(4000) {
	}
	b.Close()
	if sent, _ := a.TryFrame(last); sent {
		t.Error("a frame was sent to nobody")
	}
	if err := a.WriteFrame(last); err == nil {
		t.Error("nobody reads any more, and WriteFrame does not say so")
	}
}

func TestDescriptorsComeWithTheirFrame(t *testing.T) {
	a, b := pair(t)
	b.AcceptFDs(3)
	type frame struct {
		size int
		tags []string
	}
	var frames []frame
	for i := range 300 {
		f := frame{size: i * 7 % 100}
		for k := range i % 4 {
			f.tags = append(f.tags, fmt.Sprintf("%d.%d", i, k))
		}
		frames = append(frames, f)
	}
	frames = append(frames, frame{4 << 20, []string{"big"}}, frame{1, []string{"after"}}, frame{size: 1})
	var wg sync.WaitGroup
	waiting := make(chan struct{}) // closed when several frames wait in the socket together
	wg.Go(func() {
		for i, f := range frames {
			if i == 20 {
				close(waiting)
			}
			var fds []int
			for _, tag := range f.tags {
				fds = append(fds, tagged(t, tag))
			}
			if err := a.WriteFrame(make([]byte, f.size), fds...); err != nil {
				t.Error(err)
				return
			}
		}
	})
	<-waiting
	for i, f := range frames {
		body, fds, err := b.ReadFrame(8 << 20)
		if err != nil || len(body) != f.size || len(fds) != len(f.tags) {
			t.Fatalf("frame %d: %d bytes, %d descriptors, %v; want %d, %d", i, len(body), len(fds), err, f.size, len(f.tags))
		}
		for k, fd := range fds {
			if tag := tagOf(t, fd); tag != f.tags[k] {
				t.Errorf("frame %d brought descriptor %q, want %q", i, tag, f.tags[k])
			}
		}
	}
	wg.Wait()
}

func countFDs(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/dev/fd")
	if err != nil {
		t.Skip("no /dev/fd:", err)
	}
	return len(entries)
}

// TestDescriptorsAreTheCallers: a stream that ends afterwards, or a deadline, leaves them alone.
func TestDescriptorsAreTheCallers(t *testing.T) {
	a, b := pair(t)
	b.AcceptFDs(1)
	if err := a.WriteFrame([]byte("body"), tagged(t, "kept")); err != nil {
		t.Fatal(err)
	}
	_, fds, err := b.ReadFrame(100)
	if err != nil || len(fds) != 1 {
		t.Fatalf("%d descriptors, %v", len(fds), err)
	}
	if err := b.SetReadDeadline(time.Now().Add(time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, more, err := b.ReadFrame(100); len(more) != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("nothing: %v, %v", more, err)
	}
	if err := b.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		_, _, err := b.ReadFrame(100)
		ended <- err
	}()
	a.Close()
	if err := <-ended; err != io.EOF {
		t.Errorf("the end: %v", err)
	}
	if tag := tagOf(t, fds[0]); tag != "kept" {
		t.Errorf("the descriptor is %q now", tag)
	}
}

func TestUnexpectedDescriptorsAreClosed(t *testing.T) {
	fd := tagged(t, "x")
	for _, tt := range []struct {
		name   string
		accept int
		send   int
	}{{"none accepted", 0, 1}, {"one accepted, two sent", 1, 2}, {"one accepted, 200 sent", 1, 200}} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := pair(t)
			b.AcceptFDs(tt.accept)
			fds := make([]int, tt.send)
			for i := range fds {
				fds[i] = fd
			}
			before := countFDs(t)
			if err := a.WriteFrame([]byte("hello"), fds...); err != nil {
				t.Fatal(err)
			}
			if _, got, err := b.ReadFrame(64); !errors.Is(err, ErrDescriptors) || got != nil {
				t.Errorf("got %v, %v", got, err)
			}
			if after := countFDs(t); after != before {
				t.Errorf("%d descriptors open, %d before", after, before)
			}
		})
	}
	t.Run("inside a body", func(t *testing.T) {
		a, b := pair(t)
		b.AcceptFDs(1)
		before := countFDs(t)
		var h [wire.HeaderLen]byte
		wire.PutHeader(h[:], 4)
		a.sock.Write(h[:])
		if _, _, err := a.sock.WriteMsgUnix([]byte("body"), unix.UnixRights(fd), nil); err != nil {
			t.Fatal(err)
		}
		body, fds, err := b.ReadFrame(64)
		if string(body) != "body" || fds != nil || err != nil {
			t.Errorf("got %q, %v, %v", body, fds, err)
		}
		if after := countFDs(t); after != before {
			t.Errorf("%d descriptors open, %d before", after, before)
		}
	})
}

func TestBrokenStreams(t *testing.T) {
	t.Run("a body over the limit takes no memory", func(t *testing.T) {
		a, b := pair(t)
		a.sock.Write([]byte{0x6f, 0, 0, 0}) // what a tmux client begins with
		_, _, err := b.ReadFrame(64 << 10)
		var size *SizeError
		if !errors.As(err, &size) || size.Header[0] != 0x6f || cap(b.body) != 0 {
			t.Errorf("got %v, %d bytes taken", err, cap(b.body))
		}
	})
	for _, cutAt := range []string{"\x00", "\x00\x00\x00\x05", "\x00\x00\x00\x05abc"} {
		t.Run(fmt.Sprintf("closed after %q", cutAt), func(t *testing.T) {
			a, b := pair(t)
			io.WriteString(a.sock, cutAt)
			a.Close()
			if _, _, err := b.ReadFrame(64); err != io.ErrUnexpectedEOF {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("a peer that has gone is an error", func(t *testing.T) {
		a, b := pair(t)
		b.Close()
		if err := a.WriteFrame([]byte("x")); !errors.Is(err, unix.EPIPE) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a frame cut short is the last", func(t *testing.T) {
		a, b := pair(t)
		written := make(chan error, 1)
		go func() { written <- a.WriteFrame(make([]byte, 8<<20)) }()
		if _, err := io.ReadFull(b.sock, make([]byte, 8)); err != nil { // so it has begun
			t.Fatal(err)
		}
		a.SetWriteDeadline(time.Now())
		if err := <-written; !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		a.SetWriteDeadline(time.Time{})
		if again := a.WriteFrame([]byte("x")); again == nil {
			t.Error("a frame was sent after one that was cut short")
		}
	})
	t.Run("Close ends a blocked read", func(t *testing.T) {
		_, b := pair(t)
		done := make(chan error)
		go func() { _, _, err := b.ReadFrame(64); done <- err }()
		b.Close()
		if err := <-done; !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v", err)
		}
	})
}

func TestListenDialAndCredentials(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	if _, err := Dial(path); !errors.Is(err, unix.ENOENT) || err.Error() != "error connecting to "+path+" (No such file or directory)" {
		t.Errorf("no socket: %v", err)
	}
	fd, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", st.Mode(), err)
	}
	if _, err := Listen(path); err == nil || !strings.Contains(err.Error(), "another program answers on "+path) {
		t.Errorf("a living socket: %v", err)
	}
	l, err := ListenerFromFD(fd)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Dial(path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if waiting, _, err := l.Accept(); err != nil { // the probe that the second Listen made
		t.Fatal(err)
	} else {
		waiting.Close()
	}
	s, cred, err := l.Accept()
	if err != nil || cred.UID != os.Getuid() || cred.PID != os.Getpid() {
		t.Fatalf("accept: %+v, %v", cred, err)
	}
	s.Close()
	l.Close()
	if _, err := Dial(path); !errors.Is(err, unix.ECONNREFUSED) {
		t.Errorf("a dead socket: %v", err)
	}
	if fd, err = Listen(path); err != nil {
		t.Errorf("a dead socket is replaced: %v", err)
	}
	unix.Close(fd)
	os.Remove(path)
	os.WriteFile(path, nil, 0o600)
	if _, err := Listen(path); !errors.Is(err, unix.EEXIST) {
		t.Errorf("a file is not replaced: %v", err)
	}
}

func TestAuthorized(t *testing.T) {
	for uid, want := range map[int]bool{os.Geteuid(): true, 0: true, os.Geteuid() + 1: false, -1: false} {
		if got := (Cred{UID: uid}).Authorized(); got != want {
			t.Errorf("uid %d: %v", uid, got)
		}
	}
}

func TestSocketPath(t *testing.T) {
	tmp, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir := fmt.Sprintf("%s/gmux-%d", tmp, os.Getuid())
	long := "/" + strings.Repeat("x", 120)
	for _, tt := range []struct{ name, label, explicit, inside, tmpdir, want, err string }{
		{"default", "", "", "", tmp, dir + "/default", ""},
		{"label", "work", "", "", tmp, dir + "/work", ""},
		{"explicit", "", "/x/y", "", tmp, "/x/y", ""},
		{"explicit wins over label", "work", "/x/y", "", tmp, "/x/y", ""},
		{"inside a pane", "", "", "/p/s,12,0", tmp, "/p/s", ""},
		{"label wins over the pane", "work", "", "/p/s,12,0", tmp, dir + "/work", ""},
		{"an empty variable is none", "", "", ",", tmp, dir + "/default", ""},
		{"a TMPDIR that is not there", "", "/x", "", "/nowhere/at/all", "/x", ""},
		{"too long", "", long, "", tmp, long, "error connecting to " + long + " (File name too long)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("GMUX", tt.inside)
			t.Setenv("GMUX_TMPDIR", tt.tmpdir)
			got, err := SocketPath(tt.label, tt.explicit)
			if text := fmt.Sprint(err); got != tt.want || err == nil != (tt.err == "") || err != nil && text != tt.err {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	t.Setenv("TMUX_TMPDIR", tmp)
	t.Setenv("TMUX", "")
	if got, err := Tmux.SocketPath("", ""); err != nil || got != fmt.Sprintf("%s/tmux-%d/default", tmp, os.Getuid()) {
		t.Errorf("under tmux's name: %q, %v", got, err)
	}
}

func TestCheckDir(t *testing.T) {
	base := t.TempDir()
	at := func(name string) string { return filepath.Join(base, name) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Mkdir(at("open"), 0o700))
	must(os.Chmod(at("open"), 0o777))
	must(os.Mkdir(at("real"), 0o700))
	must(os.Symlink(at("real"), at("link")))
	must(os.WriteFile(at("file"), nil, 0o600))
	for _, tt := range []struct{ dir, want string }{
		{"new", ""},
		{"new", ""},
		{"open", "directory DIR has unsafe permissions"},
		{"link", "DIR is not a directory"},
		{"file", "DIR is not a directory"},
		{"no/such", "couldn't create directory DIR (No such file or directory)"},
	} {
		dir := at(tt.dir)
		got := ""
		if err := CheckDir(dir); err != nil {
			got = strings.ReplaceAll(err.Error(), dir, "DIR")
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.dir, got, tt.want)
		}
	}
	if st, err := os.Stat(at("new")); err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("made with mode %v, %v", st.Mode(), err)
	}
	if os.Getuid() == 0 {
		must(os.Mkdir(at("foreign"), 0o700))
		must(os.Chown(at("foreign"), 12345, 12345))
		if err := CheckDir(at("foreign")); err == nil || !strings.HasSuffix(err.Error(), "has unsafe permissions") {
			t.Errorf("a foreign directory: %v", err)
		}
	}
}

func TestLock(t *testing.T) {
	path := LockPath(filepath.Join(t.TempDir(), "s"))
	fd, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(path); !errors.Is(err, ErrLocked) {
		t.Errorf("second lock: %v", err)
	}
	shared, err := unix.Dup(fd)
	if err != nil {
		t.Fatal(err)
	}
	unix.Close(fd)
	if _, err := Lock(path); !errors.Is(err, ErrLocked) {
		t.Errorf("a copy of the descriptor holds it no longer: %v", err)
	}
	os.Remove(path)
	if LockHolds(shared, path) {
		t.Error("the lock counts although its file is gone")
	}
	again, err := Lock(path)
	if err != nil {
		t.Fatalf("a deleted lock excludes nobody: %v", err)
	}
	if LockHolds(shared, path) || !LockHolds(again, path) {
		t.Error("which lock counts")
	}
	unix.Close(again)
	unix.Close(shared)
	if fd, err = Lock(path); err != nil {
		t.Errorf("a lock that was given up: %v", err)
	}
	unix.Close(fd)
	os.Remove(path)
	os.Symlink("/etc/passwd", path)
	if _, err := Lock(path); !errors.Is(err, unix.ELOOP) {
		t.Errorf("a symlink: %v", err)
	}
}

func TestALengthThatLiesTakesNoMemory(t *testing.T) {
	a, b := pair(t)
	if _, err := a.sock.Write(append([]byte{0, 0x10, 0, 0}, make([]byte, 100)...)); err != nil {
		t.Fatal(err)
	}
	a.Close()
	if _, _, err := b.ReadFrame(1 << 20); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("read %v", err)
	}
	if cap(b.body) > keepBody {
		t.Errorf("a claim of 1 MiB, of which 100 bytes came, took %d bytes", cap(b.body))
	}
}

func TestLargeFramesComeWhole(t *testing.T) {
	a, b := pair(t)
	for _, n := range []int{keepBody - 1, keepBody, keepBody + 1, 1 << 20, 3*keepBody + 7, 1, 5 * keepBody} {
		want := make([]byte, n)
		for i := range want {
			want[i] = byte(i % 251)
		}
		sent := make(chan error, 1)
		go func() { sent <- a.WriteFrame(want) }()
		got, _, err := b.ReadFrame(1 << 20)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("a frame of %d bytes: %d came, %v", n, len(got), err)
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzReadFrame: any bytes are frames and then an error; nothing hangs, panics or takes much memory.
func FuzzReadFrame(f *testing.F) {
	f.Add([]byte{0, 0, 0, 1, 0x90})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0, 0, 0})
	f.Fuzz(func(t *testing.T, stream []byte) {
		if len(stream) > 32<<10 {
			return // has to fit into the socket's buffer
		}
		a, b := pair(t)
		if _, err := a.sock.Write(stream); err != nil {
			t.Fatal(err)
		}
		a.Close()
		read := 0
		for {
			body, _, err := b.ReadFrame(1 << 10)
			if err != nil {
				break
			}
			read += wire.HeaderLen + len(body)
		}
		if read > len(stream) || cap(b.body) > 1<<10 {
			t.Errorf("%d bytes read of %d, buffer of %d", read, len(stream), cap(b.body))
		}
	})
}

func BenchmarkRoundTrip(b *testing.B) {
	x, fd, err := Pair()
	if err != nil {
		b.Fatal(err)
	}
	y, err := FromFD(fd)
	if err != nil {
		b.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			body, _, err := y.ReadFrame(1 << 20)
			if err != nil {
				return
			}
			y.WriteFrame(body)
		}
	})
	body := make([]byte, 16)
	b.ReportAllocs()
	for b.Loop() {
		if err := x.WriteFrame(body); err != nil {
			b.Fatal(err)
		}
		if _, _, err := x.ReadFrame(64); err != nil {
			b.Fatal(err)
		}
	}
	x.Close()
	wg.Wait()
	y.Close()
}
