package outer

import "strings"

// Caps are what a terminal takes, by its name. What it does not take is never sent: it might be printed.
type Caps uint8

const (
	Xterm     Caps = 1 << iota // it understands what xterm does, or ignores it: OSC, DCS, CSI with any leader
	Alternate                  // private mode 1049: the alternate screen
	Cursor                     // private mode 25: the cursor can be hidden
	Keypad                     // DECCKM and DECKPAM
	Paste                      // private mode 2004, brackets around a paste
	Charsets                   // SCS: the special graphics of the VT100 in G0
	Autowrap                   // DECAWM
)

const (
	allCaps     = Xterm | Alternate | Cursor | Keypad | Paste | Charsets | Autowrap
	unknownCaps = allCaps &^ Xterm // a plain terminal of ECMA-48 with DEC's private modes, which others ignore
	consoleCaps = Cursor | Charsets | Autowrap
	vt100Caps   = Keypad | Charsets | Autowrap
)

// names tells terminals by the beginning of TERM. As in terminfo's entries, there is no alternate screen on a console.
var names = []struct {
	prefix string
	whole  bool // not the beginning of another word
	caps   Caps
}{
	{"xterm", true, allCaps}, {"tmux", true, allCaps}, {"screen", true, allCaps}, {"foot", true, allCaps},
	{"kitty", true, allCaps}, {"ghostty", true, allCaps}, {"alacritty", true, allCaps}, {"wezterm", true, allCaps},
	{"contour", true, allCaps}, {"rio", true, allCaps}, {"gmux", true, allCaps}, {"konsole", true, allCaps},
	{"gnome", true, allCaps}, {"vte", true, allCaps}, {"st", true, allCaps}, {"mintty", true, allCaps},
	{"iterm", true, allCaps}, {"iTerm", true, allCaps}, {"putty", true, allCaps}, {"rxvt", true, allCaps},
	{"Eterm", true, allCaps}, {"mlterm", true, allCaps},

	{"linux", false, consoleCaps}, {"fbterm", false, consoleCaps}, {"jfbterm", false, consoleCaps},
	{"kon", false, consoleCaps}, {"cygwin", false, consoleCaps}, {"hurd", false, Cursor | Autowrap},
	{"ansi", false, Autowrap}, {"pcansi", false, Autowrap}, {"qansi", false, Autowrap}, {"cons25", false, Autowrap},
	{"wsvt25", false, Autowrap}, {"sun", false, Autowrap},
	{"vt1", false, vt100Caps},
	{"vt2", false, vt100Caps | Cursor}, {"vt3", false, vt100Caps | Cursor}, {"vt4", false, vt100Caps | Cursor},
	{"vt5", false, vt100Caps | Cursor},
}

// CapsOf says what a terminal with this TERM takes. known is false for a name that nobody here has heard of.
func CapsOf(term string) (caps Caps, known bool) {
	for _, n := range names {
		if rest, ok := strings.CutPrefix(term, n.prefix); ok && (!n.whole || endsWord(rest)) {
			return n.caps, true
		}
	}
	return unknownCaps, false
}

// endsWord says whether rest is a variant or a version of the name before it.
func endsWord(rest string) bool { return rest == "" || rest[0] < 'a' || rest[0] > 'z' }

// plainReset is ResetSequence for terminals that take but a part of what xterm does. Without an alternate screen there
// is no old picture to go back to, and the new one goes, as with tmux.
func plainReset(caps Caps) string {
	s := "\x1b[m"
	for _, part := range []struct {
		caps Caps
		seq  string
	}{
		{Charsets, "\x1b(B\x0f"}, {Keypad, "\x1b[?1l\x1b>"}, {Paste, "\x1b[?2004l"}, {Autowrap, "\x1b[?7h"},
	} {
		if caps&part.caps != 0 {
			s += part.seq
		}
	}
	if caps&Alternate != 0 {
		s += "\x1b[?1049l"
	} else {
		s += "\x1b[H\x1b[J"
	}
	if caps&Cursor != 0 {
		s += "\x1b[?25h"
	}
	return s
}
