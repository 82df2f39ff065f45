package pane

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"gmux/protocol/recovery"
	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/width"
)

// Change alters the terminal by other means than output: there are no others. It is written down before it is made, at
// the output offset where it happens, so that a replay makes it there too.
func (p *Pane) Change(c recovery.Change) {
	p.mu.Lock()
	err := p.mem.Record(p.fed, c)
	if err != nil {
		p.due = true // a checkpoint says it as well
	}
	p.alter(c)
	asked := p.takeAsked()
	if p.mem.Changes.Size() > maxRecords {
		p.due = true
	}
	p.checkpointIfDue()
	p.mu.Unlock()
	if err != nil {
		p.log("pane %%%d: %v", p.id, err)
	}
	if len(asked.replies) > 0 { // the program wants to know; if the server dies before this, it does not hear of this one
		p.reply(asked.replies, recovery.Origin{})
	}
	p.poke()
}

// End writes the text that a pane ends with, once: a server before this one may have written it, and died before it noted that the
// pane is dead. The loop's.
func (p *Pane) End(text []byte) {
	p.mu.Lock()
	ended := p.ended
	p.mu.Unlock()
	if !ended {
		p.Change(recovery.Text{Data: text})
	}
}

// maxRecords is how long the change records behind a checkpoint may get.
const maxRecords = 64 << 10

// alter makes a change, now or in a replay.
func (p *Pane) alter(c recovery.Change) {
	switch c := c.(type) {
	case recovery.Resize:
		p.term.SetSize(c.Rows, c.Cols, c.XPixels/max(c.Cols, 1), c.YPixels/max(c.Rows, 1))
	case recovery.ClearHistory:
		p.term.ClearHistory()
	case recovery.Trim:
		p.term.Trim()
	case recovery.Reset:
		p.term.Reset()
	case recovery.Colours:
		p.term.SetColors(terminalColours(c))
	case recovery.Option:
		p.option(c)
	case recovery.Show:
		p.write(c.Data)
	case recovery.Text:
		p.ended = true
		p.write(c.Data)
	default:
		p.log("pane %%%d: a change that this build does not know: %T", p.id, c)
	}
}

// The options of a pane that its terminal follows, all of them flags.
const (
	TitleReport    = "allow-title-report"
	ClipboardReads = "clipboard-reads" // what get-clipboard and set-clipboard come to
	AltScreen      = "alternate-screen"
	ScrollOnClear  = "scroll-on-clear"
)

// followed are they, and how the terminal has them.
var followed = map[string]struct {
	get func(*vt.Terminal) bool
	set func(*vt.Terminal, bool)
}{
	TitleReport: {
		func(t *vt.Terminal) bool { return t.Allowed().TitleReports },
		func(t *vt.Terminal, on bool) { allow(t, func(a *vt.Allow) { a.TitleReports = on }) },
	},
	ClipboardReads: {
		func(t *vt.Terminal) bool { return t.Allowed().ClipboardReads },
		func(t *vt.Terminal, on bool) { allow(t, func(a *vt.Allow) { a.ClipboardReads = on }) },
	},
	AltScreen: {
		func(t *vt.Terminal) bool { return !t.Allowed().NoAltScreen },
		func(t *vt.Terminal, on bool) { allow(t, func(a *vt.Allow) { a.NoAltScreen = !on }) },
	},
	ScrollOnClear: {(*vt.Terminal).KeepsOnClear, (*vt.Terminal).SetKeepOnClear},
}

func allow(t *vt.Terminal, change func(*vt.Allow)) {
	a := t.Allowed()
	change(&a)
	t.SetAllowed(a)
}

// Follows reports whether the terminals of panes follow an option.
func Follows(option string) bool {
	_, ok := followed[option]
	return ok
}

// Follow has the terminal follow its options.
func (p *Pane) Follow(flag func(option string) bool) {
	for _, name := range slices.Sorted(maps.Keys(followed)) {
		on, known := flag(name), false
		if p.Draw(func(t *vt.Terminal) { known = followed[name].get(t) == on }); !known {
			p.Change(recovery.Option{Name: name, Value: onOff[on]})
		}
	}
}

var onOff = map[bool]string{true: "on", false: "off"}

