package vt

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"gmux/server/vt/parser"
)

// Bounds of what a program says about itself, in bytes, and of the stack of titles (xterm's).
const (
	maxTitle  = 4096
	maxTitles = 10
)

type titlePair struct{ window, icon string }

// titles are the two titles, those to come back to, and how they are set and told.
type titles struct {
	now      titlePair
	stack    []titlePair
	setHex   bool
	queryHex bool
}

// setTitleModes is XTSMTITLE and resetTitleModes XTRMTITLE.
//
//	CSI > Ps ; ... t    CSI > Ps ; ... T    0: set in hexadecimal, 1: told in hexadecimal; 2 and 3: in UTF-8
//
// See xterm ctlseqs. Titles are UTF-8 in any case; without 2 or 3 xterm would take them for Latin 1. Without
// parameters T resets all.
func (t *Terminal) setTitleModes(p *parser.Params) { t.titles.setModes(p, true) }
func (t *Terminal) resetTitleModes(p *parser.Params) {
	if p.Len() == 0 {
		t.titles.setHex, t.titles.queryHex = false, false
		return
	}
	t.titles.setModes(p, false)
}

func (ts *titles) setModes(p *parser.Params, on bool) {
	for i := range p.Len() {
		switch p.Get(i, 0) {
		case 0:
			ts.setHex = on
		case 1:
			ts.queryHex = on
		}
	}
}

// programTitles is OSC 0 (both), 1 (icon) and 2 (window).
func (t *Terminal) programTitles(s []byte, window, icon bool) {
	text := string(s)
	if t.titles.setHex {
		decoded, err := hex.DecodeString(text)
		if err != nil {
			return
		}
		text = string(decoded)
	}
	t.setTitles(strings.ToValidUTF8(text, "\ufffd"), window, icon)
}

// reportTitle is XTWINOPS 20 and 21, if the user allows it: a program could have set the title for another to read as
// typed. kind is L for the icon's, l for the window's.
func (t *Terminal) reportTitle(kind byte, title string) {
	if !t.opt.Allow.TitleReports {
		return
	}
	if t.titles.queryHex {
		title = hex.EncodeToString([]byte(title))
	}
	t.reply("\x1b]" + string(kind) + title + "\x1b\\")
}

func (t *Terminal) setTitles(s string, window, icon bool) {
	s = clean(s, maxTitle)
	if icon && s != t.titles.now.icon {
		t.titles.now.icon = s
		t.effects.IconTitle(s)
	}
	if window && s != t.titles.now.window {
		t.titles.now.window = s
		t.effects.Title(s)
	}
}

// pushTitles and popTitles are XTWINOPS 22 and 23. which is 0 for both titles, 1 for the icon's, 2 for the window's;
// what was pushed is one entry in any case, of both, and popping takes from the top one what was asked for, as in xterm.
func (t *Terminal) pushTitles(which int) {
	if which > 2 {
		return
	}
	if len(t.titles.stack) == maxTitles {
		t.titles.stack = append(t.titles.stack[:0:0], t.titles.stack[1:]...)
	}
	t.titles.stack = append(t.titles.stack, t.titles.now)
}

func (t *Terminal) popTitles(which int) {
	n := len(t.titles.stack)
	if n == 0 || which > 2 {
		return
	}
	top := t.titles.stack[n-1]
	t.titles.stack = t.titles.stack[:n-1]
	if which != 2 {
		t.setTitles(top.icon, false, true)
	}
	if which != 1 {
		t.setTitles(top.window, true, false)
	}
}

// clean makes text from a program safe to show anywhere: valid UTF-8 without control characters, of no more
// than limit bytes.
func clean(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, s)
	if len(s) > limit {
		for !utf8.RuneStart(s[limit]) {
			limit--
		}
		s = s[:limit]
	}
	return s
}
