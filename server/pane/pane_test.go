//go:build linux

package pane

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"gmux/protocol/key"
	"gmux/protocol/recovery"
	"gmux/server/vt"
)

// A line is a pane and the child's side of its tty.
type line struct {
	t      *testing.T
	pane   *Pane
	fds    recovery.FDs // the host's copies
	tty    *os.File
	events chan Event
	typed  []byte // encoded, and not flushed yet

	clipboard atomic.Pointer[Clip]

	fault  bool // the server before this one died of itself
	aside  []byte
	before []byte
}

func (l *line) setAside(p Poison) (string, error) {
	var err error
	l.before = p.Checkpoint
	l.aside, err = io.ReadAll(p.Output)
	return "a file", err
}

func newLine(t *testing.T) *line {
	t.Helper()
	fds, err := recovery.Create(recovery.Splice)
	if err != nil {
		t.Fatal(err)
	}
	ptmx, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	fds.Master = dup(t, int(ptmx.Fd()))
	ptmx.Close()
	if err := unix.SetNonblock(fds.Master, true); err != nil {
		t.Fatal(err)
	}
	l := &line{t: t, fds: fds, tty: tty, events: make(chan Event, 1000)}
	l.raw()
	l.pane = l.open(1)
	t.Cleanup(func() {
		l.tty.Close()
		l.fds.Close()
	})
	return l
}

func dup(t *testing.T, fd int) int {
	t.Helper()
	n, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// raw takes echo and line editing off, as a full-screen program does.
func (l *line) raw() {
	l.t.Helper()
	fd := int(l.tty.Fd())
	tio, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		l.t.Fatal(err)
	}
	tio.Lflag &^= unix.ECHO | unix.ICANON | unix.ISIG
	tio.Oflag &^= unix.OPOST
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, tio); err != nil {
		l.t.Fatal(err)
	}
}

// open is what each server does: it opens the memory through descriptors of its own.
func (l *line) open(generation uint64) *Pane {
	l.t.Helper()
	packed, mask := l.fds.Pack()
	for i := range packed {
		packed[i] = dup(l.t, packed[i])
	}
	fds, err := recovery.Unpack(packed, mask)
	if err != nil {
		l.t.Fatal(err)
	}
	c := Config{
		ID: 7, FDs: fds, Generation: generation, Fault: l.fault,
		Terminal: vt.Options{Rows: 5, Cols: 20, HistoryLimit: 100},
		Clipboard: func() Clip {
			if c := l.clipboard.Load(); c != nil {
				return *c
			}
			return Clip{}
		},
		Post:     func(e Event) { l.events <- e },
		Log:      l.t.Logf,
		SetAside: l.setAside,
	}
	p, err := Open(c)
	if err != nil {
		l.t.Fatal(err)
	}
	if err := p.Recover(c); err != nil {
		l.t.Fatal(err)
	}
	p.Start()
	l.t.Cleanup(func() {
		if !p.isClosed() {
			p.Close()
		}
	})
	return p
}

// encode has events wait for flush, as the loop keeps those of a message.
func (l *line) encode(keys Keys, events ...key.Event) {
	l.typed = l.pane.Encode(l.typed, keys, events...)
}

func (l *line) flush(from recovery.Origin, done func()) {
	data := l.typed
	l.typed = nil
	l.pane.Type(data, from, done)
}

func (l *line) print(s string) {
	l.t.Helper()
	if _, err := l.tty.WriteString(s); err != nil {
		l.t.Fatal(err)
	}
}

// shows waits until the first row of the screen is want.
func (l *line) shows(want string) {
	l.t.Helper()
	changed := make(chan struct{}, 1)
	l.pane.Watch(l, func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	defer l.pane.Unwatch(l)
	deadline := time.After(20 * time.Second)
	for {
		got := ""
		l.pane.Draw(func(t *vt.Terminal) {
			for _, c := range t.Row(0).Cells {
				got = string(t.AppendText([]byte(got), c))
			}
		})
		if got = strings.TrimRight(got, " "); got == want {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			l.t.Fatalf("the screen shows %q, want %q", got, want)
		}
	}
}

// event waits for an event of a kind.
func (l *line) event(kind Kind) Event {
	l.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		select {
		case e := <-l.events:
			if e.Kind == kind {
				return e
			}
		case <-deadline:
			l.t.Fatalf("no event of kind %d", kind)
		}
	}
}

func (l *line) reads(want string) {
	l.t.Helper()
	got := make([]byte, len(want))
	if _, err := io.ReadFull(l.tty, got); err != nil {
		l.t.Fatal(err)
	}
	if string(got) != want {
		l.t.Fatalf("the child read %q, want %q", got, want)
	}
}

