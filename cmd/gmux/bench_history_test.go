//go:build linux

package main_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// BenchmarkHistory fills a pane of 80 columns with 100,000 lines of 80 plain columns, in gmux and in the installed tmux, and
// prints what that took of memory and what a resize then takes of the server's processor.
func BenchmarkHistory(b *testing.B) {
	usertest.Need(b, "tmux")
	const lines = 100_000
	text := filepath.Join(b.TempDir(), "lines")
	writeColumns80(b, text, lines+100)
	for range b.N {
		for _, c := range []contender{{name: "gmux", make: usertest.New}, {name: "tmux", make: usertest.NewTmux}} {
			b.Run(c.name, func(b *testing.B) {
				w := c.make(b)
				w.Gmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "cat")
				w.Gmux("set-option", "-g", "history-limit", fmt.Sprint(lines+1000)) // tmux drops a tenth when it is full
				before := footprintOf(b, w)
				w.Gmux("new-session", "-d", "-s", "lines", "-x", "80", "-y", "24", "sh", "-c", "cat "+text+"; exec cat")
				w.WaitOutput(`^10\d{4}$`, "display-message", "-p", "-t", "lines", "#{history_size}")
				used := footprintOf(b, w)
				resize := resizeTime(b, w)
				fmt.Printf("%s: 100,000 lines of 80 columns: RSS %.1f MB more, memory files %.1f MB more; a resize takes %.2f ms of processor\n",
					c.name, used.resident-before.resident, used.files-before.files, milliseconds(resize))
			})
		}
	}
}

func writeColumns80(b *testing.B, path string, n int) {
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	buf := bufio.NewWriter(f)
	for i := range n {
		fmt.Fprintf(buf, "%06d %s\n", i, strings.Repeat("plain text ", 7)[:73])
	}
	if err := buf.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// A footprint is what a server occupies, in MB: its own, and files that exist in memory only, which gmux keeps histories in so
// that they outlive it.
type footprint struct{ resident, files float64 }

func footprintOf(b *testing.B, w *usertest.World) footprint {
	pid := w.ServerPid()
	m := footprint{resident: residentMB(b, pid)}
	fds, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		b.Fatal(err)
	}
	for _, fd := range fds {
		name, err := os.Readlink(fd)
		if err != nil || !strings.HasPrefix(name, "/memfd:") {
			continue // closed meanwhile, or something else
		}
		var st syscall.Stat_t
		if err := syscall.Stat(fd, &st); err != nil {
			b.Fatal(err)
		}
		m.files += float64(st.Blocks) * 512 / 1e6
	}
	return m
}

// resizeTime is the processor time of the server for one resize, with the commands that look whether it has come.
func resizeTime(b *testing.B, w *usertest.World) time.Duration {
	const n = 20
	outer := w.StartPlain(25, 80, "gmux", "attach", "-t", "lines")
	outer.Await("[lines]")
	pid := w.ServerPid()
	start, err := usertest.CPU(pid)
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		cols := []int{100, 80}[i%2]
		outer.Resize(25, cols)
		w.WaitOutput(fmt.Sprintf("^%d$", cols), "display-message", "-p", "-t", "lines", "#{pane_width}")
	}
	end, err := usertest.CPU(pid)
	if err != nil {
		b.Fatal(err)
	}
	return (end - start) / n
}
