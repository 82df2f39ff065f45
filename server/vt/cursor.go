package vt

import (
	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// A cursor is the active position and what DECSC saves with it.
type cursor struct {
	row, col int
	pending  bool // the last column was written to; the next character wraps first
	pen      grid.Style
	charsets charsets
	origin   bool
}

// Cursor is the cursor as it is to be shown.
type Cursor struct {
	Row, Col    int
	Visible     bool
	Shape       CursorShape
	Blink       bool
	PendingWrap bool
}

// CursorShape is what DECSCUSR chose.
type CursorShape uint8

// The shapes. CursorDefault leaves the choice to the user's terminal.
const (
	CursorDefault CursorShape = iota
	CursorBlock
	CursorUnderline
	CursorBar
)

// Cursor returns the cursor.
func (t *Terminal) Cursor() Cursor {
	c := Cursor{
		Row: t.cur.row, Col: t.cur.col, PendingWrap: t.cur.pending,
		Visible: t.modes.has(modeCursorVisible), Blink: t.blinkMode,
	}
	if t.cursorStyle > 0 {
		c.Shape = CursorShape((t.cursorStyle + 1) / 2)
	}
	return c
}

// moveTo sets the active position, in rows and columns of the screen.
func (t *Terminal) moveTo(row, col int) {
	t.cur.row = min(max(row, 0), t.rows-1)
	t.cur.col = min(max(col, 0), t.cols-1)
	t.cur.pending = false
	t.last.ok = false
}

// goTo sets the active position as programs address it: from the margins under DECOM, and not beyond them.
func (t *Terminal) goTo(row, col int) {
	if t.cur.origin {
		t.moveTo(min(row+t.top, t.bottom), min(col+t.left, t.right))
		return
	}
	t.moveTo(row, col)
}

// cursorUp is CUU, Cursor Up.
//
//	CSI Pn A    default 1
//
// See ECMA-48 8.3.22. It stops at the top margin if it starts at or below it.
func (t *Terminal) cursorUp(p *parser.Params) { t.up(p.Count(0)) }

func (t *Terminal) up(n int) {
	limit := 0
	if t.cur.row >= t.top {
		limit = t.top
	}
	t.moveTo(max(t.cur.row-n, limit), t.cur.col)
}

// cursorDown is CUD, Cursor Down.
//
//	CSI Pn B    default 1
//
// See ECMA-48 8.3.19. It stops at the bottom margin if it starts at or above it.
func (t *Terminal) cursorDown(p *parser.Params) { t.down(p.Count(0)) }

func (t *Terminal) down(n int) {
	limit := t.rows - 1
	if t.cur.row <= t.bottom {
		limit = t.bottom
	}
	t.moveTo(min(t.cur.row+n, limit), t.cur.col)
}

// cursorForward is CUF, Cursor Right.
//
//	CSI Pn C    default 1
//
// See ECMA-48 8.3.20. It stops at the right margin if it starts at or before it.
func (t *Terminal) cursorForward(p *parser.Params) {
	t.moveTo(t.cur.row, min(t.cur.col+p.Count(0), t.rightEdge()))
}

// cursorBackward is CUB, Cursor Left.
//
//	CSI Pn D    default 1
//
// See ECMA-48 8.3.18. It stops at the left margin if it starts at or after it. Under DECAWM with a reverse
// wraparound (45 or 1045) it goes on at the end of the row before; see back.
func (t *Terminal) cursorBackward(p *parser.Params) { t.back(p.Count(0)) }

// back moves left by n columns. Without reverse wraparound a pending wrap is just dropped; with it, it is one of
// the columns.
//
// The rules are xterm's since patch 383. Mode 45 is for editing a long line: only a row that the one before
// was wrapped into is left at its beginning, for the right margin of the one before. Mode 1045 is what 45 once
// was: any row is left, and the one at the top margin for the one at the bottom.
func (t *Terminal) back(n int) {
	left, row, col := t.leftEdge(), t.cur.row, t.cur.col
	around := t.modes.has(modeAutowrap) && t.modes.has(modeReverseAround)
	inline := t.modes.has(modeAutowrap) && t.modes.has(modeReverseWrap)
	if t.cur.pending && (around || inline) {
		n--
	}
	if around {
		t.backAround(left, n)
		return
	}
	for n > col-left {
		if !inline || row == t.top || row == 0 || !t.grid.Row(row-1).Wrapped {
			n = col - left
			break
		}
		n -= col - left + 1
		row, col = row-1, t.right
	}
	t.moveTo(row, col-n)
}

// backAround is back under mode 1045.
func (t *Terminal) backAround(left, n int) {
	row, col := t.cur.row, t.cur.col
	width := t.right - left + 1
	for n > col-left {
		n -= col - left + 1
		if row == t.top || row == 0 { // between the margins from here on, where it goes in circles
			n %= width * (t.bottom - t.top + 1)
			row = t.bottom + 1
		}
		row, col = row-1, t.right
	}
	t.moveTo(row, col-n)
}

// leftEdge and rightEdge are the columns a horizontal move stops at: the margins, unless it starts
// beyond them.
func (t *Terminal) leftEdge() int {
	if t.cur.col >= t.left {
		return t.left
	}
	return 0
}

func (t *Terminal) rightEdge() int {
	if t.cur.col <= t.right {
		return t.right
	}
	return t.cols - 1
}

// nextLines is CNL, Cursor Next Line.
//
//	CSI Pn E    default 1
//
// See ECMA-48 8.3.12. It is CUD and then CR.
func (t *Terminal) nextLines(p *parser.Params) {
	t.down(p.Count(0))
	t.carriageReturn()
}

// precedingLines is CPL, Cursor Preceding Line.
//
//	CSI Pn F    default 1
//
// See ECMA-48 8.3.13. It is CUU and then CR.
func (t *Terminal) precedingLines(p *parser.Params) {
	t.up(p.Count(0))
	t.carriageReturn()
}

// cursorPosition is CUP, Cursor Position, and HVP, Horizontal and Vertical Position.
//
//	CSI Pl ; Pc H    CSI Pl ; Pc f    defaults 1 and 1
//
// See ECMA-48 8.3.21 and 8.3.63. Under DECOM it counts from the margins and stays between them.
func (t *Terminal) cursorPosition(p *parser.Params) { t.goTo(p.Count(0)-1, p.Count(1)-1) }

// columnAbsolute is CHA, Cursor Character Absolute, and HPA, Character Position Absolute.
//
//	CSI Pn G    CSI Pn `    default 1
//
// See ECMA-48 8.3.9 and 8.3.57. Under DECOM it counts from the left margin.
func (t *Terminal) columnAbsolute(p *parser.Params) {
	row := t.cur.row
	t.goTo(t.originRow(row), p.Count(0)-1)
}

// lineAbsolute is VPA, Line Position Absolute.
//
//	CSI Pn d    default 1
//
// See ECMA-48 8.3.158. Under DECOM it counts from the top margin.
func (t *Terminal) lineAbsolute(p *parser.Params) { t.goTo(p.Count(0)-1, t.originCol(t.cur.col)) }

// originRow and originCol turn a position on the screen into one that programs address.
func (t *Terminal) originRow(row int) int {
	if t.cur.origin {
		return row - t.top
	}
	return row
}

func (t *Terminal) originCol(col int) int {
	if t.cur.origin {
		return col - t.left
	}
	return col
}

// columnRelative is HPR, Character Position Forward.
//
//	CSI Pn a    default 1
//
// See ECMA-48 8.3.59. Margins do not stop it unless DECOM is set, as in xterm.
func (t *Terminal) columnRelative(p *parser.Params) {
	t.goTo(t.originRow(t.cur.row), t.originCol(t.cur.col)+p.Count(0))
}

// lineRelative is VPR, Line Position Forward.
//
//	CSI Pn e    default 1
//
// See ECMA-48 8.3.160. Margins do not stop it unless DECOM is set, as in xterm.
func (t *Terminal) lineRelative(p *parser.Params) {
	t.goTo(t.originRow(t.cur.row)+p.Count(0), t.originCol(t.cur.col))
}

// setCursorStyle is DECSCUSR, Set Cursor Style.
//
//	CSI Ps SP q    default 0: what the user's terminal has; 1 and 2 block, 3 and 4 underline, 5 and 6 bar,
//	               the odd ones blinking
//
// See https://vt100.net/docs/vt510-rm/DECSCUSR.html and xterm ctlseqs for the bar.
func (t *Terminal) setCursorStyle(p *parser.Params) {
	n := p.Get(0, 0)
	if n > 6 {
		return
	}
	t.cursorStyle = n
	t.blinkMode = n%2 == 1
}