func TestOutputIsShown(t *testing.T) {
	l := newLine(t)
	l.print("hello")
	l.shows("hello")
}

func TestTypingArrives(t *testing.T) {
	l := newLine(t)
	done := false
	l.encode(Keys{}, key.Key{Code: 'h'}, key.Key{Code: 'i'}, key.Key{Code: key.Up})
	l.flush(recovery.Origin{}, func() { done = true })
	if !done {
		t.Error("a short text was not queued at once")
	}
	l.reads("hi\x1b[A")
}

// TestTypingTakesNoDetour: a key is in the tty when Type returns, but not after Seal, and not before what waits.
func TestTypingTakesNoDetour(t *testing.T) {
	l := newLine(t)
	flush := func(data []byte) {
		l.encode(Keys{}, key.Raw(data))
		l.flush(recovery.Origin{}, func() {})
	}
	sent := func(want int, when string) {
		t.Helper()
		if n := l.pane.Sent(); n != int64(want) {
			t.Errorf("%s: %d bytes were sent, want %d", when, n, want)
		}
	}
	flush([]byte("at once"))
	sent(7, "alone")
	l.reads("at once")

	long := bytes.Repeat([]byte("0123456789"), 10000)
	flush(long)
	flush([]byte("behind"))
	l.reads(string(long) + "behind")

	if _, err := l.pane.Seal(vt.NewestForm); err != nil {
		t.Fatal(err)
	}
	before := int(l.pane.Sent())
	flush([]byte("later"))
	sent(before, "sealed")
	if err := l.pane.Unseal(2); err != nil {
		t.Fatal(err)
	}
	l.reads("later")
}

// TestTypingBesideWriteLoop: writeLoop comes to send what somebody else is just sending, and goes on with what follows.
func TestTypingBesideWriteLoop(t *testing.T) {
	l := newLine(t)
	l.pane.sendMu.Lock()
	l.pane.Type([]byte("one"), recovery.Origin{}, func() {}) // for writeLoop, since another sends
	for end := time.Now().Add(20 * time.Second); !waitsToSend(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("writeLoop was not woken")
		}
	}
	err := l.pane.control("send", func(fd int) error {
		_, err := l.pane.mem.Input.Send(fd)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	l.pane.sendMu.Unlock()
	l.reads("one")
	long := strings.Repeat("two", maxNow) // too long for anybody but writeLoop
	l.pane.Type([]byte(long), recovery.Origin{}, func() {})
	l.reads(long)
}

// waitsToSend reports whether a writeLoop waits for its turn to send.
func waitsToSend() bool {
	stacks := make([]byte, 1<<20)
	for _, g := range bytes.Split(stacks[:runtime.Stack(stacks, true)], []byte("\n\n")) {
		if head, _, _ := bytes.Cut(g, []byte("\n")); bytes.Contains(head, []byte("Mutex.Lock")) && bytes.Contains(g, []byte(".writeLoop(")) {
			return true
		}
	}
	return false
}

// TestKeysBeyondTheLegacySet: the options refuse what a program asks for, or give it to all.
func TestKeysBeyondTheLegacySet(t *testing.T) {
	l := newLine(t)
	l.raw()
	tab := key.Key{Code: key.Tab, Mods: key.Ctrl}
	for _, tt := range []struct {
		asks string
		keys Keys
		want string
	}{
		{"", Keys{}, "\t"},
		{"", Keys{Always: true}, "\x1b[27;5;9~"},
		{"\x1b[>4;2m", Keys{}, "\x1b[27;5;9~"},
		{"\x1b[>4;2m", Keys{CSIu: true}, "\x1b[9;5u"},
		{"\x1b[>4;2m", Keys{Refuse: true}, "\t"},
		{"\x1b[>4m\x1b[>1u", Keys{Refuse: true}, "\x1b[9;5u"},
	} {
		l.print(tt.asks + ".")
		l.shows(".")
		l.encode(tt.keys, tab)
		l.flush(recovery.Origin{}, func() {})
		l.reads(tt.want)
		l.print("\x1b[<u\r\x1b[K")
		l.shows("")
	}
}

func TestQuestionIsAnswered(t *testing.T) {
	l := newLine(t)
	l.print("abc\x1b[6n")
	l.reads("\x1b[1;4R")
}

func TestEventsAreTold(t *testing.T) {
	l := newLine(t)
	l.print("\a\x1b]2;a title\x1b\\")
	l.event(Bell)
	if e := l.event(Title); e.Text != "a title" || e.Pane != 7 {
		t.Errorf("title event %+v", e)
	}
}

// Output is told when it begins and once more behind all that came soon after.
func TestOutputIsTold(t *testing.T) {
	l := newLine(t)
	before := time.Now()
	l.print("a")
	if e := l.event(Wrote); e.At.Before(before) || e.At.After(time.Now()) {
		t.Errorf("%+v, printed at %v", e, before)
	}
	between := time.Now()
	l.print("b")
	l.shows("ab")
	for e := l.event(Active); e.At.Before(between); e = l.event(Active) { // "a" was long ago on a slow machine
	}
}

// The terminal follows options, also after a server has died.
func TestOptionsAreFollowed(t *testing.T) {
	l := newLine(t)
	off := func(string) bool { return false }
	l.pane.Follow(off)
	if err := l.pane.Close(); err != nil {
		t.Fatal(err)
	}
	l.pane = l.open(2)
	l.print("main\x1b[?1049h\x1b[H\x1b[2Jalt")
	l.shows("alt")
	l.pane.Draw(func(term *vt.Terminal) {
		if term.Modes().AltScreen || term.KeepsOnClear() || term.History().Lines() != 0 {
			t.Errorf("alternate screen %v, keeps %v, history %d", term.Modes().AltScreen, term.KeepsOnClear(), term.History().Lines())
		}
	})
	l.pane.Follow(func(option string) bool { return option != TitleReport })
	l.print("\x1b[?1049h")
	l.shows("")
}

func TestHungUpWhenTheTTYIsClosed(t *testing.T) {
	l := newLine(t)
	l.print("last words")
	l.tty.Close()
	l.event(HungUp)
	l.shows("last words")
	if err := l.pane.Exited(); err != nil {
		t.Fatal(err)
	}
	l.event(Over)
}

func TestGoesOnWhenAHungUpTTYIsOpenedAgain(t *testing.T) {
	l := newLine(t)
	name := l.tty.Name()
	for round := range 3 {
		l.tty.Close()
		l.event(HungUp)
		if !l.pane.HungUp() {
			t.Error("a closed tty does not look hung up")
		}
		var err error
		if l.tty, err = os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
			t.Fatal(err)
		}
		if l.pane.HungUp() {
			t.Error("an open tty looks hung up")
		}
		l.print("x")
		l.shows(strings.Repeat("x", round+1))
	}
	if err := l.pane.Exited(); err != nil {
		t.Fatal(err)
	}
	l.event(Over)
}

