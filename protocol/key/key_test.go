package key

import "testing"

// TestCanonical has the strokes of doc.go's table and more, as each protocol reports them.
func TestCanonical(t *testing.T) {
	for _, tt := range []struct {
		name string
		want Key
		in   []Key
	}{
		{"Shift+a", Key{Code: 'A'}, []Key{
			{Code: 'A'},
			{Code: 'A', Mods: Shift},
			{Code: 'a', Mods: Shift},
			{Code: 'a', Mods: Shift, Shifted: 'A'},
			{Code: 'a', Mods: Shift | NumLock, Shifted: 'A', Text: "A", Action: Repeat},
			{Code: 'a', Mods: CapsLock, Text: "A"},
			{Code: 'a', Mods: CapsLock},
			{Text: "A"},
		}},
		{"Shift+Alt+a", Key{Code: 'A', Mods: Alt}, []Key{{Code: 'A', Mods: Alt}, {Code: 'a', Mods: Shift | Alt}, {Code: 'a', Mods: Shift | Alt, Shifted: 'A'}}},
		{"Shift+1", Key{Code: '!'}, []Key{{Code: '!'}, {Code: '!', Mods: Shift}, {Code: '1', Mods: Shift, Shifted: '!'}, {Code: '1', Mods: Shift, Text: "!"}}},
		{"Shift+1 of a terminal that tells no more", Key{Code: '1', Mods: Shift}, []Key{{Code: '1', Mods: Shift}}},
		{"Shift+2 on a German keyboard", Key{Code: '"'}, []Key{{Code: '2', Mods: Shift, Shifted: '"', Text: `"`}}},
		{"Ctrl+a", Key{Code: 'a', Mods: Ctrl}, []Key{Rune(1), {Code: 'A', Mods: Ctrl}, {Code: 'a', Mods: Ctrl | CapsLock}}},
		{"Ctrl+Shift+a", Key{Code: 'a', Mods: Ctrl | Shift}, []Key{{Code: 'A', Mods: Ctrl | Shift}, {Code: 'a', Mods: Ctrl | Shift, Shifted: 'A'}}},
		{"Ctrl+Space", Key{Code: ' ', Mods: Ctrl}, []Key{Rune(0), {Code: '@', Mods: Ctrl}, {Code: '2', Mods: Ctrl | Shift, Shifted: '@'}}},
		{"Ctrl+Shift+-", Key{Code: '_', Mods: Ctrl}, []Key{Rune(0x1f), {Code: '-', Mods: Ctrl | Shift, Shifted: '_'}, {Code: '_', Mods: Ctrl | Shift}}},
		{"Shift+Space keeps Shift", Key{Code: ' ', Mods: Shift}, []Key{{Code: ' ', Mods: Shift, Text: " "}, {Code: ' ', Mods: Shift, Shifted: ' '}}},
		{"Shift+Tab", Key{Code: Tab, Mods: Shift}, []Key{{Code: Tab, Mods: Shift | NumLock}}},
		{"Super+Shift+a", Key{Code: 'a', Mods: Super | Shift}, []Key{{Code: 'A', Mods: Super | Shift}}},
		{"a letter without case", Key{Code: 'あ'}, []Key{{Code: 'あ', Mods: Shift}}},
		{"keypad arrows are arrows", Key{Code: Up, Mods: Ctrl}, []Key{{Code: KPUp, Mods: Ctrl}}},
		{"keypad digits are their own", Key{Code: KP8}, []Key{{Code: KP8, Mods: NumLock, Text: "8"}}},
	} {
		for _, k := range tt.in {
			got := k.Canonical()
			if got != tt.want {
				t.Errorf("%s: %+v is %+v, want %+v", tt.name, k, got, tt.want)
			}
			if again := got.Canonical(); again != got {
				t.Errorf("%s: canonical of canonical %+v is %+v", tt.name, got, again)
			}
		}
	}
}

func TestLegacy(t *testing.T) {
	for in, want := range map[string]string{
		"C-i": "Tab", "C-m": "Enter", "C-[": "Escape", "C-M-i": "M-Tab", "C-S-a": "C-a", "S-Enter": "Enter", "C-Tab": "Tab",
		"S-Tab": "BTab", "C-3": "Escape", "C-8": "BSpace", "C-?": "BSpace", "C-/": "C-_", "C-1": "1", "C-Left": "C-Left",
		"Super-a": "a", "KP5": "5", "KPEnter": "Enter", "S-Space": "Space", "C-M-b": "C-M-b", "S-F1": "S-F1", "C-h": "C-h",
	} {
		k, err := Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := k.Legacy().String(); got != want {
			t.Errorf("legacy of %s is %s, want %s", in, got, want)
		}
	}
}

func TestCodes(t *testing.T) {
	for _, tt := range []struct {
		c    Code
		want int
	}{ // the ends of each run of the kitty protocol's table
		{Escape, 27}, {Enter, 13}, {Tab, 9}, {Backspace, 127}, {'a', 97}, {CapsLockKey, 57358}, {Menu, 57363}, {F13, 57376}, {F35, 57398},
		{KP0, 57399}, {KP9, 57408}, {KPDecimal, 57409}, {KPEnter, 57414}, {KPSeparator, 57416}, {KPLeft, 57417}, {KPBegin, 57427},
		{MediaPlay, 57428}, {MuteVolume, 57440}, {LeftShift, 57441}, {RightShift, 57447}, {ISOLevel5Shift, 57454},
	} {
		if got, ok := tt.c.Kitty(); got != tt.want || !ok {
			t.Errorf("%v has kitty's number %d, %v, want %d", tt.c, got, ok, tt.want)
		}
		if got, ok := FromKitty(tt.want); got != tt.c || !ok {
			t.Errorf("kitty's %d is %v, %v, want %v", tt.want, got, ok, tt.c)
		}
	}
	for _, n := range []int{-1, 1, 0x85, 0xd800, 57344, 57364, 57455, 63743, 0x110000} {
		if c, ok := FromKitty(n); ok {
			t.Errorf("kitty's %d is %v", n, c)
		}
	}
	for _, c := range []Code{Up, F12, Insert, Find} {
		if n, ok := c.Kitty(); ok {
			t.Errorf("%v has kitty's number %d", c, n)
		}
	}
	for c := KP0; c <= KPBegin; c++ {
		if m := c.Keypad(); !c.IsKeypad() || m.IsKeypad() != (c == KPBegin) {
			t.Errorf("keypad's %v is %v", c, m)
		}
	}
}

func TestMouseCode(t *testing.T) {
	c := MouseCode(MouseDragEndKind, Button11, OnControl0+9)
	if k, b, on, ok := c.Mouse(); k != MouseDragEndKind || b != Button11 || on != OnControl0+9 || !ok {
		t.Errorf("%v is %v, %v, %v, %v", c, k, b, on, ok)
	}
	if _, _, _, ok := F1.Mouse(); ok {
		t.Error("F1 is a mouse event")
	}
}
