package input

import (
	"unicode"
	"unicode/utf8"

	"gmux/protocol/key"
)

// kitty emits the key of the kitty keyboard protocol, or of xterm's formatOtherKeys, which is a part of
// it.
//
//	CSI number : shifted : base ; modifiers : event ; text u
//
// See https://sw.kovidgoyal.net/kitty/keyboard-protocol/.
func (d *Decoder) kitty(s *sequence) bool {
	c, ok := fromCode(s.param(0, 0))
	if !ok || s.n == 0 || s.params() > 3 {
		return false
	}
	k := key.Key{Code: c, Shifted: runeOf(s.sub(0, 1, 0)), Base: runeOf(s.sub(0, 2, 0))}
	if k.Text, ok = s.text(); !ok || c == key.None && k.Text == "" {
		return false
	}
	return d.function(unshift(k, s.param(1, 1)), s.param(1, 1), s.sub(1, 1, 1))
}

// text is the third parameter: code points.
func (s *sequence) text() (string, bool) {
	at := s.start(2)
	if at < 0 || s.values[at] == none {
		return "", true
	}
	var buf [key.MaxText]byte
	b := buf[:0]
	for first := true; at < s.n && (first || s.joined[at]); at, first = at+1, false {
		r := runeOf(s.values[at])
		if r == 0 || len(b)+utf8.RuneLen(r) > key.MaxText {
			return "", false
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b), true
}

// otherKey emits the key of xterm's modifyOtherKeys.
//
//	CSI 27 ; modifiers ; code ~
func (d *Decoder) otherKey(s *sequence) bool {
	c, ok := fromCode(s.param(2, 0))
	if !ok || c == key.None {
		return false
	}
	mods := s.param(1, 1)
	return d.function(unshift(key.Key{Code: c}, mods), mods, 1)
}

// fromCode is the key of a number; xterm has BS for Backspace with Ctrl.
func fromCode(n int) (key.Code, bool) {
	if n == '\b' {
		return key.Backspace, true
	}
	return key.FromKitty(n)
}

// unshift gives a letter that was reported in its shifted form the form that kitty has: the key, and
// what Shift makes of it.
func unshift(k key.Key, mods int) key.Key {
	low := unicode.ToLower(rune(k.Code))
	if k.Code.IsText() && low != rune(k.Code) && key.Mods(mods-1)&key.Shift != 0 {
		k.Shifted, k.Code = rune(k.Code), key.Code(low)
	}
	return k
}

// runeOf is a value as a character, 0 if it is none.
func runeOf(v int) rune {
	if v > unicode.MaxRune || !key.Code(v).IsText() {
		return 0
	}
	return rune(v)
}
