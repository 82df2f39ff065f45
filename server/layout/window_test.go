package layout

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// window is as much of a window as layouts need: a tree, the order of its panes, and the commands that change them, spelled as
// tmux takes them.
type window struct {
	tree       *Tree
	panes      []int
	next       int
	rows, cols int
	options    Options
}

func newWindow(rows, cols int) *window {
	w := &window{tree: New(0, rows, cols), panes: []int{0}, next: 1, rows: rows, cols: cols}
	w.options = Options{MainHeight: "24", MainWidth: "80", OtherHeight: "0", OtherWidth: "0"}
	return w
}

func (w *window) clone() *window {
	c := *w
	c.tree, c.panes = w.tree.Clone(), slices.Clone(w.panes)
	return &c
}

// flags takes a command line apart: single letters with a value where withValue has them, then the arguments.
func flags(words []string, withValue string) (map[string]string, []string) {
	f := make(map[string]string)
	for len(words) > 0 && len(words[0]) == 2 && words[0][0] == '-' {
		name := words[0][1:]
		words = words[1:]
		f[name] = ""
		if strings.Contains(withValue, name) {
			f[name], words = words[0], words[1:]
		}
	}
	return f, words
}

func has(f map[string]string, name string) bool { _, ok := f[name]; return ok }

func (w *window) target(s string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(s, "%"))
	if err != nil {
		panic(err)
	}
	return n
}

// run does one command and reports whether it succeeded.
func (w *window) run(line string) bool {
	words := strings.Fields(line)
	switch words[0] {
	case "split-window":
		return w.split(flags(words[1:], "lt"))
	case "kill-pane":
		f, _ := flags(words[1:], "t")
		return w.kill(w.target(f["t"]))
	case "resize-pane":
		w.resize(flags(words[1:], "txy"))
	case "swap-pane":
		f, _ := flags(words[1:], "st")
		w.swap(w.target(f["s"]), w.target(f["t"]))
	case "rotate-window":
		f, _ := flags(words[1:], "t")
		w.rotate(has(f, "D"))
	case "select-layout":
		return w.selectLayout(flags(words[1:], "t"))
	case "resize-window":
		f, _ := flags(words[1:], "xy")
		w.rows, w.cols = w.target(f["y"]), w.target(f["x"])
		w.tree.SetSize(w.rows, w.cols)
	case "setw":
		w.set(words[1], words[2])
	default:
		panic(line)
	}
	return true
}

func (w *window) split(f map[string]string, _ []string) bool {
	at := w.target(f["t"])
	s := Split{Dir: TopBottom, Before: has(f, "b"), Full: has(f, "f"), Size: Half}
	r, _ := w.tree.Pane(at)
	of := r.Rows
	if has(f, "h") {
		s.Dir, of = LeftRight, r.Cols
	}
	if s.Full {
		of = w.rows
		if s.Dir == LeftRight {
			of = w.cols
		}
	}
	if v, ok := f["l"]; ok {
		n, err := strconv.Atoi(strings.TrimSuffix(v, "%"))
		if err != nil {
			panic(err)
		}
		if strings.HasSuffix(v, "%") {
			n = of * n / 100
		}
		s.Size = n
	}
	if !w.tree.Split(at, w.next, s) {
		return false
	}
	i := slices.Index(w.panes, at)
	switch {
	case s.Full && s.Before:
		i = 0
	case s.Full:
		i = len(w.panes)
	case !s.Before:
		i++
	}
	w.panes = slices.Insert(w.panes, i, w.next)
	w.next++
	return true
}

func (w *window) kill(p int) bool {
	if len(w.panes) == 1 {
		return false
	}
	w.tree.Remove(p)
	w.panes = slices.DeleteFunc(w.panes, func(o int) bool { return o == p })
	return true
}

func (w *window) resize(f map[string]string, args []string) {
	p, by := w.target(f["t"]), 1
	if len(args) > 0 {
		by = w.target(args[0])
	}
	if v, ok := f["x"]; ok {
		w.tree.ResizeTo(p, LeftRight, w.target(v))
	}
	if v, ok := f["y"]; ok {
		n := w.target(v)
		if _, title := w.tree.Pane(p); title {
			n++
		}
		w.tree.ResizeTo(p, TopBottom, n)
	}
	switch {
	case has(f, "L"):
		w.tree.Resize(p, LeftRight, -by)
	case has(f, "R"):
		w.tree.Resize(p, LeftRight, by)
	case has(f, "U"):
		w.tree.Resize(p, TopBottom, -by)
	case has(f, "D"):
		w.tree.Resize(p, TopBottom, by)
	}
}

func (w *window) swap(a, b int) {
	w.tree.Rename([]int{a, b}, []int{b, a})
	i, j := slices.Index(w.panes, a), slices.Index(w.panes, b)
	w.panes[i], w.panes[j] = w.panes[j], w.panes[i]
}

