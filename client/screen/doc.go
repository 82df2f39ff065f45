// Package screen puts a server's frames onto the outer screen.
//
//	protocol.Frame ──▶ ┌──────────── Screen ────────────┐       ┌─ direct ─┐
//	Resize, Message ──▶│ shadow: the last frame's cells │──────▶│ or tcell │──▶ one write a frame ──▶ outer tty
//	Outer, Features ──▶│ modes:  what the outer tty has │ Painter└──────────┘
//	                   └────────────────────────────────┘
//
// The shadow has the size of the server's picture and the outer screen shows its top left part. Painters get cells of
// the shadow and keep none: the direct one, for terminals that understand what xterm does, turns a scroll into the
// terminal's own and says no more than what changed; tcell's paints on whatever else there is. Which of them, and what the
// terminal can do, is decided by TERM in terminal.go and refined by what the terminal answers.
//
// A Screen belongs to one goroutine, the client's painter. It knows no socket and reads nothing. Text is printable by
// protocol's word and is checked again before it goes out. Start reading in screen.go.
package screen
