package osproc

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Processes lists every process of the system, from /proc.
func Processes() ([]Process, error) { return list(func(int) bool { return true }) }

// candidates are processes among which those of some sessions are. Most are told by getsid(2), a tenth of the work of
// reading what /proc says of a process: closing one pane among hundreds would else read hundreds of files, twice.
func candidates(leaders map[int]bool) ([]Process, error) {
	return list(func(pid int) bool {
		session, err := unix.Getsid(pid)
		return leaders[session] || err != nil && err != unix.ESRCH
	})
}

// list describes the processes whose numbers are wanted.
func list(want func(pid int) bool) ([]Process, error) {
	dir, err := os.Open("/proc")
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	var found []Process
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil || !want(pid) {
			continue
		}
		if p, err := Stat(pid); err == nil { // an error: it has gone meanwhile
			found = append(found, p)
		}
	}
	return found, nil
}

// Stat describes one process, a zombie too.
func Stat(pid int) (Process, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Process{}, err
	}
	return parseStat(data)
}

// parseStat reads /proc/PID/stat. The command in parentheses may hold anything, parentheses too, so
// it ends at the last one. See proc_pid_stat(5).
func parseStat(data []byte) (Process, error) {
	open, end := bytes.IndexByte(data, '('), bytes.LastIndexByte(data, ')')
	if open < 1 || end < open {
		return Process{}, fmt.Errorf("stat line %q", data)
	}
	f := strings.Fields(string(data[end+1:]))
	if len(f) < 5 || len(f[0]) != 1 {
		return Process{}, fmt.Errorf("stat line %q", data)
	}
	p := Process{State: f[0][0], Command: string(data[open+1 : end])}
	for _, n := range []struct {
		to   *int
		text string
	}{{&p.PID, strings.TrimSpace(string(data[:open]))}, {&p.Parent, f[1]}, {&p.Group, f[2]}, {&p.Session, f[3]}, {&p.TTY, f[4]}} {
		v, err := strconv.Atoi(n.text)
		if err != nil {
			return Process{}, fmt.Errorf("stat line %q", data)
		}
		*n.to = v
	}
	return p, nil
}

// Command is the name a process was started by, or has given itself since; the kernel's short name if it
// has no arguments (a kernel thread, a zombie).
func Command(pid int) (string, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return "", err
	}
	if argv0, _, _ := bytes.Cut(data, []byte{0}); len(argv0) > 0 {
		return string(argv0), nil
	}
	p, err := Stat(pid)
	return p.Command, err
}

// Cwd is the working directory of a process.
func Cwd(pid int) (string, error) {
	return os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
}

// Foreground is the foreground process group of the tty whose master is given.
func Foreground(master int) (int, error) {
	pgrp, err := unix.IoctlGetInt(master, unix.TIOCGPGRP)
	if err == nil && pgrp <= 0 {
		err = unix.ESRCH
	}
	return pgrp, os.NewSyscallError("TIOCGPGRP", err)
}

// TTYName is the name of the child's side of a pty, by its master.
func TTYName(master int) (string, error) {
	n, err := unix.IoctlGetInt(master, unix.TIOCGPTN)
	if err != nil {
		return "", os.NewSyscallError("TIOCGPTN", err)
	}
	return "/dev/pts/" + strconv.Itoa(n), nil
}

// Exe is a path that starts the program this process runs, also when its file was replaced or
// deleted meanwhile. Where /proc is hidden it is the path that the program was started by.
func Exe() (string, error) {
	const self = "/proc/self/exe"
	if unix.Access(self, unix.X_OK) == nil {
		return self, nil
	}
	return startedBy, startedByErr
}

// startedBy is asked at the start, while /proc may still be there.
var startedBy, startedByErr = os.Executable()

// ExeOf names the file that a process runs, in a way that holds when the file was moved, replaced or deleted.
func ExeOf(pid int) string { return fmt.Sprintf("/proc/%d/exe", pid) }

// SetName is the name ps and top show for this process; the kernel keeps 15 bytes of it.
func SetName(name string) error {
	return os.WriteFile("/proc/self/comm", []byte(name), 0)
}
