// Package pane carries bytes between one child's pty master and the Terminal that shows them.
//
//	       Encode, Type ──▶ typed ──▶ input queue ──▶ writeLoop ──▶ master
//	                      ┌─────────── Pane ───────────┐
//	Draw, Resize, Reset ─▶│ mu guards the Terminal     │
//	     poke, Event    ◀─│ readLoop alone feeds it    │ ◀── output log ◀── master
//	                      └────────────────────────────┘
//
// The log and the queue are recovery memory: what the child wrote and what was typed survive this process. readLoop
// holds mu for one bounded chunk, then yields; readers hold it to copy rows. What the output asks of the rest
// of the world (a reply, a bell, a title) is carried out after the chunk, without the lock. Nothing here knows of
// windows or clients. Start reading in pane.go.
package pane
