package vt

import "gmux/server/vt/parser"

// A mode is one that is just on or off. What else a program sets by number is in modeTable with functions.
// Checkpoints have these numbers: new ones go to the end, and none is used again for something else.
type mode uint

const (
	modeInsert mode = iota
	modeLineFeedNewLine
	modeAppCursor
	modeAllowColumns
	modeNoClearColumns
	modeReverseScreen
	modeAutowrap
	modeReverseWrap
	modeCursorVisible
	modeAppKeypad
	modeBackarrow
	modeLeftRight
	modeFocus
	modeAltScroll
	modePaste
	modeSync
	modeAlt
	mouseX10
	mouseNormal
	mouseButton
	mouseAny
	mouseUTF8
	mouseSGR
	mouseURXVT
	mousePixels
	modeColumns
	modeMoreFix
	modeReverseAround
	modeKeyboardLocked
	modeSendReceive
	modeSmoothScroll
	modePrintFormFeed
	modePrintScreen
	modeHebrewKeyboard
	modeNationalSets
	modeMetaEighthBit
	modeMetaEscape
	modeAltEscape
	modeSchemeUpdates
	modeSizeReports
	numModes
)

// A modeSet is all modes.
type modeSet uint64

func (s modeSet) has(m mode) bool { return s&(1<<m) != 0 }

func (s *modeSet) set(m mode, on bool) {
	if on {
		*s |= 1 << m
	} else {
		*s &^= 1 << m
	}
}

const (
	mouseTracking modeSet = 1<<mouseX10 | 1<<mouseNormal | 1<<mouseButton | 1<<mouseAny
	mouseEncoding modeSet = 1<<mouseUTF8 | 1<<mouseSGR | 1<<mouseURXVT | 1<<mousePixels

	knownModes   modeSet = 1<<numModes - 1
	initialModes modeSet = 1<<modeAutowrap | 1<<modeCursorVisible | 1<<modeSendReceive | 1<<modeMetaEscape | 1<<modeAltEscape
)

// Modes are the modes that matter to who types into the terminal or draws it.
type Modes struct {
	AltScreen         bool
	AppCursor         bool // DECCKM
	AppKeypad         bool // DECNKM, DECKPAM
	BackarrowSendsBS  bool // DECBKM
	LineFeedNewLine   bool // LNM
	Insert            bool // IRM
	Origin            bool // DECOM
	Autowrap          bool // DECAWM
	ReverseScreen     bool // DECSCNM
	BracketedPaste    bool // 2004
	FocusEvents       bool // 1004
	AltScroll         bool // 1007
	SyncOutput        bool // 2026
	MouseTracking     int  // 0, 9, 1000, 1002 or 1003
	MouseEncoding     int  // 0, 1005, 1006, 1015 or 1016
	KittyFlags        int  // of the kitty keyboard protocol
	ModifyOtherKeys   int  // 0, 1 or 2
	LeftRightMargins  bool // DECLRMM
	ReverseWraparound bool // 45 or 1045
}

// Modes returns the modes.
func (t *Terminal) Modes() Modes {
	has := t.modes.has
	m := Modes{
		AltScreen: t.on == &t.alt, AppCursor: has(modeAppCursor), AppKeypad: has(modeAppKeypad),
		BackarrowSendsBS: has(modeBackarrow), LineFeedNewLine: has(modeLineFeedNewLine),
		Insert: has(modeInsert), Origin: t.cur.origin, Autowrap: has(modeAutowrap),
		ReverseScreen: has(modeReverseScreen), BracketedPaste: has(modePaste), FocusEvents: has(modeFocus),
		AltScroll: has(modeAltScroll), SyncOutput: has(modeSync),
		KittyFlags: t.on.kitty.flags(), ModifyOtherKeys: t.modifyKeys,
		LeftRightMargins: has(modeLeftRight), ReverseWraparound: has(modeReverseWrap) || has(modeReverseAround),
	}
	for _, e := range modeTable {
		switch {
		case e.set != nil || !has(e.mode):
		case mouseTracking.has(e.mode):
			m.MouseTracking = e.number
		case mouseEncoding.has(e.mode):
			m.MouseEncoding = e.number
		}
	}
	return m
}

