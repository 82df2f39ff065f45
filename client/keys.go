package client

import (
	"bytes"
	"encoding/base64"
	"time"

	"gmux/client/input"
	"gmux/protocol"
	"gmux/protocol/key"
)

// maxEvents is where one Input is full: a longer paste goes on in the next.
const maxEvents = 256 << 10

// readLoop reads the outer tty until it is interrupted or the terminal is gone; then it closes chunks. What it has read
// that nobody took by then is left in unread, for the next.
func (a *attached) readLoop(chunks chan<- []byte, stop <-chan struct{}) {
	defer close(chunks)
	buf := make([]byte, 64<<10)
	for {
		if a.unread == nil {
			n, err := a.tty.Read(buf)
			if err != nil {
				return
			}
			a.unread = append([]byte(nil), buf[:n]...)
		}
		select {
		case chunks <- a.unread:
			a.unread = nil
		case <-stop:
			return
		}
	}
}

func (a *attached) startReader() {
	chunks, stop := make(chan []byte), make(chan struct{})
	a.chunks, a.stopRead = chunks, stop
	a.reader.Go(func() { defer a.tty.Guard(); a.readLoop(chunks, stop) })
}

func (a *attached) stopReader() {
	if a.stopRead == nil {
		return
	}
	close(a.stopRead)
	a.tty.Interrupt()
	a.reader.Wait()
	a.tty.Rearm()
	a.chunks, a.stopRead = nil, nil
}

// read decodes what was typed and sends it as one Input.
func (a *attached) read(chunk []byte, ok bool) {
	if !ok { // the terminal hung up
		a.chunks = nil
		a.leave(lostTTY())
		return
	}
	a.escape.Stop()
	a.decoder.Feed(chunk, a.event)
	a.sendEvents()
	a.answered()
	a.pasteGoesOn()
	if a.decoder.Pending() {
		a.escape.Reset(a.patience())
	}
}

// patience is how long to wait for the rest of what is pending. While answers of the terminal are due, an ESC is rather
// the first byte of one, cut off on its way, than the key.
func (a *attached) patience() time.Duration {
	p := &a.probe
	if p.waiting && (time.Since(p.asked) < answerTime || time.Since(p.heard) < answerTime) {
		return max(a.decoder.Timeout(), pauseTime)
	}
	return a.decoder.Timeout()
}

// flushKeys takes what waited for more as it is, a lone ESC is the key, unless more has come by now.
func (a *attached) flushKeys() {
	select {
	case chunk, ok := <-a.typed():
		a.read(chunk, ok)
		return
	default:
	}
	a.decoder.Flush(a.event)
	a.sendEvents()
}

// reply takes what the terminal answers.
func (a *attached) reply(r input.Reply) {
	if r.Kind == input.ReplyClipboard {
		a.copied(r.Data)
		return
	}
	a.probe.answer(r)
}

// copied tells the server what the terminal's clipboard has: selection ; base64. Who asked may have given up by now, which is
// the server's affair.
func (a *attached) copied(answer []byte) {
	_, coded, _ := bytes.Cut(answer, []byte{';'})
	coded = bytes.TrimRight(coded, "=") // which some leave out
	data := make([]byte, base64.RawStdEncoding.DecodedLen(len(coded)))
	n, err := base64.RawStdEncoding.Decode(data, coded)
	if err == nil && a.returned {
		a.send(protocol.Clipboard{Data: data[:n]})
	}
}

// event packs one event. Without a server the client itself obeys the keys that leave.
func (a *attached) event(e key.Event) {
	if k, ok := e.(key.Key); ok && !a.returned {
		if a.lost.leaves(k) {
			a.leave(leftAlone())
		}
	}
	e, ok := a.unacked.whole(e)
	if !ok {
		return
	}
	if k, is := e.(key.Key); is && a.lost.isPrefix(k) { // what it triggers may wait, and what was typed before is not to wait with it
		a.sendEvents()
	}
	a.events = key.AppendEvent(a.events, e)
	if len(a.events) >= maxEvents {
		a.sendEvents()
	}
}

func (a *attached) sendEvents() {
	if len(a.events) == 0 {
		return
	}
	m := a.unacked.add(a.pane, a.events, time.Now())
	a.events = nil
	if a.returned {
		a.send(m)
	} else if at, ok := a.unacked.oldest(); ok {
		a.lost.watch(at)
	}
}
