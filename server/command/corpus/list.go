package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A List is one of the two lists of what does not answer as tmux does, with the reasons.
type List map[string]string

// Differs are the steps that differ by design: "family/script: command # reason".
func Differs(dir string) (List, error) { return readList(filepath.Join(dir, "differs.txt")) }

// NotYet are the scripts that cannot pass yet: "family/script # reason".
func NotYet(dir string) (List, error) { return readList(filepath.Join(dir, "notyet.txt")) }

// reasonMark stands before the reason; a command may have a # of its own, but not this.
const reasonMark = "  # "

func readList(path string) (List, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	list := make(List)
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		what, why, ok := strings.Cut(line, reasonMark)
		if !ok || why == "" {
			return nil, fmt.Errorf("%s:%d: no reason", path, n)
		}
		if list[what] != "" {
			return nil, fmt.Errorf("%s:%d: it is there twice", path, n)
		}
		list[what] = why
	}
	return list, nil
}

// StepID is how the lists name a step: by its line, and where that comes again with a number.
func (s *Script) StepID(st *Step) string {
	id := s.ID() + ": " + st.Line
	if st.again > 0 {
		id += fmt.Sprintf(" (%d)", st.again+1)
	}
	return id
}
