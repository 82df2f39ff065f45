package vt

import (
	"fmt"

	"gmux/server/vt/parser"
)

// kittyDepth bounds the stack of kitty keyboard flags; pushing more forgets the oldest.
const kittyDepth = 16

const kittyMask = 31

// A kittyStack is the flags of the kitty keyboard protocol on one screen: those in force, and those to
// come back to.
type kittyStack struct {
	now   uint8
	below []uint8
}

func (k *kittyStack) flags() int { return int(k.now) }

// pushKitty asks for flags until popKitty.
//
//	CSI > Pn u    default 0
//
// See https://sw.kovidgoyal.net/kitty/keyboard-protocol.
func (t *Terminal) pushKitty(p *parser.Params) {
	k := &t.on.kitty
	if len(k.below) == kittyDepth {
		k.below = append(k.below[:0:0], k.below[1:]...)
	}
	k.below = append(k.below, k.now)
	k.now = uint8(p.Get(0, 0) & kittyMask)
}

// popKitty goes back to the flags of Pn pushes ago, or to none.
//
//	CSI < Pn u    default 1
func (t *Terminal) popKitty(p *parser.Params) {
	k := &t.on.kitty
	n := p.Count(0)
	if n > len(k.below) {
		*k = kittyStack{}
		return
	}
	k.now, k.below = k.below[len(k.below)-n], k.below[:len(k.below)-n]
}

// setKitty changes the flags in force.
//
//	CSI = Pf ; Pm u    defaults 0 and 1; Pm 1: exactly Pf, 2: Pf too, 3: all but Pf
func (t *Terminal) setKitty(p *parser.Params) {
	k, f := &t.on.kitty, uint8(p.Get(0, 0)&kittyMask)
	switch p.Get(1, 1) {
	case 1:
		k.now = f
	case 2:
		k.now |= f
	case 3:
		k.now &^= f
	}
}

// reportKitty tells the flags in force.
//
//	CSI ? u
func (t *Terminal) reportKitty(*parser.Params) { t.reply(fmt.Sprintf("\x1b[?%du", t.on.kitty.now)) }

// setModifyKeys is XTMODKEYS.
//
//	CSI > Pp ; Pv m    resource 4 is modifyOtherKeys, 0 to 2; without Pv, or without both, it is 0
//
// See xterm ctlseqs. The other resources are not kept.
func (t *Terminal) setModifyKeys(p *parser.Params) {
	if n := p.Get(0, 4); n == 4 {
		t.modifyKeys = min(p.Get(1, 0), 2)
	}
}

// disableModifyKeys is the other form of XTMODKEYS.
//
//	CSI > Pp n
func (t *Terminal) disableModifyKeys(p *parser.Params) {
	if p.Get(0, 4) == 4 {
		t.modifyKeys = 0
	}
}

// reportModifyKeys is XTQMODKEYS.
//
//	CSI ? Pp m
//
// See xterm ctlseqs.
func (t *Terminal) reportModifyKeys(p *parser.Params) {
	if p.Get(0, 0) == 4 {
		t.reply(fmt.Sprintf("\x1b[>4;%dm", t.modifyKeys))
	}
}
