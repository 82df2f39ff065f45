//go:build linux

package main_test

import (
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestMoreThanTheHostTakes: a request that the host would not take ends itself, and not the server.
func TestMoreThanTheHostTakes(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has no host")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	server := w.ServerPid()
	long := strings.Repeat("a", 5000)
	w.Gmux("new-window", "-d", "-c", "/"+long, "sh -c 'pwd; exec cat'") // nobody can enter it: the home directory
	w.WaitPane("work:1", "^"+w.Path("home"))
	if res := w.Run([]string{"gmux", "upgrade-server", "/" + long}); res.Code != 1 || !strings.HasPrefix(res.Stderr, "not upgraded: ") {
		t.Errorf("exit status %d, %q", res.Code, res.Stderr)
	}
	w.Source("set-environment -g LONG " + strings.Repeat("x", 200<<10))
	if res := w.Run([]string{"gmux", "new-window", "-d", "cat"}); res.Code != 1 || !strings.Contains(res.Stderr, "limit") {
		t.Errorf("exit status %d, %q", res.Code, res.Stderr)
	}
	w.Gmux("set-environment", "-g", "-u", "LONG")
	w.Gmux("new-window", "-d", "cat")
	if now := w.ServerPid(); now != server {
		t.Errorf("the server was %d and is %d", server, now)
	}
}
