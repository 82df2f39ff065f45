package pane

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/key"
	"gmux/protocol/recovery"
	"gmux/server/vt/encode"
)

// typed is what has been typed and is not in the input queue yet. It is in batches, one for each message of a client,
// because a message is acknowledged as a whole.
type typed struct {
	batches []batch
	over    bool // nobody reads any more, see Discard
}

type batch struct {
	data []byte
	from recovery.Origin
	done func()
}

// crowd is how much waits for the program when those who type are asked to wait, see Crowded. What they have on its way
// by then still finds its place in the queue.
const crowd = 1 << 20

// maxAppend is how much is put into the queue at a time; a batch may be longer than the queue. What a client sends in one
// message is shorter: it is queued in one commit, with its number, or a death of the server between two would have it sent and
// queued twice.
const maxAppend = recovery.InputLimit / 2

// Keys is what the options say of keys beyond the legacy ones. The kitty protocol is not theirs.
type Keys struct {
	Refuse bool // programs that ask for modifyOtherKeys do not get it
	Always bool // those that do not ask get level 1
	CSIu   bool // in the form of CSI u
}

// Encode appends events to dst as the program has asked for them. The loop's.
func (p *Pane) Encode(dst []byte, keys Keys, events ...key.Event) []byte {
	m := p.encoding(keys)
	for _, e := range events {
		dst = encode.AppendEvent(dst, e, m)
	}
	return dst
}

// encoding is how the program wants its input.
func (p *Pane) encoding(keys Keys) encode.Mode {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.term.Modes()
	switch {
	case keys.Refuse:
		m.ModifyOtherKeys = 0
	case keys.Always:
		m.ModifyOtherKeys = max(m.ModifyOtherKeys, 1)
	}
	w, h := p.term.CellSize()
	return encode.Mode{
		AppCursor: m.AppCursor, AppKeypad: m.AppKeypad, BackarrowBS: m.BackarrowSendsBS,
		LineFeedNewLine: m.LineFeedNewLine, KittyFlags: m.KittyFlags,
		ModifyOtherKeys: m.ModifyOtherKeys, OtherKeysCSIu: keys.CSIu,
		MouseTracking: m.MouseTracking, MouseEncoding: m.MouseEncoding, AltScreen: m.AltScreen,
		CellWidth: w, CellHeight: h, AltScroll: m.AltScroll, BracketedPaste: m.BracketedPaste, FocusEvents: m.FocusEvents,
	}
}

// Type queues data for the program, as one message from a client. done is called, on the loop, when all of it is safe in
// the queue: at once, or from a later Drain. The data is the Pane's from now on. The loop's.
func (p *Pane) Type(data []byte, from recovery.Origin, done func()) {
	if p.typed.over {
		done()
		return
	}
	p.typed.batches = append(p.typed.batches, batch{data, from, done})
	p.Drain()
}

// Crowded reports whether so much waits for the program that those who type shall wait. Room follows. The loop's.
func (p *Pane) Crowded() bool {
	p.inMu.Lock()
	defer p.inMu.Unlock()
	return p.full && !p.typed.over
}

// Takes reports whether what is typed now is queued at once. It is for those who cannot be asked to wait.
func (p *Pane) Takes() bool {
	return len(p.typed.batches) == 0 && p.mem.Input.Pending() < recovery.InputLimit/2
}

// Sent is how much the program's tty has taken so far.
func (p *Pane) Sent() int64 { return p.mem.Input.Sent() }

// Discard ends all typing: who would read it has gone. The loop's.
func (p *Pane) Discard() {
	batches := p.typed.batches
	p.typed = typed{over: true}
	for _, b := range batches {
		b.done()
	}
}

// Heard is the number of the last message from a client that is in the queue, or was; 0 if there is none that the queue remembers.
func (p *Pane) Heard(client uint64) uint64 {
	p.inMu.Lock()
	defer p.inMu.Unlock()
	for _, o := range p.mem.Input.Origins() {
		if o.Client == client {
			return o.Seq
		}
	}
	return 0
}

