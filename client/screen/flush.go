package screen

import (
	"fmt"

	"gmux/protocol"
)

// hideFrom is how many bytes of drawing are worth hiding the cursor for, where the terminal does not show a frame at once.
const hideFrom = 48

// flush writes the frame as one write: synchronized output around it where the terminal has that, the cursor put
// where it belongs, and no link left open, since the next thing written may be somebody else's.
func (d *direct) flush() error {
	d.closeLink()
	drawn := len(d.buf) > 0
	if !drawn && !d.cursorDiffers() {
		return nil
	}
	d.out = d.out[:0]
	sync := d.terminal.Features&protocol.FeatureSync != 0 && drawn
	switch {
	case sync:
		d.out = append(d.out, "\x1b[?2026h"...)
	case d.shown.Visible && len(d.buf) >= hideFrom:
		d.out = append(d.out, "\x1b[?25l"...)
		d.shown.Visible = false
	}
	d.placeCursor()
	d.out = append(d.out, d.buf...)
	if sync {
		d.out = append(d.out, "\x1b[?2026l"...)
	}
	d.buf = d.buf[:0]
	_, err := d.w.Write(d.out)
	d.shrink()
	return err
}

// cursorDiffers says whether the cursor alone is worth a write.
func (d *direct) cursorDiffers() bool {
	if !d.want.Visible {
		return d.shown.Visible
	}
	return d.want != d.shown || d.row != int(d.want.Row) || d.col != int(d.want.Col)
}

// placeCursor appends to the drawing what brings the cursor to where and how it is wanted. A hidden one stays where it is.
func (d *direct) placeCursor() {
	switch {
	case !d.want.Visible && d.shown.Visible:
		d.buf = append(d.buf, "\x1b[?25l"...)
		d.shown.Visible = false
		return
	case !d.want.Visible:
		return
	}
	if d.terminal.Features&protocol.FeatureCursorStyle != 0 {
		d.shapeCursor()
	}
	d.move(int(d.want.Row), int(d.want.Col))
	if !d.shown.Visible {
		d.buf = append(d.buf, "\x1b[?25h"...)
	}
	d.shown = d.want
}

// shapeCursor is DECSCUSR and OSC 12 and 112.
func (d *direct) shapeCursor() {
	if d.want.Shape != d.shown.Shape {
		d.buf = fmt.Appendf(d.buf, "\x1b[%d q", d.want.Shape)
	}
	switch {
	case d.want.Colour == d.shown.Colour:
	case d.want.Colour == 0:
		d.buf = append(d.buf, "\x1b]112\x1b\\"...)
	default:
		d.buf = fmt.Appendf(d.buf, "\x1b]12;#%06x\x1b\\", d.want.Colour&0xffffff)
	}
}

// shrink gives back the memory of a rare large frame.
func (d *direct) shrink() {
	const keep = 256 << 10
	if cap(d.out) > keep {
		d.out = nil
	}
	if cap(d.buf) > keep {
		d.buf = nil
	}
}
