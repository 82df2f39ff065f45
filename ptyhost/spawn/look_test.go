package spawn

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestLookPath(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []struct {
		name string
		mode os.FileMode
	}{{"run", 0o755}, {"sub/run", 0o755}, {"text", 0o644}} {
		file := filepath.Join(dir, f.name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, f.mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ name, path, want string }{
		{"run", "PATH=/nowhere:" + dir, dir + "/run"},
		{"run", "PATH=sub", dir + "/sub/run"}, // relative to the child's directory
		{"run", "PATH=", ""},
		{"./run", "PATH=", dir + "/run"},
		{"/x/run", "PATH=", "/x/run"}, // exec says what is wrong with it
		{"sub", "PATH=" + dir, ""},
		{"sh", "X=", "/usr/bin/sh"},
	} {
		got, err := NewScout().lookPath(tt.name, dir, []string{tt.path})
		if got != tt.want && !(tt.name == "sh" && err == nil) || (err == nil) != (tt.want != "") {
			t.Errorf("%s with %s: %q, %v", tt.name, tt.path, got, err)
		}
	}
}

func TestEnterable(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		dirs []string
		want string
	}{{[]string{dir, "/tmp"}, dir}, {[]string{dir + "/gone", dir}, dir}, {[]string{file, "", "relative"}, "/"}, {nil, "/"}} {
		if got := NewScout().enterable(tt.dirs...); got != tt.want {
			t.Errorf("%q: %s", tt.dirs, got)
		}
	}
	if got := withPWD([]string{"A=1", "PWD=/old", "PWDX=2"}, "/new"); !slices.Equal(got, []string{"A=1", "PWDX=2", "PWD=/new"}) {
		t.Errorf("environment %q", got)
	}
}

// TestNoAnswer: a file system that does not answer costs a child its directory, or itself, and two seconds once.
func TestNoAnswer(t *testing.T) {
	const limit = 2 * time.Second
	for _, tt := range []struct {
		name      string
		spec      Spec
		dead      []Question
		dir, path string
		err       string
		took      time.Duration
	}{
		{"all answer", Spec{Argv: []string{"sh"}, Cwd: "/far", Home: "/home/u"}, nil, "/far", "/bin/sh", "", 0},
		{"the directory does not", Spec{Argv: []string{"sh"}, Cwd: "/far", Home: "/home/u"}, []Question{{"/far", false}}, "/home/u", "/bin/sh", "", limit},
		{"nor does home", Spec{Argv: []string{"sh"}, Cwd: "/far", Home: "/home/u"}, []Question{{"/far", false}, {"/home/u", false}}, "/", "/bin/sh", "", 2 * limit},
		{"the first of PATH does not", Spec{Argv: []string{"sh"}, Env: []string{"PATH=/far:/bin"}}, []Question{{"/far/sh", true}}, "/", "/bin/sh", "", limit},
		{"the program does not", Spec{Argv: []string{"/far/sh"}}, []Question{{"/far/sh", true}}, "/", "", "exec /far/sh: its file system does not answer", limit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				back := make(chan struct{})
				s := NewScout()
				asked := map[Question]int{}
				s.Answer = func(q Question) bool {
					s.mu.Lock()
					asked[q]++
					s.mu.Unlock()
					if slices.Contains(tt.dead, q) {
						<-back
					}
					return true
				}
				look := func(took time.Duration) {
					t.Helper()
					spec := tt.spec
					if spec.Env == nil {
						spec.Env = []string{"PATH=/bin"}
					}
					began := time.Now()
					p, err := s.Look(spec)
					text := ""
					if err != nil {
						text = err.Error()
					}
					if p.Dir != tt.dir || p.Path != tt.path || text != tt.err || time.Since(began) != took {
						t.Errorf("%q in %q, %q, after %v", p.Path, p.Dir, text, time.Since(began))
					}
				}
				look(tt.took)
				look(0) // it is known
				for _, q := range tt.dead {
					if asked[q] != 1 {
						t.Errorf("%v was asked for %d times", q, asked[q])
					}
				}
				if s.Stuck() != (len(tt.dead) > 0) {
					t.Errorf("stuck: %v", s.Stuck())
				}
				close(back)
				synctest.Wait()
				if s.Stuck() {
					t.Error("stuck, though all has answered")
				}
				if p, err := s.Look(Spec{Argv: []string{"/far/sh"}, Cwd: "/far"}); err != nil || p.Dir != "/far" {
					t.Errorf("when all answers again: %+v, %v", p, err)
				}
			})
		})
	}
}
