package pane

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// A Seal is where a pane was stopped for another server.
type Seal struct {
	Offset int64    // of the output that the terminal has seen
	Digest [32]byte // of the terminal
}

// Seal stops reading and writing and writes the terminal down: whoever opens the memory next goes on at that place. The child
// notices nothing, its output waits in the tty. Events that were on their way have been posted when it returns, so it is not for
// the loop to call.
func (p *Pane) Seal(form int) (s Seal, err error) {
	p.sealing.Store(true)
	if err := p.master.SetDeadline(past); err != nil { // wakes both goroutines
		return s, fmt.Errorf("seal pane %%%d: %w", p.id, err)
	}
	p.nudge()
	p.wg.Wait()
	p.sendMu.Lock() // until the loop sends nothing either
	p.sendMu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.isClosed() {
		return s, fmt.Errorf("seal pane %%%d: %w", p.id, os.ErrClosed)
	}
	if err := p.sealed(); err != nil {
		return s, fmt.Errorf("seal pane %%%d: %w", p.id, err)
	}
	return Seal{p.fed, p.term.DigestIn(form)}, nil
}

// past is a deadline that is over.
var past = time.Unix(1, 0)

func (p *Pane) sealed() error {
	if p.fed != p.mem.Output.Position() || p.done != p.fed {
		return errors.New("there is output that could not be dealt with")
	}
	if p.covered != p.fed || p.due || p.mem.Changes.Size() > 0 {
		if p.checkpoint(); p.due {
			return errors.New("no memory for a checkpoint")
		}
	}
	return p.mem.Output.Seal()
}

// Unseal goes on after Seal, under a new generation: the server that was to take over has died. A pane that was not sealed has
// never stopped. The loop's.
func (p *Pane) Unseal(generation uint64) error {
	if !p.sealing.Load() {
		return nil
	}
	if err := p.mem.Output.Resume(generation); err != nil {
		return fmt.Errorf("resume pane %%%d: %w", p.id, err)
	}
	if err := p.mem.Trial.End(); err != nil {
		return fmt.Errorf("resume pane %%%d: %w", p.id, err)
	}
	p.sealing.Store(false)
	if err := p.master.SetDeadline(time.Time{}); err != nil {
		return fmt.Errorf("resume pane %%%d: %w", p.id, err)
	}
	if p.exited {
		if err := p.Exited(); err != nil {
			return err
		}
	}
	p.Start()
	return nil
}

// Recovered is where a pane is between Recover and Start.
func (p *Pane) Recovered(form int) Seal { return Seal{p.fed, p.term.DigestIn(form)} }
