package vt

import (
	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// eraseDisplay is ED, Erase in Display.
//
//	CSI Ps J    default 0: from the active position to the end; 1: from the beginning to it; 2: all;
//	            3: the history, as in xterm
//
// See ECMA-48 8.3.39. Margins do not matter. What is erased takes the pen's background colour. Characters
// guarded by SPA stay. With the option KeepOnClear, 2 on the main screen moves what is on it to the history
// first, as in tmux.
func (t *Terminal) eraseDisplay(p *parser.Params) { t.eraseFromDisplay(p, t.protection == protectISO) }

// selectiveEraseDisplay is DECSED, Selective Erase in Display.
//
//	CSI ? Ps J    as ED, but characters that DECSCA protects stay
//
// See https://vt100.net/docs/vt510-rm/DECSED.html and protect.go.
func (t *Terminal) selectiveEraseDisplay(p *parser.Params) {
	t.eraseFromDisplay(p, t.protection != protectNone)
}

func (t *Terminal) eraseFromDisplay(p *parser.Params, spare bool) {
	t.cur.pending = false
	switch p.Get(0, 0) {
	case 0:
		if t.cur.row == 0 && t.cur.col == 0 {
			t.unwrap(-1)
		}
		t.erase(t.cur.row, t.cur.col, t.cols, spare)
		t.eraseLines(t.cur.row+1, t.rows, spare)
	case 1:
		t.unwrap(-1)
		t.eraseLines(0, t.cur.row, spare)
		t.erase(t.cur.row, 0, t.cur.col+1, spare)
	case 2:
		if t.opt.KeepOnClear && t.on == &t.main && !spare {
			t.scrollToHistory()
		}
		t.unwrap(-1)
		t.eraseLines(0, t.rows, spare)
	case 3:
		t.ClearHistory()
	}
}

// scrollToHistory moves the rows that show anything to the history, from where growing taller does not
// bring them back.
func (t *Terminal) scrollToHistory() {
	n := t.rows
	for n > 0 && t.grid.Row(n-1).Len() == 0 {
		n--
	}
	for i := range n {
		t.history.Append(t.grid.Row(i), t.tables)
	}
	t.history.Close()
	t.pullFloor = t.history.Seq()
	t.grid.ScrollUp(0, t.rows-1, n, t.blank, t.gen)
}

// eraseLine is EL, Erase in Line.
//
//	CSI Ps K    default 0: from the active position to the end; 1: from the beginning to it; 2: all
//
// See ECMA-48 8.3.41. A pending wrap is dropped and the last column is erased, as in xterm. Characters guarded
// by SPA stay.
func (t *Terminal) eraseLine(p *parser.Params) { t.eraseFromLine(p, t.protection == protectISO) }

// selectiveEraseLine is DECSEL, Selective Erase in Line.
//
//	CSI ? Ps K    as EL, but characters that DECSCA protects stay
//
// See https://vt100.net/docs/vt510-rm/DECSEL.html and protect.go.
func (t *Terminal) selectiveEraseLine(p *parser.Params) {
	t.eraseFromLine(p, t.protection != protectNone)
}

func (t *Terminal) eraseFromLine(p *parser.Params, spare bool) {
	t.cur.pending = false
	switch p.Get(0, 0) {
	case 0:
		t.erase(t.cur.row, t.cur.col, t.cols, spare)
	case 1:
		t.erase(t.cur.row, 0, t.cur.col+1, spare)
	case 2:
		t.erase(t.cur.row, 0, t.cols, spare)
	}
}

// eraseCharacters is ECH, Erase Character.
//
//	CSI Pn X    default 1
//
// See ECMA-48 8.3.38. Margins do not matter. Characters guarded by SPA stay.
func (t *Terminal) eraseCharacters(p *parser.Params) {
	t.cur.pending = false
	t.erase(t.cur.row, t.cur.col, min(t.cur.col+p.Count(0), t.cols), t.protection == protectISO)
}

// erase blanks columns from to to (exclusive) of row i, but for what is protected if that is to be spared.
func (t *Terminal) erase(i, from, to int, spare bool) {
	if spare {
		t.eraseUnprotected(i, from, to)
	} else {
		t.eraseIn(i, from, to)
	}
}

// eraseLines is erase for rows from to to (exclusive).
func (t *Terminal) eraseLines(from, to int, spare bool) {
	if !spare {
		t.eraseRows(from, to)
		return
	}
	for i := from; i < to; i++ {
		t.eraseUnprotected(i, 0, t.cols)
	}
}

// eraseIn blanks columns from to to (exclusive) of row i. Who erases the end of a row says that the text does
// not go on in the next.
func (t *Terminal) eraseIn(i, from, to int) {
	r := t.touch(i)
	r.Split(from)
	r.Split(to)
	r.Fill(from, to, t.blank)
	if to == t.cols {
		r.Wrapped = false
	}
}

// eraseRows blanks rows from to to (exclusive).
func (t *Terminal) eraseRows(from, to int) {
	for i := from; i < to; i++ {
		t.eraseIn(i, 0, t.cols)
		t.grid.Row(i).Mark = 0
	}
}

// screenAlignment is DECALN, Screen Alignment Pattern.
//
//	ESC # 8
//
// See https://vt100.net/docs/vt510-rm/DECALN.html. The screen fills with E in the default style, the margins
// go, the active position goes home.
func (t *Terminal) screenAlignment() {
	t.resetMargins()
	t.cur.origin = false
	t.unwrap(-1)
	for i := range t.rows {
		r := t.touch(i)
		r.Fill(0, t.cols, grid.NewCell('E', 1, 0))
		r.Wrapped = false
	}
	t.moveTo(0, 0)
}
