package input

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"

	"gmux/protocol/key"
	"gmux/server/vt/encode"
)

// A limit is what a protocol cannot say.
type limit struct {
	what string // as in docs/keys.md
	in   func(m encode.Mode) bool
	keys func(k key.Key, m encode.Mode) bool
}

func kitty(m encode.Mode, flags int) bool { return m.KittyFlags&flags != 0 }

// legacy reports whether an unmodified protocol is spoken: of the kitty flags 4 and 16 alone change nothing.
func legacy(m encode.Mode) bool { return !kitty(m, 1|2|8) && m.ModifyOtherKeys == 0 }

const heldBeyond = key.Super | key.Hyper | key.Meta

// limits are all that cannot be said. TestEveryKey holds that each is one, and that there are no others.
var limits = []limit{
	{"repetition and release, without kitty flag 2",
		func(m encode.Mode) bool { return !kitty(m, 2) },
		func(k key.Key, m encode.Mode) bool { return k.Action != key.Press }},
	{"repetition of what types text, repetition and release of Enter, Tab and Backspace, without kitty flag 8",
		func(m encode.Mode) bool { return kitty(m, 2) && !kitty(m, 8) },
		func(k key.Key, m encode.Mode) bool {
			return k.Action == key.Repeat && typesText(k) || k.Action != key.Press && isControl(k.Code) && k.Mods == 0
		}},
	{"modifier and lock keys, without kitty flag 8",
		func(m encode.Mode) bool { return !kitty(m, 8) },
		func(k key.Key, m encode.Mode) bool { return k.Code.IsModifier() }},
	{"media keys, Print Screen and Pause, without the kitty protocol",
		func(m encode.Mode) bool { return !kitty(m, 1|2|8) },
		func(k key.Key, m encode.Mode) bool {
			return k.Code >= key.MediaPlay && k.Code <= key.MuteVolume || k.Code == key.PrintScreen || k.Code == key.Pause
		}},
	{"Menu, which is F16, without the kitty protocol",
		func(m encode.Mode) bool { return !kitty(m, 1|2|8) },
		func(k key.Key, m encode.Mode) bool { return k.Code == key.Menu }},
	{"F3 with Hyper or Meta, which looks like a cursor position, without the kitty protocol",
		func(m encode.Mode) bool { return !kitty(m, 1|2|8) },
		func(k key.Key, m encode.Mode) bool { return k.Code == key.F3 && k.Mods&(key.Hyper|key.Meta) != 0 }},
	{"the keypad's digits and signs from those of the main keyboard, without the kitty protocol or DECKPAM",
		func(m encode.Mode) bool { return !kitty(m, 1|2|8) && !m.AppKeypad },
		func(k key.Key, m encode.Mode) bool { return k.Code.IsKeypad() && k.Code < key.KPLeft }},
	{"the keypad's arrows and the like from those of the main keyboard, without the kitty protocol",
		func(m encode.Mode) bool { return !kitty(m, 1|2|8) },
		func(k key.Key, m encode.Mode) bool { return k.Code >= key.KPLeft && k.Code <= key.KPDelete }},
	{"the keypad's digits and signs from those of the main keyboard, where they type text, without kitty flag 8",
		func(m encode.Mode) bool { return kitty(m, 1|2) && !kitty(m, 8) },
		func(k key.Key, m encode.Mode) bool {
			return k.Code.IsKeypad() && k.Code.Keypad().IsText() && k.Mods&^key.Shift == 0 && k.Action != key.Release
		}},
	{"Shift and Space, without kitty flag 8 or modifyOtherKeys 2",
		func(m encode.Mode) bool { return !kitty(m, 8) && m.ModifyOtherKeys < 2 },
		func(k key.Key, m encode.Mode) bool {
			if kitty(m, 1) || kitty(m, 2) && k.Action != key.Press {
				return k.Code == ' ' && k.Mods == key.Shift && k.Action != key.Release
			}
			return k.Code == ' ' && k.Mods&key.Shift != 0 && k.Mods&heldBeyond == 0
		}},
	{"Ctrl and a character without a control character, or whose control character is another key; Shift beside Ctrl",
		func(m encode.Mode) bool { return legacy(m) || kitty(m, 2) && !kitty(m, 1|8) },
		func(k key.Key, m encode.Mode) bool { return k.Action == key.Press && lostControl(k, m) }},
	{"Ctrl and a character that has a control character, if that is another key; Shift beside Ctrl and a letter: modifyOtherKeys 1",
		func(m encode.Mode) bool { return m.ModifyOtherKeys == 1 },
		func(k key.Key, m encode.Mode) bool {
			_, ok := key.Control(rune(k.Canonical().Code))
			return ok && k.Canonical().Code != '?' && lostControl(k, m)
		}},
	{"Enter, Tab, Escape and Backspace with more than Alt, Shift+Tab apart",
		legacy,
		func(k key.Key, m encode.Mode) bool {
			if k.Mods&heldBeyond != 0 || !isControl(k.Code) && k.Code != key.Escape {
				return false
			}
			return k.Mods&^key.Alt != 0 && !(k.Code == key.Tab && k.Mods == key.Shift)
		}},
	{"Backspace with Shift or Ctrl, Tab with Shift and more, Escape with Shift or Ctrl but not Alt: modifyOtherKeys 1",
		func(m encode.Mode) bool { return m.ModifyOtherKeys == 1 },
		func(k key.Key, m encode.Mode) bool {
			switch {
			case k.Mods&heldBeyond != 0:
			case k.Code == key.Backspace:
				return k.Mods&(key.Shift|key.Ctrl) != 0
			case k.Code == key.Tab:
				return k.Mods&key.Shift != 0 && k.Mods != key.Shift
			case k.Code == key.Escape:
				return k.Mods != 0 && k.Mods&key.Alt == 0
			}
			return false
		}},
	{"Ctrl+Backspace, which is Ctrl+h: modifyOtherKeys 2",
		func(m encode.Mode) bool { return m.ModifyOtherKeys == 2 },
		func(k key.Key, m encode.Mode) bool { return k.Code == key.Backspace && k.Mods == key.Ctrl }},
	{"the character that Shift makes of a digit or sign, without kitty flag 4, and where it is no text",
		func(m encode.Mode) bool { return kitty(m, 1|2|8) && !kitty(m, 4) },
		func(k key.Key, m encode.Mode) bool {
			if k.Mods&key.Shift == 0 || !k.Code.IsText() || unicode.IsLetter(rune(k.Code)) || k.Code == ' ' {
				return false
			}
			switch {
			case !typesText(k):
				return kitty(m, 1|8) || k.Action != key.Press
			case k.Action == key.Release:
				return true
			}
			return kitty(m, 8) && !kitty(m, 16)
		}},
}

