package persist_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gmux/server/model"
	"gmux/server/persist"
)

// windowCommand splits, resizes, swaps, joins, breaks, zooms, moves or kills something of any window, or changes a window's size. It
// need not succeed.
func (w *walker) windowCommand() string {
	panes := w.m.PaneList()
	pane := func() string { return panes[w.r.IntN(len(panes))].ID.String() }
	var ids []model.WindowID
	for id := range w.m.Windows {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	window := func() string { return ids[w.r.IntN(len(ids))].String() }
	session := func() string { return w.pick("a", "b", "c") }
	if len(panes) == 0 {
		return "new-session -d -s a -x 80 -y 24 cat"
	}
	switch w.r.IntN(24) {
	case 0, 1, 2, 3, 4:
		return fmt.Sprintf("split-window %s %s %s %s %s -t %s", w.pick("-h", "-v"), w.pick("", "-b"), w.pick("", "-f"), w.pick("", "-d", "-Z"),
			w.pick("", "", "-l 1", "-l 10", "-l 0", "-l 30%", "-l 99%"), pane())
	case 5, 6:
		return "kill-pane " + w.pick("", "", "", "-a") + " -t " + pane()
	case 7, 8:
		return fmt.Sprintf("resize-pane -%s -t %s %d", w.pick("L", "R", "U", "D"), pane(), 1+w.r.IntN(40))
	case 9:
		return fmt.Sprintf("resize-pane -%s %d -t %s", w.pick("x", "y"), w.r.IntN(120), pane())
	case 10:
		return "resize-pane -Z -t " + pane()
	case 11, 12:
		return fmt.Sprintf("swap-pane %s %s -s %s -t %s", w.pick("", "-d"), w.pick("", "-Z"), pane(), pane())
	case 13:
		return fmt.Sprintf("rotate-window %s %s -t %s", w.pick("-U", "-D"), w.pick("", "-Z"), window())
	case 14, 15:
		return fmt.Sprintf("join-pane %s %s %s -s %s -t %s", w.pick("-h", "-v"), w.pick("", "-d", "-b"), w.pick("", "-f", "-l 3"), pane(), pane())
	case 16:
		return fmt.Sprintf("break-pane %s -s %s -t %s:", w.pick("", "-d", "-a"), pane(), session())
	case 17:
		return fmt.Sprintf("resize-window -t %s -x %d -y %d", window(), 1+w.r.IntN(130), 1+w.r.IntN(50))
	case 18:
		return fmt.Sprintf("resize-window -t %s %s", window(), w.pick("-A", "-a", "-L 7", "-D 9"))
	case 19:
		return fmt.Sprintf("select-layout -t %s %s", window(), w.pick("tiled", "main-vertical", "even-horizontal", "main-horizontal", "-E", "-o"))
	case 20:
		return fmt.Sprintf("%s -t %s", w.pick("swap-window -s "+window(), "move-window -k -s "+window(), "link-window -s "+window()), window())
	case 21:
		return fmt.Sprintf("set -w -t %s pane-border-status %s", window(), w.pick("top", "bottom", "off"))
	case 22:
		return fmt.Sprintf("new-window %s -t %s:", w.pick("", "-d", "-a"), session())
	default:
		return w.pick("new-session -d -s a -x 80 -y 24", "new-session -d -s b -x 3 -y 2", "new-session -d -s c -x 1 -y 1", "kill-window -t "+window(),
			"rename-window -t "+window()+" other", "select-pane -m -t "+pane())
	}
}

// layouts are those of all windows.
func (w *walker) layouts() string {
	var b strings.Builder
	for _, win := range w.m.WindowList() {
		fmt.Fprintln(&b, win.ID, win.Layout)
	}
	return b.String()
}

// TestWindowsWalk takes 10,000 random steps among windows of all sizes. After each the invariants hold: sizes add up, no pane is below
// 1x1 or outside of its window, none is in no window or in two. What is written of the model and read back is the same.
func TestWindowsWalk(t *testing.T) {
	w := newWalker(t, 7)
	most := 0
	done := make(map[string]int)
	for step := range 10_000 {
		line := w.windowCommand()
		if len(w.m.Panes) > 60 {
			line = "kill-pane -a -t a:"
		}
		w.last = strings.Fields(line)
		c := w.m.AddClient(model.NewClient{PID: 1, Cwd: "/", UTF8: true})
		w.failed = false
		before := w.layouts()
		w.do(w.q.Command(c.ID, w.last))
		if !w.failed {
			done[w.last[0]]++
		}
		if err := w.m.Check(); err != nil {
			t.Fatalf("step %d: %s: %v; before\n%s", step, line, err, before)
		}
		most = max(most, len(w.m.Panes))
		if step%25 != 0 {
			continue
		}
		w.m.TakeDirty()
		same(t, step, w.m, decode(t, w.m))
	}
	for _, name := range []string{"split-window", "resize-pane", "swap-pane", "join-pane", "break-pane", "kill-pane", "resize-window", "rotate-window", "select-layout"} {
		if done[name] < 50 {
			t.Errorf("only %d of %s succeeded", done[name], name)
		}
	}
	t.Logf("%d panes at most, %d bytes at the end, done %v", most, len(persist.Encode(w.m)), done)
}
