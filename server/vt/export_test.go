package vt

// Check lets tests of the outside look at the invariants.
func (t *Terminal) Check() error { return t.check() }
