// Package tty is the outer tty: the terminal that the user sits at.
//
//	        ┌───────────────── TTY ─────────────────┐
//	keys ──▶│ Read   (one goroutine)                │──▶ client/input
//	        │ Write  (one goroutine: client/screen) │◀── frames
//	        │ Raw, Restore, Size, StopSelf          │◀── the client's loop
//	        └───────────────────────────────────────┘
//
// A TTY opens the terminal anew by its path, so that O_NONBLOCK is not set on the description which the user's shell
// shares with us; where that is not allowed (after su) it works on a copy of the descriptor. Reads and writes wait in the
// runtime's poller, or for a copy in poll, so each can be ended: a terminal that takes nothing any more cannot hold the
// client's loop. Only a write to a copy that has begun, AbortWrite cannot end.
//
// Whatever way a client ends, Restore has run: at the end of Run, in Guard when a goroutine panics; after SIGKILL the
// server does the same with package outer. A terminal that stalls meanwhile gets the rest from RestoreLate, when all else
// is done. What the bytes mean is not known here. Start reading in tty.go.
package tty
