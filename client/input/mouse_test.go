package input

import (
	"testing"

	"gmux/protocol/key"
)

func TestMouse(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		set      func(*Decoder)
		want     []key.Mouse
	}{
		{"SGR press and release", "\x1b[<0;10;5M\x1b[<0;10;5m", nil, []key.Mouse{
			{Button: key.ButtonLeft, Row: 4, Col: 9}, {Action: key.MouseRelease, Button: key.ButtonLeft, Row: 4, Col: 9}}},
		{"SGR drag, motion, wheel, with modifiers", "\x1b[<53;1;1M\x1b[<35;2;1M\x1b[<73;1;2M\x1b[<65;1;1m\x1b[<131;1;1M", nil, []key.Mouse{
			{Action: key.MouseDrag, Button: key.ButtonMiddle, Mods: key.Shift | key.Ctrl}, {Action: key.MouseMotion, Col: 1},
			{Action: key.MouseWheel, Button: key.ButtonWheelDown, Mods: key.Alt, Row: 1}, {Button: key.Button11}}},
		{"of old, the release is of what was pressed", "\x1b[M\"*%\x1b[M#*%\x1b[M#*%", nil, []key.Mouse{
			{Button: key.ButtonRight, Row: 4, Col: 9}, {Action: key.MouseRelease, Button: key.ButtonRight, Row: 4, Col: 9}, {Action: key.MouseRelease, Row: 4, Col: 9}}},
		{"of old, far", "\x1b[M \xff\xfe", nil, []key.Mouse{{Button: key.ButtonLeft, Row: 0xfe - 33, Col: 0xff - 33}}},
		{"UTF-8, far", "\x1b[M \u07ff\u014d", func(d *Decoder) { d.MouseUTF8 = true }, []key.Mouse{{Button: key.ButtonLeft, Row: 300, Col: 2014}}},
		{"urxvt", "\x1b[32;1000;5M\x1b[35;1000;5M", nil, []key.Mouse{
			{Button: key.ButtonLeft, Row: 4, Col: 999}, {Action: key.MouseRelease, Button: key.ButtonLeft, Row: 4, Col: 999}}},
		{"pixels", "\x1b[<0;78;67M", func(d *Decoder) { d.MousePixels, d.CellW, d.CellH = true, 8, 16 }, []key.Mouse{
			{Button: key.ButtonLeft, Row: 4, Col: 9, PixelX: 77, PixelY: 66, HasPixels: true}}},
		{"left of the window", "\x1b[<32;-5;3M", func(d *Decoder) { d.MousePixels = true }, []key.Mouse{
			{Action: key.MouseDrag, Button: key.ButtonLeft, PixelY: 2, HasPixels: true}}},
		{"too far for anything", "\x1b[<0;99999999;1M", nil, []key.Mouse{{Button: key.ButtonLeft, Col: key.MaxCoord}}},
	} {
		for _, size := range []int{100, 1} {
			var got []key.Mouse
			d := &Decoder{}
			if tt.set != nil {
				tt.set(d)
			}
			for p := []byte(tt.in); len(p) > 0; p = p[min(size, len(p)):] {
				d.Feed(p[:min(size, len(p))], func(e key.Event) {
					m, ok := e.(key.Mouse)
					if !ok {
						t.Errorf("%s: %T%+v", tt.name, e, e)
					}
					got = append(got, m)
				})
			}
			if len(got) != len(tt.want) {
				t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
				continue
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("%s: %+v, want %+v", tt.name, got[i], tt.want[i])
				}
			}
		}
	}
	check(t, "no mouse after all", "\x1b[M\x1b[A", `raw "\x1b[M", Up`)
	check(t, "nor these", "\x1b[<1;2M\x1b[1;2M", `raw "\x1b[<1;2M\x1b[1;2M"`)
}
