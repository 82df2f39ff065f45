package input

import "gmux/protocol/key"

// letterKey is the key of CSI and a final byte, which SS3 has too.
func letterKey(final byte) (key.Key, bool) {
	var c key.Code
	switch final {
	case 'A':
		c = key.Up
	case 'B':
		c = key.Down
	case 'C':
		c = key.Right
	case 'D':
		c = key.Left
	case 'E', 'G': // xterm, PuTTY and the Linux console
		c = key.KPBegin
	case 'F':
		c = key.End
	case 'H':
		c = key.Home
	case 'P', 'Q', 'R', 'S':
		c = key.F1 + key.Code(final-'P')
	case 'Z':
		return key.Key{Code: key.Tab, Mods: key.Shift}, true
	default:
		return key.Key{}, false
	}
	return key.Key{Code: c}, true
}

// rxvtArrow is rxvt's lower-case form of the arrows: CSI a is Shift+Up, SS3 a is Ctrl+Up.
func rxvtArrow(final byte, mods key.Mods) (key.Key, bool) {
	if final < 'a' || final > 'd' {
		return key.Key{}, false
	}
	k, ok := letterKey(final - 'a' + 'A')
	k.Mods = mods
	return k, ok
}

// ss3Key is the key of SS3 and a final byte: cursor keys in application mode, F1 to F4, the
// application keypad.
func ss3Key(final byte) (key.Key, bool) {
	const keypad = "pqrstuvwxynojmkMXl" // KP0 to KPSeparator
	if k, ok := letterKey(final); ok && final != 'Z' {
		return k, true
	}
	if k, ok := rxvtArrow(final, key.Ctrl); ok {
		return k, true
	}
	switch final {
	case 'I':
		return key.Key{Code: key.Tab}, true
	case ' ':
		return key.Key{Code: key.Space}, true
	}
	for i := range len(keypad) {
		if keypad[i] == final {
			return key.Key{Code: key.KP0 + key.Code(i)}, true
		}
	}
	return key.Key{}, false
}

// tildeKey is the key of CSI n ~. 1 and 4 are Home and End rather than the VT220's Find and
// Select: Linux, tmux and screen send them so, 7 and 8 are rxvt's.
func tildeKey(n int) (key.Code, bool) {
	switch n {
	case 1, 7:
		return key.Home, true
	case 2:
		return key.Insert, true
	case 3:
		return key.Delete, true
	case 4, 8:
		return key.End, true
	case 5:
		return key.PageUp, true
	case 6:
		return key.PageDown, true
	}
	for _, r := range tildeRanges {
		if n >= r.from && n <= r.to {
			return r.first + key.Code(n-r.from), true
		}
	}
	return 0, false
}

// tildeRanges are the function keys: the VT220's numbers with their gaps, xterm's from F21.
var tildeRanges = []struct {
	from, to int
	first    key.Code
}{
	{11, 15, key.F1}, {17, 21, key.F6}, {23, 26, key.F11}, {28, 29, key.F15}, {31, 34, key.F17}, {42, 56, key.F21},
}
