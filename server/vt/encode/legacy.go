package encode

import (
	"strconv"
	"strings"

	"gmux/protocol/key"
)

// held are the modifiers that the legacy forms of function keys carry; xterm's bit 8 is kitty's Super.
const held = key.Shift | key.Alt | key.Ctrl | key.Super | key.Hyper | key.Meta

// beyond are those that have no legacy form beside a character. The kitty protocol sends such keys as CSI u in any mode, and so
// do we, since the bare character would do what was not asked.
const beyond = key.Super | key.Hyper | key.Meta

// isCharacter reports whether a legacy terminal sends a single character for c.
func isCharacter(c key.Code) bool {
	return c == key.Enter || c == key.Tab || c == key.Escape || c == key.Backspace
}

// appendLegacy encodes as xterm does with its default resources, and tmux after it.
// See https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-PC-Style-Function-Keys.
func appendLegacy(dst []byte, k key.Key, m Mode) []byte {
	if k.Code.IsKeypad() {
		if c := keypadFinal(k.Code); c != 0 && m.AppKeypad && k.Mods&key.NumLock == 0 {
			return appendKeypad(dst, c, k.Mods&held)
		}
		if k.Code = k.Code.Keypad(); k.Code.IsText() { // the keypad types its character whatever is held
			k.Mods &^= key.Shift | key.Ctrl
		}
	}
	if n, ok := k.Code.Kitty(); ok && isCharacter(k.Code) && k.Mods&beyond != 0 {
		return append(appendNumber(appendCSI(dst, n), ';', 1+int(k.Mods&held)), 'u')
	}
	switch k.Code {
	case key.Enter:
		dst = append(appendAlt(dst, k.Mods), '\r')
		if m.LineFeedNewLine {
			dst = append(dst, '\n')
		}
		return dst
	case key.Tab:
		if k.Mods&key.Shift != 0 { // without a form for Alt, in xterm and tmux
			return append(dst, "\x1b[Z"...)
		}
		return append(appendAlt(dst, k.Mods), '\t')
	case key.Escape:
		return append(appendAlt(dst, k.Mods), 0x1b)
	case key.Backspace:
		return append(appendAlt(dst, k.Mods), backspace(k.Mods, m))
	}
	if k.Code.IsText() || k.Code == key.None {
		return appendLegacyText(dst, k, m)
	}
	return appendFunction(dst, k.Code, k.Mods&held, m)
}

// backspace is what DECBKM says, and the other of the two with Ctrl, as in xterm.
func backspace(mods key.Mods, m Mode) byte {
	if m.BackarrowBS != (mods&key.Ctrl != 0) {
		return '\b'
	}
	return 0x7f
}

// appendKeypad appends a key of the keypad in application mode.
//
//	SS3 j    SS3 Pm j
//
// With Num Lock on the keys type, in either mode, as in xterm.
func appendKeypad(dst []byte, final byte, mods key.Mods) []byte {
	dst = append(dst, 0x1b, 'O')
	if mods != 0 {
		dst = strconv.AppendInt(dst, 1+int64(mods), 10)
	}
	return append(dst, final)
}

// appendAlt appends the ESC that stands for Alt before a key that is a character.
func appendAlt(dst []byte, mods key.Mods) []byte {
	if mods&key.Alt != 0 {
		return append(dst, 0x1b)
	}
	return dst
}

