package vt

import (
	"fmt"

	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// A setting is a control function whose parameters DECRQSS asks for, by its intermediates and final byte.
type setting struct {
	name, control string
	get           func(*Terminal) string
}

// constant is a setting that never changes.
func constant(s string) func(*Terminal) string { return func(*Terminal) string { return s } }

var settingTable = []setting{
	{"SGR", "m", func(t *Terminal) string { return sgrOf(t.cur.pen) }},
	{"DECSTBM", "r", func(t *Terminal) string { return fmt.Sprintf("%d;%d", t.top+1, t.bottom+1) }},
	{"DECSLRM", "s", func(t *Terminal) string { return fmt.Sprintf("%d;%d", t.left+1, t.right+1) }},
	{"DECSCUSR", " q", func(t *Terminal) string { return fmt.Sprint(t.cursorStyle) }},
	{"DECSCA", "\"q", decsca},
	{"DECSCL", "\"p", func(t *Terminal) string { return fmt.Sprintf("%d;1", 60+t.level) }},
	{"DECSLPP", "t", func(t *Terminal) string { return fmt.Sprint(t.rows) }},
	{"DECSCPP", "$|", func(t *Terminal) string { return fmt.Sprint(t.cols) }},
	{"DECSNLS", "*|", func(t *Terminal) string { return fmt.Sprint(t.rows) }},
	{"DECSACE", "*x", func(t *Terminal) string { return fmt.Sprint(t.extent) }},
	{"DECSASD", "$}", constant("0")}, // there is no status line of the terminal's own
	{"DECSSDT", "$~", constant("0")},
}

// decsca is 1 while what is printed is protected by DECSCA, and not only by SPA.
func decsca(t *Terminal) string {
	if t.protection == protectDEC && t.cur.pen.Has(grid.Protected) {
		return "1"
	}
	return "0"
}

// requestSetting is DECRQSS, Request Selection or Setting.
//
//	DCS $ q Pt ST    Pt: one of settingTable
//
// See https://vt100.net/docs/vt510-rm/DECRQSS.html. Answers 1 with the setting, or 0.
func (t *Terminal) requestSetting(_ *parser.Params, str []byte) {
	for _, s := range settingTable {
		if s.control == string(str) {
			t.reply("\x1bP1$r" + s.get(t) + s.control + "\x1b\\")
			return
		}
	}
	t.reply("\x1bP0$r\x1b\\")
}
