package encode

import (
	"unicode"

	"gmux/protocol/key"
)

// otherKey returns the parameters of modifyOtherKeys, and false for keys that keep their legacy form.
//
//	CSI 27 ; Pm ; Pc ~
//
// See https://invisible-island.net/xterm/modified-keys.html.
//
// At level 1 a key keeps the form by which programs have always known it: Alt with anything, Ctrl with
// what has a control character, Shift+Tab. At level 2 all modified keys have the new form, save that
// Shift and a character is just the shifted character, as in tmux: a program gains nothing by the number.
func otherKey(k key.Key, level int) (key.Code, key.Mods, bool) {
	if k.Code.IsKeypad() {
		k.Code = k.Code.Keypad()
	}
	mods := k.Mods & held
	if k.Text != "" && mods&^key.Shift == 0 && k.Code.IsText() && k.Code != ' ' {
		return 0, 0, false
	}
	c, ok := otherCode(k, mods)
	if !ok || mods == 0 || level == 1 && keepsLegacy(k.Code, mods) {
		return 0, 0, false
	}
	return c, mods, true
}

// otherCode is the character that xterm reports: with Shift, the shifted one.
func otherCode(k key.Key, mods key.Mods) (key.Code, bool) {
	switch k.Code {
	case key.Enter:
		return '\r', true
	case key.Tab:
		return '\t', true
	case key.Escape:
		return 0x1b, true
	case key.Backspace:
		return 0x7f, true
	}
	if !k.Code.IsText() {
		return 0, false
	}
	if mods == key.Shift && k.Code != ' ' {
		return 0, false
	}
	c := k.Code
	switch {
	case mods&key.Shift == 0:
	case k.Shifted != 0:
		c = key.Code(k.Shifted)
	default:
		c = key.Code(unicode.ToUpper(rune(c)))
	}
	return c, true
}

// keepsLegacy reports whether a key is as ever at level 1.
func keepsLegacy(c key.Code, mods key.Mods) bool {
	switch c {
	case key.Backspace:
		return true
	case key.Tab:
		return mods&^(key.Shift|key.Alt) == 0
	case key.Enter, key.Escape:
		return mods == key.Alt
	}
	switch {
	case mods&(key.Super|key.Hyper|key.Meta) != 0:
		return false
	case mods&key.Ctrl == 0: // Alt, perhaps with Shift
		return c != ' ' || mods&key.Shift == 0
	case mods&key.Shift != 0 && unicode.IsLetter(rune(c)):
		return false
	}
	_, ok := key.Control(rune(c))
	return ok
}
