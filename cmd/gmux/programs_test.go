//go:build linux

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// A step is something the user does to a program, and what the screen shows once it is done. The wait
// is for that text on the screen of the real terminal; then both screens must become equal.
type step struct {
	keys   []string
	text   string
	resize [2]int // rows and columns of the program's terminal
	shows  string
}

func press(shows string, keys ...string) step { return step{keys: keys, shows: shows} }
func await(shows string) step                 { return step{shows: shows} }
func write(shows, text string) step           { return step{text: text, shows: shows} }
func resized(shows string, rows, cols int) step {
	return step{resize: [2]int{rows, cols}, shows: shows}
}

// A program is run twice, in gmux and in a bare terminal, with the same keys. DIR in its arguments is
// the test's directory, ROLE one word that differs between the two runs.
type program struct {
	name  string
	needs []string
	files map[string]string
	argv  []string
	steps []step

	// summary is how many rows at the top show clocks and loads, and are not compared.
	summary int

	// lastColumn says that the last column is not compared: the program erases it with EL while the cursor
	// waits behind it, which xterm and gmux do and tmux ignores.
	lastColumn bool
}

// TestPrograms: what the user sees of a program in gmux equals, character by character, colour by
// colour, and where the cursor is, what the same program shows in a real tmux of the same size.
func TestPrograms(t *testing.T) {
	usertest.Long(t)
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			usertest.Need(t, append([]string{"tmux"}, p.needs...)...)
			w := usertest.New(t)
			for name, text := range p.files {
				writeFile(t, w.Path("home", name), text, 0o600)
			}
			t.Cleanup(func() { // a nested tmux outlives what showed it
				inner, _ := filepath.Glob(w.Path("home", "*.inner"))
				for _, socket := range inner {
					w.Run([]string{"tmux", "-S", socket, "kill-server"})
				}
			})
			const rows, cols = 23, 80
			p.run(t, w, rows, cols)
		})
	}
}

func (p program) run(t *testing.T, w *usertest.World, rows, cols int) {
	real := w.Start(rows, cols, p.arguments(w, "real")...)
	ours := w.Start(rows+1, cols, append([]string{"gmux", "new-session", "-s", "prog"}, p.arguments(w, "ours")...)...)
	for i, s := range p.steps {
		before := [2]string{seen(real), seen(ours)}
		if s.resize != [2]int{} {
			rows, cols = s.resize[0], s.resize[1]
			real.Resize(rows, cols)
			ours.Resize(rows+1, cols)
			// Both programs are told before the next key comes: a tmux takes its time to pass a size on.
			awaitSize(w, fmt.Sprintf("/proc/%d/fd/0", real.Pid()), rows, cols)
			awaitSize(w, strings.TrimSpace(w.Gmux("display-message", "-p", "-t", "prog", "#{pane_tty}")), rows, cols)
		}
		for _, screen := range []*usertest.Screen{real, ours} {
			if s.text != "" {
				screen.Type(s.text)
			}
			if len(s.keys) > 0 {
				screen.Keys(s.keys...)
			}
		}
		what := fmt.Sprintf("step %d %q %q %v", i, s.keys, s.text, s.resize)
		if len(s.keys) > 0 || s.text != "" {
			// Keys that come before a program has done what the last ones ask for may mean something else to it.
			w.Eventually(what+" to be seen", func() (bool, string) {
				return seen(real) != before[0] && seen(ours) != before[1], real.Screen() + "--- gmux\n" + ours.Screen()
			})
		}
		p.compare(t, w, what, s.shows, real, ours, rows)
	}
}

// seen is a screen with its cursor.
func seen(s *usertest.Screen) string { return fmt.Sprint(s.Cells(), s.Cursor()) }

// awaitSize waits until a tty has a size: from then on whoever reads from it has the SIGWINCH before the next key.
func awaitSize(w *usertest.World, path string, rows, cols int) {
	w.Eventually(fmt.Sprintf("%s to be %dx%d", path, cols, rows), func() (bool, string) {
		f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOCTTY, 0)
		if err != nil {
			return false, err.Error()
		}
		defer f.Close()
		ws, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
		if err != nil {
			return false, err.Error()
		}
		return int(ws.Row) == rows && int(ws.Col) == cols, fmt.Sprintf("%dx%d", ws.Col, ws.Row)
	})
}

