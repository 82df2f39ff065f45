package vt_test

import (
	"fmt"
	"regexp"
	"strings"

	"gmux/protocol/key"
	"gmux/server/vt"
	"gmux/server/vt/encode"
	"gmux/server/vt/grid"
	"gmux/server/vt/vttest"
)

// swallowed are the capabilities that do nothing in a pane, and why.
var swallowed = map[string]string{
	"mc0":   "a pane has no printer",
	"mc4":   "a pane has no printer",
	"mc5":   "a pane has no printer, so what follows is shown as ever",
	"mc5i":  "promises about printing, which is not done",
	"npc":   "no padding is needed: nothing to be done",
	"cols":  "a default for programs that cannot ask for the size",
	"lines": "a default for programs that cannot ask for the size",
	"rv":    "a pattern for answers to RV, which is tested",
	"xr":    "a pattern for answers to XR, which is tested; it is xterm's name that it has, and ours is gmux",
}

// filled is a screen to change, the cursor on g.
const filled = "abcdefghij\r\nklmnopqrst\r\nABCDEFGHIJ\r\nKLMNOPQRST\x1b[2;3H"

// terminfoEffects are the capabilities that do something, and what.
var terminfoEffects = map[string]func(*capability){
	// What the terminal is.
	"OTbs": func(c *capability) { c.screen("|a         |@0", "a", "\b") },
	"am": func(c *capability) {
		c.screen("|0123456789\\\n|a         |@1\n|          |\n|          |", "0123456789a", "")
	},
	"bce": func(c *capability) { c.styled("bg=colour4", "\x1b[44m", "\x1b[2J") },
	"ccc": func(c *capability) {
		c.effects([]string{`reply "\x1b]4;5;rgb:1212/3434/5656\a"`}, "\x1b]4;5;rgb:12/34/56\a\x1b]4;5;?\a")
	},
	"km": func(c *capability) {
		if got := encode.AppendKey(nil, key.Key{Code: 'x', Mods: key.Alt}, c.inputModes()); string(got) != "\x1bx" {
			c.Errorf("Meta and x send %q", got)
		}
	},
	"mir":  func(c *capability) { c.screen("|axb       |@0", "ab\x1b[4h\x1b[1;2Hx\r", "") },
	"msgr": func(c *capability) { c.styled("reverse", "\x1b[7mab\x1b[3;3H", "\x1b[1;1Hx") },
	"xenl": func(c *capability) {
		c.screen("|0123456789|\n|a         |@1\n|          |\n|          |", "0123456789", "\r\na")
	},
	"AX": func(c *capability) { c.styled("", "\x1b[31;42m\x1b[39;49m", "a") },
	"XT": func(c *capability) { c.effects([]string{"title a"}, "\x1b]2;a\a") },
	"XF": func(c *capability) { c.mode("\x1b[?1004h", "?1004", true) },
	"colors": func(c *capability) {
		c.same([]byte(c.number), "256")
		c.styled("fg=colour255 bg=colour254", "\x1b[38;5;255;48;5;254m", "a")
	},
	"pairs": func(c *capability) { c.styled("fg=colour200 bg=colour201", "\x1b[38;5;200m\x1b[48;5;201m", "a") },
	"it":    func(c *capability) { c.same([]byte(c.number), "8"); c.cursor(0, 8, "\t") },

	// Text and character sets.
	"acsc":  checkGraphics,
	"smacs": func(c *capability) { c.screen("|─         |@1", "", "q") },
	"rmacs": func(c *capability) { c.screen("|─q        |@2", "\x1b(0q", "q") },
	"rep":   func(c *capability) { c.screen("|xxxx      |@4", "", "", int('x'), 4) },
	"smam":  func(c *capability) { c.mode("\x1b[?7l", "?7", true) },
	"rmam":  func(c *capability) { c.screen("|012345678b|@9", "", "0123456789ab") },
	"smir":  func(c *capability) { c.screen("|xab       |@1", "ab\r", "x") },
	"rmir":  func(c *capability) { c.screen("|xb        |@1", "ab\r\x1b[4h", "x") },
	"bel":   func(c *capability) { c.effects([]string{"bell"}, "") },

	// The cursor.
	"cr":    func(c *capability) { c.cursor(1, 0, filled) },
	"nel":   func(c *capability) { c.cursor(2, 0, filled) },
	"home":  func(c *capability) { c.cursor(0, 0, filled) },
	"cub1":  func(c *capability) { c.cursor(1, 1, filled) },
	"cud1":  func(c *capability) { c.cursor(2, 2, filled) },
	"cuf1":  func(c *capability) { c.cursor(1, 3, filled) },
	"cuu1":  func(c *capability) { c.cursor(0, 2, filled) },
	"cub":   func(c *capability) { c.cursor(1, 0, filled, 2) },
	"cud":   func(c *capability) { c.cursor(3, 2, filled, 2) },
	"cuf":   func(c *capability) { c.cursor(1, 6, filled, 4) },
	"cuu":   func(c *capability) { c.cursor(0, 2, filled, 1) },
	"cup":   func(c *capability) { c.cursor(3, 7, filled, 3, 7) },
	"hpa":   func(c *capability) { c.cursor(1, 7, filled, 7) },
	"vpa":   func(c *capability) { c.cursor(3, 2, filled, 3) },
	"ht":    func(c *capability) { c.cursor(1, 8, filled) },
	"cbt":   func(c *capability) { c.cursor(1, 0, filled) },
	"hts":   func(c *capability) { c.screen("|   x      |@4", "\x1b[1;4H", "\r\tx") },
	"tbc":   func(c *capability) { c.screen("|         x|@9+", "", "\tx") },
	"sc":    func(c *capability) { c.write(filled, c.value); c.value = ""; c.cursor(1, 2, "\x1b[H\x1b8") },
	"rc":    func(c *capability) { c.cursor(1, 2, filled+"\x1b7\x1b[H") },
	"civis": func(c *capability) { c.visible("", false, false) },
	"cnorm": func(c *capability) { c.visible("\x1b[?25l\x1b[?12h", true, false) },
	"cvvis": func(c *capability) { c.visible("\x1b[?25l", true, true) },
	"Ss": func(c *capability) {
		c.write(c.with(4))
		if cur := c.term.Cursor(); cur.Shape != vt.CursorUnderline || cur.Blink {
			c.Errorf("the cursor is %+v", cur)
		}
	},
	"Se": func(c *capability) {
		c.write("\x1b[5 q", c.with())
		if cur := c.term.Cursor(); cur.Shape != vt.CursorBlock || cur.Blink {
			c.Errorf("the cursor is %+v", cur)
		}
	},
	"Cs": func(c *capability) {
		c.write(c.with("#123456"))
		c.value = ""
		c.effects([]string{`reply "\x1b]12;rgb:1212/3434/5656\a"`}, "\x1b]12;?\a")
	},
	"Cr": func(c *capability) {
		c.write("\x1b]12;#123456\a", c.with())
		c.value = ""
		c.effects([]string{`reply "\x1b]12;rgb:e5e5/e5e5/e5e5\a"`}, "\x1b]12;?\a")
	},

	// Erasing, inserting, deleting, scrolling, margins.
	"clear": func(c *capability) { c.screen("|          |@0\n|          |\n|          |\n|          |", filled, "") },
	"ed":    func(c *capability) { c.screen("|abcdefghij|\n|kl        |@2\n|          |\n|          |", filled, "") },
	"el":    func(c *capability) { c.row("|kl        |@2", filled) },
	"el1":   func(c *capability) { c.row("|   nopqrst|@2", filled) },
	"ech":   func(c *capability) { c.row("|kl   pqrst|@2", filled, 3) },
	"ich":   func(c *capability) { c.row("|kl   mnopq|@2", filled, 3) },
	"dch":   func(c *capability) { c.row("|klpqrst   |@2", filled, 3) },
	"dch1":  func(c *capability) { c.row("|klnopqrst |@2", filled) },
	"il": func(c *capability) {
		c.screen("|abcdefghij|\n|          |@0\n|          |\n|klmnopqrst|", filled, "", 2)
	},
	"il1": func(c *capability) { c.screen("|abcdefghij|\n|          |@0\n|klmnopqrst|\n|ABCDEFGHIJ|", filled, "") },
	"dl": func(c *capability) {
		c.screen("|abcdefghij|\n|KLMNOPQRST|@0\n|          |\n|          |", filled, "", 2)
	},
	"dl1": func(c *capability) { c.screen("|abcdefghij|\n|ABCDEFGHIJ|@0\n|KLMNOPQRST|\n|          |", filled, "") },
	"ind": func(c *capability) {
		c.screen("|klmnopqrst|\n|ABCDEFGHIJ|\n|KLMNOPQRST|\n|          |@0", filled+"\x1b[4;1H", "")
	},
	"indn": func(c *capability) {
		c.screen("|ABCDEFGHIJ|\n|KLMNOPQRST|@2\n|          |\n|          |", filled, "", 2)
	},
	"ri": func(c *capability) {
		c.screen("|          |@0\n|abcdefghij|\n|klmnopqrst|\n|ABCDEFGHIJ|", filled+"\x1b[1;1H", "")
	},
	"rin": func(c *capability) {
		c.screen("|          |\n|          |@2\n|abcdefghij|\n|klmnopqrst|", filled, "", 2)
	},
	"csr": func(c *capability) {
		c.screen("|abcdefghij|\n|ABCDEFGHIJ|\n|          |@0\n|KLMNOPQRST|", filled, "\x1b[3;1H\n", 1, 2)
	},
	"smglr": func(c *capability) {
		c.screen("|abcdefghij|\n|klxmnpqrst|@3\n|ABCDEFGHIJ|\n|KLMNOPQRST|", filled, "\x1b[2;3H\x1b[@x", 2, 4)
	},
	"smglp": func(c *capability) {
		c.screen("|abcdefghij|\n|klmnopqrst|@4\n|ABCDEFGHIJ|\n|KLMNOPQRST|", filled, "\x1b[2;9H\r", 4)
	},
	"smgrp": func(c *capability) {
		c.screen("|abcdefghij|\n|klmnopqrst|@4\n|ABCDEFGHIJ|\n|KLMNOPQRST|", filled, "\x1b[2;2H\x1b[99C", 4)
	},
	"mgc": func(c *capability) { c.screen("|xyz       |@3", "\x1b[?69h\x1b[1;2s", "\x1b[1;1Hxyz") },
	"meml": func(c *capability) {
		c.screen("|abcdefghij|\n|ABCDEFGHIJ|\n|KLMNOPQRST|\n|          |@0", filled, "\x1b[4;1H\n")
	},
	"memu": func(c *capability) {
		c.screen("|klmnopqrst|\n|ABCDEFGHIJ|\n|KLMNOPQRST|\n|          |@0", filled+"\x1bl", "\x1b[4;1H\n")
	},
	"E3": func(c *capability) {
		c.term.SetHistoryLimit(100)
		c.write(strings.Repeat("a\r\n", 9))
		if n := c.term.History().Lines(); n == 0 {
			c.Error("no history")
		}
		c.write(c.with())
		if n := c.term.History().Lines(); n != 0 {
			c.Errorf("%d lines of history left", n)
		}
	},

	// Styles and colours.
	"blink": func(c *capability) { c.styled("blink", "", "a") },
	"bold":  func(c *capability) { c.styled("bold", "", "a") },
	"dim":   func(c *capability) { c.styled("dim", "", "a") },
	"invis": func(c *capability) { c.styled("hidden", "", "a") },
	"rev":   func(c *capability) { c.styled("reverse", "", "a") },
	"smso":  func(c *capability) { c.styled("reverse", "", "a") },
	"rmso":  func(c *capability) { c.styled("bold", "\x1b[1;7m", "a") },
	"smul":  func(c *capability) { c.styled("underscore", "", "a") },
	"rmul":  func(c *capability) { c.styled("bold", "\x1b[1;4m", "a") },
	"sitm":  func(c *capability) { c.styled("italics", "", "a") },
	"ritm":  func(c *capability) { c.styled("bold", "\x1b[1;3m", "a") },
	"smxx":  func(c *capability) { c.styled("strikethrough", "", "a") },
	"rmxx":  func(c *capability) { c.styled("bold", "\x1b[1;9m", "a") },
	"sgr0":  func(c *capability) { c.styled("", "\x1b[1;4;7;31;42m\x1b(0", "a") },
	"sgr": func(c *capability) {
		c.styled("bold dim blink reverse hidden underscore", "", "a", 1, 1, 1, 1, 1, 1, 1, 0, 0)
		c.styled("reverse", "\x1b[H", "a", 1, 0, 0, 0, 0, 0, 0, 0, 0)
		c.styled("underscore", "\x1b[H", "a", 0, 1, 0, 0, 0, 0, 0, 0, 0)
		c.styled("", "\x1b[H", "a", 0, 0, 0, 0, 0, 0, 0, 0, 0)
		c.screen("|├         |@1", "\x1b[H", "t", 0, 0, 0, 0, 0, 0, 0, 0, 1)
	},
	"op": func(c *capability) { c.styled("bold", "\x1b[1;31;42m", "a") },
	"setaf": func(c *capability) {
		for _, n := range []int{0, 7, 8, 15, 16, 255} {
			c.styled(fmt.Sprintf("fg=colour%d", n), "\x1b[H", "a", n)
		}
	},
	"setab": func(c *capability) {
		for _, n := range []int{0, 7, 8, 15, 16, 255} {
			c.styled(fmt.Sprintf("bg=colour%d", n), "\x1b[H", "a", n)
		}
	},
	"initc": func(c *capability) {
		c.write(c.with(5, 1000, 500, 0))
		c.palette(5, grid.RGB(0xff, 0x7f, 0))
	},
	"oc":    func(c *capability) { c.write("\x1b]4;5;#123456\a", c.with()); c.palette(5, grid.ColorDefault) },
	"flash": checkFlash,

	// Modes, resets, titles.
	"smcup": func(c *capability) {
		c.screen("|          |\n|  x       |@3\n|          |\n|          |", filled, "x")
	},
	"rmcup": func(c *capability) {
		c.write("\x1b]2;a\a", filled, "\x1b[?1049h\x1b[22;0;0t\x1b]2;b\a\x1b[3;3Hxyz")
		c.screen("|abcdefghij|\n|klmnopqrst|@2\n|ABCDEFGHIJ|\n|KLMNOPQRST|", "", "")
		if got := c.term.Title(); got != "a" {
			c.Errorf("the title is %q", got)
		}
	},
	"smkx": func(c *capability) {
		c.write(c.with())
		if m := c.term.Modes(); !m.AppCursor || !m.AppKeypad {
			c.Errorf("the modes are %+v", m)
		}
	},
	"rmkx": func(c *capability) {
		c.write("\x1b[?1h\x1b=", c.with())
		if m := c.term.Modes(); m.AppCursor || m.AppKeypad {
			c.Errorf("the modes are %+v", m)
		}
	},
	"is2": checkReset, "rs2": checkReset,
	"rs1": func(c *capability) {
		c.write("\x1b]4;5;#123456\a")
		c.screen("|          |@0\n|          |\n|          |\n|          |", filled+"\x1b[?6h\x1b[2;3r", "")
		c.palette(5, grid.ColorDefault)
	},

	"smm": func(c *capability) { c.mode("", "?1034", true) }, // told; for what Meta sends see km
	"rmm": func(c *capability) { c.mode("\x1b[?1034h", "?1034", false) },

	// Questions and answers.
	"u6": func(c *capability) { // for scanf
		pattern := strings.NewReplacer(`%i`, "", `%d`, "[0-9]+").Replace(strings.ReplaceAll(c.value, "[", `\[`))
		c.answers("\x1b[6n", pattern)
	},
	"u7": func(c *capability) { c.effects([]string{`reply "\x1b[2;3R"`}, filled) },
	"u8": func(c *capability) {
		pattern, _, _ := strings.Cut(c.value, "%[")
		set, final, _ := strings.Cut(c.value[len(pattern)+2:], "]")
		c.answers("\x1b[c", regexp.QuoteMeta(pattern)+"["+set+"]*"+regexp.QuoteMeta(final))
	},
	"u9": func(c *capability) { c.answers(c.value, `\x1b\[\?[;0-9]+c`) },
	"RV": func(c *capability) { c.answers(c.value, `\x1b\[>[0-9]+;[0-9]+;[0-9]+c`) },
	"XR": func(c *capability) { c.answers(c.value, `\x1bP>\|.*\x1b\\`) },

	// Clipboard, paste, focus, mouse.
	"Ms": func(c *capability) { c.effects([]string{"clipboard c hi"}, "", "c", "aGk=") },
	"BE": func(c *capability) { c.mode("", "?2004", true) },
	"BD": func(c *capability) { c.mode("\x1b[?2004h", "?2004", false) },
	"PS": func(c *capability) { c.pastes(c.value + "a") },
	"PE": func(c *capability) { c.pastes("a" + c.value) },
	"fe": func(c *capability) { c.mode("", "?1004", true) },
	"fd": func(c *capability) { c.mode("\x1b[?1004h", "?1004", false) },
	"kxIN": func(c *capability) {
		c.same(encode.AppendFocus(nil, key.Focus{In: true}, encode.Mode{FocusEvents: true}), c.value)
	},
	"kxOUT": func(c *capability) {
		c.same(encode.AppendFocus(nil, key.Focus{}, encode.Mode{FocusEvents: true}), c.value)
	},
	"XM": func(c *capability) {
		c.write(c.with(1))
		if m := c.term.Modes(); m.MouseTracking != 1000 || m.MouseEncoding != 1006 {
			c.Errorf("the modes are %+v", m)
		}
		c.write(c.with(0))
		if m := c.term.Modes(); m.MouseTracking != 0 || m.MouseEncoding != 0 {
			c.Errorf("the modes are %+v", m)
		}
	},
	"kmous": func(c *capability) {
		c.same([]byte(mouse(2, 1, key.MousePress)[:len(c.value)]), c.value)
	},
	"xm": func(c *capability) { // the entry has a semicolon too much, which no terminal sends
		for action, pressed := range map[key.MouseAction]int{key.MousePress: 1, key.MouseRelease: 0} {
			want := c.with(2, 1, 0, pressed)
			n := len(want) - 1
			c.same([]byte(mouse(2, 1, action)), strings.TrimSuffix(want[:n], ";")+want[n:])
		}
	},
}

