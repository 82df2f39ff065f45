package server

import (
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"gmux/protocol/hostmsg"
	"gmux/protocol/transport"
	"gmux/server/model"
)

// TestHostIsDismissed: a new host that has not taken over as it should is told that it is none.
func TestHostIsDismissed(t *testing.T) {
	ours, theirs, err := transport.Pair()
	if err != nil {
		t.Fatal(err)
	}
	frames, err := transport.FromFD(theirs)
	if err != nil {
		t.Fatal(err)
	}
	defer frames.Close()
	frames.SetDeadline(time.Now().Add(time.Minute))
	host := hostmsg.NewConn(frames)
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	fd := int(null.Fd())
	s := &Server{
		model: &model.Model{}, host: &hostLink{}, estate: estate{listener: fd, lock: fd, model: fd},
		startHost: func() (*hostmsg.Conn, error) { return hostmsg.NewConn(ours), nil },
	}
	if err := host.Send(hostmsg.Ping{Number: 1}); err != nil { // in the place of Heir
		t.Fatal(err)
	}
	if conn, pid, err := s.newHost(); err == nil {
		t.Errorf("%v took over, pid %d", conn, pid)
	}
	var last hostmsg.Message
	for {
		m, err := host.Receive()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		last = m
	}
	if _, ok := last.(hostmsg.Dismiss); !ok {
		t.Errorf("the last word was %T", last)
	}
}
