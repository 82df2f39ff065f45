package hostmsg

import (
	"bytes"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/recovery"
	"gmux/protocol/transport"
	"gmux/protocol/wire"
)

var update = flag.Bool("update", false, "write golden files again")

// samples is one message of each kind, descriptors left out: they differ from run to run.
func samples() []Message {
	exit := recovery.Exit{PID: 4321, Known: true, Code: 0, Signal: 11, Core: true, User: 5 * time.Second,
		System: time.Millisecond, MaxRSS: 1 << 20, ExitedAt: time.Unix(1700000000, 9)}
	pane := Pane{ID: 7, PID: 4321, Started: time.Unix(1600000000, 1), Argv: []string{"vim", "a b"}, Cwd: "/tmp",
		TTY: "/dev/pts/3", FDs: recovery.NoFDs()}
	proof := Proof{Model: [32]byte{1, 2}, Panes: []PaneProof{{7, 1 << 40, [32]byte{3}}, {8, 0, [32]byte{4}}}}
	over := pane
	over.Exit = &exit
	return []Message{
		HostHello{MinVersion: 1, MaxVersion: 2, Build: "v1", PID: 99, Generation: 1 << 40, Socket: "/tmp/gmux-0/default",
			Deaths: 3, Umask: 0o22, Before: "was killed by signal 9 (killed)", Fault: true, Restarts: 4, Upgrade: "v1", Listener: -1, Lock: -1, Model: -1},
		AdoptPane{pane},
		AdoptPane{over},
		AdoptDone{2, Form{2, 1}},
		Spawned{5, pane},
		SpawnFailed{5, "exec /x: No such file or directory"},
		Exited{7, exit},
		OrphanExited{4321, recovery.Exit{PID: 5, ExitedAt: time.Unix(0, 0)}},
		Ping{77},
		Reload{},
		Terminate{},
		Listening{-1, -1},
		ServerHello{MinVersion: 1, MaxVersion: 1, Build: "v2", PID: 100, Forms: Forms{Form{1, 1}, Form{2, 1}}},
		Ready{},
		Failed{"conf:1: unknown command: x"},
		Spawn{Request: 5, Pane: 7, Argv: []string{"sh"}, Argv0: "-sh", Env: []string{"A=b", "C="}, Cwd: "/x", Home: "/root",
			Rows: 24, Cols: 80, XPixels: 640, YPixels: 480, CC: []byte{3, 28}},
		Signal{7, 15, Session},
		Forget{7},
		Pong{77},
		Shutdown{},
		Heir{"v2", 101},
		Handover{MinVersion: 1, MaxVersion: 1, Build: "v2", PID: 100, Generation: 4, Socket: "/tmp/gmux-0/default",
			Umask: 0o22, FileSizes: 1 << 30, Args: []string{"-f", "x"}, Restarts: 3, Forms: Forms{Form{1, 1}, Form{2, 1}},
			Listener: -1, Lock: -1, Model: -1, Pidfd: -1, Words: -1},
		Seal{101, Form{2, 1}},
		Resume{5},
		Go{},
		Retire{},
		Upgraded{"the new server died", "v3"},
		Upgrade{"/usr/bin/gmux"},
		Sealed{proof, "no memory", 3},
		proof,
		Move{},
		Moved{},
		Moving{},
		Estate{Generation: 4, Socket: "/tmp/gmux-0/default", Umask: 0o22, Args: []string{"-f", "x"}, Restarts: 1, Server: 100, Version: 1, Build: "v2",
			Forms: Forms{Form{1, 1}, Form{2, 1}}, Child: true, Leaders: []int{5, 6}, Others: []int{7},
			Listener: -1, Lock: -1, Model: -1, Stream: -1, Words: -1},
		Dismiss{},
	}
}

func encode(m Message) []byte {
	var e wire.Encoder
	m.encode(&e)
	return append([]byte(nil), e.Body()...)
}