func (w *window) rotate(down bool) {
	n := len(w.panes) - 1
	to := append(slices.Clone(w.panes[1:]), w.panes[0])
	if down {
		to = append([]int{w.panes[n]}, w.panes[:n]...)
	}
	w.tree.Rename(w.panes, to)
	w.panes = to
}

func (w *window) selectLayout(f map[string]string, args []string) bool {
	if has(f, "E") {
		w.tree.Spread(w.target(f["t"]))
		return true
	}
	if p, ok := FindPreset(args[0]); ok {
		w.tree.Arrange(p, w.panes, w.rows, w.cols, w.options)
		return true
	}
	t, err := Parse(args[0], w.panes, w.tree.Status)
	if err != nil {
		return false
	}
	w.tree = t
	w.rows, w.cols = t.Size()
	return true
}

func (w *window) set(name, value string) {
	switch name {
	case "pane-border-status":
		w.tree.Status = Status(slices.Index([]string{"off", "top", "bottom"}, value))
	case "main-pane-height":
		w.options.MainHeight = value
	case "main-pane-width":
		w.options.MainWidth = value
	case "other-pane-height":
		w.options.OtherHeight = value
	case "other-pane-width":
		w.options.OtherWidth = value
	case "tiled-layout-max-columns":
		n, err := strconv.Atoi(value)
		if err != nil {
			panic(err)
		}
		w.options.MaxColumns = n
	default:
		panic(name)
	}
}

// random is a command that may be run now.
func (w *window) random(r *rand.Rand) string {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	pane := func() string { return fmt.Sprintf("%%%d", w.panes[r.IntN(len(w.panes))]) }
	switch n := r.IntN(24); {
	case n < 7 && len(w.panes) < 12:
		return strings.Join(strings.Fields(fmt.Sprintf("split-window %s %s %s %s -d -t %s", pick("-h", "-v"), pick("-b", "", ""),
			pick("-f", "", "", "", ""), pick("", "", fmt.Sprintf("-l %d", r.IntN(30)), fmt.Sprintf("-l %d%%", r.IntN(101))), pane())), " ")
	case n < 9 && len(w.panes) > 1:
		return "kill-pane -t " + pane()
	case n < 14:
		return fmt.Sprintf("resize-pane -t %s -%s %d", pane(), pick("L", "R", "U", "D"), 1+r.IntN(20))
	case n < 16:
		return fmt.Sprintf("resize-pane -t %s -%s %d", pane(), pick("x", "y"), r.IntN(60))
	case n < 17 && len(w.panes) > 1:
		return fmt.Sprintf("swap-pane -d -s %s -t %s", pane(), pane())
	case n < 18:
		return "rotate-window " + pick("-U", "-D")
	case n < 19:
		return "select-layout -E -t " + pane()
	case n < 21:
		return "select-layout " + pick(Presets...)
	case n < 23:
		return fmt.Sprintf("resize-window -x %d -y %d", 20+r.IntN(150), 10+r.IntN(60))
	}
	return "setw " + pick("pane-border-status top", "pane-border-status bottom", "pane-border-status off", "pane-border-status off",
		"main-pane-height 10", "main-pane-height 40%", "main-pane-width 20", "main-pane-width 50%", "other-pane-height 5",
		"other-pane-height 0", "other-pane-width 15", "other-pane-width 0", "tiled-layout-max-columns 0", "tiled-layout-max-columns 2")
}

// TestWalk takes 10,000 random steps in windows of all sizes, those included in which the panes have no room.
func TestWalk(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for walk := range 20 {
		w := newWindow(1+r.IntN(40), 1+r.IntN(120))
		for step := range 500 {
			line := w.random(r)
			if step%50 == 49 {
				line = fmt.Sprintf("resize-window -x %d -y %d", 1+r.IntN(40), 1+r.IntN(20))
			}
			w.run(line)
			if err := w.check(); err != nil {
				t.Fatalf("walk %d, step %d, %s: %v", walk, step, line, err)
			}
		}
	}
}

func (w *window) check() error {
	if err := w.tree.Check(); err != nil {
		return err
	}
	panes := w.tree.Panes()
	slices.Sort(panes)
	if want := slices.Sorted(slices.Values(w.panes)); !slices.Equal(panes, want) {
		return fmt.Errorf("the tree has panes %v, the window %v", panes, want)
	}
	back, err := Restore(w.tree.String(), w.tree.Status)
	if err != nil || back.String() != w.tree.String() {
		return fmt.Errorf("%s comes back as %s: %v", w.tree, back, err)
	}
	for _, p := range panes {
		if r, _ := w.tree.Pane(p); r.Rows < 1 || r.Cols < 1 {
			return fmt.Errorf("pane %d is %dx%d", p, r.Cols, r.Rows)
		}
	}
	return nil
}
