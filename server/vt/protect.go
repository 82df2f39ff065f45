package vt

import (
	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// A protection says which of the two ways to protect characters was used last; they share the attribute of a cell.
// Those of DEC are spared by the selective erasures of DEC alone, those of ISO by all that erase but DECSERA. That
// is how xterm keeps them apart; on the screen they cannot be told from each other any more. Checkpoints have
// these numbers.
type protection uint8

const (
	protectNone protection = iota // nothing is spared
	protectISO                    // SPA
	protectDEC                    // DECSCA
	numProtections
)

// setProtection is DECSCA, Select Character Protection Attribute.
//
//	CSI Ps " q    default 0; 0 and 2: not protected, 1: protected from DECSED, DECSEL and DECSERA
//
// See https://vt100.net/docs/vt510-rm/DECSCA.html.
func (t *Terminal) setProtection(p *parser.Params) {
	if n := p.Get(0, 0); n <= 2 {
		t.protect(n == 1)
		t.protection = protectDEC
	}
}

// startGuarded is SPA, Start of Guarded Area: what is written from here on is not erased.
//
//	ESC V
//
// See ECMA-48 8.3.143. What ECMA-48 says of areas that are guarded against the user is for terminals that send
// forms; xterm has it as protection from erasing. ICH, DCH, IL and DL move guarded characters like any others.
func (t *Terminal) startGuarded() {
	t.protect(true)
	t.protection = protectISO
}

// endGuarded is EPA, End of Guarded Area.
//
//	ESC W
//
// See ECMA-48 8.3.47.
func (t *Terminal) endGuarded() { t.protect(false) }

func (t *Terminal) protect(on bool) {
	t.cur.pen.Attrs &^= grid.Protected
	if on {
		t.cur.pen.Attrs |= grid.Protected
	}
	t.penKnown = false
}

// eraseUnprotected blanks what is not protected of columns from to to (exclusive) of row i.
func (t *Terminal) eraseUnprotected(i, from, to int) {
	r := t.touch(i)
	for col := from; col < to; col++ {
		if t.tables.Style(r.Cells[col].Style()).Has(grid.Protected) {
			continue
		}
		r.Split(col)
		r.Split(col + 1)
		r.Set(col, t.blank)
		if col == t.cols-1 {
			r.Wrapped = false
		}
	}
}
