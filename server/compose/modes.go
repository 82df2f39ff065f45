package compose

import (
	"gmux/protocol"
	"gmux/server/vt"
)

// outerModes are the modes the outer terminal needs for a program in these.
func outerModes(m vt.Modes) protocol.OuterModes {
	return protocol.OuterModes{
		Mouse:      uint16(m.MouseTracking),
		Focus:      m.FocusEvents,
		KittyFlags: uint8(m.KittyFlags),
		OtherKeys:  uint8(m.ModifyOtherKeys),
	}
}

// cursorShape is DECSCUSR's number: 0 the user's own, then two for each shape, the odd one blinks.
func cursorShape(c vt.Cursor) uint8 {
	n := 2 * uint8(c.Shape)
	if c.Blink && n > 0 {
		n--
	}
	return n
}
