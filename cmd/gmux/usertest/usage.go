//go:build linux

package usertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// CPU is the time that a process has spent on a processor so far, user and system: that of its threads which live, to the
// nanosecond, where /proc/PID/stat counts hundredths of seconds.
func CPU(pid int) (time.Duration, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("process %d tells no times: %v", pid, err)
	}
	var sum time.Duration
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			return 0, err
		}
		var ns int64
		if _, err := fmt.Sscan(string(data), &ns); err != nil {
			return 0, fmt.Errorf("read %s: %w", path, err)
		}
		sum += time.Duration(ns)
	}
	return sum, nil
}

// Written is how many bytes a process has written so far, to its terminal most of all.
func Written(pid int) (int, error) {
	path := fmt.Sprintf("/proc/%d/io", pid)
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	var read, written int
	if _, err := fmt.Sscanf(string(data), "rchar: %d\nwchar: %d", &read, &written); err != nil {
		return 0, fmt.Errorf("read %s: %w", path, err)
	}
	return written, nil
}

// PeakMemory is the most memory that a process has had resident so far, in bytes: VmHWM.
func PeakMemory(pid int) (int, error) {
	path := fmt.Sprintf("/proc/%d/status", pid)
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kB, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			return kB << 10, err
		}
	}
	return 0, fmt.Errorf("%s tells no VmHWM", path)
}
