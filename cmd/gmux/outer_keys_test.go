//go:build linux

package main_test

import (
	"fmt"
	"os"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// kittyAnswers is a terminal that has the kitty protocol; deafAnswers one that has no keys beyond the legacy ones.
func kittyAnswers(query string) string { return usertest.XtermAnswers(query) }

func deafAnswers(query string) string {
	if query == "\x1b[?u" || query == "\x1b[?4m" {
		return ""
	}
	return usertest.XtermAnswers(query)
}

// A keyboard is an outer terminal whose keys come as bytes, and a program in gmux that writes down what it gets.
type keyboard struct {
	w    *usertest.World
	s    *usertest.Plain
	file string
}

func newKeyboard(t *testing.T, term string, answers func(string) string, config, asks string) keyboard {
	t.Helper()
	usertest.NeedGmux(t, "it has no kitty protocol")
	w := usertest.New(t)
	writeFile(t, w.Path("home", ".gmux.conf"), config, 0o600)
	k := keyboard{w: w, file: w.Path("home", "typed")}
	program := fmt.Sprintf(`stty raw -echo; printf "%s"; echo ready; exec cat >>"%s"`, asks, k.file)
	k.s = w.StartTerminal(24, 80, usertest.Manner{Answers: answers}, "sh", "-c", `TERM=$1 gmux new -s work sh -c "$0"; exec cat`, program, term)
	k.s.WaitFor(`ready`)
	return k
}

// types sends what the terminal sends, and waits until the program has got want.
func (k keyboard) types(what, sent, want string) {
	os.Truncate(k.file, 0)
	k.s.Type(sent)
	k.w.Eventually(what, func() (bool, string) {
		got, err := os.ReadFile(k.file)
		return string(got) == want, fmt.Sprintf("%q became %q, %v; want %q", sent, got, err, want)
	})
}

// leaves detaches, and waits until the terminal is as it was.
func (k keyboard) leaves() {
	k.w.Gmux("detach-client", "-s", "work")
	k.s.WaitFor(`\[detached \(from session work\)\]`)
	k.w.Eventually("the terminal to be as before", func() (bool, string) { return k.s.Left() == "", k.s.Left() })
}

// TestKeysBeyondTheLegacySet: what a terminal tells of keys reaches a program in the protocol that it asked for, as far as the
// terminal tells it; it was asked for what the program needs, and is let go of.
func TestKeysBeyondTheLegacySet(t *testing.T) {
	type stroke struct{ what, sent, want string }
	same := func(what, seq string) stroke { return stroke{what, seq, seq} }
	const ctrlEnter, ctrlShiftA, shiftEnter, ctrlTab, release = "\x1b[13;5u", "\x1b[97:65;6u", "\x1b[13;2u", "\x1b[9;5u", "\x1b[97;1:3u"
	for _, tt := range []struct {
		name    string
		term    string
		answers func(string) string
		config  string
		asks    string
		asked   string // what the terminal is asked for
		strokes []stroke
	}{
		{"all of the kitty protocol", "xterm-256color", kittyAnswers, "", `\033[>31u`, `\x1b\[>31u`, []stroke{
			same("C-Enter", ctrlEnter), same("C-S-a", ctrlShiftA), same("S-Enter", shiftEnter), same("C-Tab", ctrlTab), same("a released", release),
			same("text", "\x1b[97:65;2;65u"), same("a modifier key", "\x1b[57441;2u"), same("a media key", "\x1b[57428u"), same("keypad", "\x1b[57404;129;53u"),
		}},
		{"a part of it", "xterm-256color", kittyAnswers, "", `\033[>1u`, `\x1b\[>5u`, []stroke{
			same("C-Enter", ctrlEnter), {"C-S-a without its alternate", ctrlShiftA, "\x1b[97;6u"}, same("Escape", "\x1b[27u"), same("text", "a"),
		}},
		{"a program of old", "xterm-256color", kittyAnswers, "set -s extended-keys on\n", ``, `\x1b\[>5u`, []stroke{
			{"C-a", "\x1b[97;5u", "\x01"}, {"C-Enter", ctrlEnter, "\r"}, {"Escape", "\x1b[27u", "\x1b"}, {"M-a", "\x1b[97;3u", "\x1ba"},
			{"Ctrl and a Cyrillic letter", "\x1b[1089::99;5u", "\x03"}, {"keypad arrow", "\x1b[57419u", "\x1b[A"},
		}},
		{"modifyOtherKeys in a terminal with the kitty protocol", "xterm-256color", kittyAnswers, "set -s extended-keys on\n", `\033[>4;2m`, `\x1b\[>5u`, []stroke{
			{"C-Enter", ctrlEnter, "\x1b[27;5;13~"}, {"C-S-a", ctrlShiftA, "\x1b[27;6;65~"}, {"Escape", "\x1b[27u", "\x1b"},
		}},
		{"the same as CSI u", "xterm-256color", kittyAnswers, "set -s extended-keys on\nset -s extended-keys-format csi-u\n", `\033[>4;2m`, `\x1b\[>5u`, []stroke{
			same("C-Enter", ctrlEnter),
		}},
		{"the kitty protocol in a terminal with modifyOtherKeys", "xterm-256color", deafAnswers, "", `\033[>1u`, `\x1b\[>4;2m`, []stroke{
			{"C-Enter", "\x1b[27;5;13~", ctrlEnter}, {"C-S-a", "\x1b[27;6;65~", "\x1b[97;6u"}, {"C-a of old", "\x01", "\x1b[97;5u"},
		}},
		{"the kitty protocol in a terminal of old", "screen", deafAnswers, "", `\033[>1u`, ``, []stroke{
			{"C-a", "\x01", "\x1b[97;5u"}, {"Escape", "\x1b", "\x1b[27u"}, {"Up", "\x1b[A", "\x1b[A"}, {"S-Up", "\x1b[1;2A", "\x1b[1;2A"},
		}},
		{"modifyOtherKeys refused", "xterm-256color", kittyAnswers, "", `\033[>4;2m`, ``, []stroke{
			{"C-a", "\x01", "\x01"}, {"C-Enter all the same", ctrlEnter, "\r"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			k := newKeyboard(t, tt.term, tt.answers, tt.config, tt.asks)
			if tt.asked != "" {
				k.s.WaitFor(tt.asked)
			}
			for _, s := range tt.strokes {
				k.types(s.what, s.sent, s.want)
			}
			k.leaves()
		})
	}
}

// TestMouseOfAProgram: with mouse off the terminal's mouse is a program's that asks for it, and nobody's else.
func TestMouseOfAProgram(t *testing.T) {
	t.Parallel()
	k := newKeyboard(t, "xterm-256color", kittyAnswers, "set -g status-position top\nset -s focus-events on\n", `\033[?1002h\033[?1006h\033[?1004h`)
	k.s.WaitFor(`\x1b\[\?1002h`)
	k.types("a press", "\x1b[<0;5;3M", "\x1b[<0;5;2M")
	k.types("a drag to the status line", "\x1b[<32;9;1M", "\x1b[<32;9;1M")
	k.types("a release", "\x1b[<0;9;1m", "\x1b[<0;9;1m")
	k.types("button 8 on the right edge", "\x1b[<128;80;24M", "\x1b[<128;80;23M")
	k.types("focus", "\x1b[O\x1b[I", "\x1b[O\x1b[I")
	k.types("nothing of the status line", "\x1b[<2;5;1M\x1b[<2;5;1mx", "x")
	k.leaves()
}
