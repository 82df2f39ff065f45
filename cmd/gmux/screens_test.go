//go:build linux

package main_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
	"gmux/server/command/corpus"
)

var (
	recordScreens = flag.Bool("screens", false, "record the pictures of GMUX_TEST_BINARY, a tmux 3.7c, in testdata/tmux/screens")
	updateScreens = flag.Bool("update-screens", false, "write gmux's own pictures where differs.txt lists one")
	screenWait    = flag.Duration("screen-wait", usertest.Patience(), "how long a picture may take to be right")
)

const screensDir = "../../testdata/tmux/screens"

// screensConf is what a server of screens is started with: what tmux and gmux differ in by design, and nothing that tells the
// time or the machine.
const screensConf = `set -g default-terminal xterm-256color
set -s escape-time 0
set -g status-right right
set -g automatic-rename off
set -g allow-rename off
set -g display-time 0
set -g default-command cat
`

// TestScreens shows what an attached client shows, on the screen of a terminal that is not ours, beside what tmux 3.7c was
// recorded to show: text, colours, attributes and cursor.
func TestScreens(t *testing.T) {
	usertest.Long(t)
	usertest.Need(t, "tmux")
	differs, err := corpus.Differs(screensDir)
	if err != nil {
		t.Fatal(err)
	}
	notYet, err := corpus.NotYet(screensDir)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(screensDir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		family := strings.TrimSuffix(filepath.Base(path), ".txt")
		if family == "differs" || family == "notyet" {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		header, scripts, err := parseScreens(string(text))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		t.Run(family, func(t *testing.T) {
			if *recordScreens || *updateScreens {
				t.Cleanup(func() { // when its scripts have run
					if err := saveScreens(path, header, scripts); err != nil {
						t.Error(err)
					}
				})
			}
			for _, s := range scripts {
				t.Run(s.name, func(t *testing.T) {
					t.Parallel()
					r := screenRun{t: t, w: usertest.New(t), family: family, script: s, differs: differs, notYet: notYet}
					r.run()
				})
			}
		})
	}
}

// A screenRun is a script that is being run.
type screenRun struct {
	t               *testing.T
	w               *usertest.World
	screen          *usertest.Screen
	family          string
	script          *screenScript
	differs, notYet corpus.List
}

func (r *screenRun) run() {
	if r.notYet[r.family+"/"+r.script.name] != "" && !*recordScreens && !usertest.UnderTmux() {
		return // its commands are not there
	}
	writeFile(r.t, r.w.Path("home", "conf"), screensConf, 0o600)
	for _, st := range r.script.steps {
		r.step(st)
	}
}

func (r *screenRun) step(st *screenStep) {
	r.t.Helper()
	switch st.verb {
	case "tty":
		rows, cols := r.size(st.words)
		r.screen = r.w.Start(rows, cols, "gmux", "-f", r.w.Path("home", "conf"), "new-session", "-s", "s", "-n", "w")
		r.w.WaitOutput(`^s\n`, "list-clients", "-F", "#{client_session}")
	case "$":
		argv, err := corpus.Words(st.words)
		if err != nil {
			r.t.Fatal(err)
		}
		r.w.Gmux(argv...)
	case "keys":
		r.screen.Keys(strings.Fields(st.words)...)
	case "type":
		r.screen.Type(st.words)
	case "resize":
		r.screen.Resize(r.size(st.words))
	case "screen":
		r.compare(st)
	}
}

func (r *screenRun) size(words string) (rows, cols int) {
	r.t.Helper()
	if _, err := fmt.Sscanf(words, "%dx%d", &rows, &cols); err != nil {
		r.t.Fatalf("size %q is not ROWSxCOLUMNS", words)
	}
	return rows, cols
}

// now is the picture of this moment.
func (r *screenRun) now() string {
	r.t.Helper()
	cursor := "hidden"
	var row, col int
	if _, err := fmt.Sscanf(r.screen.Cursor(), "cursor at row %d column %d", &row, &col); err == nil {
		cursor = fmt.Sprintf("%d,%d", row, col)
	}
	return picture(r.screen.Cells(), cursor)
}

// settled is the picture when it has stayed as it is for a while. Only what is written down is taken so: a picture that has to be
// right is waited for.
func (r *screenRun) settled() string {
	r.t.Helper()
	const still = 600 * time.Millisecond
	picture, since := "", time.Now()
	r.w.Eventually("the screen to stand still", func() (bool, string) {
		if now := r.now(); now != picture {
			picture, since = now, time.Now()
		}
		return time.Since(since) > still, picture
	})
	return picture
}

func (r *screenRun) compare(st *screenStep) {
	r.t.Helper()
	id := r.family + "/" + r.script.name + ": " + st.words
	differs, notYet := r.differs[id] != "", r.notYet[id] != ""
	switch {
	case *recordScreens:
		st.want = r.settled()
		return
	case usertest.UnderTmux():
		differs, notYet = false, false
	case *updateScreens:
		st.ours = ""
		if differs {
			st.ours = r.settled()
		}
		return
	}
	if notYet {
		if r.settled() == st.want {
			r.t.Errorf("%s is right: take it off notyet.txt", id)
		}
		return
	}
	want := st.want
	if differs {
		if want = st.ours; want == st.want {
			r.t.Errorf("%s is as tmux's: take it off differs.txt", id)
		}
	}
	var now string
	for deadline := time.Now().Add(*screenWait); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if now = r.now(); now == want {
			return
		}
	}
	r.t.Errorf("%s\n--- recorded\n%s--- got\n%s", id, want, now)
}