func (c *capability) cursor(row, col int, before string, args ...any) {
	c.Helper()
	c.write(before, c.with(args...))
	if cur := c.term.Cursor(); cur.Row != row || cur.Col != col {
		c.Errorf("the cursor is at %d,%d, want %d,%d", cur.Row, cur.Col, row, col)
	}
}

// row wants what the second row looks like.
func (c *capability) row(want, before string, args ...any) {
	c.Helper()
	c.write(before, c.with(args...))
	if got := strings.Split(vttest.Draw(c.term), "\n")[1]; got != want {
		c.Errorf("got %s, want %s", got, want)
	}
}

func (c *capability) visible(before string, visible, blink bool) {
	c.Helper()
	c.write(before, c.with())
	if cur := c.term.Cursor(); cur.Visible != visible || cur.Blink != blink {
		c.Errorf("the cursor is %+v", cur)
	}
}

func (c *capability) palette(i uint8, want grid.Color) {
	c.Helper()
	if got, _ := c.term.Palette(i); got != want {
		c.Errorf("colour %d is %v, want %v", i, got, want)
	}
}

// answers wants one answer to a question, of a pattern.
func (c *capability) answers(question, pattern string) {
	c.Helper()
	r := &replyBytes{}
	c.term.SetEffects(r)
	c.write(question)
	if !regexp.MustCompile("^(?:" + pattern + ")$").Match(r.b) {
		c.Errorf("the answer is %q, want %q", r.b, pattern)
	}
}

