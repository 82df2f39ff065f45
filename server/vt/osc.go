package vt

import (
	"bytes"
	"encoding/base64"
	"strconv"

	"gmux/server/vt/grid"
)

// Bounds of what an OSC may hand over.
const (
	maxURL    = 2083 // of a link or directory, as in VTE and browsers of old
	maxNotify = 1024
	maxName   = 64 // of a variable, a shape, a command
	maxValue  = 4096
)

// An oscControl is one operating system command, OSC number ; text ST. bel says that it ended in BEL, as
// then its answer does too.
type oscControl struct {
	number int
	name   string
	f      func(t *Terminal, text []byte, bel bool)
}

var oscTable = []oscControl{
	{0, "window and icon title", func(t *Terminal, s []byte, _ bool) { t.programTitles(s, true, true) }},
	{1, "icon title", func(t *Terminal, s []byte, _ bool) { t.programTitles(s, false, true) }},
	{2, "window title", func(t *Terminal, s []byte, _ bool) { t.programTitles(s, true, false) }},
	{4, "palette colours", (*Terminal).paletteColors},
	{5, "special colours", (*Terminal).specialColors},
	{7, "directory", (*Terminal).setCwd},
	{8, "hyperlink", (*Terminal).setLink},
	{9, "notification, progress", (*Terminal).notify},
	{21, "colours by name", (*Terminal).namedColors},
	{22, "shape of the pointer", (*Terminal).setPointer},
	{52, "clipboard", (*Terminal).setClipboard},
	{99, "notification", (*Terminal).notify99},
	{104, "reset palette colours", (*Terminal).resetPalette},
	{105, "reset special colours", (*Terminal).resetSpecial},
	{133, "shell marks", (*Terminal).shellMark},
	{777, "notification", (*Terminal).notify777},
	{1337, "directory, variable, mark, size of a cell", (*Terminal).iterm},
}

func init() {
	for i, name := range []string{
		"foreground", "background", "cursor", "pointer", "background of the pointer", "Tektronix foreground",
		"Tektronix background", "background of the selection", "Tektronix cursor", "foreground of the selection",
	} {
		oscTable = append(oscTable,
			oscControl{firstDynamic + i, name, func(t *Terminal, s []byte, bel bool) { t.dynamicColors(i, s, bel) }},
			oscControl{firstReset + i, "reset " + name, func(t *Terminal, _ []byte, _ bool) { t.resetDynamic(i) }})
	}
}

// operatingSystemCommand dispatches an OSC.
func (t *Terminal) operatingSystemCommand(p []byte, bel bool) {
	head, text, _ := bytes.Cut(p, []byte{';'})
	n, err := strconv.ParseUint(string(head), 10, 16)
	if err != nil { // `OSC l title` and the like, of terminals long gone
		return
	}
	for i := range oscTable {
		if oscTable[i].number == int(n) {
			oscTable[i].f(t, text, bel)
			return
		}
	}
}

// setLink is OSC 8: the text that follows is a hyperlink, until one without a URI.
//
//	OSC 8 ; key=value:... ; URI ST
//
// See https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda. What is too long or not printable
// ASCII is no link.
func (t *Terminal) setLink(s []byte, _ bool) {
	params, uri, ok := bytes.Cut(s, []byte{';'})
	if !ok {
		return
	}
	t.cur.pen.Link = 0
	if len(uri) > 0 && len(s) <= maxURL && printable(s) {
		link := t.linkID(grid.Link{URI: string(uri), Params: string(params)})
		t.cur.pen.Link = link
	}
	t.penKnown = false
}

// printable reports whether p is ASCII from 0x20 to 0x7e.
func printable(p []byte) bool {
	for _, b := range p {
		if b < 0x20 || b > 0x7e {
			return false
		}
	}
	return true
}

// setClipboard is OSC 52.
//
//	OSC 52 ; selections ; base64 ST    ? in place of base64 asks
//
// See xterm ctlseqs. The selections are letters of "cpqs01234567". Data without any base64 clears them. Who asks gets an answer only if the user allows it:
// what was copied elsewhere is none of the program's business.
func (t *Terminal) setClipboard(s []byte, bel bool) {
	sel, data, ok := bytes.Cut(s, []byte{';'})
	if !ok || len(sel) > 12 || bytes.ContainsFunc(sel, func(r rune) bool { return !bytes.ContainsRune([]byte("cpqs01234567"), r) }) {
		return
	}
	if string(data) == "?" {
		if t.opt.Allow.ClipboardReads {
			t.effects.ClipboardRead(string(sel), bel)
		}
		return
	}
	t.effects.Clipboard(string(sel), decodeBase64(data))
}

// decodeBase64 passes over what is no base64, as xterm does, and a character behind the last whole byte.
func decodeBase64(data []byte) []byte {
	kept := make([]byte, 0, len(data))
	for _, b := range data {
		if b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '+' || b == '/' {
			kept = append(kept, b)
		}
	}
	if len(kept)%4 == 1 {
		kept = kept[:len(kept)-1]
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(kept)))
	n, _ := base64.RawStdEncoding.Decode(out, kept) // which has nothing left to complain of
	return out[:n]
}

// ClipboardAnswer is the answer to ClipboardRead.
func ClipboardAnswer(sel string, data []byte, bel bool) string {
	if sel == "" {
		sel = "s0" // what xterm takes it for
	}
	return "\x1b]52;" + sel + ";" + base64.StdEncoding.EncodeToString(data) + terminator(bel)
}
