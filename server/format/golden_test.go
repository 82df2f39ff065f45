package format

import (
	"bufio"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The tables under testdata were recorded from a real tmux; the first line of each says which. To record
// anew: go test ./server/format -run Golden -tmux /path/to/tmux
var tmuxPath = flag.String("tmux", "", "record the golden tables from this tmux")

// world is what the recorded tmux knew: options and variables that the templates ask for.
var world = Map{
	"@empty": "", "@zero": "0", "@one": "1", "@word": "hello", "@path": "/usr/local/bin/thing",
	"@wide": "日本語テキスト", "@accent": "e\u0301tude", "@spaces": "a b  c", "@hash": "a#b##c#[fg=red]d",
	"@format": "#{@word}-#{@one}", "@time": "%H", "@self": "x#{E:@self}", "@quote": `a'b"c$d;e\f`,
	"@styled": "#[fg=red]red#[default] plain", "@number": "42", "@long": "abcdefghijklmnopqrstuvwxyz",
	"@stamp": "1700000000", "@re": "a1b22c333", "@comma": "a,b", "@brace": "a}b", "@percent": "100%",
	"@cond": "#{?@one,yes,no}", "@style": "bg=red",
	"session_name": "golden", "window_name": "win", "window_index": "0", "window_flags": "*",
	"pane_index": "0", "status": "on", "mouse": "0", "status-left-length": "10", "history-limit": "2000",
	"base-index": "0",
}

// loopWorld is the world with three windows and two panes in the current one.
type loopWorld struct{ Map }

func (w loopWorld) with(extra Map, active bool) Item {
	m := Map{}
	for k, v := range w.Map {
		m[k] = v
	}
	for k, v := range extra {
		m[k] = v
	}
	return Item{Vars: loopWorld{m}, Active: active}
}

func (w loopWorld) Sessions() []Item {
	return []Item{w.with(Map{"session_name": "golden"}, true)}
}

func (w loopWorld) Windows() []Item {
	return []Item{
		w.with(Map{"window_index": "0", "window_name": "win", "window_flags": "*"}, true),
		w.with(Map{"window_index": "3", "window_name": "beta", "window_flags": ""}, false),
		w.with(Map{"window_index": "7", "window_name": "alpha", "window_flags": "-"}, false),
	}
}

func (w loopWorld) Panes() []Item {
	return []Item{
		w.with(Map{"pane_index": "0"}, false),
		w.with(Map{"pane_index": "1"}, true),
	}
}

// differs are the templates for which this package answers otherwise than tmux, on purpose.
var differs = map[string]string{
	"#{=1:@accent}":    "e\u0301",     // a mark belongs to the letter before it
	"#{s/x*/-/:@word}": "-h-e-l-l-o-", // as sed does; tmux leaves out an empty match at the beginning
	"#{s/^/x/:@word}":  "xhello",      // tmux loses the first character
}

func TestGolden(t *testing.T) {
	path := filepath.Join("testdata", "templates.tsv")
	if *tmuxPath != "" {
		record(t, path)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	now := time.Unix(1700000123, 0).UTC()
	n := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "# ") {
			continue
		}
		template, want, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("bad line %q", line)
		}
		n++
		if better, ok := differs[template]; ok {
			if better == want {
				t.Errorf("%s does not differ", template)
			}
			want = better
		}
		if got := Expand(template, Context{Vars: loopWorld{world}, Time: now}); got != want {
			t.Errorf("%s\n got %q\nwant %q", template, got, want)
		}
	}
	if n < 150 {
		t.Errorf("only %d templates", n)
	}
}

// record asks tmux for each template of the table and writes what it answers.
func record(t *testing.T, path string) {
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run := func(args ...string) string {
		cmd := exec.Command(*tmuxPath, append([]string{"-S", dir + "/s", "-f", "/dev/null", "-u"}, args...)...)
		cmd.Env = []string{"PATH=/usr/bin:/bin", "TERM=xterm", "TZ=UTC", "LC_ALL=C.UTF-8", "HOME=/root", "SHELL=/bin/sh"}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v %s", args, err, out)
		}
		return strings.TrimSuffix(string(out), "\n")
	}
	run("new-session", "-d", "-s", "golden", "-n", "win", "-x", "80", "-y", "24", "cat")
	defer run("kill-server")
	run("new-window", "-d", "-t", ":3", "-n", "beta", "cat")
	run("new-window", "-d", "-t", ":7", "-n", "alpha", "cat")
	run("select-window", "-t", ":7")
	run("select-window", "-t", ":0")
	run("split-window", "-t", ":0", "cat")
	for name, value := range world {
		if strings.HasPrefix(name, "@") {
			run("set-option", "-g", name, value)
		}
	}
	var out strings.Builder
	out.WriteString("# recorded from " + run("-V") + ": template, tab, what it expands to\n")
	for line := range strings.Lines(string(old)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "# ") || line == "" {
			continue
		}
		template, _, _ := strings.Cut(line, "\t")
		ask := []string{"display-message", "-p", "-t", "golden:0.0", template}
		if strings.Contains(template, "%") { // display-message would take it for a time
			ask = []string{"list-panes", "-t", "golden:0", "-f", "#{==:#{pane_index},0}", "-F", template}
		}
		answer := run(ask...)
		out.WriteString(template + "\t" + answer + "\n")
	}
	if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
