//go:build linux

package main_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// refused checks what a person reads after something that cannot be done: one line that names the
// thing, an exit status that is not zero, and never a stack trace.
func refused(t *testing.T, argv []string, res usertest.Result, says string) {
	t.Helper()
	text := strings.TrimSuffix(res.Stdout+res.Stderr, "\n")
	if res.Code == 0 {
		t.Errorf("%q: exit status 0", argv)
	}
	if strings.Contains(text, "\n") || strings.Contains(text, "goroutine ") || strings.Contains(text, "panic") {
		t.Errorf("%q says more than one line:\n%s", argv, text)
	}
	if !regexp.MustCompile(says).MatchString(text) {
		t.Errorf("%q says %q, want %q", argv, text, says)
	}
}

// TestBadUsage: what tmux refuses is refused in tmux's words, and the session beside it lives on.
func TestBadUsage(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	w.Gmux("new-session", "-d", "-s", "other", "cat")
	pid := w.Pid("#{pane_pid}", "-t", "work")
	for _, tt := range []struct {
		argv string
		says string
	}{
		{"frobnicate", `^unknown command: frobnicate$`},
		{"s", `^ambiguous command: s, could be: .*send-keys`},
		{"kill-session -Y", `^command kill-session: unknown flag -Y$`},
		{"new-session -d -s", `^command new-session: -s expects an argument$`},
		{"has-session -t nowhere", `^can't find session: nowhere$`},
		{"attach-session -t nowhere", `^can't find session: nowhere$|^open terminal failed: not a terminal$`},
		{"kill-session -t nowhere", `^can't find session: nowhere$`},
		{"switch-client -t nowhere", `^no current client$|^can't find session: nowhere$`},
		{"rename-session -t work other", `^duplicate session: other$`},
		{"rename-session -t nowhere name", `^can't find session: nowhere$`},
		{"new-session -d -s work", `^duplicate session: work$`},
		{"list-panes -t nowhere", `^can't find (session|window|pane): nowhere$`},
		{"send-keys -t nowhere x", `^can't find (session|pane): nowhere$`},
		{"capture-pane -p -t nowhere", `^can't find (session|pane): nowhere$`},
		{"detach-client -t nowhere", `^can't find client: nowhere$`},
		{"detach-client", `^no current client$`},
		{"set-option no-such-option 1", `^invalid option: no-such-option$`},
		{"set-option -g status perhaps", `^(bad value|unknown value): perhaps$`},
		{"set-option -g history-limit many", `^value is invalid: many$`},
		{"show-options no-such-option", `^invalid option: no-such-option$`},
		{"source-file /no/such/file", `/no/such/file`},
		{"attach-session -t work", `^open terminal failed: not a terminal$`},
		{"new-session -s third cat", `^open terminal failed: not a terminal$`},
	} {
		if usertest.UnderTmux() && strings.Contains(tt.says, "expects an argument") {
			continue // 3.3a takes it for an empty name
		}
		argv := append([]string{"gmux"}, strings.Fields(tt.argv)...)
		refused(t, argv, w.Run(argv), tt.says)
	}
	if got := sorted(w.Gmux("list-sessions", "-F", "#{session_name}")); got != "other\nwork" {
		t.Errorf("sessions afterwards: %q", got)
	}
	if now := w.Pid("#{pane_pid}", "-t", "work"); now != pid || !usertest.Alive(pid) {
		t.Errorf("the pane's process was %d and is %d", pid, now)
	}
}

// TestBadFlags: flags of gmux itself. tmux prints its usage; one line, and nothing is started.
func TestBadFlags(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	for _, tt := range []struct{ argv, says string }{
		{"-Y", `usage: `},
		{"-L", `usage: |requires an argument`},
	} {
		argv := append([]string{"gmux"}, strings.Fields(tt.argv)...)
		res := w.Run(argv)
		if res.Code == 0 || !strings.Contains(res.Stdout+res.Stderr, "usage: ") || strings.Contains(res.Stderr, "goroutine ") {
			t.Errorf("%q: exit status %d, says %q", argv, res.Code, res.Stdout+res.Stderr)
		}
	}
	nothingRuns(w)
}

