// Package outer knows the way out of everything that gmux turns on in the user's terminal.
//
//	client ends well ──▶ ResetSequence, then its own termios ─┐
//	                                                          ├──▶ outer tty, as it was found
//	client is killed ──▶ the server writes the same to the    │
//	                     descriptor it was passed ────────────┘
//
// Both write the same bytes, so the way out is walked every time and not only after a SIGKILL. A package of its
// own, because client and server do not import each other.
package outer

import (
	"errors"
	"strings"
)

// ResetSequence takes a terminal of this TERM back to where a shell expects it. Every part is harmless where its mode was
// never set, and in the middle of a sequence that a dead client did not finish. It is written before the termios
// is restored; nothing here depends on output processing.
func ResetSequence(term string) string {
	caps, _ := CapsOf(term)
	if caps&Xterm == 0 {
		return plainReset(caps)
	}
	return reset
}

const reset = "" +
	"\x1b\\" + // ST ends a string that was left open, ESC the rest of a cut sequence
	"\x1b[?2026l" + // synchronized output: from here on the terminal shows what it gets
	"\x1b]8;;\x1b\\" + // no hyperlink
	"\x1b[?69l\x1b[?6l\x1b[r" + // left and right margins, origin mode, scroll region
	"\x1b[4l" + // IRM: replace
	"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1005l\x1b[?1006l\x1b[?1016l" + // mouse tracking and its encodings
	"\x1b[?1004l" + // focus reports
	"\x1b[?2004l" + // bracketed paste
	"\x1b[?2031l\x1b[?2048l" + // reports of the colour scheme and of the size
	"\x1b[>4m" + // modifyOtherKeys back to the terminal's own setting; SGR 0 below undoes it where > is not understood
	"\x1b[<u" + // kitty keyboard: pop ours. Its stack belongs to the alternate screen, so before leaving that
	"\x1b[?1l\x1b>" + // cursor keys and keypad send what a shell expects
	"\x1b[0 q\x1b]112\x1b\\" + // the user's own cursor shape and colour
	"\x1b[23;0;0t" + // the titles that were there before us
	"\x1b(B\x0f" + // ASCII in G0, and G0 in use
	"\x1b[0m" +
	"\x1b[?7h" + // autowrap
	"\x1b[?1049l" + // the main screen and the cursor where it was
	"\x1b[0m\x1b[?25h"

// CheckTerm says why a terminal of this TERM cannot show a screen: tmux's wording, and nil for all but those that cannot
// address their cursor. Server and client ask, so that no session is made that nobody could see.
func CheckTerm(term string) error {
	if term == "" || term == "dumb" || term == "unknown" || strings.HasPrefix(term, "dumb-") {
		return errNoClear
	}
	return nil
}

var errNoClear = errors.New("open terminal failed: terminal does not support clear")
