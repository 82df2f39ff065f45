// Package client is the process that the user started: it carries a command to the server and its output back, and,
// once attached, is the user's terminal on the server's session.
//
//	             ┌────────────────────── attached ──────────────────────┐
//	outer tty ──▶│ readLoop ──▶ input.Decoder ──▶ unacked ──▶ link      │──▶ server
//	             │                     loop                             │
//	outer tty ◀──│ display ◀── screen.Screen ◀── frames ◀──── link      │◀── server
//	             └────▲─────────────────────────────────────────────────┘
//	                  signals, timers, redial
//
// One goroutine, loop, owns all of attached; the others carry bytes for it: readLoop from the outer tty, display to it
// (it alone paints, and may be stuck when the terminal is), a link's two goroutines from and to the server, redial towards
// the next one. loop never blocks: what it has to send or to paint waits in short lists, and typing is left in the
// tty while the server has too much unacknowledged.
//
// Nothing that matters lives here. When the connection drops the last frame stays, keys are kept for a few seconds, and redial
// looks for the server. Whatever way it ends, the terminal is restored first and the text comes after.
//
// Start reading in run.go, then attach.go.
package client