// EndSync ends synchronized output that lasts too long. Who draws the terminal keeps the time; it has none.
func (t *Terminal) EndSync() {
	t.gen++
	t.modes.set(modeSync, false)
}

// A modeEntry is one mode of SM, RM and DECRQM: a bit, or functions if it is more than a bit, or what
// DECRQM says of a mode that never changes.
type modeEntry struct {
	dec    bool // CSI ? Pn h
	number int
	name   string
	level  int // of conformance that it needs
	mode   mode
	set    func(t *Terminal, on bool)
	get    func(t *Terminal) bool
	fixed  int // 3: permanently set, 4: permanently reset
}

// permanentlyReset are modes of ECMA-48 that are never set here, as in xterm, and those of DEC and xterm: what they do
// a pane does not do.
var permanentlyReset = map[bool][]int{
	false: {1, 3, 5, 6, 7, 10, 11, 13, 14, 15, 16, 17, 18, 19, 21, 22},
	true: {
		10, 13, 14, 30, 34, 36, 38, 43, 44, 46, 57, 58, 59, 60, 61, 64, 68, 70, 73, 80, 81, 96, 97, 98, 99, 100, 101, 102, 103, 104,
		106, 1001, 1010, 1011, 1014, 1035, 1037, 1040, 1041, 1042, 1043, 1044, 1046, 1050, 1051, 1052, 1053, 1060, 1061, 1070,
		2001, 2002, 2003, 2005, 2006, 8452,
	},
}

// modeTable is filled in by init, since its functions use it. The names of DEC and ECMA-48 in full:
//
//	KAM, Keyboard Action Mode; IRM, Insertion Replacement Mode; SRM, Send and Receive Mode;
//	LNM, Line Feed and New Line Mode; DECCKM, Cursor Keys Mode; DECANM, ANSI Mode; DECCOLM, Column Mode;
//	DECSCLM, Scrolling Mode; DECSCNM, Screen Mode; DECOM, Origin Mode; DECAWM, Autowrap Mode; DECARM, Autorepeat Mode;
//	DECPFF, Print Form Feed Mode; DECPEX, Print Extent Mode; DECTCEM, Text Cursor Enable Mode;
//	DECHEBM, Hebrew Keyboard Mode; DECNRCM, National Replacement Character Set Mode; DECNKM, Numeric Keypad Mode;
//	DECBKM, Backarrow Key Mode; DECLRMM, Left Right Margin Mode; DECNCSM, No Clearing Screen on Column Change Mode
var modeTable []modeEntry

