package instant

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func pipe(t *testing.T) (r, w int) {
	t.Helper()
	var p [2]int
	must(t, unix.Pipe2(p[:], unix.O_NONBLOCK|unix.O_CLOEXEC))
	t.Cleanup(func() { unix.Close(p[0]); unix.Close(p[1]) })
	return p[0], p[1]
}

func file(t *testing.T) int {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "file"))
	must(t, err)
	t.Cleanup(func() { f.Close() })
	return int(f.Fd())
}

func TestPipe(t *testing.T) {
	r, w := pipe(t)
	buf := make([]byte, 8)
	if n, err := Read(r, buf); n != -1 || err != unix.EAGAIN {
		t.Errorf("of an empty pipe: %d, %v", n, err)
	}
	if n, err := Write(w, []byte("hello")); n != 5 || err != nil {
		t.Errorf("write: %d, %v", n, err)
	}
	if n, err := Read(r, buf); err != nil || string(buf[:n]) != "hello" {
		t.Errorf("read %q, %v", buf[:max(n, 0)], err)
	}
	if n, err := Write(w, nil); n != 0 || err != nil {
		t.Errorf("nothing: %d, %v", n, err)
	}
	if _, err := Read(-1, buf); err != unix.EBADF {
		t.Errorf("of no descriptor: %v", err)
	}
}

func TestOffsets(t *testing.T) {
	fd := file(t)
	const far = 5 << 32
	if n, err := Pwrite(fd, []byte("far"), far); n != 3 || err != nil {
		t.Errorf("pwrite: %d, %v", n, err)
	}
	buf := make([]byte, 8)
	if n, err := Pread(fd, buf, far+1); err != nil || string(buf[:n]) != "ar" {
		t.Errorf("pread %q, %v", buf[:max(n, 0)], err)
	}
	if n, err := Pread(fd, buf, far+9); n != 0 || err != nil {
		t.Errorf("behind the end: %d, %v", n, err)
	}
}

func TestBetweenDescriptors(t *testing.T) {
	r, w := pipe(t)
	fd := file(t)
	if _, err := Write(w, []byte("spliced")); err != nil {
		t.Fatal(err)
	}
	if n, err := Splice(r, fd, 100, unix.SPLICE_F_NONBLOCK); n != 7 || err != nil {
		t.Errorf("splice: %d, %v", n, err)
	}
	if n, err := Splice(r, fd, 100, unix.SPLICE_F_NONBLOCK); n != -1 || err != unix.EAGAIN {
		t.Errorf("splice of nothing: %d, %v", n, err)
	}
	if _, err := unix.Seek(fd, 2, 0); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 8)
	if n, err := Sendfile(w, fd, 3); n != 3 || err != nil {
		t.Errorf("sendfile: %d, %v", n, err)
	}
	if n, err := Read(r, buf); err != nil || string(buf[:n]) != "lic" {
		t.Errorf("sent %q, %v", buf[:max(n, 0)], err)
	}
	if at, err := unix.Seek(fd, 0, 1); at != 5 || err != nil {
		t.Errorf("the position is %d, %v", at, err)
	}
}

func TestMessages(t *testing.T) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	must(t, err)
	defer unix.Close(fds[0])
	defer unix.Close(fds[1])
	r, w := pipe(t)
	buf, oob := make([]byte, 16), make([]byte, unix.CmsgSpace(4))

	if n, err := Sendmsg(fds[0], []byte("head "), []byte("body"), unix.UnixRights(w), 0); n != 9 || err != nil {
		t.Fatalf("sendmsg: %d, %v", n, err)
	}
	n, oobn, flags, err := Recvmsg(fds[1], buf, oob, unix.MSG_CMSG_CLOEXEC)
	if err != nil || string(buf[:n]) != "head body" || flags&unix.MSG_CTRUNC != 0 {
		t.Fatalf("recvmsg: %q, flags %#x, %v", buf[:max(n, 0)], flags, err)
	}
	ms, err := unix.ParseSocketControlMessage(oob[:oobn])
	must(t, err)
	got, err := unix.ParseUnixRights(&ms[0])
	must(t, err)
	if _, err := Write(got[0], []byte("through")); err != nil {
		t.Error(err)
	}
	if n, err := Read(r, buf); err != nil || !bytes.Equal(buf[:n], []byte("through")) {
		t.Errorf("%q came through, %v", buf[:max(n, 0)], err)
	}
	unix.Close(got[0])

	// Without descriptors, without a head; and descriptors for which there is no room are told of.
	if n, err := Sendmsg(fds[0], nil, []byte("more"), unix.UnixRights(w), 0); n != 4 || err != nil {
		t.Fatalf("sendmsg: %d, %v", n, err)
	}
	n, oobn, flags, err = Recvmsg(fds[1], buf, nil, 0)
	if err != nil || string(buf[:n]) != "more" || oobn != 0 || flags&unix.MSG_CTRUNC == 0 {
		t.Errorf("%q, %d bytes of control messages, flags %#x, %v", buf[:max(n, 0)], oobn, flags, err)
	}
	if n, oobn, flags, err := Recvmsg(fds[1], buf, oob, 0); n != -1 || oobn != 0 || flags != 0 || err != unix.EAGAIN {
		t.Errorf("of nothing: %d, %d bytes of control messages, flags %#x, %v", n, oobn, flags, err)
	}
}
