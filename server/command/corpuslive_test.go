//go:build linux

package command_test

import (
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"testing"

	"gmux/cmd/gmux/usertest"
	"gmux/server/command/corpus"
)

// TestCorpusLive runs scripts with the tmux that is installed, as far as it and 3.7c agreed when they were recorded: one in six, all
// of them under make soak. What asks for real programs waits for things that an older tmux does not tell.
func TestCorpusLive(t *testing.T) {
	usertest.Long(t)
	usertest.Need(t, "tmux")
	c := loadCorpus(t)
	var mu sync.Mutex
	asked := 0
	c.each(t, func(s *corpus.Script) {
		sum := fnv.New32()
		sum.Write([]byte(s.ID()))
		if int(sum.Sum32()%60)%usertest.Count(6, 1) != 0 || strings.HasPrefix(s.ID(), "capture/") {
			return
		}
		if !slices.ContainsFunc(s.Steps, func(st *corpus.Step) bool { return !st.New }) {
			return
		}
		answers, err := s.Run("tmux")
		if err != nil {
			t.Errorf("%s: %v", s.ID(), err)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		for i, st := range s.Steps {
			if st.New {
				continue
			}
			asked++
			if answers[i] != st.Want {
				t.Errorf("%s: %s\n--- recorded\n%s--- installed tmux\n%s", s.ID(), st.Line, st.Want, answers[i])
			}
		}
	})
	t.Logf("%d steps", asked)
}
