package vt

import "gmux/server/vt/parser"

// A csiControl is one control sequence, CSI leader parameters intermediate final.
type csiControl struct {
	name                        string
	leader, intermediate, final byte
	f                           func(*Terminal, *parser.Params)
}

// csiTable is every control sequence there is.
var csiTable = []csiControl{
	{"ICH", 0, 0, '@', (*Terminal).insertCharacters},
	{"SL", 0, ' ', '@', (*Terminal).scrollLeft},
	{"CUU", 0, 0, 'A', (*Terminal).cursorUp},
	{"SR", 0, ' ', 'A', (*Terminal).scrollRight},
	{"CUD", 0, 0, 'B', (*Terminal).cursorDown},
	{"CUF", 0, 0, 'C', (*Terminal).cursorForward},
	{"CUB", 0, 0, 'D', (*Terminal).cursorBackward},
	{"CNL", 0, 0, 'E', (*Terminal).nextLines},
	{"CPL", 0, 0, 'F', (*Terminal).precedingLines},
	{"CHA", 0, 0, 'G', (*Terminal).columnAbsolute},
	{"CUP", 0, 0, 'H', (*Terminal).cursorPosition},
	{"CHT", 0, 0, 'I', (*Terminal).forwardTab},
	{"ED", 0, 0, 'J', (*Terminal).eraseDisplay},
	{"DECSED", '?', 0, 'J', (*Terminal).selectiveEraseDisplay},
	{"EL", 0, 0, 'K', (*Terminal).eraseLine},
	{"DECSEL", '?', 0, 'K', (*Terminal).selectiveEraseLine},
	{"IL", 0, 0, 'L', (*Terminal).insertLines},
	{"DL", 0, 0, 'M', (*Terminal).deleteLines},
	{"DCH", 0, 0, 'P', (*Terminal).deleteCharacters},
	{"SU", 0, 0, 'S', (*Terminal).scrollUpLines},
	{"XTSMGRAPHICS", '?', 0, 'S', (*Terminal).reportGraphics},
	{"SD", 0, 0, 'T', (*Terminal).scrollDownLines},
	{"XTRMTITLE", '>', 0, 'T', (*Terminal).resetTitleModes},
	{"DECST8C", '?', 0, 'W', (*Terminal).resetTabsDEC},
	{"ECH", 0, 0, 'X', (*Terminal).eraseCharacters},
	{"CBT", 0, 0, 'Z', (*Terminal).backwardTab},
	{"SD", 0, 0, '^', (*Terminal).scrollDownLines},
	{"HPA", 0, 0, '`', (*Terminal).columnAbsolute},
	{"HPR", 0, 0, 'a', (*Terminal).columnRelative},
	{"REP", 0, 0, 'b', (*Terminal).repeat},
	{"DA1", 0, 0, 'c', (*Terminal).primaryAttributes},
	{"DA2", '>', 0, 'c', (*Terminal).secondaryAttributes},
	{"DA3", '=', 0, 'c', (*Terminal).tertiaryAttributes},
	{"VPA", 0, 0, 'd', (*Terminal).lineAbsolute},
	{"VPR", 0, 0, 'e', (*Terminal).lineRelative},
	{"HVP", 0, 0, 'f', (*Terminal).cursorPosition},
	{"TBC", 0, 0, 'g', (*Terminal).clearTabs},
	{"SM", 0, 0, 'h', (*Terminal).setMode},
	{"DECSET", '?', 0, 'h', (*Terminal).setPrivateMode},
	{"RM", 0, 0, 'l', (*Terminal).resetMode},
	{"DECRST", '?', 0, 'l', (*Terminal).resetPrivateMode},
	{"SGR", 0, 0, 'm', (*Terminal).selectGraphicRendition},
	{"XTMODKEYS", '>', 0, 'm', (*Terminal).setModifyKeys},
	{"XTQMODKEYS", '?', 0, 'm', (*Terminal).reportModifyKeys},
	{"DSR", 0, 0, 'n', (*Terminal).deviceStatus},
	{"XTMODKEYS", '>', 0, 'n', (*Terminal).disableModifyKeys},
	{"DECDSR", '?', 0, 'n', (*Terminal).privateDeviceStatus},
	{"DECSTR", 0, '!', 'p', func(t *Terminal, _ *parser.Params) { t.softReset() }},
	{"DECSCL", 0, '"', 'p', (*Terminal).setLevel},
	{"DECRQM", 0, '$', 'p', (*Terminal).requestMode},
	{"DECRQM", '?', '$', 'p', (*Terminal).requestPrivateMode},
	{"DECSCUSR", 0, ' ', 'q', (*Terminal).setCursorStyle},
	{"DECSCA", 0, '"', 'q', (*Terminal).setProtection},
	{"XTVERSION", '>', 0, 'q', (*Terminal).reportVersion},
	{"DECSTBM", 0, 0, 'r', (*Terminal).setTopBottomMargins},
	{"XTRESTORE", '?', 0, 'r', (*Terminal).restoreModes},
	{"SCOSC, DECSLRM", 0, 0, 's', (*Terminal).saveOrMargins},
	{"XTSAVE", '?', 0, 's', (*Terminal).saveModes},
	{"XTWINOPS", 0, 0, 't', (*Terminal).windowOperation},
	{"XTSMTITLE", '>', 0, 't', (*Terminal).setTitleModes},
	{"SCORC", 0, 0, 'u', (*Terminal).restoreCursorSCO},
	{"kitty keyboard: push", '>', 0, 'u', (*Terminal).pushKitty},
	{"kitty keyboard: pop", '<', 0, 'u', (*Terminal).popKitty},
	{"kitty keyboard: set", '=', 0, 'u', (*Terminal).setKitty},
	{"kitty keyboard: query", '?', 0, 'u', (*Terminal).reportKitty},
	{"DECRQCRA", 0, '*', 'y', (*Terminal).requestChecksum},
	{"DECSACE", 0, '*', 'x', (*Terminal).setAttributeExtent},
	{"DECCARA", 0, '$', 'r', (*Terminal).changeAttributes},
	{"DECRARA", 0, '$', 't', (*Terminal).reverseAttributes},
	{"DECCRA", 0, '$', 'v', (*Terminal).copyRectangle},
	{"DECFRA", 0, '$', 'x', (*Terminal).fillRectangle},
	{"DECERA", 0, '$', 'z', (*Terminal).eraseRectangle},
	{"DECSERA", 0, '$', '{', (*Terminal).selectiveEraseRectangle},
	{"DECRQPSR", 0, '$', 'w', (*Terminal).requestPresentation},
	{"DECREQTPARM", 0, 0, 'x', (*Terminal).terminalParameters},
	{"DECIC", 0, '\'', '}', (*Terminal).insertColumns},
	{"DECDC", 0, '\'', '~', (*Terminal).deleteColumns},
}

