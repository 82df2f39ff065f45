package client

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"gmux/client/screen"
	"gmux/client/tty"
	"gmux/protocol"
)

// stopTime is how long it takes to notice that the kernel did not stop us.
const stopTime = 500 * time.Millisecond

// signal acts on what the system tells.
func (a *attached) signal(sig os.Signal) {
	switch sig {
	case syscall.SIGWINCH:
		a.resized()
	case syscall.SIGTSTP:
		a.suspend()
	case syscall.SIGCONT: // somebody stopped us behind our back: the shell has changed the terminal
		a.resume()
	default:
		a.leave(killed(sig))
	}
}

// suspend stops this process as Ctrl-Z does, once the terminal is let go of. While a paste is read that waits, since the
// user's shell would take the rest of it for commands.
func (a *attached) suspend() {
	if !a.pasting() {
		a.suspendNow()
		return
	}
	a.putOff = time.NewTimer(a.pasteGap())
}

// pasteGoesOn is told when more of a paste was read, or can be.
func (a *attached) pasteGoesOn() {
	if a.putOff != nil {
		a.putOff.Reset(a.pasteGap())
	}
}

func (a *attached) suspendNow() {
	a.putOff = nil
	a.awaitAnswers(a.event)
	a.sendEvents()
	a.answered()
	a.jobs.add(job{
		do: func(s *screen.Screen) error {
			s.Stop()
			return nil
		},
		then: a.stop,
	})
}

// stop returns when we have been continued. loop waits with it: a stopped process does nothing.
func (a *attached) stop() {
	a.stopReader()
	err := a.tty.Restore(paintTime)
	if err == nil {
		err = tty.StopSelf(stopTime)
	}
	if err != nil {
		a.leave(failed(err))
		return
	}
	signal.Notify(a.signals, syscall.SIGTSTP) // StopSelf took it
	a.startReader()
	a.resume()
	a.drainSignals()
}

// drainSignals acts on what came while we were stopped, but for the SIGCONT that ended it.
func (a *attached) drainSignals() {
	for {
		select {
		case sig := <-a.signals:
			if sig != syscall.SIGCONT {
				a.signal(sig)
			}
		default:
			return
		}
	}
}

// resume takes the terminal again and asks for a whole picture.
func (a *attached) resume() {
	if err := a.tty.Raw(); err != nil {
		a.leave(failed(err))
		return
	}
	a.startScreen("")
	a.identity.Size = a.probe.size(a.tty.Size())
	a.send(protocol.Resumed{Size: a.identity.Size})
}
