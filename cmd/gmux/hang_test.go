//go:build linux

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// TestStoppedServerIsReplaced: a server that was stopped with SIGSTOP is killed and replaced, and does nothing after SIGCONT.
func TestStoppedServerIsReplaced(t *testing.T) {
	t.Parallel()
	usertest.Long(t)
	usertest.NeedGmux(t, "it has no process to replace")
	w := usertest.New(t)
	c := w.StartPlain(24, 80, "gmux", "new", "-s", "work", w.Probe("sigrec"), w.Path("events"))
	w.EventuallyFile("^pid ", "events")
	c.WaitFor(`\[work\]`)
	server := w.ServerPid()
	if err := syscall.Kill(server, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	c.Type("here\r")
	c.WaitFor("server restarted after .* did not answer")
	if usertest.Alive(server) {
		t.Errorf("the stopped server %d still lives, so it may go on reading", server)
	}
	if err := syscall.Kill(server, syscall.SIGCONT); err == nil {
		t.Errorf("SIGCONT still reaches process %d", server)
	}
	w.Eventually("what was typed meanwhile to arrive, or be said to be dropped", func() (bool, string) {
		events, err := os.ReadFile(w.Path("events"))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(events), "\nline here\n") || strings.Contains(c.Output(), "input dropped"), string(events)
	})
	if n := w.Gmux("display-message", "-p", "#{server_restarts}"); n != "1" {
		t.Errorf("#{server_restarts} is %s", n)
	}
}

// TestDeadlockedServerIsReplaced: what its goroutines did is in the log.
func TestDeadlockedServerIsReplaced(t *testing.T) {
	t.Parallel()
	usertest.Long(t)
	usertest.NeedGmux(t, "it has no process to replace")
	for _, hostDies := range []bool{false, true} {
		t.Run(fmt.Sprintf("with another host %v", hostDies), func(t *testing.T) {
			t.Parallel()
			w := usertest.NewVariant(t, "gmux_poison")
			c := w.StartPlain(24, 80, "gmux", "new", "-s", "other", "cat")
			c.WaitFor(`\[other\]`)
			other := w.Pid("#{pane_pid}", "-t", "other")
			if hostDies {
				host := w.HostPid()
				if err := syscall.Kill(host, syscall.SIGKILL); err != nil {
					t.Fatal(err)
				}
				w.Eventually("another host", func() (bool, string) { return w.HostPid() != host, "" })
			}
			w.Gmux("new-session", "-d", "-s", "hangs", "sh", "-c", `read x; printf 'before\033_gmux-test-hang\033\\after\n'; exec cat`)
			hangs := w.Pid("#{pane_pid}", "-t", "hangs")
			w.Gmux("send-keys", "-t", "hangs", "Enter")
			asker := askUntilHung(w, c)
			c.WaitFor("server restarted after .* did not answer")
			<-asker
			w.WaitPane("hangs", "^beforeafter$")
			for name, pid := range map[string]int{"other": other, "hangs": hangs} {
				if now := w.Pid("#{pane_pid}", "-t", name); now != pid {
					t.Errorf("the process of %s was %d and is %d", name, pid, now)
				}
			}
			log := readLog(t, w)
			for _, want := range []string{"has not answered for", "SIGQUIT", "goroutine ", "(*Server).loop"} {
				if !strings.Contains(log, want) {
					t.Errorf("nothing of %q in the log:\n%.3000s", want, log)
				}
			}
		})
	}
}

// askUntilHung asks for the pane's text again and again: once the pane hangs, the loop waits for it, and everybody for the loop. It ends
// when the server was replaced, or never was.
func askUntilHung(w *usertest.World, c *usertest.Plain) (done chan struct{}) {
	done = make(chan struct{})
	deadline := time.Now().Add(usertest.Patience())
	go func() {
		defer close(done)
		for !strings.Contains(c.Output(), "server restarted after") && time.Now().Before(deadline) {
			w.Run([]string{"gmux", "capture-pane", "-p", "-t", "hangs"})
		}
	}()
	return done
}

func readLog(t *testing.T, w *usertest.World) string {
	t.Helper()
	sockets, _ := w.Sockets()
	if len(sockets) != 1 {
		t.Fatalf("sockets: %q", sockets)
	}
	log, err := os.ReadFile(sockets[0] + ".log")
	if err != nil {
		t.Fatal(err)
	}
	return string(log)
}