// Colours are those that the last Change of them gave.
func (p *Pane) Colours() (c recovery.Colours) {
	colour := func(v grid.Color) uint32 {
		r, g, b, ok := v.RGB()
		if !ok {
			return 0
		}
		return 1<<24 | uint32(r)<<16 | uint32(g)<<8 | uint32(b)
	}
	p.Draw(func(t *vt.Terminal) {
		own := t.OwnColors()
		c.Foreground, c.Background, c.Cursor = colour(own.Foreground), colour(own.Background), colour(own.Cursor)
		c.Scheme = uint8(own.Scheme)
		for i, v := range own.Palette {
			c.Palette[i] = colour(v)
		}
	})
	return c
}

// terminalColours are the colours of the user's terminal as ours has them.
func terminalColours(c recovery.Colours) (out vt.Colors) {
	colour := func(v uint32) grid.Color {
		if v>>24 == 0 {
			return grid.ColorDefault
		}
		return grid.RGB(uint8(v>>16), uint8(v>>8), uint8(v))
	}
	out.Foreground, out.Background, out.Cursor = colour(c.Foreground), colour(c.Background), colour(c.Cursor)
	out.Scheme = vt.Scheme(c.Scheme)
	for i, v := range c.Palette {
		out.Palette[i] = colour(v)
	}
	return out
}

// Options that are not flags, and their values.
const (
	OptionWidths  = "widths"        // how many columns characters take, in the form of package width
	OptionHistory = "history-limit" // rows, decimal
)

// LimitHistory has the history keep so many rows, and no more.
func (p *Pane) LimitHistory(rows int) {
	known := false
	if p.Draw(func(t *vt.Terminal) { known = t.History().Limit() == rows }); !known {
		p.Change(recovery.Option{Name: OptionHistory, Value: strconv.Itoa(rows)})
	}
}

func (p *Pane) option(c recovery.Option) {
	f, flag := followed[c.Name]
	switch {
	case flag:
		f.set(p.term, c.Value == onOff[true])
	case c.Name == OptionWidths:
		p.term.SetWidths(width.Parse(c.Value))
	case c.Name == OptionHistory:
		rows, err := strconv.Atoi(c.Value)
		if err != nil {
			p.log("pane %%%d: %s: %v", p.id, c.Name, err)
			return
		}
		p.term.SetHistoryLimit(rows)
	default:
		p.log("pane %%%d: an option that this build does not know: %s", p.id, c.Name)
	}
}

// checkpointEvery is how much output is replayed at most, and so what a death of the server costs: a few milliseconds a pane.
const checkpointEvery = 256 << 10

// checkpointIfDue makes one when it is time. While what the last output asked for is still being carried out it is not: a
// checkpoint would keep that from being asked for again. The caller holds mu.
func (p *Pane) checkpointIfDue() {
	if p.done == p.fed && (p.due || p.fed-p.covered >= checkpointEvery) {
		p.checkpoint()
	}
}

// checkpoint writes the terminal down, whole. What cannot be written, for want of memory, is tried again with the next piece of
// output: until then the older checkpoint stands, and with it the output and the records since. The caller holds mu.
func (p *Pane) checkpoint() {
	if err := p.writeCheckpoint(); err != nil {
		if !p.due { // which is logged once, however long it lasts
			p.log("checkpoint of pane %%%d: %v", p.id, err)
		}
		p.due = true
		return
	}
	p.covered, p.due = p.fed, false
	if err := p.release(); err != nil {
		p.log("pane %%%d: %v", p.id, err)
	}
}

func (p *Pane) writeCheckpoint() error {
	if p.ended { // the checkpoint says so by its screen only
		if err := p.mem.SetEnded(); err != nil {
			return err
		}
	}
	data, err := p.term.AppendCheckpoint(p.spare[:0], p.mem.History)
	if err != nil {
		return err
	}
	if p.spare = data; cap(data) > maxSpare {
		p.spare = nil
	}
	return p.mem.Checkpoint(p.fed, data)
}

// maxSpare is the largest buffer for checkpoints that is kept.
const maxSpare = 1 << 20

// release gives back what was needed for the checkpoint before the newest.
func (p *Pane) release() error {
	for _, e := range p.term.History().Freed() {
		if err := p.mem.History.Free(e.At, e.Len); err != nil {
			return fmt.Errorf("release history: %w", err)
		}
	}
	return p.mem.Output.Release(p.covered)
}
