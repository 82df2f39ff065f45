package command_test

import (
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gmux/server/command/corpus"
	"gmux/server/model"
)

// Walks over several windows, as tmux 3.7c has taken them: on each line a command and, behind =>, a sum of what all windows were
// after it; every so often the windows themselves. make golden records them.
const (
	walkSteps = 500
	walkBatch = 50 // commands in one call of tmux
	walkFull  = 20 // steps from one whole picture to the next
)

// walkSeeds are those of the walks.
var walkSeeds = []uint64{1, 2, 3, 4, 5, 6}

// walkFormat is a window's whole look: its place, its panes in their order, the layouts, the active pane and whether it is zoomed.
const walkFormat = "#{S:#{session_id}#{W: #{window_index}=#{window_id} #{window_layout} #{window_visible_layout} #{P:#{pane_id}#{?pane_active,*,}#{?pane_last,-,}}#{?window_zoomed_flag,Z,}#{?window_active,!,} }}"

// TestWindowWalk takes the walks that tmux took, and must have the same windows after each step.
func TestWindowWalk(t *testing.T) {
	for _, seed := range walkSeeds {
		name := filepath.Join(corpusDir, "walks", fmt.Sprintf("walk-%d.txt", seed))
		t.Run(filepath.Base(name), func(t *testing.T) {
			if *tmux != "" {
				recordWalk(t, name, seed)
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			h := walkHarness(t)
			n, before := 0, ""
			for line := range strings.Lines(string(text)) {
				command, want, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " => ")
				if !ok {
					continue // a comment
				}
				n++
				o := h.run(strings.Fields(command)...)
				got := h.ok("display-message", "-p", "-t", "a:", walkFormat)
				if got != want && walkSum(got) != want {
					t.Fatalf("step %d: %s%s\nbefore %s\ntmux   %s\ngmux   %s (%s)", n, command, o.stderr, before, want, got, walkSum(got))
				}
				before = got
			}
			if n != walkSteps {
				t.Errorf("%d steps, not %d", n, walkSteps)
			}
		})
	}
}

func walkSum(picture string) string { return fmt.Sprintf("%x", md5.Sum([]byte(picture)))[:8] }

// walkBegin is where each walk begins.
var walkBegin = [][]string{
	{"new-session", "-d", "-s", "a", "-x", "80", "-y", "24", "cat"},
	{"new-session", "-d", "-s", "b", "-x", "61", "-y", "19", "cat"},
	{"set-option", "-g", "window-size", "manual"},
}

func walkHarness(t *testing.T) *harness {
	h := newHarness(t)
	for _, argv := range walkBegin {
		h.ok(argv...)
	}
	return h
}

// planWalk is a walk, of which most commands succeed.
func planWalk(t *testing.T, seed uint64) (lines, pictures []string) {
	r := rand.New(rand.NewPCG(seed, 6))
	h := walkHarness(t)
	for len(lines) < walkSteps {
		line := walkCommand(r, h.m)
		h.run(strings.Fields(line)...)
		lines = append(lines, line)
		pictures = append(pictures, h.ok("display-message", "-p", "-t", "a:", walkFormat))
	}
	return lines, pictures
}

