package vt

import "gmux/server/vt/parser"

const tabWidth = 8

// resetTabs puts a tab stop at every eighth column.
func (t *Terminal) resetTabs() {
	t.tabs = make([]bool, t.cols)
	t.defaultTabs(0)
}

func (t *Terminal) defaultTabs(from int) {
	for col := from; col < t.cols; col++ {
		t.tabs[col] = col > 0 && col%tabWidth == 0
	}
}

// resizeTabs keeps the stops that are there and gives new columns the usual ones.
func (t *Terminal) resizeTabs() {
	old := t.tabs
	t.tabs = make([]bool, t.cols)
	t.defaultTabs(copy(t.tabs, old))
}

// tab is HT, and CHT, Cursor Forward Tabulation.
//
//	HT    CSI Pn I    default 1
//
// See ECMA-48 8.3.60 and 8.3.10. It stops at the right margin under DECLRMM, at the last column otherwise.
// A tab never wraps and leaves a pending wrap pending; but under xterm's mode 41, for programs that count on the
// tab after a full row to be in the next one, it does the wrap first.
func (t *Terminal) tab(n int) {
	if t.modes.has(modeMoreFix) {
		t.wrapPending()
	}
	edge := t.cols - 1
	if t.modes.has(modeLeftRight) {
		edge = t.rightEdge()
	}
	col := t.cur.col
	for ; n > 0 && col < edge; n-- {
		for col++; col < edge && !t.tabs[col]; col++ {
		}
	}
	t.last.ok = false
	if col != t.cur.col {
		t.moveTo(t.cur.row, col)
	}
}

func (t *Terminal) forwardTab(p *parser.Params) { t.tab(p.Count(0)) }

// backwardTab is CBT, Cursor Backward Tabulation.
//
//	CSI Pn Z    default 1
//
// See ECMA-48 8.3.7. It stops at the left margin under DECOM.
func (t *Terminal) backwardTab(p *parser.Params) {
	edge := 0
	if t.cur.origin {
		edge = t.left
	}
	col := t.cur.col
	for n := p.Count(0); n > 0 && col > edge; n-- {
		for col--; col > edge && !t.tabs[col]; col-- {
		}
	}
	t.moveTo(t.cur.row, col)
}

// setTab is HTS, Character Tabulation Set.
//
//	ESC H
//
// See ECMA-48 8.3.62.
func (t *Terminal) setTab() { t.tabs[t.cur.col] = true }

// clearTabs is TBC, Tabulation Clear.
//
//	CSI Ps g    default 0: the stop at the active position; 3: all
//
// See ECMA-48 8.3.154.
func (t *Terminal) clearTabs(p *parser.Params) {
	switch p.Get(0, 0) {
	case 0:
		t.tabs[t.cur.col] = false
	case 3:
		clear(t.tabs)
	}
}

// resetTabsDEC is DECST8C, Set Tab at Every 8 Columns.
//
//	CSI ? 5 W
//
// See https://vt100.net/docs/vt510-rm/DECST8C.html.
func (t *Terminal) resetTabsDEC(p *parser.Params) {
	if p.Get(0, 0) == 5 {
		t.resetTabs()
	}
}
