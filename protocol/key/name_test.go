package key

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// TestParse has what tmux 3.3a prints for each name given to bind-key, where it prints one.
func TestParse(t *testing.T) {
	for _, tt := range []struct{ want, names string }{
		{"C-a", "C-a c-a C-A ^a ^A"},
		{"C-M-a", "C-M-a M-C-a m-c-a ^M-a"}, // tmux 3.3a prints M-C-a, from 3.5 on C-M-a
		{"C-S-a", "C-S-a S-C-a C-S-A"},
		{"a", "a 0x61"}, {"A", "A S-a S-A 0x41"}, {"M-A", "M-A M-S-a S-M-a"}, {"é", "é 0xe9"}, {"M-é", "M-é"},
		{"C-Space", "C-Space C-@ C-space 0x0"}, {"Space", "Space 0x20"}, {"S-Space", "S-Space"}, {"M-Space", "M-Space"},
		{"C-i", "C-i C-I ^i"}, {"C-m", "C-m"}, {"C-[", "C-[ ^["}, {"C-j", "C-j 0x0a"}, // C-i and C-m differ from Tab and Enter since 3.5
		{"C-?", "C-?"}, {"C-/", "C-/"}, {"C-_", "C-_"}, {"C-1", "C-1"}, {"C-]", "C-]"}, {"C-\\", `C-\`}, {"C-^", "C-^"}, {"C-!", "C-! C-S-!"},
		{"C--", "C-- ^-"}, {"M--", "M--"}, {"-", "-"}, {"^", "^"}, {"!", "! S-!"}, {"C-;", "C-;"},
		{"Tab", "Tab tab 0x09"}, {"BTab", "BTab S-Tab S-BTab btab"}, {"C-BTab", "C-S-Tab C-BTab"}, {"M-BTab", "M-BTab"}, {"C-Tab", "C-Tab"},
		{"Enter", "Enter 0x0d"}, {"S-Enter", "S-Enter"}, {"Escape", "Escape 0x1b"}, {"M-Escape", "M-Escape"},
		{"BSpace", "BSpace bspace 0x7f"}, {"C-BSpace", "C-BSpace"}, {"M-BSpace", "M-BSpace"},
		{"IC", "IC Insert insert"}, {"DC", "DC Delete"}, {"Home", "Home"}, {"End", "End"},
		{"PPage", "PPage PageUp PgUp"}, {"NPage", "NPage PageDown PgDn NPAGE"},
		{"Up", "Up"}, {"C-Left", "C-Left ^Left"}, {"C-M-S-Left", "C-M-S-Left S-M-C-Left"}, {"M-Right", "M-Right"}, {"S-Down", "S-Down"},
		{"F1", "F1 f1"}, {"F12", "F12"}, {"S-F12", "S-F12"}, {"F13", "F13"}, {"F35", "F35"},
		{"KP0", "KP0"}, {"KP9", "kp9"}, {"KPEnter", "KPEnter"}, {"KP*", "KP*"}, {"KP/", "KP/"}, {"KP-", "KP-"}, {"KP+", "KP+"}, {"KP.", "KP."}, {"C-KP1", "C-KP1"},
		{"User0", "User0"}, {"User999", "User999"}, {"Any", "Any any"}, {"None", "None"},
		{"MouseDown1Pane", "MouseDown1Pane mousedown1pane"}, {"C-MouseDown1Status", "C-MouseDown1Status"}, {"WheelUpPane", "WheelUpPane"},
		{"MouseDrag3StatusLeft", "MouseDrag3StatusLeft"}, {"MouseDragEnd11Border", "MouseDragEnd11Border"}, {"SecondClick6StatusRight", "SecondClick6StatusRight"},
		{"TripleClick2StatusDefault", "TripleClick2StatusDefault"}, {"M-WheelDownScrollbarSlider", "M-WheelDownScrollbarSlider"}, {"MouseUp8Control9", "MouseUp8Control9"},
		{"Super-a", "Super-a super-A"}, {"Hyper-Meta-C-x", "Meta-Hyper-C-x C-Hyper-Meta-x"}, {"Menu", "Menu"}, {"MediaPlay", "MediaPlay"},
	} {
		for _, name := range strings.Fields(tt.names) {
			k, err := Parse(name)
			if err != nil {
				t.Errorf("Parse(%q): %v", name, err)
				continue
			}
			if got := k.String(); got != tt.want {
				t.Errorf("Parse(%q) is %s, want %s", name, got, tt.want)
			}
			if k != k.Canonical() {
				t.Errorf("Parse(%q) = %+v is not canonical", name, k)
			}
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, name := range []string{
		"", "ab", "X-a", "C-", "M-C-", "^^a", "F0", "F36", "User1000", "user1", "User", "User-1", "User+1", "0x", "0xzz", "0x110000", "0xd800",
		"MouseDown4Pane", "MouseDown1", "MouseDownPane", "WheelUp1Pane", "FocusIn", "Super-", "\xff", "C-\xff", "\x01", "a\u0301",
	} {
		k, err := Parse(name)
		if !errors.Is(err, ErrName) {
			t.Errorf("Parse(%q) = %v, %v", name, k, err)
		} else if want := "unknown key: " + name; err.Error() != want {
			t.Errorf("Parse(%q) says %q, want %q", name, err, want)
		}
	}
}

// TestTmuxKeys parses every key that tmux 3.3a's own bindings have, which is what list-keys prints
// without a configuration, and prints it the same way, save for the order of M- and C-.
func TestTmuxKeys(t *testing.T) {
	text, err := os.ReadFile("testdata/tmux-3.3a-keys")
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Fields(string(text))
	if len(names) < 150 {
		t.Fatalf("only %d names", len(names))
	}
	for _, name := range names {
		k, err := Parse(name)
		if err != nil {
			t.Error(err)
			continue
		}
		want := strings.Replace(name, "M-C-", "C-M-", 1)
		if got := k.String(); got != want {
			t.Errorf("%s is printed as %s", name, got)
		}
	}
}

// TestNames: every name of the tables names a key that prints a name for the same key.
func TestNames(t *testing.T) {
	for name, k := range words().byName {
		again, err := Parse(k.String())
		if err != nil || again != k.Canonical() {
			t.Errorf("%s prints as %s, which is %+v, %v", name, k, again, err)
		}
	}
}

// FuzzParse: what a name means, printed and parsed again, means the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"C-M-S-Left", "^a", "0x41", "Super-C-é", "MouseDown1Pane", "C--", "M-", "S-ß", "S-ǆ", "C-ǅ", "C-S-İ", "0X80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		k, err := Parse(name)
		if err != nil {
			return
		}
		printed := k.String()
		again, err := Parse(printed)
		if err != nil || again != k {
			t.Errorf("%q is %+v, prints as %q, which is %+v, %v", name, k, printed, again, err)
		}
		if again.Legacy().Canonical() != again.Legacy() {
			t.Errorf("legacy of %q is not canonical: %+v", name, again.Legacy())
		}
	})
}