func init() {
	modeTable = []modeEntry{
		{number: 2, name: "KAM", mode: modeKeyboardLocked}, // told, and nothing more: nobody is locked out of a pane
		{number: 4, name: "IRM", mode: modeInsert},
		{number: 12, name: "SRM", mode: modeSendReceive}, // as above: the tty echoes
		{number: 20, name: "LNM", mode: modeLineFeedNewLine},

		{dec: true, number: 1, name: "DECCKM", mode: modeAppCursor},
		{dec: true, number: 2, name: "DECANM", fixed: 3},
		{dec: true, number: 3, name: "DECCOLM", set: (*Terminal).setColumns, get: bit(modeColumns)},
		{dec: true, number: 4, name: "DECSCLM", mode: modeSmoothScroll},
		{dec: true, number: 5, name: "DECSCNM", set: (*Terminal).setReverseScreen, get: bit(modeReverseScreen)},
		{dec: true, number: 6, name: "DECOM", set: (*Terminal).setOrigin, get: func(t *Terminal) bool { return t.cur.origin }},
		{dec: true, number: 7, name: "DECAWM", set: (*Terminal).setAutowrap, get: bit(modeAutowrap)},
		{dec: true, number: 8, name: "DECARM", fixed: 3},
		{dec: true, number: 9, name: "X10 mouse", mode: mouseX10},
		{dec: true, number: 12, name: "cursor blink", set: func(t *Terminal, on bool) { t.blinkMode = on }, get: func(t *Terminal) bool { return t.blinkMode }},
		{dec: true, number: 18, name: "DECPFF", mode: modePrintFormFeed},
		{dec: true, number: 19, name: "DECPEX", mode: modePrintScreen},
		{dec: true, number: 25, name: "DECTCEM", mode: modeCursorVisible},
		{dec: true, number: 35, name: "DECHEBM", mode: modeHebrewKeyboard},
		{dec: true, number: 40, name: "allow DECCOLM", mode: modeAllowColumns},
		{dec: true, number: 41, name: "more(1) fix", mode: modeMoreFix},
		{dec: true, number: 42, name: "DECNRCM", mode: modeNationalSets},
		{dec: true, number: 45, name: "reverse wraparound", mode: modeReverseWrap},
		{dec: true, number: 47, name: "alternate screen", set: (*Terminal).setAlt, get: (*Terminal).onAlt},
		{dec: true, number: 66, name: "DECNKM", mode: modeAppKeypad},
		{dec: true, number: 67, name: "DECBKM", mode: modeBackarrow},
		{dec: true, number: 69, name: "DECLRMM", level: 4, set: (*Terminal).setLeftRightMode, get: bit(modeLeftRight)},
		{dec: true, number: 95, name: "DECNCSM", level: 5, mode: modeNoClearColumns},
		{dec: true, number: 1000, name: "mouse buttons", mode: mouseNormal},
		{dec: true, number: 1002, name: "mouse drags", mode: mouseButton},
		{dec: true, number: 1003, name: "mouse motion", mode: mouseAny},
		{dec: true, number: 1004, name: "focus events", mode: modeFocus},
		{dec: true, number: 1005, name: "UTF-8 mouse", mode: mouseUTF8},
		{dec: true, number: 1006, name: "SGR mouse", mode: mouseSGR},
		{dec: true, number: 1007, name: "alternate scroll", mode: modeAltScroll},
		{dec: true, number: 1015, name: "urxvt mouse", mode: mouseURXVT},
		{dec: true, number: 1016, name: "SGR mouse in pixels", mode: mousePixels},
		{dec: true, number: 1034, name: "meta sets the eighth bit", mode: modeMetaEighthBit}, // these three are told: meta sends ESC in any case
		{dec: true, number: 1036, name: "meta sends ESC", mode: modeMetaEscape},
		{dec: true, number: 1039, name: "Alt sends ESC", mode: modeAltEscape},
		{dec: true, number: 1045, name: "reverse wraparound, extended", mode: modeReverseAround},
		{dec: true, number: 1047, name: "alternate screen, cleared", set: (*Terminal).setAltClear, get: (*Terminal).onAlt},
		{dec: true, number: 1048, name: "save cursor", set: (*Terminal).setSaved, get: always},
		{dec: true, number: 1049, name: "alternate screen and cursor", set: (*Terminal).setAltCursor, get: (*Terminal).onAlt},
		{dec: true, number: 2004, name: "bracketed paste", mode: modePaste},
		{dec: true, number: 2026, name: "synchronized output", mode: modeSync},
		{dec: true, number: 2027, name: "grapheme clusters", fixed: 3},
		{dec: true, number: 2031, name: "reports of the colour scheme", mode: modeSchemeUpdates},
		{dec: true, number: 2048, name: "reports of the size", set: (*Terminal).setSizeReports, get: bit(modeSizeReports)},
	}
	for dec, numbers := range permanentlyReset {
		for _, n := range numbers {
			modeTable = append(modeTable, modeEntry{dec: dec, number: n, fixed: 4})
		}
	}
}

func always(*Terminal) bool { return true }

func bit(m mode) func(*Terminal) bool { return func(t *Terminal) bool { return t.modes.has(m) } }

func lookupMode(dec bool, number int) *modeEntry {
	for i := range modeTable {
		if e := &modeTable[i]; e.dec == dec && e.number == number {
			return e
		}
	}
	return nil
}

func (e *modeEntry) isSet(t *Terminal) bool {
	if e.get != nil {
		return e.get(t)
	}
	return t.modes.has(e.mode)
}

func (e *modeEntry) apply(t *Terminal, on bool) {
	switch {
	case e.fixed != 0 || e.level > t.level:
	case e.set != nil:
		e.set(t, on)
	case mouseTracking.has(e.mode):
		t.modes &^= mouseTracking // one at a time, and any reset ends all, as in xterm and tmux
		t.modes.set(e.mode, on)
	case mouseEncoding.has(e.mode) && on:
		t.modes &^= mouseEncoding
		t.modes.set(e.mode, true)
	default:
		t.modes.set(e.mode, on)
	}
}

