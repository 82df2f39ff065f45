// Package key says what a user did at the outer tty, as values: a key, a mouse event, a piece of a
// paste, a change of focus, or bytes that nobody understood.
//
//	outer tty ─▶ client/input ─▶ Event ─▶ protocol ─▶ Event ─▶ keytable      Canonical, Parse, String
//	                                                        └▶ server/vt/encode ─▶ master
//
// It is a leaf: it imports nothing of ours, owns no state, and knows neither escape sequences (those
// are client/input's and server/vt/encode's) nor what a key is bound to (that is keytable's).
//
// A Key is kept as the outer terminal reported it, so that a program in a pane which asked for the
// kitty protocol is told all that was known: the unshifted key, the shifted one, the key's place on a
// PC-101 keyboard, press or release, the text. Different protocols report one and the same stroke
// differently; whoever compares keys compares their Canonical form, which is also what Parse returns:
//
//	stroke           legacy   modifyOtherKeys    kitty              Canonical
//	Shift+a          A        CSI 27;2;65~       CSI 97:65;2u       {Code: 'A'}
//	Shift+1 (US)     !        CSI 27;2;33~       CSI 49:33;2u       {Code: '!'}
//	Ctrl+a           0x01     CSI 27;5;97~       CSI 97;5u          {Code: 'a', Mods: Ctrl}
//	Ctrl+Shift+a     0x01     CSI 27;6;65~       CSI 97:65;6u       {Code: 'a', Mods: Ctrl|Shift}
//	Shift+Tab        CSI Z    CSI 27;2;9~        CSI 9;2u           {Code: Tab, Mods: Shift}
//	Ctrl+i           0x09     CSI 27;5;105~      CSI 105;5u         {Code: Tab}, else {'i', Ctrl}
//
// What a legacy terminal cannot tell apart (Ctrl+i and Tab) stays apart where the terminal can; Legacy
// folds it, for a key table that finds nothing under the exact key.
//
// Start reading in key.go; wire.go has the encoding that travels between client and server.
package key
