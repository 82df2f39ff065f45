package encode

import (
	"testing"

	"gmux/protocol/key"
)

func TestMouse(t *testing.T) {
	press := key.Mouse{Button: key.ButtonLeft, Row: 4, Col: 9}
	release := key.Mouse{Action: key.MouseRelease, Button: key.ButtonRight, Row: 4, Col: 9}
	drag := key.Mouse{Action: key.MouseDrag, Button: key.ButtonMiddle, Row: 4, Col: 9, Mods: key.Shift | key.Ctrl}
	motion := key.Mouse{Action: key.MouseMotion, Row: 4, Col: 9}
	wheel := key.Mouse{Action: key.MouseWheel, Button: key.ButtonWheelDown, Row: 4, Col: 9, Mods: key.Alt}
	far := key.Mouse{Button: key.ButtonLeft, Row: 300, Col: 5000}
	pixels := key.Mouse{Button: key.ButtonLeft, Row: 4, Col: 9, PixelX: 77, PixelY: 66, HasPixels: true}
	for _, tt := range []struct {
		name     string
		e        key.Mouse
		tracking int
		encoding int
		want     string
	}{
		{"nobody asked", press, 0, 1006, ""},
		{"X10 press", press, 9, 0, "\x1b[M *%"},
		{"X10 has no modifiers", key.Mouse{Button: key.ButtonLeft, Row: 4, Col: 9, Mods: key.Ctrl}, 9, 0, "\x1b[M *%"},
		{"X10 has no release", release, 9, 0, ""},
		{"press", press, 1000, 0, "\x1b[M *%"},
		{"release does not say which", release, 1000, 0, "\x1b[M#*%"},
		{"normal tracking has no drag", drag, 1000, 1006, ""},
		{"button tracking has", drag, 1002, 1006, "\x1b[<53;10;5M"},
		{"but no motion", motion, 1002, 1006, ""},
		{"any tracking has", motion, 1003, 1006, "\x1b[<35;10;5M"},
		{"motion of old", motion, 1003, 0, "\x1b[MC*%"},
		{"wheel", wheel, 1000, 1006, "\x1b[<73;10;5M"},
		{"wheel of old", wheel, 1000, 0, "\x1b[Mi*%"},
		{"SGR press", press, 1000, 1006, "\x1b[<0;10;5M"},
		{"SGR release says which", release, 1000, 1006, "\x1b[<2;10;5m"},
		{"button 8", key.Mouse{Button: key.Button8}, 1000, 1006, "\x1b[<128;1;1M"},
		{"button 11 of old", key.Mouse{Button: key.Button11}, 1000, 0, "\x1b[M\xa3!!"},
		{"release of button 11 of old", key.Mouse{Action: key.MouseRelease, Button: key.Button11}, 1000, 0, "\x1b[M#!!"},
		{"urxvt", press, 1000, 1015, "\x1b[32;10;5M"},
		{"urxvt release", release, 1000, 1015, "\x1b[35;10;5M"},
		{"far in SGR", far, 1000, 1006, "\x1b[<0;5001;301M"},
		{"far in UTF-8 is NUL", far, 1000, 1005, "\x1b[M \x00\u014d"},
		{"the last place in UTF-8", key.Mouse{Button: key.ButtonLeft, Col: 2014}, 1000, 1005, "\x1b[M \u07ff!"},
		{"far of old is NUL", far, 1000, 0, "\x1b[M \x00\x00"},
		{"the last place of old", key.Mouse{Button: key.ButtonLeft, Col: 222, Row: 94}, 1000, 0, "\x1b[M \xff\x7f"},
		{"X10 has three buttons", key.Mouse{Button: key.Button8}, 9, 0, ""},
		{"and no wheel", wheel, 9, 1006, ""},
		{"UTF-8 near is as of old", press, 1000, 1005, "\x1b[M *%"},
		{"pixels", pixels, 1000, 1016, "\x1b[<0;78;67M"},
		{"pixels that nobody told are the middle of the cell", press, 1000, 1016, "\x1b[<0;77;73M"},
		{"pixels unasked", pixels, 1000, 1006, "\x1b[<0;10;5M"},
		{"a press of nothing", key.Mouse{}, 1003, 1006, ""},
	} {
		if got := string(AppendMouse(nil, tt.e, Mode{MouseTracking: tt.tracking, MouseEncoding: tt.encoding, CellWidth: 8, CellHeight: 16})); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAlternateScroll(t *testing.T) {
	up := key.Mouse{Action: key.MouseWheel, Button: key.ButtonWheelUp}
	down := key.Mouse{Action: key.MouseWheel, Button: key.ButtonWheelDown}
	left := key.Mouse{Action: key.MouseWheel, Button: key.ButtonWheelLeft}
	on := Mode{AltScreen: true, AltScroll: true}
	app := Mode{AltScreen: true, AltScroll: true, AppCursor: true}
	for _, tt := range []struct {
		e    key.Mouse
		m    Mode
		want string
	}{
		{up, on, "\x1b[A\x1b[A\x1b[A"}, {down, app, "\x1bOB\x1bOB\x1bOB"}, {left, on, ""},
		{up, Mode{AltScreen: true}, ""}, {up, Mode{AltScroll: true}, ""}, {key.Mouse{Button: key.ButtonLeft}, on, ""},
		{up, Mode{AltScreen: true, AltScroll: true, MouseTracking: 1000, MouseEncoding: 1006}, "\x1b[<64;1;1M"},
	} {
		if got := string(AppendMouse(nil, tt.e, tt.m)); got != tt.want {
			t.Errorf("%+v in %+v is %q, want %q", tt.e, tt.m, got, tt.want)
		}
	}
}

func TestPaste(t *testing.T) {
	on := Mode{BracketedPaste: true}
	for _, tt := range []struct {
		name  string
		spans []key.Paste
		m     Mode
		want  string
	}{
		{"bracketed", []key.Paste{{Data: []byte("a\r\nb"), First: true, Last: true}}, on, "\x1b[200~a\r\nb\x1b[201~"},
		{"in spans", []key.Paste{{Data: []byte("a"), First: true}, {Data: []byte("b")}, {Last: true}}, on, "\x1b[200~ab\x1b[201~"},
		{"empty", []key.Paste{{First: true, Last: true}}, on, "\x1b[200~\x1b[201~"},
		{"a mark within ends nothing", []key.Paste{{Data: []byte("x\x1b[201~rm"), First: true, Last: true}}, on, "\x1b[200~x\u241b[201~rm\x1b[201~"},
		{"nor one that is cut", []key.Paste{{Data: []byte("\x1b"), First: true}, {Data: []byte("[201~")}, {Last: true}}, on, "\x1b[200~\u241b[201~\x1b[201~"},
		{"unbracketed it passes as it is", []key.Paste{{Data: []byte("a\nb\x1b[31m"), First: true}, {Data: []byte{0xff, 0}, Last: true}}, Mode{}, "a\nb\x1b[31m\xff\x00"},
	} {
		var got []byte
		for _, p := range tt.spans {
			got = AppendPaste(got, p, tt.m)
		}
		if string(got) != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestFocusAndRaw(t *testing.T) {
	for _, tt := range []struct {
		e    key.Event
		m    Mode
		want string
	}{
		{key.Focus{In: true}, Mode{FocusEvents: true}, "\x1b[I"}, {key.Focus{}, Mode{FocusEvents: true}, "\x1b[O"}, {key.Focus{In: true}, Mode{}, ""},
		{key.Raw("\xff\x1b[9z"), Mode{KittyFlags: 31}, "\xff\x1b[9z"},
		{key.Key{Code: 'x'}, Mode{}, "x"}, {key.Paste{Data: []byte("p")}, Mode{}, "p"}, {key.Mouse{Button: key.ButtonLeft}, Mode{MouseTracking: 1000, MouseEncoding: 1006}, "\x1b[<0;1;1M"},
	} {
		if got := string(AppendEvent(nil, tt.e, tt.m)); got != tt.want {
			t.Errorf("%#v in %+v is %q, want %q", tt.e, tt.m, got, tt.want)
		}
	}
}
