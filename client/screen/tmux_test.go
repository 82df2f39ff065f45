package screen

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gmux/protocol"
)

// An outerTmux is a real tmux as the outer terminal: what our own emulator takes for right is not proof enough.
type outerTmux struct {
	t      *testing.T
	socket string
	fifo   *os.File
	marks  int
}

func startTmux(t *testing.T, rows, cols int) *outerTmux {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("no tmux to compare with")
	}
	dir := t.TempDir()
	o := &outerTmux{t: t, socket: filepath.Join(dir, "s")}
	fifo := filepath.Join(dir, "fifo")
	run(t, "mkfifo", fifo)
	o.tmux("-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows), "stty raw -echo; exec cat "+fifo)
	t.Cleanup(func() { exec.Command("tmux", "-S", o.socket, "kill-server").Run() })
	o.tmux("set", "-g", "status", "off")
	o.tmux("resize-window", "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows))
	var err error
	o.fifo, err = os.OpenFile(fifo, os.O_WRONLY, 0) // waits for cat
	must(t, err)
	t.Cleanup(func() { o.fifo.Close() })
	return o
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TMUX=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func (o *outerTmux) tmux(args ...string) string {
	return run(o.t, "tmux", append([]string{"-u", "-S", o.socket}, args...)...)
}

func (o *outerTmux) Write(p []byte) (int, error) { return o.fifo.Write(p) }

// settle waits until all that was written has been parsed: the title is the last of it.
func (o *outerTmux) settle() {
	o.marks++
	mark := fmt.Sprintf("mark %d", o.marks)
	fmt.Fprintf(o.fifo, "\x1b]2;%s\x1b\\", mark)
	for deadline := time.Now().Add(10 * time.Second); ; {
		if strings.TrimSpace(o.tmux("display-message", "-p", "#{pane_title}")) == mark {
			return
		}
		if time.Now().After(deadline) {
			o.t.Fatal("tmux does not come to an end")
		}
	}
}

// TestDirectPainterOnTmux compares what a real tmux shows with the picture.
func TestDirectPainterOnTmux(t *testing.T) {
	const rows, cols = 10, 30
	o := startTmux(t, rows, cols)
	s := New(modern24("tmux-256color"), o)
	must(t, s.Start(protocol.Size{Rows: rows, Cols: cols}, ""))
	a := &artist{Rand: rand.New(rand.NewPCG(7, 7)), rows: rows, cols: cols}
	for range 40 {
		for range 5 {
			must(t, s.Apply(a.frame()))
		}
		o.settle()
		compareText(t, s, o)
		if t.Failed() {
			return
		}
	}
}

// compareText compares rows of which every cluster has a width that nobody doubts; in the others it is the columns that
// matter and capture-pane shows none.
func compareText(t *testing.T, s *Screen, o *outerTmux) {
	t.Helper()
	got := strings.Split(o.tmux("capture-pane", "-p"), "\n")
	compared := 0
	for row := range s.rows {
		var want []byte
		doubtful := false
		for _, c := range s.shadow.row(row) {
			doubtful = doubtful || c.width > 0 && s.contested(c)
			if c.width > 0 {
				want = s.text(want, c)
			}
		}
		if doubtful {
			continue
		}
		compared++
		if w := strings.TrimRight(string(want), " "); strings.TrimRight(got[row], " ") != w {
			t.Errorf("row %d shows %q, want %q", row, got[row], w)
		}
	}
	c := s.frame.Cursor
	if at := strings.TrimSpace(o.tmux("display-message", "-p", "#{cursor_y},#{cursor_x}")); c.Visible && at != fmt.Sprintf("%d,%d", c.Row, c.Col) {
		t.Errorf("cursor at %s, want %d,%d", at, c.Row, c.Col)
	}
	if compared == 0 {
		t.Log("no row without doubtful clusters")
	}
}