type replyBytes struct {
	vt.NoEffects
	b []byte
}

func (r *replyBytes) Reply(p []byte) { r.b = append(r.b, p...) }

func (c *capability) same(got []byte, want string) {
	c.Helper()
	if string(got) != want {
		c.Errorf("got %q, want %q", got, want)
	}
}

func (c *capability) pastes(part string) {
	c.Helper()
	p := key.Paste{Data: []byte("a"), First: true, Last: true}
	if got := string(encode.AppendPaste(nil, p, encode.Mode{BracketedPaste: true})); !strings.Contains(got, part) {
		c.Errorf("a paste of a is %q", got)
	}
}

func mouse(col, row int, action key.MouseAction) string {
	e := key.Mouse{Action: action, Button: key.ButtonLeft, Row: row, Col: col}
	return string(encode.AppendMouse(nil, e, encode.Mode{MouseTracking: 1000, MouseEncoding: 1006}))
}

// vt100Graphics is what terminfo(5) says of acsc.
var vt100Graphics = map[rune]rune{
	'`': '◆', 'a': '▒', 'f': '°', 'g': '±', 'h': '␤', 'i': '␋', 'j': '┘', 'k': '┐', 'l': '┌', 'm': '└', 'n': '┼', 'o': '⎺',
	'p': '⎻', 'q': '─', 'r': '⎼', 's': '⎽', 't': '├', 'u': '┤', 'v': '┴', 'w': '┬', 'x': '│', 'y': '≤', 'z': '≥', '{': 'π',
	'|': '≠', '}': '£', '~': '·',
}