// walkCommand is a command that may be given now.
func walkCommand(r *rand.Rand, m *model.Model) string {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	panes := m.PaneList()
	pane := func() string { return panes[r.IntN(len(panes))].ID.String() }
	spare := func() string { // one that may leave: no session ends with it
		for {
			p := panes[r.IntN(len(panes))]
			if len(p.Window.Panes) > 1 || sparable(m, p.Window) {
				return p.ID.String()
			}
		}
	}
	var ids []model.WindowID
	for id := range m.Windows {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	window := func() string { return ids[r.IntN(len(ids))].String() }
	spareWindow := func() string {
		for {
			if id := ids[r.IntN(len(ids))]; sparable(m, m.Windows[id]) {
				return id.String()
			}
		}
	}
	line := ""
	switch n := r.IntN(36); {
	case n < 8 && len(panes) < 14:
		line = fmt.Sprintf("split-window %s %s %s %s %s -t %s cat", pick("-h", "-v"), pick("", "-b"), pick("", "", "-f"), pick("-d", ""),
			pick("", "", "-Z"), pane())
	case n < 10 && len(panes) > 4:
		line = "kill-pane -t " + spare()
	case n < 13:
		line = fmt.Sprintf("resize-pane -t %s -%s %d", pane(), pick("L", "R", "U", "D"), 1+r.IntN(9))
	case n < 14:
		line = fmt.Sprintf("resize-pane -t %s -%s %d", pane(), pick("x", "y"), 1+r.IntN(40))
	case n < 16:
		line = "resize-pane -Z -t " + pane()
	case n < 18:
		line = fmt.Sprintf("swap-pane %s %s -s %s -t %s", pick("-d", ""), pick("", "-Z"), pane(), pane())
	case n < 19:
		line = fmt.Sprintf("rotate-window %s %s -t %s", pick("-U", "-D"), pick("", "-Z"), window())
	case n < 22 && len(panes) > 2:
		line = fmt.Sprintf("join-pane %s %s %s %s -s %s -t %s", pick("-h", "-v"), pick("-b", ""), pick("-d", ""), pick("", "-f"), spare(), pane())
	case n < 24 && len(ids) < 7 && len(panes) > 2:
		line = fmt.Sprintf("break-pane %s %s -s %s -t %s:", pick("-d", ""), pick("", "-a", "-b"), spare(), pick("a", "b"))
	case n < 27:
		line = fmt.Sprintf("select-pane %s -t %s", pick("-L", "-R", "-U", "-D", "", "-Z"), pane())
	case n < 28:
		line = "select-pane -l -t " + window()
	case n < 30:
		line = fmt.Sprintf("select-layout -t %s %s", window(), pick("even-horizontal", "even-vertical", "main-horizontal", "main-vertical",
			"main-horizontal-mirrored", "main-vertical-mirrored", "tiled"))
	case n < 31:
		line = fmt.Sprintf("resize-window -t %s -x %d -y %d", window(), 20+r.IntN(100), 10+r.IntN(40))
	case n < 32 && len(ids) < 7:
		line = fmt.Sprintf("new-window %s %s -t %s: cat", pick("-d", ""), pick("", "-a", "-b"), pick("a", "b"))
	case n < 33:
		line = fmt.Sprintf("swap-window %s -s %s -t %s", pick("-d", ""), window(), window())
	case n < 34 && len(ids) > 2:
		line = fmt.Sprintf("move-window %s %s -s %s -t %s:", pick("-d", ""), pick("", "-a", "-b"), spareWindow(), pick("a", "b"))
	case n < 35:
		line = "select-window -t " + window()
	default:
		line = pick("next-window", "previous-window", "last-window", "next-layout", "previous-layout") + " -t " + pick("a", "b") + ":"
	}
	return strings.Join(strings.Fields(line), " ")
}

// sparable reports whether a window's session has another.
func sparable(m *model.Model, w *model.Window) bool {
	for _, s := range m.Sessions {
		for _, l := range s.Links {
			if l.Window == w && len(s.Links) == 1 {
				return false
			}
		}
	}
	return true
}

// recordWalk has tmux take a walk.
func recordWalk(t *testing.T, name string, seed uint64) {
	socket := filepath.Join(t.TempDir(), "s")
	say := func(args ...string) string {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		cmd := exec.CommandContext(ctx, *tmux, append([]string{"-S", socket, "-f", "/dev/null"}, args...)...)
		cmd.Env = corpus.Environment()
		out, err := cmd.Output() // a command that fails ends nothing but itself
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Errorf("%q: %v: %s", args, err, out)
		}
		return string(out)
	}
	var begin []string
	for _, argv := range walkBegin {
		begin = append(append(begin, argv...), ";")
	}
	say(begin[:len(begin)-1]...)
	defer say("kill-server")
	lines, pictures := planWalk(t, seed)
	var b strings.Builder
	fmt.Fprintf(&b, "# tmux %s: make golden\n", strings.TrimSpace(say("display-message", "-p", "#{version}")))
	for at := 0; at < len(lines); at += walkBatch {
		batch := lines[at:min(at+walkBatch, len(lines))]
		var args []string
		for _, line := range batch {
			args = append(args, "if-shell", "-F", "1", line, ";", "display-message", "-p", "-t", "a:", walkFormat, ";")
		}
		got := strings.Split(strings.TrimSuffix(say(args...), "\n"), "\n")
		for i, picture := range got {
			n := at + i
			if i >= len(batch) {
				t.Fatalf("too many answers: %q", picture)
			}
			if picture != pictures[n] {
				before := "the beginning"
				if n > 0 {
					before = pictures[n-1]
				}
				t.Fatalf("step %d: %s\nbefore %s\ntmux   %s\ngmux   %s", n+1, lines[n], before, picture, pictures[n])
			}
			if (n+1)%walkFull != 0 {
				picture = walkSum(picture)
			}
			fmt.Fprintf(&b, "%s => %s\n", lines[n], picture)
		}
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