// An escControl is one escape sequence, ESC intermediate final. ESC ( and its kin are SCS, see designate.
type escControl struct {
	name                string
	intermediate, final byte
	f                   func(*Terminal)
}

// escTable is every escape sequence but SCS. Those with a final from @ to _ are C1 controls too. Without a handler
// of their own are DECKPAM, Keypad Application Mode, DECKPNM, Keypad Numeric Mode, which are mode DECNKM, and DECID,
// Identify Terminal, which DA1 has replaced.
var escTable = []escControl{
	{"DECALN", '#', '8', (*Terminal).screenAlignment},
	{"DECBI", 0, '6', (*Terminal).backIndex},
	{"DECSC", 0, '7', (*Terminal).saveCursor},
	{"DECRC", 0, '8', (*Terminal).restoreCursor},
	{"DECFI", 0, '9', (*Terminal).forwardIndex},
	{"DECKPAM", 0, '=', func(t *Terminal) { t.modes.set(modeAppKeypad, true) }},
	{"DECKPNM", 0, '>', func(t *Terminal) { t.modes.set(modeAppKeypad, false) }},
	{"IND", 0, 'D', func(t *Terminal) { t.index(false) }},
	{"NEL", 0, 'E', (*Terminal).nextLine},
	{"HTS", 0, 'H', (*Terminal).setTab},
	{"RI", 0, 'M', (*Terminal).reverseIndex},
	{"SS2", 0, 'N', func(t *Terminal) { t.singleShift(2) }},
	{"SS3", 0, 'O', func(t *Terminal) { t.singleShift(3) }},
	{"SPA", 0, 'V', (*Terminal).startGuarded},
	{"EPA", 0, 'W', (*Terminal).endGuarded},
	{"DECID", 0, 'Z', func(t *Terminal) { t.primaryAttributes(&parser.Params{}) }},
	{"RIS", 0, 'c', (*Terminal).fullReset},
	{"memory lock", 0, 'l', (*Terminal).lockMemory},
	{"memory unlock", 0, 'm', (*Terminal).unlockMemory},
	{"LS2", 0, 'n', func(t *Terminal) { t.shift(2) }},
	{"LS3", 0, 'o', func(t *Terminal) { t.shift(3) }},
}