// TestInvalidNames: a name that no terminal could show is refused; a colon or a period, to which targets
// give a meaning, stays as it is (since tmux 3.7; before, it became an underscore).
func TestInvalidNames(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "a.b:c", "cat")
	name := "a.b:c"
	if usertest.UnderTmux() {
		name = "a_b_c"
	}
	if got := w.Gmux("list-sessions", "-F", "#{session_name}"); got != name {
		t.Errorf("a.b:c became %q", got)
	}
	w.Gmux("rename-session", "-t", "a", "work")
	for _, bad := range []string{"not\xffutf8", "bell\a", "escape\x1b[2J"} {
		for _, argv := range [][]string{
			{"gmux", "new-session", "-d", "-s", bad, "cat"},
			{"gmux", "rename-session", "-t", "work", bad},
		} {
			if usertest.UnderTmux() {
				continue // 3.3a writes such characters otherwise
			}
			res := w.Run(argv)
			refused(t, argv, res, `^invalid session name: `)
			if strings.ContainsAny(res.Stderr, "\a\x1b\xff") {
				t.Errorf("%q: the message holds the character itself: %q", argv, res.Stderr)
			}
		}
	}
	if got := w.Gmux("list-sessions", "-F", "#{session_name}"); got != "work" {
		t.Errorf("sessions afterwards: %q", got)
	}
}

// TestNoServer: commands that need a server say that there is none, and start none.
func TestNoServer(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	for _, command := range []string{"list-sessions", "kill-server", "attach-session", "has-session", "list-clients"} {
		argv := []string{"gmux", command}
		refused(t, argv, w.Run(argv), `^(no server running on|error connecting to) \S*/default( \(.*\))?$|^no sessions$|^open terminal failed: not a terminal$`)
	}
	argv := []string{"gmux", "-S", w.Path("elsewhere", "socket"), "list-sessions"}
	refused(t, argv, w.Run(argv), `^(no server running on|error connecting to) `+w.Path("elsewhere", "socket"))
	nothingRuns(w)
}

// TestUnusableTerminal: a terminal without cursor addressing is refused in one line; the session that
// was to be shown lives on, one that was to be made for it is not there.
func TestUnusableTerminal(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	w.Setenv("TERM", "dumb")
	for _, argv := range [][]string{
		{"gmux", "attach-session", "-t", "work"},
		{"gmux", "new-session", "-s", "second", "cat"},
	} {
		c := w.StartPlain(24, 80, argv...)
		code := c.WaitExit()
		refused(t, argv, usertest.Result{Stdout: strings.ReplaceAll(c.Output(), "\r\n", "\n"), Code: code}, `^open terminal failed: .*(terminal|dumb)`)
		if strings.Contains(c.Output(), "\x1b") {
			t.Errorf("%q: a dumb terminal was sent %q", argv, c.Output())
		}
	}
	if got := w.Gmux("list-sessions", "-F", "#{session_name}"); got != "work" {
		t.Errorf("sessions afterwards: %q", got)
	}
}

// TestUnknownTerm: a TERM that no database knows is no reason to refuse.
func TestUnknownTerm(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it needs an entry in the terminfo database")
	w := usertest.New(t)
	w.Setenv("TERM", "a-terminal-nobody-knows")
	s := w.Start(24, 80, "gmux", "new", "-s", "work", "cat")
	s.Type("hello\r")
	s.WaitFor(`\Ahello\nhello$`)
	s.Keys("C-b", "d")
	s.WaitFor(`\[detached \(from session work\)\]`)
}

// TestTinyWindow: in a window of three columns and two rows gmux works, and what it shows when the
// window grows is right.
func TestTinyWindow(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	s := w.Start(2, 3, "gmux", "new", "-s", "work", "cat")
	w.WaitOutput("work", "list-clients", "-F", "#{session_name}")
	s.Type("hello, tiny\r")
	w.WaitOutput("hel\nlo,\n ti\nny\n", "capture-pane", "-p", "-S", "-", "-t", "work")
	for _, size := range [][2]int{{1, 1}, {1, 80}, {24, 1}, {2, 3}} {
		s.Resize(size[0], size[1])
		w.WaitOutput(fmt.Sprintf(`^%dx%d$`, size[1], size[0]), "list-clients", "-F", "#{client_width}x#{client_height}")
	}
	s.Resize(24, 80)
	s.WaitFor(`^\[work\]`)
	s.Type("grown\r")
	s.WaitFor("^grown\ngrown$")
	s.Keys("C-b", "d")
	s.WaitFor(`\[detached \(from session work\)\]`)
}

