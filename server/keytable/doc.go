// Package keytable decides what a key means at an attached client: a binding to run, a key for the
// program in the pane, or nothing.
//
//	key.Key ──▶ Press ──▶ prefix? ──▶ table of the mode, of the client, root ──▶ Action
//	                          │                      │
//	                          └── client's KeyState ─┘   which table is next, and until when a key repeats
//
// It moves the client's KeyState and looks into the model's tables; it runs nothing and writes to no
// pane. A key is looked up as it was reported and then as a terminal without an extended protocol would
// have reported it (C-i as Tab), so that the usual bindings work everywhere.
//
// Start reading in press.go; defaults.go has the tables a server starts with.
package keytable
