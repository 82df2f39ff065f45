// Package style reads and prints the styles of options and of #[...] in formats.
//
//	"fg=red,bold align=right" ──▶ Parse, Apply ──▶ Style ──▶ String
//
// A Style is a value of its own: it knows the names the user may write, and nothing of cells or
// terminals. Besides colours and attributes it carries what only a status line understands: alignment,
// lists, ranges for the mouse, and the default that later styles fall back to. The zero Style is
// "default". Start reading in style.go.
package style
