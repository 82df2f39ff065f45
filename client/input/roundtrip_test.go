package input

import (
	"fmt"
	"testing"

	"gmux/protocol/key"
	"gmux/server/vt/encode"
)

// one decodes in, which must be one event.
func one(t *testing.T, d *Decoder, in []byte, what any) key.Event {
	var got []key.Event
	emit := func(e key.Event) {
		if raw, ok := e.(key.Raw); ok {
			e = key.Raw(fmt.Sprintf("copy of %q", raw))
		}
		got = append(got, e)
	}
	d.Feed(in, emit)
	d.Flush(emit)
	if len(got) != 1 {
		t.Fatalf("%+v is encoded as %q, which is %d events: %+v", what, in, len(got), got)
	}
	return got[0]
}

// specials are the keys with a code that is no character, by their ends.
func specials() []key.Code {
	var all []key.Code
	for _, r := range [][2]key.Code{
		{key.Enter, key.Escape}, {key.Up, key.Delete}, {key.F1, key.F35}, {key.KP0, key.KPBegin},
		{key.CapsLockKey, key.Menu}, {key.MediaPlay, key.MuteVolume}, {key.LeftShift, key.ISOLevel5Shift},
	} {
		for c := r[0]; c <= r[1]; c++ {
			all = append(all, c)
		}
	}
	return all
}

const typed = "abcxyzimhj0123456789`-=[]\\;',./ äßжあ中" // as kitty names keys, unshifted

// TestKittyIdentity: with all flags every key, with all that is known of it, comes back as it was.
func TestKittyIdentity(t *testing.T) {
	var d Decoder
	check := func(k key.Key) {
		p := encode.AppendKey(nil, k, encode.Mode{KittyFlags: 31})
		if got := one(t, &d, p, k); got != key.Event(k) {
			t.Errorf("%+v is encoded as %q, which is %+v", k, p, got)
		}
	}
	for mods := range 256 {
		mods := key.Mods(mods)
		for action := key.Press; action <= key.Release; action++ {
			for _, c := range specials() {
				k := key.Key{Code: c, Mods: mods, Action: action}
				if c.IsKeypad() && c.Keypad().IsText() && mods&^(key.Shift|key.Locks) == 0 && action != key.Release {
					k.Text = string(rune(c.Keypad()))
				}
				check(k)
			}
			for _, r := range typed {
				k := key.Key{Code: key.Code(r), Mods: mods, Action: action, Base: 'q'}
				if mods&key.Shift != 0 {
					k.Shifted = 'X'
				}
				if mods&^(key.Shift|key.Locks) == 0 && action != key.Release {
					k.Text = "g\u0308"
				}
				check(k)
			}
		}
	}
	check(key.Key{Text: "å"})
	check(key.Key{Text: "日本語"})
}

// shift is the US keyboard's.
func shift(r rune) rune {
	const from, to = "0123456789`-=[]\\;',./", `)!@#$%^&*(~_+{}|:"<>?`
	for i := range len(from) {
		if rune(from[i]) == r {
			return rune(to[i])
		}
	}
	if r >= 'a' && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}

// TestLegacyIdentity: in the legacy protocol a stroke comes back as what it always was.
func TestLegacyIdentity(t *testing.T) {
	var d Decoder
	for _, m := range []encode.Mode{{}, {AppCursor: true}, {AppKeypad: true}, {ModifyOtherKeys: 1}} {
		for mods := range key.Mods(8) {
			for _, r := range typed {
				k := key.Key{Code: key.Code(r), Mods: mods}
				if mods&key.Shift != 0 && r < 'ß' {
					k.Shifted = shift(r)
				}
				if mods&key.Ctrl != 0 && m.ModifyOtherKeys == 0 {
					if _, ok := key.Control(rune(k.Canonical().Code)); !ok || k.Canonical().Code == '`' {
						continue // no legacy form; encode's tests have what becomes of it
					}
				}
				sameLegacy(t, &d, k, m)
			}
			for _, c := range specials() {
				if c.IsModifier() || c >= key.CapsLockKey || c == key.Find || c == key.Select {
					continue // no legacy form, or that of Home and End
				}
				if c == key.Backspace && mods&key.Ctrl != 0 || c.IsKeypad() && mods&^key.Alt != 0 || c == key.Tab && mods&key.Shift != 0 {
					continue // BS is C-h, and Alt is lost beside Shift and Tab
				}
				sameLegacy(t, &d, key.Key{Code: c, Mods: mods}, m)
			}
		}
	}
}

