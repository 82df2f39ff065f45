package encode

import (
	"testing"

	"gmux/protocol/key"
)

func parse(t testing.TB, name string) key.Key {
	t.Helper()
	k, err := key.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestLegacy(t *testing.T) {
	app, pad := Mode{AppCursor: true}, Mode{AppKeypad: true}
	for _, tt := range []struct {
		keys string // tmux's name
		mode Mode
		want string
	}{
		{"a", Mode{}, "a"}, {"A", Mode{}, "A"}, {"é", Mode{}, "é"}, {"中", Mode{}, "中"}, {"Space", Mode{}, " "},
		{"M-a", Mode{}, "\x1ba"}, {"M-é", Mode{}, "\x1bé"}, {"M-Space", Mode{}, "\x1b "}, {"M-[", Mode{}, "\x1b["},
		{"C-a", Mode{}, "\x01"}, {"C-z", Mode{}, "\x1a"}, {"C-M-a", Mode{}, "\x1b\x01"}, {"C-S-a", Mode{}, "\x01"},
		{"C-Space", Mode{}, "\x00"}, {"C-@", Mode{}, "\x00"}, {"C-[", Mode{}, "\x1b"}, {`C-\`, Mode{}, "\x1c"}, {"C-]", Mode{}, "\x1d"},
		{"C-^", Mode{}, "\x1e"}, {"C-_", Mode{}, "\x1f"}, {"C-/", Mode{}, "\x1f"}, {"C--", Mode{}, "\x1f"}, {"C-?", Mode{}, "\x7f"}, {"C-~", Mode{}, "\x1e"},
		{"C-2", Mode{}, "\x00"}, {"C-3", Mode{}, "\x1b"}, {"C-7", Mode{}, "\x1f"}, {"C-8", Mode{}, "\x7f"},
		{"C-1", Mode{}, "1"}, {"C-0", Mode{}, "0"}, {"C-;", Mode{}, ";"}, {"C-:", Mode{}, ";"}, {"C-<", Mode{}, ","}, {"C-é", Mode{}, "é"},
		{"Enter", Mode{}, "\r"}, {"M-Enter", Mode{}, "\x1b\r"}, {"C-Enter", Mode{}, "\r"}, {"S-Enter", Mode{}, "\r"},
		{"Enter", Mode{LineFeedNewLine: true}, "\r\n"},
		{"Tab", Mode{}, "\t"}, {"BTab", Mode{}, "\x1b[Z"}, {"C-Tab", Mode{}, "\t"}, {"M-Tab", Mode{}, "\x1b\t"}, {"M-BTab", Mode{}, "\x1b[Z"},
		{"Escape", Mode{}, "\x1b"}, {"M-Escape", Mode{}, "\x1b\x1b"},
		{"BSpace", Mode{}, "\x7f"}, {"C-BSpace", Mode{}, "\b"}, {"M-BSpace", Mode{}, "\x1b\x7f"},
		{"BSpace", Mode{BackarrowBS: true}, "\b"}, {"C-BSpace", Mode{BackarrowBS: true}, "\x7f"},
		{"Up", Mode{}, "\x1b[A"}, {"Up", app, "\x1bOA"}, {"C-Up", app, "\x1b[1;5A"}, {"M-Left", Mode{}, "\x1b[1;3D"}, {"C-M-S-Right", Mode{}, "\x1b[1;8C"},
		{"Home", Mode{}, "\x1b[H"}, {"End", app, "\x1bOF"}, {"S-Home", Mode{}, "\x1b[1;2H"}, {"KPBegin", Mode{}, "\x1b[E"},
		{"F1", Mode{}, "\x1bOP"}, {"F3", app, "\x1bOR"}, {"F4", Mode{}, "\x1bOS"}, {"C-F1", Mode{}, "\x1b[1;5P"}, {"S-F3", Mode{}, "\x1b[1;2R"},
		{"F5", Mode{}, "\x1b[15~"}, {"F6", Mode{}, "\x1b[17~"}, {"F10", Mode{}, "\x1b[21~"}, {"F11", Mode{}, "\x1b[23~"}, {"F12", Mode{}, "\x1b[24~"},
		{"M-F12", Mode{}, "\x1b[24;3~"}, {"F13", Mode{}, "\x1b[25~"}, {"F16", Mode{}, "\x1b[29~"}, {"F20", Mode{}, "\x1b[34~"}, {"F21", Mode{}, "\x1b[42~"}, {"F35", Mode{}, "\x1b[56~"},
		{"IC", Mode{}, "\x1b[2~"}, {"DC", Mode{}, "\x1b[3~"}, {"PPage", Mode{}, "\x1b[5~"}, {"C-NPage", Mode{}, "\x1b[6;5~"}, {"Find", Mode{}, "\x1b[1~"}, {"Select", Mode{}, "\x1b[4~"},
		{"KP0", Mode{}, "0"}, {"KP0", pad, "\x1bOp"}, {"KP9", pad, "\x1bOy"}, {"KP.", pad, "\x1bOn"}, {"KP/", pad, "\x1bOo"}, {"KP*", pad, "\x1bOj"},
		{"KP-", pad, "\x1bOm"}, {"KP+", pad, "\x1bOk"}, {"KPEnter", pad, "\x1bOM"}, {"KPEnter", Mode{}, "\r"}, {"KP=", pad, "\x1bOX"}, {"KP,", pad, "\x1bOl"}, {"M-KP5", pad, "\x1bO3u"},
		{"KPEnter", Mode{LineFeedNewLine: true}, "\r\n"},
		{"Super-a", Mode{}, "\x1b[97;9u"}, {"Super-Up", Mode{}, "\x1b[1;9A"},
		{"User0", Mode{}, ""}, {"Any", Mode{}, ""}, {"None", Mode{}, ""}, {"MouseDown1Pane", Mode{}, ""}, {"MediaPlay", Mode{}, ""}, {"LeftShift", Mode{}, ""}, {"CapsLock", Mode{}, ""},
	} {
		if got := string(AppendKey(nil, parse(t, tt.keys), tt.mode)); got != tt.want {
			t.Errorf("%s in %+v is %q, want %q", tt.keys, tt.mode, got, tt.want)
		}
	}
}

// TestLegacyOfKitty: what a kitty terminal reports in full reaches a program of old as ever.
func TestLegacyOfKitty(t *testing.T) {
	for _, tt := range []struct {
		in   key.Key
		want string
	}{
		{key.Key{Code: 'a', Mods: key.Shift, Shifted: 'A', Text: "A"}, "A"},
		{key.Key{Code: 'a', Mods: key.Shift}, "A"},
		{key.Key{Code: 'a', Mods: key.CapsLock, Text: "A"}, "A"},
		{key.Key{Code: 'a', Mods: key.CapsLock | key.NumLock}, "A"},
		{key.Key{Code: '2', Mods: key.Shift, Shifted: '"', Text: `"`}, `"`},
		{key.Key{Code: '2', Mods: key.Shift | key.Ctrl, Shifted: '@'}, "\x00"},
		{key.Key{Code: 'с', Mods: key.Ctrl, Base: 'c'}, "\x03"},
		{key.Key{Code: 'с', Mods: key.Ctrl | key.Alt, Base: 'c'}, "\x1b\x03"},
		{key.Key{Code: 'с', Base: 'c', Text: "с"}, "с"},
		{key.Key{Text: "å"}, "å"},
		{key.Key{Text: "👩\u200d🚀"}, "👩\u200d🚀"},
		{key.Key{Code: key.KP5, Mods: key.NumLock, Text: "5"}, "5"},
		{key.Key{Code: key.KPLeft}, "\x1b[D"},
		{key.Key{Code: key.Up, Mods: key.CapsLock | key.NumLock}, "\x1b[A"},
		{key.Key{Code: 'a', Action: key.Repeat}, "a"},
		{key.Key{Code: 'a', Action: key.Release}, ""},
		{key.Key{Code: key.Enter, Action: key.Release}, ""},
		{key.Key{Code: key.LeftCtrl, Mods: key.Ctrl}, ""},
	} {
		if got := string(AppendKey(nil, tt.in, Mode{})); got != tt.want {
			t.Errorf("%+v is %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestModifyOtherKeys(t *testing.T) {
	for _, tt := range []struct{ keys, level1, level2 string }{
		{"a", "a", "a"}, {"A", "A", "A"}, {"!", "!", "!"},
		{"C-a", "\x01", "\x1b[27;5;97~"}, {"C-S-a", "\x01", "\x1b[27;6;65~"}, {"C-i", "\t", "\x1b[27;5;105~"},
		{"M-a", "\x1ba", "\x1b[27;3;97~"}, {"M-A", "\x1bA", "\x1b[27;3;65~"}, {"C-M-a", "\x1b\x01", "\x1b[27;7;97~"},
		{"C-Space", "\x00", "\x1b[27;5;32~"}, {"S-Space", " ", "\x1b[27;2;32~"},
		{"C-1", "\x1b[27;5;49~", "\x1b[27;5;49~"}, {"C-2", "\x00", "\x1b[27;5;50~"}, {"C-;", "\x1b[27;5;59~", "\x1b[27;5;59~"}, {"C-/", "\x1f", "\x1b[27;5;47~"},
		{"Tab", "\t", "\t"}, {"C-Tab", "\x1b[27;5;9~", "\x1b[27;5;9~"}, {"BTab", "\x1b[Z", "\x1b[Z"},
		{"Enter", "\r", "\r"}, {"S-Enter", "\x1b[27;2;13~", "\x1b[27;2;13~"}, {"C-Enter", "\x1b[27;5;13~", "\x1b[27;5;13~"}, {"M-Enter", "\x1b\r", "\x1b[27;3;13~"},
		{"Escape", "\x1b", "\x1b"}, {"C-Escape", "\x1b", "\x1b[27;5;27~"},
		{"BSpace", "\x7f", "\x7f"}, {"C-BSpace", "\b", "\b"}, {"C-S-BSpace", "\b", "\x1b[27;6;8~"}, {"M-BSpace", "\x1b\x7f", "\x1b[27;3;127~"},
		{"C-é", "\x1b[27;5;233~", "\x1b[27;5;233~"}, {"M-é", "\x1bé", "\x1b[27;3;233~"},
		{"C-Up", "\x1b[1;5A", "\x1b[1;5A"}, {"F1", "\x1bOP", "\x1bOP"},
	} {
		for level, want := range []string{1: tt.level1, 2: tt.level2} {
			if level == 0 {
				continue
			}
			if got := string(AppendKey(nil, parse(t, tt.keys), Mode{ModifyOtherKeys: level})); got != want {
				t.Errorf("%s at level %d is %q, want %q", tt.keys, level, got, want)
			}
		}
	}
	shifted := key.Key{Code: 'a', Mods: key.Shift, Shifted: 'A', Text: "A"}
	if got := string(AppendKey(nil, shifted, Mode{ModifyOtherKeys: 2})); got != "\x1b[27;2;65~" { // as odd as xterm
		t.Errorf("kitty's Shift+a at level 2 is %q", got)
	}
	if got := string(AppendKey(nil, parse(t, "C-a"), Mode{ModifyOtherKeys: 2, OtherKeysCSIu: true})); got != "\x1b[97;5u" {
		t.Errorf("C-a with formatOtherKeys 1 is %q", got)
	}
	for _, k := range []key.Key{{Code: key.KP5, Mods: key.NumLock, Text: "5"}, {Code: key.KP5, Mods: key.NumLock | key.Ctrl}} {
		if got := string(AppendKey(nil, k, Mode{ModifyOtherKeys: 2, AppKeypad: true})); got != "5" {
			t.Errorf("%+v is %q", k, got)
		}
	}
}

func TestKitty(t *testing.T) {
	const d, ev, alt, all, text = kittyDisambiguate, kittyEvents, kittyAlternates, kittyAllKeys, kittyText
	a := key.Key{Code: 'a'}
	shiftA := key.Key{Code: 'a', Mods: key.Shift, Shifted: 'A'}
	for _, tt := range []struct {
		name  string
		in    key.Key
		flags int
		want  string
	}{
		{"text is text", a, d, "a"},
		{"shifted text is text", shiftA, d, "A"},
		{"upper case of a legacy terminal is text", key.Key{Code: 'A'}, d | ev | alt, "A"},
		{"Ctrl", key.Key{Code: 'a', Mods: key.Ctrl}, d, "\x1b[97;5u"},
		{"Alt", key.Key{Code: 'a', Mods: key.Alt}, d, "\x1b[97;3u"},
		{"Shift+Alt is of the unshifted key", key.Key{Code: 'A', Mods: key.Alt}, d, "\x1b[97;4u"},
		{"and may name the shifted", key.Key{Code: 'A', Mods: key.Alt}, d | alt, "\x1b[97:65;4u"},
		{"Ctrl+Shift", key.Key{Code: 'a', Mods: key.Ctrl | key.Shift, Shifted: 'A'}, d | alt, "\x1b[97:65;6u"},
		{"base alone leaves the shifted key empty", key.Key{Code: 'с', Mods: key.Ctrl, Base: 'c'}, d | alt, "\x1b[1089::99;5u"},
		{"all alternates", key.Key{Code: 'с', Mods: key.Ctrl | key.Shift, Shifted: 'С', Base: 'c'}, d | alt, "\x1b[1089:1057:99;6u"},
		{"no alternates unasked", key.Key{Code: 'с', Mods: key.Ctrl, Base: 'c'}, d, "\x1b[1089;5u"},
		{"Escape", key.Key{Code: key.Escape}, d, "\x1b[27u"},
		{"Escape is as ever without disambiguation", key.Key{Code: key.Escape}, ev, "\x1b"},
		{"its release is not", key.Key{Code: key.Escape, Action: key.Release}, ev, "\x1b[27;1:3u"},
		{"Ctrl is as ever without disambiguation", key.Key{Code: 'a', Mods: key.Ctrl}, ev, "\x01"},
		{"its repetition is not", key.Key{Code: 'a', Mods: key.Ctrl, Action: key.Repeat}, ev, "\x1b[97;5:2u"},
		{"Enter stays", key.Key{Code: key.Enter}, d | ev, "\r"},
		{"Enter has no release", key.Key{Code: key.Enter, Action: key.Release}, d | ev, ""},
		{"Enter with all keys", key.Key{Code: key.Enter}, all, "\x1b[13u"},
		{"its release", key.Key{Code: key.Enter, Action: key.Release}, all | ev, "\x1b[13;1:3u"},
		{"Shift+Enter", key.Key{Code: key.Enter, Mods: key.Shift}, d, "\x1b[13;2u"},
		{"Shift+Tab", key.Key{Code: key.Tab, Mods: key.Shift}, d, "\x1b[9;2u"},
		{"Tab with a lock stays", key.Key{Code: key.Tab, Mods: key.NumLock}, d, "\t"},
		{"Backspace", key.Key{Code: key.Backspace}, d, "\x7f"},
		{"Ctrl+Backspace", key.Key{Code: key.Backspace, Mods: key.Ctrl}, d, "\x1b[127;5u"},
		{"Up", key.Key{Code: key.Up}, d, "\x1b[A"},
		{"Up repeated", key.Key{Code: key.Up, Action: key.Repeat}, d | ev, "\x1b[1;1:2A"},
		{"Up repeated unasked", key.Key{Code: key.Up, Action: key.Repeat}, d, "\x1b[A"},
		{"Up released unasked", key.Key{Code: key.Up, Action: key.Release}, d, ""},
		{"Ctrl+Up", key.Key{Code: key.Up, Mods: key.Ctrl}, d, "\x1b[1;5A"},
		{"F1", key.Key{Code: key.F1}, d, "\x1b[P"},
		{"F3 is not the cursor position", key.Key{Code: key.F3}, d, "\x1b[13~"},
		{"F12", key.Key{Code: key.F12, Mods: key.Shift}, d, "\x1b[24;2~"},
		{"F13", key.Key{Code: key.F13}, d, "\x1b[57376u"},
		{"Delete", key.Key{Code: key.Delete, Action: key.Release}, d | ev, "\x1b[3;1:3~"},
		{"Menu", key.Key{Code: key.Menu}, d, "\x1b[57363u"},
		{"keypad arrow", key.Key{Code: key.KPLeft}, d, "\x1b[57417u"},
		{"keypad Enter", key.Key{Code: key.KPEnter}, d, "\x1b[57414u"},
		{"keypad digit is text", key.Key{Code: key.KP5}, d, "5"},
		{"keypad digit with all keys and text", key.Key{Code: key.KP5, Mods: key.NumLock, Text: "5"}, all | text, "\x1b[57404;129;53u"},
		{"keypad Begin", key.Key{Code: key.KPBegin}, d, "\x1b[E"},
		{"modifier keys only with all keys", key.Key{Code: key.LeftCtrl, Mods: key.Ctrl}, d | ev, ""},
		{"modifier key", key.Key{Code: key.LeftCtrl, Mods: key.Ctrl}, all, "\x1b[57442;5u"},
		{"media key", key.Key{Code: key.MediaPlay}, d, "\x1b[57428u"},
		{"all keys", a, all, "\x1b[97u"},
		{"all keys with text", a, all | text, "\x1b[97;;97u"},
		{"all keys, Shift, alternates, text", shiftA, all | alt | text, "\x1b[97:65;2;65u"},
		{"the same from a legacy terminal", key.Key{Code: 'A'}, all | alt | text, "\x1b[97:65;2;65u"},
		{"release has no text", key.Key{Code: 'a', Action: key.Release}, all | ev | text, "\x1b[97;1:3u"},
		{"repeat has", key.Key{Code: 'a', Action: key.Repeat}, all | ev | text, "\x1b[97;1:2;97u"},
		{"Ctrl has no text", key.Key{Code: 'a', Mods: key.Ctrl}, all | text, "\x1b[97;5u"},
		{"text without a key", key.Key{Text: "å"}, all | text, "\x1b[0;;229u"},
		{"text without a key is text", key.Key{Text: "å"}, d, "å"},
		{"caps lock", key.Key{Code: 'a', Mods: key.CapsLock, Text: "A"}, all | text, "\x1b[97;65;65u"},
		{"text without the flag for all keys", a, text | d, "a"},
		{"alternates alone change nothing", key.Key{Code: 'a', Mods: key.Ctrl}, alt, "\x01"},
		{"Super", key.Key{Code: 'a', Mods: key.Super}, d, "\x1b[97;9u"},
		{"Home has no SS3", key.Key{Code: key.Home}, d, "\x1b[H"},
		{"tmux's keys have no code", key.Key{Code: key.User}, all, ""},
	} {
		m := Mode{KittyFlags: tt.flags}
		if tt.flags&kittyEscapes != 0 { // which overrule the legacy modes
			m.AppCursor, m.AppKeypad, m.ModifyOtherKeys = true, true, 2
		}
		if got := string(AppendKey(nil, tt.in, m)); got != tt.want {
			t.Errorf("%s: %+v with flags %d is %q, want %q", tt.name, tt.in, tt.flags, got, tt.want)
		}
	}
}

// FuzzAppendKey: whatever the key and the mode, what was there stays, and no more than a sequence is
// added.
func FuzzAppendKey(f *testing.F) {
	f.Add(int32('a'), byte(4), byte(0), int32(0), int32(0), "", 1, false)
	f.Add(int32(key.Up), byte(255), byte(2), int32(0), int32(0), "", 31, true)
	f.Add(int32(0), byte(0), byte(1), int32('A'), int32('q'), "å\xff", 31, true)
	f.Add(int32(-1), byte(1), byte(9), int32(-5), int32(0x7fffffff), "\x1b", 0, true)
	f.Fuzz(func(t *testing.T, c int32, mods, action byte, shifted, base int32, text string, flags int, app bool) {
		k := key.Key{Code: key.Code(c), Mods: key.Mods(mods), Action: key.Action(action % 3), Shifted: shifted, Base: base, Text: text}
		for _, m := range []Mode{{KittyFlags: flags & 31}, {ModifyOtherKeys: flags & 3, AppKeypad: app, AppCursor: app}} {
			got := string(AppendKey([]byte("x"), k, m))
			if got[0] != 'x' || len(got) > 80+12*len(text) {
				t.Errorf("%+v in %+v is %q", k, m, got)
			}
		}
	})
}

func BenchmarkAppendKey(b *testing.B) {
	for _, bb := range []struct {
		name string
		k    key.Key
		m    Mode
	}{
		{"letter", key.Key{Code: 'a'}, Mode{}}, {"C-Left", key.Key{Code: key.Left, Mods: key.Ctrl}, Mode{}},
		{"kitty C-a", key.Key{Code: 'a', Mods: key.Ctrl}, Mode{KittyFlags: 1}}, {"kitty letter", key.Key{Code: 'a', Text: "a"}, Mode{KittyFlags: 31}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			var p []byte
			for b.Loop() {
				p = AppendKey(p[:0], bb.k, bb.m)
			}
		})
	}
}
