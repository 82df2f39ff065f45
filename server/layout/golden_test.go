package layout

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// golden holds the walks that tmux 3.7c has taken: on each line a command and, behind =>, the layout it left, of which mostly
// only the checksum is kept. make golden records them.
const golden = "../../testdata/tmux/layout"

// goldenSeeds are those of the walks. On that of seed 1 tmux 3.7c crashes.
var goldenSeeds = []int{0, 2, 3, 4, 5}

const (
	goldenSteps = 500
	goldenBatch = 50 // commands in one call of tmux
	goldenFull  = 25 // steps from one whole layout to the next

	goldenPatience = 20 * time.Second // for one call: a tmux that hangs must not hold up everything
)

// TestGolden takes the walks that tmux took, and must be at the same place after each step.
func TestGolden(t *testing.T) {
	for _, seed := range goldenSeeds {
		name := filepath.Join(golden, fmt.Sprintf("walk-%d.txt", seed))
		t.Run(filepath.Base(name), func(t *testing.T) {
			if tmux := os.Getenv("GMUX_GOLDEN_TMUX"); tmux != "" {
				record(t, tmux, name, seed)
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			w := newWindow(24, 80)
			n := 0
			for line := range strings.Lines(string(text)) {
				command, want, ok := strings.Cut(strings.TrimSpace(line), " => ")
				if !ok {
					continue // a comment
				}
				n++
				before := w.tree.String()
				if !w.run(command) {
					t.Fatalf("step %d: %s: refused\nbefore %s", n, command, before)
				}
				if got := w.tree.String(); !strings.HasPrefix(got, want) {
					t.Fatalf("step %d: %s\nbefore %s\ntmux   %s\ngmux   %s", n, command, before, want, got)
				}
			}
			if n != goldenSteps {
				t.Errorf("%d steps, not %d", n, goldenSteps)
			}
		})
	}
}

// plan is a walk on which every command succeeds and every layout fits its window: when it does not, tmux and gmux differ in when
// they look at the window's size again.
func plan(seed int) []string {
	r := rand.New(rand.NewPCG(uint64(seed), 2))
	w := newWindow(24, 80)
	var lines []string
	for len(lines) < goldenSteps {
		line := w.random(r)
		next := w.clone()
		ok := w.spreads(line) && next.run(line)
		if rows, cols := next.tree.Size(); ok && rows == next.rows && cols == next.cols {
			lines, w = append(lines, line), next
		}
	}
	return lines
}

// spreads reports whether tmux would come to an end with a line, as far as select-layout -E goes.
func (w *window) spreads(line string) bool {
	pane, ok := strings.CutPrefix(line, "select-layout -E -t ")
	if !ok {
		return true
	}
	for c := w.tree.leaf(w.target(pane)).parent; c != nil; c = c.parent {
		if _, ok := w.tree.evenly(c); !ok {
			return false
		}
	}
	return true
}

// record has tmux take a walk.
func record(t *testing.T, tmux, name string, seed int) {
	socket := filepath.Join(t.TempDir(), "s")
	say := func(args ...string) string {
		ctx, cancel := context.WithTimeout(t.Context(), goldenPatience)
		defer cancel()
		cmd := exec.CommandContext(ctx, tmux, append([]string{"-S", socket, "-f", "/dev/null"}, args...)...)
		cmd.Env = []string{"HOME=/", "PATH=" + os.Getenv("PATH"), "SHELL=/bin/sh", "TERM=xterm", "LC_ALL=C.UTF-8"}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%q: %v: %s", args, err, out)
		}
		return string(out)
	}
	say("set", "-g", "window-size", "manual", ";", "new-session", "-d", "-x", "80", "-y", "24", "cat")
	defer func() {
		if !t.Failed() { // one that hangs has to be killed by hand
			say("kill-server")
		}
	}()
	var b strings.Builder
	fmt.Fprintf(&b, "# tmux %s: make golden\n", strings.TrimSpace(say("display-message", "-p", "#{version}")))
	lines := plan(seed)
	for len(lines) > 0 {
		batch := lines[:min(goldenBatch, len(lines))]
		lines = lines[len(batch):]
		var args []string
		for _, line := range batch {
			args = append(args, strings.Fields(line)...)
			if strings.HasPrefix(line, "split-window") {
				args = append(args, "") // a pane without a program
			}
			args = append(args, ";", "display-message", "-p", "#{window_layout}", ";")
		}
		got := strings.Fields(say(args...))
		if len(got) != len(batch) {
			t.Fatalf("%d answers to %d commands, the last to %q", len(got), len(batch), batch[len(got)-1])
		}
		for i, layout := range got {
			if (i+1)%goldenFull != 0 {
				layout, _, _ = strings.Cut(layout, ",")
			}
			fmt.Fprintf(&b, "%s => %s\n", batch[i], layout)
		}
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