func sameLegacy(t *testing.T, d *Decoder, k key.Key, m encode.Mode) {
	p := encode.AppendKey(nil, k, m)
	got, ok := one(t, d, p, k).(key.Key)
	if !ok || got.Legacy() != k.Legacy() {
		t.Fatalf("%+v in %+v is encoded as %q, which is %+v: %v, not %v", k, m, p, got, got.Legacy(), k.Legacy())
	}
}

// TestMouseIdentity: each encoding brings back what it can say.
func TestMouseIdentity(t *testing.T) {
	for _, encoding := range []int{0, 1005, 1006, 1015, 1016} {
		d := Decoder{MouseUTF8: encoding == 1005, MousePixels: encoding == 1016, CellW: 8, CellH: 16}
		for _, place := range [][2]int{{0, 0}, {23, 79}, {94, 95}, {200, 222}, {1000, 2000}, {5000, 9000}} {
			for b := key.ButtonNone; b <= key.Button11; b++ {
				for mods := range key.Mods(8) {
					for action := key.MousePress; action <= key.MouseWheel; action++ {
						e := key.Mouse{Action: action, Button: b, Mods: mods, Row: place[0], Col: place[1]}
						if encoding == 1016 {
							e.HasPixels, e.PixelX, e.PixelY = true, e.Col*8+3, e.Row*16+5
						}
						if !possible(e) {
							continue
						}
						if action == key.MouseRelease && encoding != 1006 && encoding != 1016 {
							d.held = b // which the release does not say
						}
						p := encode.AppendMouse(nil, e, encode.Mode{MouseTracking: 1003, MouseEncoding: encoding})
						switch encoding { // what is beyond what they can say is at the limit
						case 0:
							e.Row, e.Col = min(e.Row, 223), min(e.Col, 223)
						case 1005:
							e.Row, e.Col = min(e.Row, 2015), min(e.Col, 2015)
						}
						if got := one(t, &d, p, e); got != key.Event(e) {
							t.Fatalf("%+v in %d is encoded as %q, which is %+v", e, encoding, p, got)
						}
					}
				}
			}
		}
	}
}

func possible(e key.Mouse) bool {
	wheel := e.Button >= key.ButtonWheelUp && e.Button <= key.ButtonWheelRight
	switch e.Action {
	case key.MouseWheel:
		return wheel
	case key.MouseMotion:
		return e.Button == key.ButtonNone
	}
	return !wheel && e.Button != key.ButtonNone
}

// TestPasteIdentity: a paste without ESC, and focus, come back; what stands in a paste's way does no
// harm.
func TestPasteIdentity(t *testing.T) {
	m := encode.Mode{BracketedPaste: true, FocusEvents: true}
	check(t, "paste", string(encode.AppendPaste(nil, key.Paste{Data: []byte("a\r\xffb"), First: true, Last: true}, m)), `paste "a\r\xffb" first true`)
	check(t, "paste", string(encode.AppendPaste(nil, key.Paste{Data: []byte("\x1b[201~x"), First: true, Last: true}, m)), `paste "␛[201~x" first true`)
	check(t, "focus", string(encode.AppendFocus(encode.AppendFocus(nil, key.Focus{In: true}, m), key.Focus{}, m)), "key.Focus{In:true}, key.Focus{In:false}")
}

// FuzzKittyIdentity is TestKittyIdentity for any key that a terminal can report.
func FuzzKittyIdentity(f *testing.F) {
	f.Add(int32('a'), byte(1), byte(1), int32('A'), int32('q'), "A")
	f.Add(int32(key.F13), byte(255), byte(2), int32(0), int32(0), "")
	f.Fuzz(func(t *testing.T, c int32, mods, action byte, shifted, base int32, text string) {
		k := key.Key{Code: key.Code(c), Mods: key.Mods(mods), Action: key.Action(action % 3), Shifted: shifted, Base: base, Text: text}
		var d Decoder
		for range 2 { // what is decoded is what a terminal can say; encoded again, it may gain its text
			p := encode.AppendKey(nil, k, encode.Mode{KittyFlags: 31})
			var got []key.Event
			emit := func(e key.Event) { got = append(got, e) }
			d.Feed(p, emit)
			d.Flush(emit)
			if len(got) != 1 {
				return // a Code that is no key's
			}
			var ok bool
			if k, ok = got[0].(key.Key); !ok {
				return
			}
		}
		p := encode.AppendKey(nil, k, encode.Mode{KittyFlags: 31})
		if again := one(t, &d, p, k); again != key.Event(k) {
			t.Errorf("%#v is encoded as %q, which is %#v", k, p, again)
		}
	})
}
