//go:build linux

package main_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// pauseTime is how long host or server stand still: SIGSTOP, a debugger, a machine that swaps.
const pauseTime = 5 * time.Second

// TestServerStopped: the server stands still for 5 s while a program floods its pane and a user types. What is printed and
// what is typed comes later, but all of it; nobody says that the server is lost, and it is not replaced.
func TestServerStopped(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it is the parent of its panes")
	w := usertest.New(t)
	const out, in = 2 << 20, 64 << 10
	w.Gmux("start-server", ";", "set-option", "-g", "history-limit", "100000", ";", "new-session", "-d", "-s", "work", "-x", "80", "-y", "23",
		fmt.Sprintf("%s -out %d -in %d; sleep 1000", w.Probe("flow"), out, in))
	c := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "work")
	c.WaitFor(`\d{8}[a-z]{20}`)
	host, server := w.HostPid(), w.ServerPid()
	text := pasteText(in)
	wrote := make(chan error, 1)
	asked := make(chan usertest.Result, 1)
	stopped(t, server, func() {
		go func() { wrote <- c.Write(text) }()
		go func() { asked <- w.Run([]string{"gmux", "new-session", "-d", "-s", "more", "cat"}) }()
		time.Sleep(pauseTime)
	})
	if err := <-wrote; err != nil {
		t.Fatal(err)
	}
	said := w.WaitPane("work", "^=DONE=$")
	for _, want := range []string{sumOf("IN", text), remembered(w, "work")} {
		if !strings.Contains(said, want) {
			t.Errorf("the program should have said %q; the pane shows\n%s", want, said)
		}
	}
	if res := <-asked; res.Code != 0 {
		t.Errorf("a command that waited: %+v", res)
	}
	w.Gmux("has-session", "-t", "more")
	c.WaitFor("=DONE=")
	undisturbed(t, w, c, host, server)
}

// TestHostStopped: the same for the host. It is not needed to type, to print or to look; a command that needs it waits for it.
func TestHostStopped(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has no host")
	w := usertest.New(t)
	c := startWork(w)
	host, server := w.HostPid(), w.ServerPid()
	asked := make(chan usertest.Result, 1)
	stopped(t, host, func() {
		go func() { asked <- w.Run(making) }()
		for began := time.Now(); time.Since(began) < pauseTime; time.Sleep(100 * time.Millisecond) {
			echoes(c, "typed")
			w.Gmux("display-message", "-p", "#{pid}")
		}
		select {
		case res := <-asked:
			t.Errorf("a child without a host: %+v", res)
			asked <- res
		default:
		}
	})
	if res := <-asked; res.Code != 0 {
		t.Errorf("a command that waited: %+v", res)
	}
	w.Gmux("has-session", "-t", "made")
	undisturbed(t, w, c, host, server)
}

// undisturbed checks that host and server are the same, and that the client was told nothing.
func undisturbed(t *testing.T, w *usertest.World, c *usertest.Plain, host, server int) {
	t.Helper()
	if h, s := w.HostPid(), w.ServerPid(); h != host || s != server {
		t.Errorf("host and server were %d and %d, and are %d and %d", host, server, h, s)
	}
	for _, word := range []string{"lost", "dropped", "reconnect"} {
		if strings.Contains(c.Output(), word) {
			t.Errorf("the client said %q: %q", word, c.Output())
		}
	}
}