func (p program) arguments(w *usertest.World, role string) []string {
	var argv []string
	for _, a := range p.argv {
		argv = append(argv, strings.NewReplacer("DIR", w.Path("home"), "ROLE", role).Replace(a))
	}
	return argv
}

// compare waits until the real screen shows the text and ours is equal to it.
func (p program) compare(t *testing.T, w *usertest.World, what, shows string, real, ours *usertest.Screen, rows int) {
	t.Helper()
	re := regexp.MustCompile("(?m)" + shows)
	w.Eventually(what+" to look the same", func() (bool, string) {
		want, got := real.Cells(), ours.Cells()
		got = got[:min(rows, len(got))] // without gmux's status line
		if !re.MatchString(want.Text()) {
			return false, fmt.Sprintf("the real terminal does not show %q:\n%s", shows, want.Text())
		}
		if strings.Contains(want.Text(), "load average") { // the summary is on this page
			want, got = want[p.summary:], got[min(p.summary, len(got)):]
		}
		if p.lastColumn {
			for y := range min(len(want), len(got)) {
				want[y][len(want[y])-1], got[y][len(got[y])-1] = usertest.Cell{}, usertest.Cell{}
			}
		}
		diff := got.Diff(want)
		if g, e := ours.Cursor(), real.Cursor(); g != e {
			diff += fmt.Sprintf("%s, want %s\n", g, e)
		}
		return diff == "", fmt.Sprintf("%s--- real terminal\n%s--- gmux\n%s", diff, want.Text(), ours.Screen())
	})
}

// TestMonitors: htop and top, of which only what stands still is compared: one sleeping process, no
// meters.
func TestMonitors(t *testing.T) {
	usertest.Long(t)
	for _, p := range []program{
		{
			name:  "htop",
			needs: []string{"htop"},
			files: map[string]string{"htoprc": strings.Join([]string{
				"htop_version=3.2.2", "config_reader_min_version=3", "fields=0 48 17 18 1", "hide_kernel_threads=0",
				"highlight_base_name=1", "header_margin=1", "color_scheme=0", "enable_mouse=1", "delay=600",
				"header_layout=two_50_50", "column_meters_0=Blank", "column_meter_modes_0=2",
				"column_meters_1=Hostname", "column_meter_modes_1=2", "tree_view=0", "sort_key=0", "",
			}, "\n")},
			argv: []string{"env", "HTOPRC=DIR/htoprc", "htop", "-p", "PID"},
			steps: []step{
				await("sleep"),
				press("htop 3", "F1"), press("sleep", "q"), press("Sort by", "F6"), press("sleep", "Escape"),
				press("Categories|Display options|Setup", "F2"), press("sleep", "Escape"),
				resized(`F8Ni$`, 15, 60), press("SIGTERM", "F9"), press("PID", "Escape"),
			},
		},
		{
			name: "top", summary: 5, lastColumn: true,
			needs: []string{"top"},
			argv:  []string{"top", "-d", "600", "-p", "PID"},
			steps: []step{
				await("sleep"),
				press("sleep", "x"), press("sleep", "z"), press("Fields Management", "f"), press("sleep", "q"),
				press("commands shown with", "h"), press("sleep", "q"),
			},
		},
	} {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			usertest.Need(t, append([]string{"tmux"}, p.needs...)...)
			w := usertest.New(t)
			for name, text := range p.files {
				writeFile(t, w.Path("home", name), text, 0o600)
			}
			sleeper := w.StartPlain(24, 80, "sleep", "100000")
			for i, a := range p.argv {
				p.argv[i] = strings.ReplaceAll(a, "PID", fmt.Sprint(sleeper.Pid()))
			}
			p.run(t, w, 23, 80)
		})
	}
}