func TestOverWhenTheLeaderHasExitedAndABackgroundJobHoldsTheTTY(t *testing.T) {
	l := newLine(t)
	l.print("last words")
	if err := l.pane.Exited(); err != nil {
		t.Fatal(err)
	}
	l.event(Over)
	l.shows("last words")
}

func TestFullQueueHoldsTypingBackAndNothingElse(t *testing.T) {
	l := newLine(t)
	const size = 12 << 20
	paste := bytes.Repeat([]byte("0123456789abcdef"), size/16)
	done := false
	for i := 0; i < size; i += 1 << 18 {
		l.encode(Keys{}, key.Raw(paste[i:i+1<<16]), key.Raw(paste[i+1<<16:i+1<<17]), key.Raw(paste[i+1<<17:i+3<<16]), key.Raw(paste[i+3<<16:i+1<<18]))
	}
	l.flush(recovery.Origin{}, func() { done = true })
	if done || l.pane.Takes() {
		t.Fatal("12 MiB were taken for queued while nobody reads")
	}
	l.print("still printing")
	l.shows("still printing")
	got := make(chan []byte)
	go func() {
		p := make([]byte, size)
		io.ReadFull(l.tty, p)
		got <- p
	}()
	for !done {
		l.event(Room)
		l.pane.Drain()
	}
	if p := <-got; !bytes.Equal(p, paste) {
		t.Error("what arrived is not what was pasted")
	}
}

func TestCrowdedPaneStillTakesWhatIsOnItsWay(t *testing.T) {
	l := newLine(t)
	done := 0
	flush := func(n int) {
		for range n >> 16 {
			l.encode(Keys{}, key.Raw(make([]byte, 1<<16)))
		}
		l.flush(recovery.Origin{}, func() { done++ })
	}
	flush(1 << 19)
	if done != 1 || l.pane.Crowded() {
		t.Error("half a MiB makes a crowd, or was not queued")
	}
	flush(3 << 20)
	if done != 2 || !l.pane.Crowded() {
		t.Error("3 MiB make no crowd, or were not queued")
	}
	flush(6 << 20)
	if done != 2 {
		t.Error("9 MiB were queued")
	}
	l.pane.Discard()
	if flush(1 << 16); done != 4 || l.pane.Crowded() {
		t.Error("what nobody will read is waited for")
	}
}

func TestSuccessorGoesOn(t *testing.T) {
	l := newLine(t)
	l.print("first ")
	l.shows("first")
	if err := l.pane.Close(); err != nil {
		t.Fatal(err)
	}
	l.print("second")
	l.pane = l.open(2)
	l.shows("first second")
}

