package job

import (
	"strings"
	"testing"
)

// A job's output, status, directory and environment are what the shell makes of them.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		name string
		spec Spec
		want Result
	}{
		{"output", Spec{Command: "printf 'a\nb'"}, Result{Output: "a\nb"}},
		{"errors are not asked for", Spec{Command: "echo a >&2"}, Result{}},
		{"errors are asked for", Spec{Command: "echo a >&2", Stderr: true}, Result{Output: "a\n"}},
		{"a status", Spec{Command: "exit 7"}, Result{Code: 7}},
		{"a signal", Spec{Command: "kill -TERM $$"}, Result{Signal: 15}},
		{"nothing to read", Spec{Command: "cat"}, Result{}},
		{"the first directory that is there", Spec{Command: "pwd", Dirs: []string{"/nonexistent", dir}}, Result{Output: dir + "\n"}},
		{"the environment", Spec{Command: "echo $A", Env: []string{"A=x"}}, Result{Output: "x\n"}},
		{"what a child left behind prints", Spec{Command: "(sleep 0.1; echo late) &"}, Result{Output: "late\n"}},
		{"a session of its own", Spec{Command: `test "$(ps -o sid= -p $$ | tr -d ' ')" = $$`, Env: []string{"PATH=/usr/bin:/bin"}}, Result{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.spec.Dirs == nil {
				tt.spec.Dirs = []string{"/"}
			}
			got, err := Run(tt.spec)
			if err != nil || got != tt.want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// A job that prints without end costs bounded memory, and is read to its end.
func TestMuchOutput(t *testing.T) {
	r, err := Run(Spec{Command: "head -c 20000000 /dev/zero; exit 3", Dirs: []string{"/"}, Env: []string{"PATH=/usr/bin:/bin"}})
	if err != nil || r.Code != 3 || len(r.Output) != maxOutput || !r.Cut || strings.Trim(r.Output, "\x00") != "" {
		t.Errorf("%d bytes, status %d, %v", len(r.Output), r.Code, err)
	}
}

// Where no directory can be entered that is said.
func TestNoDirectory(t *testing.T) {
	if _, err := Run(Spec{Command: "true", Dirs: []string{"/nonexistent"}}); err == nil {
		t.Error("no error")
	}
}