// TestHostileSocketDirectory: a socket directory in which somebody else could stand is refused by name,
// and nothing is made in it.
func TestHostileSocketDirectory(t *testing.T) {
	usertest.NeedRoot(t)
	const uid, gid = 65534, 65534
	sub := fmt.Sprintf("gmux-%d", uid)
	if usertest.UnderTmux() {
		sub = fmt.Sprintf("tmux-%d", uid)
	}
	for _, tt := range []struct {
		name string
		make func(t *testing.T, parent, dir string) // parent is the user's own, 0700
	}{
		{"somebody else's", func(t *testing.T, parent, dir string) { makeDir(t, dir, 0, 0o755) }},
		{"somebody else's, open to all", func(t *testing.T, parent, dir string) { makeDir(t, dir, 0, 0o777) }},
		{"world-writable", func(t *testing.T, parent, dir string) { makeDir(t, dir, uid, 0o777) }},
		{"group-writable", func(t *testing.T, parent, dir string) { makeDir(t, dir, uid, 0o770) }},
		{"readable by others", func(t *testing.T, parent, dir string) { makeDir(t, dir, uid, 0o755) }},
		{"a symbolic link to one's own directory", func(t *testing.T, parent, dir string) {
			makeDir(t, parent+"/real", uid, 0o700)
			link(t, parent+"/real", dir)
		}},
		{"a symbolic link to nowhere", func(t *testing.T, parent, dir string) { link(t, parent+"/nowhere", dir) }},
		{"a file", func(t *testing.T, parent, dir string) { writeFile(t, dir, "", 0o600); chown(t, dir, uid) }},
		{"unwritable", func(t *testing.T, parent, dir string) { makeDir(t, dir, uid, 0o500) }},
		{"in an unwritable directory", func(t *testing.T, parent, dir string) { chown(t, parent, 0) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := usertest.New(t)
			home, parent := w.Path("nobody"), w.Path("tmp")
			makeDir(t, home, uid, 0o700)
			makeDir(t, parent, uid, 0o755)
			dir := parent + "/" + sub
			tt.make(t, parent, dir)
			w.Setenv("HOME", home)
			w.Setenv("GMUX_TMPDIR", parent)
			w.Setenv("TMUX_TMPDIR", parent)
			before := tree(t, w.Path("tmp"))

			argv := []string{"gmux", "new-session", "-d", "-s", "work", "cat"}
			res := w.Run(argv, usertest.As(uid, gid))
			if usertest.UnderTmux() && res.Code == 0 {
				w.Run([]string{"gmux", "-S", dir + "/default", "kill-server"}, usertest.As(uid, gid))
				t.Skip("tmux accepts this one")
			}
			refused(t, argv, res, regexp.QuoteMeta(parent))
			nothingRuns(w)
			if after := tree(t, w.Path("tmp")); after != before {
				t.Errorf("before:\n%safter:\n%s", before, after)
			}
		})
	}
}

// TestForeignUserIsRefused: another user who reaches the socket is told no, and the session is not hurt.
func TestForeignUserIsRefused(t *testing.T) {
	t.Parallel()
	usertest.NeedRoot(t)
	usertest.NeedGmux(t, "it closes the connection without a word")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	sockets, _ := w.Sockets()
	if len(sockets) != 1 {
		t.Fatalf("sockets: %q", sockets)
	}
	// Open the way to the socket, so that only the server's own look at the peer is left.
	openWay(t, w, sockets[0], 0o777)
	argv := []string{"gmux", "-S", sockets[0], "list-sessions"}
	res := w.Run(argv, usertest.As(65534, 65534))
	refused(t, argv, res, `(?i)access|permission|not allowed|denied`)
	if got := w.Gmux("-S", sockets[0], "list-sessions", "-F", "#{session_name}"); got != "work" {
		t.Errorf("sessions afterwards: %q", got)
	}
}

// nothingRuns waits until what was started for nothing has ended: a host that could not start a server, a server that
// nobody had a session in.
func nothingRuns(w *usertest.World) {
	w.Eventually("everything to end", func() (bool, string) {
		left := w.Processes()
		return len(left) == 0, fmt.Sprint(left)
	})
}

func makeDir(t *testing.T, path string, uid int, mode os.FileMode) {
	t.Helper()
	if err := os.Mkdir(path, mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil { // whatever the umask
		t.Fatal(err)
	}
	chown(t, path, uid)
}

func chown(t *testing.T, path string, uid int) {
	t.Helper()
	if err := os.Lchown(path, uid, uid); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

// tree lists all below a directory with owners and modes.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s/%s %v %d\n", dir, e.Name(), info.Mode(), info.Sys().(*syscall.Stat_t).Uid)
		if e.IsDir() {
			b.WriteString(tree(t, dir+"/"+e.Name()))
		}
	}
	return b.String()
}