// appendLegacyText encodes keys that type: the text alone, ESC before it for Alt, a control character
// for Ctrl.
func appendLegacyText(dst []byte, k key.Key, m Mode) []byte {
	if k.Text != "" && k.Mods&(held&^key.Shift) == 0 {
		return append(dst, k.Text...)
	}
	if base := key.Code(k.Base); k.Mods&key.Ctrl != 0 && k.Code > '~' && base.IsText() {
		k.Code = base // Ctrl+С of a Cyrillic keyboard is Ctrl+c
	}
	c := k.Canonical()
	switch {
	case c.Code == key.None:
		return append(dst, k.Text...)
	case c.Mods&beyond != 0:
		return append(appendNumber(appendCSI(dst, int(c.Code)), ';', 1+int(c.Mods)), 'u')
	}
	dst = appendAlt(dst, c.Mods)
	if c.Mods&key.Ctrl != 0 {
		if b, ok := control(c.Code); ok {
			if dst = append(dst, b); b == '\r' && m.LineFeedNewLine {
				dst = append(dst, '\n')
			}
			return dst
		}
	}
	return appendRune(dst, c.Code)
}

// control is key.Control with tmux's and xterm's oddities of the digit row: Ctrl and some
// symbols is what is below them on the key, and Ctrl+- is what Ctrl+_ is.
func control(c key.Code) (byte, bool) {
	if c == '-' {
		return 0x1f, true
	}
	const from, to = `!()+:"<>`, `190=;',.`
	if i := strings.IndexRune(from, rune(c)); i >= 0 {
		return to[i], true
	}
	return key.Control(rune(c))
}

// appendFunction encodes the keys that have a sequence:
//
//	CSI A          SS3 A in application cursor mode     CSI 1 ; Pm A
//	SS3 P                                               CSI 1 ; Pm P
//	CSI 5 ~                                             CSI 5 ; Pm ~
func appendFunction(dst []byte, c key.Code, mods key.Mods, m Mode) []byte {
	if final, ss3 := functionFinal(c); final != 0 {
		switch {
		case mods != 0:
			return append(appendNumber(append(dst, "\x1b[1"...), ';', 1+int(mods)), final)
		case ss3 || m.AppCursor:
			return append(dst, 0x1b, 'O', final)
		}
		return append(dst, 0x1b, '[', final)
	}
	n := functionNumber(c)
	if n == 0 {
		return dst
	}
	dst = appendCSI(dst, n)
	if mods != 0 {
		dst = appendNumber(dst, ';', 1+int(mods))
	}
	return append(dst, '~')
}

// functionFinal returns the final byte of a key of the form CSI A, and whether it is SS3 also in
// normal cursor mode.
func functionFinal(c key.Code) (final byte, ss3 bool) {
	switch c {
	case key.Up:
		return 'A', false
	case key.Down:
		return 'B', false
	case key.Right:
		return 'C', false
	case key.Left:
		return 'D', false
	case key.KPBegin:
		return 'E', false
	case key.End:
		return 'F', false
	case key.Home:
		return 'H', false
	case key.F1, key.F2, key.F3, key.F4:
		return 'P' + byte(c-key.F1), true
	}
	return 0, false
}

// functionNumbers are the parameters of F5 to F35: the VT220's up to F20, xterm's beyond.
var functionNumbers = [...]byte{
	15, 17, 18, 19, 20, 21, 23, 24, // F5 to F12
	25, 26, 28, 29, 31, 32, 33, 34, // F13 to F20
	42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, // F21 to F35
}

// functionNumber returns the parameter of a key of the form CSI n ~, or 0.
func functionNumber(c key.Code) int {
	switch c {
	case key.Find:
		return 1
	case key.Insert:
		return 2
	case key.Delete:
		return 3
	case key.Select:
		return 4
	case key.PageUp:
		return 5
	case key.PageDown:
		return 6
	case key.Menu: // the VT220's Do, which is F16
		return 29
	}
	if c >= key.F5 && c <= key.F35 {
		return int(functionNumbers[c-key.F5])
	}
	return 0
}

// keypadFinal returns the final byte of SS3 for a key of the keypad in application mode, or 0.
// See https://vt100.net/docs/vt510-rm/DECKPAM.html.
func keypadFinal(c key.Code) byte {
	const finals = "pqrstuvwxynojmkMXl" // KP0 to KPSeparator
	if i := int(c - key.KP0); i >= 0 && i < len(finals) {
		return finals[i]
	}
	return 0
}
