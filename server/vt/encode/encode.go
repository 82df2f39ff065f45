package encode

import (
	"strconv"
	"unicode/utf8"

	"gmux/protocol/key"
)

// A Mode is what a program has said about the input it wants.
type Mode struct {
	AppCursor       bool // DECCKM
	AppKeypad       bool // DECKPAM
	BackarrowBS     bool // DECBKM: Backspace sends BS
	LineFeedNewLine bool // LNM: Enter sends CR LF
	ModifyOtherKeys int  // xterm's resource: 0, 1 or 2
	OtherKeysCSIu   bool // xterm's formatOtherKeys 1: CSI u in place of CSI 27 ~
	KittyFlags      int  // progressive enhancements, 0 to 31

	MouseTracking int // 0, or the mode number: 9, 1000, 1002, 1003
	MouseEncoding int // 0, or the mode number: 1005, 1006, 1015, 1016
	CellWidth     int // in pixels, for 1016
	CellHeight    int
	AltScreen     bool
	AltScroll     bool // 1007: the wheel sends arrows on the alternate screen

	BracketedPaste bool // 2004
	FocusEvents    bool // 1004
}

// The progressive enhancements of the kitty keyboard protocol.
const (
	kittyDisambiguate = 1 << iota
	kittyEvents
	kittyAlternates
	kittyAllKeys
	kittyText
)

const kittyEscapes = kittyDisambiguate | kittyEvents | kittyAllKeys // flags that leave legacy behind

// AppendEvent appends the bytes for any event. Raw goes as it came.
func AppendEvent(dst []byte, e key.Event, m Mode) []byte {
	switch e := e.(type) {
	case key.Key:
		return AppendKey(dst, e, m)
	case key.Mouse:
		return AppendMouse(dst, e, m)
	case key.Paste:
		return AppendPaste(dst, e, m)
	case key.Focus:
		return AppendFocus(dst, e, m)
	case key.Raw:
		return append(dst, e...)
	case key.Text:
		return AppendText(dst, e, m)
	}
	return dst
}

// AppendText appends the bytes for characters that were typed: themselves, but for programs that want to know of each key.
func AppendText(dst []byte, t key.Text, m Mode) []byte {
	if m.KittyFlags&kittyAllKeys == 0 {
		return append(dst, t...)
	}
	for _, r := range string(t) {
		dst = AppendKey(dst, key.Rune(r), m)
	}
	return dst
}

// AppendKey appends the bytes for k.
func AppendKey(dst []byte, k key.Key, m Mode) []byte {
	if m.KittyFlags&kittyEscapes != 0 {
		return appendKitty(dst, k, m)
	}
	if k.Action == key.Release {
		return dst
	}
	if m.ModifyOtherKeys > 0 {
		if b, ok := appendOther(dst, k, m); ok {
			return b
		}
	}
	return appendLegacy(dst, k, m)
}

// AppendFocus appends the report of focus gained or lost, mode 1004.
//
//	CSI I    CSI O
func AppendFocus(dst []byte, f key.Focus, m Mode) []byte {
	switch {
	case !m.FocusEvents:
		return dst
	case f.In:
		return append(dst, "\x1b[I"...)
	}
	return append(dst, "\x1b[O"...)
}

// appendCSI appends CSI and a first parameter.
func appendCSI(dst []byte, n int) []byte {
	return strconv.AppendInt(append(dst, "\x1b["...), int64(n), 10)
}

func appendNumber(dst []byte, before byte, n int) []byte {
	return strconv.AppendInt(append(dst, before), int64(n), 10)
}

// typedRune is the character that k typed, if the terminal told.
func typedRune(k key.Key) (rune, bool) {
	r, n := utf8.DecodeRuneInString(k.Text)
	return r, n > 0 && n == len(k.Text) && key.Code(r).IsText()
}

func appendRune(dst []byte, c key.Code) []byte { return utf8.AppendRune(dst, rune(c)) }
