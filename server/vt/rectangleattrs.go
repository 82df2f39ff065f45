package vt

import (
	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// setAttributeExtent is DECSACE, Select Attribute Change Extent.
//
//	CSI Ps * x    default 0; 0 and 1: DECCARA and DECRARA work on the characters from one corner to the
//	              other, as text runs; 2: on the rectangle
//
// See https://vt100.net/docs/vt510-rm/DECSACE.html.
func (t *Terminal) setAttributeExtent(p *parser.Params) {
	if n := p.Get(0, 0); n <= 2 {
		t.extent = n
	}
}

// changeAttributes is DECCARA, Change Attributes in Rectangular Area.
//
//	CSI Pt ; Pl ; Pb ; Pr ; Ps ; ... $ r    Ps: 0 all off, 1 bold, 4 underline, 5 blink, 7 reverse,
//	                                        8 conceal; 22, 24, 25, 27, 28 off
//
// See https://vt100.net/docs/vt510-rm/DECCARA.html. Colours and other renditions stay.
func (t *Terminal) changeAttributes(p *parser.Params) { t.markRectangle(p, setMark) }

// reverseAttributes is DECRARA, Reverse Attributes in Rectangular Area.
//
//	CSI Pt ; Pl ; Pb ; Pr ; Ps ; ... $ t    Ps: 0 all, 1 bold, 4 underline, 5 blink, 7 reverse, 8 conceal
//
// See https://vt100.net/docs/vt510-rm/DECRARA.html.
func (t *Terminal) reverseAttributes(p *parser.Params) { t.markRectangle(p, reverseMark) }

const markAttrs = grid.Bold | grid.Blink | grid.Reverse | grid.Conceal

// setMark applies one parameter of DECCARA.
func setMark(s *grid.Style, n int) {
	switch n {
	case 0:
		s.Attrs &^= markAttrs
		s.Underline = grid.UnderlineNone
	case 1, 5, 7, 8:
		s.Attrs |= sgrAttrs[n]
	case 4:
		s.Underline = grid.UnderlineSingle
	case 22, 25, 27, 28:
		s.Attrs &^= sgrClears[n-22] & markAttrs
	case 24:
		s.Underline = grid.UnderlineNone
	}
}

// reverseMark applies one parameter of DECRARA.
func reverseMark(s *grid.Style, n int) {
	switch n {
	case 0:
		s.Attrs ^= markAttrs
		reverseMark(s, 4)
	case 1, 5, 7, 8:
		s.Attrs ^= sgrAttrs[n]
	case 4:
		if s.Underline == grid.UnderlineNone {
			s.Underline = grid.UnderlineSingle
		} else {
			s.Underline = grid.UnderlineNone
		}
	}
}

// markRectangle applies the parameters behind the area's. Along the text (DECSACE 1) what is empty stays as it is;
// in a rectangle it becomes spaces, which can be underlined. Erased cells are empty again, though xterm marks those
// that EL erased. A wide character is marked whole.
func (t *Terminal) markRectangle(p *parser.Params, mark func(*grid.Style, int)) {
	r, ok := t.rectangle(p, 0)
	if !ok || p.Len() <= 4 {
		return
	}
	exact := t.extent == 2
	for i := r.top; i <= r.bottom; i++ {
		from, to := r.left, r.right
		if !exact && i > r.top {
			from = 0
		}
		if !exact && i < r.bottom {
			to = t.cols - 1
		}
		row := t.touch(i)
		if row.Cells[from].IsRight() {
			from--
		}
		if row.Cells[to].IsWide() {
			to++
		}
		for col := from; col <= to; col++ {
			t.markCell(row, col, exact, p, mark)
		}
	}
}

func (t *Terminal) markCell(row *grid.Row, col int, exact bool, p *parser.Params, mark func(*grid.Style, int)) {
	c := row.Cells[col]
	if c.IsBlank() && !exact {
		return
	}
	s := t.tables.Style(c.Style())
	for k := 4; k < p.Len(); k++ {
		if !p.IsSub(k) {
			mark(&s, p.Get(k, -1))
		}
	}
	id := t.styleID(s) // which may renumber what is in the row
	c = row.Cells[col].WithStyle(id)
	if c.IsBlank() && !c.IsPad() {
		c = grid.NewCell(' ', 1, id)
	}
	row.Set(col, c)
}
