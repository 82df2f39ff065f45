// Package overlay is what lies over a client's screen and has its keyboard: the prompt so far. Menus, popups and choosers
// come here too.
//
//	key ──▶ Press ──▶ model.Prompt changed ──▶ Draw ──▶ cells, column of the cursor
//	          │
//	          └──▶ Answer: nothing, another text, the line, cancelled
//
// A prompt is values of the model, so that it outlives the server; what moves and draws it is here, as keytable moves a
// client's KeyState. Nothing is run here: package command asks, and carries on from the answer.
//
// A line is edited by grapheme clusters. Keys are tmux's: emacs' ones, or vi's where status-keys says so, in which case keys of
// the command mode are translated into the others.
//
// Start reading in press.go; line.go has what happens to the text, draw.go how it looks.
package overlay