// plain decodes a body that was sent without descriptors.
func plain(body []byte) (Message, error) {
	var d wire.Decoder
	d.Reset(body)
	m, _ := decodeFields(&d, d.Kind(), nil, false)
	return m, d.Finish()
}

func TestMessagesComeBack(t *testing.T) {
	for _, m := range samples() {
		got, err := plain(encode(m))
		if err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%T\n got %+v, %v\nwant %+v", m, got, err, m)
		}
	}
}

// TestGolden: what a message looks like on the wire is what it looked like before.
func TestGolden(t *testing.T) {
	var b strings.Builder
	for _, m := range samples() {
		fmt.Fprintf(&b, "%-14s %s\n", strings.TrimPrefix(fmt.Sprintf("%T", m), "hostmsg."), hex.EncodeToString(encode(m)))
	}
	golden := filepath.Join("testdata", "version1.golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("messages are\n%s\nwant\n%s", b.String(), want)
	}
}

func conversation(t *testing.T) (host, server *Conn) {
	t.Helper()
	a, fd, err := transport.Pair()
	if err != nil {
		t.Fatal(err)
	}
	b, err := transport.FromFD(fd)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*transport.Conn{a, b} {
		c.SetDeadline(time.Now().Add(10 * time.Second))
		t.Cleanup(func() { c.Close() })
	}
	return NewConn(a), NewConn(b)
}

// inode tells open files apart.
func inode(t *testing.T, fd int) uint64 {
	t.Helper()
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		t.Fatal(err)
	}
	return uint64(st.Ino)
}

