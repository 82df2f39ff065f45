package status

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gmux/server/format"
	"gmux/server/option"
	"gmux/server/style"
)

// The pictures under testdata were recorded from a real tmux, attached within another of the same version;
// their first line says which. To record anew:
// go test ./server/status -run Golden -tmux /path/to/tmux
var tmuxPath = flag.String("tmux", "", "record the golden pictures from this tmux")

const (
	betweenCases = "\n====\n"
	betweenSides = "\n----\n"
)

// The session that the pictures show: ten windows, the one with index 4 current.
const (
	sessionName = "golden"
	currentName = 4
	lastName    = 2
)

func windowName(i int) string { return []string{"zero", "one", "日本", "three", "four"}[i%5] }

// window is the variables of one window, and of the session around it.
type window struct {
	format.Map
	options *option.Set // of the window
	session *option.Set
}

func (w window) Lookup(name string) (string, bool) {
	if v, ok := w.Map[name]; ok {
		return v, true
	}
	if v, ok := w.session.Variable(name); ok {
		return v, ok
	}
	return w.options.Variable(name)
}

func (w window) Sessions() []format.Item { return nil }
func (w window) Panes() []format.Item    { return nil }

func (w window) Windows() []format.Item {
	var items []format.Item
	for i := range 10 {
		m := format.Map{
			"window_index": strconv.Itoa(i), "window_name": windowName(i), "window_flags": "", "session_name": sessionName,
			"window_last_flag": "0", "window_bell_flag": "0", "window_activity_flag": "0", "window_silence_flag": "0",
		}
		switch i {
		case currentName:
			m["window_flags"] = "*"
		case lastName:
			m["window_flags"], m["window_last_flag"] = "-", "1"
		}
		items = append(items, format.Item{Vars: window{m, w.options, w.session}, Active: i == currentName})
	}
	return items
}

// picture draws the text of a row and, below it, what columns have which style.
func picture(cells []Cell) string {
	var text strings.Builder
	runs := ""
	at, begin := 0, 0
	for i, c := range cells {
		text.WriteString(c.Text)
		at += c.Width
		if i == len(cells)-1 || cells[i+1].Style != c.Style {
			// On the screen the terminal's own colour is no colour.
			look := strings.NewReplacer("fg=terminal", "fg=default", "bg=terminal", "bg=default").Replace(c.Style.String())
			st, err := style.Parse(style.Style{}, look)
			if err != nil {
				panic(err)
			}
			runs += fmt.Sprintf("\n%d-%d %v", begin, at-1, st)
			begin = at
		}
	}
	return "|" + text.String() + "|" + runs
}