func TestSuccessorKnowsWhatWasHeard(t *testing.T) {
	l := newLine(t)
	l.encode(Keys{}, key.Key{Code: 'x'})
	l.flush(recovery.Origin{Client: 42, Seq: 9}, func() {})
	l.pane.Close()
	l.pane = l.open(2)
	if seq := l.pane.Heard(42); seq != 9 {
		t.Errorf("the queue remembers message %d, want 9", seq)
	}
	if seq := l.pane.Heard(43); seq != 0 {
		t.Errorf("of a client that said nothing it remembers %d", seq)
	}
	l.reads("x")
}

// started counts the goroutines that WaitGroups wait for.
func started() int {
	stacks := make([]byte, 1<<20)
	return bytes.Count(stacks[:runtime.Stack(stacks, true)], []byte("created by sync.(*WaitGroup).Go"))
}

// TestUnsealedPaneReadsOnce: Resume comes also to panes that were not sealed yet, whose goroutines run.
func TestUnsealedPaneReadsOnce(t *testing.T) {
	l := newLine(t)
	l.print("one")
	l.shows("one")
	before := started()
	if err := l.pane.Unseal(2); err != nil {
		t.Fatal(err)
	}
	if n := started(); n > before {
		t.Fatalf("%d goroutines became %d", before, n)
	}
	l.print(" two")
	l.shows("one two")
	if _, err := l.pane.Seal(vt.NewestForm); err != nil {
		t.Fatal(err)
	}
	if err := l.pane.Unseal(2); err != nil {
		t.Fatal(err)
	}
	l.print(" three")
	l.shows("one two three")
	if err := l.pane.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.pane.Seal(vt.NewestForm); err == nil {
		t.Error("a closed pane is sealed")
	}
}

func TestResize(t *testing.T) {
	l := newLine(t)
	if err := l.pane.Resize(10, 40, 0, 0); err != nil {
		t.Fatal(err)
	}
	ws, err := unix.IoctlGetWinsize(int(l.tty.Fd()), unix.TIOCGWINSZ)
	if err != nil || ws.Row != 10 || ws.Col != 40 {
		t.Errorf("the tty says %+v, %v", ws, err)
	}
	l.pane.Draw(func(term *vt.Terminal) {
		if rows, cols := term.Size(); rows != 10 || cols != 40 {
			t.Errorf("the terminal is %dx%d", cols, rows)
		}
	})
}

func TestHeldOutput(t *testing.T) {
	l := newLine(t)
	held := func() (h bool) {
		l.pane.Draw(func(*vt.Terminal) { h = l.pane.Held() })
		return h
	}
	l.print("a\x1b[?2026hb")
	l.shows("ab")
	l.print("\x1b[?2026lc")
	l.shows("abc")
	if held() {
		t.Error("held after the end of the update")
	}
}

func TestManyReplies(t *testing.T) {
	l := newLine(t)
	go l.print(strings.Repeat("\x1b[5n", 1000))
	for range 1000 {
		l.reads("\x1b[0n")
	}
	fmt.Fprint(l.tty, "\x1b[Hok")
	l.shows("ok")
}

// Who wants to hear of changes does at once, and not again from the next server.
func TestChangesAreTold(t *testing.T) {
	l := newLine(t)
	l.print("\x1b[?2031;2048h")
	l.reads("\x1b[48;5;20;80;160t")
	light := recovery.Colours{Background: 1<<24 | 0xffffee, Palette: [16]uint32{3: 1<<24 | 0x010203}}
	l.pane.Change(light)
	l.reads("\x1b[?997;2n")
	if got := l.pane.Colours(); got != light {
		t.Errorf("it knows %+v, want %+v", got, light)
	}
	if err := l.pane.Resize(6, 20, 200, 120); err != nil {
		t.Fatal(err)
	}
	l.reads("\x1b[48;6;20;120;200t")
	l.pane.Close()
	l.pane = l.open(2)
	l.print("\x1b]11;?\a\x1b]4;3;?\a")
	l.reads("\x1b]11;rgb:ffff/ffff/eeee\a\x1b]4;3;rgb:0101/0202/0303\a")
}

// Questions without end take no memory without end.
func TestRepliesAreBounded(t *testing.T) {
	var e effects
	term := vt.New(vt.Options{Rows: 1, Cols: 1, Effects: &e})
	for _, question := range []string{"\x1b[c", "\x1b]4;0;?;1;?;2;?\a", "\x1bP+q5365\x1b\\"} {
		term.Write([]byte(strings.Repeat(question, chunk/len(question))))
		if len(e.replies) > maxReplies {
			t.Errorf("%q is answered with %d bytes", question, len(e.replies))
		}
	}
}
