package screen

import (
	"io"
	"testing"

	"gmux/protocol"
)

// BenchmarkApply paints frames of 200x50 into nowhere, by kind of traffic.
func BenchmarkApply(b *testing.B) {
	const rows, cols = 50, 200
	line := []byte("the quick brown ")
	text := func(style func(row, col int) uint32) (p []byte) {
		for row := range rows {
			for col := 0; col+len(line) <= cols; col += len(line) {
				p = protocol.AppendASCII(p, row, col, style(row, col), line)
			}
		}
		return p
	}
	var cjk []byte
	for row := range rows {
		cjk = protocol.AppendTextHeader(cjk, row, 0, 0, cols/2)
		for range cols / 2 {
			cjk = protocol.AppendCluster(cjk, 2, []byte("界"))
		}
	}
	for _, bb := range []struct {
		name string
		ops  []byte
	}{
		{"cell", protocol.AppendASCII(nil, 10, 10, 0, []byte("x"))},
		{"ascii", text(func(int, int) uint32 { return 0 })},
		{"sgr", text(func(row, col int) uint32 { return uint32(1 + (row+col/16)%16) })},
		{"scroll", protocol.AppendASCII(protocol.AppendScroll(nil, 0, rows-1, 1, false), rows-2, 0, 0, line)},
		{"wide", cjk},
	} {
		for _, painter := range []struct{ name, term string }{{"direct", "foot"}, {"tcell", "never-heard-of"}} {
			b.Run(bb.name+"/"+painter.name, func(b *testing.B) {
				var n counter
				s := New(modern24(painter.term), &n)
				if err := s.Start(size(rows, cols), ""); err != nil {
					b.Fatal(err)
				}
				defer s.Stop()
				f := protocol.Frame{ID: 1, Rows: rows, Cols: cols, Cursor: at(3, 3)}
				for id := range uint32(16) {
					f.Styles = protocol.AppendStyle(f.Styles, protocol.StyleDef{ID: id + 1, Fg: protocol.ColourRGB | id<<4, Attrs: protocol.AttrBold})
				}
				b.ReportAllocs()
				for b.Loop() {
					if err := s.Apply(f); err != nil {
						b.Fatal(err)
					}
					f.ID, f.Base, f.Styles, f.Ops = f.ID+1, f.ID, nil, bb.ops
				}
				b.ReportMetric(float64(n)/float64(b.N), "outB/op")
			})
		}
	}
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return io.Discard.Write(p)
}
