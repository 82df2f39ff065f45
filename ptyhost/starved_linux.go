package ptyhost

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// waited is how long the threads of a process have stood ready and waited for a processor since they were started, taken
// together: the second number of /proc/PID/task/TID/schedstat, in nanoseconds (Linux, Documentation/scheduler/sched-stats). It is
// zero where nobody tells.
func waited(pid int) (total time.Duration) {
	dir := fmt.Sprintf("/proc/%d/task/", pid)
	threads, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	for _, thread := range threads {
		stat, err := os.ReadFile(dir + thread.Name() + "/schedstat")
		if err != nil {
			continue // it has ended
		}
		if fields := bytes.Fields(stat); len(fields) > 1 {
			if ns, err := strconv.ParseInt(string(fields[1]), 10, 64); err == nil {
				total += time.Duration(ns)
			}
		}
	}
	return total
}
