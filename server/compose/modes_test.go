package compose

import (
	"testing"

	"gmux/protocol"
	"gmux/server/copymode"
	"gmux/server/view"
	"gmux/server/vt"
)

// TestOuterModes: the outer terminal is in the modes that the active pane's program needs, and those that gmux needs.
func TestOuterModes(t *testing.T) {
	mouse := view.Input{Mouse: true}
	for _, tt := range []struct {
		name          string
		active, other string // what the programs have printed
		in            view.Input
		mode          *copymode.State
		want          protocol.OuterModes
	}{
		{name: "nothing"},
		{name: "a program's mouse", active: "\x1b[?1000h", want: protocol.OuterModes{Mouse: 1000}},
		{name: "mode 9 is 1000 outside", active: "\x1b[?9h", want: protocol.OuterModes{Mouse: 1000}},
		{name: "the other pane's mouse is not the terminal's", other: "\x1b[?1003h"},
		{name: "gmux's mouse", in: mouse, want: protocol.OuterModes{Mouse: 1002}},
		{name: "is at least that", active: "\x1b[?1000h", in: mouse, want: protocol.OuterModes{Mouse: 1002}},
		{name: "and all motion for any pane", other: "\x1b[?1003h", in: mouse, want: protocol.OuterModes{Mouse: 1003}},
		{name: "or for gmux", in: view.Input{Mouse: true, Motion: true}, want: protocol.OuterModes{Mouse: 1003}},
		{name: "focus needs the option", active: "\x1b[?1004h"},
		{name: "focus", active: "\x1b[?1004h", in: view.Input{Focus: true}, want: protocol.OuterModes{Focus: true}},
		{name: "a program that asks for little is told no events", active: "\x1b[>1u", want: protocol.OuterModes{KittyFlags: 1 | 4, OtherKeys: 2}},
		{name: "events", active: "\x1b[>3u", want: protocol.OuterModes{KittyFlags: 1 | 2 | 4, OtherKeys: 2}},
		{name: "events alone", active: "\x1b[>2u", want: protocol.OuterModes{KittyFlags: 1 | 2 | 4, OtherKeys: 2}},
		{name: "all keys need their text", active: "\x1b[>9u", want: protocol.OuterModes{KittyFlags: 1 | 4 | 8 | 16, OtherKeys: 2}},
		{name: "text without all keys is none", active: "\x1b[>17u", want: protocol.OuterModes{KittyFlags: 1 | 4, OtherKeys: 2}},
		{name: "popped", active: "\x1b[>31u\x1b[<u"},
		{name: "of the other screen", active: "\x1b[>31u\x1b[?1049h"},
		{name: "alternates alone are nothing", active: "\x1b[>20u"},
		{name: "modifyOtherKeys needs the option", active: "\x1b[>4;2m"},
		{name: "keys of the other pane", other: "\x1b[>31u\x1b[>4;2m"},
		{name: "gmux's keys", in: view.Input{Keys: true}, want: protocol.OuterModes{KittyFlags: 1 | 4, OtherKeys: 2}},
		{name: "a program in copy mode wants nothing, gmux is told of focus", active: "\x1b[?1003h\x1b[?1004h\x1b[>31u\x1b[>4;2m", in: view.Input{Focus: true}, mode: &copymode.State{}, want: protocol.OuterModes{Focus: true}},
		{name: "gmux does", active: "\x1b[?1003h", in: mouse, mode: &copymode.State{}, want: protocol.OuterModes{Mouse: 1002}},
	} {
		modes := func(out string) vt.Modes {
			s := newScreen(4, 10)
			s.t.Write([]byte(out))
			return s.t.Modes()
		}
		got := outerModes(tt.in)
		addModes(&got, &view.Pane{}, modes(tt.other), tt.in)
		addModes(&got, &view.Pane{Active: true, Mode: tt.mode}, modes(tt.active), tt.in)
		if got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
