package screen

import (
	"unicode/utf8"

	"gmux/protocol/outer"
)

// graphics are the characters of the VT100's special graphics set, by the byte that stands for each: first the one that
// is in the set, then those that look like it.
//
// See https://vt100.net/docs/vt100-ug/table3-9.html.
var graphics = map[byte]string{
	'q': "─━┄┅┈┉╌╍═╴╶╸╺╼╾", 'x': "│┃┆┇┊┋╎╏║╵╷╹╻╽╿",
	'l': "┌┍┎┏╒╓╔╭", 'k': "┐┑┒┓╕╖╗╮", 'm': "└┕┖┗╘╙╚╰", 'j': "┘┙┚┛╛╜╝╯",
	't': "├┝┞┟┠┡┢┣╞╟╠", 'u': "┤┥┦┧┨┩┪┫╡╢╣", 'w': "┬┭┮┯┰┱┲┳╤╥╦", 'v': "┴┵┶┷┸┹┺┻╧╨╩",
	'n': "┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╪╫╬",
	'`': "◆♦", 'a': "▒░▓", 'f': "°", 'g': "±", 'o': "⎺", 'p': "⎻", 'r': "⎼", 's': "⎽",
	'y': "≤", 'z': "≥", '{': "π", '|': "≠", '}': "£", '~': "·•",
}

// asGraphic are the bytes by the character.
var asGraphic = func() map[rune]byte {
	m := make(map[rune]byte)
	for b, like := range graphics {
		for _, r := range like {
			m[r] = b
		}
	}
	return m
}()

// inASCII are the lines where there is no special graphics set.
func inASCII(graphic byte) byte {
	switch graphic {
	case 'q', 'o', 'p', 'r', 's':
		return '-'
	case 'x':
		return '|'
	case 'l', 'k', 'm', 'j', 't', 'u', 'w', 'v', 'n', '`':
		return '+'
	}
	return '_'
}

// arrows are what pane-border-indicators draws, in ASCII. The special graphics of some terminals have them, but few terminfo
// entries say so; tmux draws underscores on all others, which on a border show nothing.
var arrows = map[string]byte{"←": '<', "→": '>', "↑": '^', "↓": 'v'}

// appendPlain is for terminals without UTF-8: what special graphics or ASCII can show, and tmux's underscore for the rest.
// G0 is ASCII before and after, so that no cell depends on another.
func (t *Terminal) appendPlain(dst []byte, cluster string, width int) []byte {
	b, ok := graphic(cluster)
	switch {
	case arrows[cluster] != 0:
		return append(dst, arrows[cluster])
	case !ok:
		return append(dst, "__"[:width]...)
	case t.caps&outer.Charsets != 0:
		return append(append(append(dst, "\x1b(0"...), b), "\x1b(B"...)
	}
	return append(dst, inASCII(b))
}

func graphic(cluster string) (byte, bool) {
	r, n := utf8.DecodeRuneInString(cluster)
	b, ok := asGraphic[r]
	return b, ok && n == len(cluster)
}
