//go:build linux

package main_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// nextBuild is a gmux of a later version, which has more to say in every message.
func nextBuild(t *testing.T) string {
	return usertest.Variant(t, "next", "-tags", "nextversion", "-ldflags", "-X main.version=0.2.0")
}

// badBuild is a gmux that breaks its word, in the way that it is named by.
func badBuild(t *testing.T, w *usertest.World, how string) string {
	t.Helper()
	path := w.Path(how)
	install(t, usertest.Variant(t, "misbehave", "-tags", "misbehave"), path)
	return path
}

// install puts a program into the place of another by deleting that and creating a new file, as rm and cp do.
func install(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Remove(to); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if out, err := exec.Command("cp", from, to).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// usertest's gmux, and not what it links to.
func thisBuild(t *testing.T) string { return filepath.Join(usertest.Bin(t), "gmux") }

// typeWords types numbered words into a terminal without a pause, until it is stopped. It returns what it has typed.
func typeWords(c *usertest.Plain, stop <-chan struct{}) string {
	var typed strings.Builder
	for n := 0; ; n++ {
		select {
		case <-stop:
			return typed.String()
		case <-time.After(5 * time.Millisecond):
		}
		word := fmt.Sprintf("%06d ", n)
		if c.Write(word) != nil {
			return typed.String()
		}
		typed.WriteString(word)
	}
}

// A load is panes whose output and input are known: some print numbered lines, one shows a still picture, one takes what is typed.
type load struct {
	w        *usertest.World
	printers int
	pids     string
	picture  string
	client   *usertest.Plain
	stop     chan struct{}
	typed    chan string
}

func startLoad(t *testing.T, w *usertest.World, printers int) *load {
	t.Helper()
	l := &load{w: w, printers: printers, stop: make(chan struct{}), typed: make(chan string, 1)}
	w.Gmux("new-session", "-d", "-s", "still", "printf '\\033[31;1mred\\033[m \\033[5;10Hsome\\033]2;title\\007\\033[?1h\\033[3;9r'; exec cat")
	w.Gmux("set-option", "-g", "history-limit", "200000")
	for i := range printers {
		program := "numbers"
		if i >= 8 {
			// Two hundred at a hundred lines a second would take four processors for themselves.
			program = "numbers -every 100ms"
		}
		w.Gmux("new-session", "-d", "-s", fmt.Sprintf("p%d", i), program)
	}
	// What it reads is taken as it is, and summed: see stopLoad.
	l.client = w.StartPlain(24, 80, "gmux", "new-session", "-s", "input", "stty raw -echo; printf '=READY=\\r\\n'; exec cat >"+w.Path("typed"))
	l.client.WaitFor("=READY=")
	w.WaitPane("still", "some")
	l.picture = w.Gmux("capture-pane", "-e", "-p", "-t", "still")
	l.pids = l.panes()
	go func() { l.typed <- typeWords(l.client, l.stop) }()
	return l
}

func (l *load) panes() string {
	return sorted(l.w.Gmux("list-panes", "-a", "-F", "#{session_name} #{pane_id} #{pane_pid} #{pane_tty} #{pane_title}"))
}

// check ends the load and says whether all of it arrived, once, in order.
func (l *load) check(t *testing.T) (lines int, input int) {
	t.Helper()
	close(l.stop)
	typed := <-l.typed
	l.w.Eventually("all that was typed", func() (bool, string) {
		got, err := os.ReadFile(l.w.Path("typed"))
		return err == nil && len(got) >= len(typed), fmt.Sprintf("%d of %d bytes, %v", len(got), len(typed), err)
	})
	got, err := os.ReadFile(l.w.Path("typed"))
	if err != nil || sha256.Sum256(got) != sha256.Sum256([]byte(typed)) {
		t.Errorf("typed %d bytes, the program has read %d others, %v", len(typed), len(got), err)
	}
	if now := l.panes(); now != l.pids {
		t.Errorf("panes were\n%s\nand are\n%s", l.pids, now)
	}
	if now := l.w.Gmux("capture-pane", "-e", "-p", "-t", "still"); now != l.picture {
		t.Errorf("the still picture was\n%s\nand is\n%s", l.picture, now)
	}
	for i := range l.printers {
		lines += l.checkPrinter(t, fmt.Sprintf("p%d", i))
	}
	return lines, len(typed)
}

func (l *load) checkPrinter(t *testing.T, name string) int {
	t.Helper()
	l.w.Gmux("send-keys", "-t", name, "q")
	l.w.WaitPane(name, `=END \d+=`)
	all := strings.Split(strings.TrimRight(l.w.Gmux("capture-pane", "-p", "-S", "-", "-t", name), "\n"), "\n")
	n := len(all) - 1
	if all[n] != fmt.Sprintf("=END %d=", n) {
		t.Errorf("%s: %d lines, then %q", name, n, all[n])
	}
	for i, line := range all[:n] {
		if line != numberedLine(i) {
			t.Errorf("%s: line %d is %q, want %q", name, i, line, numberedLine(i))
			break
		}
	}
	return n
}

// numberedLine is the n-th line of the probe numbers.
func numberedLine(n int) string {
	text := fmt.Sprintf("%08d ", n)
	for i := range 20 {
		text += string(rune('a' + (n+i*i)%26))
	}
	return text
}

// programOf is the program that a process runs.
func programOf(t *testing.T, pid int) string {
	t.Helper()
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestUpgrade: the server is upgraded to a later version and back, again and again, while programs print and somebody types. The file
// it runs is deleted and made anew in between.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it cannot be upgraded")
	builds := []string{nextBuild(t), thisBuild(t)}
	versions := []string{"0.2.0", "0.1.0"}
	w := usertest.New(t)
	l := startLoad(t, w, usertest.Count(8, 198))
	client, host, began := l.client.Pid(), w.HostPid(), w.Gmux("display-message", "-p", "#{start_time}")
	path := w.Path("gmux-installed")
	var longest time.Duration
	upgrades := usertest.Count(4, 50)
	for i := range upgrades {
		install(t, builds[i%2], path)
		server := w.ServerPid()
		typed := time.Now()
		said := w.Gmux("upgrade-server", path)
		longest = max(longest, time.Since(typed))
		if want := "upgraded from " + versions[(i+1)%2] + " to " + versions[i%2] + " in "; !strings.HasPrefix(said, want) {
			t.Fatalf("upgrade %d says %q, want %q", i, said, want)
		}
		if now := w.ServerPid(); now == server || programOf(t, now) != path {
			t.Fatalf("upgrade %d: server was %d and is %d, %s", i, server, now, programOf(t, now))
		}
		w.WaitOutput(fmt.Sprintf(`(?m)^%d input$`, client), "list-clients", "-F", "#{client_pid} #{session_name}")
	}
	if restarts := w.Gmux("display-message", "-p", "#{server_restarts}"); restarts != "0" {
		t.Errorf("server_restarts is %s", restarts)
	}
	if now := w.Gmux("display-message", "-p", "#{start_time}"); now != began {
		t.Errorf("start_time was %s and is %s", began, now)
	}
	if !usertest.Alive(client) || w.HostPid() != host {
		t.Errorf("client alive: %v; host was %d and is %d", usertest.Alive(client), host, w.HostPid())
	}
	lines, input := l.check(t)
	t.Logf("soak: %d upgrades of %d panes: %d lines and %d bytes of input checked, 0 lost; longest %v", upgrades, l.printers+2, lines, input, longest)
}

// TestUpgradeRollsBack: a build that does not prove itself, or dies, changes nothing.
func TestUpgradeRollsBack(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it cannot be upgraded")
	for _, tt := range []struct{ how, says string }{
		{"wrong", "not upgraded: the new server has other sessions, windows or options"},
		{"torn", "not upgraded: pane %0 looks otherwise to the new server"},
		{"early", "not upgraded: the new server exited with status 2"},
		{"mute", "not upgraded: the new server proved nothing for 10s"},
	} {
		t.Run(tt.how, func(t *testing.T) {
			t.Parallel()
			w := usertest.New(t)
			l := startLoad(t, w, 2)
			server := w.ServerPid()
			res := w.Run([]string{"gmux", "upgrade-server", badBuild(t, w, tt.how)})
			if res.Code != 1 || res.Stderr != tt.says+"\n" || res.Stdout != "" {
				t.Errorf("exit status %d, stdout %q, stderr %q, want %q", res.Code, res.Stdout, res.Stderr, tt.says)
			}
			if now := w.ServerPid(); now != server {
				t.Errorf("server was %d and is %d", server, now)
			}
			l.check(t)
			l.client.Keys("C-b", "d")
			l.client.WaitFor(`\[detached \(from session input\)\]`)
		})
	}
}

// TestUpgradeToWhatCrashes: a build that dies a second after it has taken over is not used again.
func TestUpgradeToWhatCrashes(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it cannot be upgraded")
	w := usertest.New(t)
	l := startLoad(t, w, 2)
	bad := badBuild(t, w, "crash")
	old := programOf(t, w.ServerPid())
	w.Gmux("upgrade-server", bad)
	w.WaitOutput(`^1$`, "display-message", "-p", "#{server_restarts}")
	if now := programOf(t, w.ServerPid()); now != old {
		t.Errorf("the server runs %s again, not %s", now, old)
	}
	w.WaitOutput(`(?m)^\d+ input$`, "list-clients", "-F", "#{client_pid} #{session_name}")
	l.check(t)
	l.client.Keys("C-b", "d")
	l.client.WaitFor(`\[detached \(from session input\)\]`)
}

// TestUpgradeRefused: what cannot be a server is refused by name.
func TestUpgradeRefused(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it cannot be upgraded")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "cat")
	writeFile(t, w.Path("text"), "no program\n", 0o644)
	writeFile(t, w.Path("script"), "#!/bin/sh\nexit 3\n", 0o755)
	server := w.ServerPid()
	for _, tt := range []struct{ path, says string }{
		{w.Path("nowhere"), "not upgraded: open " + w.Path("nowhere") + ": No such file or directory"},
		{w.Path("text"), "not upgraded: " + w.Path("text") + " is not a program"},
		{w.Path(), "not upgraded: " + w.Path() + " is not a program"},
		{w.Path("script"), // sh cannot open what was open only until the exec
			"not upgraded: the new server exited with status 2"},
		{"/bin/true", "not upgraded: the new server exited with status 0"},
	} {
		res := w.Run([]string{"gmux", "upgrade-server", tt.path})
		if res.Code != 1 || res.Stderr != tt.says+"\n" {
			t.Errorf("%s: exit status %d, %q, want %q", tt.path, res.Code, res.Stderr, tt.says)
		}
	}
	if now := w.ServerPid(); now != server {
		t.Errorf("server was %d and is %d", server, now)
	}
}

// TestUpgradeOffered: a client that is newer than the server says so once, and what it offers is its own build, although its file
// is gone.
func TestUpgradeOffered(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it cannot be upgraded")
	w := usertest.New(t)
	path := w.Path("newer")
	install(t, nextBuild(t), path)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	offer := `gmux 0\.2\.0 is here; the server runs 0\.1\.0: gmux upgrade-server`
	c := w.Start(24, 80, path, "attach", "-t", "work")
	c.WaitFor(offer)
	c.Type("typed\r")
	c.WaitFor(`^typed$`)
	second := w.Start(24, 80, path, "attach", "-t", "work")
	second.WaitFor(`^typed$`)
	if strings.Contains(second.Screen(), "is here") {
		t.Error("it is offered again")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	w.Gmux("bind-key", "U", "upgrade-server")
	c.Keys("C-b", "U")
	c.WaitFor(`server upgraded from 0\.1\.0 to 0\.2\.0`)
	c.Type("again\r")
	c.WaitFor(`^again$`)
	if got := programOf(t, w.ServerPid()); got != path+" (deleted)" {
		t.Errorf("the server runs %s", got)
	}
	// An older client works with the newer server.
	if got := w.Gmux("list-sessions", "-F", "#{session_name}"); got != "work" {
		t.Errorf("sessions: %q", got)
	}
	old := w.Start(24, 80, "gmux", "attach", "-t", "work")
	old.WaitFor(`^again$`)
	old.Keys("C-b", "d")
	old.WaitFor(`\[detached \(from session work\)\]`)
}

// TestAskedDuringUpgrade: commands that are said while servers change are carried out, once.
func TestAskedDuringUpgrade(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it cannot be upgraded")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	next := nextBuild(t)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	counts := make([]int, 3)
	for i := range counts {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					counts[i] = n
					return
				default:
				}
				res := w.Run([]string{"gmux", "new-session", "-d", "-s", fmt.Sprintf("w%d-%d", i, n), "cat", ";", "display-message", "-p", "ok"})
				if res.Code != 0 || res.Stdout != "ok\n" {
					t.Errorf("command %d of %d: exit status %d, %q %q", n, i, res.Code, res.Stdout, res.Stderr)
				}
			}
		})
	}
	finish := sync.OnceFunc(func() {
		close(stop)
		wg.Wait()
	})
	defer finish()
	for i := range usertest.Count(4, 20) {
		w.Gmux("upgrade-server", []string{next, thisBuild(t)}[i%2])
	}
	finish()
	var want []string
	for i, n := range counts {
		for k := range n {
			want = append(want, fmt.Sprintf("w%d-%d", i, k))
		}
	}
	got := sorted(w.Gmux("list-sessions", "-F", "#{session_name}"))
	if want := sorted(strings.Join(append(want, "work"), "\n")); got != want {
		t.Errorf("sessions are\n%s\nwant\n%s", got, want)
	}
	panes := strings.Count(w.Gmux("list-panes", "-a"), "\n") + 1
	w.Eventually("a terminal a pane to be open", func() (bool, string) { // two readers of one would each lose what the other has read
		n := openTerminals(t, w.ServerPid())
		return n == panes, fmt.Sprintf("%d for %d panes", n, panes)
	})
}

