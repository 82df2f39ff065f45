package vt

import (
	"fmt"
	"strings"

	"gmux/server/vt/grid"
	"gmux/server/vt/parser"
)

// primaryAttributes is DA1, Primary Device Attributes.
//
//	CSI Ps c    default 0, and no other
//
// See https://vt100.net/docs/vt510-rm/DA1.html. A VT520 (65) with selective erase (6), horizontal scrolling (21),
// colour (22), rectangles (28) and a clipboard (52). What else xterm claims is not there: 132 columns (1), a printer (2),
// national and technical character sets (9, 15), a locator (16), pictures (4).
func (t *Terminal) primaryAttributes(p *parser.Params) {
	if p.Get(0, 0) == 0 {
		t.reply("\x1b[?65;6;21;22;28;52c")
	}
}

// secondaryAttributes is DA2, Secondary Device Attributes.
//
//	CSI > Ps c    default 0, and no other
//
// See https://vt100.net/docs/vt510-rm/DA2.html. A VT520 (64) of xterm's firmware 354, from which vim and others
// take that they may use SGR mouse reports and what else xterm-256color promises.
func (t *Terminal) secondaryAttributes(p *parser.Params) {
	if p.Get(0, 0) == 0 {
		t.reply("\x1b[>64;354;0c")
	}
}

// tertiaryAttributes is DA3, Tertiary Device Attributes.
//
//	CSI = Ps c    default 0, and no other
//
// See https://vt100.net/docs/vt510-rm/DA3.html. The unit has no number.
func (t *Terminal) tertiaryAttributes(p *parser.Params) {
	if p.Get(0, 0) == 0 {
		t.reply("\x1bP!|00000000\x1b\\")
	}
}

// reportVersion is XTVERSION.
//
//	CSI > Ps q    default 0, and no other
//
// See xterm ctlseqs.
func (t *Terminal) reportVersion(p *parser.Params) {
	if p.Get(0, 0) == 0 {
		t.reply("\x1bP>|" + t.opt.TermVersion + "\x1b\\")
	}
}

// deviceStatus is DSR, Device Status Report.
//
//	CSI Ps n    5: all is well; 6: CPR, the active position
//
// See ECMA-48 8.3.35. Under DECOM the position counts from the margins.
func (t *Terminal) deviceStatus(p *parser.Params) {
	switch p.Get(0, 0) {
	case 5:
		t.reply("\x1b[0n")
	case 6:
		t.reply(fmt.Sprintf("\x1b[%d;%dR", t.originRow(t.cur.row)+1, t.originCol(t.cur.col)+1))
	}
}

// privateDeviceStatus is DECDSR, Device Status Report of DEC.
//
//	CSI ? Ps n    6: DECXCPR, with the page; 15: no printer; 25: no user-defined keys; 26: keyboard;
//	              53, 55: no locator; 56: no kind of locator; 62: DECMSR, no room for macros;
//	              63 ; Pid: DECCKSR, their checksum; 75: all data came through; 85: no sessions; 996: the scheme
//
// See https://vt100.net/docs/vt510-rm/DSR.html.
func (t *Terminal) privateDeviceStatus(p *parser.Params) {
	switch p.Get(0, 0) {
	case 6:
		t.reply(fmt.Sprintf("\x1b[?%d;%d;1R", t.originRow(t.cur.row)+1, t.originCol(t.cur.col)+1))
	case 15:
		t.reply("\x1b[?13n")
	case 25:
		t.reply("\x1b[?20n")
	case 26:
		t.reply("\x1b[?27;1;0;0n")
	case 53, 55:
		t.reply("\x1b[?50n")
	case 56:
		t.reply("\x1b[?57;0n")
	case 62:
		t.reply("\x1b[0*{")
	case 63:
		t.reply(fmt.Sprintf("\x1bP%d!~0000\x1b\\", p.Get(1, 0)))
	case 75:
		t.reply("\x1b[?70n")
	case 85:
		t.reply("\x1b[?83n")
	case 996:
		t.reportScheme()
	}
}

// terminalParameters is DECREQTPARM, Request Terminal Parameters.
//
//	CSI Ps x    default 0; answer: CSI Ps+2 ; 1 ; 1 ; 128 ; 128 ; 1 ; 0 x
//
// See https://vt100.net/docs/vt100-ug/chapter3.html. No parity, 8 bits, 38400 baud: the line that xterm has.
func (t *Terminal) terminalParameters(p *parser.Params) {
	if n := p.Get(0, 0); n <= 1 {
		t.reply(fmt.Sprintf("\x1b[%d;1;1;128;128;1;0x", n+2))
	}
}

// requestMode is DECRQM, Request Mode, for ANSI modes and, with ?, for those of DEC and xterm.
//
//	CSI Ps $ p    CSI ? Ps $ p
//
// See https://vt100.net/docs/vt510-rm/DECRQM.html. The answer, DECRPM, is 1 set, 2 reset, 3 and 4 always so,
// 0 not known.
func (t *Terminal) requestMode(p *parser.Params)        { t.reportMode(p.Get(0, 0), false) }
func (t *Terminal) requestPrivateMode(p *parser.Params) { t.reportMode(p.Get(0, 0), true) }

func (t *Terminal) reportMode(number int, dec bool) {
	state := 0
	if e := lookupMode(dec, number); e != nil && e.level <= t.level {
		switch {
		case e.fixed != 0:
			state = e.fixed
		case e.isSet(t):
			state = 1
		default:
			state = 2
		}
	}
	leader := ""
	if dec {
		leader = "?"
	}
	t.reply(fmt.Sprintf("\x1b[%s%d;%d$y", leader, number, state))
}

// sgrOf is the parameters of the SGR that makes a style.
func sgrOf(s grid.Style) string {
	b := strings.Builder{}
	b.WriteString("0")
	for n, a := range sgrAttrs {
		if a != 0 && s.Has(a) && n != 6 {
			fmt.Fprintf(&b, ";%d", n)
		}
	}
	switch s.Underline {
	case grid.UnderlineNone:
	case grid.UnderlineSingle:
		b.WriteString(";4")
	default:
		fmt.Fprintf(&b, ";4:%d", s.Underline)
	}
	if s.Has(grid.Overline) {
		b.WriteString(";53")
	}
	writeColor(&b, s.Fg, 30)
	writeColor(&b, s.Bg, 40)
	writeColor(&b, s.Ul, 50)
	return b.String()
}

// writeColor writes a colour whose first of the eight is parameter base; 50 has no short forms.
func writeColor(b *strings.Builder, c grid.Color, base int) {
	if r, g, bl, ok := c.RGB(); ok {
		fmt.Fprintf(b, ";%d:2::%d:%d:%d", base+8, r, g, bl)
		return
	}
	i, ok := c.Index()
	switch {
	case !ok:
	case i < 8 && base < 50:
		fmt.Fprintf(b, ";%d", base+int(i))
	case i < 16 && base < 50:
		fmt.Fprintf(b, ";%d", base+60+int(i)-8)
	default:
		fmt.Fprintf(b, ";%d:5:%d", base+8, i)
	}
}
