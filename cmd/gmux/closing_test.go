//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestJobsAtTheEnd: however a pane ends, and whatever its shell does for its jobs, plain background jobs and stopped
// ones go with it; what nohup or setsid set apart lives on.
func TestJobsAtTheEnd(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "the jobs of a dash live on in it")
	for _, tt := range []struct {
		name string
		end  func(s *shell)
	}{
		{"kill-session", func(s *shell) { s.Gmux("kill-session", "-t", "work") }},
		{"respawn-pane", func(s *shell) { s.Gmux("respawn-pane", "-k", "-t", "work", "cat") }},
		{"exit", func(s *shell) { s.enter("exit"); s.enter("exit") }}, // the first says that there are stopped jobs
		{"SIGKILL", func(s *shell) { syscall.Kill(s.Pid("#{pane_pid}", "-t", "work"), syscall.SIGKILL) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inShells(t, func(t *testing.T, s *shell) { jobsAtTheEnd(t, s, tt.end) })
		})
	}
}

func jobsAtTheEnd(t *testing.T, s *shell, end func(*shell)) {
	s.enter("sleep 4001 &")
	s.enter("nohup sleep 4002 >/dev/null 2>&1 &")
	s.enter("setsid sleep 4003 &")
	s.ready()
	s.enter("sleep 4004")
	stopped := named(s.World, "sleep 4004").Pid
	s.tty.Keys("C-z")
	awaitState(s.World, stopped, "T")
	s.ready()
	leader := s.Pid("#{pane_pid}", "-t", "work")
	goes := []int{leader, named(s.World, "sleep 4001").Pid, stopped}
	stays := []int{named(s.World, "sleep 4002").Pid, named(s.World, "sleep 4003").Pid}
	for _, pid := range stays {
		t.Cleanup(func() { killAtEnd(pid) })
	}
	end(s)
	for _, pid := range goes {
		s.Eventually("shell and jobs to end", func() (bool, string) {
			p, err := usertest.Stat(pid)
			return err != nil, fmt.Sprint(p, err) // no zombie either
		})
	}
	// The host does one thing after the other: what it had to do is behind it when it has closed another pane.
	next := s.Gmux("new-session", "-d", "-P", "-F", "#{pane_pid}", "-s", "next", "sleep 4005")
	s.Gmux("kill-session", "-t", "next")
	s.Eventually("the pane after it to end", func() (bool, string) {
		_, err := os.Stat("/proc/" + next)
		return os.IsNotExist(err), next
	})
	for _, pid := range stays {
		if p, err := usertest.Stat(pid); err != nil || p.State == 'Z' || p.PPid != s.HostPid() {
			t.Errorf("what was set apart is gone, or not the host's: %v, %v", p, err)
		}
	}
}

// TestShellThatIgnoresHangUp: kill-pane takes the terminal away all the same. A shell at its prompt ends of that; a
// program that wants nothing from its terminal lives on as a child of the host, which uses no time for it and reaps it.
func TestShellThatIgnoresHangUp(t *testing.T) {
	inShells(t, func(t *testing.T, s *shell) {
		s.enter("trap '' HUP")
		s.ready()
		pid := s.Pid("#{pane_pid}", "-t", "work")
		s.Gmux("kill-pane", "-t", "work")
		s.tty.WaitFor(`\[exited\]`)
		s.Eventually("the shell to end", func() (bool, string) { return !usertest.Alive(pid), "it is alive" })

		pid = 0
		fmt.Sscan(s.Gmux("new-session", "-d", "-P", "-F", "#{pane_pid}", "-s", "deaf", "trap '' HUP; echo deaf; while :; do sleep 1; done"), &pid)
		t.Cleanup(func() { killAtEnd(pid) })
		s.WaitPane("deaf", "^deaf$")
		s.Gmux("kill-pane", "-t", "deaf")
		idle(t, s.World)
		p, err := usertest.Stat(pid)
		if err != nil || p.State == 'Z' || !usertest.UnderTmux() && p.PPid != s.HostPid() {
			t.Fatalf("the program that ignores SIGHUP: %v, %v", p, err)
		}
		timeToReap(t, s.World, pid)
	})
}

