package input

import (
	"time"

	"gmux/protocol/key"
)

const (
	// introTime is the least time to wait after ESC [, ESC O and the like: more often the rest is on
	// its way through a slow connection than somebody pressed Alt+[.
	introTime = 100 * time.Millisecond
	// sequenceTime is how long to wait for the rest of what is surely a sequence.
	sequenceTime = 500 * time.Millisecond
	// DefaultEscapeTime is tmux's since 3.5, enough for a local terminal.
	DefaultEscapeTime = 10 * time.Millisecond

	// maxSequence bounds CSI sequences; kitty's with the most text have some 500 bytes.
	maxSequence = 1024
	// MaxString bounds the replies OSC, DCS and APC; what is longer is dropped to its end.
	MaxString = 1 << 20
)

// A Decoder turns bytes into events. The zero value is ready; the fields may be set at any time between
// calls. It is not for more than one goroutine.
type Decoder struct {
	OnReply func(Reply) // nil drops replies

	EscapeTime   time.Duration // how long a lone ESC waits; 0 is DefaultEscapeTime
	Unambiguous  bool          // the terminal confirmed kitty flag 1: Escape is no lone ESC
	Erase        byte          // VERASE of the outer tty, which Backspace sends; 0 is DEL
	MouseUTF8    bool          // mode 1005 was set, so CSI M is followed by UTF-8
	MousePixels  bool          // mode 1016 was set, so CSI < carries pixels
	CellW, CellH int           // pixels of a cell, for MousePixels

	pending  []byte // begins with what was cut off; see Feed
	searched int    // of a string in pending, how much holds no terminator
	dropping byte   // within a string beyond MaxString: its introducer, else 0

	pasting    bool       // between the marks
	pasteBegun bool       // a span of this paste was emitted
	held       key.Button // pressed last, for releases that do not say
	cprs       int        // cursor position reports that are expected

	emit func(key.Event) // of the call in progress
	csi  sequence        // scratch
}

// Feed decodes p, which may be cut anywhere, and calls emit for each event. Paste.Data and Raw are
// parts of p or of the Decoder's memory and hold only until emit returns.
func (d *Decoder) Feed(p []byte, emit func(key.Event)) {
	d.emit = emit
	// Join what was cut off with as much of p as it takes, then go on in p itself, so that a paste of
	// megabytes is not copied for a byte that was left.
	for take := 64; len(d.pending) > 0 && len(p) > 0; take *= 4 {
		old := len(d.pending)
		take = min(take, len(p))
		d.pending = append(d.pending, p[:take]...)
		n := d.run(d.pending, false)
		if n >= old {
			p = p[n-old:]
			d.pending = d.pending[:0]
			break
		}
		d.pending = append(d.pending[:0], d.pending[n:]...)
		p = p[take:]
	}
	if len(p) > 0 && len(d.pending) == 0 {
		n := d.run(p, false)
		d.pending = append(d.pending, p[n:]...)
	}
	d.emit = nil
}

// Flush decodes what is pending as if nothing followed: a lone ESC is Escape, ESC [ is Alt+[.
func (d *Decoder) Flush(emit func(key.Event)) {
	if !d.Pending() {
		return
	}
	if d.dropping != 0 {
		d.dropping, d.pending = 0, d.pending[:0]
		return
	}
	d.emit = emit
	n := d.run(d.pending, true)
	d.pending = append(d.pending[:0], d.pending[n:]...) // a paste may have begun
	d.emit = nil
}

// Pending reports whether the owner shall call Flush unless more arrives within Timeout. Within a
// paste nothing is decided by time.
func (d *Decoder) Pending() bool { return !d.pasting && (len(d.pending) > 0 || d.dropping != 0) }

// Pasting reports whether the decoder is between the marks of a paste.
func (d *Decoder) Pasting() bool { return d.pasting }

// Timeout is how long to wait for the rest of what is pending.
func (d *Decoder) Timeout() time.Duration {
	escape := d.EscapeTime
	if escape == 0 {
		escape = DefaultEscapeTime
	}
	switch {
	case d.Unambiguous || len(d.pending) > 2 || d.dropping != 0:
		return max(escape, sequenceTime)
	case len(d.pending) == 2 && d.pending[1] != 0x1b:
		return max(escape, introTime)
	}
	return escape
}

// run takes events off the front of p and returns how much it took. What is left waits for more; with
// final set only a beginning within a paste is.
func (d *Decoder) run(p []byte, final bool) int {
	at := 0
	for at < len(p) {
		n := d.step(p[at:], final)
		if n == 0 {
			break
		}
		at += n
		d.searched = 0
	}
	return at
}

// step decodes one event at the front of p. It returns 0 if p is cut short, never if final is set
// outside of a paste.
func (d *Decoder) step(p []byte, final bool) int {
	switch {
	case d.pasting:
		return d.paste(p)
	case d.dropping != 0:
		return d.drop(p)
	case p[0] == 0x1b:
		return d.escape(p, final)
	}
	return d.plain(p, 0, final)
}
