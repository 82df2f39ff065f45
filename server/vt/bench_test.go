package vt_test

import (
	"syscall"
	"testing"
	"time"

	"gmux/server/vt"
	"gmux/server/vt/vttest/traffic"
)

// cpuTime is what the process has used of the processor. On a machine that others use too it says more than a clock.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkWrite(b *testing.B) {
	for _, k := range traffic.All() {
		in := []byte(k.Text)
		b.Run(k.Name, func(b *testing.B) {
			t := vt.New(vt.Options{Rows: 24, Cols: 80, HistoryLimit: 10000})
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			start := cpuTime(b)
			for b.Loop() {
				t.Write(in)
			}
			b.ReportMetric(float64(len(in)*b.N)/(cpuTime(b)-start).Seconds()/1e6, "MB/cpu-s")
		})
	}
}
