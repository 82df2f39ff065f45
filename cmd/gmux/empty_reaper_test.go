//go:build linux

package main_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestReaper: a cleaner of /tmp takes away socket, lock, or the directory of both, in every way. The client that is
// attached notices nothing, and the next that comes finds the same server.
func TestReaper(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it makes its socket again only at SIGUSR1")
	w := usertest.New(t)
	c := startWork(w)
	host, server := w.HostPid(), w.ServerPid()
	dir := w.Path("sock", fmt.Sprintf("gmux-%d", os.Getuid()))
	socket := dir + "/default"
	before := atRest(w, host, server)
	for _, tt := range []struct {
		what string
		take func() error
	}{
		{"the socket", func() error { return os.Remove(socket) }},
		{"the lock", func() error { return os.Remove(socket + ".lock") }},
		{"both", func() error { return errors.Join(os.Remove(socket+".lock"), os.Remove(socket)) }},
		{"the directory", func() error { return removeAll(dir) }},
		{"the directory, and another is made", func() error { return errors.Join(removeAll(dir), made(os.Mkdir(dir, 0o700))) }},
		{"the directory, by another name", func() error { return os.Rename(dir, w.Path("sock", "old")) }},
		{"the directory above", func() error { return removeAll(w.Path("sock")) }},
	} {
		if err := tt.take(); err != nil {
			t.Fatalf("%s: %v", tt.what, err)
		}
		echoes(c, "typed")
		var res usertest.Result
		w.Eventually("the same host to answer after somebody took "+tt.what, func() (bool, string) {
			res = w.Run([]string{"gmux", "display-message", "-p", "#{pid}"})
			return res.Code == 0, fmt.Sprintf("%+v", res)
		})
		if res.Stdout != fmt.Sprintln(host) {
			t.Errorf("%s: the host was %d and is %s", tt.what, host, res.Stdout)
		}
		w.Eventually("socket and lock to be back", func() (bool, string) {
			_, serr := os.Stat(socket)
			_, lerr := os.Stat(socket + ".lock")
			return serr == nil && lerr == nil, fmt.Sprint(serr, lerr)
		})
		os.RemoveAll(w.Path("sock", "old"))
		asBefore(w, host, server, before)
	}
	if strings.Contains(c.Output(), "lost") || w.ServerPid() != server {
		t.Errorf("the client was disturbed: %q", c.Output())
	}
}

// removeAll removes a tree in which the host makes new files meanwhile.
func removeAll(dir string) error {
	err := os.RemoveAll(dir)
	for i := 0; i < 100 && errors.Is(err, syscall.ENOTEMPTY); i++ {
		err = os.RemoveAll(dir)
	}
	return err
}

// made is no error where the host was faster.
func made(err error) error {
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	return err
}

// TestReaperAndSquatter: where the directory was somebody has put a file, then a directory that is open to all. The host
// makes nothing in there; when it is gone, the host is back.
func TestReaperAndSquatter(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it makes its socket again only at SIGUSR1")
	w := usertest.New(t)
	c := startWork(w)
	host := w.HostPid()
	dir := w.Path("sock", fmt.Sprintf("gmux-%d", os.Getuid()))
	stopped(t, w, host, func() {
		if err := errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	})
	echoes(c, "typed")
	clearError(t, "a file", w.Run([]string{"gmux", "list-sessions"}), "is not a directory")
	stopped(t, w, host, func() {
		if err := errors.Join(os.Remove(dir), os.Mkdir(dir, 0o700), os.Chmod(dir, 0o777)); err != nil {
			t.Fatal(err)
		}
	})
	echoes(c, "typed")
	clearError(t, "an open directory", w.Run([]string{"gmux", "list-sessions"}), "unsafe permissions")
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("in a directory that is open to all: %v, %v", files, err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	w.WaitOutput(fmt.Sprintf("^%d$", host), "display-message", "-p", "#{pid}")
}

// stopped does something while a process is stopped. Each of its threads stops when it next looks: kill(2) does not wait for that.
func stopped(t *testing.T, w *usertest.World, pid int, do func()) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	defer syscall.Kill(pid, syscall.SIGCONT)
	w.Eventually("all threads to have stopped", func() (bool, string) {
		return allStopped(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	})
	do()
}

// allStopped reports whether all threads have the state T of proc(5), which comes behind the name in parentheses.
func allStopped(pattern string) (bool, string) {
	tasks, err := filepath.Glob(pattern)
	if err != nil || len(tasks) == 0 {
		return false, fmt.Sprintf("%s: %v", pattern, err)
	}
	for _, task := range tasks {
		text, err := os.ReadFile(task)
		if i := strings.LastIndex(string(text), ") "); err != nil || i < 0 || text[i+2] != 'T' {
			return false, fmt.Sprintf("%s, %v", text, err)
		}
	}
	return true, ""
}
