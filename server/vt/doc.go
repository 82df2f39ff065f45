// Package vt is the terminal inside a pane: bytes in, cells and replies out.
//
//	            ┌────────────────────────── Terminal ──────────────────────────┐
//	bytes ─────▶│ parser ──▶ dispatch.go: (leader, intermediate, final)        │──▶ Effects: replies, bell,
//	(Write)     │    │             │ one function per control,                 │    title, clipboard ...
//	            │    │ text        ▼ a file per family                         │
//	            │    └─▶ print.go ──▶ grid.Screen (main, alternate) ──▶ history│──▶ Row, Cursor, Modes, History
//	            └──────────────────────────────────────────────────────────────┘
//
// A Terminal belongs to one goroutine at a time: the pane holds a lock around it. It reads no clock, starts
// nothing and never fails; what it is depends on the bytes and the other calls alone, in their order, and
// not on how the bytes are cut into calls of Write. That makes a replay exact; Digest says whether it was.
//
// The model is xterm; where xterm does not know a thing, tmux. Rows and columns count from 0 here and from
// 1 in control sequences; the handler is where that changes. All four margins hold in every operation.
// Everything that a program can make grow is bounded.
//
// AppendCheckpoint writes all of it down and Restore makes it again, see checkpoint.go: what came after a
// checkpoint, done again, gives the same Terminal.
//
// Read terminal.go first, then dispatch.go, which lists what is supported.
package vt