// levels are those of conformance that controls need, if more than the first.
var levels = map[string]int{
	"DECRQM": 3, "DECIC": 4, "DECDC": 4, "DECBI": 4, "DECFI": 4, "DECRQCRA": 4, "DECSACE": 4, "DECCARA": 4,
	"DECRARA": 4, "DECCRA": 4, "DECFRA": 4, "DECERA": 4, "DECSERA": 4,
}

// A dcsControl is one device control string, DCS leader parameters intermediate final string ST.
type dcsControl struct {
	name                        string
	leader, intermediate, final byte
	f                           func(*Terminal, *parser.Params, []byte)
}

var dcsTable = []dcsControl{
	{"DECRSPS", 0, '$', 't', (*Terminal).restorePresentation},
	{"DECRQSS", 0, '$', 'q', (*Terminal).requestSetting},
	{"XTGETTCAP", 0, '+', 'q', (*Terminal).requestTermcap},
	{"name of the window", 0, 0, 'k', (*Terminal).setName},
	{"passthrough", 0, 0, 't', (*Terminal).passThrough},
}

// The handlers by their bytes: a final from 0x30 to 0x7e, an intermediate from 0x20 to 0x2f or none, a leader
// from < to ? or none.
const (
	finals        = 0x7f - 0x30
	intermediates = 0x30 - 0x1f
	leaders       = 5
)

func slot(leader, intermediate, final byte) int {
	n := 0
	if leader != 0 {
		n = int(leader-'<') + 1
	}
	n *= intermediates
	if intermediate != 0 {
		n += int(intermediate-0x20) + 1
	}
	return n*finals + int(final-0x30)
}

var (
	csiHandlers [leaders * intermediates * finals]func(*Terminal, *parser.Params)
	escHandlers [intermediates * finals]func(*Terminal)
)

func init() {
	for _, c := range csiTable {
		f := c.f
		if n := levels[c.name]; n > 0 {
			f = func(t *Terminal, p *parser.Params) {
				if t.level >= n {
					c.f(t, p)
				}
			}
		}
		csiHandlers[slot(c.leader, c.intermediate, c.final)] = f
	}
	for _, c := range escTable {
		f := c.f
		if n := levels[c.name]; n > 0 {
			f = func(t *Terminal) {
				if t.level >= n {
					c.f(t)
				}
			}
		}
		escHandlers[slot(0, c.intermediate, c.final)] = f
	}
}

// sink is the Terminal as the parser's Handler, so that a Terminal itself has no such methods.
type sink Terminal

func (s *sink) ASCII(p []byte) { (*Terminal)(s).printASCII(p) }

func (s *sink) Rune(r rune) { (*Terminal)(s).printRune(r) }

// CSI, as ESC, ends what a mark may join and REP repeat, but for SGR.
func (s *sink) CSI(q parser.Sequence, p *parser.Params) {
	t := (*Terminal)(s)
	f := csiHandlers[slot(q.Leader, q.Intermediate, q.Final)]
	if f == nil {
		return
	}
	f(t, p)
	if q.Final != 'm' && q.Final != 'b' {
		t.last.ok = false
	}
}

func (s *sink) ESC(q parser.Sequence) {
	t := (*Terminal)(s)
	if q.Intermediate >= '(' && q.Intermediate <= '+' {
		t.designate(q)
		return
	}
	if f := escHandlers[slot(0, q.Intermediate, q.Final)]; f != nil {
		f(t)
	}
	t.last.ok = false
}

func (s *sink) OSC(p []byte, bel bool) { (*Terminal)(s).operatingSystemCommand(p, bel) }

func (s *sink) DCS(q parser.Sequence, p *parser.Params, str []byte) {
	if c := dcsOf(q); c != nil {
		c.f((*Terminal)(s), p, str)
	}
}

func (s *sink) Collects(q parser.Sequence) bool { return dcsOf(q) != nil }

func dcsOf(q parser.Sequence) *dcsControl {
	for i := range dcsTable {
		if c := &dcsTable[i]; c.leader == q.Leader && c.intermediate == q.Intermediate && c.final == q.Final {
			return c
		}
	}
	return nil
}