// TestLeaderExitsFirst: a pane is over when its leader has ended and what it wrote has been read, though others hold
// the tty, and even if they never stop writing to it.
func TestLeaderExitsFirst(t *testing.T) {
	t.Parallel()
	for name, job := range map[string]string{"silent": "sleep 4006", "noisy": "yes"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			usertest.NeedGmux(t, "its panes wait for everybody who holds the tty")
			w := usertest.New(t)
			w.Gmux("new-session", "-d", "-s", "keep", "cat")
			w.Gmux("set-option", "-g", "remain-on-exit", "on")
			c := w.StartPlain(24, 80, "gmux", "new-session", "-s", "work", "setsid "+job+" & read line; echo last words; exit 7")
			pid := named(w, job).Pid
			t.Cleanup(func() { killAtEnd(pid) })
			c.WaitFor(`\[work\]`)
			c.Type("\r")
			w.WaitOutput("^1 7$", "display-message", "-p", "-t", "work", "#{pane_dead} #{pane_dead_status}")
			if name == "silent" {
				w.WaitPane("work", "^last words$")
			}
			idle(t, w)
			if p, err := usertest.Stat(pid); err != nil || p.PPid != w.HostPid() {
				t.Errorf("the job in a session of its own: %v, %v", p, err)
			}
			w.Gmux("kill-session", "-t", "work")
			c.WaitFor(`\[exited\]`)
		})
	}
}

// TestLeaderClosesTerminal: a pane whose tty nobody has open ends, though its leader lives.
func TestLeaderClosesTerminal(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "keep", "cat")
	w.Gmux("set-option", "-g", "remain-on-exit", "on")
	leader := 0
	fmt.Sscan(w.Gmux("new-session", "-d", "-P", "-F", "#{pane_pid}", "-s", "work", "trap '' HUP; echo; echo last words; exec </dev/null >/dev/null 2>&1; while :; do sleep 1; done"), &leader)
	t.Cleanup(func() { killAtEnd(leader) })
	w.WaitOutput("^1$", "display-message", "-p", "-t", "work", "#{pane_dead}")
	w.WaitPane("work", "^last words$")
	if !usertest.Alive(leader) {
		t.Error("the leader is gone")
	}
	idle(t, w)
	killAtEnd(leader)
	w.Gmux("respawn-pane", "-t", "work", "exec cat")
	w.Gmux("send-keys", "-t", "work", "a new tty", "Enter")
	w.WaitPane("work", "^a new tty\na new tty$")
}

// idle fails if host or server keeps a processor busy, which is measured against a process that does: in the time in
// which that one uses 20 hundredths of a second, they may use 5.
func idle(t *testing.T, w *usertest.World) {
	t.Helper()
	control := w.StartPlain(2, 20, w.Probe("ttyprobe"), "spin")
	defer control.Kill(syscall.SIGKILL)
	used := func(pid int) int {
		n, err := usertest.CPUTime(pid)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	host, server := w.HostPid(), w.ServerPid()
	var report strings.Builder
	for range 3 { // what is only busy with something comes to an end
		before := map[int]int{host: used(host), server: used(server)}
		start := used(control.Pid())
		w.Eventually("the control to spin", func() (bool, string) { return used(control.Pid()) >= start+20, "" })
		busy := false
		for pid, then := range before {
			n := used(pid) - then
			busy = busy || n > 5
			fmt.Fprintf(&report, "%d used %d hundredths of a second, the control 20\n", pid, n)
		}
		if !busy {
			return
		}
	}
	t.Errorf("host %d, server %d:\n%s", host, server, report.String())
}

// TestPidOfADeadLeaderIsAnothers: the pane of a leader that has ended stays (remain-on-exit), and meanwhile its pid has
// become that of a session which gmux knows nothing of. Closing the pane does not hang that one up.
func TestPidOfADeadLeaderIsAnothers(t *testing.T) {
	t.Parallel()
	usertest.NeedRoot(t)
	usertest.NeedGmux(t, "it signals nobody for a dead pane")
	usertest.Need(t, "unshare", "setsid")
	w := usertest.New(t)
	res := w.Run([]string{"unshare", "-p", "-f", "-m", "--mount-proc", "sh", "-c", pidAgain})
	if res.Code != 0 || res.Stdout != "alive\n" {
		t.Errorf("exit status %d: %s%s", res.Code, res.Stdout, res.Stderr)
	}
}

// pidAgain runs in a namespace where pids are its own, and the next one can be chosen.
const pidAgain = `
gmux new-session -d -s keep cat
gmux set-option -g remain-on-exit on
pid=$(gmux new-session -d -P -F '#{pane_pid}' -s work 'read line')
gmux send-keys -t work Enter
until test "$(gmux display-message -p -t work '#{pane_dead}')" = 1; do sleep 0.05; done
for try in 1 2 3 4 5 6 7 8 9 10; do
	echo $((pid - 1)) >/proc/sys/kernel/ns_last_pid
	setsid sleep 1000 &
	test $! = $pid && break
	kill $!
done
test $! = $pid || { echo "no luck with pid $pid"; exit 2; }
until test "$(ps -o sid=,args= -p $pid | tr -s ' ')" = " $pid sleep 1000" -o "$(ps -o sid=,args= -p $pid)" = "$pid sleep 1000"; do sleep 0.05; done
gmux kill-session -t work
gmux kill-server
while ps -A -o args= | grep -q '^gmux: host'; do sleep 0.05; done # it does one thing after the other, and takes its socket away
kill -0 $pid && echo alive
`
