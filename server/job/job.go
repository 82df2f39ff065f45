// Package job runs shell commands that are no panes: for if-shell and run-shell, and for #() in formats.
//
//	Spec ──▶ Run ──▶ /bin/sh -c ──▶ Result           if-shell, run-shell
//	Spec ──▶ Lines ──▶ /bin/sh -c ──▶ line by line   #(), which Formats starts, remembers and ends
//
// Each has a session of its own and nothing on its standard input. Run reads its output to the end: also that of
// processes it left behind. It is a child of the server, not of the host: it ends with its pipes when the server does, and
// the command that waits for it is told by the next server's client. Nothing here knows of the model.
package job

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"syscall"
)

// maxOutput is how much of a job's output is kept; the rest is read and forgotten.
const maxOutput = 8 << 20

// A Spec says what to run.
type Spec struct {
	Command string
	Dirs    []string // to be in, tried in turn
	Env     []string // NAME=value, all of it
	Stderr  bool     // its errors are output too
}

// A Result is how a job ended.
type Result struct {
	Output       string
	Cut          bool // it printed more
	Code, Signal int  // Signal is 0 if it exited by itself
}

// shell is what runs jobs, whatever the user's own shell is: that they can be written for one.
const shell = "/bin/sh"

// Run runs a job to its end.
func Run(s Spec) (Result, error) {
	var err error
	for _, dir := range s.Dirs {
		var r Result
		if r, err = runIn(dir, s); err == nil {
			return r, nil
		}
	}
	return Result{}, err
}

func runIn(dir string, s Spec) (Result, error) {
	cmd := exec.Command(shell, "-c", s.Command)
	cmd.Dir, cmd.Env = dir, s.Env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	var out bounded
	cmd.Stdout = &out
	if s.Stderr {
		cmd.Stderr = &out
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return Result{}, fmt.Errorf("run in %s: %w", dir, err)
	}
	r := Result{Output: out.b.String(), Cut: out.cut, Code: cmd.ProcessState.ExitCode()}
	if ws, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		r.Code, r.Signal = 0, int(ws.Signal())
	}
	return r, nil
}

// bounded keeps the beginning of what is written.
type bounded struct {
	b   bytes.Buffer
	cut bool
}

func (w *bounded) Write(p []byte) (int, error) {
	n := min(len(p), maxOutput-w.b.Len())
	w.b.Write(p[:n])
	w.cut = w.cut || n < len(p)
	return len(p), nil
}