func checkGraphics(c *capability) {
	pairs := []rune(c.value)
	for i := 0; i+1 < len(pairs); i += 2 {
		c.write("\x1b[H\x1b(0", string(pairs[i+1]), "\x1b(B")
		want := vt100Graphics[pairs[i]]
		if got, ok := c.term.Row(0).Cells[0].Rune(); !ok || got != want {
			c.Errorf("%c is %c, want %c", pairs[i], got, want)
		}
	}
}

func checkFlash(c *capability) {
	on, off, ok := strings.Cut(c.value, "h")
	if !ok {
		c.Fatalf("%q", c.value)
	}
	c.write(on + "h")
	if !c.term.Modes().ReverseScreen {
		c.Error("the screen is not reversed")
	}
	c.write(off)
	if c.term.Modes().ReverseScreen {
		c.Error("the screen stays reversed")
	}
}

// checkReset wants that is2 and rs2 undo what a program may have left.
func checkReset(c *capability) {
	c.write("\x1b[?1h\x1b=\x1b[4h\x1b[?6h\x1b[2;3r\x1b[1;31m\x1b[?25l\x1b(0", c.with(), "\x1b[Hq")
	m := c.term.Modes()
	if m.AppCursor || m.AppKeypad || m.Insert || m.Origin || !c.term.Cursor().Visible {
		c.Errorf("the modes are %+v", m)
	}
	vttest.Expect(c, c.term, "|q         |@1\n|          |\n|          |\n|          |")
	c.value = ""
	c.styled("", "", "")
}

