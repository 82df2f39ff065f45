//go:build linux

package usertest

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
)

// A Screen is a terminal with a program on it, shown by an outer tmux, so that gmux is judged by a
// terminal that is not ours.
type Screen struct {
	w    *World
	name string
	rows int
	cols int
	view bool // it has one
}

// Start starts a program on a new terminal of the given size.
func (w *World) Start(rows, cols int, argv ...string) *Screen {
	w.t.Helper()
	Need(w.t, "tmux")
	if w.user != nil {
		w.t.Fatal("the outer tmux is not this world's user: StartPlain gives it a terminal")
	}
	s, err := w.start(rows, cols, argv)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *World) start(rows, cols int, argv []string) (*Screen, error) {
	if w.outer == nil {
		outer, err := newOuterTmux(w)
		if err != nil {
			return nil, err
		}
		w.outer = outer
	}
	w.ttys++
	s := &Screen{w: w, name: fmt.Sprintf("tty%d", w.ttys), rows: rows, cols: cols}
	return s, w.outer.open(s.name, rows, cols, w.Environ(), w.inRoom(argv))
}

func (s *Screen) target() string { return "=" + s.name + ":" }

func (s *Screen) fatal(err error) {
	s.w.t.Helper()
	if err != nil {
		s.w.t.Fatal(err)
	}
}

// Keys presses keys, named as tmux names them: C-b, d, Enter, PageUp, M-x, F1.
func (s *Screen) Keys(names ...string) {
	s.w.t.Helper()
	s.fatal(s.keys(names))
}

func (s *Screen) keys(names []string) error {
	_, err := s.w.outer.do(append([]string{"send-keys", "-t", s.target(), "--"}, names...)...)
	return err
}

// Type types the text, byte for byte as it is.
func (s *Screen) Type(text string) {
	s.w.t.Helper()
	s.fatal(s.typeText(text))
}

func (s *Screen) typeText(text string) error {
	const most = 1000 // arguments of one command
	for len(text) > 0 {
		n := min(len(text), most)
		args := []string{"send-keys", "-t", s.target(), "-H", "--"}
		for _, b := range []byte(text[:n]) {
			args = append(args, fmt.Sprintf("%02x", b))
		}
		if _, err := s.w.outer.do(args...); err != nil {
			return err
		}
		text = text[n:]
	}
	return nil
}

// Paste pastes the text, in brackets if the program asked for them.
func (s *Screen) Paste(text string) {
	s.w.t.Helper()
	s.fatal(os.WriteFile(s.w.Path("pasted"), []byte(text), 0o600))
	_, err := s.w.outer.do("load-buffer", "-b", s.name, s.w.Path("pasted"), next,
		"paste-buffer", "-d", "-p", "-r", "-b", s.name, "-t", s.target())
	s.fatal(err)
}

// Screen is the text on the screen, one line a row, without blanks at the right.
func (s *Screen) Screen() string {
	s.w.t.Helper()
	text, err := s.capture()
	s.fatal(err)
	return text
}

func (s *Screen) capture() (string, error) {
	return s.w.outer.do("capture-pane", "-p", "-t", s.target())
}

// History is the text on the screen and all that has scrolled off its top.
func (s *Screen) History() string {
	s.w.t.Helper()
	text, err := s.w.outer.do("capture-pane", "-p", "-S", "-", "-t", s.target())
	s.fatal(err)
	return text
}

// Cells is the screen with colours and attributes. It is read from a view, which follows the terminal
// with a small delay: what is compared has to be waited for.
func (s *Screen) Cells() Cells {
	s.w.t.Helper()
	if !s.view {
		s.fatal(s.w.outer.view(s.name, s.rows, s.cols))
		s.view = true
	}
	text, err := s.w.outer.do("capture-pane", "-p", "-e", "-N", "-t", "=view-"+s.name+":")
	s.fatal(err)
	return parseCells(text, s.rows, s.cols)
}

// Format asks the outer terminal about itself: #{cursor_x}, #{alternate_on}, #{pane_title} …
func (s *Screen) Format(format string) string {
	s.w.t.Helper()
	text, err := s.w.outer.do("display-message", "-p", "-t", s.target(), format)
	s.fatal(err)
	return strings.TrimSuffix(text, "\n")
}

// Cursor says where the cursor is seen. One that waits behind the last column for the next character is
// seen on that column.
func (s *Screen) Cursor() string {
	s.w.t.Helper()
	var shown, row, col int
	if _, err := fmt.Sscan(s.Format("#{cursor_flag} #{cursor_y} #{cursor_x}"), &shown, &row, &col); err != nil {
		s.w.t.Fatal(err)
	}
	if shown == 0 {
		return "no cursor"
	}
	return fmt.Sprintf("cursor at row %d column %d", row, min(col, s.cols-1))
}