func TestDescriptorsTravel(t *testing.T) {
	host, server := conversation(t)
	fds, err := recovery.Create(recovery.Splice)
	if err != nil {
		t.Fatal(err)
	}
	defer fds.Close()
	pane := Pane{ID: 1, PID: 2, FDs: fds}
	var sender sync.WaitGroup
	sender.Go(func() {
		host.Send(HostHello{MinVersion: 1, MaxVersion: 1, Listener: fds.Log, Lock: fds.Input, Model: fds.History})
		host.Send(AdoptPane{pane})
		host.Send(AdoptDone{1, Form{}})
		host.Send(Listening{fds.State, fds.Log})
		host.Close()
	})
	defer sender.Wait()
	m, err := server.Receive()
	hello, ok := m.(HostHello)
	if !ok || err != nil {
		t.Fatalf("%T, %v", m, err)
	}
	for got, want := range map[int]int{hello.Listener: fds.Log, hello.Lock: fds.Input, hello.Model: fds.History} {
		if inode(t, got) != inode(t, want) {
			t.Errorf("descriptor %d is not a copy of %d", got, want)
		}
		unix.Close(got)
	}
	m, err = server.Receive()
	adopt, ok := m.(AdoptPane)
	if !ok || err != nil {
		t.Fatalf("%T, %v", m, err)
	}
	got := adopt.Pane.FDs
	if got.Master != -1 || got.Pidfd != -1 || inode(t, got.State) != inode(t, fds.State) || inode(t, got.Log) != inode(t, fds.Log) {
		t.Errorf("descriptors %+v", got)
	}
	got.Close()
	if m, err = server.Receive(); m != (AdoptDone{1, Form{}}) || err != nil {
		t.Errorf("%v, %v", m, err)
	}
	m, err = server.Receive()
	listening, ok := m.(Listening)
	if !ok || err != nil || inode(t, listening.Listener) != inode(t, fds.State) {
		t.Fatalf("%v, %v", m, err)
	}
	unix.Close(listening.Listener)
	unix.Close(listening.Lock)
	if _, err = server.Receive(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

func openFDs(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/dev/fd")
	if err != nil {
		t.Skip("no /dev/fd:", err)
	}
	return len(entries)
}

// Kinds of a later version are passed over, with their descriptors; what breaks the rules is an error.
func TestUnknownAndBadMessages(t *testing.T) {
	host, server := conversation(t)
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	fd := int(null.Fd())
	before := openFDs(t)
	var e wire.Encoder
	e.Reset(999, 1)
	e.Array(1)
	e.String("later")
	if err := host.frames.WriteFrame(e.Body(), fd, fd); err != nil {
		t.Fatal(err)
	}
	e.Reset(kindPing, 2) // a field of a later version
	e.Uint(5)
	e.String("later")
	if err := host.frames.WriteFrame(e.Body()); err != nil {
		t.Fatal(err)
	}
	if m, err := server.Receive(); m != (Ping{5}) || err != nil {
		t.Errorf("%v, %v", m, err)
	}
	for name, bad := range map[string]struct {
		body []byte
		fds  []int
	}{
		"descriptors with a message that has none": {encode(Ping{1}), []int{fd}},
		"a hello without its descriptors":          {encode(HostHello{}), nil},
		"a pane with too few descriptors":          {encode(AdoptPane{Pane{FDs: recovery.FDs{Master: 1}}}), []int{fd}},
		"a scope that is none":                     {append(encode(Signal{1, 1, 0})[:4], 9), nil},
		"no message":                               {[]byte{0xc0}, nil},
	} {
		host, server := conversation(t)
		if err := host.frames.WriteFrame(bad.body, bad.fds...); err != nil {
			t.Fatal(err)
		}
		if m, err := server.Receive(); err == nil {
			t.Errorf("%s: %+v", name, m)
		}
		host.Close()
		server.Close()
	}
	if after := openFDs(t); after != before {
		t.Errorf("%d descriptors open, %d before", after, before)
	}
}

// A message over the other side's limits ends only itself.
func TestSendChecksLimits(t *testing.T) {
	host, server := conversation(t)
	for name, m := range map[string]Message{
		"a long directory":     Spawn{Cwd: strings.Repeat("x", maxPath+1)},
		"a large size":         Spawn{Rows: maxSize + 1},
		"a large environment":  Spawn{Env: []string{strings.Repeat("x", maxArg+1)}},
		"more than a frame":    Spawn{Env: strings.Split(strings.Repeat(strings.Repeat("x", 1000)+",", Limit/1000+1), ",")},
		"a signal that is not": Signal{Signal: 65},
	} {
		if err := server.Send(m); err == nil {
			t.Errorf("%s was sent", name)
		}
	}
	if err := server.Send(SpawnFailed{1, strings.Repeat("x", 3*maxText)}); err != nil { // texts are cut
		t.Error(err)
	}
	if m, err := host.Receive(); err != nil || len(m.(SpawnFailed).Text) != maxText {
		t.Errorf("%T, %v", m, err)
	}
}

func TestNegotiate(t *testing.T) {
	for _, tt := range []struct{ lo, hi, want int }{
		{1, 1, 1}, {1, 9, MaxVersion}, {MaxVersion + 1, MaxVersion + 5, 0}, {0, 0, 0}, {0, 1, 1}, {5, 1, 0},
	} {
		if got := Negotiate(tt.lo, tt.hi); got != tt.want {
			t.Errorf("%d..%d: %d, want %d", tt.lo, tt.hi, got, tt.want)
		}
	}
}

func TestReceiveEndsOnGarbage(t *testing.T) {
	host, server := conversation(t)
	if err := host.frames.WriteFrame(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	if m, err := server.Receive(); !errors.Is(err, wire.ErrKind) {
		t.Errorf("%v, %v", m, err)
	}
}

// FuzzDecode: bad bodies are errors, good ones read the same after they are written again.
func FuzzDecode(f *testing.F) {
	for _, m := range samples() {
		f.Add(encode(m))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := plain(body)
		if err != nil || m == nil {
			return
		}
		if again, err := plain(encode(m)); err != nil || !bytes.Equal(encode(again), encode(m)) {
			t.Errorf("%+v came back as %+v: %v", m, again, err)
		}
	})
}
