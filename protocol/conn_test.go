package protocol

import (
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/transport"
	"gmux/protocol/wire"
)

// pair connects a client and a server.
func pair(t *testing.T) (client, server *Conn) {
	t.Helper()
	a, fd, err := transport.Pair()
	if err != nil {
		t.Fatal(err)
	}
	b, err := transport.FromFD(fd)
	if err != nil {
		t.Fatal(err)
	}
	client, server = NewConn(a, ClientSide), NewConn(b, ServerSide)
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

func deadline() time.Time { return time.Now().Add(10 * time.Second) }

func TestHandshakeThenIdentifyWithDescriptor(t *testing.T) {
	client, server := pair(t)
	done := make(chan error, 1)
	go func() {
		theirs, version, err := server.Handshake(OurHello("gmux 2"), deadline())
		if err == nil && (version != MaxVersion || theirs.Build != "gmux 1") {
			err = errors.New("wrong hello")
		}
		done <- err
	}()
	if _, _, err := client.Handshake(OurHello("gmux 1"), deadline()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := client.Send(Identify{HasTTY: true}, int(w.Fd())); err != nil {
		t.Fatal(err)
	}
	w.Close()
	m, fds, err := server.Receive()
	if err != nil || len(fds) != 1 || m.Type() != TypeIdentify {
		t.Fatalf("received %v with %v, %v", m, fds, err)
	}
	if _, err := unix.Write(fds[0], []byte("through")); err != nil {
		t.Fatal(err)
	}
	unix.Close(fds[0])
	if text, err := io.ReadAll(r); err != nil || string(text) != "through" {
		t.Fatalf("read %q, %v", text, err)
	}
}

// TestSilentPeerIsTold: the deadline that a peer has let pass is not one for telling it so.
func TestSilentPeerIsTold(t *testing.T) {
	client, server := pair(t)
	if _, _, err := server.Handshake(OurHello("gmux 1"), time.Now().Add(time.Millisecond)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("handshake with a silent peer: %v", err)
	}
	if err := server.Send(Refused{Text: "too late"}); err != nil {
		t.Fatalf("it cannot be told: %v", err)
	}
	if _, _, err := client.Handshake(OurHello("gmux 1"), deadline()); err != nil { // the server's hello comes first
		t.Fatal(err)
	}
	if m, _, err := client.Receive(); err != nil || m != (Refused{Text: "too late"}) {
		t.Errorf("the peer hears %v, %v", m, err)
	}
}

func TestVersionsWithoutACommonOneAreRefused(t *testing.T) {
	client, server := pair(t)
	go client.Send(Hello{MinVersion: MaxVersion + 1, MaxVersion: MaxVersion + 4, Build: "gmux 9"})
	if _, _, err := server.Handshake(OurHello("gmux 1"), deadline()); !errors.Is(err, ErrVersion) {
		t.Fatalf("server: %v", err)
	}
	if m, _, err := client.Receive(); err != nil || m.Type() != TypeHello {
		t.Fatalf("received %v, %v", m, err)
	}
	m, _, err := client.Receive()
	want := Refused{"protocol version mismatch (gmux 1 speaks 1, gmux 9 speaks 2 to 5)"}
	if err != nil || m != want {
		t.Fatalf("received %v, %v", m, err)
	}
}

func TestNegotiate(t *testing.T) {
	for _, tt := range []struct {
		name                 string
		mineMin, mineMax     uint32
		theirsMin, theirsMax uint32
		want                 uint32
	}{
		{"equal", 1, 1, 1, 1, 1},
		{"the highest common one", 1, 5, 3, 9, 5},
		{"theirs is older", 2, 5, 1, 3, 3},
		{"theirs is too old", 4, 5, 1, 3, 0},
		{"theirs is too new", 1, 3, 4, 5, 0},
		{"an empty range", 1, 3, 3, 1, 0},
		{"zero", 1, 3, 0, 3, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Negotiate(Hello{MinVersion: tt.mineMin, MaxVersion: tt.mineMax}, Hello{MinVersion: tt.theirsMin, MaxVersion: tt.theirsMax})
			if got != tt.want || (err == nil) != (tt.want > 0) || err != nil && !errors.Is(err, ErrVersion) {
				t.Errorf("version %d, %v, want %d", got, err, tt.want)
			}
		})
	}
}

func TestReceiveSkipsUnknownTypesAndRefusesWrongOnes(t *testing.T) {
	client, server := pair(t)
	unknown := []byte{0x92, 0x3e, 0xa2, 'h', 'i'}
	if err := client.Transport().WriteFrame(unknown); err != nil {
		t.Fatal(err)
	}
	if err := client.Send(FrameAck{7}); err != nil {
		t.Fatal(err)
	}
	if m, _, err := server.Receive(); err != nil || m != (FrameAck{7}) {
		t.Errorf("received %v, %v", m, err)
	}
	if err := client.Send(Exit{0}); err != nil {
		t.Fatal(err)
	}
	if m, _, err := server.Receive(); !errors.Is(err, ErrDirection) {
		t.Errorf("received %v, %v", m, err)
	}
	if err := server.Send(Resumed{}); err != nil {
		t.Fatal(err)
	}
	if m, _, err := client.Receive(); !errors.Is(err, ErrDirection) {
		t.Errorf("received %v, %v", m, err)
	}
}

func TestDescriptorsComeWithIdentifyOnly(t *testing.T) {
	client, server := pair(t)
	if err := client.Send(FrameAck{7}, 0); err != nil {
		t.Fatal(err)
	}
	if m, _, err := server.Receive(); !errors.Is(err, transport.ErrDescriptors) {
		t.Errorf("received %v, %v", m, err)
	}
}

func TestSentWithoutWaiting(t *testing.T) {
	client, server := pair(t)
	if sent, whole := client.TrySend(Stdin{Data: make([]byte, maxTry)}); sent || !whole {
		t.Errorf("a long message: sent %v, whole %v", sent, whole)
	}
	n := 0
	for sent, whole := client.TrySend(FrameAck{ID: 0}); sent; sent, whole = client.TrySend(FrameAck{ID: uint64(n)}) {
		if n++; !whole {
			break
		}
	}
	done := make(chan error, 1)
	go func() { done <- errors.Join(client.Flush(), client.Send(FrameAck{ID: uint64(n)})) }()
	for i := range n + 1 {
		m, _, err := server.Receive()
		if ack, ok := m.(FrameAck); err != nil || !ok || ack.ID != uint64(i) {
			t.Fatalf("message %d of %d: %v, %v", i, n, m, err)
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestWhatIsTooLongIsNotSent(t *testing.T) {
	client, server := pair(t)
	if err := client.Send(Stdin{Data: make([]byte, MaxLarge)}); !errors.Is(err, wire.ErrLimit) {
		t.Errorf("send: %v", err)
	}
	sent := make(chan error, 1)
	go func() { sent <- client.Send(Stdin{Data: make([]byte, MaxData)}) }()
	m, _, err := server.Receive()
	if s, ok := m.(Stdin); err != nil || !ok || len(s.Data) != MaxData {
		t.Errorf("received %T, %v", m, err)
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
}
