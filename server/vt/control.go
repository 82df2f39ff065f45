package vt

// The C0 controls that do something: BEL, Bell; BS, Backspace; HT, Character Tabulation; LF, Line Feed;
// VT, Line Tabulation; FF, Form Feed; CR, Carriage Return; SO, Shift Out; SI, Shift In. See ECMA-48 8.2.
const (
	ctlBEL = 0x07
	ctlBS  = 0x08
	ctlHT  = 0x09
	ctlLF  = 0x0a
	ctlVT  = 0x0b
	ctlFF  = 0x0c
	ctlCR  = 0x0d
	ctlSO  = 0x0e
	ctlSI  = 0x0f
)

// Execute runs a C0 or C1 control. A C1 control is ESC and the character 0x40 below it. ENQ gets no answer.
func (s *sink) Execute(c byte) {
	t := (*Terminal)(s)
	switch c {
	case ctlBEL:
		t.effects.Bell()
	case ctlBS:
		t.back(1)
	case ctlHT:
		t.tab(1)
	case ctlLF, ctlVT, ctlFF:
		t.lineFeed()
	case ctlCR:
		t.carriageReturn()
	case ctlSO:
		t.shift(1)
	case ctlSI:
		t.shift(0)
	default:
		if c >= 0x80 {
			if f := escHandlers[slot(0, 0, c-0x40)]; f != nil {
				f(t)
			}
		}
	}
	t.last.ok = false
}

// carriageReturn is CR: to the left margin, or to the first column if the cursor is left of it (but not
// under DECOM).
//
// See ECMA-48 8.3.15.
func (t *Terminal) carriageReturn() {
	col := 0
	if t.cur.origin || t.cur.col >= t.left {
		col = t.left
	}
	t.moveTo(t.cur.row, col)
}