func isControl(c key.Code) bool { return c == key.Enter || c == key.Tab || c == key.Backspace }

// typesText reports whether a press of k is text.
func typesText(k key.Key) bool {
	return k.Mods&^key.Shift == 0 && (k.Code.IsText() || k.Code.IsKeypad() && k.Code.Keypad().IsText())
}

// lostControl reports whether k has Ctrl and does not come back from its control character.
func lostControl(k key.Key, m encode.Mode) bool {
	if !k.Code.IsText() || k.Mods&key.Ctrl == 0 || k.Mods&heldBeyond != 0 {
		return false
	}
	c := k.Canonical()
	b, ok := key.Control(rune(c.Code))
	back := key.Rune(rune(b))
	switch {
	case m.BackarrowBS && b == '\b':
		back = key.Key{Code: key.Backspace}
	case m.BackarrowBS && b == 0x7f:
		back = key.Key{Code: '?', Mods: key.Ctrl}
	}
	back.Mods |= c.Mods & key.Alt
	return !ok || back != c
}

// protocols are all that a program can ask for.
func protocols() map[string]encode.Mode {
	all := map[string]encode.Mode{
		"legacy": {}, "DECCKM": {AppCursor: true}, "DECKPAM": {AppKeypad: true}, "DECCKM and DECKPAM": {AppCursor: true, AppKeypad: true},
		"DECBKM": {BackarrowBS: true}, "LNM": {LineFeedNewLine: true},
		"modifyOtherKeys 1": {ModifyOtherKeys: 1}, "modifyOtherKeys 2": {ModifyOtherKeys: 2},
		"modifyOtherKeys 1, formatOtherKeys 1": {ModifyOtherKeys: 1, OtherKeysCSIu: true},
		"modifyOtherKeys 2, formatOtherKeys 1": {ModifyOtherKeys: 2, OtherKeysCSIu: true},
	}
	for flags := 1; flags < 32; flags++ {
		all[fmt.Sprintf("kitty %d", flags)] = encode.Mode{KittyFlags: flags}
	}
	return all
}