var programs = []program{
	{
		name:  "vim",
		needs: []string{"vim"},
		files: map[string]string{"code.c": cSource(120)},
		argv:  []string{"vim", "--clean", "-n", "--cmd", "set background=dark", "DIR/code.c"},
		steps: []step{
			await("function_0"),
			press("function_5", "C-d"),
			press("function_119", "G"),
			press("function_0", "g", "g"),
			write("^ *1 ", ":set number list hlsearch cursorline\r"),
			write("function_1", "/return\r"),
			press("return", "n", "n"),
			write("INSERT", "onew line with wide 漢字 and é and \t tab"),
			press("漢字", "Escape"),
			press("VISUAL", "v", "k", "k", "0"),
			press("漢字", "Escape"),
			write("function", ":split\r"),
			write("function", ":vsplit\r"),
			press("function", "C-w", "l", "C-f"),
			press("function", "C-y", "C-y", "C-e"),
			resized(`\A(.*\n){28}code\.c`, 30, 100),
			resized(`<\[\+\] 18,1`, 12, 50),
			write("function", ":only\r"),
			press("fewer lines", "1", "0", "d", "d"),
			write("function", ":silent undo\r"), // not u, which says how long ago that was
			write("two", ":echo 'one' | echo 'two' | echo 'three'\r"),
			press("function", "Enter"),
		},
	},
	{
		name:  "less",
		needs: []string{"less"},
		files: map[string]string{"text": lines(500)},
		argv:  []string{"less", "-R", "DIR/text"},
		steps: []step{
			await("line 1 "),
			press("line 30 ", "Space"),
			press("line 25 ", "k", "k", "k"),
			press("line 40 ", "C-d"),
			press("line 500 ", "G"),
			press("line 470 ", "b"),
			press("line 1 ", "g"),
			write(`\Aline 7 `, "/wide\r"),
			press(`\Aline 21 `, "n", "n"),
			write(`\Aline 21 `, "-S\r"),
			press("long", "Right"),
			press("line", "Left"),
			resized(`\A(.*\n){29}:`, 30, 100),
			resized("é ü>$", 10, 30),
			press("SUMMARY OF", "h"),
			press("line", "q"),
		},
	},
	{
		name:  "nano",
		needs: []string{"nano"},
		files: map[string]string{"nanorc": "set nohelp\nunset nohelp\n", "note": lines(60)},
		argv:  []string{"nano", "--ignorercfiles", "DIR/note"},
		steps: []step{
			await("Help"),
			press("line 1 ", "Down"),
			press("line 30 ", "C-v"),
			write("wide", "some wide 漢字 text\r"),
			press("wide", "C-k"),
			press("wide", "C-u", "C-u"),
			press("Search", "C-w"),
			write("line 55", "line 55\r"),
			press("Main nano help", "C-g"),
			press("line 55", "C-x"),
			press("line", "M-A", "Up", "Up", "Up"),
			resized(`\A(.*\n){29}\^X`, 30, 100),
			resized(`\^W Where I\^K`, 12, 40),
			press("Save modified", "C-x"),
			press("line", "C-c"),
		},
	},
	{
		name:  "man",
		needs: []string{"man", "less"},
		files: map[string]string{"page.1": manPage},
		argv:  []string{"env", "MANPAGER=less", "man", "DIR/page.1"},
		steps: []step{
			await("NAME"),
			press("OPTIONS", "Space"),
			write("OPTIONS", "/option\r"),
			press("NAME", "g"),
		},
	},
	{
		name:  "bash",
		needs: []string{"bash"},
		files: map[string]string{"inputrc": "set enable-bracketed-paste on\nset bell-style none\n"},
		argv:  []string{"env", "INPUTRC=DIR/inputrc", "PS1=\\w\\$ ", "bash", "--norc", "--noprofile", "-i"},
		steps: []step{
			await(`[$#]$`),
			write(`^one\n~[$#]`, "echo one\r"),
			write("漢字", "echo "+strings.Repeat("0123456789", 10)+" 漢字"),
			press("漢字", "C-a", "M-f", "M-f", "BSpace", "BSpace"),
			press("echo", "C-e", "C-w", "C-w"),
			press("echo", "C-u"),
			press("echo one", "Up"),
			press("reverse-i-search", "C-r"),
			write("echo one", "one"),
			press("one", "C-g"),
			press(`\A\S+$`, "C-u", "C-l"),
			write(`curly\n~[$#]`, `printf '\033[31mred\033[0m \033[1;4;7mall\033[m \033[38;2;1;2;3;48;5;200mrgb\033[m\n\033[4:3mcurly\033[m\n'`+"\r"),
			write(`line 40\n~[$#]`, "seq -f 'line %g' 40\r"),
			write(`lower.*\n~[$#]`, `printf '\033[5;10r\033[10;1Hbottom\n\n\033[r\033[20;1Hlower\n'`+"\r"),
			write(`here.*\n~[$#]`, `printf '\033(0lqk\033(B lqk\n\033[2Ktab\there\n'`+"\r"),
			write(`done.*\n~[$#]`, `for i in 1 2 3; do printf '\033[%dAx\033[%dB' $i $i; done; echo done`+"\r"),
			// Not compared, because tmux is peculiar there: what leaves a scroll region that is not the whole
			// screen is history in it, so a larger screen shows it again; and text that wraps to more rows pushes
			// the first row off the screen even where there is room below.
			write(`\Ashort\n~[$#]`, "clear; echo short\r"),
			resized("short", 23, 60),
			resized("short", 23, 100),
		},
	},
	{
		name:  "python",
		needs: []string{"python3"},
		argv:  []string{"env", "PYTHONSTARTUP=", "python3", "-q", "-i", "-c", ""},
		steps: []step{
			await(">>>"),
			write(`45\n>>>`, "sum(range(10))\r"),
			write(`\.\.\.`, "for i in range(3):\r"),
			write(`2\n>>>`, "    print('wide 漢字', i)\r\r"),
			press("sum", "Up", "Up", "Up"),
			press(`KeyboardInterrupt\n>>>`, "C-c"),
			write(`ZeroDivisionError.*\n>>>`, "1/0\r"),
		},
	},
	{
		name:  "nested tmux",
		needs: []string{"tmux"},
		files: map[string]string{"inner.conf": "set -g status-right ''\nset -g default-terminal screen-256color\nset -g default-command 'exec sh'\nset -g automatic-rename off\nset -g set-titles on\nset -g mouse on\n"},
		argv:  []string{"env", "-u", "TMUX", "-u", "TMUX_PANE", "tmux", "-S", "DIR/ROLE.inner", "-f", "DIR/inner.conf", "new", "-n", "inner", "-s", "nest"},
		steps: []step{
			await(`^\$`),
			await(`^\[nest\]`),
			// The prefix is the same in both: in gmux it is typed twice.
			write("hello", "echo hello\r"),
			write("^│|│", "tmux split-window -h\r"),
			write("─", "tmux split-window -v\r"),
			write("line 40", "seq -f 'line %g' 40\r"),
			resized(`\A(.*\n){29}\[nest\]`, 30, 100),
			resized(`^.{35}│`, 20, 70),
			write(`\[0/`, "tmux copy-mode\r"),
			press("line", "q"),
			write(`\(0\)`, "tmux choose-tree\r"),
			press("line", "q"),
			// What is typed goes to the window of that moment: each must be there before the next line.
			write(`^\$(?s:.*)1:second\*`, "tmux new-window -n second\r"),
			write(`^second42\n\$`, "echo second$((6*7))\r"),
			write(`line 40(?s:.*)0:inner\*`, "tmux last-window\r"),
			write(`^ +│ *\n\[nest\]`, "tmux kill-pane\r"),
		},
	},
}

