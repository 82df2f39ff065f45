package command_test

import (
	"flag"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gmux/server/command/corpus"
)

var (
	update = flag.Bool("update", false, "write gmux's own answers where differs.txt lists a step")
	only   = flag.String("family", "", "ask -tmux about this family only, or about the scripts that begin so; several: formats/lengths|hooks")
	tmux   = flag.String("tmux", "", "record the answers of this tmux, a 3.7c; an older one that is installed is asked too")
)

const corpusDir = "../../testdata/tmux"

// corpusLists are the scripts and what is excused, and a function that tells of excuses for nothing.
type corpusLists struct {
	families        []*corpus.Family
	differs, notYet corpus.List
}

func loadCorpus(t *testing.T) corpusLists {
	families, err := corpus.Load(corpusDir)
	if err != nil {
		t.Fatal(err)
	}
	differs, err := corpus.Differs(corpusDir)
	if err != nil {
		t.Fatal(err)
	}
	notYet, err := corpus.NotYet(corpusDir)
	if err != nil {
		t.Fatal(err)
	}
	return corpusLists{families, differs, notYet}
}

// TestCorpus replays what tmux 3.7c was recorded to answer. What differs has to be in one of the two lists, and what is in a
// list has to differ.
func TestCorpus(t *testing.T) {
	c := loadCorpus(t)
	if *tmux != "" {
		c.record(t)
	}
	if *update || *tmux != "" {
		c.save(t)
	}
	used := make(map[string]bool)
	for _, f := range c.families {
		if f.NeedPrograms() {
			t.Logf("%-12s %3d scripts, for cmd/gmux", f.Name, len(f.Scripts))
			for _, s := range f.Scripts {
				for _, st := range s.Steps {
					used[s.StepID(st)] = true
				}
				used[s.ID()] = true
			}
			continue
		}
		passing, design, later := 0, 0, 0
		for _, s := range f.Scripts {
			answers := replay(t, s)
			wrong := c.wrong(s, answers, used)
			why := c.notYet[s.ID()]
			used[s.ID()] = true
			switch {
			case why != "" && len(wrong) == 0:
				t.Errorf("%s passes: take it off notyet.txt", s.ID())
			case why != "":
				later++
			case len(wrong) > 0:
				t.Errorf("%s\n%s", s.ID(), strings.Join(wrong, ""))
			default:
				passing++
			}
			for _, st := range s.Steps {
				if c.differs[s.StepID(st)] != "" {
					design++
				}
			}
		}
		t.Logf("%-12s %3d scripts, %3d pass, %2d not yet; %2d steps differ by design", f.Name, len(f.Scripts), passing, later, design)
	}
	for _, list := range []corpus.List{c.differs, c.notYet} {
		for what := range list {
			if !used[what] {
				t.Errorf("listed, but there is no such script or step: %s", what)
			}
		}
	}
}

// wrong are the steps that are not answered as they have to be.
func (c corpusLists) wrong(s *corpus.Script, answers []string, used map[string]bool) []string {
	var wrong []string
	for i, st := range s.Steps {
		want := st.Want
		id := s.StepID(st)
		used[id] = true
		if c.differs[id] != "" {
			if answers[i] == st.Want {
				wrong = append(wrong, "$ "+st.Line+"\nanswered as tmux does: take it off differs.txt\n")
			}
			want = st.Ours
		}
		if answers[i] != want {
			wrong = append(wrong, "$ "+st.Line+"\n--- tmux\n"+want+"--- gmux\n"+answers[i])
		}
	}
	return wrong
}

// replay runs a script on a harness of its own.
func replay(t *testing.T, s *corpus.Script) []string {
	h := newHarness(t)
	h.cwd, h.jobDir, h.blank = corpus.Dir, t.TempDir(), true
	config, err := s.WriteFiles(h.jobDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range s.Files {
		h.files[corpus.Dir+"/"+f.Name] = f.Text
	}
	if filepath.Base(config) == "start.conf" {
		h.do(h.q.LoadConfig([]string{corpus.Dir + "/start.conf"}, false))
	}
	if err := h.m.Options.Set("exit-empty", "off", 0); err != nil { // as Run has it
		t.Fatal(err)
	}
	answers := make([]string, len(s.Steps))
	for i, st := range s.Steps {
		argv, err := corpus.Words(st.Line)
		if err != nil {
			t.Fatalf("%s: %v", s.ID(), err)
		}
		o := h.run(argv...)
		answers[i] = strings.ReplaceAll(corpus.Answer(o.stdout, o.stderr, o.status), h.jobDir, corpus.Dir)
		if !o.exited {
			answers[i] += "hangs\n"
		}
	}
	return answers
}

// record asks the real tmux everything again, and an older one to see where they agree.
func (c corpusLists) record(t *testing.T) {
	if out, err := exec.Command(*tmux, "-V").Output(); err != nil || strings.TrimSpace(string(out)) != "tmux "+corpus.Version {
		t.Fatalf("%s is %q (%v), and not %s", *tmux, out, err, corpus.Version)
	}
	older, err := exec.LookPath("tmux")
	if err != nil {
		t.Fatalf("an older tmux, to see where it agrees: %v", err)
	}
	c.each(t, func(s *corpus.Script) {
		wants, err := s.Run(*tmux)
		if err != nil {
			t.Errorf("%s: %v", s.ID(), err)
			return
		}
		olds, err := s.Run(older)
		if err != nil {
			t.Logf("%s is nothing for the older tmux: %v", s.ID(), err)
			olds = make([]string, len(wants))
		}
		for i, st := range s.Steps {
			st.Want, st.New = wants[i], wants[i] != olds[i]
		}
	})
}

// save writes the families back, with gmux's own answers where they are to be others.
func (c corpusLists) save(t *testing.T) {
	for _, f := range c.families {
		for _, s := range f.Scripts {
			if f.NeedPrograms() {
				continue
			}
			answers := replay(t, s)
			for i, st := range s.Steps {
				st.Ours = ""
				if c.differs[s.StepID(st)] != "" {
					st.Ours = answers[i]
				}
			}
		}
		if err := f.Save(corpusDir); err != nil {
			t.Fatal(err)
		}
	}
}

// asked reports whether -family means a script.
func asked(s *corpus.Script) bool {
	for want := range strings.SplitSeq(*only, "|") {
		if want == "" || want == s.Family || strings.Contains(want, "/") && strings.HasPrefix(s.ID(), want) {
			return true
		}
	}
	return false
}

// each does something with all scripts, some at a time.
func (c corpusLists) each(t *testing.T, do func(*corpus.Script)) {
	var wg sync.WaitGroup
	room := make(chan struct{}, 4)
	for _, f := range c.families {
		for _, s := range f.Scripts {
			if !asked(s) {
				continue
			}
			room <- struct{}{}
			wg.Go(func() {
				do(s)
				<-room
			})
		}
	}
	wg.Wait()
}
