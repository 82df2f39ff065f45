//go:build steps

package vt

import (
	"bytes"
	"slices"
	"testing"

	"gmux/server/vt/grid"
)

// FuzzSteps: however often an input is repeated, the last time is as much work as the times before, and no byte is more work
// than clearing the screen. Work is counted, not timed.
func FuzzSteps(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Add([]byte("\x1b[38;2;1;2;3mx\x1b]8;;http://a\ay\x1b[65535b\x1b[65535S\x1b[65535T"))
	f.Add([]byte("e\u0301\u0302\u0303\r\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<12 {
			return
		}
		const rows, cols, times = 6, 20, 64
		term := terminalOf(rows, cols)
		write := func() int {
			before := grid.Steps
			for p := range slices.Chunk(bytes.Repeat(in, times), 1<<10) {
				term.Write(p)
			}
			return grid.Steps - before
		}
		write() // histories and tables fill
		first := write()
		for range 3 {
			write()
		}
		if last := write(); last > 2*first+1<<16 {
			t.Errorf("%d steps for what took %d before", last, first)
		}
		const most = rows*cols + 200
		if first > most*len(in)*times+1<<16 {
			t.Errorf("%d steps for %d bytes", first, len(in)*times)
		}
	})
}
