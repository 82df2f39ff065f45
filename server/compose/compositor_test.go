package compose

import (
	"testing"
	"time"

	"gmux/protocol"
)

func TestAClientThatDoesNotAcknowledgeIsLeftAlone(t *testing.T) {
	s := newScreen(5, 20)
	frames := make(chan protocol.Frame, 10)
	c := New(func(f protocol.Frame) { frames <- f }, func() {})
	defer c.Close()
	next := func() protocol.Frame {
		t.Helper()
		select {
		case f := <-frames:
			return f
		case <-time.After(10 * time.Second):
			t.Fatal("no frame")
			return protocol.Frame{}
		}
	}
	c.Show(viewOf(s))
	next()
	s.t.Write([]byte("one"))
	c.Poke()
	second := next()

	s.t.Write([]byte("two")) // nobody draws it
	c.Poke()
	for deadline := time.Now().Add(10 * time.Second); len(c.wake) > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the first change wakes nobody")
		}
	}
	for range 1000 {
		if c.Poke(); len(c.wake) > 0 {
			t.Fatal("a change wakes the compositor although it may not draw")
		}
	}
	if len(frames) > 0 {
		t.Error("a third frame was drawn")
	}
	c.Ack(second.ID)
	third := next()
	if c.Ack(third.ID); len(c.wake) > 0 {
		t.Error("an acknowledgement wakes the compositor although nothing has changed")
	}
	s.t.Write([]byte("three"))
	c.Poke()
	next()
}
