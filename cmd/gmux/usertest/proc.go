//go:build linux

package usertest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// A Process is what /proc tells of one process.
type Process struct {
	Pid, PPid, PGrp, Session int
	State                    byte // R, S, D, T, Z …
	TTY                      int  // device number, 0 for none
	Threads                  int
	Command                  string // its arguments, joined
}

func (p Process) String() string {
	return fmt.Sprintf("pid %d ppid %d session %d state %c: %s", p.Pid, p.PPid, p.Session, p.State, p.Command)
}

// Stat reads /proc/PID/stat, and cmdline of those that live. See proc_pid_stat(5); the second field may contain anything,
// so the rest is counted from its last bracket.
func Stat(pid int) (Process, error) {
	dir := fmt.Sprintf("/proc/%d/", pid)
	data, err := os.ReadFile(dir + "stat")
	if err != nil {
		return Process{}, err
	}
	open, end := bytes.IndexByte(data, '('), bytes.LastIndexByte(data, ')')
	fields := strings.Fields(string(data[end+1:]))
	if open < 0 || len(fields) < 18 {
		return Process{}, fmt.Errorf("read %sstat: %q", dir, data)
	}
	p := Process{Pid: pid, State: fields[0][0], Command: string(data[open : end+1])}
	for i, to := range map[int]*int{1: &p.PPid, 2: &p.PGrp, 3: &p.Session, 4: &p.TTY, 17: &p.Threads} {
		*to, _ = strconv.Atoi(fields[i])
	}
	if p.State == 'Z' {
		return p, nil // it has no arguments any more
	}
	if args, err := os.ReadFile(dir + "cmdline"); err == nil && len(args) > 0 {
		p.Command = strings.TrimSpace(strings.ReplaceAll(string(args), "\x00", " "))
	}
	return p, nil
}

// CPUTime is the processor time that a process has used, in ticks of a hundredth of a second.
func CPUTime(pid int) (ticks int, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	for _, field := range fields[11:13] { // utime and stime, in proc_pid_stat(5) 14 and 15
		n, err := strconv.Atoi(field)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return ticks, nil
}

// Alive says whether the process exists and is no zombie.
func Alive(pid int) bool {
	p, err := Stat(pid)
	return err == nil && p.State != 'Z'
}

// Children lists the children of a process, zombies included.
func Children(pid int) []Process {
	return processes(func(p Process) bool { return p.PPid == pid })
}

// Files lists what a process has open: "0 /dev/null", "5 socket", "6 /dev/ptmx" …, numbers of
// sockets and pipes left out so that two lists can be compared.
func Files(pid int) ([]string, error) {
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		target, err := os.Readlink(filepath.Join(dir, e.Name()))
		if err != nil {
			continue // closed meanwhile
		}
		if kind, _, ok := strings.Cut(target, ":["); ok {
			target = kind
		}
		files = append(files, target)
	}
	sort.Strings(files)
	return files, nil
}

func allPids() []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var all []int
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			all = append(all, pid)
		}
	}
	return all
}

func processes(want func(Process) bool) []Process {
	var found []Process
	for _, pid := range allPids() {
		if p, err := Stat(pid); err == nil && want(p) {
			found = append(found, p)
		}
	}
	return found
}

// marked lists the living processes that carry the assignment (NAME=value) in their environment.
func marked(assignment string) (found []Process) {
	mark := []byte("\x00" + assignment + "\x00")
	for _, pid := range allPids() {
		env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid)) // empty for a zombie, and for the kernel's threads
		if err != nil || !bytes.Contains(slices.Concat([]byte{0}, env), mark) {
			continue
		}
		if p, err := Stat(pid); err == nil && p.State != 'Z' {
			found = append(found, p)
		}
	}
	return found
}
