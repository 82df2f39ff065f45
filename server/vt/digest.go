package vt

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"

	"gmux/server/vt/grid"
)

// digestVersion is the version of the canonical form. It changes whenever the form does.
const digestVersion = 1

// Digest is a hash over a canonical form of all that a program or a user can tell a Terminal by, now or later:
// screens, cursors, modes, tables, history, and what the parser is in the middle of. Numbers that mean nothing
// by themselves (style ids, row ids, generations) are not in it.
func (t *Terminal) Digest() [32]byte {
	d := digest{t: t}
	d.terminal()
	return sha256.Sum256(d.out)
}

// digest writes the canonical form: integers as varints, strings with their length before them.
type digest struct {
	t   *Terminal
	out []byte
}

func (d *digest) int(vs ...int) {
	for _, v := range vs {
		d.out = binary.AppendVarint(d.out, int64(v))
	}
}

func (d *digest) bool(vs ...bool) {
	for _, v := range vs {
		if v {
			d.out = append(d.out, 1)
		} else {
			d.out = append(d.out, 0)
		}
	}
}

func (d *digest) str(vs ...string) {
	for _, v := range vs {
		d.int(len(v))
		d.out = append(d.out, v...)
	}
}

func (d *digest) terminal() {
	t := d.t
	d.int(digestVersion, t.rows, t.cols, t.opt.HistoryLimit)
	d.bool(t.opt.KeepOnClear, t.onAlt(), t.alt.exists)
	d.screen(&t.main)
	if t.alt.exists {
		d.screen(&t.alt)
	}
	if t.onAlt() {
		d.cursor(t.main.left)
	}
	d.cursor(t.cur)
	d.bool(t.last.ok)
	if t.last.ok {
		d.int(t.last.row, t.last.col)
	}
	d.int(t.top, t.bottom, t.left, t.right)
	d.bool(t.tabs...)
	d.int(int(t.modes), t.cursorStyle, t.modifyKeys)
	d.bool(t.blinkMode)
	for _, n := range slices.Sorted(maps.Keys(t.savedModes)) {
		d.int(n)
		d.bool(t.savedModes[n])
	}
	d.titles()
	d.colors()
	d.int(t.history.Limit(), t.history.Seq()-t.pullFloor)
	d.out = t.history.AppendCanonical(d.out)
	d.out = t.parser.AppendState(d.out)
}

func (d *digest) screen(s *screen) {
	names := map[grid.StyleID]int{} // ids in the order of first use
	for _, r := range s.grid.AllRows() {
		d.bool(r.Wrapped)
		d.int(int(r.Mark))
		for _, c := range r.Cells {
			n, ok := names[c.Style()]
			if !ok {
				n = len(names)
				names[c.Style()] = n
			}
			d.int(n)
			if !ok {
				d.style(d.t.tables.Style(c.Style()))
			}
			d.bool(c.IsBlank(), c.IsPad())
			d.int(c.Width())
			d.str(string(d.t.tables.AppendText(nil, c)))
		}
	}
	d.cursor(s.saved)
	d.int(int(s.kitty.now))
	d.str(string(s.kitty.below))
}

func (d *digest) style(s grid.Style) {
	l := d.t.tables.Link(s.Link)
	d.int(int(s.Fg), int(s.Bg), int(s.Ul), int(s.Attrs), int(s.Underline))
	d.str(l.URI, l.Params)
}

func (d *digest) cursor(c cursor) {
	d.int(c.row, c.col)
	d.bool(c.pending, c.origin)
	d.style(c.pen)
	for _, g := range c.charsets.g {
		d.int(int(g))
	}
	d.int(int(c.charsets.gl), int(c.charsets.single))
}

func (d *digest) titles() {
	t := d.t.titles
	d.str(t.now.window, t.now.icon, d.t.cwd)
	d.int(len(t.stack))
	for _, p := range t.stack {
		d.str(p.window, p.icon)
	}
}

func (d *digest) colors() {
	c := d.t.colors
	for _, v := range c.dynamic {
		d.int(int(v))
	}
	d.int(len(c.palette))
	for _, i := range slices.Sorted(maps.Keys(c.palette)) {
		d.int(int(i), int(c.palette[i]))
	}
}
