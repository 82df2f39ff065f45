//go:build linux

package usertest

import (
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

func TestMain(m *testing.M) { Main(m) }

// offline is a World that needs no gmux: for the tests of the tools themselves.
func offline(t *testing.T) *World {
	t.Helper()
	buildOnce = func() (string, error) { return t.TempDir(), nil }
	w := New(t)
	return w
}

// TestLeftoversAreFound: a process that left its session and its parent is still found by its mark.
func TestLeftoversAreFound(t *testing.T) {
	w := offline(t)
	w.Run([]string{"sh", "-c", "sleep 54321 >/dev/null 2>&1 </dev/null &"})
	left := w.Processes()
	if len(left) != 1 || left[0].Command != "sleep 54321" {
		t.Fatalf("processes of the world: %v", left)
	}
	if !Alive(left[0].Pid) {
		t.Errorf("%v is said to be dead", left[0])
	}
	if err := syscall.Kill(left[0].Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	w.Eventually("the process to be gone", func() (bool, string) { return len(w.Processes()) == 0, "" })
}

// TestOrphansAreReaped: what loses its parent becomes ours and is reaped, so that no zombie is taken
// for a leak.
func TestOrphansAreReaped(t *testing.T) {
	if _, err := exec.LookPath("setsid"); err != nil {
		t.Skip("this test needs setsid")
	}
	w := offline(t)
	res := w.Run([]string{"sh", "-c", "setsid sh -c 'echo $$; exec >/dev/null 2>&1; sleep 0.2' & exit 0"})
	pid := atoi(t, strings.TrimSpace(res.Stdout))
	w.Eventually("the orphan to be reaped", func() (bool, string) {
		p, err := Stat(pid)
		return err != nil, p.String()
	})
}

func TestPlain(t *testing.T) {
	w := offline(t)
	p := w.StartPlain(7, 33, "sh", "-c", "stty size; read line; echo got $line; kill -TERM $$")
	p.WaitFor(`^7 33\r$`)
	p.Type("something")
	p.Keys("Enter")
	p.WaitFor(`^got something\r$`)
	if code := p.WaitExit(); code != 128+int(syscall.SIGTERM) {
		t.Errorf("exit status %d", code)
	}
}

// TestPlainHangUp: closing the terminal is what the kernel calls a hang-up.
func TestPlainHangUp(t *testing.T) {
	w := offline(t)
	p := w.StartPlain(24, 80, "cat")
	p.CloseTerminal()
	if code := p.WaitExit(); code != 128+int(syscall.SIGHUP) {
		t.Errorf("exit status %d", code)
	}
}

func TestScreen(t *testing.T) {
	w := offline(t)
	s := w.Start(5, 40, "sh", "-c", `stty size; printf '\033[1;31mred\033[m 漢\n\033[44m\033[K\033[m\n'; read line; echo "<$line>"; stty size; exit 7`)
	s.WaitFor(`\A5 40$`)
	s.WaitFor(`^red 漢$`)
	var cells Cells
	for where, want := range map[[2]int]Cell{{1, 0}: {"r", "fg=1 bold"}, {2, 30}: {" ", "bg=4"}, {2, 39}: {" ", "bg=4"}} {
		w.Eventually("the cells", func() (bool, string) {
			cells = s.Cells()
			got := cells[where[0]][where[1]]
			return got == want, fmt.Sprintf("cell %v is %v, want %v", where, got, want)
		})
	}
	s.Resize(6, 50)
	s.Type("a ; b;\té")
	s.Keys("Enter")
	s.WaitFor("<a ; b;\\s+é>\n6 50$")
	if code := s.WaitExit(); code != 7 {
		t.Errorf("exit status %d", code)
	}
	if cells.Diff(cells) != "" || cells.Diff(cells[1:]) == "" {
		t.Error("Diff sees a difference where there is none, or none where there is one")
	}
}

func TestParseCells(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "ab", "a() b() "},
		{"attributes end one by one", "\x1b[1;4;31ma\x1b[22mb\x1b[24;39mc", "a(fg=1 underline=1 bold) b(fg=1 underline=1) c() "},
		{"the same colour in two spellings", "\x1b[34ma\x1b[38;5;4mb\x1b[38:5:4mc\x1b[94md", "a(fg=4) b(fg=4) c(fg=4) d(fg=12) "},
		{"direct colour", "\x1b[48;2;1;2;255ma\x1b[48:2::1:2:255mb", "a(bg=#0102ff) b(bg=#0102ff) "},
		{"parameters after a colour", "\x1b[38;5;200;7ma", "a(fg=200 reverse) "},
		{"a blank has no weight and no colour", "\x1b[1;31m \x1b[4m ", " ()  (fg=1 underline=1) "},
		{"a reversed blank has", "\x1b[7m ", " (reverse) "},
		{"line drawing", "\x0elqk\x0fl", "┌() ─() ┐() l() "},
		{"kinds of underline", "\x1b[4:3ma\x1b[21mb", "a(underline=3) b(underline=2) "},
	} {
		var got strings.Builder
		for _, c := range parseCells(tt.in, 1, 0)[0] {
			got.WriteString(c.Text + "(" + c.Style + ") ")
		}
		if got.String() != tt.want {
			t.Errorf("%s: %q is %q, want %q", tt.name, tt.in, got.String(), tt.want)
		}
	}
}

func TestEncodeKey(t *testing.T) {
	for name, want := range map[string]string{
		"C-b": "\x02", "Enter": "\r", "M-x": "\x1bx", "M-C-a": "\x1b\x01", "C-[": "\x1b", "q": "q", "é": "é", "PageUp": "\x1b[5~",
	} {
		if got, err := encodeKey(name); err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", name, got, err, want)
		}
	}
	if _, err := encodeKey("Nonsense"); err == nil {
		t.Error("Nonsense is taken for a key")
	}
}

func atoi(t *testing.T, s string) (n int) {
	t.Helper()
	for _, c := range s {
		if c < '0' || c > '9' {
			t.Fatalf("%q is no number", s)
		}
		n = n*10 + int(c-'0')
	}
	return n
}
