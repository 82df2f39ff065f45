//go:build linux

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// A contender is gmux or something beside it, with what was measured of it, one number a round.
type contender struct {
	name    string
	make    func(testing.TB) *usertest.World // nil for the bare pseudo-terminal
	samples map[string][]float64
}

func (c *contender) add(what string, v float64) { c.samples[what] = append(c.samples[what], v) }

// measures is what is compared, in the order of the table.
var measures = []string{
	"cat 100 MB, MB/s", "attach, ms", "key to echo p50, ms", "key to echo p99, ms",
	"hurried keys p50, ms", "hurried keys p99, ms", "beside a flood p50, ms", "beside a flood p99, ms",
	"RSS server, MB", "RSS host, MB", "binary, MB",
}

// BenchmarkBeside measures gmux, the installed tmux and the bare pseudo-terminal in turns, so that what
// else the machine does hits all of them, and prints the median of the rounds. Only the ratios mean
// anything.
func BenchmarkBeside(b *testing.B) {
	usertest.Need(b, "tmux")
	const rounds = 3
	big := filepath.Join(b.TempDir(), "big")
	size := writeLines(b, big, 100<<20)
	contenders := []*contender{
		{name: "gmux", make: usertest.New},
		{name: "tmux", make: usertest.NewTmux},
		{name: "bare pty"},
	}
	for range b.N {
		for range rounds {
			for _, c := range contenders {
				if c.samples == nil {
					c.samples = map[string][]float64{}
				}
				b.Run(c.name, func(b *testing.B) { c.round(b, big, size) })
			}
		}
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-30s", "median of "+fmt.Sprint(rounds)+" rounds")
	for _, c := range contenders {
		fmt.Fprintf(&table, "%12s", c.name)
	}
	for _, what := range measures {
		fmt.Fprintf(&table, "\n%-30s", what)
		for _, c := range contenders {
			if s := c.samples[what]; len(s) > 0 {
				fmt.Fprintf(&table, "%12.2f", quantile(s, 0.5))
			} else {
				fmt.Fprintf(&table, "%12s", "-")
			}
		}
	}
	fmt.Println(table.String())
}

func (c *contender) round(b *testing.B, big string, size int64) {
	if c.make == nil {
		w := usertest.New(b)
		sh := w.StartPlain(24, 80, "sh")
		c.throughput(sh, big, size)
		cat := w.StartPlain(24, 80, "cat")
		c.latency(cat, "key to echo", calm)
		c.latency(cat, "hurried keys", hurried)
		return
	}
	w := c.make(b)
	w.Gmux("new-session", "-d", "-s", "sh", "-x", "80", "-y", "24", "sh")
	w.Gmux("new-session", "-d", "-s", "echo", "-x", "80", "-y", "24", "cat")
	for range 5 {
		begin := time.Now()
		p := w.StartPlain(24, 80, "gmux", "attach", "-t", "echo")
		p.Await("[echo]")
		c.add("attach, ms", milliseconds(time.Since(begin)))
		w.WaitOutput("echo", "list-clients")
		p.CloseTerminal()
		p.WaitExit()
	}
	echo := w.StartPlain(24, 80, "gmux", "attach", "-t", "echo")
	echo.Await("[echo]")
	c.latency(echo, "key to echo", calm)
	c.latency(echo, "hurried keys", hurried)
	server, host := w.ServerPid(), w.HostPid()
	c.add("RSS server, MB", residentMB(b, server))
	if host != server {
		c.add("RSS host, MB", residentMB(b, host))
	}
	binary, err := filepath.EvalSymlinks(fmt.Sprintf("/proc/%d/exe", server))
	if err == nil {
		var st os.FileInfo
		if st, err = os.Stat(binary); err == nil {
			c.add("binary, MB", float64(st.Size())/1e6)
		}
	}
	if err != nil {
		b.Fatal(err)
	}

	sh := w.StartPlain(24, 80, "gmux", "attach", "-t", "sh")
	sh.Await("[sh]")
	c.throughput(sh, big, size)
	sh.Type("yes 'a line of the flood that goes on and on'\r")
	sh.Await("goes on and on")
	c.latency(echo, "beside a flood", calm)
	sh.Keys("C-c")
}

// throughput is how fast a shell's cat of the file is through, seen from the terminal.
func (c *contender) throughput(sh *usertest.Plain, big string, size int64) {
	sh.Type("echo ready$((6*7))\r")
	sh.Await("ready42")
	begin := time.Now()
	sh.Type("cat " + big + "; echo over$((6*7))\r")
	sh.Await("over42")
	c.add("cat 100 MB, MB/s", float64(size)/1e6/time.Since(begin).Seconds())
}

// The pause before each key: that of a person, whose key finds everything at rest, and that of a key held
// down on a fast repeat, which finds the frame before still fresh.
const (
	calm    = 25 * time.Millisecond
	hurried = 3 * time.Millisecond
)

// latency is the time from a key to its echo, which the line discipline of the program's terminal makes.
func (c *contender) latency(cat *usertest.Plain, what string, pause time.Duration) {
	const keys = 150
	var times []float64
	for i := range keys {
		if i%50 == 0 { // a new line, which is echoed and printed
			cat.Type("\r")
			time.Sleep(calm)
		}
		time.Sleep(pause)
		key := string(rune('A' + i%26))
		cat.Forget()
		begin := time.Now()
		cat.Type(key)
		cat.Await(key)
		times = append(times, milliseconds(time.Since(begin)))
	}
	c.add(what+" p50, ms", quantile(times, 0.50))
	c.add(what+" p99, ms", quantile(times, 0.99))
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func quantile(samples []float64, q float64) float64 {
	s := slices.Sorted(slices.Values(samples))
	return s[min(len(s)-1, int(q*float64(len(s))))]
}

func residentMB(b *testing.B, pid int) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "VmRSS:")
	var kb float64
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		b.Fatal(err)
	}
	return kb / 1000
}
