package vt

// Check lets tests of the outside look at the invariants.
func (t *Terminal) Check() error { return t.check() }

// A ModeNumber is a mode of modeTable.
type ModeNumber struct {
	DEC    bool
	Number int
	Fixed  bool
}

func ModeNumbers() (all []ModeNumber) {
	for _, e := range modeTable {
		all = append(all, ModeNumber{e.dec, e.number, e.fixed != 0})
	}
	return all
}
