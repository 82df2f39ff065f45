package encode

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"gmux/protocol/key"
)

// xtermMods are the columns of testdata/xterm.txt.
var xtermMods = [8]key.Mods{
	0, key.Shift, key.Alt, key.Alt | key.Shift, key.Ctrl, key.Ctrl | key.Shift, key.Ctrl | key.Alt, key.Ctrl | key.Alt | key.Shift,
}

// xtermModes are its sections.
var xtermModes = map[string]Mode{
	"legacy":                               {},
	"DECCKM DECKPAM":                       {AppCursor: true, AppKeypad: true},
	"DECBKM":                               {BackarrowBS: true},
	"LNM":                                  {LineFeedNewLine: true},
	"modifyOtherKeys 1":                    {ModifyOtherKeys: 1},
	"modifyOtherKeys 2":                    {ModifyOtherKeys: 2},
	"modifyOtherKeys 2, formatOtherKeys 1": {ModifyOtherKeys: 2, OtherKeysCSIu: true},
}

// xtermFile is testdata/xterm.txt: section, key, what xterm sends with each of xtermMods, "-" where it was not to be found out.
func xtermFile(t *testing.T) map[string]map[string][8]string {
	data, err := os.ReadFile("testdata/xterm.txt")
	if err != nil {
		t.Fatal(err)
	}
	file := map[string]map[string][8]string{}
	var section map[string][8]string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "## "); ok {
			section = map[string][8]string{}
			for k, v := range file["legacy"] {
				section[k] = v
			}
			file[name] = section
			continue
		}
		if strings.HasPrefix(line, "# ") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 9 {
			t.Fatalf("%q has %d fields", line, len(fields))
		}
		var sent [8]string
		for i, f := range fields[1:] {
			if sent[i] = f; f != "-" {
				if sent[i], err = strconv.Unquote(f); err != nil {
					t.Fatalf("%q: %v", line, err)
				}
			}
		}
		section[fields[0]] = sent
	}
	return file
}

// A difference is where we do not send what xterm does.
type difference struct {
	modes  string
	keys   string // in a row; "" for all
	mods   func(key.Mods) bool
	reason string
}

func withAlt(m key.Mods) bool  { return m&key.Alt != 0 }
func withCtrl(m key.Mods) bool { return m&key.Ctrl != 0 }

var xtermDifferences = []difference{
	{"legacy, DECCKM DECKPAM, DECBKM, LNM", `1 9 0 - = ; ' , .`, withCtrl, "tmux takes the control character, or the character, of the key's other half"},
	{"legacy, DECBKM, LNM, modifyOtherKeys 1, modifyOtherKeys 2, modifyOtherKeys 2, formatOtherKeys 1", "KP- KP+ KPEnter KP/ KP*", withAlt, "Alt is said, by ESC; xterm leaves it out for the keypad"},
	{"modifyOtherKeys 1", "", withAlt, "Alt is said, among the modifiers; xterm leaves it out at level 1"},
}

// TestXterm holds that we send what a real xterm sends, but for the differences listed, each of which is one.
func TestXterm(t *testing.T) {
	file := xtermFile(t)
	met := make([]bool, len(xtermDifferences))
	compared := 0
	for name, mode := range xtermModes {
		if file[name] == nil {
			t.Fatalf("nothing is recorded for %s", name)
		}
		for label, sent := range file[name] {
			for i, want := range sent {
				if want == "-" {
					continue
				}
				compared++
				k := usKey(t, label, xtermMods[i])
				got := string(AppendKey(nil, k, mode))
				at := different(name, label, xtermMods[i])
				switch {
				case got == want:
				case at >= 0:
					met[at] = true
				default:
					t.Errorf("%s, %s with modifiers %v: %q, xterm sends %q", name, label, xtermMods[i], got, want)
				}
			}
		}
	}
	for i, d := range xtermDifferences {
		if !met[i] {
			t.Errorf("no difference any more: %s", d.reason)
		}
	}
	if compared < 3000 {
		t.Errorf("only %d were compared", compared)
	}
}

func different(mode, label string, mods key.Mods) int {
	for i, d := range xtermDifferences {
		if strings.Contains(", "+d.modes+",", ", "+mode+",") && d.mods(mods) && (d.keys == "" || strings.Contains(" "+d.keys+" ", " "+label+" ")) {
			return i
		}
	}
	return -1
}

// usKey is what a terminal with all of the kitty protocol reports of a key on a US keyboard.
func usKey(t *testing.T, label string, mods key.Mods) key.Key {
	k := parse(t, label)
	k.Mods |= mods
	const plain, shifted = "0123456789`-=[]\\;',./", `)!@#$%^&*(~_+{}|:"<>?`
	if mods&key.Shift == 0 || !k.Code.IsText() || k.Code == ' ' {
		return k
	}
	if i := strings.IndexRune(plain, rune(k.Code)); i >= 0 {
		k.Shifted = rune(shifted[i])
	} else {
		k.Shifted = rune(k.Code) - 'a' + 'A'
	}
	return k
}