// TestGoldenLines sets options, one a line behind the width, and compares the last status line.
func TestGoldenLines(t *testing.T) {
	path := filepath.Join("testdata", "lines.txt")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(data), "\n")
	cases := strings.Split(strings.TrimSuffix(body, "\n"), betweenCases)
	var rec *recorder
	if *tmuxPath != "" {
		rec = newRecorder(t)
	}
	var out []string
	for _, c := range cases {
		in, want, _ := strings.Cut(c, betweenSides)
		lines := strings.Split(in, "\n")
		width, err := strconv.Atoi(lines[0])
		if err != nil {
			t.Fatal(err)
		}
		if rec != nil {
			want = rec.picture(width, lines[1:])
			out = append(out, in+betweenSides+want)
		}
		session, windows := option.NewGlobal(option.Session, option.Checks{}), option.NewGlobal(option.Window, option.Checks{})
		for _, l := range lines[1:] {
			name, value, _ := strings.Cut(l, " ")
			set := session
			if e, ok := option.Lookup(strings.Split(name, "[")[0]); ok && e.Scope&option.Window != 0 {
				set = windows
			}
			if err := set.Set(name, value, 0); err != nil {
				t.Fatalf("%s: %v", l, err)
			}
		}
		vars := window{format.Map{
			"session_name": sessionName, "pane_title": "title", "window_index": "4", "window_name": "four", "window_flags": "*",
		}, windows, session}
		rows := Lines(session, format.Context{Vars: vars, Time: time.Unix(1700000000, 0).UTC()}, width)
		got := picture(blank(width, style.Style{}).cells()) // what is left when there is no status line
		if len(rows) > 0 {
			got = picture(rows[len(rows)-1].Cells)
		}
		if better, ok := differs[in]; ok {
			if better == want {
				t.Errorf("%s does not differ", in)
			}
			want = better
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
	if len(cases) < 40 {
		t.Errorf("only %d cases", len(cases))
	}
	if rec != nil {
		head := "recorded from " + rec.version + ": cases parted by ====, in each the width and the options, and behind ---- the line and the styles of its columns\n"
		if err := os.WriteFile(path, []byte(head+strings.Join(out, betweenCases)+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// differs are the lines that this package draws otherwise than tmux, on purpose.
var differs = map[string]string{
	// Half a wide character at the edge of the list is a space in the style of the line, not without one.
	"50\nstatus-right right\nstatus-justify left":   halved,
	"50\nstatus-right right\nstatus-justify centre": halved,
	"50\nstatus-right right\nstatus-justify right":  halved,
}

const halved = "|[golden] < 本- 3:three  4:four* 5:zero  6:on>right|\n0-49 fg=black,bg=green"

// A recorder has a tmux attached within another.
type recorder struct {
	t       *testing.T
	dir     string
	version string
	set     []string // options to unset
}

func newRecorder(t *testing.T) *recorder {
	r := &recorder{t: t, dir: t.TempDir()}
	r.version = r.run("in", "-V")
	r.run("in", "new-session", "-d", "-s", sessionName, "-n", windowName(0), "-x", "80", "-y", "5", "cat")
	for i := 1; i < 10; i++ {
		r.run("in", "new-window", "-d", "-t", fmt.Sprint(":", i), "-n", windowName(i), "cat")
	}
	r.run("in", "select-window", "-t", fmt.Sprint(":", lastName))
	r.run("in", "select-window", "-t", fmt.Sprint(":", currentName))
	r.run("in", "select-pane", "-T", "title")
	r.run("out", "new-session", "-d", "-x", "80", "-y", "6", "env -u TMUX "+*tmuxPath+" -S "+r.dir+"/in -u attach")
	r.run("out", "set-option", "-g", "status", "off")
	t.Cleanup(func() {
		r.run("in", "kill-server")
		exec.Command(*tmuxPath, "-S", filepath.Join(r.dir, "out"), "kill-server").Run()
	})
	return r
}

func (r *recorder) run(server string, args ...string) string {
	cmd := exec.Command(*tmuxPath, append([]string{"-S", filepath.Join(r.dir, server), "-f", "/dev/null", "-u"}, args...)...)
	cmd.Env = []string{"PATH=/usr/bin:/bin", "TERM=xterm-256color", "LC_ALL=C.UTF-8", "HOME=/root", "SHELL=/bin/sh", "TZ=UTC"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("tmux %q: %v %s", args, err, out)
	}
	return strings.TrimSuffix(string(out), "\n")
}

func (r *recorder) picture(width int, options []string) string {
	for _, name := range r.set {
		r.run("in", "set-option", "-gu", name)
	}
	r.set = nil
	r.run("out", "resize-window", "-x", strconv.Itoa(width), "-y", "6")
	for _, l := range options {
		name, value, _ := strings.Cut(l, " ")
		r.run("in", "set-option", "-g", name, value)
		r.set = append(r.set, strings.Split(name, "[")[0])
	}
	time.Sleep(400 * time.Millisecond) // only while recording: the inner client draws when it likes
	rows := strings.Split(r.run("out", "capture-pane", "-p", "-e", "-N", "-S", "5", "-E", "5"), "\n")
	return picture(decode(rows[0], width))
}

// decode reads a captured row: text and SGR.
func decode(s string, width int) []Cell {
	var cells []Cell
	var st style.Style
	at := 0
	for s != "" {
		if rest, ok := strings.CutPrefix(s, "\x1b["); ok {
			sgr, after, _ := strings.Cut(rest, "m")
			st, s = applySGR(st, sgr), after
			continue
		}
		cluster, w := format.Cluster(s)
		if w > 0 {
			cells = append(cells, Cell{cluster, w, st})
		}
		at, s = at+w, s[len(cluster):]
	}
	for ; at < width; at++ {
		cells = append(cells, Cell{" ", 1, style.Style{}})
	}
	return cells
}

var sgrAttrs = map[int]style.Attr{
	1: style.Bright, 2: style.Dim, 3: style.Italics, 4: style.Underscore, 5: style.Blink, 7: style.Reverse, 8: style.Hidden, 9: style.Strikethrough, 53: style.Overline,
}

func applySGR(st style.Style, sgr string) style.Style {
	var ns []int
	for f := range strings.SplitSeq(sgr, ";") {
		n, _ := strconv.Atoi(f)
		ns = append(ns, n)
	}
	for i := 0; i < len(ns); i++ {
		colour := func() style.Colour {
			if ns[i+1] == 5 {
				i += 2
				return style.Index(uint8(ns[i]))
			}
			i += 4
			return style.RGB(uint8(ns[i-2]), uint8(ns[i-1]), uint8(ns[i]))
		}
		switch n := ns[i]; {
		case n == 0:
			st = style.Style{}
		case sgrAttrs[n] != 0:
			st.Attr |= sgrAttrs[n]
		case n >= 30 && n <= 37:
			st.Fg = style.Named(uint8(n - 30))
		case n >= 90 && n <= 97:
			st.Fg = style.Named(uint8(n - 90 + 8))
		case n >= 40 && n <= 47:
			st.Bg = style.Named(uint8(n - 40))
		case n >= 100 && n <= 107:
			st.Bg = style.Named(uint8(n - 100 + 8))
		case n == 39:
			st.Fg = style.Default
		case n == 49:
			st.Bg = style.Default
		case n == 38:
			st.Fg = colour()
		case n == 48:
			st.Bg = colour()
		}
	}
	return st
}
