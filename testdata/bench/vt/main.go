// Command vt measures gmux's emulator beside two others, in turns within one run: what each takes in of every kind of traffic,
// in MB per second of processor time, and what it allocates for each kilobyte. It is a module of its own, so that gmux does
// not need theirs.
//
// Behind that it compares packages that measure columns, ours beside three others: main.go, widths.go.
//
// All have 24 rows and 80 columns. gmux and charmbracelet/x/vt keep 10,000 lines of history; hinshun/vt10x keeps none.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"syscall"
	"time"

	charm "github.com/charmbracelet/x/vt"
	"github.com/hinshun/vt10x"

	"gmux/server/vt"
	"gmux/server/vt/vttest/traffic"
)

const (
	rows, cols = 24, 80
	lines      = 10000
)

var emulators = []struct {
	name string
	make func() io.Writer
}{
	{"gmux", func() io.Writer { return vt.New(vt.Options{Rows: rows, Cols: cols, HistoryLimit: lines}) }},
	{"x/vt", func() io.Writer {
		e := charm.NewEmulator(cols, rows)
		e.SetScrollbackSize(lines)
		return e
	}},
	{"vt10x", func() io.Writer { return vt10x.New(vt10x.WithSize(cols, rows)) }},
}

func main() {
	runtime.GOMAXPROCS(1)
	rounds := flag.Int("rounds", 5, "turns of each, of which the best counts")
	slice := flag.Duration("slice", 100*time.Millisecond, "processor time of one turn")
	flag.Parse()
	err := run(os.Stdout, *rounds, *slice)
	if err == nil {
		err = compareWidths(os.Stdout, *rounds, *slice)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(out io.Writer, rounds int, slice time.Duration) error {
	fmt.Fprintln(out, "| traffic | gmux MB/s | B/kB | x/vt MB/s | B/kB | vt10x MB/s | B/kB |\n|---|---|---|---|---|---|---|")
	for _, k := range traffic.All() {
		best := make([]figure, len(emulators))
		for range rounds {
			for i, e := range emulators {
				f, err := measure(e.make(), []byte(k.Text), slice)
				if err != nil {
					return fmt.Errorf("%s, %s: %w", e.name, k.Name, err)
				}
				best[i] = best[i].better(f)
			}
		}
		fmt.Fprintf(out, "| %s |", k.Name)
		for _, f := range best {
			fmt.Fprintf(out, " %.1f | %.1f |", f.speed, f.allocated)
		}
		fmt.Fprintln(out)
	}
	return nil
}

// A figure is MB per second of processor, and bytes allocated for each kilobyte.
type figure struct{ speed, allocated float64 }

func (f figure) better(g figure) figure {
	if g.speed > f.speed {
		return g
	}
	return f
}

// measure writes in again and again for a while of processor time, the first time unmeasured.
func measure(w io.Writer, in []byte, slice time.Duration) (figure, error) {
	if _, err := w.Write(in); err != nil {
		return figure{}, err
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start, err := cpuTime()
	if err != nil {
		return figure{}, err
	}
	for n := 1; ; n++ {
		if _, err := w.Write(in); err != nil {
			return figure{}, err
		}
		now, err := cpuTime()
		if err != nil {
			return figure{}, err
		}
		if used := now - start; used >= slice {
			runtime.ReadMemStats(&after)
			bytes := float64(n * len(in))
			return figure{bytes / used.Seconds() / 1e6, float64(after.TotalAlloc-before.TotalAlloc) / bytes * 1000}, nil
		}
	}
}

func cpuTime() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, err
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}
