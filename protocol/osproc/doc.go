// Package osproc says what the kernel knows of processes and of the ttys they use.
//
//	session leader ── session ─┬─ process group ── processes
//	      │                    └─ process group ── processes
//	  pty master ── foreground process group of the tty
//
// Server and host ask it: which groups a pane's session has when it is closed, which job is in the
// foreground, what its command and directory are. Nothing is kept: each answer was true at the moment
// it was asked for, and a process that has gone meanwhile is not an error of a list.
//
// KeepThreads is about the process itself. One file per system; start reading in process.go.
package osproc
