// Package encode turns what the user did into the bytes that the program in a pane expects, by the
// modes that the program has set.
//
//	key.Key ────▶ AppendKey ──┬─ KittyFlags ──────▶ kitty.go    CSI 97;5u
//	                          ├─ ModifyOtherKeys ─▶ other.go    CSI 27;5;97~
//	                          └─ else ────────────▶ legacy.go   0x01
//	key.Mouse ──▶ AppendMouse      CSI M, CSI <, pixels
//	key.Paste ──▶ AppendPaste      bracketed, made harmless
//	key.Focus ──▶ AppendFocus
//
// The pane's Terminal knows the modes, and calls; nothing here has state, and a Key that has no
// encoding in a mode (releases, media keys, modifiers) appends nothing. Each function appends to dst and
// returns it, and allocates nothing else. client/input reads the same protocols on the other side;
// its tests hold that decoding what this package encoded gives the key again.
//
// Start reading in encode.go.
package encode
