package client

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"gmux/protocol"
)

// An ending is how a run ends. Its text is written once the terminal is restored.
type ending struct {
	text   string // to standard output: "[exited]"
	err    error  // to standard error
	status int
	exec   string // the command that takes our place
	hangUp bool   // the parent gets SIGHUP
	bye    string // the reason told to the server
	quiet  bool   // the terminal is gone: nothing to restore
}

func failed(err error) ending { return ending{err: err, status: 1} }

// goodbye is what tmux's users know, by the reason why the server lets us go.
func goodbye(m protocol.Goodbye) ending {
	switch m.Kind {
	case protocol.GoodbyeDetached:
		return ending{text: "[detached (from session " + m.Text + ")]", bye: "detached"}
	case protocol.GoodbyeDetachedHUP:
		return ending{text: "[detached and SIGHUP (from session " + m.Text + ")]", bye: "detached", hangUp: true}
	case protocol.GoodbyeExited:
		return ending{text: "[exited]", bye: "exited"}
	case protocol.GoodbyeServerExited:
		return ending{text: "[server exited]", status: 1, bye: "server exited"}
	case protocol.GoodbyeExec:
		return ending{bye: "exec", exec: m.Text}
	case protocol.GoodbyeTooFar:
		return ending{text: "[server refused: " + m.Text + "]", status: 1, bye: "refused"}
	}
	return ending{text: "[exited]", status: 1, bye: "exited"} // a reason of a later version
}

func lostServer() ending { return ending{text: "[lost server]", status: 1, bye: "lost server"} }

// leftAlone is for a user who leaves while no server answers: the session is not detached by anybody.
func leftAlone() ending { return ending{text: "[detached (no server)]", status: 1} }

// lostTTY is for a terminal that is gone.
func lostTTY() ending { return ending{status: 1, bye: "lost tty", quiet: true} }

// killed is for a signal that ends us.
func killed(sig os.Signal) ending {
	if sig == syscall.SIGHUP {
		return ending{text: "[lost tty]", status: 1, bye: "lost tty"}
	}
	return ending{text: "[terminated]", status: 1, bye: "terminated"}
}

// execShell replaces this process by the user's shell with command.
func execShell(command string) error {
	shell := os.Getenv("SHELL")
	if !filepath.IsAbs(shell) {
		shell = "/bin/sh"
	}
	err := syscall.Exec(shell, []string{filepath.Base(shell), "-c", command}, os.Environ())
	return fmt.Errorf("exec %s: %w", shell, err)
}
