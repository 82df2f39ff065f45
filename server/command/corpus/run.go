package corpus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Version is the tmux that is recorded.
const Version = "3.7c"

// Dir is what answers have in the place of the folder with a script's files.
const Dir = "/DIR"

var dates = regexp.MustCompile(`created [^)]*\)`)

// patience is how long one command may take. Only what hangs takes that long.
const patience = time.Minute

// Run runs a script with a real program, tmux or gmux, on a server of its own, and returns the answer to each step.
func (s *Script) Run(program string) (answers []string, err error) {
	dir, err := os.MkdirTemp("", "corpus")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	r := runner{program: program, dir: dir, config: "/dev/null"}
	if r.config, err = s.WriteFiles(dir); err != nil {
		return nil, err
	}
	// As the harness is: a server that is there before the first session.
	if _, err := r.say("start", ";", "set", "-g", "exit-empty", "off"); err != nil {
		return nil, err
	}
	defer func() {
		if _, end := r.say("kill-server"); err == nil {
			err = end
		}
	}()
	for _, st := range s.Steps {
		argv, err := Words(st.Line)
		if err != nil {
			return nil, err
		}
		answer, err := r.say(argv...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", st.Line, err)
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// WriteFiles writes a script's files and returns which is the configuration.
func (s *Script) WriteFiles(dir string) (config string, err error) {
	config = "/dev/null"
	for _, f := range s.Files {
		path := filepath.Join(dir, f.Name)
		if err := os.WriteFile(path, []byte(f.Text), 0o644); err != nil {
			return "", err
		}
		if f.Name == "start.conf" {
			config = path
		}
	}
	return config, nil
}

// Environment is what commands are run with.
func Environment() []string {
	return []string{"HOME=/home/me", "PATH=" + os.Getenv("PATH"), "SHELL=/bin/sh", "TERM=xterm", "LC_ALL=C.UTF-8", "TZ=UTC"}
}

type runner struct{ program, dir, config string }

func (r runner) say(argv ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.program, append([]string{"-S", filepath.Join(r.dir, ".socket"), "-f", r.config}, argv...)...)
	cmd.Env = Environment()
	cmd.Dir = r.dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || ctx.Err() != nil) {
		return "", err
	}
	out := Answer(stdout.String(), stderr.String(), cmd.ProcessState.ExitCode())
	return strings.ReplaceAll(out, r.dir, Dir), nil
}
