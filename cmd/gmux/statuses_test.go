//go:build linux

package main_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// TestStatusesAcrossDeaths: thirty commands end with a known code or signal while the server and the host are killed. Each status is
// right or said to be unknown, under an init that reaps orphans as under one that does not.
func TestStatusesAcrossDeaths(t *testing.T) {
	usertest.NeedGmux(t, "its server is the parent of the panes")
	for _, reap := range []bool{true, false} {
		for _, victim := range []string{"server", "host", "both in turn"} {
			t.Run(fmt.Sprintf("%s killed, orphans reaped %v", victim, reap), func(t *testing.T) {
				t.Parallel()
				usertest.Long(t)
				endAmidDeaths(t, reap, victim)
			})
		}
	}
}

func endAmidDeaths(t *testing.T, reap bool, victim string) {
	w := usertest.New(t)
	panes := usertest.Count(30, 300)
	argv := []string{w.Probe("orphanage"), "-reap=" + fmt.Sprint(reap), "gmux", "new-session", "-d", "-s", "first", "-x", "60", "-y", "10", "cat"}
	house := w.StartPlain(24, 80, argv...)
	house.WaitFor("command ended: 0")
	w.Gmux("set-option", "-g", "remain-on-exit", "on")
	if err := syscall.Mkfifo(w.Path("go"), 0o600); err != nil { // who opens it to read waits until somebody has it open to write
		t.Fatal(err)
	}
	var file strings.Builder
	for i := range panes {
		end := fmt.Sprintf("exit %d", i)
		if i%3 == 2 {
			end = fmt.Sprintf("kill -%d $$", []int{9, 15, 1, 10}[i/3%4])
		}
		fmt.Fprintf(&file, "new-session -d -s p%d -x 60 -y 10 sh -c ': < %s; sleep 0.%02d; %s'\n", i, w.Path("go"), i%40, end)
	}
	w.Source(file.String())
	host, server := w.HostPid(), w.ServerPid()
	start, err := os.OpenFile(w.Path("go"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer start.Close()
	time.Sleep(150 * time.Millisecond) // some end before, some after
	if victim != "server" {
		kill(t, host)
		w.Eventually("another host", func() (bool, string) { return w.HostPid() != host, "" })
	}
	if victim != "host" {
		kill(t, server)
	}
	dead := regexp.MustCompile(`^p(\d+) 1 (\d*) (\d*)$`)
	var unknown int
	w.Eventually("every pane to be dead", func() (bool, string) {
		list := w.Gmux("list-panes", "-a", "-F", "#{session_name} #{pane_dead} #{pane_dead_status} #{pane_dead_signal}")
		unknown = 0
		count := 0
		for line := range strings.SplitSeq(list, "\n") {
			m := dead.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			count++
			var i int
			fmt.Sscan(m[1], &i)
			code, signal := fmt.Sprint(i), ""
			if i%3 == 2 {
				code, signal = "", fmt.Sprint([]int{9, 15, 1, 10}[i/3%4])
			}
			switch {
			case m[2] == "" && m[3] == "":
				unknown++
			case m[2] != code || m[3] != signal:
				t.Errorf("pane %d ended with status %q signal %q, want %q %q", i, m[2], m[3], code, signal)
			}
		}
		return count == panes, list
	})
	const mark = "=pane="
	var captures []string
	for i := range panes {
		captures = append(captures, "display-message", "-p", mark, ";", "capture-pane", "-p", "-S", "-", "-t", fmt.Sprintf("p%d", i), ";")
	}
	texts := strings.Split(w.Gmux(captures...), mark)[1:]
	if len(texts) != panes {
		t.Errorf("%d texts of %d panes", len(texts), panes)
	}
	for i, text := range texts { // each says so once
		if n := strings.Count(text, "Pane is dead"); n != 1 {
			t.Errorf("pane %d says %d times that it is dead:\n%s", i, n, text)
		}
	}
	t.Logf("soak: %d ends while %s died: %d right, %d unknown, 0 wrong", panes, victim, panes-unknown, unknown)
	w.Gmux("kill-server")
	house.Type("x\r")
	house.WaitExit()
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
