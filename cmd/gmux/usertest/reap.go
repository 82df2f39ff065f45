//go:build linux

package usertest

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// The tests start daemons, and a daemon's parent is init. In a container init may reap nothing, so the
// test process adopts what loses its parent (as a child subreaper) and reaps it; otherwise a zombie
// would look like something gmux left behind.

// started guards the children which somebody in this process waits for.
var started struct {
	sync.Mutex
	pids map[int]bool
}

func adoptOrphans() error {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("become the reaper of orphans: %w", err)
	}
	chld := make(chan os.Signal, 1)
	signal.Notify(chld, syscall.SIGCHLD)
	go reapLoop(chld)
	return nil
}

// reapLoop lives as long as the tests. The ticker is for the SIGCHLD that was merged into another.
func reapLoop(chld <-chan os.Signal) {
	tick := time.NewTicker(250 * time.Millisecond)
	for {
		select {
		case <-chld:
		case <-tick.C:
		}
		reapOrphans()
	}
}

// reapOrphans waits for dead children that were adopted. Those which os/exec started without a session
// of their own share ours, and those which start made are on its list: both have somebody who waits.
func reapOrphans() {
	started.Lock()
	defer started.Unlock()
	session, err := unix.Getsid(0)
	if err != nil {
		return
	}
	for _, pid := range children() {
		if of, err := unix.Getsid(pid); err == nil && of != session && !started.pids[pid] {
			unix.Wait4(pid, nil, unix.WNOHANG, nil)
		}
	}
}

// children lists those of this process, from the lists of its threads (proc_pid_task(5)): to look at every process of the
// machine, at each death, was a quarter of what the tests cost. A list may be short of one while processes end; the
// ticker comes again.
func children() (pids []int) {
	lists, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil || len(lists) == 0 {
		return allPids()
	}
	for _, path := range lists {
		list, err := os.ReadFile(path)
		if err != nil {
			continue // the thread has ended
		}
		for field := range strings.FieldsSeq(string(list)) {
			if pid, err := strconv.Atoi(field); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// start runs begin, which starts a process in a session of its own, and notes it as waited for.
func start(begin func() (*os.Process, error)) (*os.Process, error) {
	started.Lock()
	defer started.Unlock()
	p, err := begin()
	if err != nil {
		return nil, err
	}
	if started.pids == nil {
		started.pids = make(map[int]bool)
	}
	started.pids[p.Pid] = true
	return p, nil
}

// ended forgets a process that was waited for; its pid may be another's from now on.
func ended(p *os.Process) {
	started.Lock()
	defer started.Unlock()
	delete(started.pids, p.Pid)
}
