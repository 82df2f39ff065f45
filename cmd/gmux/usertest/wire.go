//go:build linux

package usertest

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Wire follows what is written to a terminal and knows which of its modes are not as they were at the start. It is no
// terminal: it draws nothing, it only counts what was turned on and off.
type Wire struct {
	rest    []byte          // of a sequence that was cut
	modes   map[string]bool // "?1049", "4": set, where reset is the default, and the other way round
	flags   map[string]bool // what has a name of its own
	keys    [2]int          // depth of the stack of kitty keyboard flags, of the main and the alternate screen
	titles  int             // depth of the stack of titles
	Unknown []string        // sequences that it has no idea of
}

// defaultOn are the private modes that a terminal starts with.
var defaultOn = map[string]bool{"?7": true, "?25": true}

// Write follows more bytes.
func (w *Wire) Write(p []byte) (int, error) {
	if w.modes == nil {
		w.modes, w.flags = make(map[string]bool), make(map[string]bool)
	}
	var tokens []string
	tokens, w.rest = Tokens(append(w.rest, p...))
	for _, t := range tokens {
		w.follow(t)
	}
	return len(p), nil
}

// String lists what is not as it was, "" for nothing.
func (w *Wire) String() string {
	var left []string
	for mode, differs := range w.modes {
		if differs {
			left = append(left, "mode "+mode)
		}
	}
	for flag, on := range w.flags {
		if on {
			left = append(left, flag)
		}
	}
	for i, where := range []string{"main", "alternate"} {
		if w.keys[i] != 0 {
			left = append(left, fmt.Sprintf("%d kitty flags on the %s screen", w.keys[i], where))
		}
	}
	if w.titles != 0 {
		left = append(left, fmt.Sprintf("%d titles saved", w.titles))
	}
	if len(w.rest) > 0 {
		left = append(left, fmt.Sprintf("unfinished %q", w.rest))
	}
	slices.Sort(left)
	return strings.Join(left, ", ")
}

func (w *Wire) follow(t string) {
	switch {
	case t == "\x0e" || t == "\x0f":
		w.flags["shifted out"] = t == "\x0e"
	case !strings.HasPrefix(t, "\x1b"):
	case strings.HasPrefix(t, "\x1b["):
		w.control(t[2:len(t)-1], t[len(t)-1])
	case strings.HasPrefix(t, "\x1b]"):
		w.osc(strings.TrimSuffix(strings.TrimSuffix(t[2:], "\x1b\\"), "\a"))
	case strings.HasPrefix(t, "\x1b("):
		w.flags["G0 is not ASCII"] = t != "\x1b(B"
	case t == "\x1b=" || t == "\x1b>":
		w.flags["application keypad"] = t == "\x1b="
	case t == "\x1b\\": // ST of nothing
	default:
		w.Unknown = append(w.Unknown, t)
	}
}

// control follows CSI parameters final.
func (w *Wire) control(params string, final byte) {
	switch {
	case final == 'h' || final == 'l':
		leader, list := "", params
		if strings.HasPrefix(params, "?") {
			leader, list = "?", params[1:]
		}
		for n := range strings.SplitSeq(list, ";") {
			mode := leader + n
			w.modes[mode] = (final == 'h') != defaultOn[mode]
		}
	case final == 'm' && strings.HasPrefix(params, ">4"):
		w.flags["modifyOtherKeys"] = params != ">4" && params != ">4;0"
	case final == 'm':
		w.flags["SGR"] = strings.Trim(params, "0;") != ""
	case final == 'r':
		w.flags["margins"] = params != ""
	case final == 'u' && strings.ContainsAny(params, "<>="):
		w.kitty(params)
	case final == 'q' && strings.HasSuffix(params, " "):
		w.flags["cursor shape"] = strings.Trim(params, "0 ") != ""
	case final == 't' && strings.HasPrefix(params, "22"):
		w.titles++
	case final == 't' && strings.HasPrefix(params, "23"):
		if w.titles = max(0, w.titles-1); w.titles == 0 {
			w.flags["title"] = false
		}
	}
}

