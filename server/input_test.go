//go:build linux

package server

import (
	"fmt"
	"io"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/protocol/key"
	"gmux/protocol/transport"
	"gmux/server/model"
)

// TestTypistsDoNotMix: what a message has typed so far waits for its end, whatever others type into the same pane meanwhile. Else a
// part of it would be queued without the message's number, and once more when the client sends it to the next server.
func TestTypistsDoNotMix(t *testing.T) {
	k := newKept(t)
	child := k.child(7)
	s := k.serves()
	p := s.panes[model.PaneID(child.ID)]
	c := &conn{out: newMailbox[protocol.Message](), who: protocol.Identify{Token: protocol.Token{1}}, id: model.NoClient}
	types := func(text string) {
		s.typeInto(model.Write{Pane: model.PaneID(child.ID), By: model.NoClient, Events: []key.Event{key.Raw(text)}})
	}
	check := func(when string, sent int64, heard uint64) {
		t.Helper()
		for end := time.Now().Add(10 * time.Second); p.Sent() != sent && time.Now().Before(end); time.Sleep(time.Millisecond) {
		}
		if n, seq := p.Sent(), p.Heard(c.origin()); n != sent || seq != heard {
			t.Errorf("%s: %d bytes are sent, message %d is heard; want %d and %d", when, n, seq, sent, heard)
		}
	}
	c.typing = &typing{c: c, seq: 5}
	s.typing = c.typing
	types("begun ")
	s.typing = nil
	types("another's")
	check("in between", 9, 0)
	s.typing = c.typing
	types("ended")
	s.typing = nil
	s.finishTyping(c)
	check("at the end", 20, 5)
}

// TestGoneBehindAWaitingCommand: a client that goes while what it typed waits for its own command is not kept for that.
func TestGoneBehindAWaitingCommand(t *testing.T) {
	s := newKept(t).serves()
	ours, other, err := transport.Pair()
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(other)
	defer ours.Close()
	c := newConn(ours, transport.Cred{})
	s.perform(clientCame{c, protocol.Identify{}, outerTTY{fd: -1, pidfd: -1}}.apply(s))
	s.perform(s.queue.Command(c.id, []string{"wait-for", "never"}))
	if s.queue.Hears(c.id) {
		t.Fatal("its command does not wait")
	}
	c.typing = &typing{c: c, seq: 1, left: key.AppendEvent(nil, key.Text("behind"))}
	c.gone = &clientGone{c, io.EOF} // it came while an earlier part of the message had its turn
	s.release()
	if s.conns[c.id] != nil || s.model.Client(c.id) != nil {
		t.Error("it is still there")
	}
}

// TestTextHasItsTurns: of a text no more is taken at a time than does not wait, and nothing of it is lost.
func TestTextHasItsTurns(t *testing.T) {
	m := &typing{}
	for _, e := range []key.Event{key.Text("abc"), key.Key{Code: key.Up}, key.Text("x")} {
		m.left = key.AppendEvent(m.left, e)
	}
	var got []string
	for !m.done() {
		e, err := m.next(func(text key.Text) int { return min(2, len(text)) })
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%v", e))
	}
	if want := fmt.Sprintf("%v", []any{key.Text("ab"), key.Text("c"), key.Key{Code: key.Up}, key.Text("x")}); fmt.Sprintf("%v", got) != want {
		t.Errorf("turns %v, want %v", got, want)
	}
}