// terminfoKeys are the keys that the entry names.
var terminfoKeys = func() map[string]key.Key {
	keys := map[string]key.Key{
		"kbs": {Code: key.Backspace}, "kcbt": {Code: key.Tab, Mods: key.Shift},
		"kcuu1": {Code: key.Up}, "kcud1": {Code: key.Down}, "kcub1": {Code: key.Left}, "kcuf1": {Code: key.Right},
		"khome": {Code: key.Home}, "kend": {Code: key.End}, "kpp": {Code: key.PageUp}, "knp": {Code: key.PageDown},
		"kich1": {Code: key.Insert}, "kdch1": {Code: key.Delete}, "kbeg": {Code: key.KPBegin}, "kp5": {Code: key.KPBegin},
		"kri": {Code: key.Up, Mods: key.Shift}, "kind": {Code: key.Down, Mods: key.Shift},
		"ka1": {Code: key.KP7}, "ka2": {Code: key.KP8}, "ka3": {Code: key.KP9}, "kb1": {Code: key.KP4}, "kb2": {Code: key.KP5},
		"kb3": {Code: key.KP6}, "kc1": {Code: key.KP1}, "kc2": {Code: key.KP2}, "kc3": {Code: key.KP3}, "kpZRO": {Code: key.KP0},
		"kent": {Code: key.KPEnter}, "kpADD": {Code: key.KPAdd}, "kpCMA": {Code: key.KPSeparator}, "kpDIV": {Code: key.KPDivide},
		"kpDOT": {Code: key.KPDecimal}, "kpMUL": {Code: key.KPMultiply}, "kpSUB": {Code: key.KPSubtract},
	}
	mods := []key.Mods{ // by the digit that ends a name, 2 being none
		key.Shift, key.Alt, key.Alt | key.Shift, key.Ctrl, key.Ctrl | key.Shift, key.Ctrl | key.Alt,
	}
	for name, code := range map[string]key.Code{
		"kUP": key.Up, "kDN": key.Down, "kLFT": key.Left, "kRIT": key.Right, "kHOM": key.Home, "kEND": key.End,
		"kPRV": key.PageUp, "kNXT": key.PageDown, "kIC": key.Insert, "kDC": key.Delete,
	} {
		for i, m := range mods {
			digit := fmt.Sprint(i + 2)
			if i == 0 {
				digit = ""
			}
			keys[name+digit] = key.Key{Code: code, Mods: m}
		}
	}
	for n := range 63 { // twelve keys a modifier
		m := []key.Mods{0, key.Shift, key.Ctrl, key.Ctrl | key.Shift, key.Alt, key.Alt | key.Shift}[n/12]
		keys[fmt.Sprintf("kf%d", n+1)] = key.Key{Code: key.F1 + key.Code(n%12), Mods: m}
	}
	return keys
}()
