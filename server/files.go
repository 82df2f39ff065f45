package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"gmux/protocol"
	"gmux/protocol/recovery"
	"gmux/server/command"
	"gmux/server/model"
)

// maxFile is the longest configuration file that is read.
const maxFile = 8 << 20

// fileRead: what ReadFile asked for has been read.
type fileRead struct {
	token model.Token
	files []command.File
}

func (e fileRead) apply(s *Server) []model.Effect {
	return s.queue.Resume(e.token, command.Result{Files: e.files})
}

// answer lets a command that waits for a child go on.
func (s *Server) answer(token model.Token, err error) []model.Effect {
	if token == model.NoToken {
		return nil
	}
	return s.queue.Resume(token, command.Result{Err: err})
}

// readFiles reads files for a command. A file may be a FIFO or on a dead file system, so a goroutine waits for it.
func (s *Server) readFiles(e model.ReadFile) {
	if len(e.Paths) == 1 && e.Paths[0] == "-" {
		s.readStdin(e)
		return
	}
	go func() { // not waited for: an open of a FIFO ends when somebody writes, or with the process
		var files []command.File
		for _, pattern := range e.Paths {
			files = append(files, readPattern(pattern)...)
		}
		s.post(fileRead{e.Token, files})
	}()
}

// readPattern reads the files that a pattern names; one that names none is taken literally, for its error.
func readPattern(pattern string) (files []command.File) {
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		paths = []string{pattern}
	}
	for _, path := range paths {
		data, err := readBounded(path)
		files = append(files, command.File{Path: path, Data: data, Err: err})
	}
	return files
}

func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("read %s: more than %d bytes", path, maxFile)
	}
	return data, err
}

// readStdin asks the client for its standard input.
func (s *Server) readStdin(e model.ReadFile) {
	c := s.conns[e.Client]
	if c == nil {
		s.perform(s.queue.Resume(e.Token, command.Result{Err: errors.New("no standard input")}))
		return
	}
	file := command.File{Path: "-"}
	c.stdin = func(data []byte, eof bool) {
		file.Data = append(file.Data, data...)
		switch {
		case len(file.Data) > maxFile:
			file.Data, file.Err = nil, fmt.Errorf("standard input: more than %d bytes", maxFile)
		case !eof:
			return
		}
		c.stdin = nil
		s.perform(s.queue.Resume(e.Token, command.Result{Files: []command.File{file}}))
	}
	c.say(protocol.StdinWanted{})
}

// errPaneGone ends what is written into a pane that is there no more.
var errPaneGone = errors.New("the pane has gone")

// showStdin writes a client's standard input into a pane as it comes. A line feed there begins a new line, as no program's tty
// sees to it.
func (s *Server) showStdin(e model.ShowStdin) {
	c := s.conns[e.Client]
	if c == nil {
		return // and with it what waits
	}
	c.stdin = func(data []byte, eof bool) {
		text := bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
		for piece := range slices.Chunk(text, recovery.MostShown) {
			s.change(e.Pane, recovery.Show{Data: piece})
		}
		gone := s.panes[e.Pane] == nil
		if !eof && !gone {
			return
		}
		c.stdin = nil
		var err error
		if gone {
			err = errPaneGone
		}
		s.perform(s.queue.Resume(e.Token, command.Result{Err: err}))
	}
	c.say(protocol.StdinWanted{})
}

// takeStdin hands standard input on to whoever asked for it.
func (s *Server) takeStdin(c *conn, m protocol.Stdin) {
	if c.stdin != nil {
		c.stdin(m.Data, m.EOF)
	}
}
