package key

// A Code names a key. A key that types text is the Unicode code point it types without Shift where
// that is known; all others are the constants below, which lie above Unicode. The numbers travel between
// versions of client and server, so a number is never given to another key: golden bytes pin them.
type Code rune

// maxText is the last code that is a Unicode code point.
const maxText Code = 0x10FFFF

// None is no key at all: what tmux calls None, and the Code of kitty's events that are only text.
const None Code = 0

// Keys with a control character of their own.
const (
	Enter Code = 0x110000 + iota
	Tab
	Backspace
	Escape
)

// Space is an ordinary text key; the name is for readers.
const Space Code = ' '

// Keys that move the cursor or edit.
const (
	Up Code = 0x110010 + iota
	Down
	Right
	Left
	Home
	End
	PageUp
	PageDown
	Insert
	Delete
	Find   // VT220 editing keypad
	Select // VT220 editing keypad
)

// Function keys are F1 to F35 in a row: F1 + Code(n-1).
const (
	F1 Code = 0x110100 + iota
	F2
	F3
	F4
	F5
	F6
	F7
	F8
	F9
	F10
	F11
	F12
	F13
	F14
	F15
	F16
	F17
	F18
	F19
	F20
	F21
	F22
	F23
	F24
	F25
	F26
	F27
	F28
	F29
	F30
	F31
	F32
	F33
	F34
	F35
)

// The numeric keypad, in the order of the kitty protocol's numbers from 57399.
const (
	KP0 Code = 0x110200 + iota
	KP1
	KP2
	KP3
	KP4
	KP5
	KP6
	KP7
	KP8
	KP9
	KPDecimal
	KPDivide
	KPMultiply
	KPSubtract
	KPAdd
	KPEnter
	KPEqual
	KPSeparator
	KPLeft
	KPRight
	KPUp
	KPDown
	KPPageUp
	KPPageDown
	KPHome
	KPEnd
	KPInsert
	KPDelete
	KPBegin
)

// Locks and system keys, in the order of the kitty protocol's numbers from 57358.
const (
	CapsLockKey Code = 0x110300 + iota
	ScrollLock
	NumLockKey
	PrintScreen
	Pause
	Menu
)

// Media keys, in the order of the kitty protocol's numbers from 57428.
const (
	MediaPlay Code = 0x110400 + iota
	MediaPause
	MediaPlayPause
	MediaReverse
	MediaStop
	MediaFastForward
	MediaRewind
	MediaTrackNext
	MediaTrackPrevious
	MediaRecord
	LowerVolume
	RaiseVolume
	MuteVolume
)

// Modifier keys as keys, in the order of the kitty protocol's numbers from 57441.
const (
	LeftShift Code = 0x110500 + iota
	LeftCtrl
	LeftAlt
	LeftSuper
	LeftHyper
	LeftMeta
	RightShift
	RightCtrl
	RightAlt
	RightSuper
	RightHyper
	RightMeta
	ISOLevel3Shift
	ISOLevel5Shift
)

// Any is tmux's name for the binding that catches what nothing else does; no terminal sends it.
const Any Code = 0x110600

// User is the first of the keys that the option user-keys gives sequences to: User0 to User999.
const (
	User     Code = 0x111000
	UserKeys      = 1000 // how many there are
)

// IsText reports whether c is a character.
func (c Code) IsText() bool {
	return c >= ' ' && c != 0x7f && c <= maxText && (c < 0xd800 || c > 0xdfff) && (c < 0x80 || c > 0x9f)
}

// IsKeypad reports whether c is on the numeric keypad.
func (c Code) IsKeypad() bool { return c >= KP0 && c <= KPBegin }

// IsFunction reports whether c is one of F1 to F35.
func (c Code) IsFunction() bool { return c >= F1 && c <= F35 }

// IsModifier reports whether c is itself a modifier or a lock: pressing it is no input to a program
// that has not asked for such events.
func (c Code) IsModifier() bool {
	return c >= LeftShift && c <= ISOLevel5Shift || c >= CapsLockKey && c <= NumLockKey
}

// IsMouse reports whether c names a mouse event for a key table; see MouseCode.
func (c Code) IsMouse() bool { return c >= mouseBase && c < mouseBase+0x10000 }

// Keypad returns what the keypad's key c is on the main keyboard: the digit for KP0 to KP9, the
// arrow for KPUp, Enter for KPEnter. Any other c, and KPBegin, which exists only there, is returned as
// it is.
func (c Code) Keypad() Code {
	if !c.IsKeypad() {
		return c
	}
	return keypad[c-KP0]
}

var keypad = [...]Code{
	'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '/', '*', '-', '+', Enter, '=', ',',
	Left, Right, Up, Down, PageUp, PageDown, Home, End, Insert, Delete, KPBegin,
}
