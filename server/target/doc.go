// Package target finds what -t, -s and -c mean: a session, a window, a pane or a client.
//
//	"work:2.1"  ──split──▶  session "work"   window "2"   pane "1"
//	                            │                │           │
//	                 id, =exact, name,    id, offset, !^$,   id, !, offset, index,
//	                 client, prefix,      index, name,       {top-left}, {up-of}…
//	                 pattern              prefix, pattern
//	                            └───────────┬────┴───────────┘
//	                                        ▼
//	                     State{Session, Link, Window, Pane}   or   *Error{Kind, Spec, Near}
//
// What a target leaves open is filled in from the current state: that of the list of commands, else
// where the client is attached, else the pane it was typed in, else the session used last. The order in
// which readings are tried is tmux's, since every script leans on it.
//
// It is pure; it reads the model and changes nothing. Start reading in find.go.
package target
