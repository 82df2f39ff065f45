//go:build linux && conformance

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// TestConformance runs esctest2, which is nowhere in this repository, in a pane with no client attached,
// and compares what fails with the list of what must. ESCTEST is the folder with esctest.py, or the one
// above; ESCTEST_INCLUDE a regular expression for the names of some tests. ESCTEST_TMUX=1 runs it at the same time
// in the installed tmux, which takes half an hour since the suite waits for answers that do not come.
//
// The suite asks for 25 rows before each test; a pane stays at its 24, which no test minds.
func TestConformance(t *testing.T) {
	script := findSuite(t, os.Getenv("ESCTEST"))
	usertest.Need(t, "python3")
	t.Run("gmux", func(t *testing.T) {
		t.Parallel()
		results := runSuite(t, usertest.New(t), script)
		listed := readExpected(t)
		if os.Getenv("ESCTEST_INCLUDE") != "" { // what was not run is not missed
			for name := range listed {
				if _, ran := results[name]; !ran {
					delete(listed, name)
				}
			}
		}
		for _, line := range judge(results, listed) {
			t.Error(line)
		}
	})
	if os.Getenv("ESCTEST_TMUX") != "" {
		t.Run("tmux", func(t *testing.T) {
			t.Parallel()
			w := usertest.NewTmux(t)
			runSuite(t, w, script)
			t.Logf("of %s", w.Gmux("-V"))
		})
	}
}

// runSuite runs the suite in a pane and logs the score.
func runSuite(t *testing.T, w *usertest.World, script string) map[string]result {
	t.Helper()
	// What answers to the name may belong to a version manager that looks at HOME.
	python, err := exec.Command("python3", "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		t.Fatal(err)
	}
	log, conf := w.Path("esctest.log"), w.Path("suite.conf")
	if err := os.WriteFile(conf, []byte("set -gq allow-title-report on\nset -s set-clipboard on\n"), 0o600); err != nil { // as xterm's allowWindowOps
		t.Fatal(err)
	}
	argv := []string{
		"gmux", "-f", conf, "new-session", "-d", "-s", "suite", "-x", "80", "-y", "24",
		strings.TrimSpace(string(python)), script, "--expected-terminal=xterm", "--max-vt-level=5", "--xterm-reverse-wrap=383", "--options=xtermWinopsEnabled",
		"--no-print-logs", "--timeout=5", "--logfile=" + log,
	}
	if include := os.Getenv("ESCTEST_INCLUDE"); include != "" {
		argv = append(argv, "--include="+include)
	}
	if res := w.Run(argv); res.Code != 0 {
		t.Fatalf("%q: exit status %d\n%s", argv, res.Code, res.Stderr)
	}
	results := awaitSuite(t, log)
	t.Log(score(results))
	return results
}

// findSuite is the path of esctest.py.
func findSuite(t *testing.T, dir string) string {
	t.Helper()
	if dir == "" {
		t.Fatal("ESCTEST is not set: give a folder with a checkout of esctest2")
	}
	for _, elem := range []string{"", "esctest"} {
		path := filepath.Join(dir, elem, "esctest.py")
		if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() {
			return path
		}
	}
	t.Fatalf("no esctest.py in %s", dir)
	return ""
}

// awaitSuite returns when the log says that the suite is over. It may take as long as it likes, but each
// test must be done within the patience of all tests.
func awaitSuite(t *testing.T, log string) map[string]result {
	t.Helper()
	size, since := 0, time.Now()
	for {
		data, err := os.ReadFile(log)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		results, over := readSuiteLog(string(data))
		if over {
			return results
		}
		if len(data) != size {
			size, since = len(data), time.Now()
		}
		if time.Since(since) > usertest.Patience() {
			t.Fatalf("the suite stands still; its log ends with:\n%s", lastLines(string(data), 20))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
