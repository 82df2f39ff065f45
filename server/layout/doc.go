// Package layout divides a window among its panes: a tree of cells, each either one pane or a row or column of cells with
// one column or row of border between two neighbours.
//
//	split-window, kill-pane, resize-pane ──▶ ┌──── Tree ────┐ ──▶ Rect of each pane
//	resize-window, select-layout         ──▶ │ root ─▶ Cell │ ──▶ String: 8205,80x24,0,0{40x24,0,0,0,39x24,41,0,1}
//	a layout string                ── Parse ▶└──────────────┘
//
// It is values only, and knows panes by their numbers. What it decides is what tmux 3.7c decides, to the cell, so that layout
// strings may be carried from one to the other; the walks in testdata/tmux/layout hold it to that. Where tmux would hang or make a
// pane without any room, this refuses; those places say so.
//
// A Tree belongs to the model's owner, the server's loop. Start reading in tree.go, then split.go and resize.go.
package layout
