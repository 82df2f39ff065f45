package client

import (
	"errors"
	"os"
	"os/signal"
	"time"

	"gmux/client/screen"
	"gmux/protocol"
	"gmux/protocol/key"
)

// How long the end of a client may take where its terminal or its server does not go along.
const (
	paintTime = time.Second            // for what is being painted
	abortTime = 200 * time.Millisecond // for a painter whose write was aborted
	byeTime   = 200 * time.Millisecond // for the goodbye to a server

	answerTime  = 2 * time.Second        // for the terminal's answers, since it was asked
	pauseTime   = 500 * time.Millisecond // for the next byte of a terminal that is answering
	answerLimit = 4 * time.Second        // for all of it

	pasteTime   = 30 * time.Second       // for the rest of a paste
	markGap     = 5 * time.Second        // without a byte of one whose end is marked: the mark does not come
	unmarkedGap = 300 * time.Millisecond // without a byte of another: that was the rest
)

// finish gives the terminal back, tells the server, and returns what is left to say. Where the terminal stalls, over an
// ssh whose network is away say, the server does not wait; we do, as whatever is said next would have to.
func (a *attached) finish(e ending) ending {
	a.lost.cancel()
	a.settle()
	if !e.quiet {
		a.awaitAnswers(func(key.Event) {}) // what was typed meanwhile has nowhere to go
		a.dropPaste()
	}
	a.stopReader()
	a.stopDisplay()
	err := a.tty.Restore(paintTime)
	a.farewell(e)
	signal.Stop(a.signals) // nobody hears them any more, and who has enough of waiting may end us
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = a.tty.RestoreLate()
	}
	if a.painting { // what it was writing came before the reset
		<-a.display.done
		a.display.close()
	}
	if err != nil && !e.quiet && e.err == nil {
		e.err = err
	}
	return e
}

// settle waits for the job that is being painted, if the terminal takes it soon. A painter that cannot be stopped, see
// tty.AbortWrite, goes on painting.
func (a *attached) settle() {
	if a.painting && !a.paintedWithin(paintTime) {
		a.tty.AbortWrite()
		a.paintedWithin(abortTime)
	}
}

func (a *attached) paintedWithin(patience time.Duration) bool {
	select {
	case <-a.display.done:
		a.painting = false
	case <-time.After(patience):
	}
	return !a.painting
}

// awaitAnswers keeps what the terminal still answers from being typed into the user's shell, where a session was over, or
// the client suspended, before the terminal had said all: the answer to DA1 is the last. A terminal that stays silent is
// given up. What is typed meanwhile goes to typed.
func (a *attached) awaitAnswers(typed func(key.Event)) {
	give := time.Now().Add(answerLimit)
	a.heardPart()
	for a.probe.waiting && a.chunks != nil {
		end := latest(a.probe.asked.Add(answerTime), a.probe.heard.Add(pauseTime))
		if end.After(give) {
			end = give
		}
		select {
		case chunk, ok := <-a.chunks:
			if !ok {
				return
			}
			a.decoder.Feed(chunk, typed)
			a.heardPart()
		case <-time.After(time.Until(end)):
			return
		}
	}
}

// heardPart notes that an answer has begun: the rest of it is on its way.
func (a *attached) heardPart() {
	if a.decoder.Pending() {
		a.probe.heard = time.Now()
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// dropPaste keeps the rest of a paste that is held back from being typed into the user's shell, which would take it for
// commands. Where the terminal marks its end, what comes after that is the shell's.
func (a *attached) dropPaste() {
	marked := a.decoder.Pasting()
	if !a.pasting() {
		return
	}
	patience := a.pasteGap()
	deadline, gap := time.After(pasteTime), time.NewTimer(patience)
	for a.chunks != nil && (!marked || a.decoder.Pasting()) {
		select {
		case chunk, ok := <-a.chunks:
			if !ok {
				return
			}
			a.decoder.Feed(chunk, func(key.Event) {})
			gap.Reset(patience)
		case <-gap.C:
			return
		case <-deadline:
			return
		}
	}
}

// pasting says whether a paste is being read, or held back.
func (a *attached) pasting() bool { return a.decoder.Pasting() || a.unacked.full() }

// pasteGap is how long no byte comes before the paste is taken to be over.
func (a *attached) pasteGap() time.Duration {
	if a.decoder.Pasting() {
		return markGap
	}
	return unmarkedGap
}

// stopDisplay lets the painter let go of the terminal, if it has nothing else to do.
func (a *attached) stopDisplay() {
	if a.painting {
		return
	}
	a.display.jobs <- job{do: func(s *screen.Screen) error {
		s.Stop()
		return nil
	}}
	a.painting = true
	a.settle()
	if !a.painting {
		a.display.close()
	}
}

// farewell says goodbye to a server that may not be listening: if it does not arrive, the end of the connection does.
func (a *attached) farewell(e ending) {
	if a.link == nil {
		return
	}
	a.link.stopSending()
	if e.bye != "" && a.link.conn.Transport().SetWriteDeadline(time.Now().Add(byeTime)) == nil {
		a.link.conn.Send(protocol.Bye{Reason: e.bye})
	}
	a.link.close()
}
