//go:build linux

package main_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"gmux/server/layout"
)

// A garden is a session in which somebody splits, joins, swaps, zooms, renames and sets options while others kill the server. What a
// command was answered is what is there afterwards, whatever died in between; of one whose answer never came, it is there or it is not.
type garden struct {
	s     *siege
	rng   *rand.Rand
	state []string // as it was told last; nil when nobody knows what the last command did
	known int      // commands whose answer came
}

// gardenFormat is a window: its name, its panes in order, the layout with its checksum, and what else commands change.
const gardenFormat = "#{window_id} #{window_name} #{P:#{pane_id}/} #{window_layout} #{window_zoomed_flag} #{pane-border-status} #{@mark}"

// gardenTime is between two commands: what a client costs must not be what the siege is about.
const gardenTime = 100 * time.Millisecond

// plant makes the garden and works in it until leave is called, which says how many commands were answered.
func (s *siege) plant() (leave func() int) {
	g := &garden{s: s, rng: rand.New(rand.NewPCG(s.rng.Uint64(), 2))}
	s.w.Gmux("new-session", "-d", "-s", "garden", "-n", "one", "-x", "90", "-y", "30", "cat", ";",
		"new-window", "-d", "-t", "garden:", "-n", "two", "cat")
	stop, done := make(chan struct{}), make(chan struct{})
	leave = sync.OnceValue(func() int {
		close(stop)
		<-done
		return g.known
	})
	s.t.Cleanup(func() { leave() }) // before the world ends
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				g.look(nil)
				return
			case <-time.After(gardenTime):
				g.look(g.command())
			}
		}
	}()
	return leave
}

// command is one that may be given now.
func (g *garden) command() []string {
	pick := func(list ...string) string { return list[g.rng.IntN(len(list))] }
	here, there := "garden:^", "garden:$"
	if g.rng.IntN(2) == 0 {
		here, there = there, here
	}
	return [][]string{
		{"split-window", "-d", pick("-h", "-v"), "-t", here, "cat"},
		{"split-window", "-d", pick("-h", "-v"), "-t", here, "cat"},
		{"join-pane", "-d", "-s", there, "-t", here},
		{"swap-pane", "-d", "-s", there, "-t", here},
		{"swap-pane", "-d", "-s", here + ".{top}", "-t", here + ".{bottom}"},
		{"resize-pane", "-Z", "-t", here},
		{"resize-pane", pick("-L", "-R", "-U", "-D"), "-t", here, "3"},
		{"rename-window", "-t", here, pick("one", "two", "three", "four")},
		{"select-layout", "-t", here, pick("tiled", "main-vertical", "even-horizontal")},
		{"set-option", "-w", "-t", here, "@mark", fmt.Sprint(g.rng.IntN(1000))},
		{"set-option", "-w", "-t", here, "pane-border-status", pick("top", "off")},
		{"kill-pane", "-a", "-t", here},
		{"break-pane", "-d", "-s", here},
	}[g.rng.IntN(13)]
}

// look gives a command between two looks at the windows.
func (g *garden) look(command []string) {
	list := []string{"list-windows", "-t", "garden", "-F", gardenFormat, ";", "display-message", "-p", "==", ";"}
	argv := append([]string{"gmux"}, list...)
	if command != nil {
		argv = append(append(argv, command...), ";")
	}
	res := g.s.w.Run(append(argv, list[:len(list)-1]...))
	pictures := strings.Split(res.Stdout, "==\n")
	pictures = pictures[:len(pictures)-1] // what follows the last mark did not come whole
	for i, p := range pictures {
		windows := strings.Split(strings.TrimSuffix(p, "\n"), "\n")
		if err := checkGarden(windows); err != nil {
			g.s.t.Errorf("garden, %q: %v\n%s%s", command, err, res.Stdout, res.Stderr)
		}
		if i == 0 && g.state != nil && !slices.Equal(windows, g.state) {
			g.s.t.Errorf("garden before %q:\n%s\nand it was told that it is\n%s", command, p, strings.Join(g.state, "\n"))
		}
		g.state = windows
	}
	if len(pictures) == 2 && command != nil {
		g.known++
	}
	if len(pictures) < 2 {
		g.state = nil // the server went away in the midst of the command, or the command failed, which ends a zoom as in tmux
	}
}

// checkGarden wants each window's layout to be one, of the window's own panes.
func checkGarden(windows []string) error {
	seen := make(map[string]bool)
	for _, line := range windows {
		fields := strings.Split(line, " ")
		if len(fields) != 7 {
			return fmt.Errorf("%q is no window", line)
		}
		var panes []int
		for id := range strings.SplitSeq(strings.TrimSuffix(fields[2], "/"), "/") {
			if seen[id] {
				return fmt.Errorf("pane %s is there twice", id)
			}
			seen[id] = true
			var n int
			if _, err := fmt.Sscanf(id, "%%%d", &n); err != nil {
				return fmt.Errorf("pane %q: %w", id, err)
			}
			panes = append(panes, n)
		}
		tree, err := layout.Restore(fields[3], layout.Status(0))
		if err != nil {
			return fmt.Errorf("layout %s: %w", fields[3], err)
		}
		if err := tree.Check(); err != nil {
			return fmt.Errorf("layout %s: %w", fields[3], err)
		}
		got := tree.Panes()
		slices.Sort(got)
		slices.Sort(panes)
		if !slices.Equal(got, panes) {
			return fmt.Errorf("layout %s of panes %v", fields[3], panes)
		}
	}
	return nil
}