// TestEveryKey encodes and decodes every key with all modifiers, pressed, repeated and released, in every protocol. What comes
// back is the same, or the limits have it, and what they have does not come back.
func TestEveryKey(t *testing.T) {
	doc, err := os.ReadFile("../../docs/keys.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range limits {
		if !strings.Contains(string(doc), "| "+l.what+" |") {
			t.Errorf("docs/keys.md does not say: %s", l.what)
		}
	}
	met := make([]bool, len(limits))
	for name, m := range protocols() {
		wrong := 0
		every(func(k key.Key) {
			at := -1
			for i, l := range limits {
				if l.in(m) && l.keys(k, m) {
					at = i
					met[i] = true
				}
			}
			p := encode.AppendKey(nil, k, m)
			got, ok := back(p, m)
			same := ok && stroke(got) == stroke(k)
			if same == (at < 0) {
				return
			}
			if wrong++; wrong > 3 {
				return
			}
			if same {
				t.Errorf("%s: %+v is %q and comes back, though %s", name, k, p, limits[at].what)
			} else {
				t.Errorf("%s: %+v is %q and comes back as %+v", name, k, p, got)
			}
		})
		if wrong > 3 {
			t.Errorf("%s: %d in all", name, wrong)
		}
	}
	for i, l := range limits {
		if !met[i] {
			t.Errorf("nothing is limited: %s", l.what)
		}
	}
}

// every calls f with every key that a terminal with all of the kitty protocol and a US keyboard, or one with these letters,
// can report.
func every(f func(key.Key)) {
	for mods := range key.Mods(64) {
		for action := key.Press; action <= key.Release; action++ {
			if action != key.Press && mods >= 16 { // it is all the same
				break
			}
			for _, c := range specials() {
				if c != key.Find && c != key.Select { // nobody has them, see tildeKey
					f(key.Key{Code: c, Mods: mods, Action: action})
				}
			}
			for _, r := range typed {
				k := key.Key{Code: key.Code(r), Mods: mods, Action: action}
				if up := unicode.ToUpper(shift(r)); mods&key.Shift != 0 && up != r {
					k.Shifted = up
				}
				f(k)
			}
		}
	}
}

// back decodes p, which may be one key, or is none.
func back(p []byte, m encode.Mode) (k key.Key, ok bool) {
	d := Decoder{OnReply: func(Reply) { ok = false }}
	if m.BackarrowBS {
		d.Erase = '\b' // as its tty would say
	}
	n := 0
	emit := func(e key.Event) {
		n++
		k, ok = e.(key.Key)
	}
	d.Feed(p, emit)
	d.Flush(emit)
	if m.LineFeedNewLine && strings.HasSuffix(string(p), "\r\n") {
		return back(p[:len(p)-1], encode.Mode{})
	}
	return k, ok && n == 1
}

// stroke is what is compared: the keypad's keys are other keys, and what happened counts.
func stroke(k key.Key) key.Key {
	c := k.Canonical()
	if k.Code.IsKeypad() {
		c.Code = k.Code
	}
	c.Action = k.Action
	return c
}
