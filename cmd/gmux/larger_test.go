//go:build linux

package main_test

import (
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestClientsLeaveALargerWindow: clients that follow a cursor through a window that does not fit go when they are told to, at any
// moment.
func TestClientsLeaveALargerWindow(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "-x", "200", "-y", "60", `while :; do printf '\033[1;1Hleft \033[60;190Hright'; done`)
	w.Gmux("set-option", "-g", "window-size", "manual")
	server := w.ServerPid()
	for range 3 {
		var clients []*usertest.Plain
		for range 4 {
			c := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "work")
			c.Await("[work]")
			clients = append(clients, c)
		}
		w.Gmux("detach-client", "-s", "work")
		for _, c := range clients {
			c.Await("[detached (from session work)]")
			c.WaitExit()
			c.CloseTerminal()
		}
	}
	if now := w.ServerPid(); now != server {
		t.Errorf("the server was %d and is %d", server, now)
	}
}