// WaitFor waits until the screen matches; ^ and $ match at the ends of rows.
func (s *Screen) WaitFor(pattern string) {
	s.w.t.Helper()
	s.fatal(s.waitFor(pattern, true))
}

// WaitGone waits until nothing on the screen matches.
func (s *Screen) WaitGone(pattern string) {
	s.w.t.Helper()
	s.fatal(s.waitFor(pattern, false))
}

func (s *Screen) waitFor(pattern string, want bool) error {
	re, err := regexp.Compile("(?m)" + pattern)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("%q on the screen of %s", pattern, s.name)
	if !want {
		what = fmt.Sprintf("%q to be gone from the screen of %s", pattern, s.name)
	}
	return eventually(what, Patience(), func() (bool, string) {
		text, err := s.capture()
		if err != nil {
			return false, err.Error()
		}
		return re.MatchString(text) == want, s.picture(text)
	})
}

// picture draws the screen with its edges.
func (s *Screen) picture(text string) string {
	edge := "+" + strings.Repeat("-", s.cols) + "+\n"
	var b strings.Builder
	b.WriteString(edge)
	for row := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		fmt.Fprintf(&b, "|%-*s|\n", s.cols, row)
	}
	b.WriteString(edge)
	return b.String()
}

// Resize changes the size of the terminal.
func (s *Screen) Resize(rows, cols int) {
	s.w.t.Helper()
	s.fatal(s.resize(rows, cols))
}

func (s *Screen) resize(rows, cols int) error {
	_, err := s.w.outer.do("resize-window", "-t", s.target(), "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows))
	if err == nil {
		s.rows, s.cols = rows, cols
	}
	if err == nil && s.view {
		_, err = s.w.outer.do("resize-window", "-t", "=view-"+s.name+":", "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows))
	}
	return err
}

// CloseTerminal closes the terminal under the program, as the user's window manager would.
func (s *Screen) CloseTerminal() {
	s.w.t.Helper()
	s.fatal(s.closeTerminal())
}

func (s *Screen) closeTerminal() error {
	_, err := s.w.outer.do("kill-session", "-t", "="+s.name)
	return err
}

// Pid is the process of the program that was started here.
func (s *Screen) Pid() int {
	s.w.t.Helper()
	pid, err := s.pid()
	s.fatal(err)
	return pid
}

func (s *Screen) pid() (int, error) { return s.number("pid") }

// Kill sends the program a signal.
func (s *Screen) Kill(sig syscall.Signal) {
	s.w.t.Helper()
	s.fatal(s.kill(sig))
}

func (s *Screen) kill(sig syscall.Signal) error {
	pid, err := s.pid()
	if err != nil {
		return err
	}
	return syscall.Kill(pid, sig)
}

// WaitExit waits for the program's end and returns its exit status as a shell gives it: 128 and the
// signal's number for one that was killed.
func (s *Screen) WaitExit() int {
	s.w.t.Helper()
	code, err := s.waitExit()
	s.fatal(err)
	return code
}

func (s *Screen) waitExit() (int, error) { return s.number("status") }

// number reads what the shell's part (see program) told about the program.
func (s *Screen) number(kind string) (int, error) {
	var n int
	path := s.w.Path(s.name + "." + kind)
	err := eventually("the "+kind+" of the program on "+s.name, Patience(), func() (bool, string) {
		data, err := os.ReadFile(path)
		if err != nil || len(data) == 0 || data[len(data)-1] != '\n' {
			text, _ := s.capture()
			return false, s.picture(text)
		}
		n, err = strconv.Atoi(strings.TrimSpace(string(data)))
		return err == nil, string(data)
	})
	return n, err
}

// Modes is the terminal as a program may have changed it: line discipline, screen, cursor, keypad and
// mouse. What is equal before a program and after it was restored.
func (s *Screen) Modes() string {
	s.w.t.Helper()
	termios, err := termiosAt(s.Format("#{pane_tty}"))
	s.fatal(err)
	return fmt.Sprintf("%s\n%s", lineDiscipline(termios),
		s.Format("alternate #{alternate_on} cursor #{cursor_flag} insert #{insert_flag} origin #{origin_flag} "+
			"wrap #{wrap_flag} keypad #{keypad_flag} application-cursor #{keypad_cursor_flag} "+
			"mouse #{mouse_any_flag} #{mouse_sgr_flag} #{mouse_utf8_flag} "+
			"margins #{scroll_region_upper}-#{scroll_region_lower}"))
}

func compile(pattern string) *regexp.Regexp { return regexp.MustCompile("(?m)" + pattern) }
