package input

import (
	"unicode/utf8"

	"gmux/protocol/key"
)

// mouseX10 decodes the oldest form, three characters after CSI M, each plus 32.
// See https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Mouse-Tracking.
func (d *Decoder) mouseX10(p []byte) (int, bool) {
	var v [3]int
	at := 3
	for i := range v {
		switch {
		case at == len(p):
			return 0, true
		case p[at] == 0 && i > 0: // beyond what can be told, see xterm's EmitMousePosition
			v[i] = 33 + 223
			if d.MouseUTF8 {
				v[i] = 33 + 2015
			}
			at++
		case p[at] < ' ': // no mouse after all
			d.emit(key.Raw(p[:at]))
			return at, true
		case !d.MouseUTF8 || p[at] < utf8.RuneSelf:
			v[i] = int(p[at])
			at++
		case !utf8.FullRune(p[at:]):
			return 0, true
		default:
			r, n := utf8.DecodeRune(p[at:])
			v[i] = int(r)
			at += n
		}
	}
	d.mouse(v[0]-32, v[1]-33, v[2]-33, false, false)
	return at, true
}

// mouseURXVT decodes mode 1015: as X10, in decimal.
func (d *Decoder) mouseURXVT(s *sequence) bool {
	if s.params() != 3 || s.param(0, 0) < 32 {
		return false
	}
	d.mouse(s.param(0, 0)-32, s.param(1, 1)-1, s.param(2, 1)-1, false, false)
	return true
}

// mouseSGR decodes modes 1006 and 1016.
func (d *Decoder) mouseSGR(s *sequence) bool {
	if s.params() != 3 {
		return false
	}
	d.mouse(s.param(0, 0), s.param(1, 1)-1, s.param(2, 1)-1, true, s.final == 'm')
	return true
}

// mouse emits the event of button byte b at a place from 0. sgr says that a release is told by its final
// byte and names its button.
func (d *Decoder) mouse(b, x, y int, sgr, release bool) {
	e := key.Mouse{Button: button(b), Mods: mouseMods(b)}
	d.place(&e, x, y, sgr)
	wheel := e.Button >= key.ButtonWheelUp && e.Button <= key.ButtonWheelRight
	switch {
	case wheel && release: // some terminals send it; there is no such event
		return
	case wheel:
		e.Action = key.MouseWheel
	case b&32 != 0 && e.Button == key.ButtonNone:
		e.Action = key.MouseMotion
	case b&32 != 0:
		e.Action = key.MouseDrag
	case release:
		e.Action = key.MouseRelease
	case e.Button == key.ButtonNone:
		e.Action, e.Button = key.MouseRelease, d.held
	}
	switch e.Action {
	case key.MousePress:
		d.held = e.Button
	case key.MouseRelease:
		d.held = key.ButtonNone
	}
	d.emit(e)
}

// button takes the number of the button out of b.
func button(b int) key.Button {
	n := b & 3
	switch {
	case b&128 != 0:
		return key.Button8 + key.Button(n)
	case b&64 != 0:
		return key.ButtonWheelUp + key.Button(n)
	case n == 3:
		return key.ButtonNone
	}
	return key.ButtonLeft + key.Button(n)
}

func mouseMods(b int) (m key.Mods) {
	if b&4 != 0 {
		m |= key.Shift
	}
	if b&8 != 0 {
		m |= key.Alt
	}
	if b&16 != 0 {
		m |= key.Ctrl
	}
	return m
}

// place sets where e was. What lies left of the screen or above it counts as its edge.
func (d *Decoder) place(e *key.Mouse, x, y int, sgr bool) {
	x, y = min(max(x, 0), key.MaxCoord), min(max(y, 0), key.MaxCoord)
	if !sgr || !d.MousePixels {
		e.Col, e.Row = x, y
		return
	}
	e.HasPixels, e.PixelX, e.PixelY = true, x, y
	if d.CellW > 0 && d.CellH > 0 {
		e.Col, e.Row = x/d.CellW, y/d.CellH
	}
}
