//go:build !portable

package ptyhost

import (
	"bufio"
	"maps"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestLeadersAreWatchedAfterMove: of the leaders that a host knows by their pid alone, its own children are reaped, those of others
// watched, and what is no leader any more is forgotten.
func TestLeadersAreWatchedAfterMove(t *testing.T) {
	t.Parallel()
	own := exec.Command("sleep", "1000")
	if err := own.Start(); err != nil {
		t.Fatal(err)
	}
	defer own.Wait()
	defer own.Process.Kill()
	// The shell is the parent of a leader and of a process that leads nothing, ends the leader at a word, and reaps it.
	shell := exec.Command("sh", "-c", "setsid sleep 1000 & a=$!; sleep 1000 & b=$!; while ! kill -0 -$a; do :; done; echo $a $b; read x; kill $a; wait $a; read x; kill $b")
	in, err := shell.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := shell.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	defer shell.Wait()
	defer in.Write([]byte("x\nx\n"))
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	a, b, _ := strings.Cut(strings.TrimSpace(line), " ")
	leader, _ := strconv.Atoi(a)
	other, _ := strconv.Atoi(b)

	h, _ := loopWithServer(t, 0)
	h.recallLeaders([]int{own.Process.Pid, leader, other, nobody})
	want := []int{own.Process.Pid, leader}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(h.leaders)); !slices.Equal(got, want) {
		t.Errorf("leaders %v, want %v", got, want)
	}
	if _, err := in.Write([]byte("x\n")); err != nil {
		t.Fatal(err)
	}
	h.turn(t, "end of the other's child", func() bool { return len(h.leaders) == 1 })
	if !h.leaders[own.Process.Pid] {
		t.Errorf("left are %v", h.leaders)
	}
}