// lines is text of numbered lines with some colour, some wide characters, some too long for a row.
func lines(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		switch {
		case i%10 == 0:
			fmt.Fprintf(&b, "line %d \x1b[1;3%dmcoloured\x1b[0m and \x1b[4munderlined\x1b[0m\n", i, i/10%8)
		case i%7 == 0:
			fmt.Fprintf(&b, "line %d wide 漢字かな and é ü ñ\n", i)
		case i%13 == 0:
			fmt.Fprintf(&b, "line %d %s\n", i, strings.Repeat("long ", 40))
		default:
			fmt.Fprintf(&b, "line %d plain\n", i)
		}
	}
	return b.String()
}

func cSource(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "/* function number %d */\nstatic int function_%d(const char *text)\n{\n\treturn printf(\"%%s %d\\n\", text); // say it\n}\n\n", i, i, i)
	}
	return b.String()
}

var manPage = `.TH PAGE 1 "January 2026" "tests" "User Commands"
.SH NAME
page \- a manual page to look at
.SH SYNOPSIS
.B page
[\fIoption\fR]...
.SH DESCRIPTION
` + strings.Repeat("It has \\fBbold\\fR and \\fIunderlined\\fR words.\n", 30) + `.SH OPTIONS
` + strings.Repeat(".TP\n.B \\-x\nan option that does nothing\n", 20)
