// Package model is what the server knows: sessions, windows, winlinks, panes, clients, their options
// and environments, and the key bindings. It is values only: no goroutine, no file, no clock, no process.
//
//	        event (a client came, a child died)          command (rename-session)
//	                        │                                  │
//	                        ▼                                  ▼
//	┌──────────────────────────── Model ────────────────────────────┐
//	│ Session ──▶ Winlink ──▶ Window ──▶ Pane       Client ──▶ Session │
//	│ options, environments, bindings       Now, set by the loop     │
//	└──────┬──────────────────────┬─────────────────────┬────────────┘
//	       ▼                      ▼                     ▼
//	    []Effect              TakeDirty             TakeTouched
//	 what the world          whose picture        what persist has
//	 must do about it         has changed           to write down
//
// One goroutine, the server's loop, owns a Model. It sets Now, calls a method for each event, and
// performs the effects that come back; what comes of them returns as the next event. Fields are exported
// to be read, by vars, target, persist and the views; they are changed through methods, which keep the
// marks and the invariants of Check.
//
// Ids ($0, @0, %0) count up and are never given twice in the life of a socket, server crashes included.
//
// Start reading in model.go, then session.go; effect.go lists what can be asked of the world.
package model
