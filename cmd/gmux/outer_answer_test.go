//go:build linux

package main_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// lies are well-formed answers that make no sense.
func lies(query string) string {
	switch query {
	case "\x1b[c":
		return "\x1b[24;80R\x1b[>99999999999;;c\x1bP1+r436f=\x1b\\\x1b]52;c;bm90IGFza2Vk\x1b\\\x1b[?;;;;4294967296c"
	case "\x1b[>q":
		return "\x1bP>|\xff\xfe\xc3(\x07 no name\x1b\\"
	case "\x1b[?u":
		return "\x1b[?4294967295u"
	case "\x1b[?4m":
		return "\x1b[>4m\x1b[>1;2;3m\x1b[>4;77m"
	case "\x1b[?2026$p":
		return "\x1b[?2026;9$y\x1b[?1;1$y"
	case "\x1b]10;?\x1b\\":
		return "\x1b]10;rgb:zz/1/-\x1b\\\x1b]4;999;rgb:1/1/1\x1b\\"
	case "\x1b]11;?\x1b\\":
		return "\x1b]11;" + strings.Repeat("x", 5000) + "\a"
	case "\x1b[?996n":
		return "\x1b[?997;7n\x1b[?997n"
	}
	return ""
}

// TestOuterAnswers: however a terminal answers, its screen is the one that a client shows which is attached in a
// terminal that answers well; nothing of the answers reaches the program; what is typed meanwhile does; and nothing of
// them is left for the shell.
func TestOuterAnswers(t *testing.T) {
	for _, tt := range []struct {
		name   string
		manner manner
	}{
		{"well", manner{usertest.Manner{Answers: usertest.XtermAnswers}}},
		{"nothing", manner{}},
		{"late", manner{usertest.Manner{Answers: usertest.XtermAnswers, Late: time.Second}}},
		{"in single bytes", manner{usertest.Manner{Answers: usertest.XtermAnswers, Pause: 15 * time.Millisecond}}},
		{"nonsense", manner{usertest.Manner{Answers: lies}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inTime(t, func() bool { return tt.manner.live(t) })
		})
	}
}

// inTime tries until the terminal could answer in its manner, which a busy machine may keep it from.
func inTime(t *testing.T, try func() bool) {
	t.Helper()
	for range 3 {
		if try() {
			return
		}
	}
	t.Log("the machine is too busy for a terminal that answers in its manner")
}

type manner struct{ usertest.Manner }

// live is a life with a terminal of this manner. false: it did not keep to it.
func (m manner) live(t *testing.T) bool {
	w := usertest.New(t)
	const rows, cols = 10, 60
	judge, paper := w.Judge(rows, cols)
	m.Shows = paper
	// What the program gets is shown by it as hexadecimal numbers, a line at a time.
	s := w.StartTerminal(rows, cols, m.Manner, "sh", "-c",
		`gmux new -s work sh -c 'stty -icanon -echo; printf "\033[31mred\033[m ready\n"; exec od -An -v -tx1 -w4'; exec cat`)
	judge.WaitFor(`^red ready$`)
	s.Type("abcd")
	m.answered(w, s)
	if !s.InTime() {
		return false
	}
	judge.WaitFor(`^ 61 62 63 64$`)
	s.Type("efgh")
	judge.WaitFor(`^ 65 66 67 68$`)
	if text := w.Gmux("capture-pane", "-p", "-t", "work"); !regexp.MustCompile(`\Ared ready\n 61 62 63 64\n 65 66 67 68\n*\z`).MatchString(text) {
		t.Errorf("the program was typed more than the user did:\n%s", text)
	}
	fresh := w.Start(rows, cols, "gmux", "attach", "-t", "work")
	fresh.WaitFor(`65 66 67 68`)
	fresh.WaitFor(`^\[work\]`)
	equalScreens(w, judge, fresh)
	s.Keys("C-b", "d")
	s.WaitFor(`detached \(from session work\)`)
	m.nothingForTheShell(t, w, s)
	return true
}

