package encode

import (
	"strconv"
	"unicode"

	"gmux/protocol/key"
)

// appendOther appends a key as xterm does with modifyOtherKeys, and false for keys that keep their legacy form.
//
//	CSI 27 ; Pm ; Pc ~    CSI Pc ; Pm u    the second with formatOtherKeys 1
//
// See https://invisible-island.net/xterm/modified-keys.html. What xterm 379 sends for each key is in testdata/xterm.txt, and
// the test beside it says where we differ: xterm leaves Alt out of the modifiers at level 1, we tell it.
func appendOther(dst []byte, k key.Key, m Mode) ([]byte, bool) {
	mods := k.Mods & held
	c, ok := otherCode(k, m)
	if !ok || mods == 0 || keepsLegacy(c, mods, m) {
		return dst, false
	}
	if m.OtherKeysCSIu {
		return append(appendNumber(appendCSI(dst, int(c)), ';', 1+int(mods)), 'u'), true
	}
	dst = append(appendNumber(appendCSI(dst, 27), ';', 1+int(mods)), ';')
	return append(strconv.AppendInt(dst, int64(c), 10), '~'), true
}

// otherCode is the character that xterm reports: with Shift, the shifted one. The keypad has none.
func otherCode(k key.Key, m Mode) (key.Code, bool) {
	switch k.Code {
	case key.Enter:
		return '\r', true
	case key.Tab:
		return '\t', true
	case key.Escape:
		return 0x1b, true
	case key.Backspace:
		return key.Code(backspace(k.Mods, m)), true
	}
	if !k.Code.IsText() {
		return 0, false
	}
	c := k.Code
	switch r, typed := typedRune(k); {
	case typed:
		c = key.Code(r)
	case k.Mods&key.Shift == 0:
	case k.Shifted != 0:
		c = key.Code(k.Shifted)
	default:
		c = key.Code(unicode.ToUpper(rune(c)))
	}
	return c, true
}

// keepsLegacy reports whether a key is as ever. At level 1 that is all that programs have always known: Alt with anything, Ctrl
// with what has a control character. At level 2 it is what Shift types, save the characters from @ to ~, which are letters and
// what else Ctrl goes with.
func keepsLegacy(c key.Code, mods key.Mods, m Mode) bool {
	if mods&beyond != 0 {
		return false
	}
	if m.ModifyOtherKeys > 1 {
		switch {
		case c == '\b', c == 0x7f:
			return mods == key.Ctrl
		case c == ' ' || c == '\r' || c == 0x1b:
			return false
		}
		return mods == key.Shift && (c < '@' || c > '~')
	}
	switch c {
	case '\b', 0x7f:
		return true
	case '\r':
		return mods == key.Alt
	case '\t':
		return mods&key.Shift != 0 || mods == key.Alt
	case 0x1b:
		return mods&key.Alt == 0 || mods == key.Alt
	}
	if mods&key.Ctrl == 0 {
		return true
	}
	_, ok := key.Control(rune(c))
	return ok && c != '?'
}
