package vt

import (
	"cmp"
	"fmt"
	"slices"
)

// A Sequence is a line of the list of what is supported: docs/sequences.md is made of it.
type Sequence struct {
	Kind  Kind
	Form  string // how it is written, with SP for a space
	Name  string
	Level int // of conformance that it needs, if more than the first
	Fixed int // of a mode that never changes: what DECRQM says
}

// Kind is a chapter of the list.
type Kind int

// The kinds, in the order of the list.
const (
	KindControl Kind = iota
	KindESC
	KindCSI
	KindDCS
	KindOSC
	KindMode
	KindPrivateMode
)

// controlNames are the C0 controls that Execute knows.
var controlNames = []struct {
	c    byte
	name string
}{
	{ctlBEL, "BEL"}, {ctlBS, "BS"}, {ctlHT, "HT"}, {ctlLF, "LF"}, {ctlVT, "VT"}, {ctlFF, "FF"}, {ctlCR, "CR"},
	{ctlSO, "SO"}, {ctlSI, "SI"},
}

// Sequences lists the control functions and modes that the terminal knows.
func Sequences() (all []Sequence) {
	for _, c := range controlNames {
		all = append(all, Sequence{Kind: KindControl, Form: fmt.Sprintf("0x%02x", c.c), Name: c.name})
	}
	for _, c := range escTable {
		all = append(all, Sequence{KindESC, form("ESC", c.intermediate, c.final), c.name, levels[c.name], 0})
	}
	for g := range byte(4) {
		all = append(all, Sequence{Kind: KindESC, Form: form("ESC", '('+g) + " F", Name: "SCS"})
	}
	for _, c := range csiTable {
		all = append(all, Sequence{KindCSI, form("CSI", c.leader, c.intermediate, c.final), c.name, levels[c.name], 0})
	}
	for _, c := range dcsTable {
		all = append(all, Sequence{KindDCS, form("DCS", c.leader, c.intermediate, c.final), c.name, levels[c.name], 0})
	}
	for _, c := range oscTable {
		all = append(all, Sequence{Kind: KindOSC, Form: fmt.Sprintf("OSC %d", c.number), Name: c.name})
	}
	modes := slices.Clone(modeTable)
	slices.SortFunc(modes, func(a, b modeEntry) int { return cmp.Compare(a.number, b.number) })
	for _, e := range modes {
		s := Sequence{Kind: KindMode, Form: fmt.Sprint(e.number), Name: e.name, Level: e.level, Fixed: e.fixed}
		if e.dec {
			s.Kind, s.Form = KindPrivateMode, "?"+s.Form
		}
		all = append(all, s)
	}
	return all
}

// form writes a sequence without its parameters.
func form(intro string, bs ...byte) string {
	for _, b := range bs {
		switch b {
		case 0:
		case ' ':
			intro += " SP"
		default:
			intro += " " + string(b)
		}
	}
	return intro
}
