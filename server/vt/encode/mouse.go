package encode

import (
	"unicode/utf8"

	"gmux/protocol/key"
)

// wheelLines is how many arrows one step of the wheel sends in alternate scroll mode.
const wheelLines = 3

// Bits of the mouse's button byte.
const (
	mouseShift  = 4
	mouseAlt    = 8
	mouseCtrl   = 16
	mouseMotion = 32
	mouseWheel  = 64
	mouseExtra  = 128
	noButton    = 3
)

// AppendMouse appends the report of e, if the program asked for such events.
//
//	CSI M Cb Cx Cy       each plus 32; mode 1005 as UTF-8
//	CSI < b ; x ; y M    mode 1006; m for a release; mode 1016 the same in pixels
//	CSI b ; x ; y M      mode 1015, b plus 32
//
// See https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Mouse-Tracking.
//
// Mode 1016 sends e's pixels, which whoever moved e into the pane's coordinates has to have moved
// too; of an event that has none it is the middle of the cell.
func AppendMouse(dst []byte, e key.Mouse, m Mode) []byte {
	if m.MouseTracking == 0 {
		return appendAltScroll(dst, e, m)
	}
	if !tracked(e, m.MouseTracking) {
		return dst
	}
	b := mouseByte(e, m.MouseTracking)
	release := e.Action == key.MouseRelease
	switch m.MouseEncoding {
	case 1006:
		return appendSGR(dst, b, e.Col, e.Row, release)
	case 1016:
		if e.HasPixels {
			return appendSGR(dst, b, e.PixelX, e.PixelY, release)
		}
		w, h := max(m.CellWidth, 1), max(m.CellHeight, 1)
		return appendSGR(dst, b, e.Col*w+w/2, e.Row*h+h/2, release)
	}
	if release {
		b = b&^(mouseWheel|mouseExtra) | noButton
	}
	if m.MouseEncoding == 1015 {
		return append(appendNumber(appendNumber(appendCSI(dst, b+32), ';', e.Col+1), ';', e.Row+1), 'M')
	}
	dst = append(dst, "\x1b[M"...)
	if m.MouseEncoding == 1005 {
		dst = utf8.AppendRune(dst, rune(b+32))
		return appendPlace(appendPlace(dst, e.Col, limitUTF8), e.Row, limitUTF8)
	}
	return appendPlace(appendPlace(append(dst, byte(b+32)), e.Col, limitX10), e.Row, limitX10)
}

// The rows and columns that can be told in one byte, and in UTF-8 of two.
const (
	limitX10  = 223
	limitUTF8 = 2015
)

// appendPlace appends a row or column. What is beyond the limit is NUL, as in xterm; tmux stays at the edge, which tells a
// program of a place where the mouse is not.
func appendPlace(dst []byte, v, limit int) []byte {
	switch {
	case v >= limit:
		return append(dst, 0)
	case limit == limitX10:
		return append(dst, byte(v+33))
	}
	return utf8.AppendRune(dst, rune(v+33))
}

// tracked reports whether mode reports e: 9 presses of three buttons, 1000 releases, the wheel and the other buttons too, 1002
// motion with a button held, 1003 all motion.
func tracked(e key.Mouse, mode int) bool {
	switch e.Action {
	case key.MousePress, key.MouseWheel:
		return e.Button != key.ButtonNone && (mode != 9 || e.Button <= key.ButtonRight)
	case key.MouseRelease:
		return mode != 9
	case key.MouseDrag:
		return mode == 1002 || mode == 1003
	}
	return mode == 1003
}

// mouseByte is the button byte without its offset.
func mouseByte(e key.Mouse, mode int) int {
	b := noButton
	switch {
	case e.Button >= key.Button8:
		b = mouseExtra + int(e.Button-key.Button8)
	case e.Button >= key.ButtonWheelUp:
		b = mouseWheel + int(e.Button-key.ButtonWheelUp)
	case e.Button != key.ButtonNone:
		b = int(e.Button - key.ButtonLeft)
	}
	if mode == 9 { // X10 compatibility: no modifiers
		return b
	}
	if e.Action == key.MouseDrag || e.Action == key.MouseMotion {
		b |= mouseMotion
	}
	if e.Mods&key.Shift != 0 {
		b |= mouseShift
	}
	if e.Mods&key.Alt != 0 {
		b |= mouseAlt
	}
	if e.Mods&key.Ctrl != 0 {
		b |= mouseCtrl
	}
	return b
}

func appendSGR(dst []byte, b, x, y int, release bool) []byte {
	dst = appendNumber(append(dst, "\x1b["...), '<', b)
	dst = appendNumber(appendNumber(dst, ';', x+1), ';', y+1)
	if release {
		return append(dst, 'm')
	}
	return append(dst, 'M')
}

// appendAltScroll is mode 1007: where nobody tracks the mouse, the wheel moves through a full-screen
// program by arrows.
func appendAltScroll(dst []byte, e key.Mouse, m Mode) []byte {
	if !m.AltScreen || !m.AltScroll || e.Action != key.MouseWheel {
		return dst
	}
	k := key.Key{Code: key.Up}
	switch e.Button {
	case key.ButtonWheelUp:
	case key.ButtonWheelDown:
		k.Code = key.Down
	default:
		return dst
	}
	for range wheelLines {
		dst = AppendKey(dst, k, m)
	}
	return dst
}
