package client

import (
	"time"

	"gmux/protocol"
)

// unacked is the input that the server has not acknowledged, oldest first.
type unacked struct {
	list  []pending
	bytes int
	seq   uint64 // of the last one
}

type pending struct {
	m  protocol.Input
	at time.Time
}

func (u *unacked) add(pane uint32, events []byte, now time.Time) protocol.Input {
	u.seq++
	m := protocol.Input{Seq: u.seq, Pane: pane, Events: events}
	u.list = append(u.list, pending{m, now})
	u.bytes += len(events)
	return m
}

// ack forgets everything up to seq.
func (u *unacked) ack(seq uint64) {
	n := 0
	for n < len(u.list) && u.list[n].m.Seq <= seq {
		u.bytes -= len(u.list[n].m.Events)
		n++
	}
	u.list = append(u.list[:0], u.list[n:]...)
}

// drop forgets what is older than before, and says whether there was any.
func (u *unacked) drop(before time.Time) bool {
	n := 0
	for n < len(u.list) && u.list[n].at.Before(before) {
		n++
	}
	if n == 0 {
		return false
	}
	u.ack(u.list[n-1].m.Seq)
	return true
}

// full says that so much input waits for the server that the rest is left in the tty.
func (u *unacked) full() bool { return u.bytes >= protocol.MaxUnacknowledged }
