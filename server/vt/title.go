package vt

import (
	"strings"
	"unicode/utf8"
)

// Bounds of what a program says about itself, in bytes, and of the stack of titles (xterm's).
const (
	maxTitle  = 4096
	maxTitles = 10
)

type titlePair struct{ window, icon string }

type titles struct {
	now   titlePair
	stack []titlePair
}

// setTitles is OSC 0 (both), 1 (icon) and 2 (window).
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

// pushTitles and popTitles are XTWINOPS 22 and 23. which is 0 for both titles, 1 for the icon's, 2 for the
// window's; what was pushed is one entry in any case, and popping takes from it what was asked for.
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
