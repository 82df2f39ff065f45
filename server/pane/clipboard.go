package pane

import (
	"strings"

	"gmux/protocol/recovery"
	"gmux/server/vt"
)

// A Clip is what programs are told that ask for it (OSC 52 with ?). Whether they may ask is the Terminal's, see Allow.
type Clip struct {
	Text string // of the newest paste buffer
	Ask  bool   // the user's terminal is asked, by the loop
}

// A question is one for the clipboard that waits for AnswerClipboard. There is one at a time: who asks again before the answer
// is told the newest paste buffer.
type question struct {
	at  int64 // the output offset up to which it was asked, 0: there is none
	sel string
	bel bool
}

// Origins of the question that waits and of the answer to it, as replies is of other answers: the numbers are what pack makes
// of it, and the offset. So a server after this one knows whether there is one.
const (
	questions = 2
	answers   = 3
)

// selections are the letters of OSC 52, of which a question has some.
const selections = "cpqs01234567"

// pack makes a number of a question. Of the order of its letters nothing is left.
func (q question) pack() uint64 {
	n := uint64(q.at)
	for _, c := range selections {
		n <<= 1
		if strings.ContainsRune(q.sel, c) {
			n |= 1
		}
	}
	n <<= 1
	if q.bel {
		n |= 1
	}
	return n
}

func unpackQuestion(n uint64) (q question) {
	q.bel = n&1 != 0
	n >>= 1
	for i := len(selections) - 1; i >= 0; i-- {
		if n&1 != 0 {
			q.sel = selections[i:i+1] + q.sel
		}
		n >>= 1
	}
	q.at = int64(n)
	return q
}

// maxClipboard bounds what programs are told of it in one piece of output. What is longer is told as an empty clipboard: a part of it
// would be wrong, and without an answer the program would wait.
const maxClipboard = 1 << 20

// ClipboardRead answers from the newest paste buffer, among the other answers, or leaves the question to the loop.
func (e *effects) ClipboardRead(sel string, bel bool) {
	c := e.pane.known()
	if e.copied != "" {
		c.Text = e.copied
	}
	if c.Ask && e.question == nil && e.pane.question.at == 0 {
		e.question = &question{sel: sel, bel: bel}
		return
	}
	empty := vt.ClipboardAnswer(sel, nil, bel)
	if e.plain+len(empty) > maxReplies {
		return
	}
	if e.told+len(c.Text) > maxClipboard {
		c.Text = ""
	}
	e.plain += len(empty)
	e.told += len(c.Text)
	e.replies = append(e.replies, vt.ClipboardAnswer(sel, []byte(c.Text), bel)...)
}

// copies are what the program gave to the clipboard and the loop has not heard yet. It is told that all the same.
type copies struct {
	waiting int // events
	last    string
}

// known is the clipboard as the program knows it. The caller holds mu.
func (p *Pane) known() Clip {
	c := p.clipboard()
	if p.copies.waiting > 0 && p.copies.last != "" {
		c.Text = p.copies.last
	}
	return c
}

// noteCopies notes what the loop is about to be told. readLoop's.
func (p *Pane) noteCopies(e effects) {
	if len(e.events) == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, ev := range e.events {
		if ev.Kind == Clipboard {
			p.copies.waiting++
		}
	}
	if e.copied != "" {
		p.copies.last = e.copied
	}
}

// CopyHeard says that an event of kind Clipboard has come: Config.Clipboard has it from now on, or it was not wanted. The loop's.
func (p *Pane) CopyHeard() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.copies.waiting--; p.copies.waiting == 0 {
		p.copies = copies{}
	}
}

// ask leaves a question to the loop, and writes down that it waits. readLoop's.
func (p *Pane) ask(q question) error {
	p.mu.Lock()
	p.question = q
	p.mu.Unlock()
	p.inMu.Lock()
	_, err := p.mem.Input.AppendFrom(nil, recovery.Origin{Client: questions, Seq: q.pack()})
	p.inMu.Unlock()
	p.tell(Event{Kind: ClipboardRead, Text: q.sel})
	return err
}

// askedLast is the last question that was left to a loop, this one's or one's before it. waits says that it has no answer yet.
func (p *Pane) askedLast() (q question, waits bool) {
	q = unpackQuestion(p.Heard(questions))
	return q, q.at > int64(p.Heard(answers))
}

// AnswerClipboard answers the question that ClipboardRead told of, once. The loop's.
func (p *Pane) AnswerClipboard(text string) {
	p.mu.Lock()
	q := p.question
	p.question = question{}
	p.mu.Unlock()
	if q.at == 0 {
		return
	}
	if len(text) > maxClipboard {
		text = ""
	}
	p.reply([]byte(vt.ClipboardAnswer(q.sel, []byte(text), q.bel)), recovery.Origin{Client: answers, Seq: uint64(q.at)})
}
