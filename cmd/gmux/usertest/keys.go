//go:build linux

package usertest

import (
	"fmt"
	"strings"
)

// namedKeys is what a terminal sends for a key, in its normal modes.
var namedKeys = map[string]string{
	"Enter": "\r", "Escape": "\x1b", "Space": " ", "Tab": "\t", "BSpace": "\x7f", "BTab": "\x1b[Z",
	"Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D", "Home": "\x1b[1~", "End": "\x1b[4~",
	"PageUp": "\x1b[5~", "PageDown": "\x1b[6~", "PPage": "\x1b[5~", "NPage": "\x1b[6~", "Insert": "\x1b[2~",
	"Delete": "\x1b[3~", "DC": "\x1b[3~",
	"F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS", "F5": "\x1b[15~", "F10": "\x1b[21~",
}

// encodeKey is what a terminal sends for a key of this name.
func encodeKey(name string) (string, error) {
	if s, ok := namedKeys[name]; ok {
		return s, nil
	}
	if rest, ok := strings.CutPrefix(name, "M-"); ok && rest != "" {
		s, err := encodeKey(rest)
		return "\x1b" + s, err
	}
	if rest, ok := strings.CutPrefix(name, "C-"); ok && len(rest) == 1 {
		switch c := rest[0]; {
		case c >= 'a' && c <= 'z':
			return string(rune(c - 'a' + 1)), nil
		case c == ' ' || c == '@':
			return "\x00", nil
		case c >= '[' && c <= '_':
			return string(rune(c - '@')), nil
		}
	}
	if len([]rune(name)) == 1 {
		return name, nil
	}
	return "", fmt.Errorf("unknown key: %s", name)
}
