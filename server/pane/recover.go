package pane

import (
	"fmt"
	"io"
	"time"

	"gmux/protocol/recovery"
	"gmux/server/vt"
)

// Recover makes the terminal what it was: the newest checkpoint, and the output and the changes since. A new pane's is empty.
// It is called once, between Open and Start. A terminal that does not come back is given up, for an empty one.
func (p *Pane) Recover(c Config) error {
	if p.verdict == recovery.Condemned {
		return p.condemn(c)
	}
	if err := p.mem.Trial.Begin(); err != nil {
		return err
	}
	if err := p.comeBack(c); err != nil {
		if c.SetAside == nil {
			return fmt.Errorf("recover pane %%%d: %w", p.id, err)
		}
		p.log("recover pane %%%d: %v", p.id, err)
		p.verdict = recovery.Condemned
		return p.condemn(c)
	}
	return p.mem.Trial.End()
}

func (p *Pane) comeBack(c Config) error {
	known, err := p.restore(c)
	if err != nil {
		return err
	}
	if err := p.replay(); err != nil {
		return err
	}
	if q, waits := p.askedLast(); waits {
		p.late.question = &q
	}
	if p.term.Modes().SyncOutput {
		p.heldFrom = time.Now()
	}
	if !known && p.fed == 0 {
		p.checkpoint() // from here on its size is known
	}
	return nil
}

// restore is the terminal of the newest checkpoint, or a new one.
func (p *Pane) restore(c Config) (known bool, err error) {
	c.Terminal.Effects = &p.asked
	data, stamp, known, err := p.mem.LatestCheckpoint()
	if err != nil {
		return false, err
	}
	if !known {
		p.term = vt.New(c.Terminal)
		return false, nil
	}
	p.fed, p.covered = stamp, stamp
	if p.ended, err = p.mem.Ended(); err != nil {
		return true, err
	}
	if p.term, err = vt.Restore(c.Terminal, data, p.mem.History); err != nil {
		return true, err
	}
	return true, p.mem.History.FreeAfter(p.term.History().MemoryEnd())
}

// replay feeds the terminal with all that came after its checkpoint, each change at its place. It is silent as far as a
// server before this one has carried out what the output asked for; the rest waits for readLoop.
func (p *Pane) replay() error {
	buf := make([]byte, chunk)
	err := p.mem.EachChange(func(offset int64, c recovery.Change) error {
		if err := p.replayTo(offset, buf); err != nil {
			return err
		}
		p.alter(c)
		p.takeAsked() // the server before this one has done it, or was about to
		return nil
	})
	if err != nil {
		return err
	}
	return p.replayTo(p.mem.Output.Position(), buf)
}

// replayTo feeds output up to an offset. Replies have a commit of their own, with the answers themselves, since they must
// neither be missed nor come twice.
func (p *Pane) replayTo(offset int64, buf []byte) error {
	effects, replied := p.mem.Output.Effects(), int64(p.Heard(replies))
	last, waits := p.askedLast()
	for p.fed < offset {
		if waits && p.fed >= last.at {
			p.question = last
		}
		upto := min(offset, p.fed+int64(len(buf)))
		for _, edge := range []int64{effects, replied, last.at} {
			if p.fed < edge {
				upto = min(upto, edge)
			}
		}
		piece := buf[:upto-p.fed]
		if n, err := p.mem.Output.ReadAt(piece, p.fed); n < len(piece) {
			return fmt.Errorf("read output at %d: %w", p.fed, err)
		}
		asked := p.feed(piece, true)
		if p.fed > effects {
			p.late.events = append(p.late.events, asked.events...)
		}
		if p.fed > effects && p.fed > replied {
			p.late.replies = append(p.late.replies, asked.replies...)
		}
		if p.fed > effects && p.fed > last.at && p.late.question == nil {
			p.late.question = asked.question
		}
	}
	return nil
}

// A Poison is what killed every server that tried to show it.
type Poison struct {
	Pane       uint32
	Checkpoint []byte // of the terminal before it
	Output     io.Reader
}

// condemn gives up the terminal of a pane, and nothing else of it: its child goes on with an empty screen, which says why.
func (p *Pane) condemn(c Config) error {
	if c.SetAside == nil {
		return fmt.Errorf("recover pane %%%d: servers have died of it", p.id)
	}
	data, stamp, _, err := p.mem.LatestCheckpoint()
	if err != nil {
		p.log("pane %%%d: %v", p.id, err)
	}
	out := p.mem.Output
	file, err := c.SetAside(Poison{p.id, data, io.NewSectionReader(out, stamp, out.Position()-stamp)})
	notice := "[its output, which gmux could not show, is in " + file + "]"
	if err != nil {
		p.log("keep the output of pane %%%d: %v", p.id, err)
		notice = "[its output, which gmux could not show, was set aside]"
	}
	c.Terminal.Effects = &p.asked
	p.term = vt.New(c.Terminal)
	p.write([]byte(notice + "\r\n"))
	p.takeAsked()
	p.fed = out.Position()
	p.done = p.fed
	if err := out.SetEffects(p.fed); err != nil {
		return err
	}
	p.checkpoint()
	return p.mem.Trial.End()
}

// Verdict says whether a replay of this pane killed servers; those that are Suspect are recovered one by one.
func (p *Pane) Verdict() recovery.Verdict { return p.verdict }
