package job

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

// scene is Formats whose commands end when told.
type scene struct {
	Formats
	started, stopped []string
	now              time.Time
}

func newScene() *scene {
	s := &scene{now: time.Unix(1700000000, 0)}
	s.Start = func(command string) func() {
		s.started = append(s.started, command)
		return func() { s.stopped = append(s.stopped, command) }
	}
	return s
}

func (s *scene) line(t *testing.T, want string) {
	t.Helper()
	if got := s.Line("x", s.now); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func (s *scene) ran(t *testing.T, times int) {
	t.Helper()
	if len(s.started) != times {
		t.Errorf("started %d times, want %d", len(s.started), times)
	}
}

// TestFormats: a command runs once a second at the most, and what it printed last is shown meanwhile.
func TestFormats(t *testing.T) {
	s := newScene()
	s.line(t, "")
	s.line(t, "")
	s.ran(t, 1)
	if !s.Said("x", "one") || s.Said("x", "one") || !s.Said("x", "two") {
		t.Error("what is new is not told")
	}
	s.line(t, "two")
	if s.Ended("x", s.now) {
		t.Error("an end changes nothing")
	}
	s.line(t, "two")
	s.ran(t, 1)
	s.now = s.now.Add(time.Second)
	s.line(t, "two")
	s.ran(t, 2)
	if !s.Ended("x", s.now) { // it printed nothing this time
		t.Error("nothing instead of something is not told")
	}
	s.line(t, "")
	s.now = s.now.Add(5 * time.Second)
	s.line(t, "")
	s.ran(t, 3)
	s.now = s.now.Add(5 * time.Second)
	if s.Ended("x", s.now) {
		t.Error("nothing again is told")
	}
	s.line(t, "") // its end has the line drawn: no reason to go on for ever
	s.ran(t, 3)
}

// TestFormatThatHangs: it is there once, and says that it is not ready.
func TestFormatThatHangs(t *testing.T) {
	s := newScene()
	for range 100 {
		s.Line("x", s.now)
		s.now = s.now.Add(time.Second)
	}
	s.line(t, "<'x' not ready>")
	s.ran(t, 1)
	s.Stop()
	if len(s.stopped) != 1 {
		t.Error("it is not stopped")
	}
	if s.Said("x", "late") || s.Ended("x", s.now) {
		t.Error("one that was forgotten is heard")
	}
}

// TestFormatsAreBounded: of commands without number only so many are kept and run.
func TestFormatsAreBounded(t *testing.T) {
	s := newScene()
	for i := range 1000 {
		s.Line(fmt.Sprint(i), s.now)
		s.now = s.now.Add(time.Millisecond)
	}
	if len(s.known) != maxFormats || len(s.started)-len(s.stopped) != maxFormats || s.stopped[0] != "0" {
		t.Errorf("%d are known, %d started, %d stopped", len(s.known), len(s.started), len(s.stopped))
	}
	s.now = s.now.Add(2 * formatIdle)
	s.Line("x", s.now)
	if len(s.known) != 1 || len(s.stopped) != 1000 {
		t.Errorf("%d are known, %d stopped", len(s.known), len(s.stopped))
	}
}

// TestLines: lines are told as they come, a long one by its beginning, the last one without an end too; the job's group ends
// with the context, and then the reading.
func TestLines(t *testing.T) {
	run := func(ctx context.Context, command string, tell func(string)) {
		t.Helper()
		if err := Lines(ctx, Spec{Command: command, Dirs: []string{"/nonexistent", "/"}, Env: []string{"PATH=/usr/bin:/bin"}}, tell); err != nil {
			t.Error(err)
		}
	}
	var got []string
	run(t.Context(), `printf 'a\n\nb\r\nc'; head -c 100000 /dev/zero | tr '\0' x; printf '\nlast'; exit 3`, func(line string) {
		got = append(got, fmt.Sprintf("%.3s%d", line, len(line)))
	})
	if want := []string{"a1", "0", "b1", fmt.Sprint("cxx", maxLine), "las4"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	run(ctx, "echo up; sleep 100000; true", func(string) { cancel() })
}
