package key

// kittyRanges are the runs of keys whose numbers in the kitty keyboard protocol are as consecutive as ours.
// See https://sw.kovidgoyal.net/kitty/keyboard-protocol/#functional-key-definitions.
var kittyRanges = []struct {
	first, last Code
	number      int
}{
	{CapsLockKey, Menu, 57358},
	{F13, F35, 57376},
	{KP0, KPBegin, 57399},
	{MediaPlay, MuteVolume, 57428},
	{LeftShift, ISOLevel5Shift, 57441},
}

// Kitty returns the number that the kitty keyboard protocol gives to c in its CSI u form; false for
// the keys it encodes otherwise (arrows, F1 to F12, the editing keys) and for those it does not know.
func (c Code) Kitty() (int, bool) {
	switch c {
	case Escape:
		return 27, true
	case Enter:
		return 13, true
	case Tab:
		return 9, true
	case Backspace:
		return 127, true
	}
	if c == None || c.IsText() {
		return int(c), true
	}
	for _, r := range kittyRanges {
		if c >= r.first && c <= r.last {
			return r.number + int(c-r.first), true
		}
	}
	return 0, false
}

// FromKitty is the inverse of Kitty; false for numbers that name no key.
func FromKitty(n int) (Code, bool) {
	switch n {
	case 27:
		return Escape, true
	case 13:
		return Enter, true
	case 9:
		return Tab, true
	case 127:
		return Backspace, true
	}
	for _, r := range kittyRanges {
		if c := r.first + Code(n-r.number); n >= r.number && c <= r.last {
			return c, true
		}
	}
	if n < 0 || n > int(maxText) || n >= 57344 && n <= 63743 { // the protocol's own part of private use
		return None, false
	}
	return Code(n), n == 0 || Code(n).IsText()
}