func (t *Terminal) changeModes(p *parser.Params, dec, on bool) {
	for i := range p.Len() {
		if e := lookupMode(dec, p.Get(i, 0)); e != nil {
			e.apply(t, on)
		}
	}
}

// setMode is SM, Set Mode; resetMode is RM, Reset Mode.
//
//	CSI Ps ; ... h    CSI Ps ; ... l
//
// See ECMA-48 8.3.125 and 8.3.106. The modes are in modeTable.
func (t *Terminal) setMode(p *parser.Params)   { t.changeModes(p, false, true) }
func (t *Terminal) resetMode(p *parser.Params) { t.changeModes(p, false, false) }

// setPrivateMode is DECSET, Set Private Mode; resetPrivateMode is DECRST, Reset Private Mode.
//
//	CSI ? Ps ; ... h    CSI ? Ps ; ... l
//
// See xterm ctlseqs. The modes are in modeTable.
func (t *Terminal) setPrivateMode(p *parser.Params)   { t.changeModes(p, true, true) }
func (t *Terminal) resetPrivateMode(p *parser.Params) { t.changeModes(p, true, false) }

// setColumns is DECCOLM, 80 or 132 columns. The size of a pane is its user's; what else the mode does is done
// if mode 40 allows it: the screen is cleared (unless DECNCSM), margins and DECLRMM go, the cursor goes home.
// DECRQM tells the mode as it was set.
// See https://vt100.net/docs/vt510-rm/DECCOLM.html and xterm ctlseqs.
func (t *Terminal) setColumns(on bool) {
	if !t.modes.has(modeAllowColumns) {
		return
	}
	t.modes.set(modeColumns, on)
	t.resetMargins()
	t.modes.set(modeLeftRight, false)
	if !t.modes.has(modeNoClearColumns) {
		t.unwrap(-1)
		t.eraseRows(0, t.rows)
	}
	t.goTo(0, 0)
}

// setReverseScreen is DECSCNM, Screen Mode: the default colours change places.
// See https://vt100.net/docs/vt510-rm/DECSCNM.html.
func (t *Terminal) setReverseScreen(on bool) {
	t.modes.set(modeReverseScreen, on)
	t.touchAll()
}

// setOrigin is DECOM, Origin Mode. The active position goes home.
// See https://vt100.net/docs/vt510-rm/DECOM.html.
func (t *Terminal) setOrigin(on bool) {
	t.cur.origin = on
	t.goTo(0, 0)
}

// setAutowrap is DECAWM, Autowrap Mode. Off, a pending wrap is dropped too.
// See https://vt100.net/docs/vt510-rm/DECAWM.html.
func (t *Terminal) setAutowrap(on bool) {
	t.modes.set(modeAutowrap, on)
	t.cur.pending = t.cur.pending && on
}

// setLeftRightMode is DECLRMM, Left Right Margin Mode. Both ways the margins are those of the screen.
// See https://vt100.net/docs/vt510-rm/DECLRMM.html.
func (t *Terminal) setLeftRightMode(on bool) {
	t.modes.set(modeLeftRight, on)
	t.left, t.right = 0, t.cols-1
	t.cur.pending = t.cur.pending && t.cur.col == t.right
}

// setSaved is mode 1048: DECSC and DECRC.
func (t *Terminal) setSaved(on bool) {
	if on {
		t.saveCursor()
	} else {
		t.restoreCursor()
	}
}

// saveModes is XTSAVE and restoreModes XTRESTORE.
//
//	CSI ? Ps ; ... s    CSI ? Ps ; ... r
//
// See xterm ctlseqs. A mode that was never saved stays as it is.
func (t *Terminal) saveModes(p *parser.Params) {
	for i := range p.Len() {
		if n := p.Get(i, 0); lookupMode(true, n) != nil {
			t.savedModes[n] = lookupMode(true, n).isSet(t)
		}
	}
}

func (t *Terminal) restoreModes(p *parser.Params) {
	for i := range p.Len() {
		if e := lookupMode(true, p.Get(i, 0)); e != nil {
			if on, ok := t.savedModes[e.number]; ok {
				e.apply(t, on)
			}
		}
	}
}
