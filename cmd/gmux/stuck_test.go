//go:build linux

package main_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// stuckMemory bounds what a client of 80x24 that never reads costs the server: two frames of some 10 KB each, of which
// only the last is kept of what rings and titles it, two pictures of 1920 cells, four goroutines and a socket.
const stuckMemory = 256 << 10

// stickClients attaches n clients that never read, and returns them and the end of it.
func stickClients(w *usertest.World, n int) (all []*usertest.Plain, leave func()) {
	before := attached(w)
	for range n {
		all = append(all, w.StartStuck(24, 80, "gmux", "attach", "-t", "work"))
	}
	w.Eventually("the stuck clients to be attached", func() (bool, string) {
		now := attached(w)
		return now == before+n, fmt.Sprint(now)
	})
	return all, func() {
		for _, p := range all {
			p.CloseTerminal()
		}
		w.Eventually("the stuck clients to be gone", func() (bool, string) {
			now := attached(w)
			return now == before, fmt.Sprint(now)
		})
	}
}

func attached(w *usertest.World) int {
	return len(strings.Fields(w.Gmux("list-clients", "-F", "x")))
}

// TestStuckClientsCostLittleMemory: twenty clients that never read, in front of a program that prints, rings, and sets
// titles and the clipboard without end.
func TestStuckClientsCostLittleMemory(t *testing.T) {
	usertest.NeedGmux(t, "it does not tell its heap")
	t.Parallel()
	const n = 20
	w := usertest.New(t)
	loud := `yes "$(printf '\a\033]0;a title\033\\\033]52;c;%01000d\033\\ and text' 0)"`
	w.Gmux("start-server", ";", "set-option", "-g", "set-clipboard", "on", ";",
		"new-session", "-d", "-s", "work", "-x", "80", "-y", "23", loud)
	reader := w.StartPlain(24, 80, "gmux", "attach", "-t", "work")
	w.WaitOutput("^work$", "list-clients", "-F", "#{session_name}")
	reader.Await("and text")
	before := heap(t, w)
	_, leave := stickClients(w, n)
	after := heap(t, w)
	t.Logf("soak: a stuck client costs the server %.0f kB", float64(after-before)/n/1024)
	if after-before > n*stuckMemory {
		t.Errorf("%d stuck clients cost %.1f MB, %.1f may be", n, mega(after-before), mega(n*stuckMemory))
	}
	if got := attached(w); got != n+1 {
		t.Errorf("%d clients are attached, want %d", got, n+1)
	}
	total := reader.Total()
	w.Eventually("the other client to be shown more", func() (bool, string) { return reader.Total() > total, "" })
	leave()
}

// heap is what the server has in use, the least of some looks while it is busy: garbage that one collection came too
// early for is gone with the next.
func heap(t *testing.T, w *usertest.World) int {
	t.Helper()
	least, seen := math.MaxInt, map[int]bool{}
	w.Eventually("the server to collect its garbage", func() (bool, string) {
		now, err := strconv.Atoi(w.Gmux("display-message", "-p", "#{server_heap}"))
		if err != nil {
			return false, err.Error()
		}
		seen[now] = true
		least = min(least, now)
		return len(seen) > 5, fmt.Sprint(seen)
	})
	return least
}

// TestStuckClientsSlowNobody: a client that reads is as quick, and the server as busy for it, with clients beside it that
// never read as without. The rounds with and without them take turns, and the medians count. The tenth that may be
// between them belongs to the soak, on a machine that has nothing else to do: elsewhere two sets of equal rounds differ by a
// quarter, on the wall clock and in processor time alike. An ordinary run finds out whether the server works for stuck
// clients at all, which would multiply its time, and compose has a test that it does not even wake for them.
func TestStuckClientsSlowNobody(t *testing.T) {
	usertest.Long(t)
	const n, size = 8, 16 << 20
	w := usertest.New(t)
	text := strings.Repeat("all work and no play makes a dull boy of the terminal too\n", size/58)
	writeFile(t, w.Path("text"), text, 0o600)
	w.Gmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "23",
		"stty -echo; while read round; do cat "+w.Path("text")+"; echo =END-$round=; done")
	reader := w.StartPlain(24, 80, "gmux", "attach", "-t", "work")
	server := w.ServerPid()
	round := 0
	turn := func(r *rounds) {
		round++
		reader.Forget()
		cpu, begun := spent(t, server), time.Now()
		reader.Type(fmt.Sprintf("%d\r", round))
		reader.Await(fmt.Sprintf("=END-%d=", round))
		r.add(time.Since(begun), spent(t, server)-cpu)
	}
	var alone, beside, warm rounds
	turn(&warm)
	for range usertest.Count(5, 25) {
		turn(&alone)
		clients, leave := stickClients(w, n)
		for written := -1; written != painted(t, clients); { // until their terminals are full, they are not stuck
			written = painted(t, clients)
			turn(&warm)
		}
		turn(&beside)
		leave()
	}
	wall := float64(median(beside.wall)) / float64(median(alone.wall))
	cpu := float64(median(beside.cpu)) / float64(median(alone.cpu))
	t.Logf("soak: %d MB beside %d stuck clients take %.2f of the time (%v) and %.2f of the server's processor time (%v) that they take alone",
		size>>20, n, wall, median(alone.wall), cpu, median(alone.cpu))
	if cpu > 2 || usertest.Soak() && (cpu > 1.1 || wall > 1.1) {
		t.Errorf("stuck clients slow down the one that reads: %.2f of the time, %.2f of the server's", wall, cpu)
	}
}

// rounds are what was measured.
type rounds struct{ wall, cpu []time.Duration }

func (r *rounds) add(wall, cpu time.Duration) {
	r.wall, r.cpu = append(r.wall, wall), append(r.cpu, cpu)
}

// median is the one in the middle.
func median(d []time.Duration) time.Duration {
	d = slices.Sorted(slices.Values(d))
	return d[len(d)/2]
}

// painted is what clients have written so far.
func painted(t *testing.T, clients []*usertest.Plain) (sum int) {
	t.Helper()
	for _, p := range clients {
		n, err := usertest.Written(p.Pid())
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	return sum
}

func spent(t *testing.T, pid int) time.Duration {
	t.Helper()
	d, err := usertest.CPU(pid)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
