package vt

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"gmux/server/vt/grid"
)

// Progress is how far a program says it is (OSC 9;4).
type Progress struct {
	State   ProgressState
	Percent int
}

// A ProgressState says what a Progress is about. The numbers are those of OSC 9;4.
type ProgressState uint8

const (
	ProgressNone ProgressState = iota
	ProgressNormal
	ProgressError
	ProgressUnknown // it goes on, nobody knows how long
	ProgressPaused
	numProgress
)

// Progress is what the program said last.
func (t *Terminal) Progress() Progress { return t.progress }

func (t *Terminal) setProgress(p Progress) {
	if p != t.progress {
		t.progress = p
		t.effects.Progress(p)
	}
}

// notify is OSC 9: a notification, or one of ConEmu's commands.
//
//	OSC 9 ; text ST    OSC 9 ; 4 ; state ; percent ST    OSC 9 ; 9 ; path ST
//
// See https://iterm2.com/documentation-escape-codes.html and https://conemu.github.io/en/AnsiEscapeCodes.html. ConEmu's
// others (1 to 12) do nothing.
func (t *Terminal) notify(s []byte, _ bool) {
	head, rest, more := strings.Cut(string(s), ";")
	n, err := strconv.ParseUint(head, 10, 8)
	switch {
	case err != nil || !more || n < 1 || n > 12:
		t.effects.Notify("", clean(string(s), maxNotify))
	case n == 4:
		t.reportedProgress(rest)
	case n == 9:
		t.setDirectory(strings.Trim(rest, `"`))
	}
}

// reportedProgress reads state ; percent. Without a percentage, an error or a pause keeps the one from before.
func (t *Terminal) reportedProgress(s string) {
	head, rest, _ := strings.Cut(s, ";")
	state, err := strconv.ParseUint(head, 10, 8)
	if err != nil || state >= uint64(numProgress) {
		return
	}
	p := Progress{State: ProgressState(state)}
	percent, err := strconv.ParseUint(rest, 10, 16)
	switch {
	case p.State == ProgressNone || p.State == ProgressUnknown:
	case err == nil:
		p.Percent = int(min(percent, 100))
	case p.State != ProgressNormal:
		p.Percent = t.progress.Percent
	}
	t.setProgress(p)
}

// setDirectory is a directory without the host that OSC 7 would have.
func (t *Terminal) setDirectory(path string) {
	if strings.HasPrefix(path, "/") {
		u := url.URL{Scheme: "file", Path: path}
		t.setCwd([]byte(u.String()), false)
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

// notify99 is kitty's form: a notification, or, with p=?, the question what of this is supported.
//
//	OSC 99 ; key=value : ... ; text ST    p: title or body, e=1: text is base64, d=0: more is to come
//
// See https://sw.kovidgoyal.net/kitty/desktop-notifications. A notification in parts is told part by part. Answers name
// the question (i) if that is a number: other words would be the program's, for another to read as typed.
func (t *Terminal) notify99(s []byte, bel bool) {
	meta, text, ok := strings.Cut(string(s), ";")
	if !ok {
		return
	}
	values := map[string]string{}
	for _, pair := range strings.Split(meta, ":") {
		k, v, _ := strings.Cut(pair, "=")
		values[k] = v
	}
	if values["e"] == "1" {
		p, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return
		}
		text = strings.ToValidUTF8(string(p), "\ufffd")
	}
	text = clean(text, maxNotify)
	switch values["p"] {
	case "", "title":
		t.effects.Notify(text, "")
	case "body":
		t.effects.Notify("", text)
	case "?":
		id, _ := strconv.ParseUint(values["i"], 10, 32)
		t.reply(fmt.Sprintf("\x1b]99;i=%d:p=?;p=title,body%s", id, terminator(bel)))
	}
}

// iterm is OSC 1337, iTerm2's commands.
//
//	OSC 1337 ; CurrentDir=path ST             OSC 1337 ; SetMark ST
//	OSC 1337 ; SetUserVar=name=base64 ST      OSC 1337 ; ReportCellSize ST
//
// See https://iterm2.com/documentation-escape-codes.html. The others do nothing.
func (t *Terminal) iterm(s []byte, bel bool) {
	command, value, _ := strings.Cut(string(s), "=")
	switch command {
	case "CurrentDir":
		t.setDirectory(value)
	case "SetMark":
		t.grid.Row(t.cur.row).Mark |= grid.MarkPrompt
	case "SetUserVar":
		name, coded, _ := strings.Cut(value, "=")
		p, err := base64.StdEncoding.DecodeString(coded)
		if err == nil && name != "" && len(name) <= maxName {
			t.effects.UserVar(clean(name, maxName), clean(strings.ToValidUTF8(string(p), "\ufffd"), maxValue))
		}
	case "ReportCellSize":
		w, h := t.CellSize()
		t.reply(fmt.Sprintf("\x1b]1337;ReportCellSize=%d.0;%d.0;1.0%s", h, w, terminator(bel)))
	}
}
