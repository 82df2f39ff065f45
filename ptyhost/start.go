package ptyhost

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/osproc"
	"gmux/protocol/transport"
	"gmux/ptyhost/spawn"
)

// patience is how long Start waits for a socket whose lock somebody holds: a host that is ending may have
// to kill leaders first, which takes 5 s.
const patience = 8 * time.Second

// First words of what the daemon reports to its starter.
const (
	reportReady  = "ready"
	reportLocked = "locked"
)

// reportFD is the descriptor the report goes to.
const reportFD = 3

// Start makes sure that a server listens on socket: it starts a host, detached, with this process's
// environment, and returns when the host's server accepts clients. Where another host has the socket
// already, or gets it first, that one is as good. args are the server's. lost is a line for the user if the
// server before this one and its host have died together. So is the error.
func Start(socket string, args []string) (lost string, err error) {
	if socket, err = filepath.Abs(socket); err != nil {
		return "", fmt.Errorf("socket %s: %w", socket, err)
	}
	for deadline := time.Now().Add(patience); ; {
		lost, err := startOnce(socket, args)
		if !errors.Is(err, transport.ErrLocked) {
			return lost, err
		}
		if err := waitForOther(socket, deadline); err != nil {
			return "", err
		}
		if answers(socket) {
			return "", nil
		}
	}
}

// waitForOther waits until the socket answers or its lock is free.
func waitForOther(socket string, deadline time.Time) error {
	const step = 10 * time.Millisecond
	for !answers(socket) {
		fd, err := transport.Lock(transport.LockPath(socket))
		if err == nil {
			return unix.Close(fd)
		}
		if !errors.Is(err, transport.ErrLocked) {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("lock %s is held, but no server answers on %s", transport.LockPath(socket), socket)
		}
		time.Sleep(step)
	}
	return nil
}

func answers(socket string) bool {
	c, err := transport.Dial(socket)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// startOnce starts a host and reads its report.
func startOnce(socket string, args []string) (lost string, err error) {
	exe, err := osproc.Exe()
	if err != nil {
		return "", err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	cmd := exec.Command(exe)
	cmd.Args = append([]string{hostmsg.HostName, argDetach, socket}, args...)
	cmd.ExtraFiles = []*os.File{w}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if dir, err := os.Getwd(); err == nil { // the configuration begins there, and who started us may not have said so
		cmd.Env = append(os.Environ(), "PWD="+dir)
	}
	err = cmd.Run() // it ends as soon as it has started the host
	w.Close()
	if err != nil {
		return "", fmt.Errorf("start server: %w", err)
	}
	report, err := io.ReadAll(io.LimitReader(r, 64<<10))
	if err != nil {
		return "", fmt.Errorf("start server: %w", err)
	}
	word, rest, _ := strings.Cut(string(bytes.TrimSpace(report)), " ")
	switch word {
	case reportReady:
		return rest, nil
	case reportLocked:
		return "", transport.ErrLocked
	case "":
		return "", errors.New("server exited unexpectedly")
	}
	return "", errors.New(strings.TrimSpace(word + " " + rest))
}

// argDetach makes a process named hostmsg.HostName start the host and end, so that the host's parent
// is init.
const argDetach = "--detach"

// Main runs a process that was started under the name hostmsg.HostName; args are those behind the
// name. It returns the exit status.
func Main(args []string) int {
	if len(args) > 1 && args[0] == argDetach {
		if err := detach(args[1], args[2:]); err != nil {
			report(err.Error()) // the starter reads it
		}
		return 0
	}
	if len(args) == 1 && args[0] == argHeir {
		return runHeir()
	}
	if len(args) == 1 && args[0] == argCheck {
		return runCheck()
	}
	if len(args) == 2 && args[0] == argGoOn {
		file, err := strconv.Atoi(args[1])
		if err != nil {
			return 1
		}
		return runMoved(file)
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "gmux starts its host by itself")
		return 1
	}
	return runHost(args[0], args[1:])
}

// detach starts the host clean of all that the user's shell may have left to us, in a session of its
// own, and leaves it to init.
func detach(socket string, args []string) error {
	if err := spawn.Clean(); err != nil {
		return fmt.Errorf("start server: %w", err)
	}
	exe, err := osproc.Exe()
	if err != nil {
		return fmt.Errorf("start server: %w", err)
	}
	null, err := unix.Open(os.DevNull, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open %s: %w", os.DevNull, err)
	}
	_, err = syscall.ForkExec(exe, append([]string{hostmsg.HostName, socket}, args...), &syscall.ProcAttr{
		Dir:   "/",
		Env:   os.Environ(),
		Files: []uintptr{uintptr(null), uintptr(null), uintptr(null), reportFD},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		return fmt.Errorf("start server: %s", transport.Strerror(err))
	}
	return nil
}

// report tells the starter, who may have gone, how the start went. It is called once.
func report(text string) {
	unix.Write(reportFD, []byte(text+"\n")) // nobody is left to hear of an error here
	unix.Close(reportFD)
}
