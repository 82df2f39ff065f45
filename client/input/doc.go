// Package input decodes what the outer terminal sends: keys, mouse, pastes, changes of focus, and the
// terminal's replies to questions that the client asked.
//
//	bytes, cut anywhere ──▶ Feed ──▶ step ─┬─ plain.go   text, control characters, Alt
//	                         ▲             ├─ csi.go     CSI: keys.go, kitty.go, mouse.go ──▶ emit(key.Event)
//	          what is cut off│             ├─ paste.go   spans between the marks
//	                      pending ─▶ Flush └─ reply.go   CSI, OSC, DCS, APC of the terminal ─▶ OnReply
//
// The client's loop owns a Decoder and calls it with each read. When Pending says that the input ends
// within what may be a sequence, the loop sets a timer of Timeout and calls Flush when it runs out: a
// lone ESC then is the Escape key. There is no clock in here.
//
// Nothing typed is lost: what is no event we know comes out as key.Raw, byte for byte. Replies never
// come out as keys. Keys keep all that the terminal told; see package key for comparing them.
//
// Start reading in decoder.go.
package input
