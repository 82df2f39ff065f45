package command_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gmux/server/syntax"
)

var (
	update = flag.Bool("update", false, "record the transcripts of testdata/tmux again, with -tmux")
	tmux   = flag.String("tmux", "", "the tmux to record: a binary of 3.7c")
)

// TestRecorded replays transcripts of tmux 3.7c. In each, "$" is a command line, the lines behind it are
// what tmux printed, "=>" its exit status. "!" is a line on which gmux differs by design; what follows is
// gmux's own answer, and the comment in the line says why.
func TestRecorded(t *testing.T) {
	files, err := filepath.Glob("testdata/tmux/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			ours := replay(t, string(want))
			if *update {
				want = []byte(record(t, string(want), ours))
				if err := os.WriteFile(name, want, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			compare(t, steps(string(want)), ours)
		})
	}
}

// step is one command of a transcript and what it gave.
type step struct {
	line string // with its sigil
	out  string
}

func steps(text string) []step {
	var list []step
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "$ ") || strings.HasPrefix(line, "! ") {
			list = append(list, step{line: strings.TrimSuffix(line, "\n")})
		} else if n := len(list); n > 0 {
			list[n-1].out += line
		}
	}
	return list
}

// words splits a command line as the command language does.
func words(t *testing.T, line string) []string {
	list, err := syntax.ParseString(line[2:], syntax.Input{})
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	var argv []string
	for c := range list.Commands() {
		argv = append(argv, c.Name)
		for _, a := range c.Args {
			argv = append(argv, a.String())
		}
	}
	return argv
}

func replay(t *testing.T, text string) []step {
	h := newHarness(t)
	h.files["/tmp/gmux-test.conf"] = testConf
	list := steps(text)
	for i := range list {
		o := h.run(words(t, list[i].line)...)
		list[i].out = transcript(o.stdout, o.stderr, o.status)
	}
	return list
}

// testConf is what source-file reads.
const testConf = "set -g @sourced yes\nbind -T prefix X send-keys a \\; send-keys b\nsetenv -g FROM file\n"

var dates = regexp.MustCompile(`created [^)]*\)`)

func transcript(stdout, stderr string, status int) string {
	text := dates.ReplaceAllString(stdout+stderr, "created DATE)")
	return text + fmt.Sprintf("=> %d\n", status)
}

// record asks the real tmux; lines that differ by design keep our answer.
func record(t *testing.T, text string, ours []step) string {
	if *tmux == "" {
		t.Fatal("-update needs -tmux")
	}
	dir := t.TempDir()
	if err := os.WriteFile("/tmp/gmux-test.conf", []byte(testConf), 0o644); err != nil {
		t.Fatal(err)
	}
	defer os.Remove("/tmp/gmux-test.conf")
	socket := filepath.Join(dir, "s")
	say := func(argv ...string) (string, string, int) {
		cmd := exec.Command(*tmux, append([]string{"-S", socket, "-f", "/dev/null"}, argv...)...)
		cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "SHELL=/bin/sh", "TERM=xterm", "LC_ALL=C.UTF-8"}
		cmd.Dir = "/tmp"
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return out.String(), errs.String(), cmd.ProcessState.ExitCode()
	}
	say("start", ";", "set", "-g", "exit-empty", "off") // as the harness is: there before the first session
	defer say("kill-server")
	var b strings.Builder
	header, _, _ := strings.Cut(text, "\n$ ")
	if !strings.HasPrefix(header, "$ ") {
		fmt.Fprintln(&b, strings.TrimSpace(header))
	}
	for _, s := range ours {
		out := s.out
		if s.line[0] == '$' { // the others may crash it, and must not change anything
			out = transcript(say(words(t, s.line)...))
		}
		fmt.Fprintf(&b, "%s\n%s", s.line, out)
	}
	return b.String()
}

func compare(t *testing.T, want, got []step) {
	for i := range want {
		if want[i].out != got[i].out {
			t.Errorf("%s\n--- tmux\n%s--- gmux\n%s", want[i].line, want[i].out, got[i].out)
		}
	}
}
