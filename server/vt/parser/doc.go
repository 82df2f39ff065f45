// Package parser cuts the bytes that a program writes to its terminal into text, controls, control
// sequences and control strings. It is the DEC and ANSI state machine that Paul Williams drew
// (https://vt100.net/emu/dec_ansi_parser), over UTF-8.
//
//	bytes ──▶ Parser.Feed ──▶ Handler: ASCII, Rune      text
//	            │                      Execute          C0 and C1 controls
//	            │ table[state][byte]   CSI, ESC         control sequences, escape sequences
//	            ▼                      OSC, DCS         control strings, whole
//	          action, next state
//
// It differs from the diagram where UTF-8 and today's programs ask for it: text in the ground state is
// taken in runs, without the table; bytes above 0x7f are UTF-8, and the C1 controls are the code points
// U+0080 to U+009F; parameters may have subparameters; a string that ESC, CAN or SUB interrupts is dropped
// and not dispatched, and BEL ends an OSC. All that is collected is bounded.
//
// How the input is cut into calls of Feed makes no difference. Nothing here knows what a sequence means.
// Start reading in parser.go; the machine is in table.go.
package parser
