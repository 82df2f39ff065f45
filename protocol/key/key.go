package key

import (
	"unicode"
	"unicode/utf8"
)

// Mods are the modifiers held and the locks on, in the bit order of the kitty keyboard protocol, which
// is xterm's for the first three.
type Mods uint8

const (
	Shift Mods = 1 << iota
	Alt        // tmux's M-
	Ctrl
	Super
	Hyper
	Meta // X11's Meta where it is not Alt
	CapsLock
	NumLock
)

// Locks are the bits of Mods that are no keys held.
const Locks = CapsLock | NumLock

// An Action is what happened to a key. Only the kitty protocol tells; elsewhere all is Press.
type Action uint8

const (
	Press Action = iota
	Repeat
	Release
)

// A Key is one event of the keyboard, as the outer terminal told it.
type Key struct {
	Code    Code
	Mods    Mods
	Action  Action
	Shifted rune   // what Shift makes of Code, 0 if not told
	Base    rune   // the key at the same place of a PC-101 keyboard, 0 if not told
	Text    string // the text typed, if told; at most MaxText bytes, no control characters
}

// Rune returns the Key of a character typed without modifiers: C0 controls are the keys that send them.
func Rune(r rune) Key {
	switch {
	case r == '\r':
		return Key{Code: Enter}
	case r == '\t':
		return Key{Code: Tab}
	case r == 0x1b:
		return Key{Code: Escape}
	case r == 0x7f:
		return Key{Code: Backspace}
	case r == 0:
		return Key{Code: Space, Mods: Ctrl}
	case r > 0 && r < 0x20:
		return Key{Code: Code(unicode.ToLower(r | 0x40)), Mods: Ctrl}
	}
	return Key{Code: Code(r)}
}

// Canonical returns the form of k in which the same stroke is equal whatever protocol reported it:
// only Code and Mods are set, locks are gone, Shift is folded into the character where it alone made
// it, letters with Ctrl or a modifier beyond Alt are lower case, the keypad's movement keys are the
// movement keys. The Action is dropped: whoever acts on keys looks at it first, releases being no input.
func (k Key) Canonical() Key {
	c, mods := k.Code, k.Mods&^Locks
	if c >= KPLeft && c <= KPDelete {
		c = c.Keypad()
	}
	if !c.IsText() {
		if c == None { // kitty's text without a key
			if r, ok := k.textRune(); ok {
				c = Code(r)
			}
		}
		return Key{Code: c, Mods: mods}
	}
	if mods&^(Shift|Alt) == 0 {
		return k.canonicalTyped(c, mods)
	}
	return k.canonicalChord(c, mods)
}

// canonicalTyped is for strokes that type text, perhaps behind Alt: Shift is already in the character.
func (k Key) canonicalTyped(c Code, mods Mods) Key {
	if r, ok := k.textRune(); ok && mods&Alt == 0 {
		c = Code(r)
		if r != ' ' {
			mods &^= Shift
		}
		return Key{Code: c, Mods: mods}
	}
	if mods&Shift != 0 && c != ' ' {
		switch up := unicode.ToUpper(rune(c)); {
		case k.Shifted != 0:
			c, mods = Code(k.Shifted), mods&^Shift
		case unicode.IsLetter(rune(c)): // a letter without case has been shifted already
			c, mods = Code(up), mods&^Shift
		case isShiftedSymbol(c):
			mods &^= Shift
		}
	} else if k.Mods&CapsLock != 0 {
		c = Code(unicode.ToUpper(rune(c)))
	}
	return Key{Code: c, Mods: mods}
}

// canonicalChord is for strokes with Ctrl, Super and so on: Shift stays beside a letter, and is
// folded into a symbol, since Ctrl+Shift+2 is C-@ to all that have a name for it.
func (k Key) canonicalChord(c Code, mods Mods) Key {
	low := Code(unicode.ToLower(rune(c)))
	switch {
	case unicode.IsLetter(rune(c)):
		c = low
	case mods&Shift != 0 && k.Shifted != 0 && k.Shifted != ' ':
		c, mods = Code(k.Shifted), mods&^Shift
	case mods&Shift != 0 && isShiftedSymbol(c):
		mods &^= Shift
	}
	if c == '@' && mods&Ctrl != 0 { // NUL is C-Space to everyone
		c = Space
	}
	return Key{Code: c, Mods: mods}
}

// Legacy returns the canonical key that a terminal without an extended keyboard protocol would have
// reported for k: Tab for C-i, Enter for S-Enter, C-a for C-S-a, Escape for C-3. A key table asks for it
// when the exact key is not bound.
func (k Key) Legacy() Key {
	k = k.Canonical()
	k.Mods &= Shift | Alt | Ctrl
	if k.Code.IsKeypad() {
		k.Code = k.Code.Keypad()
	}
	switch k.Code {
	case Enter, Escape, Backspace:
		k.Mods &= Alt
		return k
	case Tab:
		k.Mods &= Alt | Shift
		return k
	}
	if !k.Code.IsText() {
		return k
	}
	if k.Mods&Ctrl != 0 {
		if c, ok := Control(rune(k.Code)); ok {
			alt := k.Mods & Alt
			k = Rune(rune(c))
			k.Mods |= alt
			return k
		}
		k.Mods &^= Ctrl
	}
	k.Mods &^= Shift
	return k
}

// Control returns the control character that Ctrl makes of r on xterm's keyboard, and false where it
// makes none. Digits and '/' follow the VT220 (Ctrl+2 is NUL to Ctrl+8 is DEL), as in xterm.
// See https://invisible-island.net/xterm/modified-keys-us-pc105.html.
func Control(r rune) (byte, bool) {
	switch {
	case r >= '@' && r <= '_', r >= 'a' && r <= 'z':
		return byte(r) & 0x1f, true
	case r == ' ', r == '2', r == '`':
		return 0, true
	case r >= '3' && r <= '7':
		return byte(r) - '3' + 0x1b, true
	case r == '8', r == '?':
		return 0x7f, true
	case r == '/':
		return 0x1f, true
	case r == '{', r == '|', r == '}':
		return byte(r) & 0x1f, true
	case r == '~':
		return 0x1e, true
	}
	return 0, false
}

// textRune returns the text of k if it is one character.
func (k Key) textRune() (rune, bool) {
	r, n := utf8.DecodeRuneInString(k.Text)
	return r, n > 0 && n == len(k.Text) && Code(r).IsText()
}

// isShiftedSymbol reports whether c needs Shift on the US keyboard, so that a reported Shift says
// nothing more. Where another layout has it unshifted, the stroke loses its Shift: kitty's alternate
// keys (flag 4) avoid the guess.
func isShiftedSymbol(c Code) bool {
	switch c {
	case '~', '!', '@', '#', '$', '%', '^', '&', '*', '(', ')', '_', '+', '{', '}', '|', ':', '"', '<', '>', '?':
		return true
	}
	return false
}
