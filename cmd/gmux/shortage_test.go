//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// memfds lists the memories of one kind that a process has open, with the bytes that each takes.
func memfds(t *testing.T, pid int, name string) (sizes []int64) {
	t.Helper()
	dir := fmt.Sprintf("/proc/%d/fd/", pid)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		target, err := os.Readlink(dir + e.Name())
		var st unix.Stat_t
		if err == nil && strings.HasPrefix(target, "/memfd:"+name+" ") && unix.Stat(dir+e.Name(), &st) == nil {
			sizes = append(sizes, st.Blocks*512)
		}
	}
	return sizes
}

// TestOutputIsGivenBack: however much a program prints, its log takes little memory; history is bounded by its limit.
func TestOutputIsGivenBack(t *testing.T) {
	t.Parallel()
	usertest.Long(t)
	usertest.NeedGmux(t, "it keeps no log")
	w := usertest.New(t)
	megabytes := usertest.Count(64, 1024)
	w.Gmux("new-session", "-d", "-s", "work", "sh", "-c", fmt.Sprintf("yes 0123456789012345678901234567890123456789012345678901234567 | head -c %dM; echo; echo =OVER=; exec cat", megabytes))
	host, most := w.HostPid(), int64(0)
	w.Eventually("the end of the output", func() (bool, string) {
		for _, n := range memfds(t, host, "gmux-log") {
			most = max(most, n)
		}
		text := w.Gmux("capture-pane", "-p", "-t", "work")
		return strings.Contains(text, "\n=OVER=\n"), text
	})
	if bound := int64(8 << 20); most > bound {
		t.Errorf("the log of %d MB of output took %d bytes, more than %d", megabytes, most, bound)
	}
	t.Logf("soak: the log of %d MB of output took %d bytes at most", megabytes, most)
}

// TestDescriptors: a pane takes at most eight descriptors in each process.
func TestDescriptors(t *testing.T) {
	t.Parallel()
	usertest.Long(t)
	usertest.NeedGmux(t, "its panes are made otherwise")
	const most = 8 // recovery.NumFDs
	panes := usertest.Count(40, 1000)
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "first", "cat")
	host, server := w.HostPid(), w.ServerPid()
	limit := unix.Rlimit{Cur: 20_000, Max: 20_000}
	for _, pid := range []int{host, server} {
		if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, &limit, nil); err != nil {
			t.Fatal(err)
		}
	}
	before := [2]int{countFiles(t, host), countFiles(t, server)}
	var file strings.Builder
	for i := range panes {
		fmt.Fprintf(&file, "new-session -d -s p%d cat\n", i)
	}
	w.Source(file.String())
	count := func(when string, before [2]int) {
		for i, role := range []string{"host", "server"} {
			pid := []int{w.HostPid(), w.ServerPid()}[i]
			w.Eventually(fmt.Sprintf("at most %d descriptors a pane in the %s %s", most, role, when), func() (bool, string) {
				n := countFiles(t, pid)
				return n <= before[i]+most*panes+20, fmt.Sprintf("%d, %d before %d panes", n, before[i], panes)
			})
			t.Logf("soak: %d panes take %d descriptors in the %s %s", panes, countFiles(t, pid)-before[i], role, when)
		}
	}
	count("at first", before)
	kill(t, server)
	w.Eventually("another server", func() (bool, string) { now := w.ServerPid(); return now != server, fmt.Sprint(now) })
	count("after a death of the server", before)
	kill(t, host)
	w.Eventually("another host", func() (bool, string) { now := w.HostPid(); return now != host, fmt.Sprint(now) })
	count("after a death of the host", before)
	if n := strings.Count(w.Gmux("list-panes", "-a", "-F", "#{pane_dead}"), "0"); n != panes+1 {
		t.Errorf("%d of %d panes live", n, panes+1)
	}
}

func countFiles(t *testing.T, pid int) int {
	t.Helper()
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// TestMemoryShortage: a server that gets no more memory dies of it and is replaced, and the output that it was for is all there.
func TestMemoryShortage(t *testing.T) {
	t.Parallel()
	usertest.Long(t)
	usertest.NeedGmux(t, "it has no process to replace")
	w := usertest.New(t)
	writeFile(t, w.Path("home", ".gmux.conf"), "set -g history-limit 200000\n", 0o600)
	size := writeLines(t, w.Path("lines"), 8<<20)
	c := w.StartPlain(24, 80, "gmux", "new", "-s", "work", "cat")
	c.WaitFor(`\[work\]`)
	server := w.ServerPid()
	var used unix.Rlimit
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", server))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Sscan(string(status), &used.Cur)
	limit := used.Cur*uint64(os.Getpagesize()) + 1<<20
	if err := unix.Prlimit(server, unix.RLIMIT_AS, &unix.Rlimit{Cur: limit, Max: limit}, nil); err != nil {
		t.Fatal(err)
	}
	go w.Run([]string{"gmux", "new-session", "-d", "-s", "flood", "sh", "-c", "cat " + w.Path("lines") + "; echo =OVER=; exec cat"})
	c.WaitFor("server restarted after")
	w.WaitPane("flood", "^=OVER=$")
	lines := strings.Count(w.Gmux("capture-pane", "-p", "-S", "-", "-t", "flood"), "xxxxx\n")
	if want := int(size / 60); lines != want && lines != want-1 && lines != want+1 {
		t.Errorf("%d lines of %d", lines, want)
	}
	// The runtime says it in one of these ways; EAGAIN is what a thread without memory for its stack is.
	if log := readLog(t, w); !matches("out of memory|cannot allocate memory|Resource temporarily unavailable", log) {
		t.Errorf("nothing of memory in the log:\n%.2000s", log)
	}
}

// TestProcIsHidden: where /proc has gone from host and server, panes live on through a death of either. Another host comes when it is
// back.
func TestProcIsHidden(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has one process")
	usertest.NeedRoot(t)
	usertest.Need(t, "unshare", "nsenter")
	w := usertest.New(t)
	w.Run([]string{"unshare", "-m", "gmux", "new-session", "-d", "-s", "work", "cat"})
	host, server, child := w.HostPid(), w.ServerPid(), w.Pid("#{pane_pid}", "-t", "work")
	hide := w.Run([]string{"nsenter", "-m", "-t", fmt.Sprint(host), "mount", "-t", "tmpfs", "none", "/proc"})
	if hide.Code != 0 {
		t.Fatalf("hide /proc: %+v", hide)
	}
	w.Gmux("send-keys", "-t", "work", "before", "Enter")
	w.WaitPane("work", "^before\nbefore$")
	kill(t, server)
	w.Eventually("another server", func() (bool, string) { now := w.ServerPid(); return now != server, fmt.Sprint(now) })
	w.WaitPane("work", "^before\nbefore$")
	kill(t, host) // no other can be started by a server that never saw /proc, which serves on and tries again
	w.Gmux("send-keys", "-t", "work", "after", "Enter")
	w.WaitPane("work", "^before\nbefore\nafter\nafter$")
	show := w.Run([]string{"nsenter", "-m", "-t", fmt.Sprint(w.ServerPid()), "umount", "/proc"})
	if show.Code != 0 {
		t.Fatalf("show /proc again: %+v", show)
	}
	w.Eventually("another host", func() (bool, string) { now := w.HostPid(); return now != host, fmt.Sprint(now) })
	if now := w.Pid("#{pane_pid}", "-t", "work"); now != child {
		t.Errorf("the process was %d and is %d", child, now)
	}
}
