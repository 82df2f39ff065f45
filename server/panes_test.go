package server

import (
	"testing"

	"gmux/server/vt"
)

func TestFactsOfPath(t *testing.T) {
	term := vt.New(vt.Options{Rows: 3, Cols: 10})
	term.Write([]byte("\x1b]7;file:///tmp/#(touch pwn)\x07"))
	if got := facts(term).Path; got != "file:///tmp/_(touch pwn)" {
		t.Errorf("pane_path is %q", got)
	}
}
