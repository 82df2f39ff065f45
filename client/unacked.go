package client

import (
	"slices"
	"time"

	"gmux/protocol"
	"gmux/protocol/key"
)

// unacked is the input that the server has not acknowledged, oldest first.
type unacked struct {
	list  []pending
	bytes int
	seq   uint64 // of the last one
	cut   bool   // within a paste of which a part was dropped: so is the rest, see whole
}

type pending struct {
	m     protocol.Input
	at    time.Time
	marks bool // all that is left of one that was dropped
}

func (u *unacked) add(pane uint32, events []byte, now time.Time) protocol.Input {
	u.seq++
	m := protocol.Input{Seq: u.seq, Pane: pane, Events: events}
	u.list = append(u.list, pending{m: m, at: now})
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
	u.list = slices.Delete(u.list, 0, n)
}

// oldest is when the oldest was typed that can still be dropped.
func (u *unacked) oldest() (at time.Time, ok bool) {
	for _, p := range u.list {
		if !p.marks {
			return p.at, true
		}
	}
	return time.Time{}, false
}

// drop forgets what is older than before, and says whether there was any. A paste is not cut in two: a shell would take
// the part that is left for commands. Its marks stay, each in the message that had it, for the server may have
// taken that message and died before it said so, and no program may be left within a paste.
func (u *unacked) drop(before time.Time) bool {
	dropped, cut := false, false
	kept := u.list[:0]
	u.bytes = 0
	for _, p := range u.list {
		old := p.at.Before(before)
		dropped = dropped || old && !p.marks
		if old || cut {
			p.m.Events, cut = withoutPaste(p.m.Events, old, cut)
			p.marks = p.marks || old
		}
		if len(p.m.Events) > 0 {
			kept = append(kept, p)
			u.bytes += len(p.m.Events)
		}
	}
	clear(u.list[len(kept):])
	u.list = kept
	u.cut = u.cut || cut
	return dropped
}

// withoutPaste takes the rest of a paste out of events, but for its marks, or all of them if all is said; cut says
// whether such a paste has begun before, and goes on behind them.
func withoutPaste(events []byte, all, cut bool) (left []byte, goesOn bool) {
	begun := -1 // where left has the mark of a paste that begins here
	for len(events) > 0 {
		e, n, err := key.DecodeEvent(events)
		if err != nil {
			return left, cut // cannot be: they are our own
		}
		p, isPaste := e.(key.Paste)
		switch {
		case isPaste && (all || cut):
			if p.First {
				begun = len(left)
			}
			left = appendMarks(left, p)
			if p.Last && begun >= 0 {
				left = left[:begun] // it is in this message as a whole
			}
			cut = !p.Last
		case !all:
			left = append(left, events[:n]...)
		}
		events = events[n:]
	}
	return left, cut
}

func appendMarks(dst []byte, p key.Paste) []byte {
	if !p.First && !p.Last {
		return dst
	}
	return key.AppendEvent(dst, key.Paste{First: p.First, Last: p.Last})
}

// whole returns what there is to send of an event: nothing of a paste of which a part was dropped, but for the mark of
// its end.
func (u *unacked) whole(e key.Event) (key.Event, bool) {
	p, ok := e.(key.Paste)
	if !ok || !u.cut {
		return e, true
	}
	u.cut = !p.Last
	return key.Paste{Last: true}, p.Last
}

// full says that so much input waits for the server that the rest is left in the tty.
func (u *unacked) full() bool { return u.bytes >= protocol.MaxUnacknowledged }