// openTerminals counts the masters that a process has open.
func openTerminals(t *testing.T, pid int) (n int) {
	t.Helper()
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	fds, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		if to, err := os.Readlink(filepath.Join(dir, fd.Name())); err == nil && strings.HasSuffix(to, "/ptmx") {
			n++
		}
	}
	return n
}

// TestUpgradeAskedOfADyingHost: who asked for an upgrade hears that the host has died, and may ask the next.
func TestUpgradeAskedOfADyingHost(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it cannot be upgraded")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	host := w.HostPid()
	if err := syscall.Kill(host, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	c := w.StartPlain(24, 80, "gmux", "display-message", "-p", "asked", ";", "upgrade-server", thisBuild(t))
	c.WaitFor(`^asked`)
	if err := syscall.Kill(host, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	c.WaitFor(`^not upgraded: the host has died`)
	if code := c.WaitExit(); code != 1 {
		t.Errorf("exit status %d", code)
	}
	w.WaitOutput(`^upgraded from `, "upgrade-server", thisBuild(t))
}

// TestHostUpgrade: some seconds after the server, the host becomes the other build too. It keeps its number and its children, and
// learns of those that end meanwhile; signals in the midst are neither lost nor deadly.
func TestHostUpgrade(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it cannot be upgraded")
	w := usertest.New(t)
	l := startLoad(t, w, 2)
	host := w.HostPid()
	w.Gmux("set-option", "-g", "remain-on-exit", "on")
	// Exits of known status, from before the upgrade to after it: the host changes about ten seconds after the server.
	const enders = 60
	var file, kills, want strings.Builder
	for i := range enders {
		fmt.Fprintf(&file, "new-session -d -s e%02d 'sleep %d.%d; exit %d'\n", i, 8+i/15, i%10, i)
		fmt.Fprintf(&want, "e%02d 1 %d\n", i, i)
	}
	w.Source(file.String())
	path := w.Path("gmux-installed")
	install(t, nextBuild(t), path)
	w.Gmux("upgrade-server", path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				syscall.Kill(host, syscall.SIGHUP)
				syscall.Kill(host, syscall.SIGINT)
			}
		}
	})
	w.Eventually("the host to run the new build", func() (bool, string) {
		now, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", host))
		return now == path+" (deleted)", fmt.Sprint(now, err)
	})
	close(stop)
	wg.Wait()
	w.WaitOutput(`\A`+want.String()+`\z`, "list-panes", "-a", "-f", "#{m:e*,#{session_name}}", "-F", "#{session_name} #{pane_dead} #{pane_dead_status}")
	for i := range enders {
		fmt.Fprintf(&kills, "kill-session -t e%02d\n", i)
	}
	w.Source(kills.String())
	if now := w.HostPid(); now != host {
		t.Errorf("host was %d and is %d", host, now)
	}
	l.check(t)
	// What the new host starts is its child, with nothing blocked, and what it does with a signal is what it did.
	w.Gmux("new-session", "-d", "-s", "after", "grep -E 'SigBlk|SigIgn' /proc/self/status; ls -l /proc/self/fd | wc -l; exec cat")
	w.WaitPane("after", `SigBlk:\s0+\nSigIgn:\s0+\n`)
	if p, err := usertest.Stat(w.Pid("#{pane_pid}", "-t", "after")); err != nil || p.PPid != host {
		t.Errorf("not a child of the host: %v, %v", p, err)
	}
	if err := syscall.Kill(w.ServerPid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	w.WaitOutput(`^1\n$`, "display-message", "-p", "#{server_restarts}")
	if got := programOf(t, w.ServerPid()); got != path+" (deleted)" {
		t.Errorf("the host starts %s", got)
	}
	if err := syscall.Kill(host, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	w.Eventually("the host to end", func() (bool, string) { return !usertest.Alive(host), "it lives" })
}

// TestHostTerminatedWhileItChanges: SIGTERM ends the host, whenever it comes; nothing hangs and nothing stays.
func TestHostTerminatedWhileItChanges(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it cannot be upgraded")
	for i := range usertest.Count(3, 30) {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			w := usertest.New(t)
			w.Gmux("new-session", "-d", "cat")
			host := w.HostPid()
			w.Gmux("upgrade-server", nextBuild(t))
			w.Eventually("the check of the host", func() (bool, string) { // which comes right before the exec
				for _, p := range w.Processes() {
					if strings.HasSuffix(p.Command, " --check") {
						return true, ""
					}
				}
				now, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", host))
				return now == nextBuild(t), fmt.Sprint(now, err)
			})
			time.Sleep(time.Duration(i) * 2 * time.Millisecond) // another moment each time
			if err := syscall.Kill(host, syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			w.Eventually("the host to end", func() (bool, string) { return !usertest.Alive(host), "it lives" })
		})
	}
}
