package server

import (
	"runtime"
	"testing"

	"gmux/protocol"
	"gmux/server/model"
)

// Standard input comes in small messages; the loop copies each of them once, and not all that came before.
func TestStdinIsCopiedOnce(t *testing.T) {
	c := &conn{out: newMailbox[protocol.Message]()}
	s := &Server{conns: map[model.ClientID]*conn{c.id: c}}
	s.readStdin(model.ReadFile{Client: c.id, Paths: []string{"-"}})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const pieces = 1000
	piece := make([]byte, 1<<10)
	for range pieces {
		s.takeStdin(c, protocol.Stdin{Data: piece})
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 20*pieces<<10 {
		t.Errorf("%d pieces of 1 KiB took %d KiB", pieces, got>>10)
	}
}
