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
)

// An oscControl is one operating system command, OSC number ; text ST. bel says that it ended in BEL, as
// then its answer does too.
type oscControl struct {
	number int
	name   string
	f      func(t *Terminal, text []byte, bel bool)
}

var oscTable = []oscControl{
	{0, "window and icon title", func(t *Terminal, s []byte, _ bool) { t.setTitles(string(s), true, true) }},
	{1, "icon title", func(t *Terminal, s []byte, _ bool) { t.setTitles(string(s), false, true) }},
	{2, "window title", func(t *Terminal, s []byte, _ bool) { t.setTitles(string(s), true, false) }},
	{4, "palette colour", (*Terminal).paletteColors},
	{7, "directory", (*Terminal).setCwd},
	{8, "hyperlink", (*Terminal).setLink},
	{9, "notification", (*Terminal).notify},
	{10, "foreground, background, cursor colour", func(t *Terminal, s []byte, bel bool) { t.dynamicColors(0, s, bel) }},
	{11, "background, cursor colour", func(t *Terminal, s []byte, bel bool) { t.dynamicColors(1, s, bel) }},
	{12, "cursor colour", func(t *Terminal, s []byte, bel bool) { t.dynamicColors(2, s, bel) }},
	{52, "clipboard", (*Terminal).setClipboard},
	{104, "reset palette colour", (*Terminal).resetPalette},
	{110, "reset foreground colour", func(t *Terminal, _ []byte, _ bool) { t.resetDynamic(0) }},
	{111, "reset background colour", func(t *Terminal, _ []byte, _ bool) { t.resetDynamic(1) }},
	{112, "reset cursor colour", func(t *Terminal, _ []byte, _ bool) { t.resetDynamic(2) }},
	{133, "shell marks", (*Terminal).shellMark},
	{777, "notification", (*Terminal).notify777},
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

// setCwd is OSC 7.
//
//	OSC 7 ; URL ST
func (t *Terminal) setCwd(s []byte, _ bool) {
	if len(s) <= maxURL && printable(s) {
		t.cwd = string(s)
		t.effects.Cwd(t.cwd)
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

// notify is OSC 9.
//
//	OSC 9 ; text ST
//
// `OSC 9 ; 4 ; ...` is ConEmu's progress report and no text.
func (t *Terminal) notify(s []byte, _ bool) {
	if !bytes.HasPrefix(s, []byte("4;")) {
		t.effects.Notify("", clean(string(s), maxNotify))
	}
}

// notify777 is urxvt's form.
//
//	OSC 777 ; notify ; title ; body ST
func (t *Terminal) notify777(s []byte, _ bool) {
	kind, rest, _ := bytes.Cut(s, []byte{';'})
	if string(kind) != "notify" {
		return
	}
	title, body, _ := bytes.Cut(rest, []byte{';'})
	t.effects.Notify(clean(string(title), maxNotify), clean(string(body), maxNotify))
}

// setClipboard is OSC 52.
//
//	OSC 52 ; selections ; base64 ST
//
// See xterm ctlseqs. The selections are letters of "cpqs01234567". A question ("?") gets no answer: what
// was copied elsewhere is none of the program's business.
func (t *Terminal) setClipboard(s []byte, _ bool) {
	sel, data, ok := bytes.Cut(s, []byte{';'})
	if !ok || len(sel) > 12 || bytes.ContainsFunc(sel, func(r rune) bool { return !bytes.ContainsRune([]byte("cpqs01234567"), r) }) {
		return
	}
	out := make([]byte, base64.StdEncoding.DecodedLen(len(data)))
	n, err := base64.StdEncoding.Decode(out, data)
	if err != nil {
		return
	}
	t.effects.Clipboard(string(sel), out[:n])
}

// shellMark is OSC 133: what a shell does.
//
//	OSC 133 ; A ST    a prompt starts         OSC 133 ; C ST             output starts
//	OSC 133 ; B ST    the user's input starts OSC 133 ; D [; status] ST  the command ended
//
// See https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md.
// P is a prompt too, and N is A after D; options after the letter are not kept.
func (t *Terminal) shellMark(s []byte, _ bool) {
	kind, rest, _ := bytes.Cut(s, []byte{';'})
	if len(kind) != 1 {
		return
	}
	m := PromptMark{Kind: kind[0], Status: -1}
	mark := grid.Mark(0)
	switch kind[0] {
	case 'A', 'P', 'N':
		m.Kind, mark = 'A', grid.MarkPrompt
	case 'B':
		mark = grid.MarkInput
	case 'C':
		mark = grid.MarkOutput
	case 'D':
		mark = grid.MarkEnd
		status, _, _ := bytes.Cut(rest, []byte{';'})
		if n, err := strconv.ParseUint(string(status), 10, 8); err == nil {
			if m.Status = int(n); n != 0 {
				mark = grid.MarkFailure
			}
		}
	default:
		return
	}
	t.grid.Row(t.cur.row).Mark |= mark
	t.effects.Prompt(m)
}
