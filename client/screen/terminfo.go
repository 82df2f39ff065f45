package screen

import (
	"github.com/gdamore/tcell/v2/terminfo"

	"gmux/protocol/outer"
)

// terminfoOf describes a terminal to tcell: what ECMA-48 and the VT100 have, as far as the terminal
// takes it. It is made here and not looked up, because a machine without the terminal's entry is the usual case in a container.
// PadChar stays empty: tcell would sleep for a "$<700>" that is part of the text.
func terminfoOf(t Terminal) terminfo.Terminfo {
	ti := terminfo.Terminfo{
		Name:       "gmux-plain",
		Clear:      "\x1b[H\x1b[J",
		AttrOff:    "\x1b[m",
		Underline:  "\x1b[4m",
		Bold:       "\x1b[1m",
		Blink:      "\x1b[5m",
		Reverse:    "\x1b[7m",
		SetCursor:  "\x1b[%i%p1%d;%p2%dH",
		AutoMargin: true,
	}
	if t.caps&outer.Alternate != 0 {
		ti.EnterCA, ti.ExitCA = "\x1b[?1049h", "\x1b[?1049l"
	}
	if t.caps&outer.Cursor != 0 {
		ti.ShowCursor, ti.HideCursor = "\x1b[?25h", "\x1b[?25l"
	}
	if t.caps&outer.Keypad != 0 {
		ti.EnterKeypad, ti.ExitKeypad = "\x1b[?1h\x1b=", "\x1b[?1l\x1b>"
	}
	if t.caps&outer.Autowrap != 0 {
		ti.EnableAutoMargin, ti.DisableAutoMargin = "\x1b[?7h", "\x1b[?7l"
	}
	if t.caps&outer.Charsets != 0 {
		ti.EnableAcs, ti.EnterAcs, ti.ExitAcs = "\x1b(B\x0f", "\x1b(0", "\x1b(B"
		for b := range graphics {
			ti.AltChars += string([]byte{b, b})
		}
		ti.AltChars += "  " // tcell leaves the last pair out
	}
	if t.depth > depthMono {
		ti.Colors = 8
		ti.SetFg, ti.SetBg, ti.ResetFgBg = "\x1b[3%p1%dm", "\x1b[4%p1%dm", "\x1b[39;49m"
	}
	if t.depth >= depth16 {
		ti.Colors = 16
		ti.SetFg = "\x1b[%?%p1%{8}%<%t%p1%{30}%+%e%p1%{82}%+%;%dm"
		ti.SetBg = "\x1b[%?%p1%{8}%<%t%p1%{40}%+%e%p1%{92}%+%;%dm"
	}
	if t.depth >= depth256 {
		ti.Colors = 256
		ti.SetFg, ti.SetBg = "\x1b[38;5;%p1%dm", "\x1b[48;5;%p1%dm"
	}
	if t.depth == depthRGB {
		ti.TrueColor = true
		ti.SetFgRGB = "\x1b[38;2;%p1%d;%p2%d;%p3%dm"
		ti.SetBgRGB = "\x1b[48;2;%p1%d;%p2%d;%p3%dm"
	}
	return ti
}
