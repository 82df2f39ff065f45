package parser

type state uint8

// Checkpoints have these numbers: new ones go to the end.
const (
	ground state = iota
	escape
	escapeIntermediate
	csiEntry
	csiParam
	csiIntermediate
	csiIgnore
	dcsEntry
	dcsParam
	dcsIntermediate
	dcsIgnore // swallows to the terminator
	dcsString
	oscString
	otherString // SOS, PM, APC: swallowed to the terminator
	stringEscape
	numStates
)

type action uint8

const (
	none action = iota
	execute
	start // clears what was collected and enters a sequence
	collect
	param
	dispatchESC
	dispatchCSI
	startString
	startOSC
	put
	endBEL
	endString
	cancel // CAN, SUB: drops the sequence; the control itself does nothing more
	resume // the byte after ESC was not a backslash: the string is dropped, the byte read in escape
)

// An entry is an action and the state that follows it.
type entry struct {
	action action
	next   state
}

// table is the machine for bytes up to 0x7f. Bytes above are UTF-8 and handled by Feed.
var table = buildTable()

func buildTable() (t [numStates][128]entry) {
	for s := range t {
		s := state(s)
		set := func(from, to byte, a action, next state) {
			for b := from; b <= to; b++ {
				t[s][b] = entry{a, next}
			}
		}
		switch s {
		case ground:
			set(0x00, 0x1f, execute, ground)
			set(0x7f, 0x7f, none, ground)
		case escape:
			set(0x00, 0x1f, execute, s)
			set(0x20, 0x2f, collect, escapeIntermediate)
			set(0x30, 0x7e, dispatchESC, ground)
			set('[', '[', start, csiEntry)
			set(']', ']', startOSC, oscString)
			set('P', 'P', start, dcsEntry)
			set('k', 'k', startString, dcsString) // a window's name, as screen has it: told as the DCS k that there is not
			set('X', 'X', start, otherString)     // SOS
			set('^', '^', start, otherString)     // PM
			set('_', '_', start, otherString)     // APC
			set(0x7f, 0x7f, none, s)
		case escapeIntermediate:
			set(0x00, 0x1f, execute, s)
			set(0x20, 0x2f, collect, s)
			set(0x30, 0x7e, dispatchESC, ground)
			set(0x7f, 0x7f, none, s)
		case csiEntry, csiParam:
			set(0x00, 0x1f, execute, s)
			set(0x20, 0x2f, collect, csiIntermediate)
			set('0', ';', param, csiParam)
			if s == csiEntry {
				set('<', '?', collect, csiParam)
			} else {
				set('<', '?', none, csiIgnore)
			}
			set(0x40, 0x7e, dispatchCSI, ground)
			set(0x7f, 0x7f, none, s)
		case csiIntermediate:
			set(0x00, 0x1f, execute, s)
			set(0x20, 0x2f, collect, s)
			set(0x30, 0x3f, none, csiIgnore)
			set(0x40, 0x7e, dispatchCSI, ground)
			set(0x7f, 0x7f, none, s)
		case csiIgnore:
			set(0x00, 0x1f, execute, s)
			set(0x20, 0x3f, none, s)
			set(0x40, 0x7e, none, ground)
			set(0x7f, 0x7f, none, s)
		case dcsEntry, dcsParam:
			set(0x00, 0x1f, none, s)
			set(0x20, 0x2f, collect, dcsIntermediate)
			set('0', ';', param, dcsParam)
			if s == dcsEntry {
				set('<', '?', collect, dcsParam)
			} else {
				set('<', '?', none, dcsIgnore)
			}
			set(0x40, 0x7e, startString, dcsString)
			set(0x7f, 0x7f, none, s)
		case dcsIntermediate:
			set(0x00, 0x1f, none, s)
			set(0x20, 0x2f, collect, s)
			set(0x30, 0x3f, none, dcsIgnore)
			set(0x40, 0x7e, startString, dcsString)
			set(0x7f, 0x7f, none, s)
		case dcsIgnore, otherString:
			set(0x00, 0x7f, none, s)
		case dcsString:
			set(0x00, 0x7f, put, s)
		case oscString:
			set(0x00, 0x1f, none, s)
			set(0x20, 0x7f, put, s)
			set(0x07, 0x07, endBEL, ground)
		case stringEscape:
			set(0x00, 0x7f, resume, escape)
			set('\\', '\\', endString, ground)
		}
		switch s {
		case dcsEntry, dcsParam, dcsIntermediate, dcsIgnore, dcsString, oscString, otherString:
			set(0x1b, 0x1b, none, stringEscape)
		case stringEscape:
		default:
			set(0x1b, 0x1b, start, escape)
		}
		set(0x18, 0x18, cancel, ground)
		set(0x1a, 0x1a, cancel, ground)
	}
	return t
}
