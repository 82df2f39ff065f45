package job

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os/exec"
	"strings"
	"syscall"
)

// maxLine is how much of one line is told.
const maxLine = 16 << 10

// Lines runs a job and tells each line that it prints as it comes. When ctx ends it is killed with its group.
func Lines(ctx context.Context, s Spec, tell func(line string)) error {
	var err error
	for _, dir := range s.Dirs {
		if err = linesIn(ctx, dir, s, tell); err == nil {
			return nil
		}
	}
	return err
}

func linesIn(ctx context.Context, dir string, s Spec, tell func(line string)) error {
	cmd := exec.CommandContext(ctx, shell, "-c", s.Command)
	cmd.Dir, cmd.Env = dir, s.Env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	readLines(out, tell)
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) || ctx.Err() != nil {
		return nil // how it ended is nobody's business
	}
	return err
}

// readLines tells lines to the end of r, the last one also where nothing ends it. Of a long one it tells the beginning.
func readLines(r io.Reader, tell func(string)) {
	in := bufio.NewReaderSize(r, maxLine)
	for {
		line, err := in.ReadSlice('\n')
		text := strings.TrimRight(string(line), "\r\n")
		if len(line) > 0 {
			tell(text)
		}
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		if err != nil {
			return
		}
	}
}
