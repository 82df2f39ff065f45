//go:build linux

package server

import (
	"fmt"
	"testing"
	"time"

	"gmux/protocol"
	"gmux/protocol/key"
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
