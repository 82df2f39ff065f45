package vt

import (
	"bytes"
	"strings"

	"gmux/server/vt/parser"
)

// passThrough is tmux's way past it: the string is for the terminal outside.
//
//	DCS tmux; Pt ST    each ESC of Pt is doubled
//
// See tmux(1), allow-passthrough. Whether it gets there is not the terminal's to say; it is never carried out here.
func (t *Terminal) passThrough(_ *parser.Params, str []byte) {
	if p, ok := bytes.CutPrefix(str, []byte("mux;")); ok {
		t.effects.Passthrough(p)
	}
}

// setName is screen's and tmux's name of the window, for whoever allows it; empty for none.
//
//	ESC k Pt ST
//
// See tmux(1), NAMES AND TITLES. xterm would print the name.
func (t *Terminal) setName(_ *parser.Params, str []byte) {
	t.effects.Name(clean(strings.ToValidUTF8(string(str), "\ufffd"), maxTitle))
}
