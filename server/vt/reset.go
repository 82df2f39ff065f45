package vt

import "gmux/server/vt/grid"

// fullReset is RIS, Reset to Initial State.
//
//	ESC c
//
// See ECMA-48 8.3.105. Both screens are cleared and everything a program can set is as in the beginning.
// The history and the titles stay, as in tmux; xterm drops the history.
func (t *Terminal) fullReset() {
	if t.main.exists {
		t.history.Close()
	}
	t.main = screen{grid: grid.NewScreen(t.rows, t.cols, &t.ids), exists: true}
	t.alt = screen{}
	t.on, t.grid = &t.main, t.main.grid
	t.touchAll()
	t.cur, t.last = cursor{}, lastPrinted{}
	t.penKnown = false
	t.setBlank()
	t.resetMargins()
	t.resetTabs()
	t.modes, t.savedModes = initialModes, map[int]bool{}
	t.cursorStyle, t.blinkMode, t.modifyKeys = 0, false, 0
	t.protection, t.extent, t.level = protectNone, 0, maxLevel
	t.colors.reset()
	t.colorGen = t.gen
	t.titles.setHex, t.titles.queryHex = false, false
	t.pointer = ""
	t.setProgress(Progress{})
}

// softReset is DECSTR, Soft Terminal Reset.
//
//	CSI ! p
//
// See https://vt100.net/docs/vt510-rm/DECSTR.html. What is on the screen, the active position and the tab
// stops stay. DECAWM is set, as in xterm, where the VT510 resets it: programs that run next expect it.
func (t *Terminal) softReset() {
	t.modes.set(modeCursorVisible, true)
	t.modes.set(modeAutowrap, true)
	for _, m := range []mode{modeInsert, modeReverseWrap, modeReverseAround, modeAppKeypad, modeAppCursor, modeLeftRight} {
		t.modes.set(m, false)
	}
	t.resetMargins()
	row, col := t.cur.row, t.cur.col
	t.setCursor(cursor{row: row, col: col})
	t.on.saved = cursor{}
	t.cursorStyle, t.blinkMode, t.modifyKeys = 0, false, 0
	t.protection = protectNone
	t.on.kitty = kittyStack{}
}
