package server

import (
	"fmt"
	"os"
	"time"

	"gmux/server/command"
	"gmux/server/job"
	"gmux/server/model"
)

// answered: what a command waits for has been done by a goroutine.
type answered struct {
	token  model.Token
	result command.Result
}

func (e answered) apply(s *Server) []model.Effect { return s.queue.Resume(e.token, e.result) }

// runJob runs a shell command. Nobody waits for the goroutine: it ends with the job, or with the process.
func (s *Server) runJob(e model.RunJob) {
	spec := job.Spec{Command: e.Command, Dirs: []string{e.Cwd, s.model.Home, "/"}, Env: e.Env, Stderr: e.Stderr}
	go func() {
		r, err := job.Run(spec)
		s.post(answered{e.Token, command.Result{Text: r.Output, Cut: r.Cut, Code: r.Code, Signal: r.Signal, Err: err}})
	}()
}

// delay answers after some time.
func (s *Server) delay(e model.Delay) {
	time.AfterFunc(e.For, func() { s.post(answered{token: e.Token}) })
}

// writeFile writes a file for a command. As for readFiles, it may be a FIFO that nobody reads.
func (s *Server) writeFile(e model.WriteFile) {
	go func() { s.post(answered{e.Token, command.Result{Err: writeWhole(e)}}) }()
}

func writeWhole(e model.WriteFile) error {
	mode := os.O_TRUNC
	if e.Append {
		mode = os.O_APPEND
	}
	f, err := os.OpenFile(e.Path, os.O_WRONLY|os.O_CREATE|mode, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(e.Data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", e.Path, err)
	}
	return nil
}
