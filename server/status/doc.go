// Package status turns the options of the status line into rows of cells.
//
//	status-format ──▶ format.ExpandTime ──▶ Draw: #[...] and text ──▶ segments ──▶ layout ──▶ Row
//
// A line is built of up to eight segments: left, centre, right, absolute centre, the list with its two
// markers, and what comes after the list. Where there is too little room the segments are cut in a fixed
// order, the list so that its focus (the current window) stays in sight.
//
// The package knows no sessions and no windows, only what the formats bring. Rows are exactly as wide as
// they were asked for. Start reading in status.go, then draw.go.
package status
