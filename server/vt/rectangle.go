package vt

import (
	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
	"gmux/server/vt/width"
)

// A rectangle is a part of the screen, all sides inclusive.
type rectangle struct{ top, left, bottom, right int }

// rectangle is the one that the four parameters from i on give, and whether there is any. They default to the
// whole screen.
func (t *Terminal) rectangle(p *parser.Params, i int) (r rectangle, ok bool) {
	r.top, r.left = t.corner(p, i, 1, 1)
	r.bottom, r.right = t.corner(p, i+2, t.rows, t.cols)
	return r, r.top <= r.bottom && r.left <= r.right
}

// corner is the cell that parameters i and i+1 give. Under DECOM they count from the margins, but the margins do
// not bound them; the screen does.
func (t *Terminal) corner(p *parser.Params, i, row, col int) (int, int) {
	if n := p.Get(i, 0); n > 0 {
		row = n
	}
	if n := p.Get(i+1, 0); n > 0 {
		col = n
	}
	if t.cur.origin {
		row, col = row+t.top, col+t.left
	}
	return min(row, t.rows) - 1, min(col, t.cols) - 1
}

// change calls f for the columns of r in each of its rows, after cutting wide characters on its edges.
func (t *Terminal) change(r rectangle, f func(row *grid.Row)) {
	t.last.ok = false
	for i := r.top; i <= r.bottom; i++ {
		row := t.touch(i)
		row.Split(r.left)
		row.Split(r.right + 1)
		f(row)
		if r.right == t.cols-1 {
			row.Wrapped = false
		}
	}
}

// eraseRectangle is DECERA, Erase Rectangular Area.
//
//	CSI Pt ; Pl ; Pb ; Pr $ z    default: the screen
//
// See https://vt100.net/docs/vt510-rm/DECERA.html. The active position stays.
func (t *Terminal) eraseRectangle(p *parser.Params) {
	if r, ok := t.rectangle(p, 0); ok {
		t.change(r, func(row *grid.Row) { row.Fill(r.left, r.right+1, t.blank) })
	}
}

// selectiveEraseRectangle is DECSERA, Selective Erase Rectangular Area.
//
//	CSI Pt ; Pl ; Pb ; Pr $ {    as DECERA, but characters that DECSCA protects stay
//
// See https://vt100.net/docs/vt510-rm/DECSERA.html. Characters guarded by SPA do not, as in xterm.
func (t *Terminal) selectiveEraseRectangle(p *parser.Params) {
	r, ok := t.rectangle(p, 0)
	if !ok {
		return
	}
	t.last.ok = false
	for i := r.top; i <= r.bottom; i++ {
		t.erase(i, r.left, r.right+1, t.protection == protectDEC)
	}
}

// fillRectangle is DECFRA, Fill Rectangular Area.
//
//	CSI Pch ; Pt ; Pl ; Pb ; Pr $ x    Pch: a character by its number; the rest as DECERA
//
// See https://vt100.net/docs/vt510-rm/DECFRA.html. The area takes the pen's rendition. DEC allows the printable
// characters of the first 256, which count as typed: they go through the character set; as in xterm those beyond
// may be any of one column.
func (t *Terminal) fillRectangle(p *parser.Params) {
	ch := rune(p.Get(0, ' '))
	r, ok := t.rectangle(p, 1)
	if !ok || ch < ' ' || ch >= 0x7f && ch < 0xa0 || width.Rune(ch) != 1 {
		return
	}
	if ch < 0x7f {
		ch = t.cur.charsets.g[t.cur.charsets.gl].rune(ch)
	}
	c := grid.NewCell(ch, 1, t.pen())
	t.change(r, func(row *grid.Row) { row.Fill(r.left, r.right+1, c) })
}

// copyRectangle is DECCRA, Copy Rectangular Area.
//
//	CSI Pt ; Pl ; Pb ; Pr ; Pp ; Ptd ; Pld ; Ppd $ v    the area, its page; where its corner goes, on which page
//
// See https://vt100.net/docs/vt510-rm/DECCRA.html. There is one page. What would be beyond the screen is not
// copied. Areas may overlap. Renditions and protection go with the characters.
func (t *Terminal) copyRectangle(p *parser.Params) {
	src, ok := t.rectangle(p, 0)
	if !ok {
		return
	}
	row, col := t.corner(p, 5, 1, 1)
	dst := rectangle{row, col, min(row+src.bottom-src.top, t.rows-1), min(col+src.right-src.left, t.cols-1)}
	n := dst.right - dst.left + 1
	cells := make([]grid.Cell, 0, n*(dst.bottom-dst.top+1))
	for i := range dst.bottom - dst.top + 1 {
		row := t.grid.Row(src.top + i).Cells[src.left : src.left+n]
		cells = append(cells, row...)
		cut := cells[len(cells)-n:]
		if cut[0].IsRight() {
			cut[0] = grid.Blank(cut[0].Style())
		}
		if cut[n-1].IsWide() {
			cut[n-1] = grid.Blank(cut[n-1].Style())
		}
	}
	t.change(dst, func(row *grid.Row) {
		for i, c := range cells[:n] {
			if c.IsPad() && dst.left+i != t.cols-1 { // a pad is the last column's
				c = grid.Blank(c.Style())
			}
			row.Set(dst.left+i, c)
		}
		cells = cells[n:]
	})
}
