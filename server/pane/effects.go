package pane

import (
	"bytes"

	"gmux/protocol/recovery"
	"gmux/server/vt"
)

// effects collects what one piece of output asks of the world while the lock is held.
type effects struct {
	vt.NoEffects
	replies []byte
	events  []Event
}

// maxEvents bounds what one piece of output can ask for: of a thousand bells, the rest would say nothing more.
const maxEvents = 64

func (e *effects) add(ev Event) {
	if len(e.events) < maxEvents {
		e.events = append(e.events, ev)
	}
}

func (e *effects) Reply(p []byte) { e.replies = append(e.replies, p...) }
func (e *effects) Bell()          { e.add(Event{Kind: Bell}) }
func (e *effects) Title(s string) { e.add(Event{Kind: Title, Text: s}) }

func (e *effects) Clipboard(selection string, data []byte) {
	e.add(Event{Kind: Clipboard, Text: selection, Data: bytes.Clone(data)})
}

// carryOut answers the program, then tells the loop.
func (p *Pane) carryOut(e effects) {
	if len(e.replies) > 0 {
		p.reply(e.replies)
	}
	for _, ev := range e.events {
		p.tell(ev)
	}
}

// reply queues answers for the program. They are lost where it has left its queue full: a program that asks and does
// not read must not stop its own output from being read.
func (p *Pane) reply(data []byte) {
	p.inMu.Lock()
	_, err := p.mem.Input.AppendFrom(data, recovery.Origin{})
	p.inMu.Unlock()
	if err != nil {
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
