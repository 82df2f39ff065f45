package vt

import (
	"crypto/sha256"
	"maps"
	"slices"

	"gmux/server/vt/grid"
	"gmux/server/vt/serial"
)

// The versions of the canonical form, which changes whenever something is added to it. Two builds compare what both know, in
// the newest form that both have.
const (
	OldestForm = 3
	NewestForm = 6 + later
)

// Digest is a hash over a canonical form of all that a program or a user can tell a Terminal by, now or later:
// screens, cursors, modes, tables, history, options, and what the parser is in the middle of. Numbers that mean
// nothing by themselves (style ids, row ids, generations) are not in it, nor is who is told of effects.
func (t *Terminal) Digest() [32]byte { return t.DigestIn(NewestForm) }

// DigestIn is the digest in one of the forms from OldestForm to NewestForm.
func (t *Terminal) DigestIn(form int) [32]byte {
	d := digest{t: t, form: form}
	d.terminal()
	return sha256.Sum256(d.Out)
}

// digest writes the canonical form.
type digest struct {
	serial.Encoder
	t    *Terminal
	form int
}

func (d *digest) terminal() {
	t := d.t
	d.Int(d.form, t.rows, t.cols)
	d.Bool(t.onAlt(), t.alt.exists)
	d.screen(&t.main)
	if t.alt.exists {
		d.screen(&t.alt)
		d.cursor(t.main.left)
		d.cursor(t.alt.left)
	}
	d.cursor(t.cur)
	d.Bool(t.last.ok)
	if t.last.ok {
		d.Int(t.last.row, t.last.col)
	}
	d.Int(t.top, t.bottom, t.left, t.right)
	d.Bool(t.tabs...)
	d.Int(int(t.modes), t.cursorStyle, t.modifyKeys, int(t.protection), t.extent, t.level)
	d.Bool(t.blinkMode)
	d.Int(len(t.savedModes))
	for _, n := range slices.Sorted(maps.Keys(t.savedModes)) {
		d.Int(n)
		d.Bool(t.savedModes[n])
	}
	t.encodeTitles(&d.Encoder)
	t.colors.encode(&d.Encoder)
	t.opt.encode(&d.Encoder)
	d.Int(t.history.Limit(), t.history.Seq()-t.pullFloor)
	t.history.Canonical(&d.Encoder)
	t.parser.Encode(&d.Encoder)
	if d.form > 3 {
		t.encodeReports(&d.Encoder)
	}
	if d.form > 4 {
		d.String(t.opt.Widths.String())
	}
	if d.form > 5 {
		d.Bool(t.opt.Allow.NoAltScreen)
	}
	if d.form > 6 {
		d.String("of a later version")
	}
}

func (d *digest) screen(s *screen) {
	names := map[grid.StyleID]int{} // ids in the order of first use
	var text []byte
	for _, r := range s.grid.AllRows() {
		d.Bool(r.Wrapped)
		d.Int(int(r.Mark))
		for _, c := range r.Cells {
			n, ok := names[c.Style()]
			if !ok {
				n = len(names)
				names[c.Style()] = n
			}
			d.Int(n)
			if !ok {
				d.style(d.t.tables.Style(c.Style()))
			}
			d.Bool(c.IsBlank(), c.IsPad())
			d.Int(c.Width())
			text = d.t.tables.AppendText(text[:0], c)
			d.Bytes(text)
		}
	}
	d.cursor(s.saved)
	s.kitty.encode(&d.Encoder)
}

func (d *digest) style(s grid.Style) {
	link := d.t.tables.Link(s.Link)
	s.Link = 0
	s.Encode(&d.Encoder)
	link.Encode(&d.Encoder)
}

func (d *digest) cursor(c cursor) {
	d.style(c.pen)
	c.pen = grid.Style{}
	c.encode(&d.Encoder)
}
