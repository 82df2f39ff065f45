//go:build !portable

package recovery

import (
	"bytes"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

var update = flag.Bool("update", false, "write golden files again")

// newPane makes a pane's memories with a pty; the test is its child.
func newPane(t testing.TB, mode Mode) (fds FDs, tty int) {
	t.Helper()
	fds, err := Create(mode)
	if err != nil {
		t.Fatal(err)
	}
	fds.Master, tty = openPTY(t)
	t.Cleanup(func() { fds.Close(); unix.Close(tty) })
	return fds, tty
}

func open(t testing.TB, fds FDs, generation uint64) *Pane {
	t.Helper()
	p, err := Open(fds, generation)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t testing.TB, fd int, s string) {
	t.Helper()
	for p := []byte(s); len(p) > 0; { // a signal of Go's scheduler may cut a write short
		n, err := unix.Write(fd, p)
		if err != nil && err != unix.EINTR {
			t.Fatalf("write %d bytes: %d, %v", len(p), n, err)
		}
		p = p[max(n, 0):]
	}
}

func modes() map[string]Mode { return map[string]Mode{"splice": Splice, "intent": Intent} }

func TestOutputLog(t *testing.T) {
	for name, mode := range modes() {
		t.Run(name, func(t *testing.T) {
			fds, tty := newPane(t, mode)
			l := open(t, fds, 1).Output
			if n, err := l.Pull(fds.Master); n != 0 || err != unix.EAGAIN {
				t.Errorf("pull from a silent child: %d, %v", n, err)
			}
			write(t, tty, "hello")
			if n, err := l.Pull(fds.Master); n != 5 || err != nil || l.Position() != 5 || l.Mode() != mode {
				t.Fatalf("pull: %d, %v, position %d, mode %d", n, err, l.Position(), l.Mode())
			}
			write(t, tty, " world")
			must(t, l.SetEffects(3))
			must(t, l.Close())
			l = open(t, fds, 2).Output
			if n, err := l.Pull(fds.Master); n != 6 || err != nil || l.Position() != 11 || l.Effects() != 3 {
				t.Fatalf("pull of the successor: %d, %v, position %d, effects %d", n, err, l.Position(), l.Effects())
			}
			p := make([]byte, 20)
			if n, err := l.ReadAt(p, 0); string(p[:n]) != "hello world" || err != io.EOF {
				t.Errorf("read: %q, %v", p[:n], err)
			}
			if n, err := l.ReadAt(p[:5], 6); string(p[:n]) != "world" || err != nil {
				t.Errorf("read: %q, %v", p[:n], err)
			}
			if n, err := l.ReadAt(p, 11); n != 0 || err != io.EOF {
				t.Errorf("read behind the end: %d, %v", n, err)
			}
			write(t, tty, "last words")
			unix.Close(tty)
			if n, err := l.Pull(fds.Master); n != 10 || err != nil {
				t.Errorf("pull after the hang-up: %d, %v", n, err)
			}
			if n, err := l.Pull(fds.Master); n != 0 || err != io.EOF {
				t.Errorf("pull at the end: %d, %v", n, err)
			}
		})
	}
}

// Another goroutine than the reader may release: the race detector says so.
func TestReleaseBesideTheReader(t *testing.T) {
	fds, tty := newPane(t, Splice)
	const far = 1 << 30
	must(t, seek(fds.Log, far))
	l := open(t, fds, 1).Output
	done := make(chan error)
	go func() { done <- l.Release(far) }()
	write(t, tty, "hello")
	if n, err := l.Pull(fds.Master); n != 5 || err != nil {
		t.Fatalf("pull: %d, %v", n, err)
	}
	p := make([]byte, 5)
	if _, err := l.ReadAt(p, far); err != nil || string(p) != "hello" {
		t.Errorf("read: %q, %v", p, err)
	}
	must(t, <-done)
	if _, err := l.ReadAt(p, far-1); !errors.Is(err, ErrReleased) {
		t.Errorf("read of what was released: %v", err)
	}
}

// What a predecessor had on the way when it died is neither lost nor doubled.
func TestDeathOnTheWay(t *testing.T) {
	t.Run("between the two splices", func(t *testing.T) {
		fds, tty := newPane(t, Splice)
		l := open(t, fds, 1).Output
		write(t, tty, "abc")
		if n, err := splice(l.fds.Master, l.fds.PipeW, 100); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		write(t, tty, "def")
		l = open(t, fds, 2).Output
		if l.Position() != 3 {
			t.Errorf("position %d of the successor, want 3", l.Position())
		}
		if n, err := l.Pull(fds.Master); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		p := make([]byte, 6)
		if _, err := l.ReadAt(p, 0); err != nil || string(p) != "abcdef" {
			t.Errorf("%q, %v", p, err)
		}
	})
	for _, tt := range []struct {
		name string
		read bool
		want string
	}{{"before the read of an intent", false, "abc"}, {"after the read of an intent", true, "abc"}} {
		for _, size := range []int{3, 300} {
			t.Run(fmt.Sprintf("%s of %d", tt.name, size), func(t *testing.T) {
				fds, tty := newPane(t, Intent)
				l := open(t, fds, 1).Output
				text := strings.Repeat("abc", size/3)
				write(t, tty, text)
				n, err := waiting(fds.Master)
				if err != nil || n != size {
					t.Fatal(n, err)
				}
				mem, err := l.window.slice(l.fds.Log, l.at, n)
				must(t, err)
				fillPattern(mem, 12345)
				must(t, putWord(fds.State, wordSeed, 12345))
				must(t, putWord(fds.State, wordLength, uint64(n)))
				must(t, putWord(fds.State, wordIntent, 1))
				if tt.read {
					if got, err := read(fds.Master, mem); got != n || err != nil {
						t.Fatal(got, err)
					}
				}
				l = open(t, fds, 2).Output
				if tt.read && l.Position() != int64(size) || !tt.read && l.Position() != 0 {
					t.Errorf("position %d of the successor", l.Position())
				}
				if _, err := l.Pull(fds.Master); tt.read != (err == unix.EAGAIN) {
					t.Errorf("pull: %v", err)
				}
				p := make([]byte, size)
				if _, err := l.ReadAt(p, 0); err != nil || string(p) != text {
					t.Errorf("%q, %v", p, err)
				}
			})
		}
	}
}

func TestOneReader(t *testing.T) {
	fds, tty := newPane(t, Splice)
	first := open(t, fds, 1).Output
	if _, ok, err := Sealed(fds.State); ok || err != nil {
		t.Errorf("sealed from the start: %v", err)
	}
	write(t, tty, "abc")
	if _, err := first.Pull(fds.Master); err != nil {
		t.Fatal(err)
	}
	must(t, first.Seal())
	if at, ok, err := Sealed(fds.State); at != 3 || !ok || err != nil {
		t.Errorf("sealed at %d, %v, %v", at, ok, err)
	}
	open(t, fds, 2)
	if _, ok, _ := Sealed(fds.State); ok {
		t.Error("sealed although a successor reads")
	}
	var err error
	for range 100 { // it looks now and then
		if _, err = first.Pull(fds.Master); errors.Is(err, ErrSuperseded) {
			break
		}
	}
	if !errors.Is(err, ErrSuperseded) {
		t.Errorf("the predecessor pulls on: %v", err)
	}
	if _, err := Open(fds, 1); !errors.Is(err, ErrSuperseded) {
		t.Errorf("an earlier generation opens: %v", err)
	}
}

// A released front takes no memory, wherever the log has got to.
func TestReleaseGivesMemoryBack(t *testing.T) {
	for name, mode := range modes() {
		t.Run(name, func(t *testing.T) {
			fds, tty := newPane(t, mode)
			const far = 1<<40 + 12345 // as if the pane had printed a terabyte
			must(t, seek(fds.Log, far))
			must(t, putWord(fds.State, wordFront, far&^(releaseStep-1)))
			l := open(t, fds, 1).Output
			chunk := strings.Repeat("x", 4000)
			for range 2000 {
				write(t, tty, chunk)
				for got := 0; got < len(chunk); {
					n, err := l.Pull(fds.Master)
					if err != nil && err != unix.EAGAIN {
						t.Fatal(err)
					}
					got += n
				}
				must(t, l.Release(l.Position()))
			}
			var st unix.Stat_t
			must(t, unix.Fstat(fds.Log, &st))
			if used := st.Blocks * 512; used > 3*releaseStep {
				t.Errorf("8 MB passed, %d bytes stay", used)
			}
			if l.Position() != far+2000*4000 {
				t.Errorf("position %d", l.Position())
			}
			if _, err := l.ReadAt(make([]byte, 1), far); !errors.Is(err, ErrReleased) {
				t.Errorf("read of what was released: %v", err)
			}
			p := make([]byte, 4000)
			if _, err := l.ReadAt(p, l.Position()-4000); err != nil || string(p) != chunk {
				t.Errorf("read of the end: %v", err)
			}
			must(t, l.Close())
		})
	}
}

// A system that does not splice from a tty is noticed. A pipe's own end in the tty's place refuses.
func TestFallbackToIntent(t *testing.T) {
	fds, tty := newPane(t, Splice)
	l := open(t, fds, 1).Output
	write(t, tty, "abc")
	good := l.fds.PipeW
	null, err := unix.Open("/dev/null", unix.O_WRONLY|unix.O_CLOEXEC, 0) // no pipe on either side: EINVAL
	must(t, err)
	defer unix.Close(null)
	l.fds.PipeW = null
	if n, err := l.Pull(fds.Master); n != 3 || err != nil || l.Mode() != Intent {
		t.Errorf("pull: %d, %v, mode %d", n, err, l.Mode())
	}
	l.fds.PipeW = good
	if again := open(t, fds, 2).Output; again.Mode() != Intent || again.Position() != 3 {
		t.Errorf("the successor: mode %d, position %d", again.Mode(), again.Position())
	}
}

func TestWaitThroughThePoller(t *testing.T) {
	for name, mode := range modes() {
		t.Run(name, func(t *testing.T) {
			fds, tty := newPane(t, mode)
			l := open(t, fds, 1).Output
			dup, err := unix.FcntlInt(uintptr(fds.Master), unix.F_DUPFD_CLOEXEC, 3)
			must(t, err)
			f := os.NewFile(uintptr(dup), "ptmx")
			raw, err := f.SyscallConn()
			must(t, err)
			type result struct {
				n   int
				err error
			}
			results := make(chan result)
			go func() {
				for {
					n, err := l.Wait(raw)
					results <- result{n, err}
					if err != nil {
						return
					}
				}
			}()
			for i := range 5 {
				write(t, tty, strings.Repeat("x", i+1))
				if r := <-results; r.n != i+1 || r.err != nil {
					t.Fatalf("wait: %+v", r)
				}
			}
			f.Close()
			if r := <-results; r.n != 0 || !errors.Is(r.err, os.ErrClosed) {
				t.Errorf("wait on a closed master: %+v", r)
			}
		})
	}
}

func TestInputQueue(t *testing.T) {
	fds, tty := newPane(t, Splice)
	q := open(t, fds, 1).Input
	if n, err := q.Send(fds.Master); n != 0 || err != unix.EAGAIN {
		t.Errorf("send of nothing: %d, %v", n, err)
	}
	if end, err := q.Append([]byte("hello ")); end != 6 || err != nil {
		t.Fatal(end, err)
	}
	if end, err := q.AppendFrom([]byte("world"), Origin{7, 41}); end != 11 || err != nil || q.Pending() != 11 {
		t.Fatal(end, err)
	}
	q = open(t, fds, 2).Input
	if got := q.Origins(); len(got) != 1 || got[0] != (Origin{7, 41}) || q.Pending() != 11 {
		t.Errorf("the successor: origins %v, %d pending", got, q.Pending())
	}
	if n, err := q.Send(fds.Master); n != 11 || err != nil || q.Pending() != 0 {
		t.Errorf("send: %d, %v", n, err)
	}
	p := make([]byte, 64)
	if n, err := unix.Read(tty, p); string(p[:n]) != "hello world" || err != nil {
		t.Errorf("the child read %q, %v", p[:n], err)
	}
	if _, err := q.Append(make([]byte, InputLimit+1)); err != ErrFull {
		t.Errorf("append over the limit: %v", err)
	}
	if _, err := q.Append(make([]byte, InputLimit)); err != nil {
		t.Errorf("append of the limit: %v", err)
	}
	if _, err := q.Append([]byte("x")); err != ErrFull || q.Pending() != InputLimit {
		t.Errorf("append to a full queue: %v, %d pending", err, q.Pending())
	}
	sent := 0
	for {
		n, err := q.Send(fds.Master)
		sent += n
		if err == unix.EAGAIN {
			break
		}
		must(t, err)
	}
	if sent == 0 || q.Pending() != InputLimit-sent {
		t.Errorf("a child that does not read: %d sent, %d pending", sent, q.Pending())
	}
}

func TestSentInputTakesNoMemory(t *testing.T) {
	fds, tty := newPane(t, Splice)
	q := open(t, fds, 1).Input
	chunk := []byte(strings.Repeat("y", 2048))
	p := make([]byte, 4096)
	for range 4096 {
		_, err := q.Append(chunk)
		must(t, err)
		for q.Pending() > 0 {
			if _, err := q.Send(fds.Master); err != nil && err != unix.EAGAIN {
				t.Fatal(err)
			}
			n, err := unix.Read(tty, p)
			must(t, err)
			if bytes.Count(p[:n], []byte("y")) != n {
				t.Fatal("the child read something else")
			}
		}
		unix.IoctlSetInt(tty, unix.TCFLSH, unix.TCIFLUSH)
	}
	var st unix.Stat_t
	must(t, unix.Fstat(fds.Input, &st))
	if used := st.Blocks * 512; used > 4*queueStep {
		t.Errorf("8 MB passed, %d bytes stay", used)
	}
}

// The system's other way to the tty is a write and then the commit.
func TestSendPlain(t *testing.T) {
	fds, tty := newPane(t, Splice)
	q := open(t, fds, 1).Input
	_, err := q.Append([]byte("hello"))
	must(t, err)
	if n, err := sendPlain(fds.Master, fds.Input, 5); n != 5 || err != nil {
		t.Fatal(n, err)
	}
	p := make([]byte, 64)
	if n, err := unix.Read(tty, p); string(p[:n]) != "hello" || err != nil {
		t.Errorf("the child read %q, %v", p[:n], err)
	}
	if q = open(t, fds, 2).Input; q.Pending() != 0 {
		t.Errorf("%d pending", q.Pending())
	}
}

func TestOriginsAreCommittedWithTheirBytes(t *testing.T) {
	fds, _ := newPane(t, Splice)
	q := open(t, fds, 1).Input
	for seq := range uint64(5) {
		_, err := q.AppendFrom([]byte("k"), Origin{1, seq})
		must(t, err)
	}
	must(t, q.putOrigin(Origin{1, 5}, 6)) // and then it dies, before the commit
	q = open(t, fds, 2).Input
	if got := q.Origins(); len(got) != 1 || got[0] != (Origin{1, 4}) || q.Pending() != 5 {
		t.Errorf("origins %v, %d pending", got, q.Pending())
	}
	_, err := q.Append([]byte("other")) // the end passes what the dead one had in mind
	must(t, err)
	q = open(t, fds, 3).Input
	if got := q.Origins(); len(got) != 1 || got[0] != (Origin{1, 4}) {
		t.Errorf("an entry that was never committed counts: %v", got)
	}
	for client := range uint64(200) { // more clients than there is room for: the silent ones go
		_, err := q.AppendFrom([]byte("k"), Origin{client + 10, 1})
		must(t, err)
	}
	got := map[uint64]bool{}
	for _, o := range open(t, fds, 4).Input.Origins() {
		got[o.Client] = true
	}
	if len(got) != originPairs || !got[209] || !got[209-originPairs+1] || got[1] {
		t.Errorf("%d clients are remembered", len(got))
	}
}

func TestChangeRecords(t *testing.T) {
	fds, _ := newPane(t, Splice)
	p := open(t, fds, 1)
	want := []Change{Resize{24, 80, 640, 480}, ClearHistory{}, Reset{}, Option{"history-limit", "2000"},
		Colours{Foreground: 1<<24 | 0x102030, Scheme: 2, Palette: [16]uint32{15: 1<<24 | 0xffffff}},
		UnknownChange{99, []byte("later")}, Resize{65535, 1, 0, 0}, Trim{}, Show{[]byte("shown")}}
	for i, c := range want {
		must(t, p.Record(int64(i*10), c))
	}
	collect := func(p *Pane) (offsets []int64, changes []Change) {
		must(t, p.EachChange(func(off int64, c Change) error {
			offsets, changes = append(offsets, off), append(changes, c)
			return nil
		}))
		return offsets, changes
	}
	p = open(t, fds, 2)
	offsets, got := collect(p)
	if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(offsets, []int64{0, 10, 20, 30, 40, 50, 60, 70, 80}) {
		t.Errorf("changes %v at %v", got, offsets)
	}
	must(t, p.Changes.Drop(30))
	if offsets, _ := collect(open(t, fds, 3)); !reflect.DeepEqual(offsets, []int64{30, 40, 50, 60, 70, 80}) {
		t.Errorf("after Drop: %v", offsets)
	}
	must(t, p.Checkpoint(85, []byte("screens")))
	must(t, p.Record(90, Reset{}))
	p = open(t, fds, 4)
	payload, offset, ok, err := p.LatestCheckpoint()
	if string(payload) != "screens" || offset != 85 || !ok || err != nil {
		t.Errorf("checkpoint %q at %d, %v, %v", payload, offset, ok, err)
	}
	if offsets, _ := collect(p); !reflect.DeepEqual(offsets, []int64{90}) {
		t.Errorf("changes since the checkpoint: %v", offsets)
	}
}

func TestModelMemory(t *testing.T) {
	fd, err := CreateModel()
	must(t, err)
	defer unix.Close(fd)
	load := func() (*ModelMemory, string) {
		t.Helper()
		m, err := OpenModel(fd)
		must(t, err)
		snapshot, records, err := m.Load()
		must(t, err)
		return m, fmt.Sprintf("%s+%s", snapshot, bytes.Join(records, []byte(",")))
	}
	m, got := load()
	if got != "+" {
		t.Errorf("an empty memory holds %q", got)
	}
	for i := range 5 {
		must(t, m.Append(fmt.Appendf(nil, "r%d", i)))
		if i == 1 || i == 2 {
			must(t, m.Snapshot(fmt.Appendf(nil, "s%d", i)))
		}
	}
	if m, got = load(); got != "s2+r3,r4" {
		t.Errorf("memory holds %q", got)
	}
	if m.Due() {
		t.Error("a snapshot is due after two records")
	}
	for !m.Due() {
		must(t, m.Append(make([]byte, 100)))
	}
	must(t, m.Snapshot([]byte("s5")))
	must(t, m.Append([]byte("r")))
	if _, got = load(); got != "s5+r" {
		t.Errorf("memory holds %q", got)
	}
	// Damage to the newest snapshot: the one before and every record since it are still there.
	must(t, writeFull(fd, []byte("X"), m.journal.base[m.journal.last]))
	if _, got = load(); !strings.HasPrefix(got, "s2+r3,r4,\x00") || !strings.HasSuffix(got, ",r") {
		t.Errorf("after damage: %.60q", got)
	}
}

// A writer that dies in the middle of a record or of a snapshot leaves everything before it.
func TestTornWrites(t *testing.T) {
	fd, err := CreateModel()
	must(t, err)
	defer unix.Close(fd)
	m, err := OpenModel(fd)
	must(t, err)
	must(t, m.Append([]byte("one")))
	at := m.journal.end
	must(t, m.Append(bytes.Repeat([]byte("two"), 2000)))
	end := m.journal.end
	whole := make([]byte, end-at)
	must(t, readFull(fd, whole, at))
	for cut := int64(0); cut < end-at-8; cut += 1 + cut/8 {
		must(t, punch(fd, at, end-at+8))
		must(t, writeFull(fd, whole[:cut], at))
		m, err := OpenModel(fd)
		must(t, err)
		if _, records, err := m.Load(); err != nil || len(records) != 1 {
			t.Fatalf("cut at %d: %d records, %v", cut, len(records), err)
		}
		must(t, m.Append([]byte("2")))
		m, err = OpenModel(fd)
		must(t, err)
		if _, records, err := m.Load(); err != nil || len(records) != 2 || string(records[1]) != "2" {
			t.Fatalf("after a cut at %d: %q, %v", cut, records, err)
		}
	}
	must(t, m.Snapshot([]byte("good")))
	s := m.journal.slots[m.journal.last]
	s.generation++
	must(t, writeFull(fd, []byte("half a snap"), m.journal.base[1-m.journal.last]))
	s.length, s.sum = 1000, 12345
	must(t, writeFull(fd, s.encode(), slotHeaderAt(1-m.journal.last)))
	m, err = OpenModel(fd)
	must(t, err)
	if snapshot, _, err := m.Load(); string(snapshot) != "good" || err != nil {
		t.Errorf("after a torn snapshot: %q, %v", snapshot, err)
	}
}

func TestTrimmedRecordsTakeNoMemory(t *testing.T) {
	fd, err := CreateModel()
	must(t, err)
	defer unix.Close(fd)
	m, err := OpenModel(fd)
	must(t, err)
	for range 200 {
		for !m.Due() {
			must(t, m.Append(make([]byte, 1000)))
		}
		must(t, m.Snapshot(make([]byte, 20000)))
	}
	var st unix.Stat_t
	must(t, unix.Fstat(fd, &st))
	if used := st.Blocks * 512; used > 200<<10 {
		t.Errorf("4 MB of records passed, %d bytes stay", used)
	}
	if err := m.Append(make([]byte, MaxRecord+1)); !errors.Is(err, ErrTooBig) {
		t.Errorf("a record over the limit: %v", err)
	}
	if err := m.Snapshot(make([]byte, 0)); err != nil {
		t.Errorf("an empty snapshot: %v", err)
	}
}

func TestExitReport(t *testing.T) {
	fds, _ := newPane(t, Splice)
	if _, ok, err := ReadExit(fds.State); ok || err != nil {
		t.Errorf("a report before the exit: %v", err)
	}
	want := Exit{PID: 42, Known: true, Code: 3, Signal: 11, Core: true, User: time.Second, System: time.Millisecond,
		MaxRSS: 1 << 40, ExitedAt: time.Unix(1700000000, 5)}
	must(t, WriteExit(fds.State, want))
	if got, ok, err := ReadExit(fds.State); got != want || !ok || err != nil {
		t.Errorf("got %+v, %v, %v", got, ok, err)
	}
}

func TestPackDescriptors(t *testing.T) {
	f := FDs{Master: 10, PipeR: 11, PipeW: 12, Log: 13, Input: 14, History: 15, State: 16, Pidfd: -1}
	fds, mask := f.Pack()
	if got, err := Unpack(fds, mask); got != f || err != nil || len(fds) != 7 {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, bad := range []struct {
		fds  []int
		mask uint64
	}{{fds, mask | 1<<7}, {fds[:3], mask}, {fds, 1<<8 | mask>>1}, {nil, 1}, {fds, 0}} {
		if got, err := Unpack(bad.fds, bad.mask); err == nil {
			t.Errorf("%v with mask %#x: %+v", bad.fds, bad.mask, got)
		}
	}
}

func TestForeignMemories(t *testing.T) {
	fds, _ := newPane(t, Splice)
	if _, err := OpenModel(fds.State); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a pane's state as a model: %v", err)
	}
	must(t, putWord(fds.State, wordVersion, Version+1))
	if _, err := Open(fds, 1); !errors.Is(err, ErrVersion) {
		t.Errorf("a later version: %v", err)
	}
	for _, fd := range []int{fds.Log, fds.Input, fds.History, fds.State} {
		if err := unix.Ftruncate(fd, 0); err != unix.EPERM {
			t.Errorf("a memory can be shrunk: %v", err)
		}
	}
}

// Memory that is short is an error and loses nothing: here the size of files is what is limited.
func TestShortMemory(t *testing.T) {
	fd, err := CreateModel()
	must(t, err)
	defer unix.Close(fd)
	m, err := OpenModel(fd)
	must(t, err)
	must(t, m.Append([]byte("one")))
	must(t, m.Snapshot([]byte("snap")))
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_GROW); err != nil {
		t.Fatal(err)
	}
	if err := m.Append(make([]byte, 100)); err != nil { // within the file's size, which slot A has made huge
		t.Errorf("append inside the file: %v", err)
	}
	if err := m.Snapshot(make([]byte, 100)); !errors.Is(err, unix.EPERM) {
		t.Errorf("snapshot into slot B, which cannot grow: %v", err)
	}
	m, err = OpenModel(fd)
	must(t, err)
	if s, r, err := m.Load(); string(s) != "snap" || len(r) != 1 || err != nil {
		t.Errorf("%q, %d records, %v", s, len(r), err)
	}
}