func (w *Wire) kitty(params string) {
	screen := 0
	if w.modes["?1049"] {
		screen = 1
	}
	switch params[0] {
	case '>':
		w.keys[screen]++
	case '<':
		w.keys[screen] = max(0, w.keys[screen]-1)
	case '=':
		if w.keys[screen] == 0 {
			w.flags["kitty flags set and not pushed"] = true
		}
	}
}

func (w *Wire) osc(body string) {
	number, rest, _ := strings.Cut(body, ";")
	switch number {
	case "0", "1", "2":
		w.flags["title"] = true
	case "8":
		w.flags["link"] = rest != ";"
	case "12":
		w.flags["cursor colour"] = rest != "?"
	case "112":
		w.flags["cursor colour"] = false
	}
}

// Tokens cuts output into runs of text, single control characters and whole sequences, and returns what is cut short.
func Tokens(p []byte) (tokens []string, rest []byte) {
	for len(p) > 0 {
		n := token(p)
		if n == 0 {
			break
		}
		tokens = append(tokens, string(p[:n]))
		p = p[n:]
	}
	return tokens, bytes.Clone(p)
}

// token is the length of the first token, 0 if its end is not there.
func token(p []byte) int {
	switch {
	case p[0] != 0x1b && (p[0] < 0x20 || p[0] == 0x7f):
		return 1
	case p[0] != 0x1b:
		n := 1
		for n < len(p) && p[n] >= 0x20 && p[n] != 0x7f {
			n++
		}
		return n
	case len(p) < 2:
		return 0
	}
	switch p[1] {
	case '[':
		return ends(p, 2, func(c byte) bool { return c >= 0x40 && c <= 0x7e })
	case ']', 'P', '_', '^', 'X':
		if n := bytes.Index(p, []byte("\x1b\\")); n > 0 {
			if bell := bytes.IndexByte(p[:n], '\a'); p[1] == ']' && bell > 0 {
				return bell + 1
			}
			return n + 2
		}
		if bell := bytes.IndexByte(p, '\a'); p[1] == ']' && bell > 0 {
			return bell + 1
		}
		return 0
	}
	return ends(p, 1, func(c byte) bool { return c >= 0x30 && c <= 0x7e })
}

func ends(p []byte, at int, final func(byte) bool) int {
	for ; at < len(p); at++ {
		if final(p[at]) {
			return at + 1
		}
	}
	return 0
}

// XtermAnswers is what a terminal that knows all of it says to a query, "" for what is none.
func XtermAnswers(query string) string {
	switch query {
	case "\x1b[c", "\x1b[0c":
		return "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c"
	case "\x1b[>c", "\x1b[>0c":
		return "\x1b[>41;379;0c"
	case "\x1b[>q", "\x1b[>0q":
		return "\x1bP>|XTerm(379)\x1b\\"
	case "\x1b[?u":
		return "\x1b[?0u"
	case "\x1b[?4m":
		return "\x1b[>4;0m"
	case "\x1b[?996n":
		return "\x1b[?997;1n"
	case "\x1b[5n":
		return "\x1b[0n"
	case "\x1b]10;?\x1b\\", "\x1b]10;?\a":
		return "\x1b]10;rgb:e5e5/e5e5/e5e5\x1b\\"
	case "\x1b]11;?\x1b\\", "\x1b]11;?\a":
		return "\x1b]11;rgb:0000/0000/0000\x1b\\"
	}
	if mode, ok := strings.CutSuffix(query, "$p"); ok && strings.HasPrefix(mode, "\x1b[?") {
		if _, err := strconv.Atoi(mode[3:]); err == nil {
			return mode + ";2$y"
		}
	}
	if strings.HasPrefix(query, "\x1bP+q") {
		return "\x1bP0+r\x1b\\"
	}
	return ""
}
