package encode

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"gmux/protocol/key"
)

// appendKitty encodes k in the kitty keyboard protocol.
//
//	CSI number : shifted : base ; modifiers : event ; text u
//	CSI 1 ; modifiers : event {ABCDEFHPQS}
//	CSI number ; modifiers : event ~
//
// See https://sw.kovidgoyal.net/kitty/keyboard-protocol/.
//
// What the outer terminal did not tell is filled in as far as it is certain: a letter's case says that
// Shift was held, a character without modifiers is its own text.
func appendKitty(dst []byte, k key.Key, m Mode) []byte {
	flags := m.KittyFlags
	if k.Action == key.Release && flags&kittyEvents == 0 {
		return dst
	}
	if flags&kittyEvents == 0 {
		k.Action = key.Press
	}
	k = complete(k)
	if flags&kittyAllKeys == 0 {
		switch {
		case k.Code.IsModifier():
			return dst
		case k.Text != "" && k.Action != key.Release:
			return append(dst, k.Text...)
		case isControlKey(k.Code) && k.Mods&held == 0: // so that a shell in a forgotten mode can be typed to
			if k.Action == key.Release {
				return dst
			}
			return appendLegacy(dst, k, Mode{})
		case flags&kittyDisambiguate == 0 && k.Action == key.Press && (k.Code.IsText() || k.Code == key.Escape && k.Mods&held == 0):
			return appendLegacy(dst, k, Mode{})
		}
	}
	return appendKittyEscape(dst, k, flags)
}

func isControlKey(c key.Code) bool { return c == key.Enter || c == key.Tab || c == key.Backspace }

// complete adds what a legacy protocol leaves unsaid.
func complete(k key.Key) key.Key {
	typed := k.Mods&(held&^key.Shift) == 0
	if k.Text == "" && typed && k.Action != key.Release {
		switch c := k.Canonical().Code; {
		case c.IsText():
			k.Text = string(rune(c))
		case k.Code.IsKeypad() && k.Code.Keypad().IsText():
			k.Text = string(rune(k.Code.Keypad()))
		}
	}
	r := rune(k.Code)
	if low := unicode.ToLower(r); k.Code.IsText() && low != r {
		if k.Mods&key.CapsLock == 0 {
			k.Mods |= key.Shift
		}
		if k.Shifted == 0 {
			k.Shifted = r
		}
		k.Code = key.Code(low)
	}
	return k
}

// appendKittyEscape writes the escape code, with as much as flags ask for.
func appendKittyEscape(dst []byte, k key.Key, flags int) []byte {
	number, final := kittyNumber(k.Code)
	if final == 0 {
		return dst
	}
	text := flags&kittyText != 0 && flags&kittyAllKeys != 0 && k.Text != "" && k.Action != key.Release
	dst = append(dst, "\x1b["...)
	if number != 1 || k.Mods != 0 || k.Action != key.Press || text {
		dst = strconv.AppendInt(dst, int64(number), 10)
	}
	if final == 'u' && k.Code.IsText() && flags&kittyAlternates != 0 {
		dst = appendAlternates(dst, k)
	}
	if k.Mods != 0 || k.Action != key.Press {
		dst = appendNumber(dst, ';', 1+int(k.Mods))
		if k.Action != key.Press {
			dst = appendNumber(dst, ':', 1+int(k.Action))
		}
	} else if text {
		dst = append(dst, ';')
	}
	if text {
		dst = appendText(dst, k.Text)
	}
	return append(dst, final)
}

func appendAlternates(dst []byte, k key.Key) []byte {
	shifted := k.Shifted != 0 && k.Mods&key.Shift != 0
	if shifted {
		dst = appendNumber(dst, ':', int(k.Shifted))
	}
	if k.Base != 0 {
		if !shifted {
			dst = append(dst, ':')
		}
		dst = appendNumber(dst, ':', int(k.Base))
	}
	return dst
}

func appendText(dst []byte, text string) []byte {
	sep := byte(';')
	for _, r := range text {
		if key.Code(r).IsText() && r != utf8.RuneError {
			dst = appendNumber(dst, sep, int(r))
			sep = ':'
		}
	}
	return dst
}

// kittyNumber returns the number and final byte of a key; final is 0 for keys the protocol has no
// code for.
func kittyNumber(c key.Code) (number int, final byte) {
	if c == key.F3 { // CSI R is a cursor position report
		return 13, '~'
	}
	if final, _ := functionFinal(c); final != 0 {
		return 1, final
	}
	if n, ok := c.Kitty(); ok {
		return n, 'u'
	}
	if n := functionNumber(c); n != 0 {
		return n, '~'
	}
	return 0, 0
}
