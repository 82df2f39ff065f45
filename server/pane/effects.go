package pane

import (
	"bytes"
	"slices"

	"gmux/protocol/recovery"
	"gmux/server/vt"
)

// effects collects what one piece of output asks of the world while the lock is held.
type effects struct {
	vt.NoEffects
	pane     *Pane
	replies  []byte
	plain    int // bytes of replies, without what the clipboard has
	told     int // bytes of the clipboard in them
	question *question
	copied   string // the last that the program gave to the clipboard
	events   []Event
}

// maxEvents bounds what one piece of output can ask for of each kind. Of more the last count: they are what the program left behind.
const maxEvents = 64

func (e *effects) add(ev Event) {
	if n, _ := e.of(ev.Kind); n >= maxEvents {
		first := slices.IndexFunc(e.events, func(old Event) bool { return old.Kind == ev.Kind })
		e.events = slices.Delete(e.events, first, first+1)
	}
	e.events = append(e.events, ev)
}

// of is how many events there are of a kind, and where the last is.
func (e *effects) of(k Kind) (n, last int) {
	for i := range e.events {
		if e.events[i].Kind == k {
			n, last = n+1, i
		}
	}
	return n, last
}

// maxReplies bounds the answers to one piece of output. It is more than anybody asks for who reads them; a program that
// asks a thousand times in one breath is a file that is printed.
const maxReplies = 32 << 10

func (e *effects) Reply(p []byte) {
	if e.plain+len(p) <= maxReplies {
		e.plain += len(p)
		e.replies = append(e.replies, p...)
	}
}

// Bell rings once, however many there are in one piece of output: the rest would say nothing more.
func (e *effects) Bell() {
	if n, _ := e.of(Bell); n == 0 {
		e.add(Event{Kind: Bell})
	}
}

func (e *effects) Title(s string) { e.add(Event{Kind: Title, Text: s}) }

func (e *effects) Name(s string) { e.add(Event{Kind: Name, Text: s}) }

// Passthrough joins what comes in a row, and where there is too much else in between all the rest: nothing may be left out, an
// image comes in thousands of pieces. It is bounded by the output that it is a part of.
func (e *effects) Passthrough(p []byte) {
	n, last := e.of(Passthrough)
	if n > 0 && (last == len(e.events)-1 || n >= maxEvents) {
		e.events[last].Data = append(e.events[last].Data, p...)
		return
	}
	e.add(Event{Kind: Passthrough, Data: bytes.Clone(p)})
}

func (e *effects) Clipboard(selection string, data []byte) {
	e.add(Event{Kind: Clipboard, Text: selection, Data: bytes.Clone(data)})
	if len(data) > 0 {
		e.copied = string(data)
	}
}

// takeAsked is what the terminal has asked for since it was last called. The caller holds mu.
func (p *Pane) takeAsked() (asked effects) {
	asked, p.asked = p.asked, effects{pane: p}
	return asked
}

// carryOut does what the output up to fed asked for, and notes that it is done: who replays it is silent. readLoop's.
func (p *Pane) carryOut(e effects) error {
	if len(e.replies) > 0 {
		p.reply(e.replies, recovery.Origin{Client: replies, Seq: uint64(p.fed)})
	}
	if e.question != nil {
		if err := p.ask(*e.question); err != nil {
			p.log("pane %%%d: %v", p.id, err) // it has its answer, unless this server dies first
		}
	}
	p.noteCopies(e)
	for _, ev := range e.events {
		p.tell(ev)
	}
	if err := p.mem.Output.SetEffects(p.fed); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done = p.fed
	p.checkpointIfDue()
	return nil
}

// carryOutLate does what the replay found that no server before this one did. The title is said again in any case, since a
// server may have died between hearing of it and writing it down.
func (p *Pane) carryOutLate() {
	var title string
	p.Draw(func(t *vt.Terminal) { title = t.Title() })
	if title != "" {
		p.late.add(Event{Kind: Title, Text: title})
	}
	if err := p.carryOut(p.late); err != nil {
		p.log("pane %%%d: %v", p.id, err)
	}
	p.late = effects{}
	p.poke()
}

// replies is the origin of what the terminal answers: no client has this number. The number of a reply is the output offset
// that it answers up to, committed with the reply itself, so that it comes once whenever the server dies.
const replies = 1

// reply queues answers for the program. They are lost where it has let too much lie: a program that asks and does not
// read must not stop its own output from being read. It is logged once, however many it asks for.
func (p *Pane) reply(data []byte, from recovery.Origin) {
	p.inMu.Lock()
	err := recovery.ErrFull
	if p.mem.Input.Pending() <= crowd {
		_, err = p.mem.Input.AppendFrom(data, from)
	}
	first := err != nil && !p.deaf
	p.deaf = err != nil
	p.inMu.Unlock()
	if first {
		p.log("answer pane %%%d: %v", p.id, err)
	}
	p.nudge()
}

// tell posts an event, unless the pane is being closed: the loop that closes it takes no more.
func (p *Pane) tell(ev Event) {
	ev.Pane = p.id
	if !p.isClosed() {
		p.post(ev)
	}
}
