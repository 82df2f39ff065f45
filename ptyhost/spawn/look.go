package spawn

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// A Place is what a child starts, and where.
type Place struct {
	Dir  string // the first of Cwd, Home and "/" that can be entered
	Path string // of the program
	env  []string
}

// A Question is about a file: whether it can be entered, or started.
type Question struct {
	Path    string
	Program bool // or a directory
}

// A Scout finds places. A file system behind a network may never answer, and the call to it waits for as long: it is made in a
// goroutine, and what has not answered in time counts as not there.
type Scout struct {
	Limit  time.Duration       // of one answer
	Answer func(Question) bool // of the file system

	mu    sync.Mutex // guards asked and what is in it
	asked map[Question]*answer
}

// An answer is one that somebody waits for. While it does not come nobody else is sent, or each child that is to start there would
// take a thread.
type answer struct {
	come chan struct{} // closed when it has
	yes  bool
	late bool // nobody waits for it any more
}

// NewScout makes a Scout that asks the file system.
func NewScout() *Scout {
	return &Scout{Limit: 2 * time.Second, Answer: answerOf, asked: map[Question]*answer{}}
}

func answerOf(q Question) bool {
	st, err := os.Stat(q.Path)
	return err == nil && (st.IsDir() || q.Program) && (st.Mode().IsRegular() || !q.Program) && unix.Access(q.Path, unix.X_OK) == nil
}

// Look finds the place for a child.
func (s *Scout) Look(c Spec) (p Place, err error) {
	if len(c.Argv) == 0 || c.Argv[0] == "" {
		return p, errors.New("no command")
	}
	p.Dir = s.enterable(c.Cwd, c.Home)
	p.env = withPWD(c.Env, p.Dir)
	p.Path, err = s.lookPath(c.Argv[0], p.Dir, p.env)
	return p, err
}

// Stuck reports whether a call still waits that nobody waits for any more. Its thread may be one that not even an exec can end.
func (s *Scout) Stuck() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.asked {
		if a.late {
			return true
		}
	}
	return false
}

// ask waits for an answer. Without one in time known is false.
func (s *Scout) ask(q Question) (yes, known bool) {
	a, late := s.send(q)
	if late {
		return false, false
	}
	limit := time.NewTimer(s.Limit)
	defer limit.Stop()
	select {
	case <-a.come:
		return a.yes, true
	case <-limit.C:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a.late = true
	return false, false
}

// send makes the call, unless one waits already.
func (s *Scout) send(q Question) (a *answer, late bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.asked[q]; a != nil {
		return a, a.late
	}
	a = &answer{come: make(chan struct{})}
	s.asked[q] = a
	go func() { // ends when the file system answers
		a.yes = s.Answer(q)
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.asked, q)
		close(a.come)
	}()
	return a, false
}

// enterable is the first of the directories that can be entered, "/" if none can.
func (s *Scout) enterable(dirs ...string) string {
	for _, dir := range dirs {
		if !filepath.IsAbs(dir) {
			continue
		}
		if yes, _ := s.ask(Question{Path: dir}); yes {
			return dir
		}
	}
	return "/"
}

// withPWD makes PWD in an environment name the directory the child really starts in.
func withPWD(env []string, dir string) []string {
	out := make([]string, 0, len(env)+1)
	for _, v := range env {
		if !strings.HasPrefix(v, "PWD=") {
			out = append(out, v)
		}
	}
	return append(out, "PWD="+dir)
}

// lookPath finds a command as execvp would, in the child's PATH and directory instead of ours.
func (s *Scout) lookPath(name, dir string, env []string) (string, error) {
	at := func(p string) string {
		if filepath.IsAbs(p) {
			return p
		}
		return filepath.Join(dir, p)
	}
	if strings.Contains(name, "/") {
		file := at(name)
		if _, known := s.ask(Question{file, true}); !known {
			return "", fmt.Errorf("exec %s: its file system does not answer", file)
		}
		return file, nil // exec says what is wrong with it
	}
	path := "/usr/local/bin:/usr/bin:/bin"
	for _, v := range env {
		if p, ok := strings.CutPrefix(v, "PATH="); ok {
			path = p
		}
	}
	for _, d := range filepath.SplitList(path) {
		file := at(filepath.Join(d, name))
		if yes, _ := s.ask(Question{file, true}); yes {
			return file, nil
		}
	}
	return "", fmt.Errorf("%s: command not found", name)
}
