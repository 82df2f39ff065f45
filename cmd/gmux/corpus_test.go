//go:build linux

package main_test

import (
	"path/filepath"
	"testing"

	"gmux/cmd/gmux/usertest"
	"gmux/server/command/corpus"
)

// realFamilies are the scripts that the real binary is asked too: those in which the world has a part, files and shells. server/command replays all of them without one.
var realFamilies = map[string]bool{"buffers": true, "capture": true, "shell": true, "wait": true}

// TestCorpus: the real binary answers as tmux 3.7c was recorded to.
func TestCorpus(t *testing.T) {
	usertest.Long(t)
	const dir = "../../testdata/tmux"
	families, err := corpus.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	differs, err := corpus.Differs(dir)
	if err != nil {
		t.Fatal(err)
	}
	notYet, err := corpus.NotYet(dir)
	if err != nil {
		t.Fatal(err)
	}
	gmux := filepath.Join(usertest.Bin(t), "gmux")
	for _, f := range families {
		if !realFamilies[f.Name] {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			for _, s := range f.Scripts {
				if notYet[s.ID()] != "" {
					continue
				}
				answers, err := s.Run(gmux)
				if err != nil {
					t.Errorf("%s: %v", s.ID(), err)
					continue
				}
				for i, st := range s.Steps {
					want := st.Want
					switch {
					case usertest.UnderTmux() && st.New:
						continue
					case !usertest.UnderTmux() && differs[s.StepID(st)] != "":
						want = st.Ours
					}
					if answers[i] != want {
						t.Errorf("%s: %s\n--- recorded\n%s--- got\n%s", s.ID(), st.Line, want, answers[i])
					}
				}
			}
		})
	}
}
