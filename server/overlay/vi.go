package overlay

import "strings"

// viTyping are the keys that do in vi's insert mode what they do with emacs' keys; what else is typed is text.
var viTyping = map[string]bool{
	"C-a": true, "C-c": true, "C-e": true, "C-g": true, "C-h": true, "Tab": true, "C-k": true, "C-n": true, "C-p": true,
	"C-t": true, "C-u": true, "C-v": true, "C-w": true, "C-y": true, "C-j": true, "Enter": true,
	"C-Left": true, "C-Right": true, "BSpace": true, "DC": true,
	"Up": true, "Down": true, "Left": true, "Right": true, "Home": true, "End": true,
}

// viCommands are the keys of vi's command mode as others. Those of viInsert go back to typing first.
var viCommands = map[string]string{
	"A": "End", "$": "End",
	"I": "Home", "0": "Home", "^": "Home",
	"C": "C-k", "D": "C-k",
	"S": "C-u", "d": "C-u",
	"X": "BSpace", "BSpace": "Left",
	"b": "M-b", "B": "vi-B", "w": "vi-w", "W": "vi-W", "e": "vi-e", "E": "vi-E",
	"p": "C-y", "q": "C-c", "s": "DC", "x": "DC", "DC": "DC",
	"h": "Left", "Left": "Left", "a": "Right", "l": "Right", "Right": "Right",
	"j": "Down", "Down": "Down", "k": "Up", "Up": "Up",
	"C-h": "C-h", "C-c": "C-c", "C-j": "C-j", "Enter": "Enter",
}

const viInsert = "AICsaSi"

// vi is a key for the mode that the prompt is in: the key with emacs' keys that does the same, "" if that is done; typed
// says that it is text.
func (t *typist) vi(name string) (as string, typed bool) {
	switch {
	case !t.p.Command && name == "Escape":
		t.p.Command = true
		t.line.at = max(0, t.line.at-1)
		t.line.keep(t.p)
		return "", false
	case !t.p.Command:
		return name, !viTyping[name]
	}
	if len(name) == 1 && strings.Contains(viInsert, name) {
		t.p.Command = false
	}
	return viCommands[name], false
}