// answered waits until the terminal has answered all that it was asked.
func (m manner) answered(w *usertest.World, s *usertest.Plain) {
	w.Eventually("every answer to be given", func() (bool, string) {
		given, of := s.Answered()
		return given == of && (of >= 5 || m.Answers == nil), fmt.Sprintf("%d of %d", given, of)
	})
}

// nothingForTheShell checks that what came after gmux is what is typed now: the terminal's own echo and cat's.
func (m manner) nothingForTheShell(t *testing.T, w *usertest.World, s *usertest.Plain) {
	t.Helper()
	m.answered(w, s)
	s.Type("mark\r")
	s.WaitFor(`mark\r\nmark\r\n`)
	_, after, _ := strings.Cut(s.Output(), "detached (from session work)]")
	if want := "\r\nmark\r\nmark\r\n"; after != want {
		t.Errorf("at the shell there is %q, want %q", after, want)
	}
	if left := s.Left(); left != "" {
		t.Errorf("left on: %s", left)
	}
}

// TestLateAnswers: the user leaves while the terminal still thinks. What it then says comes as if it were typed, and must
// not be typed into the shell.
func TestLateAnswers(t *testing.T) {
	usertest.NeedGmux(t, "what its terminal says after it has gone is typed into the shell")
	const late = 700 * time.Millisecond
	detach := func(_ *usertest.World, s *usertest.Plain) { s.Keys("C-b", "d") }
	for _, tt := range []struct {
		name   string
		manner manner
		end    func(w *usertest.World, s *usertest.Plain)
	}{
		{"detached", manner{usertest.Manner{Late: late}}, detach},
		{"detached, in single bytes", manner{usertest.Manner{Late: late, Pause: 5 * time.Millisecond}}, detach},
		{"detached by another", manner{usertest.Manner{Late: late}},
			func(w *usertest.World, _ *usertest.Plain) { w.Gmux("detach-client", "-s", "work") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inTime(t, func() bool {
				w := usertest.New(t)
				tt.manner.Answers = usertest.XtermAnswers
				s := w.StartTerminal(10, 60, tt.manner.Manner, "sh", "-c", `gmux new -s work cat; exec cat`)
				s.WaitFor(`\[work\]`)
				tt.end(w, s)
				s.WaitFor(`detached \(from session work\)`)
				tt.manner.answered(w, s)
				if !s.InTime() {
					return false
				}
				tt.manner.nothingForTheShell(t, w, s)
				return true
			})
		})
	}
}

// TestSlowTerminal: one that takes 1 MB in a second, under a flood of 20 MB. It is shown what matters: at the end its
// screen is the one of a client attached afterwards, and what it was sent is a small part of the flood.
func TestSlowTerminal(t *testing.T) {
	usertest.Long(t)
	t.Parallel()
	w := usertest.New(t)
	const rows, cols = 24, 80
	flood := usertest.Count(20, 400)
	judge, paper := w.Judge(rows, cols)
	s := w.StartTerminal(rows, cols, usertest.Manner{Answers: usertest.XtermAnswers, Rate: 1 << 20, Shows: paper}, "gmux", "new", "-s", "work",
		"sh", "-c", fmt.Sprintf(`read line; yes "a line of the flood that is as long as it needs to be" | head -c %d000000; printf '\nend\n'; exec cat`, flood))
	judge.WaitFor(`^\[work\]`)
	s.Type("go\r")
	judge.WaitFor("a line of the flood")
	s.Type("typed meanwhile\r") // and echoed, whatever else there is to show
	judge.WaitFor(`^end$`)
	fresh := w.Start(rows, cols, "gmux", "attach", "-t", "work")
	fresh.WaitFor(`^end$`)
	fresh.WaitFor(`^\[work\]`)
	equalScreens(w, judge, fresh)
	if sent := s.Total(); sent > int64(flood)*1_000_000/4 {
		t.Errorf("the terminal was sent %d bytes of %d MB", sent, flood)
	}
	s.Keys("C-b", "d")
	s.WaitFor(`detached \(from session work\)`)
}
