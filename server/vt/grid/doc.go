// Package grid holds the cells of a screen and the tables their meaning is kept in.
//
//	Screen: a ring of rows            Row                       Tables, shared by all screens of a Terminal
//	┌ head ─▶ ┌──────────┐     ┌──────────────────────┐         ┌──────────────────────────────┐
//	│         │ *Row     │────▶│ ID, Gen, Wrapped,    │         │ styles:   StyleID ─▶ Style   │
//	│         │ *Row     │     │ Mark                 │         │ clusters: index   ─▶ text    │
//	│         │ *Row     │     │ Cells: 8 bytes each ─┼────────▶│ links:    index   ─▶ URI     │
//	└─────────└──────────┘     └──────────────────────┘         └──────────────────────────────┘
//
// Scrolling the whole screen moves head and no cell; scrolling a region rotates row pointers. A row keeps
// its ID wherever it goes, and Gen says when its cells last changed, so a reader that remembers both can
// tell a scroll from a change. The tables are bounded: when one is full its owner calls Compact, which
// throws out what no cell names any more and renumbers the rest.
//
// Only server/vt writes here. Nothing in this package knows a control sequence. Start reading in cell.go.
package grid
