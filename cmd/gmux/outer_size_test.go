//go:build linux

package main_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// equalScreens waits until two terminals show the same, cell by cell, and the cursor in the same place.
func equalScreens(w *usertest.World, got, want *usertest.Screen) {
	w.Eventually("both screens to be equal", func() (bool, string) {
		g, e := got.Cells(), want.Cells()
		diff := g.Diff(e)
		if gc, ec := got.Cursor(), want.Cursor(); gc != ec {
			diff += fmt.Sprintf("%s, want %s\n", gc, ec)
		}
		return diff == "", diff + g.Text() + "want\n" + e.Text()
	})
}

// resizeStorm changes the size 200 times without a pause and ends at rows and cols.
func resizeStorm(s *usertest.Plain, rows, cols int) {
	for i := range 199 {
		s.Resize(1+i*7%50, 1+i*13%150)
	}
	s.Resize(rows, cols)
}

// TestResizedWhileAttaching: a terminal that gets another size while its client starts has it in the end.
func TestResizedWhileAttaching(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it misses sizes that come before it listens")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	for i := range usertest.Count(8, 100) {
		c := w.StartPlain(24, 80, "gmux", "attach", "-t", "work")
		time.Sleep(time.Duration(i%8) * 3 * time.Millisecond) // whenever it comes, the outcome is the same
		c.Resize(11, 40+i)
		w.WaitOutput(fmt.Sprintf(`^%dx11$`, 40+i), "list-clients", "-F", "#{client_width}x#{client_height}")
		c.CloseTerminal()
		c.WaitExit()
	}
}

// TestResizedWithoutPause: the terminal is resized 200 times without a pause while output flows. The program is told the
// last size, and the screen is the one that a client sees which attaches afterwards.
func TestResizedWithoutPause(t *testing.T) {
	for _, term := range []string{"xterm-256color", "vt100"} {
		t.Run(term, func(t *testing.T) {
			t.Parallel()
			if term == "vt100" {
				usertest.NeedGmux(t, "its bottom right cell is another one there")
			}
			w := usertest.New(t)
			w.Setenv("TERM", term)
			const rows, cols = 20, 70
			judge, paper := w.Judge(rows, cols)
			program := `trap 'stty size >"$0"' WINCH
				n=0; while [ ! -e "$0.stop" ]; do n=$((n+1)); echo "line $n of a flood that does not end before it is told to"; done
				echo end; while :; do read line; done`
			s := w.StartTerminal(24, 80, usertest.Manner{Shows: paper, Answers: usertest.XtermAnswers},
				"gmux", "new", "-s", "work", "sh", "-c", program, w.Path("size"))
			w.WaitPane("work", `of a flood`)
			for range usertest.Count(1, 20) {
				resizeStorm(s, rows, cols)
				w.EventuallyFile(fmt.Sprintf(`\A%d %d\n\z`, rows-1, cols), "size")
			}
			w.WaitOutput(fmt.Sprintf(`^%dx%d %dx%d$`, cols, rows, cols, rows-1), "list-clients", "-F", "#{client_width}x#{client_height} #{window_width}x#{window_height}")
			writeFile(t, w.Path("size.stop"), "", 0o600)
			judge.WaitFor(`^end$`)

			fresh := w.Start(rows, cols, "gmux", "attach", "-t", "work")
			fresh.WaitFor(`^end$`)
			fresh.WaitFor(`^\[work\]`)
			equalScreens(w, judge, fresh)
			for _, key := range []func(){func() { s.Keys("C-b", "d") }, func() { fresh.Keys("C-b", "d") }} {
				key()
			}
			if code := s.WaitExit(); code != 0 {
				t.Errorf("exit status %d", code)
			}
			if left := s.Left(); left != "" {
				t.Errorf("left on: %s", left)
			}
		})
	}
}

// TestOuterSizes: a terminal of one cell and one of 400 rows and 1000 columns are attached to, show what there is, and
// are let go of.
func TestOuterSizes(t *testing.T) {
	for _, size := range []struct{ rows, cols int }{{1, 1}, {1, 80}, {40, 1}, {400, 1000}} {
		for _, term := range []string{"xterm-256color", "vt100"} {
			if term == "vt100" && size.rows > 100 && !usertest.Soak() {
				continue // tcell takes its time for 400,000 cells
			}
			t.Run(fmt.Sprintf("%dx%d %s", size.rows, size.cols, term), func(t *testing.T) {
				t.Parallel()
				if term == "vt100" {
					usertest.NeedGmux(t, "its bottom right cell is another one there")
				}
				w := usertest.New(t)
				w.Setenv("TERM", term)
				w.Gmux("new-session", "-d", "-s", "work", "sh", "-c", `stty -echo; while read line; do printf '\033[H\033[2J%s' "$line"; done`)
				s := w.Start(size.rows, size.cols, "sh", "-c", `gmux attach -t work; echo $? >"$0"; exec cat`, w.Path("status"))
				w.WaitOutput(fmt.Sprintf(`^%dx%d$`, size.cols, size.rows), "list-clients", "-F", "#{client_width}x#{client_height}")
				s.Type("X" + strings.Repeat("y", max(0, size.cols-2)) + "\r")
				paneRows := max(1, size.rows-1)
				w.WaitOutput(fmt.Sprintf(`^%dx%d$`, size.cols, paneRows), "display-message", "-p", "-t", "work", "#{pane_width}x#{pane_height}")
				w.WaitPane("work", "^Xy*$")
				s.WaitFor(`\AXy{` + fmt.Sprint(max(0, size.cols-2)) + `}$`)
				s.Keys("C-b", "d")
				w.EventuallyFile(`^0$`, "status")
				if alternate := s.Format("#{alternate_on}"); alternate != "0" {
					t.Errorf("alternate screen: %s", alternate)
				}
			})
		}
	}
}