// Drain goes on queueing after a Room event. The loop's.
func (p *Pane) Drain() {
	for len(p.typed.batches) > 0 {
		b := &p.typed.batches[0]
		for len(b.data) > maxAppend {
			if !p.queue(b.data[:maxAppend], recovery.Origin{}) {
				return
			}
			b.data = b.data[maxAppend:]
		}
		if !p.queue(b.data, b.from) {
			return
		}
		done := b.done
		p.typed.batches = p.typed.batches[1:]
		done()
	}
}

// queue appends to the input queue; false means that it is full, or memory short, and Room will follow.
func (p *Pane) queue(data []byte, from recovery.Origin) bool {
	p.inMu.Lock()
	_, err := p.mem.Input.AppendFrom(data, from)
	switch {
	case errors.Is(err, recovery.ErrFull):
		p.full = true
	case err != nil:
		p.outOfMemory(err)
	default:
		p.short = false
		p.full = p.full || p.mem.Input.Pending() > crowd
	}
	p.inMu.Unlock()
	if !p.sendNow() {
		p.nudge()
	}
	return err == nil
}

// maxNow is how much is sent without writeLoop.
const maxNow = 4 << 10

// sendNow hands a little input to the tty at once, if it takes all of it: to wake writeLoop for a key takes longer than the rest of
// the key's way through the server. false: the rest, and what went wrong, is for writeLoop.
func (p *Pane) sendNow() (all bool) {
	if !p.sendMu.TryLock() {
		return false
	}
	defer p.sendMu.Unlock()
	if n := p.mem.Input.Pending(); n == 0 || n > maxNow || p.sealing.Load() {
		return n == 0
	}
	var err error
	cerr := p.raw.Control(func(fd uintptr) { _, err = p.mem.Input.Send(int(fd)) })
	return cerr == nil && err == nil && p.mem.Input.Pending() == 0
}

// outOfMemory has Room follow after a while: the queue may be empty, so that nothing that leaves it would say when to try
// again. Called with inMu.
func (p *Pane) outOfMemory(err error) {
	if !p.short { // once, however long it lasts
		p.short = true
		p.log("queue input of pane %%%d: %v", p.id, err)
	}
	if p.again {
		return
	}
	p.again = true
	time.AfterFunc(retry, func() {
		p.inMu.Lock()
		p.again = false
		p.inMu.Unlock()
		p.tell(Event{Kind: Room})
	})
}

func (p *Pane) nudge() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// writeLoop hands the input queue to the master for as long as the pane lives.
func (p *Pane) writeLoop() {
	failed := false // which is logged once, however long it lasts
	for {
		select {
		case <-p.stop:
			return
		case <-p.wake:
		}
		if p.sealing.Load() {
			return
		}
		for p.mem.Input.Pending() > 0 {
			err := p.send()
			if p.isClosed() || p.sealing.Load() || errors.Is(err, unix.EIO) { // nobody will read it, or another sends it
				return
			}
			if err != nil {
				if !failed {
					p.log("write to pane %%%d: %v", p.id, err)
				}
				if !p.pause(retry) {
					return
				}
			}
			failed = err != nil
			p.tellRoom()
		}
	}
}

// send waits until the tty takes something, unless nothing is left to send: who has just appended may have sent it.
func (p *Pane) send() error {
	p.sendMu.Lock()
	defer p.sendMu.Unlock()
	if p.mem.Input.Pending() == 0 {
		return nil
	}
	var err error
	werr := p.raw.Write(func(fd uintptr) bool {
		_, err = p.mem.Input.Send(int(fd))
		return err != unix.EAGAIN
	})
	if werr != nil {
		return werr
	}
	return err
}

// tellRoom wakes those who found the queue crowded, once it is half empty.
func (p *Pane) tellRoom() {
	p.inMu.Lock()
	room := p.full && p.mem.Input.Pending() < crowd/2
	if room {
		p.full = false
	}
	p.inMu.Unlock()
	if room {
		p.tell(Event{Kind: Room})
	}
}
