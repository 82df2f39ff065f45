package screen

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"gmux/protocol"
)

// maxTitle is more than any window shows.
const maxTitle = 1024

// effect encodes o for a terminal. Kinds that this build does not know have no effect.
func effect(o protocol.Outer, can protocol.Features) string {
	switch {
	case o.Kind == protocol.OuterBell:
		return "\a"
	case o.Kind == protocol.OuterRaw:
		return "\x1b7" + string(o.Data) + "\x1b8" // so that our cursor and style are what they were
	case o.Kind == protocol.OuterTitle && can&protocol.FeatureTitle != 0:
		return "\x1b]2;" + Sanitise(o.Text, maxTitle) + "\x1b\\"
	case o.Kind == protocol.OuterClipboard && can&protocol.FeatureClipboard != 0:
		return "\x1b]52;" + selection(o.Text) + ";" + base64.StdEncoding.EncodeToString(o.Data) + "\x1b\\"
	case o.Kind == protocol.OuterReadClipboard && can&protocol.FeatureClipboard != 0:
		return "\x1b]52;" + selection(o.Text) + ";?\x1b\\\x1b[c" // DA1 ends a round of questions
	}
	return ""
}

// Sanitise returns the printable part of text, cut to n bytes.
func Sanitise(text string, n int) string {
	clean := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
	for len(clean) > n {
		_, last := utf8.DecodeLastRuneInString(clean)
		clean = clean[:len(clean)-last]
	}
	return clean
}

// selection keeps the letters that OSC 52 knows.
func selection(letters string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("cpqs01234567", r) {
			return r
		}
		return -1
	}, letters)
}