// TestPoison: output that kills every server that parses it costs its pane the screen, once, and nobody else anything.
func TestPoison(t *testing.T) {
	t.Parallel()
	usertest.Long(t)
	usertest.NeedGmux(t, "a build of ours dies on purpose")
	w := usertest.NewVariant(t, "gmux_poison")
	c := w.StartPlain(24, 80, "gmux", "new", "-s", "other", "cat")
	c.WaitFor(`\[other\]`)
	c.Type("stays here\r")
	w.WaitPane("other", "^stays here\nstays here$")
	w.Gmux("new-session", "-d", "-s", "bad", "sh", "-c", `read x; printf 'bad\033_gmux-test-die\033\\bytes\n'; exec cat`)
	pids := w.Gmux("list-panes", "-a", "-F", "#{session_name} #{pane_pid}")
	w.Gmux("send-keys", "-t", "bad", "Enter")
	w.WaitPane("bad", `(?s)^\[its output, which gmux could not show, is in .*\.pane-1\.output\]`)
	restarts := w.Gmux("display-message", "-p", "#{server_restarts}")
	if restarts != "3" { // one while it was read, two while it was replayed
		t.Errorf("#{server_restarts} is %s", restarts)
	}
	files, err := filepath.Glob(filepath.Join(w.Path("sock"), "*", "*.pane-1.output"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files with the output: %q, %v", files, err)
	}
	if data, err := os.ReadFile(files[0]); err != nil || !strings.Contains(string(data), "bad\x1b_gmux-test-die\x1b\\bytes") {
		t.Errorf("the file has %q, %v", data, err)
	}
	if now := w.Gmux("list-panes", "-a", "-F", "#{session_name} #{pane_pid}"); now != pids {
		t.Errorf("panes were\n%s\nand are\n%s", pids, now)
	}
	w.Gmux("send-keys", "-t", "bad", "still alive", "Enter")
	w.WaitPane("bad", "^still alive$")
	w.WaitPane("other", "^stays here\nstays here$")
	c.WaitFor("server restarted after")

	// It does not come again: neither by itself, nor with the next server.
	server := w.ServerPid()
	if err := syscall.Kill(server, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	w.WaitOutput("^4$", "display-message", "-p", "#{server_restarts}")
	w.WaitPane("bad", "^still alive$")
	if now := w.Gmux("display-message", "-p", "#{server_restarts}"); now != "4" {
		t.Errorf("#{server_restarts} is %s", now)
	}
}

// TestHostAndServerKilledTogether: the children are hung up, nothing hangs, and the next start says what was lost.
func TestHostAndServerKilledTogether(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has one process")
	w := usertest.New(t)
	c := w.StartPlain(24, 80, "gmux", "new", "-s", "work", w.Probe("sigrec"), w.Path("events"))
	w.EventuallyFile("^pid ", "events")
	c.WaitFor(`\[work\]`)
	w.Gmux("new-session", "-d", "-s", "cat", "cat")
	host, server, child := w.HostPid(), w.ServerPid(), w.Pid("#{pane_pid}", "-t", "cat")
	recorder := w.Pid("#{pane_pid}", "-t", "work")
	for _, pid := range []int{host, server} {
		if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
	}
	for _, pid := range []int{host, server} { // stopped, neither sees the other die
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	w.EventuallyFile("^signal SIGHUP$", "events")
	if err := syscall.Kill(recorder, syscall.SIGKILL); err != nil { // the hang-up does not end it
		t.Fatal(err)
	}
	w.Eventually("the child's end", func() (bool, string) { return !usertest.Alive(child), "" })
	c.WaitFor("server lost, reconnecting")
	if res := w.Run([]string{"gmux", "list-sessions"}); res.Code == 0 || !strings.Contains(res.Stderr, "no server running on") || !strings.Contains(res.Stderr, "server and host died together: 2 panes were lost") {
		t.Errorf("list-sessions: %+v", res)
	}
	if res := w.Run([]string{"gmux", "new-session", "-d", "-s", "next", "cat"}); res.Code != 0 || res.Stderr != "server and host died together: 2 panes were lost\n" {
		t.Errorf("new-session: %+v", res)
	}
	if code := c.WaitExit(); code != 1 {
		t.Errorf("exit status of the client that lost its server: %d", code)
	}
	next := w.StartPlain(24, 80, "gmux", "attach", "-t", "next")
	next.WaitFor("died together: 2 panes were lost")
	w.Gmux("kill-server")
	if res := w.Run([]string{"gmux", "new-session", "-d", "-s", "again", "cat"}); res.Code != 0 || res.Stderr != "" {
		t.Errorf("new-session after an end in order: %+v", res)
	}
}

// TestSocketDeletedAfterHostDeath: the host that has taken over makes the socket again as the one before did.
func TestSocketDeletedAfterHostDeath(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "its socket is made again on SIGUSR1 only")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	host := w.HostPid()
	if err := syscall.Kill(host, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	w.Eventually("another host", func() (bool, string) { return w.HostPid() != host, "" })
	sockets, _ := w.Sockets()
	for _, file := range []string{sockets[0], sockets[0] + ".lock"} {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	w.WaitOutput("^work$", "list-sessions", "-F", "#{session_name}")
}
