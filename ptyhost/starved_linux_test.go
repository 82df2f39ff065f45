//go:build !portable

package ptyhost

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestHangs(t *testing.T) {
	for _, tt := range []struct {
		name   string
		pings  int
		waited time.Duration
		want   bool
	}{
		{"two questions are no reason", beatsMost - 1, 0, false},
		{"three are", beatsMost, 0, true},
		{"its runtime has waited a little", beatsMost, beatEvery / 4, true},
		{"it waits for a processor", beatsMost, 2 * beatEvery, false},
		{"threads that waited have ended", beatsMost, -time.Second, true},
		{"for very long", beatsStarved, 2 * beatEvery, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := hangs(tt.pings, tt.waited); got != tt.want {
				t.Errorf("hangs: %v", got)
			}
		})
	}
}

// TestWaited: of two programs that want the same processor each waits for it; one that sleeps does not.
func TestWaited(t *testing.T) {
	if _, err := os.Stat("/proc/self/schedstat"); err != nil {
		t.Skip("this kernel does not tell:", err)
	}
	var one, all unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		t.Fatal(err)
	}
	for cpu := range 1024 {
		if all.IsSet(cpu) {
			one.Set(cpu)
			break
		}
	}
	start := func(script string) int {
		cmd := exec.Command("sh", "-c", script)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			cmd.Process.Kill()
			cmd.Wait()
		})
		if err := unix.SchedSetaffinity(cmd.Process.Pid, &one); err != nil {
			t.Fatal(err)
		}
		return cmd.Process.Pid
	}
	busy := []int{start("while :; do :; done"), start("while :; do :; done")}
	sleeps := start("exec sleep 1000")
	until(t, "both to wait", func() bool { return min(waited(busy[0]), waited(busy[1])) > 200*time.Millisecond })
	if idle := waited(sleeps); idle > waited(busy[0]) {
		t.Errorf("the one that sleeps has waited %v", idle)
	}
	if gone := waited(0x3fffffff); gone != 0 {
		t.Errorf("nobody has waited %v", gone)
	}
}