func TestFileSizeLimit(t *testing.T) {
	for _, role := range []string{"limited", "confined"} {
		t.Run(role, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run=^$")
			cmd.Env = append(os.Environ(), "RECOVERY_ROLE="+role)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestPlacesOfSlots: what lies nowhere is damage, and never read.
func TestPlacesOfSlots(t *testing.T) {
	for _, tt := range []struct{ a, b, trim uint64 }{
		{headerLen, headerLen, 3 * headerLen},
		{headerLen, 0, headerLen},
		{0, headerLen, 3 * headerLen},
		{headerLen, 2*headerLen + 8, 4 * headerLen},
		{headerLen, 2 * headerLen, 2 * headerLen}, // the journal in slot B
		{headerLen, 1 << 63, 3 * headerLen},
	} {
		fd, err := CreateModel()
		must(t, err)
		defer unix.Close(fd)
		must(t, putWord(fd, wordSlotA, tt.a))
		must(t, putWord(fd, wordSlotB, tt.b))
		must(t, putWord(fd, wordTrim, tt.trim))
		if _, err := OpenModel(fd); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}

// TestResume: a successor that came and went has moved what was in the pipe; who goes on reads it once, and all behind it.
func TestResume(t *testing.T) {
	fds, tty := newPane(t, Splice)
	l := open(t, fds, 1).Output
	write(t, tty, "abc")
	if n, err := splice(l.fds.Master, l.fds.PipeW, 100); n != 3 || err != nil { // the second splice has met a shortage
		t.Fatal(n, err)
	}
	l.piped = true
	must(t, l.Seal())
	open(t, fds, 2)
	must(t, l.Resume(3))
	write(t, tty, "def")
	if n, err := l.Pull(fds.Master); n != 3 || err != nil || l.Position() != 6 {
		t.Errorf("pull: %d, %v, position %d", n, err, l.Position())
	}
	p := make([]byte, 10)
	if n, _ := l.ReadAt(p, 0); string(p[:n]) != "abcdef" {
		t.Errorf("%q", p[:n])
	}
}

// TestGolden keeps the format: what this version writes is what it wrote before.
func TestGolden(t *testing.T) {
	fds, tty := newPane(t, Splice)
	p := open(t, fds, 3)
	write(t, tty, "out")
	_, err := p.Output.Pull(fds.Master)
	must(t, err)
	must(t, p.Output.SetEffects(1))
	must(t, p.Record(1, Resize{24, 80, 0, 0}))
	must(t, p.Record(2, Option{"a", "b"}))
	must(t, p.Checkpoint(2, []byte("check")))
	must(t, p.Record(3, Reset{}))
	must(t, p.Record(3, Text{[]byte("text")}))
	at, err := p.History.Append([]byte("segment"))
	must(t, err)
	if at != headerLen {
		t.Errorf("the first segment is at %d", at)
	}
	_, err = p.Input.AppendFrom([]byte("in"), Origin{5, 9})
	must(t, err)
	must(t, WriteExit(fds.State, Exit{PID: 1, Known: true, Code: 2, ExitedAt: time.Unix(3, 4)}))
	var b strings.Builder
	dump := func(name string, fd int, off, n int64) {
		buf := make([]byte, n)
		must(t, readFull(fd, buf, off))
		for i := int64(0); i < n; i += 16 {
			if row := buf[i:min(i+16, n)]; len(bytes.Trim(row, "\x00")) > 0 {
				fmt.Fprintf(&b, "%s %012x %s\n", name, off+i, hex.EncodeToString(row))
			}
		}
	}
	dump("log  ", fds.Log, 0, 64)
	dump("input", fds.Input, 0, 4096+64)
	dump("state", fds.State, 0, 4096+512)
	dump("state", fds.State, slotBaseA, 64)
	golden := filepath.Join("testdata", "format.golden")
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	must(t, err)
	if b.String() != string(want) {
		t.Errorf("memories hold\n%s\nwant\n%s", b.String(), want)
	}
}

// FuzzOpen: whatever lies in a memory, opening and reading it ends with an answer or an error, and a
// journal that opened takes records and gives them back.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("gmuxmodl\x01"), []byte{}, []byte{})
	f.Add([]byte("gmuxpane\x01"), []byte{27, 0, 0, 0}, []byte{1})
	f.Fuzz(func(t *testing.T, header, journal, slots []byte) {
		if len(header) > headerLen || len(journal) > 1<<20 || len(slots) > 2*slotHeaderGap {
			return
		}
		fd, err := CreateModel()
		must(t, err)
		defer unix.Close(fd)
		must(t, writeFull(fd, header, 0))
		must(t, writeFull(fd, slots, slotHeaders))
		must(t, writeFull(fd, journal, journalBase))
		for _, magic := range []string{modelMagic, stateMagic} {
			j, err := OpenJournal(fd, magic)
			if err != nil {
				continue
			}
			before := 0
			must(t, j.Each(func(Record) error { before++; return nil }))
			if _, _, _, err := j.Latest(); err != nil {
				t.Errorf("a snapshot that was chosen cannot be read: %v", err)
			}
			must(t, j.Append(77, 8, []byte("payload")))
			j, err = OpenJournal(fd, magic)
			must(t, err)
			var last Record
			after := 0
			must(t, j.Each(func(r Record) error { after++; last = r; return nil }))
			if after != before+1 || last.Stamp != 77 || last.Kind != 8 || string(last.Payload) != "payload" {
				t.Errorf("%d records after %d, the last is %+v", after, before, last)
			}
			must(t, j.Snapshot(78, []byte("snapshot")))
			must(t, j.Each(func(r Record) error { return fmt.Errorf("record behind a snapshot: %+v", r) }))
		}
	})
}

// FuzzChange: bad payloads are errors, good ones read the same after they are written again.
func FuzzChange(f *testing.F) {
	f.Add(uint32(1), []byte{0x94, 24, 80, 0, 0})
	f.Add(uint32(4), []byte{0x92, 0xa1, 'a', 0xa1, 'b'})
	f.Add(uint32(9), []byte{})
	f.Fuzz(func(t *testing.T, kind uint32, payload []byte) {
		c, err := decodeChange(Record{Kind: kind, Payload: payload})
		if err != nil {
			return
		}
		fds, err := Create(Splice)
		must(t, err)
		defer fds.Close()
		j, err := OpenJournal(fds.State, stateMagic)
		must(t, err)
		p := &Pane{Changes: j}
		must(t, p.Record(5, c))
		must(t, p.EachChange(func(_ int64, again Change) error {
			if !reflect.DeepEqual(again, c) && !(kind > 4 && len(payload) == 0) {
				t.Errorf("%+v came back as %+v", c, again)
			}
			return nil
		}))
	})
}
